"""Tells what a file is by its content. The name and what the sender said about it count for nothing.

What is told here decides whether a file is taken as evidence, and how it is shown. In doubt it is taken for the more
dangerous of two kinds.
"""

from dataclasses import dataclass
from typing import BinaryIO, Final

import puremagic

from waymark.evidence.files.kinds import BYTES, Kind, kind_of
from waymark.evidence.files.looking.archives import has_zip_end, look_at_zip
from waymark.evidence.files.looking.documents import look_at_pdf
from waymark.evidence.files.looking.pictures import look_at_picture
from waymark.evidence.files.looking.seen import HEAD, Seen
from waymark.evidence.files.looking.texts import look_at_text
from waymark.evidence.files.remarks import ACTIVE

_PDF_WITHIN: Final = 1024
_PICTURES: Final = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
_PROGRAMS: Final = (
    b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe", b"\x00asm", b"dex\n", b"!<arch>",
)  # fmt: skip
_SHORTCUT: Final = b"L\x00\x00\x00\x01\x14\x02\x00"
_OTHERS: Final = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "application/x-ole-storage",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
    b"{\\rtf": "application/rtf",
    b"\x1f\x8b": "application/gzip",
}
# What puremagic's table may say beyond the above; whatever else it says is left at "unknown".
_TAKEN_FROM_PUREMAGIC: Final = {
    "image/bmp": "image/bmp",
    "image/heic": "image/heic",
    "image/heif": "image/heic",
    "application/x-7z-compressed": "application/x-7z-compressed",
    "application/x-rar-compressed": "application/vnd.rar",
    "application/vnd.rar": "application/vnd.rar",
    "application/x-tar": "application/x-tar",
    "application/x-sqlite3": "application/vnd.sqlite3",
    "application/vnd.sqlite3": "application/vnd.sqlite3",
    "audio/mpeg": "audio/mpeg",
    "audio/wav": "audio/x-wav",
    "audio/x-wav": "audio/x-wav",
    "video/mp4": "video/mp4",
    "video/quicktime": "video/quicktime",
    "video/webm": "video/webm",
    "video/x-matroska": "video/webm",
}
# In a picture or a PDF these speak to a browser, or to a server that runs what it hands out.
_FOREIGN: Final = (
    b"<script", b"<!doctype html", b"<html", b"<iframe", b"<svg", b"<?php", b"javascript:", b"<body", b"onerror=",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is: its kind, whether it can do something when opened, and what to tell people about it."""

    kind: Kind
    is_active: bool
    may_show_inline: bool
    remarks: tuple[str, ...]


def recognise(file: BinaryIO, size: int) -> Recognised:
    """Tell what a file is, in bounded memory. `file` can be sought in and stands at its beginning afterwards."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(max(0, size - HEAD))
    tail = file.read(HEAD)
    seen = _see(file, size, head, tail)
    if seen.media_type != BYTES and _is_many(seen.media_type, head, tail):
        seen.remarks.add("several-kinds")
    file.seek(0)
    return _judged(seen)


def _judged(seen: Seen) -> Recognised:
    kind = kind_of(seen.media_type)
    if kind.is_active:
        seen.remarks.add("runs")
    is_active = bool(seen.remarks & ACTIVE)
    may_show = bool(kind.shown_as) and seen.is_clean and not is_active and "encrypted" not in seen.remarks
    return Recognised(kind, is_active, may_show, tuple(sorted(seen.remarks)))


def _see(file: BinaryIO, size: int, head: bytes, tail: bytes) -> Seen:
    picture = next((kind for start, kind in _PICTURES.items() if head.startswith(start)), "")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        picture = "image/webp"
    if picture:
        return look_at_picture(file, size, picture)
    if head.startswith(_PROGRAMS) and not _is_words(head):
        return Seen("application/x-executable")
    if head.startswith(_SHORTCUT):
        return Seen("application/x-ms-shortcut")
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return look_at_pdf(file, size)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return look_at_zip(file, tail)
    other = next((kind for start, kind in _OTHERS.items() if head.startswith(start)), "")
    return Seen(other) if other else look_at_text(file, head) or Seen(_guessed_by_puremagic(head))


def _is_words(head: bytes) -> bool:
    """Return whether what begins like a program goes on as text ("MZ-2024 …"); programs have NULs early on."""
    return head.startswith(b"MZ") and b"\x00" not in head[:256]


def _is_many(media_type: str, head: bytes, tail: bytes) -> bool:
    """Return whether a file could pass for another kind as well."""
    if media_type.startswith(("text/", "message/")):
        return False
    is_zip = head.startswith(b"PK")
    if has_zip_end(tail) and not is_zip:
        return True
    # A ZIP archive may have anything in front of it, such as a program that unpacks it.
    if is_zip:
        return b"%PDF-" in head[:_PDF_WITHIN]
    if media_type == "application/pdf":
        return not head.startswith(b"%PDF-") or _speaks(head[:_PDF_WITHIN])
    if media_type == "image/svg+xml":
        return False
    return media_type.startswith("image/") and (_speaks(head) or _speaks(tail) or b"%PDF-" in head[:_PDF_WITHIN])


def _speaks(piece: bytes) -> bool:
    lower = piece.lower()
    return any(mark in lower for mark in _FOREIGN)


def _guessed_by_puremagic(head: bytes) -> str:
    try:
        guesses = puremagic.magic_string(head) if head else []
    except (puremagic.PureError, ValueError):
        return BYTES
    return next(
        (_TAKEN_FROM_PUREMAGIC[one.mime_type] for one in guesses if one.mime_type in _TAKEN_FROM_PUREMAGIC), BYTES
    )
