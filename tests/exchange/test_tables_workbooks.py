"""Honest workbooks: the values two spreadsheet libraries agree on, and what they leave out."""

import io
import json
import string
from datetime import date
from pathlib import Path

import openpyxl
import python_calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange import samples
from waymark.exchange.tables.reader import read_table
from waymark.exchange.tables.sandbox import read_safely
from waymark.exchange.tables.workbook import Cell, Remark, Workbook


def read(path: Path) -> Workbook:
    with path.open("rb") as stream:
        return read_table(stream)


def test_reads_a_sheet_in_its_own_process(tmp_path: Path) -> None:
    path = samples.workbook(
        tmp_path / "a.xlsx", [["Ref", "Status", "Note"], ["4.1", None, "später"], [], [None, True, 3]]
    )
    sheet = read_safely(path, "a.xlsx").sheets[0]
    assert (sheet.name, sheet.hidden, sheet.width) == ("Gaps", False, 3)
    assert [(row.number, [cell.text for cell in row.cells]) for row in sheet.rows] == [
        (1, ["Ref", "Status", "Note"]),
        (2, ["4.1", "", "später"]),
        (4, ["", "TRUE", "3"]),
    ]
    assert sheet.rows[2].cell(1).kind == "yes_no"
    assert sheet.rows[2].cell(9) == Cell("")


TEXTS = st.text(alphabet=string.printable + "äßéλ✅_x000D_", max_size=12).filter(
    lambda text: text.strip() == text and "\r" not in text and "\x0b" not in text and "\x0c" not in text
)
VALUES = st.one_of(
    st.none(),
    TEXTS,
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 6)),
    st.dates(date(1900, 3, 2), date(2199, 12, 31)),
)


def spoken(value: object) -> str:
    """A value of another reader as our texts have it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, date):
        return value.isoformat()
    return f"{value + 0.0:.15g}" if isinstance(value, float) else str("" if value is None else value)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(VALUES, max_size=6), min_size=1, max_size=8), st.booleans())
def test_agrees_with_another_reader(rows: list[list[samples.Value]], with_openpyxl: bool) -> None:  # noqa: FBT001 - drawn
    stream = io.BytesIO()
    filled: list[list[samples.Value]] = [["head"], *rows]
    if with_openpyxl:
        samples.write_with_openpyxl(stream, filled)
    else:
        dates = [(n, c) for n, row in enumerate(filled) for c, value in enumerate(row) if isinstance(value, date)]
        samples.write(stream, filled, dict.fromkeys(dates, "yyyy-mm-dd"))
    stream.seek(0)
    ours = read_table(stream)
    stream.seek(0)
    theirs = python_calamine.load_workbook(stream).get_sheet_by_index(0).to_python(skip_empty_area=False)
    found = {
        (row.number, column): cell.text
        for row in ours.sheets[0].rows
        for column, cell in enumerate(row.cells)
        if cell.text
    }
    expected = {
        (number, column): spoken(value)
        for number, row in enumerate(theirs, start=1)
        for column, value in enumerate(row)
        if spoken(value)
    }
    assert found == expected


def test_goes_through_json_unchanged(tmp_path: Path) -> None:
    path = samples.workbook(tmp_path / "a.xlsx", [["a", 1.5, True], [date(2027, 4, 2)]], formats={(1, 0): "d.m.yy"})
    book = read(path)
    assert Workbook.from_plain(json.loads(json.dumps(book.to_plain()))) == book


def test_keeps_number_and_number_format_of_dates(tmp_path: Path) -> None:
    path = samples.workbook(
        tmp_path / "a.xlsx", [[40179.0, 46056.0, 5.1]], formats={(0, 0): "yy.m.d", (0, 1): "d-mmm", (0, 2): "0.00"}
    )
    cells = read(path).sheets[0].rows[0].cells
    assert cells[0] == Cell("2010-01-01", "date", 40179.0, "yy.m.d")
    assert cells[1] == Cell("2026-02-03", "date", 46056.0, "d-mmm")
    assert cells[2] == Cell("5.1", "number", 5.1, "0.00")


def test_respects_the_date_system_of_the_workbook(tmp_path: Path) -> None:
    parts = samples.parts_of(samples.workbook(tmp_path / "a.xlsx", [[40179.0]], formats={(0, 0): "yyyy-mm-dd"}))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<workbookPr", b'<workbookPr date1904="1"')
    assert read(samples.archive(tmp_path / "b.xlsx", parts)).sheets[0].rows[0].cells[0].text == "2014-01-02"


def test_reads_no_date_from_a_serial_up_to_sixty(tmp_path: Path) -> None:
    path = samples.workbook(
        tmp_path / "a.xlsx",
        [[0.0, 60.0, 61.0, 2_958_466.0]],
        formats=dict.fromkeys([(0, n) for n in range(4)], "dd/mm/yyyy"),
    )
    sheet = read(path).sheets[0]
    assert [cell.kind for cell in sheet.rows[0].cells] == ["number", "number", "date", "number"]
    assert sheet.remarks == (Remark("impossible_date", "Gaps!A1", 3),)


def test_uses_the_stored_result_of_a_formula_and_says_so(tmp_path: Path) -> None:
    data = (
        '<row r="1"><c r="A1" t="str"><f>"4"&amp;".1"</f><v>4.1</v></c><c r="B1"><f>1+1</f><v>2</v></c>'
        '<c r="C1"><f>1+1</f></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E1"><f>1</f><v></v></c></row>'
    )
    sheet = read(samples.with_sheet(tmp_path / "a.xlsx", samples.sheet_xml(data))).sheets[0]
    assert [(cell.text, cell.kind, cell.note) for cell in sheet.rows[0].cells] == [
        ("4.1", "text", "formula"),
        ("2", "number", "formula"),
        ("", "unreadable", "formula_without_value"),
        ("#DIV/0!", "unreadable", "error_value"),
        ("", "unreadable", "formula_without_value"),
    ]
    assert [(remark.code, remark.count) for remark in sheet.remarks] == [
        ("formulas", 2),
        ("formula_without_value", 2),
        ("error_value", 1),
    ]


def test_leaves_a_merged_value_in_its_first_cell(tmp_path: Path) -> None:
    sheet = read(samples.merged_head(tmp_path / "a.xlsx")).sheets[0]
    assert set(sheet.merged) == {"A3:A4", "B3:C3", "D3:D4"}
    head = sheet.row(4)
    assert head is not None
    assert [cell.text for cell in head.cells] == ["", "Status", "Comment"]


def test_marks_hidden_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["base_revision"])
    book.create_sheet("Lists").append(["hidden"])
    book.create_sheet("Deep").append(["very hidden"])
    book["Lists"].sheet_state = "hidden"
    book["Deep"].sheet_state = "veryHidden"
    book.save(tmp_path / "a.xlsx")
    assert [(sheet.name, sheet.hidden) for sheet in read(tmp_path / "a.xlsx").sheets] == [
        ("Sheet", False),
        ("Lists", True),
        ("Deep", True),
    ]


def test_stops_after_two_hundred_empty_rows_and_says_what_it_left(tmp_path: Path) -> None:
    data = '<row r="1"><c r="A1"><v>1</v></c></row><row r="202"><c r="A202"><v>2</v></c></row>'
    near = read(samples.with_sheet(tmp_path / "a.xlsx", samples.sheet_xml(data.replace("202", "201")))).sheets[0]
    far = read(samples.with_sheet(tmp_path / "b.xlsx", samples.sheet_xml(data))).sheets[0]
    assert ([row.number for row in near.rows], near.remarks) == ([1, 201], ())
    assert ([row.number for row in far.rows], far.remarks) == ([1], (Remark("values_below_gap", "Sheet!A202", 200),))


def test_reads_prefixed_elements_rich_texts_and_cells_without_address(tmp_path: Path) -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{samples.MAIN}"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:r><x:t>4</x:t></x:r>'
        "<x:r><x:t>.1</x:t></x:r><x:rPh><x:t>reading</x:t></x:rPh></x:is></x:c><x:c><x:v>7</x:v></x:c></x:row>"
        "</x:sheetData></x:worksheet>"
    )
    row = read(samples.with_sheet(tmp_path / "a.xlsx", sheet.encode())).sheets[0].rows[0]
    assert (row.number, [cell.text for cell in row.cells]) == (1, ["4.1", "7"])


def test_lets_honest_hyperlinks_pass(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "policy"
    sheet["A1"].hyperlink = "https://example.org/policy"
    book.save(path)
    assert read(path).sheets[0].rows[0].cells[0].text == "policy"
