"""What a Word document holds that text in Markdown cannot keep, counted before a library reads it."""

import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Final

from waymark.evidence.files.extraction.archive import check_archive

BODY: Final = "word/document.xml"
_TEXTS: Final = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_MACROS: Final = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml)$|(^|/)activeX/", re.IGNORECASE)
_DECLARED: Final = re.compile(rb"<!\s*(?:doctype|entity)", re.IGNORECASE)
_ELEMENTS: Final = {
    "pictures": re.compile(rb"<(?:w:drawing|w:pict)[ >/]"),
    "deleted-text": re.compile(rb"<w:del[ >]"),
    "text-boxes": re.compile(rb"<w:txbxContent[ >]"),
    "formulas": re.compile(rb"<m:oMath[ >]"),
    "objects": re.compile(rb"<w:object[ >]"),
    "merged-cells": re.compile(rb"<w:(?:gridSpan|vMerge)[ /]"),
}
_PARTS: Final = {
    "comments": re.compile(r"^word/comments\.xml$"),
    "page-heads": re.compile(r"^word/(?:header|footer)\d*\.xml$"),
}


class Untaken(Exception):
    """The document cannot become text; `why` is a key of the sentences in `documents.from_word.reading`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def lost_of(file: BinaryIO) -> dict[str, int]:
    """Return what text cannot keep, each with how often it stands there. Raises Untaken and Unread.

    Refused are macros and controls (`macros`), declared document types and entities (`declared`), archives that are no
    Word document (`no-word`), and what `check_archive` refuses.
    """
    with _opened(file) as archive:
        names = archive.namelist()
        if any(_MACROS.search(name) for name in names):
            raise Untaken("macros")
        if BODY not in names:
            raise Untaken("no-word")
    _refuse_declarations(file)
    check_archive(file)
    with _opened(file) as archive:
        texts = [archive.read(name) for name in _TEXTS if name in names]
    found = {kind: sum(len(sign.findall(text)) for text in texts) for kind, sign in _ELEMENTS.items()}
    found |= {kind: sum(bool(sign.search(name)) for name in names) for kind, sign in _PARTS.items()}
    file.seek(0)
    return {kind: count for kind, count in found.items() if count}


def _opened(file: BinaryIO) -> zipfile.ZipFile:
    file.seek(0)
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OverflowError) as fault:
        raise Untaken("no-word") from fault


def _refuse_declarations(file: BinaryIO) -> None:
    """Look for a declared document type at the head of each part, where alone XML allows it. Raises Untaken."""
    with _opened(file) as archive:
        for head in _heads(archive):
            if _DECLARED.search(head.replace(b"\0", b"")):
                raise Untaken("declared")


def _heads(archive: zipfile.ZipFile) -> Iterator[bytes]:
    for entry in archive.infolist():
        if entry.filename.endswith((".xml", ".rels")):
            try:
                with archive.open(entry) as part:
                    yield part.read(_HEAD)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError, OSError) as fault:
                raise Untaken("encrypted" if entry.flag_bits & 0x1 else "damaged") from fault


_HEAD: Final = 64 * 1024
