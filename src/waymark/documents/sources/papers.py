"""Sources about documents: our own, policies of other management systems, those from outside, and who reads them."""

from typing import Final

from django.utils.translation import ngettext

from waymark.documents.choices import VersionState
from waymark.documents.models.campaign import Campaign
from waymark.documents.models.document import Document
from waymark.documents.models.external_document import ExternalDocument
from waymark.documents.rows import DocumentRow, rows_of
from waymark.documents.sources.asking import Asking, Drawn, Sources, drawn, on, owner_of, row_of

_AI_POLICY: Final = ("M-03", "C-01")
_POLICY: Final = r"(^|[^0-9.])5\.2([^0-9.]|$)"
"""Clause 5.2 is about the policy in every management system standard of ISO: they share one structure."""


def documents_in_use(asking: Asking) -> list[DocumentRow]:
    """Return the documents in use with their versions, by number; two queries."""
    rows = Document.objects.of(asking.organisation).visible_to(asking.reader).current()
    return rows_of(list(rows.select_related("owner", "organisation").order_by("number")))


def _documents(asking: Asking) -> Drawn:
    return drawn(
        row_of(
            one.document,
            one.title,
            reference=one.reference,
            title=one.title,
            kind=str(one.document.get_kind_display()),
            version=str(one.edition or ""),
            state=str(one.state.label),
            owner=owner_of(one),
            effective_from=on(one.effective_from),
            next_review=on(one.document.next_review_on),
            retention=_months(one.document.retention_months),
        )
        for one in documents_in_use(asking)
    )


def _months(months: int) -> str:
    return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}


def _other_policies(asking: Asking) -> Drawn:
    """Return documents in force that are the policy of another management system, and not the AI policy itself."""
    rows = Document.objects.of(asking.organisation).visible_to(asking.reader).current()
    policies = rows.filter(other_standards__regex=_POLICY).with_version(VersionState.EFFECTIVE)
    found = rows_of(list(policies.select_related("owner", "organisation").order_by("number")))
    return drawn(
        row_of(one.document, one.title, title=one.title, owner=owner_of(one), version=str(one.edition or ""))
        for one in found
        if not set(one.document.items) & set(_AI_POLICY)
    )


def _external(asking: Asking) -> Drawn:
    rows = ExternalDocument.objects.of(asking.organisation).visible_to(asking.reader).active()
    return drawn(
        row_of(
            one,
            one.title,
            title=one.title,
            issuer=one.issuer,
            version=one.edition,
            place=one.kept_at,
            watcher=owner_of(one),
            next_check=on(one.next_review_on),
        )
        for one in rows.select_related("owner").order_by("number")
    )


def _campaigns(asking: Asking) -> Drawn:
    rows = Campaign.objects.of(asking.organisation).visible_to(asking.reader).with_progress()
    found = rows.select_related("document_version").defer("document_version__text").order_by("number")
    return drawn(
        row_of(
            one,
            one.title,
            document=one.title,
            version=str(one.document_version.edition),
            audience=str(one.get_audience_display()),
            due=on(one.due_on),
            signed=str(one.signed),  # type: ignore[attr-defined]  # counted by with_progress
            still_open=str(one.asked - one.signed),  # type: ignore[attr-defined]  # as above
        )
        for one in found
    )


PAPERS: Final[Sources] = {
    "documents[]": _documents,
    "other_policies[]": _other_policies,
    "external_documents[]": _external,
    "campaigns[]": _campaigns,
}
