"""Setting the limits of a measure of a system, and entering what was measured."""

from typing import Final

from waymark.context.forms.metric import MetricForm
from waymark.context.measuring import set_metric
from waymark.context.models.system import AISystem
from waymark.records.acts import RecordAct

SET_METRIC: Final[RecordAct[AISystem]] = RecordAct(
    name="set_metric",
    path="metrics",
    form=MetricForm,
    do=lambda one, typed, by: set_metric(one, by=by, **typed),
)
