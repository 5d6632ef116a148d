"""Classifying a system, and editing one of its duties."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from waymark.context.changing import classify_again
from waymark.context.classifying_systems import set_duty
from waymark.context.forms.classification import ASKED, ClassifyForm, DutyForm, field_of
from waymark.context.law.reading import current_law
from waymark.context.models.classification import Classification
from waymark.context.models.system import AISystem
from waymark.people.readers import Reader
from waymark.records.acts import RecordAct
from waymark.records.registers import Reading
from waymark.work.owners import OWNER

_ONE: Final = frozenset(field_of(one) for one in ASKED if not current_law().question(one).listed)


def _inside(_one: AISystem, reader: Reader) -> Mapping[str, Any]:
    return {"organisation": reader.organisation}


def _as_before(one: AISystem, _reading: Reading) -> Mapping[str, Any]:
    """Propose what was answered last, so that whoever classifies again changes only what has changed."""
    newest = Classification.objects.about(one).first() if one.law_version else None
    if newest is None:
        return {}
    answers = {field_of(key): picked for key, picked in newest.answers.items() if key in ASKED}
    plain = {name: picked[0] for name, picked in answers.items() if picked and name in _ONE}
    return {**answers, **plain, "is_public": newest.is_public, "reason": newest.reason}


CLASSIFY: Final[RecordAct[AISystem]] = RecordAct(
    name="classify",
    path="classification",
    form=ClassifyForm,
    first=_as_before,
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
