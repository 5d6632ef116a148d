"""Which evidence a list holds: the filters of the page and of the API, and the API's pages."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from waymark.evidence.models.evidence import Evidence, EvidenceQuerySet
from waymark.evidence.queries import LOWERED, UNVERIFIED, Row, rows_of, rows_of_hits, with_links
from waymark.evidence.search.index import MOST_HITS, find
from waymark.people.models.member import Member


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rows of a list, and where the next ones begin; None after the last."""

    rows: tuple[Row, ...]
    next: int | None


def filtered(visible: EvidenceQuerySet, chosen: Mapping[str, Any], day: dt.date) -> EvidenceQuerySet:
    """Return what the chosen filters leave; without a condition, what is in use."""
    found = visible
    condition = chosen.get("condition")
    if condition == UNVERIFIED:
        found = found.unverified()
    elif condition == LOWERED:
        found = found.going_stale_by(day)
    elif condition:
        found = found.in_condition(condition, day)
    else:
        found = found.in_use()
    if chosen.get("kind"):
        found = found.filter(kind=chosen["kind"])
    if chosen.get("owner"):
        found = found.filter(owner=chosen["owner"])
    return found.unused() if chosen.get("unused") else found


def slice_of(member: Member, chosen: Mapping[str, Any], day: dt.date, *, limit: int, cursor: int | None) -> Slice:
    """Return up to `limit` rows a member may see; two queries, or three for a search.

    The newest come first, and the cursor is the number of the last one seen, so that what comes in meanwhile moves
    nothing. A search has its best hits first, and the cursor counts them.
    """
    found = filtered(Evidence.objects.of(member.organisation).visible_to(member), chosen, day)
    if chosen.get("q"):
        begin = cursor or 0
        hits = find(member.organisation_id, chosen["q"], allowed=found, limit=MOST_HITS)
        shown = hits[begin : begin + limit]
        after = begin + limit if len(hits) > begin + limit else None
        return Slice(tuple(rows_of_hits(found, shown, day)), after)
    if cursor is not None:
        found = found.numbered_below(cursor)
    rows = rows_of(with_links(found).in_order("newest")[: limit + 1], day)
    return Slice(tuple(rows[:limit]), rows[limit - 1].evidence.number if len(rows) > limit else None)
