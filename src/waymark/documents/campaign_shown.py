"""Acknowledgement campaigns as evidence: that members signed to have read a policy shows that it was made known."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Count, F, Max, Q

from waymark.core.clock import day_in
from waymark.documents.models.campaign import Campaign
from waymark.evidence.freshness import add_months
from waymark.evidence.from_records import RecordPiece, RecordsAsEvidence, newest_behind
from waymark.people.models.organisation import Organisation
from waymark.signing.models.signature import Signature

MONTHS: Final = 12
"""So long a signature is current (path.md section 17)."""
POINTS_OF: Final = {
    "M-03": frozenset({"5.2-6", "7.3-1"}),
    "M-11": frozenset({"6.2-5"}),
    "C-02": frozenset({"5.3-2"}),
    "X-03": frozenset({"5.3-2"}),
}
"""What it shows that members have read a document that serves an item of the master list: the AI policy was
communicated and is known, the objectives were made known, and so were the assignments of roles."""
DECIDED: Final = frozenset({"7.4-1", "7.4-2"})
"""Each shows what is communicated inside and when, and to whom and how."""
_SIGNED: Final = Q(readers__item__signature__member=F("readers__member"))


def _pieces(organisation: Organisation, most: int | None) -> Sequence[RecordPiece]:
    """Return campaigns by which at least one member signed, whichever version; one query."""
    rows = Campaign.objects.of(organisation).annotate(
        signatures=Count("readers", filter=_SIGNED), newest=Max("readers__item__signature__signed_at", filter=_SIGNED)
    )
    columns = ("pk", "number", "title", "created_at", "newest", "document_version__document__items")
    found = rows.filter(signatures__gt=0).order_by("-number").values_list(*columns)
    return newest_behind((_piece(organisation, row) for row in found), most)


def _piece(organisation: Organisation, row: Sequence[Any]) -> RecordPiece:
    pk, number, title, created_at, newest, items = row
    day = day_in(organisation.time_zone, newest)
    return RecordPiece(
        subject=("documents.campaign", pk),
        reference=f"{Campaign.prefix}-{number}",
        title=title,
        held_since=day_in(organisation.time_zone, created_at),
        newest_on=day,
        good_until=add_months(day, MONTHS),
        # Each signature was given by the member themselves, on a proof of presence.
        is_unverified=False,
        points=DECIDED.union(*(points for item, points in POINTS_OF.items() if item in items)),
    )


_FOLLOWED: Final[Any] = (Campaign, Signature)
CAMPAIGNS_SHOWN: Final = RecordsAsEvidence("documents.campaign", DECIDED.union(*POINTS_OF.values()), _pieces, _FOLLOWED)
