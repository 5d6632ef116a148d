"""PostgreSQL: a tsvector of stemmed words without accents, weighted, under a GIN index."""

from collections.abc import Iterable
from typing import Final

from waymark.evidence.search.dialect import Document, Statement, Within
from waymark.evidence.search.words import BEGIN, END, folded, plain, split_words

_LONGEST_VECTOR: Final = 150_000
"""Characters that go into one tsvector, which may hold a megabyte; of any text that is the beginning."""
_LONGEST_SNIPPET: Final = 100_000
_OPTIONS: Final = f"StartSel={BEGIN}, StopSel={END}, MaxFragments=1, MinWords=12, MaxWords=24, FragmentDelimiter=…"


class Postgresql:
    """tsvector."""

    def put(self, document: Document) -> Iterable[Statement]:
        """Replace what was indexed."""
        vector = " || ".join(f"setweight(to_tsvector('waymark_words', %s), '{weight}')" for weight in "ABD")
        yield (
            ("INSERT INTO evidence_search (evidence_id, version, title, notes, text, words) "  # noqa: S608 -- ours
            f"VALUES (%s, %s, %s, %s, %s, {vector}) ON CONFLICT (evidence_id) DO UPDATE SET "
            "version = excluded.version, title = excluded.title, notes = excluded.notes, text = excluded.text, "
            "words = excluded.words"),
            (
                document.evidence_id, document.version, plain(document.title), plain(document.notes),
                plain(document.text), _words(document.title), _words(document.notes), _words(document.text),
            ),
        )  # fmt: skip

    def find(self, phrases: tuple[tuple[str, ...], ...], within: Within, limit: int) -> Iterable[Statement]:
        """Ask; the snippet is made for the hits of the page only, from what people wrote, accents and all."""
        keys, values = within.visible
        asked, words = _query([[folded(word) for word in phrase] for phrase in phrases])
        shown, literal = _query([list(phrase) for phrase in phrases])
        title, in_title = _query([[folded(word) for word in phrase] for phrase in phrases], "A")
        notes, in_notes = _query([[folded(word) for word in phrase] for phrase in phrases], "B")
        place = f"CASE WHEN words @@ {title} THEN 1 WHEN words @@ {notes} THEN 2 ELSE 3 END"
        source = f"left(title || chr(10) || notes || chr(10) || text, {_LONGEST_SNIPPET})"
        yield (
            (
                f"SELECT evidence_id, place, ts_headline('waymark_words', {source}, {asked} || {shown}, %s) "  # noqa: S608 -- ours
                f"FROM (SELECT *, {place} AS place FROM evidence_search WHERE words @@ {asked} "
                f"AND evidence_id IN ({keys}) ORDER BY place, evidence_id DESC LIMIT %s) AS best "
                "ORDER BY place, evidence_id DESC"
            ),
            (*words, *literal, _OPTIONS, *in_title, *in_notes, *words, *values, limit),
        )


def _query(phrases: list[list[str]], weight: str = "") -> tuple[str, tuple[str, ...]]:
    """Write words as a tsquery: each is quoted, so none is an operator; the last may be the beginning of a word.

    With a weight they are looked for in that part of what was indexed alone.
    """
    marked = f":{weight}" if weight else ""
    texts = [" <-> ".join(f"'{word}'{marked}" for word in phrase) for phrase in phrases]
    texts[-1] += "*" if weight else ":*"
    return "(" + " && ".join("to_tsquery('waymark_words', %s)" for _text in texts) + ")", tuple(texts)


def _words(text: str) -> str:
    return " ".join(split_words(folded(plain(text[:_LONGEST_VECTOR]))))
