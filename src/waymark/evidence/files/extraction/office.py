"""The text of Word documents and Excel workbooks."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import docx
import openpyxl
from docx.opc.exceptions import OpcError
from lxml.etree import LxmlError
from openpyxl.utils.exceptions import InvalidFileException

from waymark.evidence.files.extraction.archive import check_archive
from waymark.evidence.files.extraction.limits import EMPTY_ROWS, MOST_CELLS, Gathered, Unread

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FAULTS: Final = (
    LxmlError, OpcError, InvalidFileException, SyntaxError, ValueError, KeyError, TypeError, IndexError, AttributeError,
)  # fmt: skip


def read_word(file: BinaryIO, gathered: Gathered) -> None:
    """Gather the paragraphs, those of tables and text boxes too; deleted text stays out. Raises Unread."""
    check_archive(file)
    try:
        body = docx.Document(file).element.body
        for paragraph in body.iter(f"{_W}p"):
            if not gathered.add("".join(_words(paragraph))):
                return
    except _FAULTS as fault:
        raise Unread("damaged") from fault


def read_workbook(file: BinaryIO, gathered: Gathered) -> None:
    """Gather the cells of every sheet, row by row, with stored results in place of formulas. Raises Unread."""
    check_archive(file)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        visited = 0
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            gathered.add(sheet.title)
            empty = 0
            for row in sheet.iter_rows(values_only=True):
                visited += len(row) + 1
                line = "\t".join(_shown(value) for value in row if value is not None)
                empty = 0 if line else empty + 1
                if empty > EMPTY_ROWS:
                    break
                if visited > MOST_CELLS:
                    gathered.was_cut = True
                    return
                if line and not gathered.add(line):
                    gathered.was_cut = True
                    return
    except _FAULTS as fault:
        raise Unread("damaged") from fault


def _words(paragraph: Any) -> Iterator[str]:
    for part in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        yield part.text or "" if part.tag == f"{_W}t" else " "


def _shown(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    return str(value)
