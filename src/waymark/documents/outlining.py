"""Beginning a document from an outline, and drafting it again from today's records: each is one transaction."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.core.errors import RuleBroken
from waymark.documents.changing import add_document, draft_version, edit_draft
from waymark.documents.drafting import draft, refreshed
from waymark.documents.drift import Drift, drift_of
from waymark.documents.items import proposed_for
from waymark.documents.models.document import Document
from waymark.documents.models.version import DocumentVersion
from waymark.documents.package_data import ORGANISATION, Outline, document_data
from waymark.documents.sources.asking import Asking
from waymark.documents.sources.subjects import subject_called
from waymark.people.models.member import Member
from waymark.people.readers import Reader
from waymark.trail.chain import lock_chain


class SubjectMissing(RuleBroken):
    """An outline that is for one record is drafted about one."""

    code = "outline-without-record"
    field = "about"


class NotFromRecords(RuleBroken):
    """A text that was written by hand cannot be drafted again from records."""

    code = "not-drafted-from-records"


def begin(outline: Outline, *, title: str, owner: Member | None, about: Any = None, by: Member) -> Document:
    """Return a new document whose first draft is the outline, filled with what is recorded today.

    `about` is the record that it is for, where the outline is for one. Raises SubjectMissing and OwnerHasLeft.
    """
    if (outline.one_per != ORGANISATION) is not (about is not None):
        raise SubjectMissing(_("This outline is for one record."), way_out=_("Choose the record, or record it first."))
    with transaction.atomic():
        lock_chain(by.organisation_id)
        made = draft(outline, Asking.today(by, about))
        known = {**proposed_for(outline.serves), "title": title, "classification": "internal"}
        document = add_document(by.organisation, owner=owner, by=by, **known)
        version = _open(document)
        version.fill(made.text, made.filled, by=by)
    return document


def draft_again(version: DocumentVersion, *, by: Member) -> DocumentVersion:
    """Return a draft in which today's records stand in place of those of before; a person approves it as ever.

    A version that is a draft, or in review, is edited itself; requested signatures become void by it. Of any other a
    new draft is made. Raises NotFromRecords, DocumentClosed and VersionFixed.
    """
    with transaction.atomic():
        lock_chain(version.organisation_id)
        filled = version.drafted_from
        outline = document_data().outlines.get(filled[0].outline) if filled else None
        if outline is None:
            raise NotFromRecords(_("This text was not drafted from records."), way_out=_("Edit it by hand."))
        asking = _asking(version, by)
        words = "\n".join(one.in_words for one in drift_of(filled, asking))[:4000]
        made = refreshed(version.text, filled, outline, asking)
        if version.is_open:
            edit_draft(version, by=by, text=made.text)
            target = version
        else:
            target = draft_version(version.document, reason=_("Records have changed."), by=by)
        target.fill(made.text, made.filled, by=by, summary=words or target.summary)
    return target


def drift_shown(version: DocumentVersion, reader: Reader) -> tuple[Drift, ...]:
    """Return how a version has drifted from the records that its reader may see today."""
    if not version.filled:
        return ()
    return drift_of(version.drafted_from, _asking(version, reader), since=version.approved_on)


def _asking(version: DocumentVersion, reader: Reader) -> Asking:
    about = version.drafted_from[0].about
    return Asking.today(reader, subject_called(reader, about) if about else None)


def _open(document: Document) -> DocumentVersion:
    version: DocumentVersion = document.open_version
    version.document, version.organisation = document, document.organisation
    return version
