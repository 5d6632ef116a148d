"""ZIP files and the documents that are built as such: looked at by their directory and a few of their parts."""

import re
import struct
import zipfile
import zlib
from typing import BinaryIO, Final

from waymark.evidence.files.looking.seen import HEAD, Seen

_END: Final = b"PK\x05\x06"
_END_LENGTH: Final = 22
_MOST_ENTRIES: Final = 10_000
_LONGEST_DIRECTORY: Final = 4 * 1024 * 1024
_LONGEST_PART: Final = 16 * 1024 * 1024
_PIECE: Final = 256 * 1024
_OVERLAP: Final = 64
_WORD: Final = "application/vnd.openxmlformats-officedocument."
_OFFICE: Final = (
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
    ("word/", f"{_WORD}wordprocessingml.document"),
    ("xl/", f"{_WORD}spreadsheetml.sheet"),
    ("ppt/", f"{_WORD}presentationml.presentation"),
)
_OPEN: Final = "application/vnd.oasis.opendocument."
_PARTS: Final = (
    ("macros", re.compile(r"vbaproject|/macrosheets/|vbadata|/basic/|/scripts/")),
    ("external-content", re.compile(r"/externallinks/")),
    ("data-connections", re.compile(r"/connections?\.(xml|bin)$|/querytables/|/powerpivot")),
    ("embedded-files", re.compile(r"/embeddings/|oleobject|/objectreplacements/")),
    ("activex", re.compile(r"/activex/")),
    ("comments", re.compile(r"/comments?\d*\.xml$|/threadedcomments/")),
)
_TYPES: Final = (
    ("macros", re.compile(rb"macroenabled|vbaproject|macrosheet", re.IGNORECASE)),
    ("data-connections", re.compile(rb"relationships/(?:connections|querytable)", re.IGNORECASE)),
    ("embedded-files", re.compile(rb"relationships/(?:oleobject|package)[\"']", re.IGNORECASE)),
    ("activex", re.compile(rb"relationships/(?:activex)?control[\"']", re.IGNORECASE)),
)
_RELATIONSHIP: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?Relationship\s[^>]*>")
_EXTERNAL: Final = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_HYPERLINK: Final = re.compile(rb"relationships/hyperlink[\"']", re.IGNORECASE)
_IN_TEXT: Final = (
    ("tracked-changes", re.compile(rb"<w:(?:ins|del|moveFrom|moveTo)[\s>]|<text:tracked-changes")),
    ("external-content", re.compile(rb"\bDDE(?:AUTO)?\b|INCLUDEPICTURE")),
)
_AUTHORS: Final = re.compile(rb"<(?:dc:creator|cp:lastModifiedBy|meta:initial-creator)(?:\s[^>]{0,200})?>[^<]")
_HIDDEN_SHEET: Final = re.compile(rb"<sheet\s[^>]*state=[\"'](?:hidden|veryHidden)")


def has_zip_end(tail: bytes) -> bool:
    """Return whether the end of a file makes it readable as a ZIP archive."""
    at = tail.rfind(_END)
    return at >= 0 and len(tail) - at >= _END_LENGTH


def look_at_zip(file: BinaryIO, tail: bytes) -> Seen:
    """Tell which document a ZIP file is, and what it holds that acts. Its parts are never written anywhere."""
    if not _is_small(tail):
        return Seen("application/zip", {"not-looked-into"})
    try:
        with zipfile.ZipFile(file) as archive:
            return _look(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, OverflowError, NotImplementedError):
        return Seen("application/zip", {"not-looked-into"})
    except (struct.error, RuntimeError, KeyError):
        # The library checks less than it reads; RuntimeError is its word for a part with a password.
        return Seen("application/zip", {"encrypted", "not-looked-into"})


def _is_small(tail: bytes) -> bool:
    """Return whether the directory may be read: a made-up one could be as large as the file."""
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_LENGTH:
        return False
    entries: int
    length: int
    _here, entries, length, _start = struct.unpack_from("<HHII", tail, at + 8)
    return entries <= _MOST_ENTRIES and length <= _LONGEST_DIRECTORY


def _look(archive: zipfile.ZipFile) -> Seen:
    names = {entry.filename.casefold(): entry for entry in archive.infolist()}
    seen = Seen(_media_type(archive, names))
    # Packed by a person, not by an office program: anything may be in it, and it is not unpacked.
    if seen.media_type == "application/java-archive":
        return seen
    if any(entry.flag_bits & 0x1 for entry in names.values()):
        seen.remarks.add("encrypted")
        return seen
    if seen.media_type == "application/zip":
        return seen
    seen.remarks |= {code for code, mark in _PARTS if any(mark.search("/" + name) for name in names)}
    for name, entry in names.items():
        if name.endswith(".rels") or name == "[content_types].xml":
            seen.remarks |= _described(archive, entry)
        elif name in ("word/document.xml", "content.xml"):
            seen.remarks |= _found(archive, entry, _IN_TEXT)
        elif name in ("docprops/core.xml", "meta.xml"):
            seen.remarks |= _found(archive, entry, (("author-named", _AUTHORS),))
        elif name == "xl/workbook.xml":
            seen.remarks |= _found(archive, entry, (("hidden-sheets", _HIDDEN_SHEET),))
    return seen


def _media_type(archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo]) -> str:
    if "[content_types].xml" in names:
        for start, media_type in _OFFICE:
            if any(name.startswith(start) for name in names):
                return media_type
    if "mimetype" in names and "content.xml" in names:
        with archive.open(names["mimetype"]) as part:
            codes = part.read(100).decode("ascii", "replace").strip()
        if codes in (f"{_OPEN}text", f"{_OPEN}spreadsheet", f"{_OPEN}presentation"):
            return codes
    return "application/java-archive" if "meta-inf/manifest.mf" in names else "application/zip"


def _described(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> set[str]:
    """Look through content types and relationships: a macro document that was renamed still says so."""
    with archive.open(entry) as part:
        description = part.read(HEAD * 16)
        is_whole = not part.read(1)
    codes = {code for code, mark in _TYPES if mark.search(description)}
    for relationship in _RELATIONSHIP.findall(description):
        if _EXTERNAL.search(relationship) and not _HYPERLINK.search(relationship):
            codes.add("external-content")
    return codes if is_whole else codes | {"not-looked-into"}


def _found(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, marks: tuple[tuple[str, "re.Pattern[bytes]"], ...]
) -> set[str]:
    """Return the codes whose marks stand in a part, which is unpacked in pieces up to a limit."""
    codes: set[str] = set()
    tail, length = b"", 0
    with archive.open(entry) as part:
        while piece := part.read(_PIECE):
            window = tail + piece
            codes |= {code for code, mark in marks if mark.search(window)}
            tail, length = window[-_OVERLAP:], length + len(piece)
            if length >= _LONGEST_PART:
                # Enough was seen of the text; its length alone makes nothing active.
                break
    return codes
