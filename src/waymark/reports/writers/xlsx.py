"""XLSX work sheets that people filter, fill in and send back; nothing in them is ever a formula."""

import datetime as dt
import io
import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from xlsxwriter import Workbook as XlsxFile
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from waymark.core.dates import day
from waymark.reports.paper import Cell, Column, Kind, Paper, Sheet, Table, Workbook, as_workbook
from waymark.reports.writers.literal import xml_text
from waymark.reports.writers.standing import sample_line, standing_line

CELL_LIMIT = 32_767
"""Characters a cell may hold, counted in UTF-16 units as spreadsheet programs do."""

LISTS = "Lists"
_NAME_LIMIT = 31
_BAD_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_TOO_MANY_DIGITS = 10**15
_FIRST_DATE = dt.date(1900, 3, 1)
_LINE_HEIGHT, _MOST_LINES = 15.0, 20
_SPREADSHEET_WIDTH = (4.0, 90.0)
_INK, _QUIET, _LINE, _PINE, _PINE_TINT = "#16302B", "#56655F", "#D9DDD6", "#0F5F4C", "#E3F4EC"
_BASE = {"font_name": "Calibri", "font_size": 11, "font_color": _INK, "valign": "top"}
_TONES = {"full": "#2F7444", "half": "#8A5A00", "ring": "#A5352A", "dashed": _QUIET, "bar": _QUIET}


def write(document: Paper | Workbook) -> bytes:
    """Return the workbook as XLSX: heading in row 1 of each sheet, and a last sheet about the file.

    Text longer than `CELL_LIMIT` is cut with a note in the cell. Raises nothing for any text.
    """
    workbook = as_workbook(document)
    out = io.BytesIO()
    file = XlsxFile(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        },
    )
    _describe(file, workbook)
    book = _Book(file)
    taken = {LISTS.casefold()}
    for sheet in workbook.sheets:
        book.add(sheet, _tab_name(sheet.name, taken))
    book.add_about(workbook, _tab_name(_("About"), taken))
    book.add_lists()
    file.close()
    return out.getvalue()


class _Book:
    """An open file with its cell formats, each made once, and the lists its columns choose from."""

    def __init__(self, file: XlsxFile) -> None:
        self._file = file
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self._lists: list[tuple[str, ...]] = []

    def add(self, sheet: Sheet, name: str) -> None:
        page = self._file.add_worksheet(name)
        table = sheet.table
        page.hide_gridlines(2)
        page.freeze_panes(1, _frozen_columns(table))
        page.set_row(0, 24)
        for at, column in enumerate(table.columns):
            self._add_column(page, at, column, len(table.rows))
        for at, column in enumerate(table.columns):
            self._fill(page, at, column, (row[at] for row in table.rows))
        for row, cells in enumerate(table.rows, start=1):
            _set_height(page, row, table.columns, cells)
        if table.columns:
            page.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
        page.repeat_rows(0)
        _set_up_print(page, sheet.name)

    def add_about(self, workbook: Workbook, name: str) -> None:
        """Write what the file is, whose, of which day, how to use each sheet, and who decides."""
        page = self._file.add_worksheet(name)
        page.hide_gridlines(2)
        page.set_column(0, 0, 26)
        page.set_column(1, 1, 90)
        title = self._format(font_size=18, font_name="Cambria", font_color=_PINE)
        label, value = self._format(font_color=_QUIET), self._format(text_wrap=True, num_format="@")
        number = self._format(align="left")
        page.write_string(0, 0, _fitting(workbook.title), title)
        page.set_row(0, 30)
        _set_up_print(page, name)
        for at, (text, cell) in enumerate(_about(workbook), start=1):
            page.write_string(at, 0, _fitting(text), label)
            if isinstance(cell, str):
                page.write_string(at, 1, _fitting(cell), value)
            else:
                _write_number(page, at, 1, cell, number)

    def add_lists(self) -> None:
        """Write the choices on a sheet nobody sees: in the rule itself they are limited to 255 characters."""
        if not self._lists:
            return
        page = self._file.add_worksheet(LISTS)
        page.very_hidden()
        text = self._format(num_format="@")
        for at, choices in enumerate(self._lists):
            for row, choice in enumerate(choices):
                page.write_string(row, at, _fitting(choice), text)

    def _add_column(self, page: Worksheet, at: int, column: Column, rows: int) -> None:
        width = _width(column)
        page.set_column(at, at, width, self._cell_format(column), {"hidden": column.hidden})
        page.write_string(0, at, _fitting(column.label), self._heading_format(column))
        if column.choices:
            page.data_validation(1, at, max(rows, 1), at, self._rule(column))

    def _rule(self, column: Column) -> dict[str, object]:
        choices = column.choices or ()
        if choices not in self._lists:
            self._lists.append(choices)
        letter = _letters(self._lists.index(choices))
        return {
            "validate": "list",
            "source": f"={LISTS}!${letter}$1:${letter}${len(choices)}",
            "ignore_blank": True,
            "error_title": _("Not in the list"),
            "error_message": _("Choose one of the values in the list, or leave the cell empty."),
        }

    def _fill(self, page: Worksheet, at: int, column: Column, cells: Iterable[Cell]) -> None:
        plain, as_date = self._cell_format(column), self._format(num_format="yyyy-mm-dd", align="left")
        by_word = {word: self._format(font_color=_TONES[mark], bold=True) for word, mark in column.marks}
        for row, cell in enumerate(cells, start=1):
            if cell is None:
                continue
            if isinstance(cell, dt.date):
                _write_date(page, row, at, cell, as_date)
            elif isinstance(cell, int | float):
                _write_number(page, row, at, cell, plain)
            else:
                page.write_string(row, at, _fitting(cell), by_word.get(cell, plain))

    def _cell_format(self, column: Column) -> Format:
        if column.kind is Kind.NUMBER:
            return self._format(align="right")
        if column.kind is Kind.DATE:
            return self._format(num_format="yyyy-mm-dd", align="left")
        if column.kind is Kind.REFERENCE:
            return self._format(num_format="@", bold=True)
        return self._format(text_wrap=True)

    def _heading_format(self, column: Column) -> Format:
        fill = _PINE if column.editable else _PINE_TINT
        ink = "#FFFFFF" if column.editable else _PINE
        return self._format(bold=True, bg_color=fill, font_color=ink, valign="vcenter", bottom_color=_PINE)

    def _format(self, **properties: object) -> Format:
        wanted = _BASE | {"bottom": 1, "bottom_color": _LINE} | properties
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self._file.add_format(wanted)
        return self._formats[key]


def _describe(file: XlsxFile, workbook: Workbook) -> None:
    created = dt.datetime.combine(workbook.as_of, dt.time(), dt.UTC).replace(tzinfo=None)
    properties = {
        "title": xml_text(workbook.title),
        "subject": xml_text(workbook.subtitle),
        "author": xml_text(workbook.organisation),
        "company": xml_text(workbook.organisation),
        "keywords": xml_text(workbook.reference),
        "category": sample_line() if workbook.sample else "",
        "comments": standing_line(),
        "created": created,
    }
    file.set_properties({key: value for key, value in properties.items() if value})


def _about(workbook: Workbook) -> list[tuple[str, str | int | float]]:
    lines: list[tuple[str, str | int | float]] = [
        (_("Subject"), workbook.subtitle),
        (_("Organisation"), workbook.organisation),
        (_("As of"), day(workbook.as_of, workbook.language)),
        (_("Reference"), workbook.reference),
        (_("Notice"), workbook.notice),
        (sample_line(), _("This file contains demo data.") if workbook.sample else ""),
        *workbook.facts,
    ]
    for sheet in workbook.sheets:
        lines += [(sheet.name, note) for note in sheet.notes]
    return [*((label, value) for label, value in lines if value != ""), (_("Please note"), standing_line())]


def _set_up_print(page: Worksheet, name: str) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    # An ampersand starts a print code; 255 characters is the format's limit for a footer.
    page.set_footer("&L" + xml_text(name)[:80].replace("&", "&&") + "&R&P / &N")


def _width(column: Column) -> float:
    narrow, wide = _SPREADSHEET_WIDTH
    return min(max(column.width, narrow), wide)


def _set_height(page: Worksheet, row: int, columns: tuple[Column, ...], cells: tuple[Cell, ...]) -> None:
    """Make room for wrapped text, which not every program does by itself; one-line rows stay free to grow."""
    lines = 1
    for column, cell in zip(columns, cells, strict=True):
        if isinstance(cell, str) and column.kind is not Kind.REFERENCE and not column.hidden:
            width = _width(column)
            lines = max(lines, sum(1 + int(len(line) / width) for line in cell.split("\n")))
    if lines > 1:
        page.set_row(row, min(lines, _MOST_LINES) * _LINE_HEIGHT)


def _frozen_columns(table: Table) -> int:
    """Return how many columns stay in sight: up to the first visible one, which says what the row is."""
    shown = table.shown()
    return shown[0] + 1 if shown else 0


def _write_date(page: Worksheet, row: int, at: int, value: dt.date, layout: Format) -> None:
    # Spreadsheet programs know no earlier day and take 1900 for a leap year, so such a day goes as text.
    if value < _FIRST_DATE:
        page.write_string(row, at, value.isoformat(), layout)
    else:
        page.write_datetime(row, at, dt.datetime(value.year, value.month, value.day), layout)  # noqa: DTZ001 - a day has no zone


def _write_number(page: Worksheet, row: int, at: int, value: float, layout: Format) -> None:
    if _is_exact(value):
        page.write_number(row, at, value, layout)
    else:
        page.write_string(row, at, str(value), layout)


def _is_exact(value: float) -> bool:
    """Say whether a spreadsheet keeps the number: at most 15 digits, no infinity, and a number at all."""
    return -_TOO_MANY_DIGITS < value < _TOO_MANY_DIGITS


def _fitting(text: str) -> str:
    text = xml_text(text)
    if len(text) * 2 <= CELL_LIMIT or _units(text) <= CELL_LIMIT:
        return text
    note = _("… (cut: cell limit)")
    kept = text[: CELL_LIMIT - len(note)]
    over = _units(kept) + len(note) - CELL_LIMIT
    while over > 0:
        kept = kept[: -max(over // 2, 1)]
        over = _units(kept) + len(note) - CELL_LIMIT
    return kept + note


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _tab_name(wanted: str, taken: set[str]) -> str:
    """Return a sheet name the format allows, different from all before in any case."""
    base = _BAD_IN_NAME.sub(" ", xml_text(wanted)).strip(" '") or _("Sheet")
    number, name = 1, _clipped(base, _NAME_LIMIT)
    while name.casefold() in taken or name.casefold() == "history":
        number += 1
        suffix = f" ({number})"
        name = _clipped(base, _NAME_LIMIT - len(suffix)) + suffix
    taken.add(name.casefold())
    return name


def _clipped(text: str, units: int) -> str:
    while _units(text) > units:
        text = text[:-1]
    return text.strip(" '")


def _letters(at: int) -> str:
    """Return the column letters of a position counted from 0."""
    letters, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
