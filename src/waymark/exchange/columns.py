"""Proposes how a sheet is read: which sheet, which heading row, which column holds what. A person may change it."""

from waymark.exchange.readings import Choices, Ground
from waymark.exchange.tables.mapping import ColumnMapping, propose
from waymark.exchange.tables.references import recognise
from waymark.exchange.tables.workbook import Sheet, Workbook


def propose_choices(workbook: Workbook, ground: Ground) -> Choices:
    """Return the best reading: that of the sheet `ranked` puts first."""
    ranking = ranked(workbook, ground)
    if not ranking:
        return Choices()
    first = ranking[0][0]
    return propose_sheet(workbook.sheets[first], first, ground)


def ranked(workbook: Workbook, ground: Ground) -> tuple[tuple[int, int], ...]:
    """Return each sheet with its number of rows whose reference is recognised, the best first, hidden ones last."""
    counted = []
    for index, sheet in enumerate(workbook.sheets):
        choices = propose_sheet(sheet, index, ground)
        is_filled = bool({"verdict", "mark_in_place"} & set(choices.columns)) or bool(choices.rivals)
        count = references_in(sheet, choices, ground)
        counted.append((not sheet.hidden, is_filled and count > 0, count, len(choices.columns), -index))
    order = sorted(range(len(counted)), key=lambda index: counted[index], reverse=True)
    return tuple((index, counted[index][2]) for index in order)


def references_in(sheet: Sheet, choices: Choices, ground: Ground) -> int:
    """Return how many rows of a sheet name a requirement or a point of the edition."""
    column = choices.columns.get("reference")
    if column is None:
        return 0
    found = (recognise(row.cell(column), ground.known) for row in sheet.rows if row.number >= choices.first_row)
    return sum((one.ref is not None and one.ref not in ground.headings) or one.how == "range" for one in found)


def propose_sheet(sheet: Sheet, index: int, ground: Ground) -> Choices:
    """Return the proposed reading of one sheet."""
    mapping = propose(sheet, ground.known, own=ground.standard)
    return _choices(mapping, index, mapping.heading_row or 0)


def propose_under(sheet: Sheet, index: int, heading_row: int, ground: Ground) -> Choices:
    """Return the proposed columns under a heading row that a person has chosen; 0 means there is none."""
    return _choices(propose(sheet, ground.known, own=ground.standard, heading_row=heading_row), index, heading_row)


def _choices(mapping: ColumnMapping, index: int, heading_row: int) -> Choices:
    return Choices(index, heading_row, mapping.first_data_row, mapping.fields, rivals=mapping.rivals)
