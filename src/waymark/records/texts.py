"""Texts in Markdown that name records: which ones a reader may follow, and the blocks as they are shown to them."""

from collections.abc import Collection

from waymark.core.markdown_blocks import Named, TextBlock, blocks_of, references_in
from waymark.people.readers import Reader
from waymark.records.kinds import RecordLine, lines_referred
from waymark.records.searching import search

MOST_OFFERED = 12
"""Records that are offered at most while somebody types."""


def named_in(reader: Reader, texts: Collection[str]) -> dict[str, Named]:
    """Return the records that some texts name and a reader may read, by reference in capitals; few queries."""
    references = frozenset[str]().union(*(references_in(text) for text in texts))
    return {line.reference.upper(): Named(line.url, line.title) for line in lines_referred(reader, references)}


def blocks_shown(reader: Reader, text: str) -> tuple[TextBlock, ...]:
    """Return the blocks of a text with links to the records that a reader may read."""
    return blocks_of(text, named_in(reader, [text]))


def offered(reader: Reader, typed: str) -> list[RecordLine]:
    """Return the records that may be meant while somebody types a reference or words, the best first."""
    hits = search(reader, typed, most=MOST_OFFERED)
    # Members have no reference that a text could name.
    lines = [line for one in sorted(hits, key=lambda hit: not hit.is_exact) for line in one.lines if line.reference]
    return lines[:MOST_OFFERED]
