"""Classifying a system, and editing one of its duties."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from waymark.context.changing import classify_again
from waymark.context.classifying_systems import set_duty
from waymark.context.forms.classification import ClassifyForm, DutyForm
from waymark.context.models.system import AISystem
from waymark.people.readers import Reader
from waymark.records.acts import RecordAct
from waymark.work.owners import OWNER


def _inside(_one: AISystem, reader: Reader) -> Mapping[str, Any]:
    return {"organisation": reader.organisation}


CLASSIFY: Final[RecordAct[AISystem]] = RecordAct(
    name="classify",
    path="classification",
    form=ClassifyForm,
    do=lambda one, typed, by: classify_again(one, by=by, **typed),
    done=lambda _one, made, _reader: (
        _("Classified: %(classes)s.") % {"classes": ", ".join(made.classes_in_words)} if made is not None else ""
    ),
)
SET_DUTY: Final[RecordAct[AISystem]] = RecordAct(
    name="set_duty",
    path="duties",
    form=DutyForm,
    given=_inside,
    do=lambda one, typed, by: set_duty(one, by=by, **typed),
    described={"owner": OWNER},
)
