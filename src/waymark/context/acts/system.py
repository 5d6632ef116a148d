"""What can be done with an AI system: its forms, its verbs, and what each form proposes."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.context.describing import describe
from waymark.context.form_fields import SUPPLIER
from waymark.context.forms.system import (
    SECTION_FORMS,
    EditSystemForm,
    LiveForm,
    NewSystemForm,
    RetireSystemForm,
)
from waymark.context.inventory.words import choices_of, fields_of, is_single
from waymark.context.models.system import AISystem
from waymark.context.models.system_answer import SystemAnswer
from waymark.context.registers.system import SYSTEMS
from waymark.context.system_life import LIFECYCLE
from waymark.people.readers import Reader
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.records.forms import ReasonForm
from waymark.records.registers import Reading
from waymark.work.owners import OWNER, giving

_FIND_OUT: Final = {"type": "integer", "description": "Key of the member who finds out what is not known yet."}
_FACTS: Final = (
    *("name", "purpose", "unit", "origin", "roles", "act_roles", "personal_data", "decision_effect", "stage"),
)


def answers_of(system: AISystem, reading: Reading) -> Mapping[str, SystemAnswer]:
    """Return the details of a system by field; one query for all parts of a page."""
    kept = reading.kept.setdefault("answers", {})
    if system.pk not in kept:
        rows = SystemAnswer.objects.about(system).select_related("owner")
        kept[system.pk] = {one.field: one for one in rows}
    found: Mapping[str, SystemAnswer] = kept[system.pk]
    return found


def _stored(section: str, system: AISystem, reading: Reading) -> Mapping[str, Any]:
    """Return what the form of a section proposes: everything as it is."""
    found = answers_of(system, reading)
    values: dict[str, Any] = {}
    for one in fields_of(section):
        answer = found.get(one.id)
        if not choices_of(one):
            values[one.id] = answer.text if answer else ""
        elif is_single(one):
            values[one.id] = answer.picked[0] if answer and answer.picked else ""
        else:
            values[one.id] = list(answer.picked) if answer else []
    values["not_known"] = [one.id for one in fields_of(section) if one.id in found and found[one.id].is_not_known]
    return values


def _inside(_one: AISystem, reader: Reader) -> Mapping[str, Any]:
    return {"organisation": reader.organisation}


def _describing(section: str) -> RecordAct[AISystem]:
    return RecordAct(
        name=f"describe_{section}",
        path=section,
        form=SECTION_FORMS[section],
        given=_inside,
        first=partial(_stored, section),
        do=lambda one, typed, by: describe(one, section, typed["details"], by=by),
        described={"find_out": _FIND_OUT},
        button=_("Save"),
    )


ACTS: Final[RecordActs[AISystem]] = RecordActs(
    model=AISystem,
    register=SYSTEMS,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        form=NewSystemForm,
        given=lambda reader: {"organisation": reader.organisation},
        first=lambda reading: {"owner": reading.reader.pk or None},
        make=lambda organisation, typed, by: AISystem.add(organisation, by=by, **typed),
        described={"owner": OWNER, "supplier": SUPPLIER},
    ),
    acts=(
        RecordAct(
            name="edit",
            path="edit",
            form=EditSystemForm,
            given=_inside,
            kept=_FACTS,
            first=lambda one, _reading: {"supplier": one.supplier.pk if one.supplier else None},
            do=lambda one, typed, by: one.edit(by=by, **typed),
            described={"supplier": SUPPLIER},
            button=_("Save"),
        ),
        giving(),
        *(_describing(name) for name in SECTION_FORMS),
        RecordAct(
            name="include", path="inclusion", form=ReasonForm, do=lambda one, typed, by: one.include(by=by, **typed)
        ),
        RecordAct(
            name="leave_out", path="exclusion", form=ReasonForm, do=lambda one, typed, by: one.leave_out(by=by, **typed)
        ),
        RecordAct(name="go_live", path="start", form=LiveForm, do=lambda one, typed, by: one.go_live(by=by, **typed)),
        RecordAct(
            name="retire",
            path="retirement",
            form=RetireSystemForm,
            do=lambda one, typed, by: one.retire(by=by, **typed),
        ),
        RecordAct(
            name="reinstate",
            path="reinstatement",
            form=ReasonForm,
            do=lambda one, typed, by: one.reinstate(by=by, **typed),
        ),
    ),
)
