"""What can be done with a document: its forms, its verbs, and what each form proposes."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.documents.changing import add_document, draft_version, edit_document, replace_document, withdraw_document
from waymark.documents.document_life import LIFECYCLE
from waymark.documents.form_fields import OTHER
from waymark.documents.forms.document import EditDocumentForm, NewDocumentForm, NewVersionForm, ReplaceForm
from waymark.documents.items import proposed_for
from waymark.documents.models.document import Document
from waymark.documents.registers.document import DOCUMENTS
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.records.forms import ReasonForm
from waymark.records.reviewing import REVIEW
from waymark.work.owners import OWNER, giving

_KEPT: Final = (
    *("title", "kind", "items", "clauses", "other_standards", "aims_section", "approval", "review_months"),
    *("next_review_on", "retention", "retention_months", "retention_starts", "classification", "access"),
    *("language", "kept", "kept_at"),
)


def _first(reading: Any) -> dict[str, Any]:
    return {"owner": reading.reader.pk or None, "classification": "internal", **proposed_for(())}


ACTS: Final[RecordActs[Document]] = RecordActs(
    model=Document,
    register=DOCUMENTS,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        form=NewDocumentForm,
        given=lambda reader: {"organisation": reader.organisation},
        first=_first,
        make=lambda organisation, typed, by: add_document(organisation, by=by, **typed),
        described={"owner": OWNER},
    ),
    acts=(
        RecordAct(
            name="draft",
            path="versions",
            form=NewVersionForm,
            do=lambda one, typed, by: draft_version(one, by=by, **typed),
            done=lambda _one, version, _reader: _("%(version)s was drafted.") % {"version": version.called},
        ),
        REVIEW,
        giving(),
        RecordAct(
            name="edit",
            path="edit",
            form=EditDocumentForm,
            kept=_KEPT,
            do=lambda one, typed, by: edit_document(one, by=by, **typed),
            button=_("Save"),
        ),
        RecordAct(
            name="replace",
            path="replacement",
            form=ReplaceForm,
            given=lambda one, reader: {"document": one, "organisation": reader.organisation},
            do=lambda one, typed, by: replace_document(one, by=by, **typed),
            described={"other": OTHER},
        ),
        RecordAct(
            name="withdraw",
            path="withdrawal",
            form=ReasonForm,
            do=lambda one, typed, by: withdraw_document(one, by=by, **typed),
        ),
    ),
)
