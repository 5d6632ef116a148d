"""Signing versions of documents: who may sign which one with which meaning, and what follows."""

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.core.errors import RuleBroken
from waymark.core.markdown_blocks import TextBlock, blocks_of
from waymark.documents.canonical import content_of
from waymark.documents.changing import KIND, approve
from waymark.documents.choices import Approval, Content
from waymark.documents.models.document import Document
from waymark.documents.models.version import DocumentVersion
from waymark.documents.open_marks import marks_refusal
from waymark.documents.refusals import (
    NotAnApprover,
    NothingToRead,
    OnlyAuthorApproves,
    VersionStepWrong,
)
from waymark.documents.version_life import can_be_approved
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Can
from waymark.signing.meanings import Meaning
from waymark.signing.models.item import SigningItem
from waymark.signing.models.rules import SigningRules
from waymark.signing.models.signature import Signature
from waymark.signing.signables import Signable, Subject
from waymark.signing.voiding import void_pending
from waymark.trail.actors import Acts

"""Marks that a refusal names at most."""


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version as the page of a request shows it; its text is rendered only there."""

    version: DocumentVersion

    @property
    def blocks(self) -> tuple[TextBlock, ...]:
        """Return the blocks of its text; none of a file."""
        return blocks_of(self.version.text) if self.version.content == Content.TEXT else ()


def subject(organisation: Organisation, pk: int) -> Subject | None:
    """Return a version as it is now; None where there is none, or its text was disposed of."""
    version = found(organisation, pk)
    if version is None or version.is_disposed:
        return None
    return Subject(
        reference=version.document.reference,
        title=version.title,
        version=version.called,
        content=content_of(version),
        url=reverse("document_version", args=[organisation.slug, version.number]),
        shown=ShownVersion(version),
    )


def found(organisation: Organisation, pk: int) -> DocumentVersion | None:
    """Return a version with its document, or None."""
    rows = DocumentVersion.objects.of(organisation).filter(pk=pk).select_related("document__owner", "file")
    version = rows.first()
    if version is not None:
        version.organisation = version.document.organisation = organisation
    return version


def may_approve(member: Member, document: Document) -> bool:
    """Return whether a member may approve versions of a document, as the document says."""
    if member.can(Can.APPROVE):
        return True
    if document.approval == Approval.TOP_MANAGEMENT:
        return False
    return member.can(Can.MANAGE_AIMS) or (document.approval == Approval.OWNER and member.pk == document.owner_id)


def refusal(member: Member, pk: int, meaning: str) -> RuleBroken | None:
    """Return why a member may not sign a version with a meaning, or None."""
    version = found(member.organisation, pk)
    if version is None or meaning == Meaning.ACCEPTED:
        return VersionStepWrong(_("A version of a document is reviewed, approved, or read and understood."))
    if meaning == Meaning.READ:
        if version.is_effective:
            return None
        return NothingToRead(
            _("%(version)s of %(reference)s is not in force.")
            % {"version": version.called, "reference": version.document.reference},
            way_out=_("Request the signature on the version in force."),
        )
    if not version.is_in_review:
        return VersionStepWrong(
            _("%(version)s of %(reference)s is not in review.")
            % {"version": version.called, "reference": version.document.reference},
            way_out=_("Submit it for approval first."),
        )
    return _approval_refusal(member, version) if meaning == Meaning.APPROVED else None


def _approval_refusal(member: Member, version: DocumentVersion) -> RuleBroken | None:
    document = version.document
    if not may_approve(member, document):
        return NotAnApprover(
            _("%(name)s may not approve %(reference)s: it is approved by %(role)s.")
            % {"name": member.name, "reference": document.reference, "role": document.get_approval_display().lower()},
            way_out=_("Choose another approver, or edit who approves the document."),
        )
    if version.is_only_author(member) and SigningRules.objects.in_force(member.organisation).separates_approval:
        return OnlyAuthorApproves(
            _("%(name)s is the only author of this version, and your organisation separates author and approver.")
            % {"name": member.name},
            way_out=_("Choose another approver."),
        )
    return can_be_approved(version) or marks_refusal(version)


def signed(signature: Signature, by: Any) -> None:
    """Approve a version whose approval was signed; other meanings change nothing on it."""
    if signature.meaning == Meaning.APPROVED:
        version = found(by.organisation, signature.record_id)
        assert version is not None  # noqa: S101 -- it was just signed
        approve(version, by=by)


def returned(item: SigningItem, by: Acts) -> None:
    """Make a version a draft again, as its signer requested changes; what else was asked on it is void."""
    version = found(item.organisation, item.record_id)
    if version is not None and version.is_in_review:
        version.send_back(item.remark, by=by)
        void_pending(item.organisation, KIND, version.pk, reason=_("Changes were requested."), by=by)


SIGNABLE: Final = Signable(
    kind=KIND,
    subject=subject,
    template="documents/_signed.html",
    refusal=refusal,
    signed=signed,
    returned=returned,
)
