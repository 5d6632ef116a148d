"""Makes sure, before a library opens it, that an office document is no bomb and declares nothing."""

import re
import zipfile
import zlib
from typing import BinaryIO, Final

from waymark.evidence.files.extraction.limits import (
    MOST_ENTRIES,
    MOST_RATIO,
    MOST_UNPACKED,
    RATIO_FROM,
    Unread,
)

_PIECE: Final = 256 * 1024
_OVERLAP: Final = 16
_DOCTYPE: Final = re.compile(rb"<!doctype|<!entity", re.IGNORECASE)
# The same declaration in the other encodings that an XML parser understands.
_WIDE: Final = (b"<\x00!\x00", b"\x00<\x00!")
_FAULTS: Final = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OverflowError, NotImplementedError)


def check_archive(file: BinaryIO) -> None:
    """Unpack everything once, counting, and keep nothing. Raises Unread."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & 0x1 for entry in entries):
                raise Unread("encrypted")
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise Unread("too-large")
            unpacked = 0
            for entry in entries:
                unpacked += _checked(archive, entry, MOST_UNPACKED - unpacked)
    except _FAULTS as fault:
        raise Unread("damaged") from fault
    file.seek(0)


def _checked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> int:
    """Unpack one part in pieces and return its true size: the directory may lie."""
    size, tail = 0, b""
    with archive.open(entry) as part:
        while piece := part.read(_PIECE):
            size += len(piece)
            if size > left or (size > RATIO_FROM and size > MOST_RATIO * max(entry.compress_size, 1)):
                raise Unread("too-large")
            window = tail + piece
            if _DOCTYPE.search(window) or any(mark in window[: _PIECE // 64] for mark in _WIDE):
                raise Unread("damaged")
            tail = piece[-_OVERLAP:]
    return size
