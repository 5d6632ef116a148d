"""Proposes which row is the heading and what each column holds; a person confirms or changes it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from waymark.exchange.tables.fields import ProposedColumn, columns_of, is_known_heading, is_reference
from waymark.exchange.tables.words import folded
from waymark.exchange.tables.workbook import Row, Sheet
from waymark.exchange.tables.xlsx_sheet import area_corners

_SEARCHED_ROWS: Final = 50
_WORDS_OF_A_HEADING: Final = 3
_SAMPLE: Final = 200
_HEADING_CELLS: Final = 2
_LONGEST_HEADING: Final = 80


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A proposal for one sheet; row numbers are those of the file, and None means there is no heading.

    `rivals` are columns that could be the verdict where it is not clear which one is; a person is asked.
    """

    heading_row: int | None
    heading_height: int
    first_data_row: int
    columns: tuple[ProposedColumn, ...]
    repeated_headings: tuple[int, ...] = ()
    rivals: tuple[int, ...] = ()

    def column_of(self, field: str) -> int | None:
        """The 0-based column that holds the field."""
        return next((column.index for column in self.columns if column.field == field), None)

    @property
    def fields(self) -> dict[str, int]:
        """The 0-based column of each field that was found."""
        return {column.field: column.index for column in self.columns if column.field}


def propose(
    sheet: Sheet, known: Collection[str] = (), *, own: str = "", heading_row: int | None = None
) -> ColumnMapping:
    """The heading row with three or more known words, and the columns by heading, then by content.

    `known` are the references of the edition; with them a column of references is found although nothing above it
    says so. `own` is the edition's standard, which headings may mention. A `heading_row` that a person chose is
    taken as it is; 0 means there is none.
    """
    names = frozenset(known)
    position = _heading_position(sheet, names) if heading_row is None else _position_of(sheet, heading_row)
    if position is None:
        headings = [""] * sheet.width
        data, height, number = sheet.rows, 0, None
        if heading_row:
            data = tuple(row for row in sheet.rows if row.number > heading_row)
    else:
        height = _heading_height(sheet, position)
        headings = _headings(sheet, position, height)
        number = sheet.rows[position].number
        data = tuple(row for row in sheet.rows[position:] if row.number >= number + height)
    columns, rivals = columns_of(headings, data[:_SAMPLE], names, own)
    first = data[0].number if data else (number or 0) + max(height, 1)
    repeated = () if position is None else _repeated(sheet.rows[position], data)
    return ColumnMapping(number, height, first, columns, repeated, rivals)


def _position_of(sheet: Sheet, heading_row: int) -> int | None:
    return next((at for at, row in enumerate(sheet.rows) if heading_row and row.number == heading_row), None)


def _heading_position(sheet: Sheet, known: frozenset[str]) -> int | None:
    for position, row in enumerate(sheet.rows[:_SEARCHED_ROWS]):
        words = {word for cell in row.cells if cell.kind == "text" and (word := is_known_heading(cell.text))}
        if len(words) >= _WORDS_OF_A_HEADING:
            return position
        # A merged two-row head may spread its known words over both rows.
        is_wide = sum(bool(cell.text.strip()) for cell in row.cells) >= _HEADING_CELLS
        if is_wide and position + 1 < len(sheet.rows) and _heading_height(sheet, position) > 1:
            both = {word for text in _headings(sheet, position, 2) if (word := is_known_heading(text))}
            if len(both) >= _WORDS_OF_A_HEADING:
                return position
    first = [cell.text for cell in sheet.rows[0].cells if cell.text.strip()] if sheet.rows else []
    if len(first) >= _HEADING_CELLS and all(map(is_known_heading, first)):
        return 0
    return _above_the_first_reference(sheet, known)


def _above_the_first_reference(sheet: Sheet, known: frozenset[str]) -> int | None:
    """The row of short texts right above the first reference, where its words alone do not make it a heading."""
    if not known:
        return None
    looks_like_one = is_reference(known)
    for position, row in enumerate(sheet.rows[:_SEARCHED_ROWS]):
        if not any(looks_like_one(cell) for cell in row.cells if len(cell.text) <= _LONGEST_HEADING):
            continue
        if position == 0:
            return None
        above = sheet.rows[position - 1]
        filled = [cell for cell in above.cells if cell.text.strip()]
        is_text = all(cell.kind == "text" and len(cell.text) <= _LONGEST_HEADING for cell in filled)
        has_known = any(is_known_heading(cell.text) for cell in filled)
        return position - 1 if is_text and has_known and len(filled) >= _HEADING_CELLS else None
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
    return any(is_known_heading(cell.text) for cell in cells if cell.kind == "text")


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


def _repeated(heading: Row, data: tuple[Row, ...]) -> tuple[int, ...]:
    """Rows that say the heading again, as at the top of every printed page."""
    words = [folded(cell.text) for cell in heading.cells]
    return tuple(row.number for row in data if [folded(cell.text) for cell in row.cells] == words)
