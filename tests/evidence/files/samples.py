"""Files of every kind, and files that lie about their kind: built here, never fetched."""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Mapping

import docx
import openpyxl

RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
EXTERNAL = (
    '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
    ' Target="http://template.example/x.dotm" TargetMode="External"/>'
)
LINK = (
    '<Relationship Id="rId8" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"'
    ' Target="https://page.example/" TargetMode="External"/>'
)


def png(width: int = 2, height: int = 2, *, metadata: bytes = b"", after: bytes = b"") -> bytes:
    """Return a picture of the size; that large ones hold few bytes is the point of them."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * min((width + 1) * height, 100_000))
    extra = _chunk(b"eXIf", metadata) if metadata else b""
    parts = _chunk(b"IHDR", head) + extra + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts + after


def jpeg(*, metadata: bytes = b"", after: bytes = b"") -> bytes:
    """Return the bones of a picture: that is as far as anybody here looks."""
    exif = b"\xff\xe1" + struct.pack(">H", len(metadata) + 8) + b"Exif\x00\x00" + metadata if metadata else b""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, 2, 2, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x00\xff\xd9"
    return b"\xff\xd8" + exif + frame + scan + after


def gif(*, after_header: bytes = b"") -> bytes:
    """Return a picture of one dot."""
    body = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00\x3b"
    return b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\x00\x00\x00\xff\xff\xff" + after_header + body


def webp(*, metadata: bytes = b"") -> bytes:
    """Return a picture in the extended form."""
    parts = b"VP8X" + struct.pack("<I", 10) + b"\x08\x00\x00\x00" + b"\x01\x00\x00" + b"\x01\x00\x00"
    if metadata:
        parts += b"EXIF" + struct.pack("<I", len(metadata)) + metadata + b"\x00" * (len(metadata) & 1)
    return b"RIFF" + struct.pack("<I", len(parts) + 4) + b"WEBP" + parts


def exif(*tags: int) -> bytes:
    """Return a directory of metadata with these tags."""
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, 0) for tag in tags)
    return b"II*\x00" + struct.pack("<IH", 8, len(tags)) + entries + b"\x00" * 4


def pdf(text: str = "Evidence of clause 6.1", *, catalog: bytes = b"", pages: int = 1, extra: bytes = b"") -> bytes:
    """Return a document of pages with one line each, with whatever else the catalog shall hold."""
    drawn = b"BT /F1 12 Tf 20 100 Td (" + text.encode("latin-1") + b") Tj ET"
    kids = b" ".join(b"%d 0 R" % (5 + number) for number in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n" % len(drawn) + drawn + b"\nendstream",
    ]
    fonts = b"/Resources << /Font << /F1 3 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R " + fonts + b" >>"
    objects += [page] * pages
    if extra:
        objects.append(extra)
    return _pdf_of(objects)


def pdf_with_packed(inside: bytes) -> bytes:
    """Return a document whose one packed object holds these bytes."""
    packed = zlib.compress(b"9 0 " + inside)
    stream = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    return pdf(extra=stream + packed + b"\nendstream")


def word(*paragraphs: str, author: str = "", parts: Mapping[str, bytes] | None = None) -> bytes:
    """Return a document, with parts put in or replaced."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.core_properties.author = author
    made = io.BytesIO()
    document.save(made)
    return _with_parts(made.getvalue(), parts or {})


def workbook(*rows: tuple[object, ...], parts: Mapping[str, bytes] | None = None, hidden: bool = False) -> bytes:
    """Return a workbook of one sheet, or of two with the second hidden."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows or (("Reference", "Finding"), ("6.1.4", "No impact assessment")):
        sheet.append(list(row))
    if hidden:
        book.create_sheet("Kept back").sheet_state = "hidden"
    made = io.BytesIO()
    book.save(made)
    return _with_parts(made.getvalue(), parts or {})


def archive(parts: Mapping[str, bytes], *, packed: bool = True) -> bytes:
    """Return a ZIP file of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def deep_json(depth: int) -> bytes:
    """Return lists in lists."""
    return b"[" * depth + b"]" * depth


PLAIN = b"The model was tested on 4 May.\nNothing was found.\n"
TABLE = b"Reference;Verdict\n6.1.2;partial\n6.1.3;missing\n"
MARKDOWN = b"# Policy\n\nWe keep [a register](https://wiki.example/register).\n\n- [x] approved\n"
DATA = json.dumps({"model": "alpha", "metrics": [0.91, 0.88]}).encode()
YAML = b"model: alpha\nmetrics:\n  - 0.91\n"
HTML = b"<!DOCTYPE html>\n<html><body><script>alert(1)</script></body></html>"
SVG = b'<?xml version="1.0"?>\n<!-- a drawing -->\n<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
ELF = b"\x7fELF\x02\x01\x01" + b"\x00" * 100
PROGRAM = b"MZ\x90\x00\x03" + b"\x00" * 200
SHORTCUT = b"L\x00\x00\x00\x01\x14\x02\x00" + b"\x00" * 200
SHELL = b"#!/bin/sh\nrm -rf /\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
MAIL = (
    b"From: ada@alpha.example\nTo: omar@alpha.example\nSubject: Review\nDate: Mon, 4 May 2026 10:00:00 +0000\n\nDone.\n"
)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _pdf_of(objects: list[bytes]) -> bytes:
    made = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(made)


def _with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    if not parts:
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        whole = {name: file.read(name) for name in file.namelist()}
    return archive({**whole, **parts})
