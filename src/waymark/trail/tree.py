"""The Merkle tree of a chain as it is in the database: its leaves are the bodies of the entries, in their order."""

from collections.abc import Iterator

from waymark.trail.merkle import Frontier, inclusion_path, leaf_hash
from waymark.trail.models import Entry, Head

BATCH = 1000


def frontier_of(head: Head) -> Frontier:
    """Return the tree that a head has kept; where what it kept cannot be one of that length, it is made again."""
    kept = Frontier.read(head.seq, head.frontier)
    return kept if kept is not None else frontier_at(head.organisation_id, head.seq)


def frontier_at(organisation_id: int, size: int) -> Frontier:
    """Return the tree over the first entries of a chain, worked out from their bodies, in constant memory."""
    found = Frontier()
    for body in _bodies(organisation_id, size):
        found.add(body)
    return found


def path_of(organisation_id: int, seq: int, size: int) -> list[bytes]:
    """Return the inclusion proof of an entry in the tree over the first entries of its chain."""
    return inclusion_path(map(leaf_hash, _bodies(organisation_id, size)), seq - 1, size)


def _bodies(organisation_id: int, size: int) -> Iterator[bytes]:
    entries = Entry.objects.filter(organisation_id=organisation_id, seq__lte=size).order_by("seq")
    for body in entries.values_list("body", flat=True).iterator(BATCH):
        yield body.encode()
