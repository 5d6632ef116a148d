"""The register of documents (7.5)."""

import datetime as dt
from operator import attrgetter
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.core.forms import Day, Line
from waymark.documents.choices import Approval, Classification, DocumentKind, DocumentState, Kept, VersionState
from waymark.documents.items import is_part, item_choices, items_serving
from waymark.documents.models.document import Document
from waymark.documents.picture import PICTURE
from waymark.documents.rows import DocumentRow, rows_of
from waymark.people.rights import Can
from waymark.records import columns, filters
from waymark.records.cells import Kind
from waymark.records.registers import Column, Filter, QuerySetRows, Register
from waymark.records.reviewed import ReviewResult
from waymark.work.owners import owner_act

_CURRENT: Final = DocumentState.CURRENT.value
_VERSIONS: Final = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.APPROVED, VersionState.EFFECTIVE)


def _narrow_state(rows: Any, value: str) -> Any:
    if value == filters.ALL:
        return rows
    return rows.current().with_version(value) if value in _VERSIONS else rows.filter(state=value)


STATE: Final[Filter[DocumentRow]] = filters.choice(
    "state",
    [
        (_CURRENT, DocumentState.CURRENT.label),
        *((one.value, one.label) for one in _VERSIONS),
        *((one.value, one.label) for one in DocumentState if one.value != _CURRENT),
        (filters.ALL, _("All")),
    ],
    label=_("State"),
    narrow=lambda rows, value, _reading: _narrow_state(rows, value),
    keeps=lambda row, value, _reading: value == filters.ALL or value in row.states,
    as_chips=True,
    otherwise=_CURRENT,
)
ITEM: Final[Filter[DocumentRow]] = Filter(
    name="item",
    field=lambda _reader: forms.ChoiceField(
        required=False, choices=[("", _("All")), *item_choices()], label=_("Item of the master list")
    ),
    narrow=lambda rows, value, _reading: rows.serving([value]),
    keeps=lambda row, value, _reading: value in row.document.items,
)
CLAUSE: Final[Filter[DocumentRow]] = Filter(
    name="clause",
    field=lambda _reader: Line(required=False, max_length=20, label=_("Clause or control")),
    narrow=lambda rows, value, _reading: rows.serving(items_serving(value.upper()), [value.upper()]),
    keeps=lambda row, value, _reading: any(is_part(one, value.upper()) for one in row.refs),
)
DUE: Final[Filter[DocumentRow]] = filters.tick(
    "review_due",
    label=_("Review due"),
    narrow=lambda rows, reading: rows.review_due_by(reading.today),
    keeps=lambda row, reading: row.document.is_review_due(reading.today),
)
REVIEW_FROM: Final[Filter[DocumentRow]] = Filter(
    name="review_from",
    field=lambda _reader: Day(required=False, label=_("Next review from")),
    narrow=lambda rows, day, _reading: rows.filter(next_review_on__gte=day),
    keeps=lambda row, day, _reading: _is_between(row.document.next_review_on, start=day),
    by_link=True,
)
REVIEW_UNTIL: Final[Filter[DocumentRow]] = Filter(
    name="review_until",
    field=lambda _reader: Day(required=False, label=_("Next review until")),
    narrow=lambda rows, day, _reading: rows.filter(next_review_on__lte=day),
    keeps=lambda row, day, _reading: _is_between(row.document.next_review_on, until=day),
    by_link=True,
)


def _is_between(day: dt.date | None, *, start: dt.date = dt.date.min, until: dt.date = dt.date.max) -> bool:
    return day is not None and start <= day <= until


DOCUMENTS: Final[Register[DocumentRow]] = Register(
    name="documents",
    path="documents",
    word="document",
    label=_("Documents"),
    intro=_(
        "Documents and records of the AIMS with their versions: which one is in force, who approved it, and when it is "
        "reviewed (7.5)."
    ),
    source=QuerySetRows.of(
        Document,
        prepare=lambda rows: rows.select_related("owner", "organisation", "replaced_by"),
        wrap=rows_of,
    ),
    columns=(
        columns.reference(),
        columns.text("title", _("Title"), opens=True, width=36, badge=lambda row: row.next_state),
        columns.choice("kind", _("Kind"), DocumentKind, of="document.kind", only_in_files=True),
        Column(name="serves", label=_("Clauses and controls"), value=lambda row: ", ".join(row.refs), width=24),
        columns.owner(),
        Column(name="state", label=_("State"), value=attrgetter("state"), kind=Kind.CHOICE),
        columns.number("edition", _("Version in force")),
        columns.day("effective_from", _("Effective from"), is_sortable=False),
        columns.day(
            "next_review_on",
            _("Next review"),
            of="document.next_review_on",
            is_late=lambda row, reading: row.document.is_review_due(reading.today),
        ),
        columns.text(
            "other_standards", _("Clauses of other standards"), of="document.other_standards", only_in_files=True
        ),
        columns.text("aims_section", _("Section about the AIMS"), of="document.aims_section", only_in_files=True),
        columns.choice(
            "classification", _("Classification"), Classification, of="document.classification", only_in_files=True
        ),
        columns.choice("kept", _("Where it is kept"), Kept, of="document.kept", only_in_files=True),
        columns.text("kept_at", _("Place"), of="document.kept_at", only_in_files=True),
        columns.text("access", _("Who has access"), of="document.access", only_in_files=True),
        columns.text("language", _("Language"), of="document.language", only_in_files=True),
        columns.choice("approval", _("Approved by"), Approval, of="document.approval", only_in_files=True),
        columns.number("retention_months", _("Kept for (months)"), of="document.retention_months", only_in_files=True),
        columns.choice(
            "review_result", _("Last review"), ReviewResult, of="document.review_result", only_in_files=True
        ),
        columns.day("reviewed_on", _("Reviewed"), of="document.reviewed_on", only_in_files=True),
        columns.day("closed_on", _("Replaced or withdrawn on"), of="document.closed_on", only_in_files=True),
        columns.text("closed_reason", _("Reason"), of="document.closed_reason", only_in_files=True),
    ),
    filters=(
        filters.words(
            lambda row: (row.title, row.document.other_standards, row.document.aims_section, row.document.kept_at)
        ),
        CLAUSE,
        ITEM,
        filters.owner(lambda row: row.document.owner_id),
        filters.field_choice("kind", DocumentKind.choices, label=_("Kind"), value_of=lambda row: row.document.kind),
        DUE,
        REVIEW_FROM,
        REVIEW_UNTIL,
        STATE,
    ),
    displays=(PICTURE,),
    acts=(owner_act(Can.WORK),),
    record=lambda row: row.document,
    address="document",
    changes="document_changes",
    new="document_new",
    new_label=_("Add document"),
    new_right=Can.WORK,
    page="documents/documents.html",
    nothing=(
        _("No documents yet"),
        _("Start with the master list: it says which documents the standard asks for, and starts each of them."),
    ),
)
