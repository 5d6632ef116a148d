import datetime as dt
import io
import zipfile

from openpyxl import Workbook as Opened
from openpyxl import load_workbook

from tests.reports.papers import AWKWARD, LITERAL, VERDICTS, paper, table, workbook
from waymark.reports.paper import Cell, Column, Figures, Kind, Paper, Sheet, Table, Workbook
from waymark.reports.writers import xlsx


def _open(document: Paper | Workbook) -> Opened:
    return load_workbook(io.BytesIO(xlsx.write(document)))


def _column(*cells: Cell, kind: Kind = Kind.TEXT) -> Workbook:
    return workbook(Table("T", (Column("a", "A", kind=kind),), tuple((cell,) for cell in cells)))


def test_holds_no_formula_and_no_link_whatever_the_text() -> None:
    texts = [*LITERAL, *AWKWARD, "=HYPERLINK(1)", "@SUM(1)", "{=1}", "https://example.org", "mailto:a@b.example"]
    data = xlsx.write(workbook(table(*texts), title="=1+1", organisation="=2", facts=(("=3", "=4"),)))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any("external" in name.casefold() for name in parts.namelist())
    assert not any(b"<f>" in sheet or b"<f " in sheet or b"hyperlink" in sheet for sheet in sheets)
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_carries_every_text_literally() -> None:
    sheet = _open(_column(*LITERAL)).worksheets[0]
    # openpyxl reads the escape `_x005F_` of an underscore as it stands; spreadsheet programs undo it.
    read = [str(row[0].value).replace("_x005F_", "_") for row in sheet.iter_rows(min_row=2)]
    assert read == list(LITERAL)


def test_makes_control_characters_visible() -> None:
    sheet = _open(_column("nul\x00bell\x07delete\x7f", "\ud800\ufffe", "a\r\nb\rc")).worksheets[0]
    assert sheet["A2"].value == "nul\u2400bell\u2407delete\u2421"
    assert sheet["A3"].value == "\ufffd\ufffd"
    assert sheet["A4"].value == "a\nb\nc"


def test_keeps_references_as_text_and_days_as_dates() -> None:
    sheet = _open(workbook()).worksheets[0]
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["B2"].number_format) == ("10.1", "s", "@")
    assert sheet["F2"].is_date
    assert sheet["F2"].value == dt.datetime(2026, 3, 1)  # noqa: DTZ001 - spreadsheets know no zone
    assert (sheet["E2"].value, sheet["E2"].data_type) == (0.5, "n")


def test_writes_days_and_numbers_a_spreadsheet_would_bend_as_text() -> None:
    cells: tuple[Cell, ...] = (dt.date(1900, 2, 28), 10**20, float("nan"), float("inf"), 10**400)
    sheet = _open(_column(*cells)).worksheets[0]
    values = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert values == ["1900-02-28", "1" + "0" * 20, "nan", "inf", "1" + "0" * 400]


def test_cuts_text_beyond_the_limit_with_a_visible_note() -> None:
    sheet = _open(_column("a" * 40_000, "\U0001f600" * 20_000, "b" * 32_767)).worksheets[0]
    for cell in ("A2", "A3"):
        value = str(sheet[cell].value)
        assert value.endswith("… (cut: cell limit)")
        assert 32_760 <= len(value.encode("utf-16-le")) // 2 <= xlsx.CELL_LIMIT
    assert sheet["A4"].value == "b" * 32_767


def test_is_a_work_sheet() -> None:
    sheet = _open(workbook(table("a", "b", "c"))).worksheets[0]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:F4"
    assert sheet.column_dimensions["A"].hidden
    assert not sheet.column_dimensions["B"].hidden
    assert sheet.column_dimensions["D"].width > sheet.column_dimensions["B"].width
    assert sheet["D2"].alignment.wrap_text
    assert [cell.value for cell in sheet[1]] == ["Key", "Point", "Verdict", "Finding", "Share", "Target date"]


def test_offers_the_choices_from_a_sheet_nobody_sees() -> None:
    opened = _open(workbook())
    (rule,) = opened.worksheets[0].data_validations.dataValidation
    assert (str(rule.sqref), rule.type, rule.formula1) == ("C2", "list", "Lists!$A$1:$A$5")
    assert opened["Lists"].sheet_state == "veryHidden"
    assert [row[0].value for row in opened["Lists"].iter_rows()] == [word for word, _mark in VERDICTS]


def test_says_on_the_last_sheet_what_the_file_is() -> None:
    given = workbook(sample=True, reference="GA-1", notice="Closed early.", facts=(("missing", 44),))
    opened = _open(given)
    about = {str(row[0].value): row[1].value for row in opened["About"].iter_rows(min_row=2)}
    assert about["Organisation"] == "Alpha"
    assert about["As of"] == "23 Jan 2026"
    assert about["Reference"] == "GA-1"
    assert about["Notice"] == "Closed early."
    assert about["missing"] == 44
    assert about["Points"] == "Fill in the dark columns."
    assert "Demo data" in about
    assert "accredited certification body" in str(about["Please note"])


def test_describes_itself_and_dates_itself_by_its_content() -> None:
    properties = _open(workbook(reference="GA-1")).properties
    assert (properties.title, properties.creator, properties.keywords) == ("Gap assessment", "Alpha", "GA-1")
    assert properties.created == dt.datetime(2026, 1, 23)  # noqa: DTZ001 - openpyxl drops the zone


def test_gives_the_same_bytes_for_the_same_content() -> None:
    assert xlsx.write(workbook(table(*LITERAL))) == xlsx.write(workbook(table(*LITERAL)))


def test_names_its_sheets_as_the_format_allows() -> None:
    names = [
        "a/b:c*[d]?",
        "A b c  d",
        "x" * 60,
        "x" * 60,
        "",
        "'quoted'",
        "History",
        "lists",
        "About",
        "\U0001f600" * 40,
    ]
    given = Workbook(
        title="T",
        organisation="O",
        as_of=dt.date(2026, 1, 23),
        sheets=tuple(Sheet(name, table()) for name in names),
    )
    made = _open(given).sheetnames
    assert len({name.casefold() for name in made}) == len(names) + 2
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= 31 for name in made)
    assert not any(set(name) & set("[]:*?/\\") for name in made)


def test_writes_a_table_without_rows_or_columns_and_a_paper() -> None:
    assert _open(workbook(Table("Empty", (), ()))).sheetnames == ["Empty", "About"]
    assert _open(workbook(Table("T", (Column("a", "A"),), ()))).worksheets[0].auto_filter.ref == "A1:A2"
    assert _open(paper(Figures((("missing", 44),)), table())).sheetnames == ["Points", "About", "Lists"]
