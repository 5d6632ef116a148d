"""What changed between two texts: their blocks side by side, and the words inside each changed block. No data access.

Blocks are aligned first and words only inside those that changed, so that a long text costs little more than a short
one. What cannot be compared word by word in reasonable time, such as a block of ten thousand words, shows as replaced.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from re import compile as pattern
from typing import Final

MOST_WORDS: Final = 1_500
"""Words on either side of a stretch that are compared one by one; a longer stretch is shown as replaced."""
MOST_PAIRS: Final = 2_500
"""Pairs of blocks of one changed stretch whose likeness is worked out; in a longer one they are paired in order."""
ALIKE: Final = 0.4
"""Two blocks that share less than this part of their words are another block, not the same one changed."""
_PIECES: Final = pattern(r"\s+|\w+|[^\w\s]")


class Change(StrEnum):
    """What happened to a block, or to some words."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a changed block, which stayed, were added or were removed."""

    text: str
    change: Change


@dataclass(frozen=True, slots=True)
class Row:
    """Two blocks side by side, by their places in the texts: None where a side has none. `words` of a changed block."""

    before: int | None
    after: int | None
    change: Change
    words: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts side by side, in the order of the newer one; what was removed stands where it stood."""

    rows: tuple[Row, ...]

    @property
    def is_same(self) -> bool:
        """Return whether nothing changed."""
        return all(one.change == Change.SAME for one in self.rows)

    def count(self, change: Change) -> int:
        """Return how many blocks were changed, added or removed."""
        return sum(one.change == change for one in self.rows)


def compare(before: Sequence[str], after: Sequence[str]) -> Comparison:
    """Compare two texts that were cut into blocks, the older first."""
    left, right = [_plain(one) for one in before], [_plain(one) for one in after]
    rows: list[Row] = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, left, right).get_opcodes():
        if what == "equal":
            rows += [Row(i, j, Change.SAME) for i, j in zip(range(i1, i2), range(j1, j2), strict=True)]
        else:
            rows += _stretch(before, after, range(i1, i2), range(j1, j2))
    return Comparison(tuple(rows))


def _plain(block: str) -> str:
    """Return a block as it counts for being the same: other line breaks and blanks change nothing."""
    return " ".join(block.split())


def _stretch(before: Sequence[str], after: Sequence[str], left: range, right: range) -> Iterator[Row]:
    """Yield the rows of one stretch that differs: blocks that are alike beside each other, the others alone."""
    i, j = left.start, right.start
    for at, to in [*_pairs(before, after, left, right), (left.stop, right.stop)]:
        yield from (Row(one, None, Change.REMOVED) for one in range(i, at))
        yield from (Row(None, one, Change.ADDED) for one in range(j, to))
        if at < left.stop and to < right.stop:
            yield Row(at, to, Change.CHANGED, tuple(words_between(before[at], after[to])))
        i, j = at + 1, to + 1


def _pairs(before: Sequence[str], after: Sequence[str], left: range, right: range) -> list[tuple[int, int]]:
    """Return which blocks of a stretch belong together, in order: the choice whose likeness adds up to most."""
    if not left or not right:
        return []
    if len(left) * len(right) > MOST_PAIRS:
        return [(i, j) for i, j in zip(left, right, strict=False) if _likeness(before[i], after[j]) >= ALIKE]
    bags = [_bag(before[i]) for i in left], [_bag(after[j]) for j in right]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    alike = [[_share(one, other) for other in bags[1]] for one in bags[0]]
    for a in reversed(range(len(left))):
        for b in reversed(range(len(right))):
            together = alike[a][b] + best[a + 1][b + 1] if alike[a][b] >= ALIKE else 0.0
            best[a][b] = max(together, best[a + 1][b], best[a][b + 1])
    found, a, b = [], 0, 0
    while a < len(left) and b < len(right):
        if best[a][b] == best[a + 1][b]:
            a += 1
        elif best[a][b] == best[a][b + 1]:
            b += 1
        else:
            found.append((left[a], right[b]))
            a, b = a + 1, b + 1
    return found


def _bag(block: str) -> frozenset[str]:
    return frozenset(block.lower().split())


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    every = len(one) + len(other)
    return 2 * len(one & other) / every if every else 1.0


def _likeness(one: str, other: str) -> float:
    return _share(_bag(one), _bag(other))


def words_between(before: str, after: str) -> Iterator[Words]:
    """Yield the words of a changed block in reading order; joined without those added they are the text before."""
    left, right = _PIECES.findall(before), _PIECES.findall(after)
    if max(len(left), len(right)) <= MOST_WORDS:
        yield from _joined(_compared(left, right))
        return
    # Line by line first: in a long table or list only the lines that changed are compared word by word.
    lines, others = before.splitlines(keepends=True), after.splitlines(keepends=True)
    yield from _joined(_by_line(lines, others))


def _by_line(lines: Sequence[str], others: Sequence[str]) -> Iterator[Words]:
    for what, i1, i2, j1, j2 in SequenceMatcher(None, lines, others).get_opcodes():
        old, new = "".join(lines[i1:i2]), "".join(others[j1:j2])
        if what == "equal":
            yield Words(old, Change.SAME)
            continue
        left, right = _PIECES.findall(old), _PIECES.findall(new)
        if max(len(left), len(right)) <= MOST_WORDS:
            yield from _compared(left, right)
        else:
            yield Words(old, Change.REMOVED)
            yield Words(new, Change.ADDED)


def _compared(left: Sequence[str], right: Sequence[str]) -> Iterator[Words]:
    # Every blank is a word like another, and of two hundred words some are frequent: nothing is set aside as noise.
    for what, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=len(left) > _SHORT).get_opcodes():
        if what == "equal":
            yield Words("".join(left[i1:i2]), Change.SAME)
        else:
            yield Words("".join(left[i1:i2]), Change.REMOVED)
            yield Words("".join(right[j1:j2]), Change.ADDED)


_SHORT: Final = 400


def _joined(found: Iterator[Words]) -> Iterator[Words]:
    """Join neighbours of one kind, and leave out what is empty."""
    text, change = "", Change.SAME
    for one in found:
        if not one.text:
            continue
        if one.change != change and text:
            yield Words(text, change)
            text = ""
        text, change = text + one.text, one.change
    if text:
        yield Words(text, change)
