"""The register of AI systems: the inventory behind clauses 4.1 and 4.3 and control A.4.2."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.context.inventory.words import role_choices
from waymark.context.models.classification import Classification
from waymark.context.models.system import AISystem
from waymark.context.models.system_request import SystemRequest
from waymark.context.picture import PICTURE
from waymark.context.system_choices import (
    Effect,
    LegalClass,
    LifeStage,
    Origin,
    PersonalData,
    Scope,
    SystemState,
)
from waymark.people.rights import Can
from waymark.records import columns, filters
from waymark.records.cells import Kind
from waymark.records.kinds import RecordLine
from waymark.records.registers import Column, Filter, QuerySetRows, Reading, Register
from waymark.work.owners import owner_act

CURRENT: Final = "current"
_RETIRED = str(SystemState.RETIRED)
_TONES: Final = {
    LegalClass.PROHIBITED: "late",
    LegalClass.HIGH_RISK_USE: "warn",
    LegalClass.HIGH_RISK_PRODUCT: "warn",
    LegalClass.HIGH_RISK_SECTOR: "warn",
}


def _prepared(rows: Any) -> Any:
    return rows.select_related("owner", "supplier").annotate(left_open=Classification.objects.left_open())


def _left_open(row: AISystem) -> str:
    """Say that a class is the strict one because something is not decided: nobody has found that it is so."""
    return str(_("Strictest answer: not decided yet")) if getattr(row, "left_open", None) else ""


def _supplier(row: AISystem) -> RecordLine | None:
    one = row.supplier
    if one is None:
        return None
    return RecordLine("context.supplier", one.pk, one.reference, one.name, "")


def _state_keeps(row: AISystem, value: Any) -> bool:
    if value == CURRENT:
        return not row.is_retired
    return value in {filters.ALL, row.state}


def _state_narrow(rows: Any, value: Any) -> Any:
    if value == CURRENT:
        return rows.current()
    return rows if value == filters.ALL else rows.filter(state=value)


def _holds(roles: list[str], role: str) -> bool:
    return any(one == role or one.startswith(f"{role}.") for one in roles)


def _waiting(reading: Reading) -> Mapping[str, Any]:
    """Return how many requests wait beside the inventory."""
    return {"proposed": SystemRequest.objects.of(reading.reader.organisation).open().count()}


STATE: Final[Filter[Any]] = filters.choice(
    "state",
    [(CURRENT, _("Planned or in use")), *SystemState.choices, (filters.ALL, _("All"))],
    label=_("State"),
    narrow=lambda rows, value, _reading: _state_narrow(rows, value),
    keeps=lambda row, value, _reading: _state_keeps(row, value),
    as_chips=True,
    otherwise=CURRENT,
)
ROLE: Final[Filter[Any]] = filters.choice(
    "role",
    [(key, label) for key, label in role_choices() if "." not in key],
    label=_("Our role"),
    narrow=lambda rows, value, _reading: rows.with_role(value),
    keeps=lambda row, value, _reading: _holds(row.roles, value),
)
CLASS_DUE: Final[Filter[Any]] = filters.tick(
    "class_due",
    label=_("Classification due"),
    narrow=lambda rows, _reading: rows.class_due(),
    keeps=lambda row, _reading: row.is_class_due,
)
SYSTEMS: Final[Register[AISystem]] = Register(
    name="systems",
    path="systems",
    word="system",
    label=_("AI systems"),
    intro=_(
        "Every AI system that the organisation makes, offers, buys or uses, with its purpose, its owner and its "
        "place in the scope (4.1, 4.3, A.4.2)."
    ),
    source=QuerySetRows.of(AISystem, prepare=_prepared),
    columns=(
        columns.reference(),
        columns.text("name", _("Name"), opens=True),
        columns.text("purpose", _("Purpose"), width=44, only_in_files=True),
        columns.owner(),
        columns.text("unit", _("Unit or team"), only_in_files=True),
        columns.choice("state", _("State"), SystemState, tones={SystemState.LIVE: "good"}),
        columns.choice("scope", _("Scope"), Scope, tones={Scope.OPEN: "warn"}),
        columns.choice("legal_class", _("Legal class"), LegalClass, tones=_TONES, note=_left_open),
        Column(name="supplier", label=_("Supplier"), value=_supplier, kind=Kind.RECORD, only_in_files=True),
        columns.choice("personal_data", _("Personal data"), PersonalData, only_in_files=True),
        columns.choice("origin", _("Origin"), Origin, only_in_files=True),
        columns.choice("decision_effect", _("Weight of the result"), Effect, only_in_files=True),
        columns.choice("stage", _("Life cycle stage"), LifeStage, only_in_files=True),
        Column(
            name="roles",
            label=_("Our roles"),
            value=lambda row: ", ".join(row.roles_in_words),
            width=36,
            only_in_files=True,
        ),
        columns.text("scope_reason", _("Reason for the scope"), width=40, only_in_files=True),
        columns.day("live_on", _("In use since")),
        columns.day("out_of_use_on", _("Out of use since"), only_in_files=True),
        columns.text("retired_reason", _("Why retired"), width=40, only_in_files=True),
    ),
    filters=(
        filters.words(lambda one: (one.name, one.purpose, one.unit)),
        filters.owner(lambda one: one.owner_id),
        filters.field_choice("scope", Scope.choices, label=_("Scope")),
        ROLE,
        filters.field_choice("legal_class", LegalClass.choices, label=_("Legal class")),
        filters.field_choice("personal_data", PersonalData.choices, label=_("Personal data")),
        filters.field_choice("decision_effect", Effect.choices, label=_("Weight of the result")),
        CLASS_DUE,
        STATE,
    ),
    acts=(owner_act(Can.WORK),),
    displays=(PICTURE,),
    address="system",
    changes="system_changes",
    new="system_new",
    new_label=_("Add AI system"),
    page="context/systems.html",
    more=_waiting,
    nothing=(
        _("No AI systems yet"),
        _(
            "The scope, the risks and the impact assessments all rest on this list (4.3, A.4.2). Add each system "
            "with its purpose and its owner."
        ),
    ),
)
