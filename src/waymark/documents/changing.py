"""Acts on documents and versions that touch more than one record: each is one transaction."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.core.clock import day_in
from waymark.core.text import normal
from waymark.documents.canonical import sha256_of
from waymark.documents.choices import Content, VersionState
from waymark.documents.document_life import LIFECYCLE as DOCUMENT
from waymark.documents.events import DocumentEvent
from waymark.documents.from_word.reading import FromWord
from waymark.documents.marks import settled
from waymark.documents.models.document import Document
from waymark.documents.models.version import DocumentVersion
from waymark.documents.open_marks import marks_refusal
from waymark.documents.refusals import OnlyAuthorApproves, VersionsOutOfOrder
from waymark.evidence.collecting import GivenFile, stored_file
from waymark.evidence.freshness import add_months
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.signing.asking import ItemDraft, SigningDraft, ask_to_sign
from waymark.signing.meanings import Meaning
from waymark.signing.models.rules import SigningRules
from waymark.signing.voiding import void_pending
from waymark.trail.actors import Actor, Acts
from waymark.trail.chain import lock_chain
from waymark.work.comments import drop_quotes

KIND = "documents.documentversion"


def add_document(
    organisation: Organisation, *, owner: Member | None, by: Member | Actor, text: str = "", **known: Any
) -> Document:
    """Return a new document with its first draft; `known` is what `Document.edit` takes. Raises OwnerHasLeft."""
    with transaction.atomic():
        document = Document.add(organisation, owner=owner, by=by, **known)
        _draft(document, text=text, reason="", by=by)
    return document


def draft_version(document: Document, *, reason: str, by: Member | Actor) -> DocumentVersion:
    """Return a new draft that begins as the version in force, or as the last one."""
    with transaction.atomic():
        lock_chain(document.organisation_id)
        DOCUMENT.require_stored(document, "draft")
        last = document.effective_version or document.versions.newest_edition_first().first()
        text, filled = (last.text, last.filled) if last is not None else ("", [])
        return _draft(document, text=text, filled=filled, reason=reason, by=by)


def _draft(
    document: Document, *, text: str, reason: str, by: Member | Actor, filled: Sequence[Any] = ()
) -> DocumentVersion:
    newest = document.versions.aggregate(newest=Max("edition"))["newest"] or 0
    version = DocumentVersion(
        organisation=document.organisation,
        number=next_number(document.organisation, DocumentVersion.prefix),
        document=document,
        edition=newest + 1,
        title=document.title,
        content=Content.PLACE if document.is_elsewhere and not text else Content.TEXT,
        filled=list(filled),
    )
    version.describe(text=text, reason=reason, kept_at=document.kept_at)
    version.write([by] if isinstance(by, Member) else [])
    version.commit(DocumentEvent.DRAFTED, by=by)
    return version


def edit_document(document: Document, *, by: Acts, **known: Any) -> None:
    """Change what is known about a document; where its retention changes, so does that of its ended versions."""
    with transaction.atomic():
        lock_chain(document.organisation_id)
        before = (document.retention_months, document.retention_starts)
        document.edit(by=by, **known)
        if before != (document.retention_months, document.retention_starts):
            for one in document.versions.filter(dispose_on__isnull=False, in_force=True).order_by("edition"):
                if not one.is_disposed:
                    one.document = document
                    one.set_retention(by=by)


def edit_draft(version: DocumentVersion, *, by: Acts, authors: Sequence[Member] | None = None, **known: Any) -> int:
    """Change a draft, and return how many requested signatures became void by it. Raises VersionFixed.

    The guidance of an outline goes as soon as its section is written: it is there for who writes, not for who reads.
    """
    if "text" in known:
        known["text"] = settled(known["text"])
    with transaction.atomic():
        lock_chain(version.organisation_id)
        version.edit(by=by, authors=authors, **known)
        return _void(version, _("It was edited."), by=by)


def attach_file(version: DocumentVersion, given: GivenFile, *, by: Member | Actor) -> int:
    """Make a file that lies in the store the content of a draft; return how many signatures became void."""
    with transaction.atomic():
        lock_chain(version.organisation_id)
        version.attach(stored_file(version.organisation, given, by=by), given.name, by=by)
        return _void(version, _("Another file was uploaded."), by=by)


def use_text(version: DocumentVersion, *, by: Acts) -> int:
    """Let the text from before the upload be the content of a draft; return how many signatures became void."""
    with transaction.atomic():
        lock_chain(version.organisation_id)
        version.use_text(by=by)
        return _void(version, _("Its file was dropped."), by=by)


def import_text(version: DocumentVersion, taken: FromWord, *, by: Acts) -> int:
    """Let the text of a version's Word document be its content; return how many signatures became void."""
    with transaction.atomic():
        lock_chain(version.organisation_id)
        version.import_text(taken.text, by=by)
        return _void(version, _("Its text was imported from the uploaded file."), by=by)


def submit(
    version: DocumentVersion,
    *,
    approver: Member,
    due_on: dt.date,
    reviewer: Member | None = None,
    note: str = "",
    by: Member | Actor,
) -> None:
    """Put exactly this version before a reviewer, where one is named, and an approver.

    Raises VersionStepWrong, VersionEmpty, OwnerHasLeft, and why one of the two may not sign it.
    """
    with transaction.atomic():
        lock_chain(version.organisation_id)
        version.title = version.document.title
        version.submit(sha256_of(version), by=by)
        for signer, meaning in ((reviewer, Meaning.REVIEWED), (approver, Meaning.APPROVED)):
            if signer is not None:
                ask([version], signer, meaning, due_on=due_on, note=note, by=by)


def ask(
    versions: Sequence[DocumentVersion],
    signer: Member,
    meaning: str,
    *,
    due_on: dt.date,
    note: str = "",
    by: Member | Actor,
) -> None:
    """Request one signature on one or several versions, with an outcome for each."""
    first = versions[0]
    several = ngettext("%(n)d version", "%(n)d versions", len(versions)) % {"n": len(versions)}
    title = f"{first.title} {first.edition}" if len(versions) == 1 else several
    items = [ItemDraft(KIND, one.pk, meaning) for one in versions]
    ask_to_sign(
        first.organisation,
        SigningDraft(title=f"{Meaning(meaning).label}: {title}", signer=signer, due_on=due_on, items=items, note=note),
        by=by,
    )


def approve(version: DocumentVersion, *, by: Member) -> None:
    """Keep the signed approval of a version; it takes effect at once where its day has come."""
    with transaction.atomic():
        version.approve(by=by)
        _void(version, _("It was approved meanwhile."), by=by)
        _after_approval(version, by=by)


def approve_outside(version: DocumentVersion, *, by: Acts, **known: Any) -> None:
    """Keep an approval given outside Waymark; the version takes effect at once where its day has come."""
    with transaction.atomic():
        lock_chain(version.organisation_id)
        version.title = version.document.title
        _require_finished(version, str(known["outside_by"]))
        version.approve_outside(sha256_of(version), by=by, **known)
        _after_approval(version, by=by)


def _require_finished(version: DocumentVersion, outside_by: str) -> None:
    """Refuse an approval elsewhere of a text with open marks, and one by its only author where that is separated."""
    refusal = marks_refusal(version)
    if refusal is not None:
        raise refusal
    version.by_only_author = len(version.authors) == 1 and (
        version.author_names.casefold() == normal(outside_by).casefold()
    )
    if version.by_only_author and SigningRules.objects.in_force(version.organisation).separates_approval:
        raise OnlyAuthorApproves(
            _("%(name)s is the only author of this version, and your organisation separates author and approver.")
            % {"name": version.author_names},
            way_out=_("Name who else approved it."),
        )


def add_approval_file(version: DocumentVersion, given: GivenFile, *, by: Member | Actor) -> None:
    """Keep a file that lies in the store as what shows an approval outside Waymark. Raises VersionStepWrong."""
    with transaction.atomic():
        lock_chain(version.organisation_id)
        version.add_approval_file(stored_file(version.organisation, given, by=by), given.name, by=by)


def _after_approval(version: DocumentVersion, *, by: Acts) -> None:
    document = version.document
    if document.review_months is not None and version.approved_on is not None:
        document.set_next_review(add_months(version.approved_on, document.review_months), by=by)
    if version.effective_from is not None and version.effective_from <= day_in(version.organisation.time_zone):
        put_in_force(version, by=by)


def put_in_force(version: DocumentVersion, *, by: Acts) -> None:
    """Let an approved version take effect on its day, and supersede the one before on the same day.

    Raises VersionStepWrong, NotDueYet, and VersionsOutOfOrder where a later version is in force.
    """
    with transaction.atomic():
        lock_chain(version.organisation_id)
        before = version.document.effective_version
        if before is not None:
            if before.effective_from > version.effective_from:
                raise VersionsOutOfOrder(
                    _("%(before)s is in force since a later day than %(version)s would be.")
                    % {"before": before.called, "version": version.called},
                    way_out=_("Correct the day; versions of the past are recorded in their order."),
                )
            before.document = version.document
            before.supersede(on=version.effective_from, by=by)
        version.take_effect(by=by)


def withdraw_version(version: DocumentVersion, *, reason: str, by: Acts) -> None:
    """Drop a version that is on its way, or end the one in force without another."""
    with transaction.atomic():
        lock_chain(version.organisation_id)
        version.withdraw(reason=reason, by=by)
        _void(version, _("It was withdrawn."), by=by)


def replace_document(document: Document, other: Document, *, reason: str, by: Acts) -> None:
    """Let another document take the place of one; its version in force is superseded, a draft is withdrawn."""
    with transaction.atomic():
        lock_chain(document.organisation_id)
        # As it is now: somebody may have replaced or withdrawn it since it was chosen.
        document.replace(Document.objects.get(pk=other.pk), reason=reason, by=by)
        _close_versions(document, reason, by=by, replaced=True)


def withdraw_document(document: Document, *, reason: str, by: Acts) -> None:
    """Need a document no longer: the version in force and a draft are withdrawn."""
    with transaction.atomic():
        lock_chain(document.organisation_id)
        document.withdraw(reason=reason, by=by)
        _close_versions(document, reason, by=by, replaced=False)


def dispose(version: DocumentVersion, *, by: Acts) -> None:
    """Remove the text and the file of a version for good, and what comments quote of the text.

    Raises VersionStepWrong and StillKept.
    """
    with transaction.atomic():
        lock_chain(version.organisation_id)
        version.dispose(by=by)
        drop_quotes(version.organisation, (KIND, version.pk), by=by)


def _close_versions(document: Document, reason: str, *, by: Acts, replaced: bool) -> None:
    for one in document.versions.exclude(state__in=(VersionState.SUPERSEDED, VersionState.WITHDRAWN)).order_by(
        "edition"
    ):
        if one.is_disposed:
            continue
        one.document, one.organisation = document, document.organisation
        if replaced and one.is_effective:
            one.supersede(reason=reason, by=by)
        else:
            withdraw_version(one, reason=reason, by=by)


def _void(version: DocumentVersion, reason: str, *, by: Acts) -> int:
    return void_pending(version.organisation, KIND, version.pk, reason=reason, by=by)
