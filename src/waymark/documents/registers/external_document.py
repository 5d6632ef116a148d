"""The register of external documents."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.documents.external_choices import CheckResult, ExternalKind
from waymark.documents.models.external_document import ExternalDocument
from waymark.people.rights import Can
from waymark.records import columns, filters, retiring
from waymark.records.cells import Kind
from waymark.records.kinds import RecordLine
from waymark.records.registers import Column, QuerySetRows, Register
from waymark.work.owners import owner_act

_TONES: Final = {
    CheckResult.UNCHANGED: "good",
    CheckResult.NEW_EDITION: "warn",
    CheckResult.SUPERSEDED: "late",
}


def _line(name: str) -> Any:
    """Return how the cell of a related record is read; it is named, and its page is reached from that of the row."""

    def value(row: ExternalDocument) -> RecordLine | None:
        one = getattr(row, name)
        return None if one is None else RecordLine(one._meta.label_lower, one.pk, one.reference, one.name, "")

    return value


EXTERNALS: Final[Register[ExternalDocument]] = Register(
    name="external_documents",
    path="external-documents",
    word="external-document",
    label=_("External documents"),
    intro=_(
        "Laws, standards and papers of others that the AIMS depends on: the edition in use, who watches for a newer "
        "one, and the next check (7.5.3)."
    ),
    source=QuerySetRows.of(ExternalDocument, prepare=lambda rows: rows.select_related("owner", "system", "supplier")),
    columns=(
        columns.reference(),
        columns.text("title", _("Title"), opens=True, width=40),
        columns.choice("kind", _("Kind"), ExternalKind),
        columns.text("issuer", _("Issued by")),
        columns.text("edition", _("Edition in use")),
        columns.day("edition_on", _("Date of the edition"), only_in_files=True),
        columns.person("owner", _("Watcher"), sort=("owner__name",)),
        columns.choice("review_result", _("Last check"), CheckResult, tones=_TONES, width=20),
        columns.day("reviewed_on", _("Checked"), only_in_files=True),
        columns.day("next_review_on", _("Next check"), is_late=lambda one, reading: one.is_review_due(reading.today)),
        columns.text("review_note", _("What the check found"), width=40, only_in_files=True),
        columns.number("check_months", _("Checked every (months)"), only_in_files=True),
        columns.text("kept_at", _("Where it is"), width=40, only_in_files=True),
        columns.text("source", _("Where new editions appear"), width=40, only_in_files=True),
        columns.text("needed_for", _("Clauses and controls"), only_in_files=True),
        Column(name="system", label=_("AI system"), value=_line("system"), kind=Kind.RECORD, only_in_files=True),
        Column(name="supplier", label=_("Supplier"), value=_line("supplier"), kind=Kind.RECORD, only_in_files=True),
        columns.text("about", _("What depends on it"), width=40, only_in_files=True),
        *retiring.COLUMNS,
    ),
    filters=(
        filters.words(
            lambda one: (one.title, one.issuer, one.edition, one.kept_at, one.source, one.needed_for, one.about)
        ),
        filters.field_choice("kind", ExternalKind.choices, label=_("Kind")),
        filters.owner(lambda one: one.owner_id, label=_("Watcher")),
        filters.field_choice("review_result", CheckResult.choices, label=_("Last check")),
        filters.tick(
            "review_due",
            label=_("Check due"),
            narrow=lambda rows, reading: rows.review_due_by(reading.today),
            keeps=lambda one, reading: one.is_review_due(reading.today),
        ),
        retiring.STATE,
    ),
    acts=(owner_act(Can.WORK),),
    address="external_document",
    changes="external_document_changes",
    new="external_document_new",
    new_label=_("Add external document"),
    nothing=(
        _("No external documents yet"),
        _(
            "Add each law, standard and supplier paper that the AIMS depends on, with the edition in use, a watcher "
            "and the day of the next check."
        ),
    ),
)
