"""PDF: what it would do when it is opened, told from its bytes; packed objects are unpacked within a budget."""

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from waymark.evidence.files.looking.seen import HEAD, Seen

_PIECE: Final = 1024 * 1024
_OVERLAP: Final = 64
_LONGEST_READ: Final = 64 * _PIECE
_MOST_UNPACKED: Final = 16 * _PIECE
_MOST_STREAMS: Final = 2000
_NAME_END: Final = rb"(?![A-Za-z0-9])"
_HEXED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
# Each mark is long enough not to turn up by chance in megabytes of packed pictures.
_MARKS: Final = (
    ("pdf-script", re.compile(rb"/JavaScript" + _NAME_END)),
    ("pdf-launch", re.compile(rb"/(?:Launch|SubmitForm|ImportData|GoToR|GoToE|Movie|Rendition)" + _NAME_END)),
    ("embedded-files", re.compile(rb"/(?:EmbeddedFiles?|RichMedia|Filespec)" + _NAME_END)),
    ("encrypted", re.compile(rb"/Encrypt" + _NAME_END)),
    ("not-looked-into", re.compile(rb"/XFA\s*[\[0-9]")),
)
_PACKED: Final = re.compile(rb"/ObjStm" + _NAME_END)
_STREAM: Final = re.compile(rb"stream\r?\n")


def look_at_pdf(file: BinaryIO, size: int) -> Seen:
    """Look for scripts, actions and files in a PDF. What cannot be looked into is said, and counts as active."""
    seen = Seen("application/pdf")
    packed: list[int] = []
    for at, window in _windows(file, size):
        plain = _unhexed(window)
        seen.remarks |= {code for code, mark in _MARKS if mark.search(plain)}
        packed += [at + found.start() for found in _PACKED.finditer(window)][: _MOST_STREAMS + 1]
    is_hidden = "encrypted" in seen.remarks and bool(packed)
    if is_hidden or size > _LONGEST_READ or len(packed) > _MOST_STREAMS:
        seen.remarks.add("not-looked-into")
    else:
        seen.remarks |= _inside(file, sorted(set(packed)))
    return seen


def _windows(file: BinaryIO, size: int) -> Iterator[tuple[int, bytes]]:
    """Return pieces that overlap, so that no name is cut in two."""
    file.seek(0)
    tail, at = b"", 0
    while at < min(size, _LONGEST_READ) and (piece := file.read(_PIECE)):
        yield at - len(tail), tail + piece
        at += len(piece)
        tail = (tail + piece)[-_OVERLAP:]


def _unhexed(window: bytes) -> bytes:
    """Return the window with names such as /J#61vaScript spelt out."""
    return _HEXED.sub(lambda found: bytes([int(found[1], 16)]), window) if b"#" in window else window


def _inside(file: BinaryIO, places: list[int]) -> set[str]:
    """Unpack the packed objects and look for the same marks in them."""
    codes: set[str] = set()
    budget = _MOST_UNPACKED
    for place in places:
        file.seek(place)
        content = file.read(HEAD * 16)
        start = _STREAM.search(content)
        if start is None:
            continue
        unpacker = zlib.decompressobj()
        try:
            unpacked = unpacker.decompress(content[start.end() :], budget)
        except zlib.error:
            # Packed in another way than all usual programs pack.
            codes.add("not-looked-into")
            continue
        budget -= len(unpacked)
        plain = _unhexed(unpacked)
        codes |= {code for code, mark in _MARKS if mark.search(plain)}
        if budget <= 0 or unpacker.unconsumed_tail or not unpacker.eof:
            codes.add("not-looked-into")
        if budget <= 0:
            break
    return codes
