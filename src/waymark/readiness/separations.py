"""Document versions that their only author approved, as a separation of duties that one hand broke (7.5.2)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.competence.separations import APPROVAL, Asking, SeparationFinding, separation_named
from waymark.documents.choices import VersionState
from waymark.documents.models.version import DocumentVersion

_STANDS = (VersionState.APPROVED, VersionState.EFFECTIVE)


def documents_approved_alone(asking: Asking) -> Iterator[SeparationFinding]:
    """Yield each version of a document, approved or in force, that its only author approved; one query."""
    rows = DocumentVersion.objects.of(asking.organisation).filter(by_only_author=True, state__in=_STANDS)
    for one in asking.of_those(rows, "approved_by").select_related("approved_by", "document").order_by("number"):
        named = {"document": str(one.document), "edition": one.edition, "day": one.approved_on}
        yield SeparationFinding(
            separation=separation_named(APPROVAL),
            member=one.approved_by,
            what=_("Approved %(document)s, edition %(edition)d, as its only author on %(day)s") % named,
            record=one,
            reference=one.reference,
            url=reverse("document_version", args=[asking.organisation.slug, one.number]),
        )
