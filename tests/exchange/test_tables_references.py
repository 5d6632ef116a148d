"""References as people and programs write them, against a small set of known ones."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.samples import KNOWN
from waymark.exchange.tables.number_formats import EPOCH_1900, shown_date
from waymark.exchange.tables.references import Recognition, recognise, recognise_column
from waymark.exchange.tables.workbook import Cell


def number(value: float, code: str = "General") -> Cell:
    return Cell(f"{value:.15g}", "number", value, code)


def day(year: int, month: int, of_month: int, code: str = "m/d/yyyy") -> Cell:
    serial = (datetime(year, month, of_month) - EPOCH_1900).days  # noqa: DTZ001 - spreadsheets know no zone
    return Cell(date(year, month, of_month).isoformat(), "date", float(serial), code)


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("A.6.2.4", "A.6.2.4"),
        ("a.6.2.4", "A.6.2.4"),
        ("A6.2.4", "A.6.2.4"),
        ("A-6.2.4", "A.6.2.4"),
        ("A 6.2.4", "A.6.2.4"),
        ("A.6.2.4.", "A.6.2.4"),
        (" A.6.2.4\u00a0", "A.6.2.4"),
        ("42001:A.6.2.4", "A.6.2.4"),
        ("ISO/IEC 42001:2023 A.6.2.4", "A.6.2.4"),
        ("ISO 42001, Annex A 6.2.4", "A.6.2.4"),
        ("6.2.4 (Annex A)", "A.6.2.4"),
        ("Annex A 6.2.4", "A.6.2.4"),
        ("Annex A.6.2.4", "A.6.2.4"),
        ("ANNEX A – A.6.2.4", "A.6.2.4"),
        ("Anhang A 6.2.4", "A.6.2.4"),
        ("Control A.6.2.4", "A.6.2.4"),
        ("A\u20116.2.4", "A.6.2.4"),
        ("A.6.\u200b2.4", "A.6.2.4"),
        ("Clause 4.1", "4.1"),
        ("clause: 4.1", "4.1"),
        ("§4.1", "4.1"),
        ("§ 4.1", "4.1"),
        ("Kapitel 10.2", "10.2"),
        ("4.1.", "4.1"),
        ("4. 1", "4.1"),
        ("\uff14\uff0e\uff11", "4.1"),
        ("4.1 Understanding the organization", "4.1"),
        ("6.1.4: Impact assessment", "6.1.4"),
        ("A.6.2.4 - Verification and validation", "A.6.2.4"),
        ("6.1.4-2", "6.1.4-2"),
        ("6.1.4 – 2", "6.1.4-2"),
        ("6.1.4 - 2", "6.1.4-2"),
        ("Clause 6.1.4 #2", "6.1.4-2"),
        ("6.1.4 (2)", "6.1.4-2"),
        ("6.1.4 point 2", "6.1.4-2"),
        ("a6.2.4-1", "A.6.2.4-1"),
    ],
)
def test_recognises_the_many_spellings(text: str, ref: str) -> None:
    found = recognise(text, KNOWN)
    assert (found.ref, found.certain) == (ref, True)


@pytest.mark.parametrize(
    ("text", "ref", "how"),
    [
        ("4.1 a)", "4.1", "letter_dropped"),
        ("4.1 a", "4.1", "letter_dropped"),
        ("6.1.2 c) analyse", "6.1.2", "letter_dropped"),
        ("6.2.4", "A.6.2.4", "annex_assumed"),
        ("\u0410.6.2.4", "A.6.2.4", "look_alike"),
        ("\u0391.6.2.4", "A.6.2.4", "look_alike"),
        ("04. Feb", "4.2", "date_text"),
        ("4-Feb", "4.2", "date_text"),
        ("2-Apr", "4.2", "date_text"),
        ("01.02.10", "10.2.1", "date_text"),
        ("4,2", "4.2", "date_text"),
        ("04.02", "4.2", "date_text"),
    ],
)
def test_proposes_what_is_not_certain(text: str, ref: str, how: str) -> None:
    found = recognise(text, KNOWN | {"10.2.1"})
    assert (found.ref, found.certain, found.how) == (ref, False, how)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "3.1",
        "A.9.9.9",
        "4.1-9",
        "hello",
        "yes",
        "\u0664.\u0661",
        "1",
        "4",
        "99999",
        "x" * 5_000,
        "4.1.2.3.4.5",
    ],
)
def test_leaves_the_unknown_unknown(text: str) -> None:
    assert recognise(text, KNOWN).ref is None


def test_offers_a_choice_between_several() -> None:
    assert recognise("4.1 and 4.2", KNOWN) == Recognition(None, False, "several", ("4.1", "4.2"))
    assert recognise("6.1.2 – 6.1.4", KNOWN).candidates == ("6.1.2", "6.1.4")


@pytest.mark.parametrize(
    ("cell", "ref", "certain", "how"),
    [
        (number(10.1), "10.1", True, "number"),
        (number(4.2), "4.2", True, "number"),
        (number(10.2, "0.0"), "10.2", True, "number"),
        (number(10.3), "A.10.3", False, "annex_assumed"),
        (day(2027, 2, 4, "d. mmm"), "4.2", False, "date"),
        (day(2027, 4, 2, "m/d/yyyy"), "4.2", False, "date"),
        (day(2027, 2, 10, "d-mmm"), "10.2", False, "date"),
        (day(2027, 10, 2, "d-mmm"), "10.2", False, "date"),
        (day(2004, 1, 6, "dd.mm.yyyy"), "6.1.4", False, "date"),
        (day(2004, 1, 6, "d.m.yy"), "6.1.4", False, "date"),
        (day(2003, 2, 6, "dd.mm.yyyy"), "A.6.2.3", False, "date"),
        (day(2027, 2, 4, "d.m."), "4.2", True, "date_by_format"),
        (day(2001, 10, 1, "mmm-yy"), "10.1", False, "date"),
        (day(2010, 1, 1, "yy.m.d"), "10.1.1", True, "date_by_format"),
        (number(40179.0), "10.1.1", False, "date"),
    ],
)
def test_rebuilds_what_a_program_turned_into_a_number_or_date(
    cell: Cell,
    ref: str,
    certain: bool,  # noqa: FBT001 - a column of the table
    how: str,
) -> None:
    found = recognise(cell, KNOWN | {"10.1.1"})
    assert (found.ref, found.certain, found.how) == (ref, certain, how)


def test_asks_where_a_number_may_have_lost_its_zero() -> None:
    found = recognise(number(5.1), KNOWN | {"5.10"})
    assert (found.ref, found.certain, found.candidates) == (None, False, ("5.1", "5.10"))
    assert recognise(number(5.1, "0.00"), KNOWN).certain is False


def test_distrusts_a_number_that_comes_back_further_down() -> None:
    column = [number(5.1), number(5.2), number(5.1)]
    assert [(one.ref, one.certain) for one in recognise_column(column, KNOWN)] == [
        ("5.1", False),
        ("5.2", True),
        ("5.1", False),
    ]
    in_blocks = [number(5.1), number(5.1), number(5.2)]
    assert all(one.certain for one in recognise_column(in_blocks, KNOWN))


@given(st.sampled_from(sorted(KNOWN)), st.sampled_from(["", " ", "Clause ", "ISO/IEC 42001:2023 ", "42001:"]))
def test_recognises_every_known_reference_with_its_label(ref: str, label: str) -> None:
    found = recognise(label + ref.replace("-", " – "), KNOWN)
    assert (found.ref, found.certain) == (ref, True)


@given(st.text(max_size=40) | st.from_regex(r"[Aa§]?[. -]?[0-9]{1,2}(\.[0-9]{1,2}){0,3}[ )a-z–-]{0,3}", fullmatch=True))
def test_names_only_known_references(text: str) -> None:
    found = recognise(text, KNOWN)
    assert set(found.candidates) <= KNOWN
    assert found.ref is None or found.ref in found.candidates
    assert found.ref is not None or not found.certain


@given(st.sampled_from([ref for ref in sorted(KNOWN) if ref.count(".") == 1 and ref[0] != "A" and "-" not in ref]))
def test_finds_every_two_part_clause_again_in_a_date(ref: str) -> None:
    first, second = map(int, ref.split("."))
    for cell in (day(2027, second, first, "d. mmm"), day(2027, first, second, "m/d/yyyy")):
        found = recognise(cell, KNOWN)
        assert ref in found.candidates
        assert not found.certain


@given(st.dates(date(2000, 1, 1), date(2029, 12, 31)))
def test_shows_a_date_as_its_format_does(shown: date) -> None:
    assert shown_date(shown, 'dd"."mm\\.yyyy;@') == f"{shown:%d.%m.%Y}"
    assert shown_date(shown, "yy.m.d") == f"{shown.year % 100:02d}.{shown.month}.{shown.day}"
    assert shown_date(shown, "d-mmm") is None
