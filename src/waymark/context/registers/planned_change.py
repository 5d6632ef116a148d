"""The register of planned changes."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.context.models.planned_change import ChangeState, PlannedChange
from waymark.people.rights import Can
from waymark.records import columns, filters
from waymark.records.registers import QuerySetRows, Reading, Register
from waymark.work.owners import owner_act

_TONES: Final = {ChangeState.PROPOSED: "warn", ChangeState.APPROVED: "pine", ChangeState.COMPLETED: "good"}

_OPEN: Final = "open"


def _narrow(rows: Any, value: Any, _reading: Reading) -> Any:
    if value == _OPEN:
        return rows.open()
    return rows if value == filters.ALL else rows.filter(state=value)


def _keeps(one: PlannedChange, value: Any, _reading: Reading) -> bool:
    return value in {filters.ALL, one.state} or (value == _OPEN and one.is_open)


PLANNED_CHANGES: Final[Register[PlannedChange]] = Register(
    name="planned_changes",
    path="planned-changes",
    word="planned-change",
    label=_("Planned changes"),
    intro=_(
        "Changes to the AIMS, planned before they are made: purpose, consequences, resources, responsibility (6.3)."
    ),
    source=QuerySetRows.of(PlannedChange, prepare=lambda rows: rows.select_related("owner", "approved_by")),
    columns=(
        columns.reference(),
        columns.text("title", _("Change"), opens=True, width=40),
        columns.text("purpose", _("Purpose"), width=40, only_in_files=True),
        columns.text("consequences", _("Consequences"), width=40, only_in_files=True),
        columns.text("resources", _("Resources"), width=40, only_in_files=True),
        columns.owner(),
        columns.day("due_on", _("Planned day"), is_late=lambda one, reading: one.is_late(reading.today)),
        columns.choice("state", _("State"), ChangeState, tones=_TONES),
        columns.person("approved_by", _("Approved by"), only_in_files=True),
        columns.day("approved_on", _("Approved on"), only_in_files=True),
        columns.day("completed_on", _("Completed on"), only_in_files=True),
        columns.text("outcome", _("Outcome"), width=40, only_in_files=True),
    ),
    filters=(
        filters.words(lambda one: (one.title, one.purpose, one.consequences, one.resources)),
        filters.owner(lambda one: one.owner_id),
        filters.tick(
            "overdue",
            label=_("Overdue"),
            narrow=lambda rows, reading: rows.open().filter(due_on__lt=reading.today),
            keeps=lambda one, reading: one.is_late(reading.today),
        ),
        filters.choice(
            "state",
            [(_OPEN, _("Open")), *ChangeState.choices, (filters.ALL, _("All"))],
            label=_("State"),
            narrow=_narrow,
            keeps=_keeps,
            as_chips=True,
            otherwise=_OPEN,
        ),
    ),
    acts=(owner_act(Can.WORK),),
    address="planned_change",
    changes="planned_change_changes",
    new="planned_change_new",
    new_label=_("Propose change"),
    new_right=Can.WORK,
    nothing=(
        _("No planned changes yet"),
        _("Before scope, policy, method, roles or controls change, propose the change here (6.3)."),
    ),
)
