"""Proposes how a sheet is read: which sheet, which heading row, which column holds what. A person may change it."""

from collections.abc import Collection
from dataclasses import replace

from waymark.exchange.sheet_rows import Choices
from waymark.exchange.tables.mapping import propose
from waymark.exchange.tables.words import FIELD_BY_WORD, folded
from waymark.exchange.tables.workbook import Sheet, Workbook


def propose_choices(workbook: Workbook, known: Collection[str]) -> Choices:
    """Return the best reading: the visible sheet in which most columns are understood."""
    tried = [propose_sheet(workbook.sheets[index], index, known) for index in range(len(workbook.sheets))]

    def worth(choices: Choices) -> tuple[bool, bool, int, int]:
        fields = choices.columns
        shown = not workbook.sheets[choices.sheet].hidden
        return ("reference" in fields, shown, len(fields), -choices.sheet)

    return max(tried, key=worth, default=Choices())


def propose_sheet(sheet: Sheet, index: int, known: Collection[str]) -> Choices:
    """Return the proposed reading of one sheet."""
    mapping = propose(sheet, known)
    columns = {column.field: column.index for column in mapping.columns if column.field}
    return Choices(index, mapping.heading_row or 0, mapping.first_data_row, columns)


def propose_under(sheet: Sheet, index: int, heading_row: int, known: Collection[str]) -> Choices:
    """Return the proposed columns under a heading row that a person has chosen; 0 means there is none."""
    below = replace(sheet, rows=tuple(row for row in sheet.rows if row.number >= max(heading_row, 1)))
    mapping = propose(below, known)
    if heading_row and mapping.heading_row == heading_row:
        columns = {column.field: column.index for column in mapping.columns if column.field}
        return Choices(index, heading_row, mapping.first_data_row, columns)
    return Choices(index, heading_row, heading_row + 1, _by_any_means(below, heading_row, known))


def _by_any_means(sheet: Sheet, heading_row: int, known: Collection[str]) -> dict[str, int]:
    """Return the columns by the words of the chosen row, be they ever so few, then by what stands below."""
    heading = sheet.row(heading_row)
    columns: dict[str, int] = {}
    for position, cell in enumerate(heading.cells if heading else ()):
        field = FIELD_BY_WORD.get(folded(cell.text))
        if field:
            columns.setdefault(field, position)
    data = replace(sheet, rows=tuple(row for row in sheet.rows if row.number > heading_row))
    for column in propose(data, known).columns:
        if column.field and column.how == "content" and column.index not in columns.values():
            columns.setdefault(column.field, column.index)
    return columns
