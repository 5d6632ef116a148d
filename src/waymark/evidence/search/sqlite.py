"""SQLite: an FTS5 table that stems English, ignores accents and case, and ranks by BM25."""

from collections.abc import Iterable
from itertools import islice, product
from typing import Final

from waymark.evidence.search.dialect import Document, Statement
from waymark.evidence.search.words import BEGIN, END, plain, spellings

_TITLE, _NOTES, _TEXT = 10.0, 4.0, 1.0
_AROUND: Final = 24
"""Words of a snippet."""
_MOST_SPELLINGS: Final = 16


class Sqlite:
    """FTS5."""

    def put(self, document: Document) -> Iterable[Statement]:
        """Replace what was indexed."""
        yield "DELETE FROM evidence_search WHERE rowid = %s", (document.evidence_id,)
        yield (
            "INSERT INTO evidence_search (rowid, version, title, notes, text) VALUES (%s, %s, %s, %s, %s)",
            (
                document.evidence_id, document.version, plain(document.title), plain(document.notes),
                plain(document.text),
            ),
        )  # fmt: skip

    def find(self, phrases: tuple[tuple[str, ...], ...], visible: Statement, limit: int) -> Statement:
        """Ask. FTS5 sorts by rank itself, and makes the snippets of those rows only that are handed out.

        Whether a row is visible is asked of each one that was found: a list of all that may be seen is as long as the
        organisation's evidence.
        """
        keys, values = visible
        marked = f"snippet(evidence_search, -1, '{BEGIN}', '{END}', '…', {_AROUND})"
        return (
            (
                f"SELECT rowid, -rank, {marked} FROM evidence_search "  # noqa: S608 -- the rest is ours; texts are values
                f"WHERE evidence_search MATCH %s AND rank MATCH 'bm25(0, {_TITLE}, {_NOTES}, {_TEXT})' "
                f"AND EXISTS (SELECT 1 FROM ({keys}) AS visible WHERE visible.pk = evidence_search.rowid) "
                "ORDER BY rank LIMIT %s"
            ),
            (_match(phrases), *values, limit),
        )


def _match(phrases: tuple[tuple[str, ...], ...]) -> str:
    """Write words as FTS5's strings, which hold no operators; the last one may be the beginning of a word.

    FTS5 sees no ss in ß, so a phrase is asked for in both spellings.
    """
    last = len(phrases) - 1
    return " AND ".join(_either(phrase, "*" if at == last else "") for at, phrase in enumerate(phrases))


def _either(phrase: tuple[str, ...], ending: str) -> str:
    spelled = [spellings(word) for word in phrase]
    ways = islice(product(*spelled), _MOST_SPELLINGS)
    quoted = [f'"{" ".join(way)}"{ending}' for way in ways]
    return quoted[0] if len(quoted) == 1 else f"({' OR '.join(quoted)})"
