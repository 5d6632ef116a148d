"""Who is meant by an @ in a comment. No data access."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MOST: Final = 100
"""How many @ of one text are looked at; a text with more of them is refused."""
_AT = re.compile(r"(?<![\w@.])@(?=\w)")
_WORD = re.compile(r"\w+")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Mentions:
    """The keys of the members that a text names, in order, and what follows an @ and is nobody's name."""

    members: tuple[int, ...]
    strangers: tuple[str, ...]


def count_mentions(text: str) -> int:
    """Return how many @ of a text stand before something that could be a name."""
    return sum(1 for _at in _AT.finditer(text))


def mentions_in(text: str, names: Mapping[str, int]) -> Mentions:
    """Return who is named by an @ before their name or their email address; `names` holds both, with their keys.

    The longest name that fits counts, whatever the case of its letters. An @ inside a word, as in an address, is none.
    """
    known: dict[str, int] = {}
    for one, owner in names.items():
        known.setdefault(one.casefold(), owner)
    lengths = _lengths(known)
    # A letter can become several when its case is folded, never none.
    window = max(map(len, known), default=0) + 1
    found: dict[int, None] = {}
    strangers: dict[str, None] = {}
    for at in _AT.finditer(text):
        begin = at.end()
        key = _key_at(text[begin : begin + window].casefold(), lengths, known)
        if key is not None:
            found[key] = None
        else:
            strangers[text[begin : begin + _LONGEST].split(maxsplit=1)[0].rstrip(".,;:!?)")] = None
    return Mentions(tuple(found), tuple(strangers))


def _lengths(known: Mapping[str, int]) -> dict[str, list[int]]:
    """Return how long the names with each first word are, the longest first; so few of them are tried at each @."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for name in known:
        found[_first_word(name)].add(len(name))
    return {word: sorted(some, reverse=True) for word, some in found.items()}


def _key_at(text: str, lengths: Mapping[str, list[int]], known: Mapping[str, int]) -> int | None:
    for length in lengths.get(_first_word(text), ()):
        if text[:length] in known and _WORD.match(text, length) is None:
            return known[text[:length]]
    return None


def _first_word(text: str) -> str:
    word = _WORD.match(text)
    return word.group() if word is not None else ""
