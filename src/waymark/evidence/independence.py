"""Whether who checks evidence is independent of it: of the piece itself, and of what it is evidence for.

Who answers for the records behind links, upper packages know. They register it.
"""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation

_LONGEST = 500


class Behind(NamedTuple):
    """A record behind a link: what it is called in a list of interests, and the key of who answers for it."""

    reference: str
    owner_id: int | None


Lookup = Callable[[Organisation, Collection[int]], Mapping[int, Behind]]
_behind: dict[str, Lookup] = {}


def register(kind: str, lookup: Lookup) -> None:
    """Let the records of a kind say who answers for them; registering it again changes nothing."""
    _behind.setdefault(kind, lookup)


def behind(organisation: Organisation, evidence: Collection[int]) -> dict[int, list[Behind]]:
    """Return what some pieces are evidence for now, by the key of the piece; a query, and one for each kind."""
    links = EvidenceLink.objects.of(organisation).unended().filter(evidence__in=evidence, kind__in=_behind)
    rows = list(links.order_by("pk").values_list("evidence", "kind", "record_id"))
    found = {
        kind: lookup(organisation, {record for _pk, one, record in rows if one == kind})
        for kind, lookup in _behind.items()
        if any(one == kind for _pk, one, _record in rows)
    }
    records: dict[int, list[Behind]] = {}
    for pk, kind, record in rows:
        if record in found[kind]:
            records.setdefault(pk, []).append(found[kind][record])
    return records


def interests_of(evidence: Evidence, member: Member) -> tuple[str, ...]:
    """Return what a member owns of a piece and of the records behind it; who owns none of it checks independently."""
    own = [evidence.reference] if evidence.owner_id == member.pk else []
    owned = (
        one for one in behind(evidence.organisation, [evidence.pk]).get(evidence.pk, ()) if one.owner_id == member.pk
    )
    return tuple(dict.fromkeys([*own, *(one.reference for one in owned)]))


def as_text(interests: Collection[str]) -> str:
    """Return interests as they are kept with a check; the list is cut where it grows too long."""
    text = ", ".join(interests)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
