"""The page of one planned change."""

from typing import Final

from waymark.context.acts.planned_change import ACTS
from waymark.context.models.planned_change import PlannedChange
from waymark.records.pages import RecordPage

PAGE: Final[RecordPage[PlannedChange]] = RecordPage(
    acts=ACTS,
    template="context/planned_change.html",
    more=lambda one, reading: {"is_late": one.is_late(reading.today)},
)
