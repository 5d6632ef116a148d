"""Evidence that is used already for what a record is related to, offered so that nobody collects it twice.

What is related to what, upper packages know: requirements through the mappings of the catalogue. They register it.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Exists, OuterRef

from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.queries import Row, rows_of
from waymark.people.models.member import Member
from waymark.people.readers import Reader

_MOST: Final = 10
_ASKED: Final = 100


@dataclass(frozen=True, slots=True)
class Kin:
    """What a record is related to: `own` records, whose evidence is there already, and others with why they are."""

    own: frozenset[tuple[str, int]] = frozenset()
    others: Mapping[tuple[str, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """A piece of evidence that is used for something related, with what that is."""

    row: Row
    serves: tuple[str, ...]


_kin: dict[str, Callable[[Reader, int], Kin]] = {}


def register(kind: str, kin: Callable[[Reader, int], Kin]) -> None:
    """Let the records of a kind be offered what is used for related ones; registering it again changes nothing."""
    _kin.setdefault(kind, kin)


def offers_for(member: Member, kind: str, pk: int, day: dt.date) -> tuple[Offer, ...]:
    """Return evidence that a member may see and use for a record, since it serves a related one; the closest first."""
    related = _kin[kind](member, pk) if kind in _kin else Kin()
    return offers(member, related, day)


def own_records(reader: Reader, kind: str, pk: int) -> frozenset[tuple[str, int]]:
    """Return the records whose evidence counts for a record too, such as the points of a requirement."""
    return _kin[kind](reader, pk).own if kind in _kin else frozenset()


def offers(member: Member, related: Kin, day: dt.date) -> tuple[Offer, ...]:
    """Return at most ten pieces that serve what is related and not the record itself; at most two queries.

    Of each related record only the links that were made last are read.
    """
    if not related.others:
        return ()
    of = member.organisation
    nearness = {record: place for place, record in enumerate(related.others)}
    ends = EvidenceLink.objects.last_of_each(of.pk, related.others, _MOST).values_list("evidence", "kind", "record_id")
    serves: dict[int, dict[str, None]] = {}
    for piece, kind, record in sorted(ends.order_by("pk"), key=lambda one: nearness[one[1], one[2]]):
        serves.setdefault(piece, {})[related.others[kind, record]] = None
    if not serves:
        return ()
    used = EvidenceLink.objects.filter(evidence=OuterRef("pk")).unended().to_any(related.own)
    free = Evidence.objects.of(of).in_use().visible_to(member).exclude(Exists(used)).select_related("owner")
    found = free.in_bulk(list(serves)[:_ASKED])
    nearest = [found[piece] for piece in serves if piece in found][:_MOST]
    return tuple(Offer(row, tuple(serves[row.evidence.pk])) for row in rows_of(nearest, day))
