import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.papers import AWKWARD, LITERAL, paper, table, workbook
from waymark.reports.paper import Column, Table
from waymark.reports.writers import csvs
from waymark.reports.writers.csvs import guard, unguard

_STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
_SKIPPED = ["", " ", "\xa0", "\u200b", "\ufeff", "\u2060", "\u3000", "\u00ad", "\x00", "\u202e", " \u200b\xa0"]
_PIECES = st.lists(st.sampled_from([*_STARTS, *_SKIPPED, "'", "''", "a", "1", "\r\n", "\x0b", "\u2028"]))


def _read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("skipped", _SKIPPED)
@pytest.mark.parametrize("start", _STARTS)
def test_guards_what_a_spreadsheet_would_run(start: str, skipped: str) -> None:
    assert guard(f"{skipped}{start}1+1") == f"'{skipped}{start}1+1"
    assert guard(f"first line\n{skipped}{start}1+1") == f"'first line\n{skipped}{start}1+1"


@pytest.mark.parametrize("text", ["", "plain", "a=b", "1-2", "a\r\nb", "a\nb", "'quoted'", "it's", "x@y.example"])
def test_leaves_harmless_text_alone(text: str) -> None:
    assert guard(text) == text
    assert unguard(text) == text


@given(st.one_of(st.text(), _PIECES.map("".join)))
def test_gives_back_exactly_what_was_guarded(text: str) -> None:
    assert unguard(guard(text)) == text
    assert guard(text) in {text, "'" + text}


@given(_PIECES.map("".join))
def test_lets_no_guarded_text_start_a_formula(text: str) -> None:
    assert guard(text).strip(" \xa0\u200b\ufeff\u2060\u3000")[:1] not in {"=", "+", "-", "@"}


def test_carries_every_text_through_a_file_without_loss() -> None:
    texts = [*LITERAL, *(text for text in AWKWARD if "\ud800" not in text)]
    only = Table("T", (Column("text", "=Heading"),), tuple((text,) for text in texts))
    heading, *rows = _read(csvs.write(workbook(only)))
    assert heading == ["'=Heading"]
    assert [unguard(row[0]) for row in rows] == texts


def test_shows_a_lone_surrogate_instead_of_failing() -> None:
    assert _read(csvs.write(workbook(table("\ud800"))))[1][3] == "\ufffd"


def test_quotes_every_field_and_writes_dates_as_iso() -> None:
    lines = csvs.write(workbook(), byte_order_mark=False).decode().split("\r\n")
    assert lines[0] == '"Key","Point","Verdict","Finding","Share","Target date"'
    assert lines[1] == '"k1","10.1","Partial","Held in the wiki.","0.5","2026-03-01"'


def test_starts_with_a_byte_order_mark_unless_told_otherwise() -> None:
    assert csvs.write(workbook()).startswith(b"\xef\xbb\xbf")
    assert not csvs.write(workbook(), byte_order_mark=False).startswith(b"\xef\xbb\xbf")


def test_writes_the_first_table_of_a_paper_and_nothing_for_none() -> None:
    assert _read(csvs.write(paper(table("x"), table("y"))))[1][3] == "x"
    assert _read(csvs.write(paper())) == []
