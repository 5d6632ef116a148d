"""File names lose their path and their tricks, and stay readable."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.evidence.files.names import LONGEST, ascii_name, is_runnable, shown_name, title_of


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ada\\report.pdf", "report.pdf"),
        ("a/b\\c", "c"),
        ("report\u202efdp.exe", "report[U+202E]fdp.exe"),
        ("zero\u200bwidth.txt", "zero[U+200B]width.txt"),
        ("x.txt\r\nSet-Cookie: a=b", "x.txt[U+000A]Set-Cookie: a=b"),
        ("nul\x00byte", "nul[U+0000]byte"),
        ("trailing dots...", "trailing dots"),
        ("  blanks  in \u00a0between ", "blanks in between"),
        ("   ", "file"),
        ("...", "file"),
        ("", "file"),
        ("/", "file"),
        ("CON", "CON"),
        ("Pru\u0308fung.pdf", "Pr\u00fcfung.pdf"),
        ("報告書.pdf", "報告書.pdf"),
        ("lone \ud800 half", "lone [U+D800] half"),
        (".htaccess", ".htaccess"),
    ],
)
def test_shows_a_name(given_name: str, shown: str) -> None:
    assert shown_name(given_name) == shown


def test_cuts_a_long_name_in_front_of_its_extension() -> None:
    shown = shown_name("a" * 500 + ".pdf")
    assert len(shown) == LONGEST
    assert shown.endswith("a….pdf")
    assert len(shown_name("b" * 500)) == LONGEST


def test_shows_two_spellings_of_a_name_alike() -> None:
    assert shown_name(unicodedata.normalize("NFD", "Übersicht.md")) == shown_name("Übersicht.md")


@pytest.mark.parametrize(
    ("shown", "plain"),
    [
        ("Prüfung der Daten.pdf", "Prufung der Daten.pdf"),
        ("報告書.pdf", "file.pdf"),
        ('a"b;c.txt', "a_b_c.txt"),
        ("CON.txt", "_CON.txt"),
        ("x.txt\r\nSet-Cookie: a=b", "x.txt_U+000A_Set-Cookie_ a_b"),
        ("☃", "file"),
    ],
)
def test_finds_a_name_for_old_programs(shown: str, plain: str) -> None:
    assert ascii_name(shown) == plain


@pytest.mark.parametrize(("name", "runs"), [("a.pdf.exe", True), ("a.BAT", True), ("a.ps1.", True), ("a.pdf", False)])
def test_knows_names_that_run(name: str, runs: bool) -> None:  # noqa: FBT001 -- a column of the table
    assert is_runnable(name) is runs


@given(st.text(max_size=700))
def test_makes_every_name_safe(name: str) -> None:
    shown, plain = shown_name(name), ascii_name(name)
    assert 0 < len(shown) <= LONGEST
    assert shown_name(shown) == shown
    assert not set(shown) & set("/\\\r\n\x00\u202e\u200b")
    assert plain.isascii()
    assert plain.isprintable()
    assert not set(plain) & set('"\\/;%')


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("AI_policy.pdf", "AI policy"),
        ("ai-policy-signed-2026-03-01.pdf", "Ai policy signed 2026-03-01"),
        ("C:\\Users\\Ada\\Minutes  of+March.docx", "Minutes of March"),
        ("archive.tar.gz", "Archive.tar"),
        ("報告書_2026.pdf", "報告書 2026"),
        (".env", ".env"),
        ("___.txt", ""),
        ("x" * 290 + ".txt", "X" + "x" * 199),
    ],
)
def test_proposes_a_title_in_words(name: str, title: str) -> None:
    assert title_of(name) == title
