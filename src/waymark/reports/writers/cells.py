"""How a table's cells read on paper: dates in the reader's form, marks beside words, widths that hold."""

import datetime as dt
from typing import NamedTuple

from waymark.core.dates import day
from waymark.reports.paper import Cell, Column, Kind, Mark, Table

NO_VALUE = "–"
_UNWRAPPED = frozenset({Kind.REFERENCE, Kind.DATE, Kind.STATUS, Kind.NUMBER})
_CHARACTER, _GAP, _MARK = 4.5, 10.0, 10.0
_WIDER_CAPITALS = 0.4  # of a character: TASK-10 must not break behind its hyphen
_LONGEST_UNWRAPPED = 22
_UNWRAPPED_SHARE = 0.6
_TALL_TEXT, _TALL_LINES = 300, 12


class Shown(NamedTuple):
    """A cell as it stands on paper: its words and the shape in front of them, if any."""

    text: str
    mark: Mark | None = None


def shown_rows(table: Table, language: str) -> list[list[Shown]]:
    """Return the cells of the columns that stand on paper, row by row."""
    columns = [(at, dict(table.columns[at].marks)) for at in table.shown()]
    return [[_shown(row[at], marks, language) for at, marks in columns] for row in table.rows]


def unwrapped_widths(columns: list[Column], rows: list[list[Shown]], room: float) -> list[float]:
    """Return points at 8.5 pt text for columns whose cells should stay on one line, 0 for all others.

    `room` is the width of the whole table in points. When such columns would take more than their share,
    none is fixed and all are free to wrap.
    """
    widths = [
        _unwrapped_width(column, [row[at] for row in rows]) if column.kind in _UNWRAPPED else 0.0
        for at, column in enumerate(columns)
    ]
    is_too_much = sum(widths) > room * _UNWRAPPED_SHARE and 0.0 in widths
    return [0.0] * len(widths) if is_too_much else widths


def is_tall(row: list[Shown]) -> bool:
    """Say whether a row may run over the page's end: a short one is kept whole, a tall one could not be."""
    return any(len(cell.text) > _TALL_TEXT or cell.text.count("\n") > _TALL_LINES for cell in row)


def _shown(cell: Cell, marks: dict[str, Mark], language: str) -> Shown:
    if cell is None or cell == "":
        return Shown(NO_VALUE)
    if isinstance(cell, dt.date):
        return Shown(day(cell, language))
    text = str(cell)
    return Shown(text, marks.get(text))


def _unwrapped_width(column: Column, cells: list[Shown]) -> float:
    words = max(map(len, column.label.split()), default=0)
    longest = max((len(cell.text) + _WIDER_CAPITALS * sum(map(str.isupper, cell.text)) for cell in cells), default=0)
    characters = min(max(words, longest), _LONGEST_UNWRAPPED)
    return round(characters * _CHARACTER + _GAP + (_MARK if column.marks else 0), 1)
