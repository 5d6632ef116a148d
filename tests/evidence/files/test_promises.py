"""People are told where the name of a file promises another kind than the file is, and nothing else hangs on it."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.files import samples
from waymark.evidence.files.detection import recognise
from waymark.evidence.files.kinds import KINDS
from waymark.evidence.files.promises import remarks_on
from waymark.evidence.files.remarks import ACTIVE, REMARKS

DIFFERS = ("name-differs",)


def _remarks(name: str, content: bytes) -> tuple[str, ...]:
    return remarks_on(name, recognise(io.BytesIO(content), len(content)).kind.media_type)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("policy.pdf", samples.HTML),
        ("policy.pdf", samples.PLAIN),
        ("policy.pdf", samples.archive({"a.txt": b"x"})),
        ("POLICY.PDF", samples.word("x")),
        ("policy.docx", samples.pdf()),
        ("policy.docx", samples.archive({"a.txt": b"x"})),
        ("policy.docx", samples.workbook()),
        ("register.xlsx", samples.TABLE),
        ("register.xls", samples.HTML),
        ("photo.jpg", samples.png()),
        ("photo.jpeg", samples.webp()),
        ("photo.png", samples.jpeg()),
        ("photo.gif", samples.SVG),
        ("photo.webp", samples.gif()),
        ("notes.odt", samples.word("x")),
        ("all.zip", samples.pdf()),
        ("notes.txt", samples.HTML),
        ("notes.txt", samples.SHELL),
        ("notes.txt", samples.pdf()),
        ("table.csv", samples.workbook()),
        ("a.b.c.pdf ..", samples.HTML),
        ("damaged.pdf", b"\x00\x01\x02" * 50),
    ],
)
def test_tells_that_a_name_promises_something_else(name: str, content: bytes) -> None:
    assert _remarks(name, content) == DIFFERS


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("policy.pdf", samples.pdf()),
        ("photo.JPG", samples.jpeg()),
        ("photo.png", samples.png()),
        ("photo.gif", samples.gif()),
        ("photo.webp", samples.webp()),
        ("policy.docx", samples.word("x", parts={"word/vbaProject.bin": b"x"})),
        ("protected.docx", samples.OLE),
        ("register.xlsx", samples.workbook()),
        ("old.doc", samples.OLE),
        ("old.doc", b"{\\rtf1 text}"),
        ("all.zip", samples.archive({"a.txt": b"x"})),
        ("all.zip", samples.word("x")),
        ("notes.txt", samples.MARKDOWN),
        ("notes.txt", samples.TABLE),
        ("notes.txt", "Prüfung der Daten, Übersicht".encode("cp1252")),
        ("notes.txt", "検査の記録".encode("shift-jis")),
        ("readme.md", b"<p align=center>Model card</p>\n\n# Alpha\n"),
        ("page.html", samples.HTML),
        ("mail.eml", samples.MAIL),
        ("drawing.svg", samples.SVG),
        ("bom.xml", b"<?xml version='1.0'?><bom/>"),
        ("runs.jsonl", b'{"a": 1}\n{"a": 2}\n'),
        ("archive.gz", b"\x1f\x8b\x08\x00" + b"\x00" * 20),
        ("no ending", samples.HTML),
        (".pdf", samples.HTML),
        ("model.safetensors", samples.HTML),
    ],
)
def test_says_nothing_where_the_promise_is_kept_or_nothing_was_promised(name: str, content: bytes) -> None:
    assert _remarks(name, content) == ()


@pytest.mark.parametrize("name", ["policy.pdf.exe", "policy.bat", "run.ps1"])
def test_tells_that_a_file_would_run_under_its_name(name: str) -> None:
    assert _remarks(name, samples.pdf()) == ("name-runs",)


@given(st.text(max_size=40), st.sampled_from(["", ".pdf", ".Docx", ".txt", ".exe", ".xlsm", ".zip "]))
def test_says_the_same_of_a_name_however_it_is_written(stem: str, ending: str) -> None:
    for media_type in KINDS:
        remarks = remarks_on(stem + ending, media_type)
        assert remarks == remarks_on((stem + ending).strip(), media_type)
        assert set(remarks) <= {"name-differs", "name-runs"} <= set(REMARKS)
        assert not set(remarks) & ACTIVE


@given(st.text(st.characters(categories=["L"]), min_size=1, max_size=20), st.sampled_from(sorted(KINDS)))
def test_finds_no_difference_where_nobody_knows_the_ending(ending: str, media_type: str) -> None:
    assert "name-differs" not in remarks_on(f"model.unknown-{ending}", media_type)
