"""The register of versions of documents, in which several are put before one signer at once."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.core.references import number_in
from waymark.documents.changing import ask
from waymark.documents.choices import VersionState
from waymark.documents.forms.version import SignatureForm
from waymark.documents.models.version import DocumentVersion
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records import columns, filters
from waymark.records.cells import Kind
from waymark.records.kinds import RecordLine
from waymark.records.registers import BulkAct, Column, QuerySetRows, Register

_TONES: Final = {
    VersionState.EFFECTIVE: "good",
    VersionState.IN_REVIEW: "warn",
    VersionState.APPROVED: "pine",
    VersionState.DRAFT: "line",
}


def _ask(records: Sequence[Any], typed: Mapping[str, Any], by: Any) -> int:
    due_on: dt.date = typed["due_on"]
    for one in records:
        one.require_changer(by)
    ask(records, typed["signer"], typed["meaning"], due_on=due_on, note=typed["note"], by=by)
    return len(records)


def _find(reader: Reader, keys: Sequence[str]) -> list[tuple[str, DocumentVersion]]:
    numbers = [number for key in keys if (number := number_in(key)) is not None]
    rows = DocumentVersion.objects.of(reader.organisation).filter(number__in=numbers)
    return [(str(one.number), one) for one in rows.select_related("document__owner", "organisation")]


def _document(row: DocumentVersion) -> RecordLine:
    one = row.document
    return RecordLine("documents.document", one.pk, one.reference, one.title, "")


VERSIONS: Final[Register[DocumentVersion]] = Register(
    name="document_versions",
    path="document-versions",
    word="document-version",
    label=_("Versions of documents"),
    intro=_("Every version of every document: what waits for signatures, what is in force, what may be disposed of."),
    source=QuerySetRows.of(
        DocumentVersion,
        prepare=lambda rows: rows.select_related("document__owner", "approved_by", "file", "outside_file"),
    ),
    columns=(
        columns.reference(),
        columns.text("title", _("Title"), opens=True, width=36),
        Column(name="document", label=_("Document"), value=_document, kind=Kind.RECORD, only_in_files=True),
        columns.number("edition", _("Version")),
        columns.choice("state", _("State"), VersionState, tones=_TONES),
        columns.text("author_names", _("Authors"), only_in_files=True),
        columns.text("reason", _("Reason for change"), only_in_files=True),
        columns.text("summary", _("Summary of changes"), only_in_files=True),
        columns.text("approver", _("Approved by")),
        columns.day("approved_on", _("Approved on")),
        columns.yes_no("by_only_author", _("Approved by its only author"), only_in_files=True),
        columns.day("effective_from", _("Effective from")),
        columns.day("ended_on", _("Superseded or withdrawn on"), only_in_files=True),
        columns.day("dispose_on", _("Disposal from"), only_in_files=True),
        columns.text("sha256", _("SHA-256"), only_in_files=True),
    ),
    filters=(
        filters.words(lambda one: (one.title, one.reason, one.summary)),
        filters.tick(
            "disposal_due",
            label=_("Disposal due"),
            narrow=lambda rows, reading: rows.to_dispose_of(reading.today),
            keeps=lambda one, reading: one.is_disposal_due(reading.today),
        ),
        filters.choice(
            "state",
            [*VersionState.choices, (filters.ALL, _("All"))],
            label=_("State"),
            narrow=lambda rows, value, _reading: rows if value == filters.ALL else rows.filter(state=value),
            keeps=lambda one, value, _reading: value in {filters.ALL, one.state},
            as_chips=True,
            otherwise=filters.ALL,
        ),
    ),
    acts=(
        BulkAct(
            name="sign",
            noun=_("Signature"),
            label=_("Request signature"),
            right=Can.WORK,
            form=lambda reader: SignatureForm(reader=reader),
            apply=_ask,
        ),
    ),
    find=_find,
    address="document_version",
    changes="document_version_changes",
    nothing=(_("No versions yet"), _("A document gets its first version when it is added.")),
)
