"""Who has confirmed what is still theirs, and when it is due again. Computed: one row for each member."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.competence.models.ownership import OwnershipCheck
from waymark.competence.ownership import first_due
from waymark.core.text import holds_words
from waymark.people.models.member import Member
from waymark.records import columns, filters
from waymark.records.cells import Kind
from waymark.records.registers import Column, ComputedRows, Reading, Register

_NEVER: Final = dt.date.min


@dataclass(frozen=True, slots=True)
class OwnershipRow:
    """One member with the last check; the next one is due a year after it, or a year after they came."""

    member: Member
    last: OwnershipCheck | None
    due_on: dt.date

    @property
    def checked_on(self) -> dt.date | None:
        """Return the day of the last check."""
        return None if self.last is None else self.last.checked_on

    @property
    def flagged(self) -> str:
        """Return what was flagged then."""
        return "" if self.last is None else ", ".join(self.last.flagged)


def _rows(reading: Reading, _asked: Mapping[str, Any]) -> Sequence[OwnershipRow]:
    organisation = reading.reader.organisation
    newest: dict[int, OwnershipCheck] = {}
    for check in OwnershipCheck.objects.of(organisation).newest_first():
        newest.setdefault(check.member_id, check)
    rows = []
    for member in Member.objects.of(organisation).active().by_name():
        member.organisation = organisation
        last = newest.get(member.pk)
        rows.append(OwnershipRow(member, last, first_due(member) if last is None else last.next_due_on))
    return rows


def _is_due(row: OwnershipRow, reading: Reading) -> bool:
    return row.due_on < reading.today


OWNERSHIP: Final[Register[OwnershipRow]] = Register(
    name="ownership",
    path="ownership",
    word="ownership",
    label=_("Still mine?"),
    intro=_("Once a year each member confirms what is still theirs, of everything they own (5.3)."),
    source=ComputedRows(rows=_rows),
    columns=(
        columns.text("name", _("Member"), of="member.name", opens=True, sort=lambda row: row.member.name.casefold()),
        Column(
            name="checked_on",
            label=_("Confirmed on"),
            value=lambda row: row.checked_on,
            kind=Kind.DAY,
            sort=lambda row: row.checked_on or _NEVER,
        ),
        columns.day("due_on", _("Due on"), is_late=_is_due, is_sortable=False),
        Column(
            name="kept", label=_("Still theirs"), kind=Kind.NUMBER, value=lambda row: row.last.kept if row.last else 0
        ),
        Column(
            name="given", label=_("Given away"), kind=Kind.NUMBER, value=lambda row: row.last.given if row.last else 0
        ),
        columns.text("flagged", _("Flagged"), width=30),
    ),
    filters=(
        filters.words_in(lambda row, text, _reading: holds_words(row.member.name, text), label=_("Name")),
        filters.tick("due", label=_("Overdue"), narrow=None, keeps=_is_due),
    ),
    address="member_ownership",
    key=lambda row: str(row.member.pk),
    record=lambda row: row.member,
    order="name",
    nothing=(_("No members"), _("Nobody belongs to this organisation.")),
)
