"""CSV files: comma, every field quoted, and no cell that a spreadsheet program would run as a formula."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from waymark.reports.paper import Cell, Paper, Workbook, as_workbook
from waymark.reports.writers.literal import whole_characters

# What spreadsheet programs skip before they look for a formula: blanks, controls, and what has no width.
_SKIPPED = "\x00-\x08\x0b-\x0c\x0e-\x20\x7f-\xa0\u00ad\u034f\u061c\u115f\u1160\u1680\u180e\u2000-\u200f"
_SKIPPED += "\u2028-\u202f\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0"
_LINE_END = "\n\r\x0b\x0c\x85\u2028\u2029"
_FORMULA = re.compile(rf"(?:\A|[{_LINE_END}])[{_SKIPPED}]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_GUARD = "'"


def write(document: Paper | Workbook, *, byte_order_mark: bool = True) -> bytes:
    """Return the first sheet as CSV in UTF-8 with CRLF line ends; dates are ISO 8601, empty cells empty.

    The byte order mark is what makes spreadsheet programs read the file as UTF-8. Source: RFC 4180.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    for sheet in as_workbook(document).sheets[:1]:
        writer.writerow([_field(column.label) for column in sheet.table.columns])
        writer.writerows([_field(cell) for cell in row] for row in sheet.table.rows)
    return out.getvalue().encode("utf-8-sig" if byte_order_mark else "utf-8")


def pieces(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield the same kind of file row by row, for tables too long to be held at once."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    yield b"\xef\xbb\xbf"  # the byte order mark
    for row in chain([heads], rows):
        writer.writerow([_field(cell) for cell in row])
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()


def guard(text: str) -> str:
    """Return the text with one apostrophe in front if any of its lines could be taken for a formula.

    Text that already begins with apostrophes is guarded by what follows them, so that `unguard` is exact.
    """
    return _GUARD + text if _needs_guard(text) else text


def unguard(text: str) -> str:
    """Return what `guard` was given: remove exactly the apostrophe it would have put there."""
    return text[1:] if text.startswith(_GUARD) and _needs_guard(text[1:]) else text


def _needs_guard(text: str) -> bool:
    return _FORMULA.search(text.lstrip(_GUARD).replace("\r\n", "\n")) is not None


def _field(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, int | float):
        return str(cell)
    return guard(whole_characters(cell))
