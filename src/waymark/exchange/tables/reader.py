"""Reads a table file by what it contains, not by what it is called. Runs inside the child process."""

from typing import BinaryIO, Final

from waymark.exchange.tables.delimited import read_delimited
from waymark.exchange.tables.limits import LIMITS, MIB, Limits
from waymark.exchange.tables.refusals import TableRefused
from waymark.exchange.tables.workbook import Workbook
from waymark.exchange.tables.xlsx import read_xlsx

_ZIP: Final = b"PK"
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_NAMED: Final = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a text document"),
    (b"\x1f\x8b", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"SQLite format 3", "a database"),
)


def read_table(
    stream: BinaryIO, *, encoding: str | None = None, max_rows: int = 100_000, limits: Limits = LIMITS
) -> Workbook:
    """The sheets of a workbook or text table; raises TableRefused.

    `encoding` is a person's choice for a text table; it is not looked at for a workbook, nor where
    the file carries a byte order mark. `max_rows` counts rows with a value, per sheet.
    """
    content = stream.read(limits.file_bytes + 1)
    if len(content) > limits.file_bytes:
        raise TableRefused("file_too_large", limit=limits.file_bytes // MIB)
    if not content.strip():
        raise TableRefused("empty_file")
    if content.startswith(_ZIP) and content[2:4] in {b"\x03\x04", b"\x05\x06"}:
        return read_xlsx(content, max_rows=max_rows, limits=limits)
    if content.startswith(_COMPOUND):
        raise TableRefused("encrypted" if _ENCRYPTED in content else "old_workbook")
    for mark, what in _NAMED:
        if content.startswith(mark):
            raise TableRefused("not_a_table", what=what)
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<svg")):
        raise TableRefused("not_a_table", what="a web page or XML")
    return read_delimited(content, encoding=encoding, max_rows=max_rows, limits=limits)
