"""What a reader hands over: sheets of rows of cells, in types that JSON can carry."""

from dataclasses import dataclass, replace
from typing import Any, Final, Literal, Self, cast

CellKind = Literal["text", "number", "date", "yes_no", "unreadable"]
Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: its text, and for numbers and dates also the stored number and its number format.

    A date's text is ISO 8601; its number is the serial of the workbook's own date system.
    The note is empty or one of: formula, formula_without_value, error_value, impossible_date,
    apostrophe_removed.
    """

    text: str
    kind: CellKind = "text"
    number: float | None = None
    format: str = ""
    note: str = ""

    def to_plain(self) -> str | list[str | float | None]:
        """A bare string for the many plain texts, a list for the rest."""
        if self.kind == "text" and not self.note:
            return self.text
        return [self.text, self.kind, self.number, self.format, self.note]

    @classmethod
    def from_plain(cls, plain: str | list[Any]) -> Self:
        """The cell that `to_plain` described."""
        if isinstance(plain, str):
            return cls(plain)
        text, kind, number, number_format, note = plain
        return cls(text, cast("CellKind", kind), number, number_format, note)


EMPTY: Final = Cell("")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds a value: its 1-based number in the file (for CSV the line it starts in)."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, index: int) -> Cell:
        """The cell in a 0-based column, empty when the row ends before it."""
        return self.cells[index] if 0 <= index < len(self.cells) else EMPTY


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the person should know although the sheet was read; the code names the sentence."""

    code: str
    place: str
    count: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows with at least one value, merged areas as "A1:B2", and what was odd about it."""

    name: str
    hidden: bool
    rows: tuple[Row, ...]
    width: int
    merged: tuple[str, ...] = ()
    uneven: tuple[int, ...] = ()
    uneven_total: int = 0
    remarks: tuple[Remark, ...] = ()

    def row(self, number: int) -> Row | None:
        """The row with this number in the file, if it holds a value."""
        return next((row for row in self.rows if row.number == number), None)

    def to_plain(self) -> Plain:
        """The sheet in JSON types."""
        return {
            "name": self.name,
            "hidden": self.hidden,
            "width": self.width,
            "rows": [[row.number, [cell.to_plain() for cell in row.cells]] for row in self.rows],
            "merged": list(self.merged),
            "uneven": list(self.uneven),
            "uneven_total": self.uneven_total,
            "remarks": [[remark.code, remark.place, remark.count] for remark in self.remarks],
        }

    @classmethod
    def from_plain(cls, plain: Plain) -> Self:
        """The sheet that `to_plain` described."""
        return cls(
            name=plain["name"],
            hidden=plain["hidden"],
            rows=tuple(Row(number, tuple(Cell.from_plain(cell) for cell in cells)) for number, cells in plain["rows"]),
            width=plain["width"],
            merged=tuple(plain["merged"]),
            uneven=tuple(plain["uneven"]),
            uneven_total=plain["uneven_total"],
            remarks=tuple(Remark(*remark) for remark in plain["remarks"]),
        )


@dataclass(frozen=True, slots=True)
class Workbook:
    """A table file as it was understood: its kind ("xlsx" or "csv") and its sheets.

    For CSV, `encoding` and `separator` say how it was read; for XLSX both are empty.
    """

    kind: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    separator: str = ""

    def named(self, name: str) -> Self:
        """The same workbook, its sheets called by the given name (a text table has none of its own)."""
        return replace(self, sheets=tuple(replace(sheet, name=name) for sheet in self.sheets))

    def to_plain(self) -> Plain:
        """The workbook in JSON types."""
        return {
            "kind": self.kind,
            "encoding": self.encoding,
            "separator": self.separator,
            "sheets": [sheet.to_plain() for sheet in self.sheets],
        }

    @classmethod
    def from_plain(cls, plain: Plain) -> Self:
        """The workbook that `to_plain` described."""
        return cls(
            kind=plain["kind"],
            sheets=tuple(Sheet.from_plain(sheet) for sheet in plain["sheets"]),
            encoding=plain["encoding"],
            separator=plain["separator"],
        )
