"""Who is meant by an @ in a comment. No data access."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_AT = re.compile(r"(?<![\w@.])@(?=\w)")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Mentions:
    """The keys of the members that a text names, in order, and what follows an @ and is nobody's name."""

    members: tuple[int, ...]
    strangers: tuple[str, ...]


def mentions_in(text: str, names: Mapping[str, int]) -> Mentions:
    """Return who is named by an @ before their name or their e-mail address; `names` holds both, with their keys.

    The longest name that fits counts, whatever the case of its letters. An @ inside a word, as in an address, is none.
    """
    wanted = sorted(((name.casefold(), key) for name, key in names.items() if name), key=lambda one: -len(one[0]))
    lower = text.casefold() if len(text.casefold()) == len(text) else text.lower()
    found: dict[int, None] = {}
    strangers: dict[str, None] = {}
    for at in _AT.finditer(text):
        begin = at.end()
        key = next((key for name, key in wanted if _stands(lower, begin, name)), None)
        if key is not None:
            found[key] = None
        else:
            strangers[text[begin : begin + _LONGEST].split(maxsplit=1)[0].rstrip(".,;:!?)")] = None
    return Mentions(tuple(found), tuple(strangers))


def _stands(text: str, begin: int, name: str) -> bool:
    end = begin + len(name)
    return text.startswith(name, begin) and not (text[end : end + 1].isalnum() or text[end : end + 1] == "_")
