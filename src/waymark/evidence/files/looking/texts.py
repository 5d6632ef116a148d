"""Text and what is written as text: web pages, drawings, scripts, tables, Markdown, data."""

import codecs
import csv
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, Final

from waymark.evidence.files.looking.seen import Seen

_PIECE: Final = 256 * 1024
_LONGEST_JSON: Final = 1024 * 1024
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
_LETTERS: Final = re.compile(rb"[\x20-\x7e]")
_BOMS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# The beginnings by which browsers take a text for a web page (MIME Sniffing, WHATWG), and a few more.
_HTML: Final = re.compile(
    r"<(?:!doctype\s+html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|img|form|meta|link|base|"
    r"object|embed|video|audio|input|template|math|frameset)[\s>/]",
    re.IGNORECASE,
)
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_PROLOGUE: Final = re.compile(
    r"\A(?:\s|\ufeff|<\?[^>]{0,2000}\?>|<!--.{0,20000}?-->|<!DOCTYPE[^>\[]{0,2000}(?:\[.{0,20000}?\]\s*)?>)*",
    re.DOTALL | re.IGNORECASE,
)
_SVG: Final = re.compile(r"<(?:[A-Za-z_][\w.-]{0,40}:)?svg[\s>/]|http://www\.w3\.org/2000/svg", re.IGNORECASE)
_SCRIPT: Final = re.compile(r"\A\ufeff?(?:#!|@echo\s|<\?php\b|<\?=|<%|MZ)", re.IGNORECASE)
_ELEMENT: Final = re.compile(r"<[A-Za-z_][\w:.-]*[\s>/]")
_JSON: Final = re.compile(r"[\[{]\s*(?:[\[{\"\d\]}]|true|false|null|-)")
_MAIL: Final = re.compile(
    r"\A(?:(?:From|To|Cc|Reply-To|Content-[\w-]+|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Date|Subject|"
    r"X-[\w-]+): [^\n]*\n(?:[ \t][^\n]*\n)*){3}",
    re.IGNORECASE,
)
_MARKDOWN: Final = re.compile(
    r"^#{1,6} \S|^```|^[-*] \[[ x]\] |\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)|^\|[ :|-]{3,}\|\s*$|^(?:[-*]|\d+\.) \*\*",
    re.MULTILINE,
)
_YAML: Final = re.compile(r"\A\ufeff?(?:[#%][^\n]*\n|[ \t]*\n)*(?:---\s*\n|[\w.-]+:(?:\s|$))")
_YAML_LINE: Final = re.compile(r"^\s*(?:- )*(?:[\w.\"' -]{1,80}:(?:\s.*)?|- .*|#.*)?$")


def look_at_text(file: BinaryIO, head: bytes) -> Seen | None:
    """Tell what a text is, or None where the bytes are no text."""
    if head.startswith(_BOMS):
        return Seen("text/x-unknown-encoding", is_clean=False)
    if b"\x00" in head:
        return None
    if not _is_utf8(file):
        return Seen("text/x-unknown-encoding", is_clean=False) if _is_printable(head) else None
    text = head.decode("utf-8", "ignore").replace("\r\n", "\n")
    return Seen(_media_type(file, text))


def is_markup(text: str) -> bool:
    """Return whether a browser, or a program that trusts its beginning, would take a text for a page or a drawing."""
    return bool(_HTML.match(_body(text)) or _HTML.match(text.lstrip("\ufeff \t\r\n\f")) or _XHTML in text)


def _media_type(file: BinaryIO, text: str) -> str:
    start = text.lstrip("\ufeff \t\r\n\f")
    checks = (
        ("image/svg+xml", start.startswith("<") and _SVG.search(text)),
        ("text/html", is_markup(text)),
        ("text/x-script", _SCRIPT.match(text)),
        ("application/xml", start.startswith("<?xml") or (start.startswith("<") and _ELEMENT.match(_body(text)))),
        ("application/json", _is_json(file, start)),
        ("message/rfc822", _MAIL.match(text)),
    )
    return next((media_type for media_type, is_it in checks if is_it), "") or _by_layout(text)


def _by_layout(text: str) -> str:
    """Tell apart what is all plain text to a browser; only the name of the kind hangs on it."""
    lines = [line for line in text.splitlines()[:200] if line.strip()]
    if _MARKDOWN.search(text) and not _is_table(lines):
        return "text/markdown"
    if _YAML.match(text) and all(_YAML_LINE.match(line) for line in lines[:50]):
        return "application/yaml"
    return "text/csv" if _is_table(lines) else "text/plain"


def _body(text: str) -> str:
    """Return what follows declarations, comments and blanks."""
    found = _PROLOGUE.match(text)
    return text[found.end() :] if found else text


def _is_table(lines: list[str]) -> bool:
    return any(_is_even(lines, separator) for separator in (";", "\t", ","))


def _is_even(lines: list[str], separator: str) -> bool:
    """Return whether the first rows have the same number of cells, more than one; what is quoted is one cell."""
    try:
        widths = [len(row) for row in islice(csv.reader(lines, delimiter=separator, strict=True), 20)]
    except csv.Error:
        return False
    return len(widths) > 1 and set(widths) == {max(widths)} != {1}


def _is_json(file: BinaryIO, start: str) -> bool:
    if start[:1] not in ("{", "["):
        return False
    file.seek(0)
    content = file.read(_LONGEST_JSON + 1)
    if len(content) > _LONGEST_JSON:
        # Too long to be read for a label: the beginning decides.
        return _JSON.match(start) is not None
    try:
        json.loads(content, parse_int=str)
    except (ValueError, RecursionError):
        return False
    return True


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    file.seek(0)
    try:
        for piece in _pieces(file):
            if b"\x00" in piece:
                return False
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece


def _is_printable(head: bytes) -> bool:
    """Return whether bytes look like text of an older encoding: no controls but those of layout."""
    return not _CONTROLS.search(head) and len(_LETTERS.findall(head)) * 2 > len(head)
