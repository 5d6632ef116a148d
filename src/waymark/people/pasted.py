"""Reads a pasted list of people: lines from a mail program, cells from a spreadsheet, or CSV. It asks no data.

One record is one person. Cells are parted by tabs, semicolons or commas, whichever leaves an address standing alone.
Under a heading each cell is what its column says; without one, the cell with an address is the address, and the others
are name, job title and roles, in this order.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from waymark.core.text import normal
from waymark.people.mail_lines import Mailbox, mailbox, plain_name, split_people, without_header
from waymark.people.rights import Role

MOST_PEOPLE: Final = 200
"""People of one list that are added at once."""
LONGEST_LIST: Final = 100_000
"""Characters of one list."""
LARGEST_LIST: Final = 4 * LONGEST_LIST
"""Bytes of one file: no character takes more than four."""
_LINES_OF_A_CELL: Final = 20  # a quoted cell with more line breaks than that is a forgotten quotation mark
_PARTS: Final = ("\t", ";", ",")
_EMPTY: Final = ' \t\n,;"'  # what is left of a row of a spreadsheet that holds nothing
_ADDRESS: Final = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")
_BETWEEN_ROLES: Final = re.compile(r"[,;/|+&\n]|\band\b")


class Column(StrEnum):
    """What a column of a list holds."""

    NAME = "name"
    FIRST = "first"
    LAST = "last"
    EMAIL = "email"
    POST = "post"
    ROLES = "roles"


_HEADINGS: Final[Mapping[str, Column]] = {
    **dict.fromkeys(("name", "full name", "display name", "person", "member"), Column.NAME),
    **dict.fromkeys(("first name", "given name", "forename"), Column.FIRST),
    **dict.fromkeys(("last name", "family name", "surname"), Column.LAST),
    **dict.fromkeys(("email", "e mail", "mail", "address"), Column.EMAIL),
    **dict.fromkeys(("email address", "e mail address", "mail address"), Column.EMAIL),
    **dict.fromkeys(("job title", "title", "job", "post", "position", "function"), Column.POST),
    **dict.fromkeys(("role", "roles", "right", "rights"), Column.ROLES),
}
_NAMES: Final = frozenset({Column.NAME, Column.FIRST, Column.LAST})


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedPerson:
    """One person of a list. `text` is what stood there, and `heading` the heading above it, as they were pasted.

    `roles` are those that are known; `unknown_roles` the words that name none.
    """

    text: str
    heading: str = ""
    name: str = ""
    email: str = ""
    post: str = ""
    roles: tuple[Role, ...] = ()
    unknown_roles: tuple[str, ...] = ()
    has_several: bool = False

    @property
    def is_unclear(self) -> bool:
        """Return whether an address is left where none belongs: the line was not understood."""
        values = (self.name, self.post, self.email.replace("@", ""), *self.unknown_roles)
        return not self.has_several and any(sign in value for value in values for sign in "@<>")


@dataclass(frozen=True, slots=True)
class PastedList:
    """The people of a list in its order, and the headings of columns that were passed over."""

    people: list[PastedPerson]
    unused: tuple[str, ...] = ()


@dataclass(slots=True)
class _Heading:
    text: str = ""
    part: str = ""
    columns: list[Column | None] = field(default_factory=list)


def read_people(text: str) -> PastedList:
    """Return everybody in a list; any text can be read, whatever it holds."""
    heading, people, unused = _Heading(), list[PastedPerson](), dict[str, None]()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").split("\n")
    place = 0
    while place < len(lines):
        record = _record(lines, place) if heading.columns else lines[place]
        place += record.count("\n") + 1
        if not record.strip(_EMPTY):
            continue
        if (found := _heading(record)) is not None:
            heading, passed_over = found
            unused.update(dict.fromkeys(passed_over))
        elif heading.columns:
            people += _under(heading, record)
        else:
            people += [_alone(one) for one in split_people(record)]
    return PastedList(people, tuple(unused))


def list_of(people: Iterable[PastedPerson]) -> str:
    """Return a list that holds some people as they were pasted, each under the heading that stood above."""
    lines, above = list[str](), ""
    for person in people:
        if person.heading != above:
            lines.append(person.heading)
            above = person.heading
        lines.append(person.text)
    return "\n".join(lines)


def decode(content: bytes) -> str | None:
    """Return the text of a file in UTF-8 or UTF-16, or in the code page of older spreadsheets; None for no text."""
    codings = ["utf-16"] if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ["utf-8-sig", "cp1252"]
    for coding in codings:
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _record(lines: Sequence[str], place: int) -> str:
    """Return the line at a place, with those after it that a quoted cell goes on in."""
    record = lines[place]
    if record.count('"') % 2:
        for last in range(place + 1, min(place + _LINES_OF_A_CELL, len(lines))):
            if lines[last].count('"') % 2:
                return "\n".join(lines[place : last + 1])
    return record


def _cells(record: str, part: str) -> list[str]:
    rows = csv.reader(io.StringIO(record, newline=""), delimiter=part, skipinitialspace=part != "\t")
    try:
        return [cell.strip() for row in rows for cell in row]
    except csv.Error:
        # The longest cell is a setting of the whole process, which the reader of work sheets lowers.
        return [record.strip()]


def _heading(record: str) -> tuple[_Heading, list[str]] | None:
    """Return the heading that a record is, with the columns that mean nothing here; None for everything else."""
    if "@" in record:
        return None
    for part in _PARTS:
        cells = _cells(record, part)
        known = [_HEADINGS.get(re.sub(r"[\W_]+", " ", cell.casefold()).strip()) for cell in cells]
        columns = [one if one not in known[:place] else None for place, one in enumerate(known)]
        if len([one for one in columns if one]) > 1 and _NAMES.intersection(columns):
            passed_over = [cell for cell, one in zip(cells, columns, strict=True) if one is None and cell]
            return _Heading(record, part, columns), passed_over
    return None


def _under(heading: _Heading, record: str) -> list[PastedPerson]:
    """Return whom a record under a heading names, parted as the heading is, else by another sign.

    A line of a mail program means there what it means without a heading.
    """
    by_heading = _by_columns(heading, record, heading.part)
    if "@" not in record:
        return [by_heading]
    others = (_by_columns(heading, record, part) for part in _PARTS if part in record)
    clear = next((one for one in (by_heading, *others) if _is_clear(one)), None)
    if clear is not None:
        return [clear]
    pieces = split_people(record)
    if len(pieces) > 1:
        return [one for piece in pieces for one in _under(heading, piece)]
    alone = _alone(record, heading.text)
    cells = _cells(record, heading.part)
    is_mail_line = heading.part == "," or len(cells) == 1 or "@" in cells[0]
    return [alone if is_mail_line and _is_clear(alone) else by_heading]


def _is_clear(person: PastedPerson) -> bool:
    return not (person.has_several or person.is_unclear) and _ADDRESS.fullmatch(person.email) is not None


def _by_columns(heading: _Heading, record: str, part: str) -> PastedPerson:
    cells = dict.fromkeys(Column, "")
    for column, cell in zip(heading.columns, _cells(record, part), strict=False):
        if column is not None:
            cells[column] = cell
    name = cells[Column.NAME] or " ".join(filter(None, (cells[Column.FIRST], cells[Column.LAST])))
    named, email = _named_and_address(name, cells[Column.EMAIL])
    return _person(record, named, email, cells[Column.POST], [cells[Column.ROLES]], heading.text)


def _named_and_address(name: str, email: str) -> tuple[str, str]:
    """Return a name and an address where a cell of one holds both; where the two disagree, they stay as they are."""
    in_name, in_email = mailbox(name), mailbox(email)
    if in_email is not None and in_name is None:
        names = sorted({name, in_email.name} - {""}, key=len)
        if not names or names[0].casefold() in names[-1].casefold():
            return (names or [""])[-1], in_email.email
    if in_name is not None and email in {"", in_name.email}:
        return in_name
    return name, email


def _alone(record: str, heading: str = "") -> PastedPerson:
    """Return whom a record names that has no heading, or does not follow it."""
    line = without_header(record)
    for part in _PARTS:
        cells = _cells(line, part)
        places = [place for place, cell in enumerate(cells) if "@" in cell]
        found = mailbox(cells[places[0]]) if len(places) == 1 else None
        if found is not None and (part in line or part == _PARTS[-1]):
            return _around(record, cells, places[0], found, part=part, heading=heading)
    before, sign, rest = line.partition(">")
    rest = rest.lstrip(",; \t")
    if sign and rest.strip() and "@" not in rest and (found := mailbox(before + sign)) is not None:
        post, *roles = _cells_of(rest)
        return _person(record, found.name, found.email, post, roles, heading)
    return _with_address(record, line, heading)


def _around(record: str, cells: Sequence[str], place: int, found: Mailbox, *, part: str, heading: str) -> PastedPerson:
    """Return the person of a mailbox and of the cells around it."""
    before, after = [cell for cell in cells[:place] if cell], cells[place + 1 :]
    name = found.name
    if before and part == ",":
        # A comma before an address in angle brackets is one inside of the name.
        name, before = ", ".join([*map(plain_name, before), name]), []
    named, *others = [*([name] if name else []), *before, *after] or [""]
    post, *roles = others or [""]
    return _person(record, named, found.email, post, roles, heading)


def _with_address(record: str, line: str, heading: str) -> PastedPerson:
    cells = _cells_of(line)
    holding = [cell for cell in cells if "@" in cell]
    if len(holding) > 1 or record.count("@") > 1:
        return PastedPerson(text=record, heading=heading, has_several=True)
    others = [cell for cell in cells if "@" not in cell]
    named, email = _parted(holding[0]) if holding else ("", "")
    name, post, *roles = [*([named] if named else []), *others, "", ""]
    return _person(record, plain_name(name), email, post, roles, heading)


def _cells_of(record: str) -> list[str]:
    """Return the cells of a record, parted so that an address stands alone; else by the first sign that is there."""
    tried = [_cells(record, part) for part in _PARTS if part in record] or [_cells(record, ",")]
    alone = (cells for cells in tried if any(_ADDRESS.fullmatch(cell) for cell in cells))
    return next(alone, tried[0])


def _parted(cell: str) -> tuple[str, str]:
    """Return the words and the address of a cell such as `Ada Lovelace (ada@example.org)`."""
    words = cell.split()
    addresses = [word for word in words if "@" in word]
    if len(addresses) != 1:
        return "", cell
    return " ".join(word for word in words if "@" not in word), addresses[0].strip("()[]<>,;:\"'")


def _person(text: str, name: str, email: str, post: str, roles: Iterable[str], heading: str = "") -> PastedPerson:
    words = [word for cell in roles for part in _BETWEEN_ROLES.split(cell) if (word := part.strip())]
    known = {_plain(word): role for role in Role for word in (role.value, str(role.label))}
    return PastedPerson(
        text=text,
        heading=heading,
        name=normal(name),
        email=normal(email.strip().removeprefix("mailto:")).lower(),
        post=normal(post),
        roles=tuple(dict.fromkeys(known[_plain(word)] for word in words if _plain(word) in known)),
        unknown_roles=tuple(word for word in words if _plain(word) not in known),
    )


def _plain(word: str) -> str:
    return " ".join(word.replace("_", " ").casefold().split())
