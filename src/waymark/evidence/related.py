"""Evidence that is used already for what a record is related to, offered so that nobody collects it twice.

What is related to what, upper packages know: requirements through the mappings of the catalogue. They register it.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.queries import Row, rows_of
from waymark.people.models.member import Member

_MOST: Final = 10


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


_kin: dict[str, Callable[[Member, int], Kin]] = {}


def register(kind: str, kin: Callable[[Member, int], Kin]) -> None:
    """Let the records of a kind be offered what is used for related ones; registering it again changes nothing."""
    _kin.setdefault(kind, kin)


def offers_for(member: Member, kind: str, pk: int, day: dt.date) -> tuple[Offer, ...]:
    """Return evidence that a member may see and use for a record, since it serves a related one; the closest first."""
    related = _kin[kind](member, pk) if kind in _kin else Kin()
    return offers(member, related, day)


def offers(member: Member, related: Kin, day: dt.date) -> tuple[Offer, ...]:
    """Return at most ten pieces that serve what is related and not the record itself; one query."""
    if not related.others:
        return ()
    of = member.organisation
    used = EvidenceLink.objects.of(of).live().to_any(related.own).values("evidence")
    visible = Evidence.objects.of(of).in_use().visible_to(member).exclude(pk__in=used)
    links = EvidenceLink.objects.of(of).live().to_any(related.others).filter(evidence__in=visible)
    nearness = {record: place for place, record in enumerate(related.others)}
    serves: dict[Evidence, dict[str, None]] = {}
    found = links.select_related("evidence__owner").order_by("pk")
    for link in sorted(found, key=lambda one: nearness[one.kind, one.record_id]):
        serves.setdefault(link.evidence, {})[related.others[link.kind, link.record_id]] = None
    nearest = list(serves)[:_MOST]
    return tuple(Offer(row, tuple(serves[row.evidence])) for row in rows_of(nearest, day))
