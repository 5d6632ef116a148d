"""What has been read so far: nodes with the rows they came from, so that later checks can name a line."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from waymark.catalogue.edition import OLDER_CLAUSE, Basis, Node, PointText
from waymark.catalogue.rows import Faults, Row

ALL_CONTROLS = "ALL"
_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9.()_ -]{0,39}")
_LONGEST_TITLE = 200
_ALLOWED: dict[Basis, list[str]] = {
    # An edition from before the word "clause" says "requirement".
    Basis.CLAUSE: [Basis.CLAUSE, OLDER_CLAUSE, Basis.DEFINITION, Basis.GUIDANCE],
    Basis.CONTROL: [Basis.CONTROL, Basis.GUIDANCE],
}


@dataclass(slots=True)
class Draft:
    """An edition in the making. `roles` and `applies_to` are the words other fields may use.

    `retired` are ids of points that are not used again.
    """

    faults: Faults
    nodes: list[tuple[Node, Row]] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    applies_to: dict[str, str] = field(default_factory=dict)
    retired: set[str] = field(default_factory=set)

    def add(self, node: Node, row: Row) -> None:
        """Add a node with its place."""
        self.nodes.append((node, row))

    @property
    def refs(self) -> set[str]:
        """Return the refs of all nodes."""
        return {node.ref for node, _row in self.nodes}


def ref_of(row: Row, name: str = "id") -> str:
    """Read a reference: letters, digits, `. ( ) _ -` and spaces, at most 40, kept as text."""
    ref = row.text(name)
    if ref and not _REF.fullmatch(ref):
        message = _("“%(ref)s” cannot be a reference: use letters, digits, dots, hyphens, spaces, at most 40.")
        row.faults.note("reference", message % {"ref": ref[:60]}, row)
        return ""
    return ref


def title_of(row: Row) -> str:
    """Read a title of at most 200 characters."""
    title = row.text("title")
    if len(title) > _LONGEST_TITLE or "\n" in title:
        message = _("A title must be one line of at most %(limit)d characters.") % {"limit": _LONGEST_TITLE}
        row.faults.note("title", message, row)
    return title


def points_of(row: Row, ref: str, draft: Draft, *, basis: Basis) -> tuple[PointText, ...]:
    """Read the points of a requirement, numbered 1, 2, 3 in the order of the file; retired numbers are passed over."""
    points = []
    number = 0
    for entry in row.rows("points", needed=True):
        entry.allow("id", "basis", "text")
        number += 1
        while f"{ref}-{number}" in draft.retired:
            number += 1
        expected = f"{ref}-{number}"
        found = entry.text("id")
        if found and found != expected:
            message = _("The point “%(found)s” is out of order; “%(expected)s” is expected here.")
            entry.faults.note("point-order", message % {"found": found[:60], "expected": expected}, entry)
        word = entry.choice("basis", _ALLOWED[basis], default=basis)
        points.append(PointText(expected, number, Basis(word), entry.text("text")))
    return tuple(points)


def read_retired(root: Row, draft: Draft) -> None:
    """Learn from a file's `meta` which ids of points are not used again."""
    draft.retired.update(root.row("meta").texts("retired_ids"))


def words_of(row: Row, *, most: int) -> dict[str, str]:
    """Read a table of words with their meaning; a word has at most `most` characters."""
    for word, key in row.table.keys.items():
        if not _REF.fullmatch(word) or len(word) > most:
            message = _("“%(word)s” cannot be a word: use letters, digits and _, at most %(most)d characters.")
            row.faults.at("word", message % {"word": word[:60], "most": most}, key, row.file)
    return {word: row.text(word) for word in row.names()}


def expect_counts(meta: Row, counts: dict[str, int]) -> None:
    """Note every count of a file's `meta` that does not match what the file holds."""
    for name, actual in counts.items():
        if meta.has(name) and meta.number(name) != actual:
            message = _("meta gives %(name)s as %(said)d, but the file has %(actual)d.")
            sentence = message % {"name": name, "said": meta.number(name), "actual": actual}
            meta.faults.note("count", sentence, meta)


def expect_tally(counts: Row, values: Iterable[str]) -> None:
    """Note every count of a table that is not how often its name is among the values, and values it leaves out."""
    tally = Counter(str(value) for value in values)
    if counts.names():
        expect_counts(counts, {name: tally[name] for name in (*counts.names(), *tally)})
        for name in tally.keys() - set(counts.names()):
            message = _("meta does not count %(name)s, of which the file holds %(actual)d.")
            counts.faults.note("count", message % {"name": name, "actual": tally[name]}, counts)
