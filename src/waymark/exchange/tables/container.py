"""The ZIP container of a workbook, opened only within the budgets and without active content.

Nothing is ever written to disk: parts are read by name from memory, after every byte of every
part has been unpacked once and counted, because the sizes in the directory may lie.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from typing import IO, Final

from waymark.exchange.tables.limits import LIMITS, MIB, Limits
from waymark.exchange.tables.refusals import TableRefused

_CHUNK: Final = 256 * 1024
_DIRECTORY_MARK: Final = b"PK\x01\x02"
_DOCTYPE: Final = re.compile(rb"<!doctype|<!entity", re.IGNORECASE)
_OVERLAP: Final = 16
_CELL: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?c[\s/>]")
_DECLARED_ENCODING: Final = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_HARMLESS_ENCODINGS: Final = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii"})
_PLAIN_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_STRANGE_NAME: Final = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|[\x00-\x1f\x7f]")

_ACTIVE_PARTS: Final = (
    (re.compile(r"vbaproject|/macrosheets/|vbadata"), "macros"),
    (re.compile(r"/externallinks/"), "links to other workbooks"),
    (re.compile(r"/connections?\.(xml|bin)$|/querytables/|/model/|/powerpivot"), "data connections"),
    (re.compile(r"/embeddings/|oleobject"), "embedded files"),
    (re.compile(r"/activex/"), "ActiveX controls"),
)
_ACTIVE_TYPES: Final = (
    (re.compile(rb"macroenabled|vbaproject|macrosheet", re.IGNORECASE), "macros"),
    (re.compile(rb"externallink\+xml|relationships/externallink", re.IGNORECASE), "links to other workbooks"),
    (
        re.compile(rb"connections\+xml|relationships/connections|relationships/querytable", re.IGNORECASE),
        "data connections",
    ),
    (
        re.compile(rb"relationships/oleobject|relationships/package[\"']|oleobject[\"']", re.IGNORECASE),
        "embedded files",
    ),
    (re.compile(rb"relationships/(?:activex)?control[\"']", re.IGNORECASE), "ActiveX controls"),
)
_RELATIONSHIP: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?Relationship\s[^>]*>")
_EXTERNAL: Final = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
_HYPERLINK: Final = re.compile(rb"relationships/hyperlink[\"']", re.IGNORECASE)


class Container:
    """A checked archive: its parts may be read by name, as streams of unpacked bytes."""

    def __init__(self, content: bytes, limits: Limits = LIMITS) -> None:
        """Check the whole archive; raises TableRefused with the reason."""
        self._limits = limits
        if content.count(_DIRECTORY_MARK) > limits.entries:
            raise TableRefused("too_many_entries", limit=limits.entries)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as fault:
            raise TableRefused("damaged", what="its directory cannot be read") from fault
        self._entries = self._archive.infolist()
        self._check_directory()
        self.names = {entry.filename for entry in self._entries}
        self._check_kind()
        self._check_content()

    def open(self, name: str) -> IO[bytes]:
        """The unpacked bytes of a part; refuses the file as damaged when there is no such part."""
        if name not in self.names:
            raise TableRefused("damaged", what=f"the part {name} is missing")
        return self._archive.open(name)

    def _check_directory(self) -> None:
        limits = self._limits
        if len(self._entries) > limits.entries:
            raise TableRefused("too_many_entries", limit=limits.entries)
        if sum(entry.file_size for entry in self._entries) > limits.unpacked_bytes:
            raise TableRefused("unpacks_too_large", limit=limits.unpacked_bytes // MIB)
        seen: set[str] = set()
        for entry in self._entries:
            folded = entry.filename.casefold()
            if folded in seen or _STRANGE_NAME.search(entry.orig_filename):
                raise TableRefused("strange_names", place=_shown(entry.filename))
            seen.add(folded)
            if entry.flag_bits & 0x1:
                raise TableRefused("encrypted")
            if entry.compress_type not in _PLAIN_METHODS:
                raise TableRefused("damaged", what="it is packed in an unusual way")
            self._check_ratio(entry, entry.file_size)
        self._check_overlap()

    def _check_overlap(self) -> None:
        end = 0
        for entry in sorted(self._entries, key=lambda entry: entry.header_offset):
            if entry.header_offset < end:
                raise TableRefused("damaged", what="its parts overlap")
            end = entry.header_offset + 30 + entry.compress_size

    def _check_ratio(self, entry: zipfile.ZipInfo, unpacked: int) -> None:
        limits = self._limits
        if unpacked > limits.ratio_from_bytes and unpacked > limits.ratio * max(entry.compress_size, 1):
            raise TableRefused("packed_too_tightly", limit=limits.ratio, place=_shown(entry.filename))

    def _check_kind(self) -> None:
        lower = {name.casefold() for name in self.names}
        if "xl/workbook.bin" in lower:
            raise TableRefused("binary_workbook")
        if "mimetype" in lower and "content.xml" in lower:
            raise TableRefused("open_document")
        for prefix, what in (("word/", "a text document"), ("ppt/", "a presentation")):
            if any(name.startswith(prefix) for name in lower):
                raise TableRefused("not_a_table", what=what)
        if "[content_types].xml" not in lower:
            raise TableRefused("not_a_table", what="an archive")
        for name in lower:
            for pattern, what in _ACTIVE_PARTS:
                if pattern.search("/" + name):
                    raise TableRefused("active_content", what=what)

    def _check_content(self) -> None:
        """Unpack everything once, in pieces, counting bytes and cells as they come."""
        unpacked = cells = 0
        for entry in self._entries:
            size = 0
            tail = head = b""
            is_described = entry.filename.casefold().endswith((".rels", "[content_types].xml"))
            whole: list[bytes] = []
            for piece in self._pieces(entry):
                size += len(piece)
                unpacked += len(piece)
                if unpacked > self._limits.unpacked_bytes:
                    raise TableRefused("unpacks_too_large", limit=self._limits.unpacked_bytes // MIB)
                self._check_ratio(entry, size)
                if not head:
                    head = piece
                    _check_head(head, entry.filename)
                if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
                    window = tail + piece
                    if _DOCTYPE.search(window):
                        raise TableRefused("doctype", place=_shown(entry.filename))
                    # Counted here because a parser would need seconds to visit the same cells.
                    cells += len(_CELL.findall(piece))
                    if cells > self._limits.visited_cells:
                        raise TableRefused("too_many_cells", limit=self._limits.visited_cells)
                    tail = piece[-_OVERLAP:]
                if is_described:
                    whole.append(piece)
            if size != entry.file_size:
                raise TableRefused("damaged", what="the size of a part is not what its directory says")
            _check_description(b"".join(whole))

    def _pieces(self, entry: zipfile.ZipInfo) -> Iterable[bytes]:
        try:
            with self._archive.open(entry) as stream:
                while piece := stream.read(_CHUNK):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as fault:
            raise TableRefused("damaged", what="a part cannot be unpacked") from fault


def _check_head(head: bytes, name: str) -> None:
    if head.startswith(b"PK\x03\x04"):
        raise TableRefused("archive_in_archive", place=_shown(name))
    if name.casefold().endswith((".xml", ".rels", ".vml")) or head.lstrip()[:1] == b"<":
        declared = _DECLARED_ENCODING.search(head[:400])
        if b"\x00" in head[:4] or head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            raise TableRefused("xml_encoding", place=_shown(name))
        if declared and declared[1].lower() not in _HARMLESS_ENCODINGS:
            raise TableRefused("xml_encoding", place=_shown(name))


def _check_description(description: bytes) -> None:
    """Look through content types and relationships: a macro workbook that was renamed still says so."""
    for pattern, what in _ACTIVE_TYPES:
        if pattern.search(description):
            raise TableRefused("active_content", what=what)
    for relationship in _RELATIONSHIP.findall(description):
        if _EXTERNAL.search(relationship) and not _HYPERLINK.search(relationship):
            raise TableRefused("active_content", what="content from other places")


def _shown(name: str) -> str:
    return name.encode("ascii", "backslashreplace").decode("ascii")[:80]
