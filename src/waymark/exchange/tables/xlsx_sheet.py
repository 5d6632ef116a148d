"""One worksheet, read cell by cell from its XML in a single pass with a fixed budget.

A spreadsheet library would first lay out the sheet as declared, and two values in opposite corners
end such a process. It also hides what a cell's formula and number format are, which is needed to
give a reference back its original spelling.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final, NoReturn

from waymark.exchange.tables.limits import Limits
from waymark.exchange.tables.number_formats import date_of_serial, is_date_format, number_text
from waymark.exchange.tables.refusals import TableRefused
from waymark.exchange.tables.workbook import EMPTY, Cell, CellKind, Remark, Row, Sheet
from waymark.exchange.tables.xml_parts import Attributes

_ADDRESS: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATES: Final = range(0xD800, 0xE000)
_MOST_DIGITS: Final = 9
_REMARKED: Final = frozenset({"formula", "formula_without_value", "error_value", "impossible_date"})


@dataclass(slots=True)
class Budget:
    """What is left to spend on the whole workbook."""

    limits: Limits
    cells: int = 0
    characters: int = 0

    def keep(self, text: str, place: Callable[[], str]) -> None:
        """Pay for a cell that is kept."""
        if len(text) > self.limits.cell_characters:
            raise TableRefused("cell_too_long", place=place(), limit=self.limits.cell_characters)
        self.cells += 1
        if self.cells > self.limits.kept_cells:
            raise TableRefused("too_many_cells", limit=self.limits.kept_cells)
        self.characters += len(text)
        if self.characters > self.limits.all_characters:
            raise TableRefused("too_much_text", limit=self.limits.all_characters // 2**20)


@dataclass(frozen=True, slots=True)
class Book:
    """What the cells of every sheet refer to."""

    texts: tuple[str, ...]
    formats: tuple[str, ...]
    epoch: datetime


class SheetListener:
    """Collects the rows of one sheet while its XML goes by."""

    def __init__(self, name: str, *, hidden: bool, book: Book, budget: Budget, max_rows: int) -> None:
        self._name, self._hidden, self._book, self._budget = name, hidden, book, budget
        self._max_rows = max_rows
        self._rows: list[Row] = []
        self._merged: list[str] = []
        self._remarks: dict[str, Remark] = {}
        self._width = self._row = self._column = self._last_valued = 0
        self._cells: list[Cell] = []
        self._type = self._address = ""
        self._attributes: Attributes = {}
        self._value: list[str] | None = None
        self._pieces: list[str] | None = None
        self._length = 0
        self._has_formula = self._in_phonetic = self._is_past_end = False

    def sheet(self) -> Sheet:
        """What was read, once the whole part has gone by."""
        return Sheet(
            name=self._name,
            hidden=self._hidden,
            rows=tuple(self._rows),
            width=self._width,
            merged=tuple(self._merged),
            remarks=tuple(self._remarks.values()),
        )

    def start(self, name: str, attributes: Attributes) -> None:
        """An element opens."""
        if name == "c":
            self._open_cell(attributes)
        elif name == "row":
            self._open_row(attributes)
        elif name == "v" or (name == "t" and self._type == "inlineStr" and not self._in_phonetic):
            self._value = [] if self._value is None else self._value
            self._pieces = self._value
        elif name == "f":
            self._has_formula = True
        elif name == "rPh":
            self._in_phonetic = True
        elif name == "dimension":
            self._check_declared(attributes.get("ref", ""))
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        """An element closes."""
        if name == "c":
            self._close_cell()
        elif name in {"v", "t"}:
            self._pieces = None
        elif name == "row":
            self._close_row()
        elif name == "rPh":
            self._in_phonetic = False

    def text(self, piece: str) -> None:
        """Some characters of a value."""
        if self._pieces is not None:
            self._length += len(piece)
            if self._length > self._budget.limits.cell_characters:
                raise TableRefused("cell_too_long", place=self._place(), limit=self._budget.limits.cell_characters)
            self._pieces.append(piece)

    def _check_declared(self, area: str) -> None:
        limits = self._budget.limits
        corner = _ADDRESS.fullmatch(area.rpartition(":")[2])
        if corner is None:
            return
        if column_number(corner[1]) > limits.columns:
            raise TableRefused("too_many_columns", place=self._name, limit=limits.columns)
        self._check_depth(int(corner[2]))

    def _check_depth(self, row: int) -> None:
        limit = self._budget.limits.declared_rows
        if row > limit:
            raise TableRefused("too_many_rows_declared", place=self._name, rows=row, limit=limit)

    def _open_row(self, attributes: Attributes) -> None:
        number = whole_number(attributes.get("r", "")) or self._row + 1
        if number <= self._row:
            self._refuse_order()
        self._check_depth(number)
        self._row, self._column, self._address, self._cells = number, 0, "", []
        if number - self._last_valued > self._budget.limits.empty_rows:
            self._is_past_end = True

    def _close_row(self) -> None:
        if not self._cells or self._is_past_end:
            return
        self._last_valued = self._row
        self._width = max(self._width, len(self._cells))
        self._rows.append(Row(self._row, tuple(self._cells)))
        if len(self._rows) > self._max_rows:
            raise TableRefused("too_many_rows", place=self._name, limit=self._max_rows)

    def _open_cell(self, attributes: Attributes) -> None:
        address = attributes.get("r")
        if address is None:
            self._column, address = self._at_column() + 1, ""
        self._address = address
        self._attributes = attributes
        self._value = None
        self._length = 0
        self._has_formula = False
        self._type = attributes.get("t", "n")

    def _at_column(self) -> int:
        """The column of the cell last opened; looked up only when needed, for most cells are empty."""
        if self._address:
            stated = _ADDRESS.fullmatch(self._address)
            if stated is None or int(stated[2]) != self._row:
                self._refuse_order()
            self._column, self._address = column_number(stated[1]), ""
        return self._column

    def _close_cell(self) -> None:
        self._pieces = None
        if self._value is None and not self._has_formula:
            return
        column = self._at_column()
        if column <= len(self._cells):
            self._refuse_order()
        if column > self._budget.limits.columns:
            raise TableRefused("too_many_columns", place=self._name, limit=self._budget.limits.columns)
        if self._is_past_end:
            self._remark("values_below_gap", count=self._budget.limits.empty_rows)
            return
        cell = self._cell(None if self._value is None else "".join(self._value))
        if not cell.text and not cell.note:
            return
        self._budget.keep(cell.text, self._place)
        if cell.note in _REMARKED:
            self._remark("formulas" if cell.note == "formula" else cell.note)
        self._cells.extend([EMPTY] * (column - 1 - len(self._cells)))
        self._cells.append(cell)

    def _cell(self, raw: str | None) -> Cell:
        if raw is None or (raw == "" and self._has_formula and self._type != "str"):
            return Cell("", "unreadable", note="formula_without_value")
        note = "formula" if self._has_formula else ""
        match self._type:
            case "s":
                cell = Cell(self._shared(raw), note=note)
            case "str" | "inlineStr":
                cell = Cell(unescaped(raw), note=note)
            case "b":
                cell = Cell("TRUE" if raw.strip() == "1" else "FALSE", "yes_no", note=note)
            case "e":
                cell = Cell(raw[:20], "unreadable", note="error_value")
            case "d":
                cell = Cell(raw.strip()[:40], "date", None, "yyyy-mm-dd", note)
            case _:
                cell = self._number(raw, note)
        return cell

    def _shared(self, raw: str) -> str:
        index = whole_number(raw.strip())
        if index is None or index >= len(self._book.texts):
            raise TableRefused("damaged", what=f"{self._place()} refers to a missing text")
        return self._book.texts[index]

    def _number(self, raw: str, note: str) -> Cell:
        try:
            number = float(raw[:40])
        except ValueError:
            raise TableRefused("damaged", what=f"{self._place()} contains an invalid number") from None
        if number - number != 0:  # infinity and not-a-number, which no spreadsheet stores
            raise TableRefused("damaged", what=f"{self._place()} contains an invalid number")
        code = self._format()
        kind: CellKind = "number"
        text = number_text(number)
        if is_date_format(code):
            moment = date_of_serial(number, self._book.epoch)
            if moment is None:
                note = "impossible_date"
            else:
                kind = "date"
                is_midnight = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
                text = moment.date().isoformat() if is_midnight else moment.isoformat()
        return Cell(text, kind, number, code, note)

    def _format(self) -> str:
        style = whole_number(self._attributes.get("s", "0"))
        return self._book.formats[style] if style is not None and style < len(self._book.formats) else "General"

    def _merge(self, area: str) -> None:
        if len(self._merged) >= self._budget.limits.merges:
            raise TableRefused("too_many_merges", place=self._name, limit=self._budget.limits.merges)
        if all(_ADDRESS.fullmatch(corner) for corner in area.split(":")):
            self._merged.append(area)

    def _remark(self, code: str, *, count: int = 1) -> None:
        known = self._remarks.get(code)
        if known is None:
            self._remarks[code] = Remark(code, self._place(), count)
        elif code != "values_below_gap":
            self._remarks[code] = Remark(code, known.place, known.count + 1)

    def _place(self) -> str:
        return f"{self._name}!{column_letters(self._at_column())}{self._row}"

    def _refuse_order(self) -> NoReturn:
        raise TableRefused("damaged", what=f"the cells of {self._name} are not in order (row {self._row})")


def whole_number(text: str) -> int | None:
    """The number in at most nine ASCII digits, otherwise None (int() would take other scripts and a sign)."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """1 for "A", 16,384 for "XFD"."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """The letters of a column: "A" for 1, "XFD" for 16,384."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def unescaped(text: str) -> str:
    """The text with `_x000D_` and the like resolved (ECMA-376 part 1, 22.9.2.19), surrogates excepted."""
    if "_x" not in text:
        return text

    def character(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        return match[0] if code in _SURROGATES or code == 0 else chr(code)

    return _ESCAPE.sub(character, text)


def area_corners(area: str) -> tuple[int, int, int, int]:
    """Left column, top row, right column and bottom row of an area such as "A1:B2", all from 1."""
    start, _, end = area.partition(":")
    corners = [_ADDRESS.fullmatch(corner) for corner in (start, end or start)]
    (left, top), (right, bottom) = [(column_number(at[1]), int(at[2])) for at in corners if at]
    return left, top, right, bottom
