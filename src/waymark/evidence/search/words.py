"""What is typed into a search box, taken literally: words and nothing else; and text fit to be indexed."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

MOST_WORDS: Final = 12
"""Of a longer query the beginning counts."""
_LONGEST_WORD: Final = 64
_MOST_PLACES: Final = 3
_LONGEST_QUERY: Final = 1_000
# The database marks its hits with these two; no text that is indexed or asked for can hold them.
BEGIN: Final = "\x02"
END: Final = "\x03"
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MARKED: Final = re.compile(f"{BEGIN}([^{BEGIN}{END}]*){END}")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a snippet; the page decides how a hit looks."""

    text: str
    is_hit: bool


def phrases_of(query: str) -> tuple[tuple[str, ...], ...]:
    """Return what was typed as phrases of words: `6.1.4` is one phrase of three, `risk register` are two of one.

    Whatever is no letter and no digit separates, so no sign can be an operator. No word at all gives nothing.
    """
    found = []
    for typed in unicodedata.normalize("NFC", query[:_LONGEST_QUERY]).split():
        words = tuple(word[:_LONGEST_WORD] for word in split_words(typed))
        if words:
            found.append(words)
    kept: list[tuple[str, ...]] = []
    room = MOST_WORDS
    for phrase in found:
        kept += [phrase[:room]] if room > 0 else []
        room -= len(phrase)
    return tuple(kept)


def split_words(text: str) -> list[str]:
    """Return the words of a text as both databases see them: runs of letters and digits, with their marks."""
    return "".join(character if _is_part(character) else " " for character in text).split()


def plain(text: str) -> str:
    """Return a text for the index: without controls, and so without anything that could pass for a mark of ours."""
    return _CONTROLS.sub(" ", unicodedata.normalize("NFC", text))


def folded(text: str) -> str:
    """Return a text in small letters without accents, for a database that does not fold by itself."""
    # Taken apart first: a double-struck S has a small form only once it is an S.
    marked = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(character for character in marked if not unicodedata.combining(character))


def spellings(word: str) -> tuple[str, ...]:
    """Return a word with ss and with ß in every place where it has one of them: `Strassenmasse` has four spellings."""
    parts = re.split("[sS]{2}|ß|ẞ", word, maxsplit=_MOST_PLACES)
    found = [parts[0]]
    for part in parts[1:]:
        found = [before + between + part for before in found for between in ("ss", "ß")]
    return tuple(found)


def segments_of(marked: str) -> tuple[Segment, ...]:
    """Return a snippet as the database marked it, in pieces. Marks that do not pair are dropped, never shown."""
    found: list[Segment] = []
    at = 0
    for hit in _MARKED.finditer(marked):
        found += [Segment(marked[at : hit.start()], is_hit=False), Segment(hit[1], is_hit=True)]
        at = hit.end()
    found.append(Segment(marked[at:], is_hit=False))
    clean = (Segment(one.text.translate({2: None, 3: None}), one.is_hit) for one in found)
    return tuple(one for one in clean if one.text)


def _is_part(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"
