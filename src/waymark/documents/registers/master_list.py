"""The master list of documents and records (7.5) as a register; computed from package data, documents and records."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.core.text import holds_words
from waymark.documents.master_list import Demand, MasterRow, Standing, master_rows
from waymark.records import columns, filters
from waymark.records.cells import Choice, Kind
from waymark.records.registers import Column, ComputedRows, Register

_TONES: Final = {
    Standing.PRESENT: "good",
    Standing.ELSEWHERE: "pine",
    Standing.DRAFTED: "warn",
    Standing.MISSING: "late",
    Standing.NOT_NEEDED: "line",
}


def _standing(row: MasterRow) -> Choice:
    one = row.standing
    return Choice(one.value, one.label, _TONES[one])


def _demand(row: MasterRow) -> Choice:
    one = Demand(row.item.mandatory)
    return Choice(one.value, one.label)


def _keeps_standing(row: MasterRow, value: Any, _reading: Any) -> bool:
    return bool(value in {filters.ALL, row.standing})


MASTER_LIST: Final[Register[MasterRow]] = Register(
    name="master_list",
    path="documents/master-list",
    word="master-list-item",
    label=_("Master list"),
    intro=_("What the standard and its controls ask for as documented information, and what of it is there (7.5)."),
    source=ComputedRows(rows=lambda reading, _asked: master_rows(reading.reader.organisation)),
    columns=(
        Column(name="reference", label=_("Number"), value=lambda row: row.item.id, width=8),
        columns.text("title", _("Item"), of="item.title", opens=True, sort=(), width=44),
        columns.text("refs", _("Clauses and controls"), width=20),
        Column(name="demand", label=_("Asked for"), value=_demand, kind=Kind.CHOICE, only_in_files=True),
        Column(name="standing", label=_("State"), value=_standing, kind=Kind.CHOICE),
        columns.text("references", _("Documents"), width=20),
        columns.text("records", _("Records"), width=20),
        columns.day("newest_on", _("Newest"), is_sortable=False),
    ),
    filters=(
        filters.words_in(
            lambda row, text, _reading: holds_words(f"{row.item.id} {row.item.title} {row.refs}", text),
            label=_("Title, clause or number"),
        ),
        filters.choice(
            "demand",
            Demand.choices,
            label=_("Asked for"),
            narrow=None,
            keeps=lambda row, value, _reading: row.item.mandatory == value,
        ),
        filters.choice(
            "standing",
            [*Standing.choices, (filters.ALL, _("All"))],
            label=_("State"),
            narrow=None,
            keeps=_keeps_standing,
            as_chips=True,
            otherwise=filters.ALL,
        ),
    ),
    address="master_list_item",
    key=lambda row: row.item.id,
    order="",
    page_size=100,
    page="documents/master_list.html",
    nothing=(_("No item matches"), _("Clear the filters to see the whole list.")),
)
