"""The Merkle tree of RFC 6962 over the entries of a chain, kept by its frontier; nothing here knows the database.

A frontier holds the roots of the whole subtrees a tree falls into, the largest first: one for each 1 in the binary form
of its size. It is all that is needed to add a leaf, and to know the root.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Self

_LENGTH = 32
EMPTY = hashlib.sha256().digest()
"""The root of the tree without leaves."""


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over its two halves (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree."""

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        """Stand at the end of a tree of a size; `peaks` are the roots of its whole subtrees, the largest first."""
        self.size, self.peaks = size, list(peaks)

    @classmethod
    def read(cls, size: int, text: str) -> Self | None:
        """Return the frontier that `text` holds for a tree of a size; None where it cannot be one of that size."""
        try:
            whole = bytes.fromhex(text)
        except ValueError:
            return None
        if len(whole) != size.bit_count() * _LENGTH:
            return None
        return cls(size, [whole[at : at + _LENGTH] for at in range(0, len(whole), _LENGTH)])

    def __str__(self) -> str:
        """Return the text that `read` reads: the hashes as hexadecimal digits, one after the other."""
        return b"".join(self.peaks).hex()

    def add(self, data: bytes) -> None:
        """Add one leaf."""
        self.add_hash(leaf_hash(data))

    def add_hash(self, leaf: bytes) -> None:
        """Add one leaf whose hash is known."""
        whole, number = leaf, self.size
        while number & 1:
            whole, number = node_hash(self.peaks.pop(), whole), number >> 1
        self.peaks.append(whole)
        self.size += 1

    @property
    def root(self) -> bytes:
        """Return the root of the tree (MTH of RFC 6962)."""
        if not self.peaks:
            return EMPTY
        *others, root = self.peaks
        for peak in reversed(others):
            root = node_hash(peak, root)
        return root


def inclusion_path(leaves: Iterable[bytes], index: int, size: int) -> list[bytes]:
    """Return the inclusion proof of a leaf (RFC 6962, 2.1.1): what it is hashed with, from its sibling up to the root.

    `leaves` are the hashes of the first `size` leaves in their order; they are walked once and not kept.
    """
    spans = _spans(index, size)
    parts = {span: Frontier() for span in spans}
    waiting = sorted(spans)
    for number, leaf in enumerate(leaves):
        if waiting and number == waiting[0][1]:
            waiting.pop(0)
        if waiting and number >= waiting[0][0]:
            parts[waiting[0]].add_hash(leaf)
    return [parts[span].root for span in spans]


def root_by_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that a leaf and its inclusion proof lead to; None for a proof that is none of that size."""
    if not 0 <= index < size:
        return None
    spans = _spans(index, size)
    if len(spans) != len(path):
        return None
    root = leaf
    for (begin, _end), sibling in zip(spans, path, strict=True):
        root = node_hash(sibling, root) if begin < index else node_hash(root, sibling)
    return root


def _spans(index: int, size: int) -> list[tuple[int, int]]:
    """Return the leaves from one to before another that each hash of an inclusion proof covers, in its order."""
    begin, end, found = 0, size, []
    while end - begin > 1:
        # The largest power of two that is smaller than the number of leaves.
        middle = begin + (1 << (end - begin - 1).bit_length() - 1)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((begin, middle))
            begin = middle
    return found[::-1]
