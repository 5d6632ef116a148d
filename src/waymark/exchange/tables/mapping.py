"""Proposes which row is the heading and what each column holds; a person confirms or changes it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from waymark.exchange.tables.dates import read_date
from waymark.exchange.tables.references import recognise
from waymark.exchange.tables.severities import severity_meaning
from waymark.exchange.tables.verdicts import verdict_meaning
from waymark.exchange.tables.words import FIELD_BY_WORD, folded
from waymark.exchange.tables.workbook import Cell, Row, Sheet
from waymark.exchange.tables.xlsx_sheet import area_corners

_SEARCHED_ROWS: Final = 50
_WORDS_OF_A_HEADING: Final = 3
_SAMPLE: Final = 200
_ENOUGH: Final = 0.6
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """A 0-based column, its heading, and the field it seems to hold.

    `how` is "heading", "content", "contested" (an earlier column already has that field), or "".
    """

    index: int
    heading: str
    field: str | None
    how: str


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A proposal for one sheet; row numbers are those of the file, and None means there is no heading."""

    heading_row: int | None
    heading_height: int
    first_data_row: int
    columns: tuple[ProposedColumn, ...]
    repeated_headings: tuple[int, ...] = ()

    def column_of(self, field: str) -> int | None:
        """The 0-based column that holds the field."""
        return next((column.index for column in self.columns if column.field == field), None)


def propose(sheet: Sheet, known: Collection[str] = ()) -> ColumnMapping:
    """The heading row with three or more known words, and the columns by heading, then by content.

    `known` are the references of the edition; with them a column of references is found although
    nothing above it says so.
    """
    position = _heading_position(sheet)
    if position is None:
        headings = [""] * sheet.width
        data, height, number = sheet.rows, 0, None
    else:
        height = _heading_height(sheet, position)
        headings = _headings(sheet, position, height)
        number = sheet.rows[position].number
        data = tuple(row for row in sheet.rows[position:] if row.number >= number + height)
    sample, names = data[:_SAMPLE], frozenset(known)
    columns = _by_heading(headings, sample, names)
    columns = _by_content(columns, sample, names)
    first = data[0].number if data else (number or 0) + max(height, 1)
    repeated = () if position is None else _repeated(sheet.rows[position], data)
    return ColumnMapping(number, height, first, tuple(columns), repeated)


def _heading_position(sheet: Sheet) -> int | None:
    for position, row in enumerate(sheet.rows[:_SEARCHED_ROWS]):
        words = {FIELD_BY_WORD.get(folded(cell.text)) for cell in row.cells if cell.kind == "text"}
        if len(words - {None}) >= _WORDS_OF_A_HEADING:
            return position
        # A merged two-row head may spread its known words over both rows.
        if position + 1 < len(sheet.rows) and _heading_height(sheet, position) > 1:
            both = {FIELD_BY_WORD.get(folded(word.rpartition("/")[2])) for word in _headings(sheet, position, 2)}
            if len(both - {None}) >= _WORDS_OF_A_HEADING:
                return position
    return None


def _heading_height(sheet: Sheet, position: int) -> int:
    """Two where a merged area begins in the row and the next row still belongs to the head."""
    number = sheet.rows[position].number
    for area in sheet.merged:
        left, top, right, bottom = area_corners(area)
        if top == number and (bottom == number + 1 or (bottom == number and right > left)):
            below = sheet.row(number + 1)
            if bottom > number or (below is not None and _is_heading_like(below, left, right)):
                return 2
    return 1


def _is_heading_like(row: Row, left: int, right: int) -> bool:
    cells = [row.cell(column - 1) for column in range(left, right + 1)]
    return any(FIELD_BY_WORD.get(folded(cell.text)) for cell in cells if cell.kind == "text")


def _headings(sheet: Sheet, position: int, height: int) -> list[str]:
    """The headings; in a two-row head the upper text, spread over its merged area, joins the lower."""
    row = sheet.rows[position]
    upper = [row.cell(index).text.strip() for index in range(sheet.width)]
    below = sheet.row(row.number + 1) if height > 1 else None
    if below is None:
        return upper
    for area in sheet.merged:
        left, top, right, _ = area_corners(area)
        if top == row.number and left <= sheet.width:
            for column in range(left, min(right, sheet.width)):
                upper[column] = upper[left - 1]
    lower = [below.cell(index).text.strip() for index in range(sheet.width)]
    return [" / ".join(part for part in (above, under) if part) for above, under in zip(upper, lower, strict=True)]


def _by_heading(headings: list[str], rows: tuple[Row, ...], known: frozenset[str]) -> list[ProposedColumn]:
    """The first column of a field has it; of several for references ("No.", "Clause") the best filled."""
    fields = [_field_of(heading) for heading in headings]
    holder = {field: index for index, field in reversed(list(enumerate(fields))) if field}
    rivals = [index for index, field in enumerate(fields) if field == "reference"]
    if len(rivals) > 1 and known:
        holder["reference"] = max(rivals, key=lambda index: _share(rows, index, _is_reference(known)))
    return [
        ProposedColumn(index, heading, None, "")
        if field is None
        else ProposedColumn(index, heading, field, "heading")
        if holder[field] == index
        else ProposedColumn(index, heading, None, "contested")
        for index, (heading, field) in enumerate(zip(headings, fields, strict=True))
    ]


def _field_of(heading: str) -> str | None:
    """The field of a whole heading, of its lower part, or of the words before a bracket."""
    tries = (heading, heading.rpartition(" / ")[2], heading.partition("(")[0], heading.partition(" / ")[0])
    return next((field for part in tries if (field := FIELD_BY_WORD.get(folded(part)))), None)


def _by_content(columns: list[ProposedColumn], rows: tuple[Row, ...], known: frozenset[str]) -> list[ProposedColumn]:
    """Give the columns without a known heading the field that most of their cells look like."""
    taken = {column.field for column in columns}
    looks: tuple[tuple[str, Callable[[Cell], bool]], ...] = (
        ("reference", _is_reference(known)),
        ("verdict", lambda cell: verdict_meaning(cell) is not None),
        ("severity", lambda cell: severity_meaning(cell) is not None),
        ("target_date", lambda cell: read_date(cell) is not None),
    )
    found = list(columns)
    for field, is_one in looks:
        if field in taken:
            continue
        best, best_share = None, _ENOUGH
        for column in found:
            if column.field is not None or column.how == "contested":
                continue
            share = _share(rows, column.index, is_one)
            if share > best_share:
                best, best_share = column, share
        if best is not None:
            found[best.index] = ProposedColumn(best.index, best.heading, field, "content")
    return found


def _is_reference(known: frozenset[str]) -> Callable[[Cell], bool]:
    return lambda cell: recognise(cell, known).ref is not None


def _share(rows: tuple[Row, ...], index: int, is_one: Callable[[Cell], bool]) -> float:
    """The part of a column's filled cells that look like something; 0 for fewer than two cells."""
    cells = [cell for row in rows if (cell := row.cell(index)).text.strip()]
    return sum(map(is_one, cells)) / len(cells) if len(cells) >= _FEWEST else 0.0


def _repeated(heading: Row, data: tuple[Row, ...]) -> tuple[int, ...]:
    """Rows that say the heading again, as at the top of every printed page."""
    words = [folded(cell.text) for cell in heading.cells]
    return tuple(row.number for row in data if [folded(cell.text) for cell in row.cells] == words)
