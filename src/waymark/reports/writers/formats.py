"""The file formats a document can be had in, and the one function that writes each."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from threading import BoundedSemaphore

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from waymark.core.errors import RuleBroken
from waymark.core.forked import NotFinished, apart
from waymark.reports.paper import Paper, Workbook
from waymark.reports.writers import csvs, docx, jsons, pdf, xlsx

logger = logging.getLogger(__name__)


class NotWritten(RuleBroken):
    """A file took too long, or more memory than there was: nothing that the reader has done wrong."""

    code = "file-not-written"


class OthersWritten(RuleBroken):
    """As many files are being written as leave threads for pages."""

    code = "other-files-first"


class Format(StrEnum):
    """A file format; its value is also the extension and the word used in addresses and commands."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    PDF = "pdf"
    DOCX = "docx"

    @property
    def extension(self) -> str:
        """The file name's ending, without the dot."""
        return self.value

    @property
    def content_type(self) -> str:
        """The media type to serve the file with."""
        return _CONTENT_TYPES[self]

    @property
    def label(self) -> str:
        """The name on a button."""
        return {
            Format.XLSX: _("Excel work sheet"),
            Format.CSV: _("CSV table"),
            Format.JSON: _("JSON data"),
            Format.PDF: _("PDF report"),
            Format.DOCX: _("Word document"),
        }[self]


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_CONTENT_TYPES = {
    Format.XLSX: f"{_OPEN_XML}.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
    Format.PDF: "application/pdf",
    Format.DOCX: f"{_OPEN_XML}.wordprocessingml.document",
}
_WRITERS = {
    Format.XLSX: xlsx.write,
    Format.CSV: csvs.write,
    Format.JSON: jsons.write,
    Format.PDF: pdf.write,
    Format.DOCX: docx.write,
}


# Typesetting takes up to a hundred MiB for a long report, and what a thread gives back stays with its process.
_HEAVY = frozenset({Format.PDF, Format.DOCX})


def write(wanted: Format, document: Paper | Workbook) -> bytes:
    """Return the document in the wanted format; a form the format cannot hold is turned into one it can.

    Raises NotWritten and OthersWritten.
    """
    if wanted not in _HEAVY:
        return _WRITERS[wanted](document)
    language, zone = translation.get_language(), timezone.get_current_timezone_name()
    try:
        with _place():
            return apart(_written, wanted, document, language, zone)
    except NotFinished as failed:
        logger.exception("format=%s", wanted)
        raise NotWritten(
            _("The file could not be written: it took too long, or the system had too little memory."),
            way_out=_("Try again in a minute, or choose another format."),
        ) from failed


@contextmanager
def _place() -> Iterator[None]:
    """Take one of the places for heavy files: half of the threads of this process, so that pages have the others."""
    places = _places()
    if not places.acquire(blocking=False):
        raise OthersWritten(
            _("Other PDF and Word files are being written at the moment."), way_out=_("Try again in a few seconds.")
        )
    try:
        yield
    finally:
        places.release()


@cache
def _places() -> BoundedSemaphore:
    return BoundedSemaphore(max(1, settings.CONFIGURATION.threads // 2))


def _written(wanted: Format, document: Paper | Workbook, language: str | None, zone: str) -> bytes:
    """Return the document in the language and the time zone of the one who asked."""
    with translation.override(language), timezone.override(zone):
        return _WRITERS[wanted](document)
