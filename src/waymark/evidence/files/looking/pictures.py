"""PNG, JPEG, GIF and WebP: whole and nothing else, small enough to be shown, and what their metadata tell."""

import struct
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from waymark.evidence.files.looking.seen import HEAD, Seen

MOST_PIXELS: Final = 100_000_000
"""A browser unpacks a picture to four bytes for each pixel."""
_MOST_CHUNKS: Final = 4096
_MOST_METADATA: Final = 1024 * 1024
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_GPS, _EXIF = 0x8825, 0x8769
_MAKER_AND_OWNER: Final = frozenset({0x010F, 0x0110, 0x013B, 0xA430, 0xA431})
_CAMERA: Final = (b"serialnumber", b"ownername", b"photoshop:history", b"xmpmm:history", b"dc:creator")
_MARK, _SCAN = 0xFF, 0xDA
_STANDALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


class _Odd(Exception):
    """The picture is not built as its kind demands."""


class _Size(NamedTuple):
    width: int
    height: int


_Parts = Iterator[_Size | bytes]
"""What a picture consists of, as far as it counts here: sizes in pixels, and pieces of metadata."""


def look_at_picture(file: BinaryIO, size: int, media_type: str) -> Seen:
    """Walk through the parts of a picture."""
    seen = Seen(media_type)
    parts = {"image/png": _png, "image/jpeg": _jpeg, "image/gif": _gif, "image/webp": _webp}[media_type]
    width = height = 0
    try:
        for part in parts(file, size):
            if isinstance(part, bytes):
                seen.remarks |= _remarks_of(part)
            else:
                width, height = max(width, part.width), max(height, part.height)
    except (_Odd, struct.error):
        # Perhaps damaged, perhaps made to be taken for something else as well.
        seen.is_clean = False
    if not width or not height:
        seen.is_clean = False
    if width * height > MOST_PIXELS:
        seen.remarks.add("too-many-pixels")
        seen.is_clean = False
    return seen


def pixels_of(file: BinaryIO, size: int, media_type: str) -> tuple[int, int]:
    """Return width and height as the head of a PNG or JPEG says them, decoding nothing; noughts where it does not."""
    parts = {"image/png": _png, "image/jpeg": _jpeg}[media_type]
    try:
        found = next((part for part in parts(file, size) if isinstance(part, _Size)), _Size(0, 0))
    except (_Odd, struct.error):
        return 0, 0
    return found.width, found.height


def _png(file: BinaryIO, size: int) -> _Parts:
    at = len(_PNG)
    for number in range(_MOST_CHUNKS):
        file.seek(at)
        length, kind = struct.unpack(">I4s", file.read(8))
        if number == 0:
            if kind != b"IHDR":
                raise _Odd
            yield _Size(*struct.unpack(">II", file.read(8)))
        elif kind in (b"eXIf", b"iTXt", b"tEXt"):
            yield file.read(min(length, _MOST_METADATA))
        at += 12 + length
        if kind == b"IEND":
            if at != size:
                raise _Odd
            return
    # Large pictures have many parts of data; that many are looked at, and the end is believed.
    if size > _MOST_CHUNKS * HEAD:
        return
    raise _Odd


def _jpeg(file: BinaryIO, size: int) -> _Parts:
    at = 2
    for _number in range(_MOST_CHUNKS):
        file.seek(at)
        mark, kind = struct.unpack(">BB", file.read(2))
        if mark != _MARK:
            raise _Odd
        if kind == _MARK:
            at += 1
            continue
        if kind in _STANDALONE:
            at += 2
            continue
        (length,) = struct.unpack(">H", file.read(2))
        if kind == _SCAN:
            return
        if kind in _FRAMES:
            height, width = struct.unpack(">xHH", file.read(5))
            yield _Size(width, height)
        elif kind in (0xE1, 0xED):
            yield file.read(length - 2)
        at += 2 + length
        if at >= size:
            raise _Odd
    raise _Odd


def _gif(file: BinaryIO, size: int) -> _Parts:
    file.seek(6)
    width, height, flags = struct.unpack("<HHBxx", file.read(7))
    yield _Size(width, height)
    at = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    file.seek(at)
    first = file.read(1)
    # After the colours comes an extension or a picture; a script behind a comment does not look like that.
    if first not in (b"\x21", b"\x2c"):
        raise _Odd
    file.seek(size - 1)
    if file.read(1) not in (b"\x3b", b"\x00"):
        raise _Odd


def _webp(file: BinaryIO, size: int) -> _Parts:
    file.seek(4)
    (length,) = struct.unpack("<I", file.read(4))
    if length + 8 not in (size, size - 1):
        raise _Odd
    at = 12
    for _number in range(_MOST_CHUNKS):
        if at + 8 > size:
            return
        file.seek(at)
        kind, length = struct.unpack("<4sI", file.read(8))
        if kind == b"VP8X":
            flags = file.read(10)
            yield _Size(1 + int.from_bytes(flags[4:7], "little"), 1 + int.from_bytes(flags[7:10], "little"))
        elif kind == b"VP8 ":
            width, height = struct.unpack("<6xHH", file.read(10))
            yield _Size(width & 0x3FFF, height & 0x3FFF)
        elif kind == b"VP8L":
            (bits,) = struct.unpack("<xI", file.read(5))
            yield _Size(1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF))
        elif kind in (b"EXIF", b"XMP "):
            yield file.read(min(length, _MOST_METADATA))
        at += 8 + length + (length & 1)
    raise _Odd


def _remarks_of(content: bytes) -> set[str]:
    """Return the remarks on Exif or XMP metadata."""
    codes: set[str] = set()
    start = content.find(b"Exif\x00\x00")
    tiff = content[start + 6 :] if start >= 0 else content
    if tiff[:4] in (b"II*\x00", b"MM\x00*"):
        tags = _tags(tiff)
        if _GPS in tags:
            codes.add("gps-position")
        if tags & _MAKER_AND_OWNER:
            codes.add("camera-details")
    lower = content.lower()
    if b"exif:gps" in lower:
        codes.add("gps-position")
    if any(mark in lower for mark in _CAMERA):
        codes.add("camera-details")
    return codes


def _tags(tiff: bytes) -> set[int]:
    """Return the tags of the first directory of Exif metadata and of the one for the camera."""
    order = "<" if tiff[:2] == b"II" else ">"
    tags: set[int] = set()
    try:
        at = struct.unpack_from(f"{order}I", tiff, 4)[0]
        found = _directory(tiff, at, order)
        tags |= set(found)
        if _EXIF in found:
            tags |= set(_directory(tiff, found[_EXIF], order))
    except struct.error:
        # A directory that ends early has told what it could.
        return tags
    return tags


def _directory(tiff: bytes, at: int, order: str) -> dict[int, int]:
    (count,) = struct.unpack_from(f"{order}H", tiff, at)
    entries = (struct.unpack_from(f"{order}HHII", tiff, at + 2 + 12 * number) for number in range(min(count, 512)))
    return {tag: value for tag, _type, _count, value in entries}
