"""The text of PDF files, page by page."""

import struct
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import NameObject

from waymark.evidence.files.extraction.limits import MOST_PAGES, Gathered, Unread

_INHERITED: Final = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_MOST_VISITS: Final = MOST_PAGES * 4
# What pypdf lets through when a page contradicts itself.
_FAULTS: Final = (
    PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, AssertionError,
    NotImplementedError, struct.error, zlib.error,
)  # fmt: skip


def read_pdf(file: BinaryIO, gathered: Gathered) -> None:
    """Gather the text of each page; a page that cannot be read costs only itself. Raises Unread."""
    failed = 0
    try:
        reader = PdfReader(file, strict=False)
        # Many documents forbid printing or copying and open without a password all the same.
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unread("encrypted")
        for number, page in enumerate(_pages(reader)):
            if number == MOST_PAGES:
                gathered.was_cut = True
                break
            try:
                text = page.extract_text()
            except _FAULTS:
                failed += 1
                continue
            if not gathered.add(text):
                gathered.was_cut = True
                break
    except _FAULTS as fault:
        # What was read before the fault is worth having.
        if not gathered.text.strip():
            raise Unread("damaged") from fault
        gathered.was_cut = True
    if failed and not gathered.text.strip():
        raise Unread("damaged")


def _pages(reader: PdfReader) -> Iterator[PageObject]:
    """Walk through the tree of pages as far as it is asked for; pypdf's own list first visits all of them."""
    waiting: list[tuple[Any, dict[str, Any]]] = [(reader.root_object["/Pages"], {})]
    for _visit in range(_MOST_VISITS):
        if not waiting:
            return
        reference, above = waiting.pop()
        node = reference.get_object()
        passed_on = {**above, **{name: node[name] for name in _INHERITED if name in node}}
        if "/Kids" in node:
            waiting += [(kid, passed_on) for kid in reversed(node["/Kids"])]
            continue
        page = PageObject(reader)
        page.update({NameObject(name): value for name, value in passed_on.items()})
        page.update(node)
        yield page
    raise Unread("damaged")
