"""What strangers send: refused within the budget, nothing left behind, this process alive."""

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.exchange import samples
from waymark.exchange.tables import sandbox
from waymark.exchange.tables.refusals import MESSAGES, TableRefused
from waymark.exchange.tables.sandbox import read_safely

MIB = 2**20


@pytest.fixture(autouse=True)
def _nothing_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The temporary folder is as empty after every reading as before it."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    yield
    assert list(folder.iterdir()) == []


def code_of(path: Path, **limits: float) -> str:
    with pytest.raises(TableRefused) as refused:
        read_safely(path, "table.xlsx", **limits)  # type: ignore[arg-type]
    assert MESSAGES[refused.value.code].format(**refused.value.details) == refused.value.message
    return refused.value.code


Maker = Callable[[Path], Path]
ZIPPED: dict[str, tuple[str, Maker]] = {
    "styled cells to XEZ, declared": (
        "too_many_columns",
        lambda path: samples.with_sheet(path, samples.styled_cells(1_000, 10, "A1:XEZ1000")),
    ),
    "rows declared to the last one": (
        "too_many_rows_declared",
        lambda path: samples.with_sheet(path, samples.styled_cells(10, 10, "A1:J1048576")),
    ),
    "rows to the last one, not declared": (
        "too_many_rows_declared",
        lambda path: samples.with_sheet(
            path, samples.sheet_xml("".join(f'<row r="{row}" s="{row % 97}"/>' for row in range(1, 120_000)))
        ),
    ),
    "two values in opposite corners": (
        "too_many_columns",
        lambda path: samples.with_sheet(
            path, samples.sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>')
        ),
    ),
    "bomb of a thousand to one": (
        "packed_too_tightly",
        lambda path: samples.with_sheet(path, b" " * (20 * MIB)),
    ),
    "unpacks to more than 200 MiB": (
        "unpacks_too_large",
        lambda path: samples.archive(
            path, {**samples.plain_parts(), "xl/media/a.bin": (bytes(MIB) for _ in range(201))}
        ),
    ),
    "sizes that lie": ("damaged", samples.lying_size),
    "overlapping entries": ("damaged", samples.overlapping_entries),
    "too many parts": (
        "too_many_entries",
        lambda path: samples.archive(
            path, {**samples.plain_parts(), **{f"xl/media/{n}.bin": b"" for n in range(2_001)}}
        ),
    ),
    "a name that climbs": (
        "strange_names",
        lambda path: samples.archive(path, {**samples.plain_parts(), "../../x": b""}),
    ),
    "names that differ in case": (
        "strange_names",
        lambda path: samples.archive(path, {**samples.plain_parts(), "XL/workbook.xml": b"<a/>"}),
    ),
    "an archive in the archive": (
        "archive_in_archive",
        lambda path: samples.archive(path, {**samples.plain_parts(), "xl/media/a.png": b"PK\x03\x04rest"}),
    ),
    "external entity": (
        "doctype",
        lambda path: samples.with_sheet(
            path, b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
        ),
    ),
    "document type in a part nobody reads": (
        "doctype",
        lambda path: samples.archive(
            path, {**samples.plain_parts(), "docProps/x.xml": b"\n<!DocType svg SYSTEM 'http://x.invalid/'><svg/>"}
        ),
    ),
    "XML in UTF-16": (
        "xml_encoding",
        lambda path: samples.with_sheet(path, "<!DOCTYPE a><a/>".encode("utf-16")),
    ),
    "XML in UTF-7": (
        "xml_encoding",
        lambda path: samples.with_sheet(path, b'<?xml version="1.0" encoding="UTF-7"?><a/>'),
    ),
    "macros": (
        "active_content",
        lambda path: samples.archive(path, {**samples.plain_parts(), "xl/vbaProject.bin": b"x"}),
    ),
    "macros, renamed to .xlsx": (
        "active_content",
        lambda path: samples.archive(path, samples.renamed_macro_workbook()),
    ),
    "links to other workbooks": (
        "active_content",
        lambda path: samples.archive(path, samples.with_relation("externalLink", "elsewhere/a.xml")),
    ),
    "data connections": (
        "active_content",
        lambda path: samples.archive(path, {**samples.plain_parts(), "xl/connections.xml": b"<a/>"}),
    ),
    "embedded objects": (
        "active_content",
        lambda path: samples.archive(path, {**samples.plain_parts(), "xl/embeddings/oleObject1.bin": b"x"}),
    ),
    "a picture from elsewhere": (
        "active_content",
        lambda path: samples.archive(path, samples.with_relation("image", "http://x.invalid/a.png", external=True)),
    ),
    "a text document": (
        "not_a_table",
        lambda path: samples.archive(path, {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"}),
    ),
    "a binary workbook": (
        "binary_workbook",
        lambda path: samples.archive(path, {"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b""}),
    ),
    "an OpenDocument table": (
        "open_document",
        lambda path: samples.archive(path, {"mimetype": b"application/x", "content.xml": b"<a/>"}),
    ),
    "a cell of 70,000 characters": (
        "cell_too_long",
        lambda path: samples.with_sheet(
            path,
            samples.sheet_xml(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 70_000}</t></is></c></row>'),
        ),
    ),
    "a broken sheet": ("damaged", lambda path: samples.with_sheet(path, b"<worksheet><sheetData><row>")),
    "a missing text": (
        "damaged",
        lambda path: samples.with_sheet(path, samples.sheet_xml('<row r="1"><c r="A1" t="s"><v>999</v></c></row>')),
    ),
    "cells out of order": (
        "damaged",
        lambda path: samples.with_sheet(
            path, samples.sheet_xml('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>')
        ),
    ),
    "an invalid number": (
        "damaged",
        lambda path: samples.with_sheet(path, samples.sheet_xml('<row r="1"><c r="A1"><v>1e999</v></c></row>')),
    ),
    "an empty sheet": ("empty_file", lambda path: samples.with_sheet(path, samples.sheet_xml(""))),
}


@pytest.mark.parametrize(("code", "make"), ZIPPED.values(), ids=ZIPPED.keys())
def test_refuses_the_workbook(code: str, make: Maker, tmp_path: Path) -> None:
    assert code_of(make(tmp_path / "table.xlsx")) == code


BYTES = {
    "nothing": (b"", "empty_file"),
    "blanks": (b" \r\n\r\n", "empty_file"),
    "a PDF": (b"%PDF-1.7\n", "not_a_table"),
    "a web page": (b"\n<html><table><tr><td>4.1", "not_a_table"),
    "XML": (b'<?xml version="1.0"?><Workbook/>', "not_a_table"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_workbook"),
    "a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
    ),
    "half an archive": (b"PK\x03\x04" + bytes(200), "damaged"),
    "more than 16 MiB": (b"a,b\n" * (4 * MIB + 1), "file_too_large"),
    "a field of 15 MB": (b'a,b\n"' + b"x" * 15_000_000 + b'",2\n', "cell_too_long"),
    "a thousand columns": (b"x," * 1_000 + b"\n", "too_many_columns"),
    "100,001 rows": (b"4.1,partial\n" * 100_001, "too_many_rows"),
}


@pytest.mark.parametrize(("content", "code"), BYTES.values(), ids=BYTES.keys())
def test_refuses_the_bytes(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    path.write_bytes(content)
    assert code_of(path) == code


def test_refuses_more_rows_than_the_caller_wants(tmp_path: Path) -> None:
    path = samples.workbook(tmp_path / "a.xlsx", [["4.1"]] * 51)
    assert code_of(path, max_rows=50) == "too_many_rows"
    assert len(read_safely(path, "a.xlsx", max_rows=51).sheets[0].rows) == 51


def test_refuses_one_long_text_that_a_thousand_cells_share(tmp_path: Path) -> None:
    parts = samples.with_relation("sharedStrings", "sharedStrings.xml")
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{samples.MAIN}"><si><t>{"x" * 60_000}</t></si></sst>'.encode()
    rows = "".join(f'<row r="{row}"><c t="s"><v>0</v></c></row>' for row in range(1, 1_001))
    path = samples.archive(tmp_path / "a.xlsx", {**parts, samples.SHEET: samples.sheet_xml(rows)})
    assert code_of(path) == "too_much_text"


_MEASURE = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from waymark.exchange.tables.refusals import TableRefused
from waymark.exchange.tables.sandbox import read_safely
try:
    read_safely(Path(sys.argv[2]), "table.xlsx")
except TableRefused as refused:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1 if sys.platform == "darwin" else 1024
    print(refused.code, used.ru_maxrss * unit, used.ru_utime + used.ru_stime)
"""


@pytest.mark.parametrize("columns", [16_328, 500])
def test_refuses_millions_of_styled_cells_cheaply(columns: int, tmp_path: Path) -> None:
    path = samples.with_sheet(tmp_path / "wide.xlsx", samples.styled_cells(4_900_000, columns))
    measured = subprocess.run(  # noqa: S603 - our own interpreter and fixed arguments
        [sys.executable, "-I", "-S", "-c", _MEASURE, str(Path(sandbox.__file__).parents[3]), str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    code, memory, seconds = measured.stdout.split()
    assert code == "too_many_cells"
    assert int(memory) < 150 * MIB
    # Processor time, not the clock: the hostile-inputs list gives two seconds.
    assert float(seconds) < 2.0


def test_ends_a_reader_that_takes_too_long(tmp_path: Path) -> None:
    path = samples.with_sheet(tmp_path / "slow.xlsx", samples.styled_cells(1_500_000, 400))
    assert code_of(path, seconds=0.05) == "too_slow"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs RLIMIT_AS")
def test_survives_a_reader_without_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(b"4.1,partial,some words to fill the memory\n" * 90_000)
    # So little that not even the file itself can be held.
    assert code_of(path, memory=20 * MIB) in {"too_much_memory", "reader_stopped"}
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 0
