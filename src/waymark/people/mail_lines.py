"""Reads names and addresses as mail programs write them: `Ada Lovelace <ada@example.org>`, several on one line.

It asks no data. The standard library decodes what is encoded; it does not part lines, because it reads the family name
of `Lovelace, Ada <ada@example.org>` as an address of its own.
"""

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from itertools import pairwise
from typing import Final, NamedTuple

_HEADER: Final = re.compile(r"\s*(?:to|cc|bcc|from)\s*:\s*", re.IGNORECASE)
_MAILBOX: Final = re.compile(r"([^<>]*+)<\s*+([^<>\s@]*+@[^<>\s@]*+)\s*+>")
# Possessive, and from the beginning of a word only: however long a word is, it is read once.
_ANY_ADDRESS: Final = re.compile(r"<[^<>@]*+@[^<>]*+>|(?<![^\s@<>,;])[^\s@<>,;]++@[^\s@<>,;]++")
_OPENING: Final = "\"'“”„\u201a\u2018’«»(["
_CLOSING: Final = "\"'”“\u2018’»«)]"
_DASH: Final = re.compile(r"\s[-–—|:]$")  # between a name and an address
_SPACES: Final = " \t"


class Mailbox(NamedTuple):
    """A name and an address, as one cell holds them; the name may be empty."""

    name: str
    email: str


def mailbox(cell: str) -> Mailbox | None:
    """Return the name and address of a cell such as `Ada Lovelace <ada@example.org>`, or None for anything else."""
    found = _MAILBOX.fullmatch(cell.strip())
    if found is None or "@" in found[1]:
        return None
    return Mailbox(plain_name(without_header(found[1])), found[2])


def without_header(line: str) -> str:
    """Return a line without the word before it in a mail, such as `To:`."""
    return _HEADER.sub("", line, count=1) if _HEADER.match(line) else line


def plain_name(text: str) -> str:
    """Return a name without quotation marks or brackets around it, and decoded as mail programs encode it."""
    name = _DASH.sub("", text.strip(" \t,;")).strip().replace('\\"', '"')
    while len(name) > 1 and name[0] in _OPENING and name[-1] in _CLOSING:
        name = name[1:-1].strip()
    if "=?" not in name:
        return name
    try:
        return str(make_header(decode_header(name)))
    except (HeaderParseError, LookupError, ValueError):
        return name


def split_people(line: str) -> list[str]:
    """Return the parts of a line that names several people, each with one address; the whole line where in doubt.

    Addresses alone in a row are in doubt: which of the words between them is whose name cannot be known.
    """
    found = list(_ANY_ADDRESS.finditer(line))
    if len(found) <= 1 or not any(one[0].startswith("<") for one in found):
        return [line]
    cuts = [0]
    for before, after in pairwise(found):
        cut = _cut(line[before.end() : after.start()], before[0], after[0])
        if cut is None:
            return [line]
        cuts.append(before.end() + cut)
    pieces = [line[start:end].strip(" \t,;") for start, end in zip(cuts, [*cuts[1:], len(line)], strict=True)]
    return [piece for piece in pieces if piece]


def _cut(between: str, before: str, after: str) -> int | None:
    """Return where one person ends in the text between two addresses, or None where that cannot be known."""
    words = between.strip(" \t,;")
    if not before.startswith("<") and not after.startswith("<") and words:
        return None
    if '"' in words and words.count('"') % 2:
        return None
    if ";" in between.strip(_SPACES).strip(","):
        parts = between.rstrip(_SPACES).split(";")
        return len(parts[0]) + 1 if len(parts) == 2 else None  # noqa: PLR2004 -- what is before it, and after
    if words.count(",") > 1 or "\t" in words:
        return None
    return 0
