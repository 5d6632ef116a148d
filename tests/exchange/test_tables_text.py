"""Text tables: encodings are known or asked for, separators found, quotes and lengths checked."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.exchange.tables.guard import guard, unguard
from waymark.exchange.tables.reader import read_table
from waymark.exchange.tables.refusals import TableRefused
from waymark.exchange.tables.sandbox import read_safely
from waymark.exchange.tables.workbook import Workbook

HEAD = "Référence;Statut;Priorité\r\n"


def read(content: bytes, encoding: str | None = None) -> Workbook:
    return read_table(io.BytesIO(content), encoding=encoding)


def texts(book: Workbook) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in book.sheets[0].rows]


def refusal(content: bytes, encoding: str | None = None) -> TableRefused:
    with pytest.raises(TableRefused) as refused:
        read(content, encoding)
    return refused.value


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (HEAD.encode(), "utf-8"),
        (HEAD.encode("utf-8-sig"), "utf-8"),
        (b"\xff\xfe" + HEAD.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + HEAD.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_reads_marked_encodings_and_utf_8(content: bytes, encoding: str) -> None:
    book = read(content)
    assert (book.encoding, book.separator) == (encoding, ";")
    assert texts(book) == [["Référence", "Statut", "Priorité"]]


@pytest.mark.parametrize(
    ("encoding", "text", "likely"),
    [
        ("windows-1252", "4.1;größer – “so”\r\n", "windows-1252"),
        ("iso-8859-1", "4.1;größer\r\n", "windows-1252 (or iso-8859-1)"),
        ("shift_jis", "4.1;人工知能の方針\r\n", "shift_jis"),
    ],
)
def test_asks_for_any_other_encoding_and_names_the_likely_one(encoding: str, text: str, likely: str) -> None:
    content = f"Ref;Status\r\n{text}".encode(encoding)
    refused = refusal(content)
    assert (refused.code, refused.details) == ("encoding_unknown", {"likely": likely, "line": 2})
    assert texts(read(content, encoding))[1] == text.strip().split(";")


def test_asks_for_utf_16_without_a_mark() -> None:
    content = "4.1;größer".encode("utf-16-le")
    assert refusal(content).details["likely"] == "utf-16-le"
    assert texts(read(content, "utf-16-le")) == [["4.1", "größer"]]
    assert refusal("4.1;partial".encode("utf-16-le")).code == "nul_character"


def test_refuses_a_chosen_encoding_that_does_not_fit() -> None:
    assert refusal(b"a;b\nc;\xff\xff", "shift_jis").details == {"encoding": "shift_jis", "line": 2}
    assert refusal(b"a;b", "rot13").code == "encoding_not_offered"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_finds_the_separator(separator: str) -> None:
    rows = [["Ref", "Status", "Finding"], ["4.1", "Partial", "one, two; three"], ["4.2", "Missing", "x, y"]]
    content = "\n".join(separator.join(f'"{field}"' for field in row) for row in rows)
    book = read(content.encode())
    assert (book.separator, texts(book)) == (separator, rows)


def test_obeys_a_stated_separator() -> None:
    book = read(b"sep=|\r\na,b|c,d\r\n")
    assert texts(book) == [["a,b", "c,d"]]
    assert book.sheets[0].rows[0].number == 2


@pytest.mark.parametrize("line", ['4.1,"never closed,partial\n4.2,missing\n', '4.1,"closed" too early,partial\n'])
def test_names_the_line_of_an_unbalanced_quote(line: str) -> None:
    refused = refusal(f"Ref,Status,X\n4.4,in place,x\n{line}".encode())
    assert (refused.code, refused.details) == ("unbalanced_quotes", {"line": 3})


def test_names_the_line_of_a_nul() -> None:
    refused = refusal(b"a,b\nc,\x00\n")
    assert (refused.code, refused.details) == ("nul_character", {"line": 2, "encoding": "utf-8"})


def test_lists_rows_of_unequal_length_by_number() -> None:
    tail = "\n| a | Markdown table |\n|---|---|\n"
    content = "Ref,Status,Owner\n" + '4.1,partial,"two\nlines"\n' * 4 + "4.2,missing\n" + tail
    sheet = read(content.encode()).sheets[0]
    assert (sheet.uneven, sheet.uneven_total) == ((10, 12, 13), 3)
    assert sheet.rows[2].number == 4


def test_calls_the_sheet_by_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "stored"
    path.write_bytes(b"Ref,Status\n4.1,partial\n")
    assert read_safely(path, "../../gaps\n.csv").sheets[0].name == "../../gaps\n.csv"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+A", "-x", "@SUM", "\t=1", " \u00a0=1", "\u200b@", "\uff1d1", "ok\n=1", "ok\r\n +1", "'=1", "''-", "\tx"],
)
def test_takes_exactly_the_guarding_apostrophe_away(text: str) -> None:
    field = guard(text)
    assert field == "'" + text
    quoted = field.replace('"', '""')
    assert texts(read(f'"a","{quoted}"\n'.encode()))[0][1] == text


@pytest.mark.parametrize("text", ["plain", "it's", "'tis", "a=b", "3 - 2", "''", ""])
def test_leaves_other_texts_alone(text: str) -> None:
    assert guard(text) == text == unguard(text)


@given(st.text(alphabet="'=+-@ \t\r\na\u200b\uff1d"))
def test_guards_without_loss(text: str) -> None:
    assert unguard(guard(text)) == text
