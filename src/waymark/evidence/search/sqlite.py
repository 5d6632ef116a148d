"""SQLite: an FTS5 table that stems English and ignores accents and case."""

from collections.abc import Iterable
from itertools import islice, product
from typing import Final

from waymark.evidence.search.dialect import Document, Statement, Within
from waymark.evidence.search.words import BEGIN, END, plain, spellings

_FIRST: Final = ("title", "notes")
"""What has every word in one of these stands before the others, in this order."""
_OLDEST: Final = "SELECT MIN(id) FROM evidence_evidence WHERE organisation_id = %s"
_NEWEST: Final = "SELECT MAX(id) FROM evidence_evidence WHERE organisation_id = %s"
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

    def find(self, phrases: tuple[tuple[str, ...], ...], within: Within, limit: int) -> Iterable[Statement]:
        """Ask for each place, the newest first: FTS5 walks its rows in that order and stops at enough of them.

        BM25, its own rank, first counts every row of the installation that holds any of the words. The walk begins and
        ends with the organisation. Whether a row is visible is asked of each one that was found: a list of all that may
        be seen is as long as the organisation's evidence.
        """
        keys, values = within.visible
        wanted = _match(phrases)
        marked = f"snippet(evidence_search, -1, '{BEGIN}', '{END}', '…', {_AROUND})"
        for place, match in enumerate((*(f"({wanted}) AND {{{name}}} : ({wanted})" for name in _FIRST), wanted), 1):
            yield (
                (
                    f"SELECT rowid, {place}, {marked} FROM evidence_search "  # noqa: S608 -- the rest is ours; texts are values
                    f"WHERE evidence_search MATCH %s AND rowid BETWEEN ({_OLDEST}) AND ({_NEWEST}) "
                    f"AND EXISTS (SELECT 1 FROM ({keys}) AS visible WHERE visible.pk = evidence_search.rowid) "
                    "ORDER BY rowid DESC LIMIT %s"
                ),
                (match, within.organisation_id, within.organisation_id, *values, limit),
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
