"""Headings and columns proposed in several languages, and by what the columns hold."""

import io
from datetime import date
from pathlib import Path

import pytest

from tests.exchange import samples
from tests.exchange.samples import KNOWN
from waymark.exchange.tables.dates import read_date
from waymark.exchange.tables.mapping import ColumnMapping, propose
from waymark.exchange.tables.reader import read_table
from waymark.exchange.tables.severities import severity_meaning
from waymark.exchange.tables.verdicts import verdict_meaning
from waymark.exchange.tables.workbook import Cell, Sheet


def sheet(text: str) -> Sheet:
    return read_table(io.BytesIO(text.encode())).sheets[0]


def fields(mapping: ColumnMapping) -> list[str | None]:
    return [column.field for column in mapping.columns]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        (
            "Reference|Requirement|Point|Verdict|Finding|Evidence|Severity|Action|Target date|Owner|Key",
            "reference title point_text verdict finding evidence severity action target_date owner key",
        ),
        (
            "Clause No.|Control Title|Question|Status|Auditor Notes|Proof|Priority|Recommendation|Due Date|Assigned To",
            "reference title point_text verdict finding evidence severity action target_date owner",
        ),
        (
            "Kapitel|Anforderung|Prüffrage|Bewertung|Feststellung|Nachweise|Priorität|Maßnahmen|Frist|Verantwortlich",
            "reference title point_text verdict finding evidence severity action target_date owner",
        ),
        (
            "Référence|Exigence|Question|Résultat|Écart|Preuves|Gravité|Action corrective|Échéance|Responsable",
            "reference title point_text verdict finding evidence severity action target_date owner",
        ),
        (
            "Cláusula|Requisito|Pregunta|Estado|Hallazgos|Evidencias|Prioridad|Acción|Fecha límite|Responsable",
            "reference title point_text verdict finding evidence severity action target_date owner",
        ),
        (
            "Kapitola|Požadavek|Stav|Zjištění|Důkaz|Termín|Vlastník",
            "reference title verdict finding evidence target_date owner",
        ),
        ("Αναφορά|Απαίτηση|Κατάσταση|Σχόλια|Υπεύθυνος", "reference title verdict finding owner"),
        ("ref_id|name|compliance_result|observations", "reference title verdict finding"),
    ],
)
def test_knows_the_headings(heading: str, expected: str) -> None:
    width = heading.count("|") + 1
    mapping = propose(sheet(f"Our gaps{'|' * (width - 1)}\n\n{heading}\n4.1{'|x' * (width - 1)}\n"))
    assert mapping.heading_row == 3
    assert mapping.first_data_row == 4
    assert fields(mapping) == expected.split()
    assert {column.how for column in mapping.columns} == {"heading"}


def test_finds_columns_by_their_content() -> None:
    text = "".join(
        f"{at}|{ref}|note {at}|{verdict}|2027-0{at}-14|{severity}\n"
        for at, (ref, verdict, severity) in enumerate(
            [("Clause 4.1", "Yes", "high"), ("4.2", "Partly", "low"), ("A6.2.4", "No", "high")], start=1
        )
    )
    mapping = propose(sheet(text), KNOWN)
    assert mapping.heading_row is None
    assert mapping.first_data_row == 1
    assert fields(mapping) == [None, "reference", None, "verdict", "target_date", "severity"]


def test_prefers_the_reference_column_that_holds_references() -> None:
    mapping = propose(sheet("No.|Clause|Status|Owner\n1|4.1|yes|Ada\n2|4.2|no|Bo\n"), KNOWN)
    assert fields(mapping) == [None, "reference", "verdict", "owner"]
    assert mapping.columns[0].how == "contested"
    assert mapping.column_of("reference") == 1
    assert mapping.column_of("key") is None


def test_joins_a_merged_head_of_two_rows(tmp_path: Path) -> None:
    with samples.merged_head(tmp_path / "a.xlsx").open("rb") as stream:
        mapping = propose(read_table(stream).sheets[0], KNOWN)
    assert (mapping.heading_row, mapping.heading_height, mapping.first_data_row) == (3, 2, 5)
    assert [column.heading for column in mapping.columns] == [
        "Clause",
        "Assessment / Status",
        "Assessment / Comment",
        "Owner",
    ]
    assert fields(mapping) == ["reference", "verdict", "finding", "owner"]


def test_lists_headings_that_come_again() -> None:
    mapping = propose(sheet("Ref|Status|Owner\n4.1|yes|Ada\nREF|Status|Owner\n4.2|no|Bo\n"))
    assert mapping.repeated_headings == (3,)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("In place", "in_place"),
        ("in_place", "in_place"),
        ("COMPLIANT", "in_place"),
        (" Fully  implemented ", "in_place"),
        ("Yes", "in_place"),
        ("✅", "in_place"),
        ("✅ Yes", "in_place"),
        ("✔️", "in_place"),
        ("erfüllt", "in_place"),
        ("erfu\u0308llt", "in_place"),
        ("Sí", "in_place"),
        ("Ano", "in_place"),
        ("\u039d\u03b1\u03b9", "in_place"),
        ("Partial", "partial"),
        ("partially_compliant", "partial"),
        ("Partly", "partial"),
        ("teilweise", "partial"),
        ("Částečně", "partial"),
        ("Missing", "missing"),
        ("non-compliant", "missing"),
        ("non_compliant", "missing"),
        ("❌", "missing"),
        ("Nein", "missing"),
        ("not assessed", "not_assessed"),
        ("non évalué", "not_assessed"),
        ("N/A", "not_applicable"),
        ("n.a.", "not_applicable"),
        ("Not applicable", "not_applicable"),
        ("Nicht anwendbar", "not_applicable"),
        ("", None),
        ("3", None),
        ("0", None),
        ("100 %", None),
        ("maybe", None),
        ("❌ yes", None),
        ("✅ but later", None),
        ("yes and no", None),
    ],
)
def test_understands_verdict_words_and_guesses_none(text: str, verdict: str | None) -> None:
    assert verdict_meaning(text) == verdict


def test_reads_verdicts_from_yes_no_cells_but_never_from_numbers() -> None:
    assert verdict_meaning(Cell("TRUE", "yes_no")) == "in_place"
    assert verdict_meaning(Cell("1", "number", 1.0)) is None
    assert verdict_meaning(Cell("", "unreadable", note="formula_without_value")) is None


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("High", "high"),
        ("mittel", "medium"),
        ("critique", "close_first"),
        ("Close first", "close_first"),
        ("Blocker", "close_first"),
        ("Baja", "low"),
        ("major", None),
        ("2", None),
    ],
)
def test_understands_severity_words(text: str, severity: str | None) -> None:
    assert severity_meaning(text) == severity


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-03-04", date(2027, 3, 4)),
        ("2027-03-04T10:30:00", date(2027, 3, 4)),
        ("4.3.2027", date(2027, 3, 4)),
        ("04. 03. 2027", date(2027, 3, 4)),
        ("25/03/2027", date(2027, 3, 25)),
        ("03/25/2027", date(2027, 3, 25)),
        ("05/05/2027", date(2027, 5, 5)),
        ("4 Mar 2027", date(2027, 3, 4)),
        ("4. März 2027", date(2027, 3, 4)),
        ("1er août 2027", date(2027, 8, 1)),
        ("4 de marzo de 2027", date(2027, 3, 4)),
        ("Mar 4, 2027", date(2027, 3, 4)),
        ("4-Mar-2027", date(2027, 3, 4)),
        ("03/04/2027", None),
        ("4.3.27", None),
        ("2027-02-30", None),
        ("0000-00-00", None),
        ("9999-12-31", None),
        ("31/31/2027", None),
        ("soon", None),
        ("Q3 2027", None),
        ("", None),
    ],
)
def test_understands_dates_with_one_reading(text: str, day: date | None) -> None:
    assert read_date(text) == day


def test_reads_slashes_in_the_order_a_person_has_said() -> None:
    assert read_date("03/04/2027", slashes="dmy") == date(2027, 4, 3)
    assert read_date("03/04/2027", slashes="mdy") == date(2027, 3, 4)
    assert read_date("25/03/2027", slashes="mdy") is None


def test_reads_date_cells_but_never_bare_numbers() -> None:
    assert read_date(Cell("2027-03-04", "date", 46450.0, "m/d/yyyy")) == date(2027, 3, 4)
    assert read_date(Cell("46450", "number", 46450.0)) is None
    assert read_date(Cell("60", "number", 60.0, "m/d/yyyy", "impossible_date")) is None
