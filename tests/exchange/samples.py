"""Table files made by code: honest ones, and those that strangers send to see what happens."""

import io
import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import IO

import openpyxl
import xlsxwriter

from waymark.exchange.tables.xlsx_sheet import column_letters

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}">'.encode()
SHEET = "xl/worksheets/sheet1.xml"

# Clauses, controls and a few points, enough to tell them apart.
KNOWN = frozenset(
    f"{family}{number}"
    for family, numbers in {
        "": "4.1 4.2 4.3 4.4 5.1 5.2 5.3 6.1.1 6.1.2 6.1.3 6.1.4 6.2 6.3 7.1 7.2 7.3 7.4 7.5.1 7.5.2 7.5.3 8.1 8.2 8.3 "
        "8.4 9.1 9.2.1 9.2.2 9.3.1 9.3.2 9.3.3 10.1 10.2 4.1-1 4.1-2 4.1-3 4.1-4 6.1.4-1 6.1.4-2",
        "A.": "2.2 2.3 2.4 3.2 3.3 4.2 5.2 6.1.2 6.1.3 6.2.2 6.2.3 6.2.4 10.2 10.3 10.4 6.2.4-1",
    }.items()
    for number in numbers.split()
)

Value = str | float | bool | date | None


Formats = Mapping[tuple[int, int], str]


def workbook(path: Path, rows: Iterable[Iterable[Value]], *, formats: Formats | None = None) -> Path:
    """A workbook with one sheet; `formats` gives number formats by row and column, from 0."""
    with path.open("wb") as stream:
        write(stream, rows, formats or {})
    return path


def write(stream: IO[bytes], rows: Iterable[Iterable[Value]], formats: Formats) -> None:
    """The bytes of such a workbook."""
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Gaps")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            code = formats.get((number, column))
            style = book.add_format({"num_format": code}) if code else None
            if isinstance(value, date):
                sheet.write_datetime(number, column, datetime.combine(value, time()), style)
            elif isinstance(value, bool):
                sheet.write_boolean(number, column, value, style)
            elif isinstance(value, str):
                sheet.write_string(number, column, value, style)
            elif value is not None:
                sheet.write_number(number, column, value, style)
    book.close()


def write_with_openpyxl(stream: IO[bytes], rows: Iterable[Iterable[Value]]) -> None:
    """The same by another library, which lays out its files differently."""
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = book.worksheets[0].cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(stream)


def parts_of(path: Path) -> dict[str, bytes]:
    """Every part of an archive by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive(path: Path, parts: Mapping[str, bytes | Iterable[bytes]]) -> Path:
    """An archive of these parts; a part given in pieces is packed as it comes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as packed:
        for name, content in parts.items():
            with packed.open(name, "w") as part:
                for piece in [content] if isinstance(content, bytes) else content:
                    part.write(piece)
    return path


def plain_parts() -> dict[str, bytes]:
    """The parts of the smallest honest workbook."""
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Reference", "Status", "Owner"])
    book.worksheets[0].append(["4.1", "Partial", "Ada"])
    book.save(stream)
    with zipfile.ZipFile(stream) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def with_sheet(path: Path, pieces: bytes | Iterable[bytes]) -> Path:
    """An honest workbook whose sheet is replaced by this XML."""
    return archive(path, {**plain_parts(), SHEET: pieces})


def sheet_xml(data: str, *, before: str = "", after: str = "") -> bytes:
    """The XML of a sheet around its rows."""
    return HEAD + f"{before}<sheetData>{data}</sheetData>{after}</worksheet>".encode()


def styled_cells(count: int, columns: int, dimension: str = "") -> Iterator[bytes]:
    """A sheet of empty cells with formatting, as some templates really have in millions."""
    yield HEAD + (f'<dimension ref="{dimension}"/>' if dimension else "").encode() + b"<sheetData>"
    letters = [column_letters(column) for column in range(1, columns + 1)]
    # Styles differ, so that the file packs like a real one and not like a bomb.
    templates = [
        "".join(f'<c r="{letter}#" s="{(at * at * kind) % 11}"/>' for at, letter in enumerate(letters))
        for kind in range(1, 8)
    ]
    for row in range(1, count // columns + 2):
        yield f'<row r="{row}">{templates[row % 7]}</row>'.replace("#", str(row)).encode()
    yield b"</sheetData></worksheet>"


def with_relation(kind: str, target: str, *, external: bool = False) -> dict[str, bytes]:
    """The parts of an honest workbook plus one relationship of the workbook part."""
    parts = plain_parts()
    name = "xl/_rels/workbook.xml.rels"
    mode = ' TargetMode="External"' if external else ""
    extra = f'<Relationship Id="rId99" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/></Relationships>'
    parts[name] = parts[name].replace(b"</Relationships>", extra.encode())
    return parts


def renamed_macro_workbook() -> dict[str, bytes]:
    """A workbook with macros under an honest name: only its content types still say so."""
    parts = plain_parts()
    name = "[Content_Types].xml"
    parts[name] = parts[name].replace(b"spreadsheetml.sheet.main+xml", b"spreadsheetml.sheet.macroEnabled.main+xml")
    parts[name] = parts[name].replace(
        b"openxmlformats-officedocument.spreadsheetml.sheet.macroEnabled", b"ms-excel.sheet.macroEnabled"
    )
    return parts


def lying_size(path: Path) -> Path:
    """An archive whose directory says that the sheet is one thousand bytes long."""
    content = bytearray(with_sheet(path, b" " * 5_000_000 + sheet_xml("")).read_bytes())
    name = SHEET.encode()
    at = content.index(b"PK\x01\x02")
    while content[at + 46 : at + 46 + len(name)] != name:
        at = content.index(b"PK\x01\x02", at + 1)
    content[at + 24 : at + 28] = struct.pack("<I", 1_000)
    path.write_bytes(bytes(content))
    return path


def overlapping_entries(path: Path) -> Path:
    """An archive in which every entry of the directory points at the same packed bytes."""
    content = bytearray(archive(path, plain_parts()).read_bytes())
    at = content.index(b"PK\x01\x02")
    first = content[at + 42 : at + 46]
    while (at := content.find(b"PK\x01\x02", at + 1)) >= 0:
        content[at + 42 : at + 46] = first
    path.write_bytes(bytes(content))
    return path


def merged_head(path: Path) -> Path:
    """A two-row head: "Assessment" over status and comment, the other headings over both rows."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Gap list 2027"],
        [],
        ["Clause", "Assessment", None, "Owner"],
        [None, "Status", "Comment", None],
        ["4.1", "Partial", "Outdated", "Ada"],
        ["4.2", "Missing", "None seen", "Bo"],
    ):
        sheet.append(row)
    for area in ("A3:A4", "B3:C3", "D3:D4"):
        sheet.merge_cells(area)
    book.save(path)
    return path
