"""Documents in force as evidence: each stands behind the points that ask for just such a document (decision 30)."""

from collections.abc import Mapping, Sequence
from typing import Final

from waymark.documents.models.document import Document
from waymark.documents.models.version import DocumentVersion
from waymark.evidence.freshness import add_months
from waymark.evidence.from_records import RecordPiece, RecordsAsEvidence
from waymark.people.models.organisation import Organisation

MONTHS: Final = 12
_POINTS: Final[Mapping[str, str]] = {
    "M-01": "4.3-4",
    "M-02": "4.4-2",
    "M-03": "5.2-4",
    "M-11": "6.2-6",
    "C-01": "A.2.2-1",
}
"""Points that ask for a controlled document, by the item that is it; what a document says is for people to rate."""
POINTS: Final = frozenset(_POINTS.values())


def _documents(organisation: Organisation, most: int | None) -> Sequence[RecordPiece]:
    """Return documents in use with a version in force; they are current until their next review."""
    rows = DocumentVersion.objects.of(organisation).effective().filter(document__state="current")
    rows = rows.select_related("document").defer("text").order_by("-document__number")
    pieces: list[RecordPiece] = []
    for version in rows:
        document = version.document
        points = frozenset(_POINTS[one] for one in document.items if one in _POINTS)
        if not points or version.effective_from is None or version.approved_on is None:
            continue
        newest = max(version.effective_from, document.reviewed_on or version.effective_from)
        pieces.append(
            RecordPiece(
                subject=("documents.document", document.pk),
                reference=document.reference,
                title=document.title,
                held_since=version.effective_from,
                newest_on=newest,
                good_until=document.next_review_on or add_months(newest, MONTHS),
                is_unverified=False,
                points=points,
            )
        )
        if most is not None and len(pieces) == most:
            break
    return pieces[::-1]


DOCUMENTS_SHOWN: Final = RecordsAsEvidence("documents.document", POINTS, _documents, (Document, DocumentVersion))
