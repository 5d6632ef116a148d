"""A Word document as text: headings, lists, tables and links come along, what does not is said, harm is refused."""

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.evidence.files import samples
from waymark.core.markdown_blocks import blocks_of
from waymark.documents.from_word.child import LONGEST
from waymark.documents.from_word.reading import FromWord, NotTakenOver, taken_over

pytestmark = pytest.mark.programs
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(content: bytes, folder: Path, **limits: float) -> FromWord:
    file = folder / "policy.docx"
    file.write_bytes(content)
    return taken_over(file, **limits)  # type: ignore[arg-type]


def policy(*, picture: bool = False) -> bytes:
    made = docx.Document()
    made.add_heading("AI policy", level=1)
    made.add_paragraph("We use AI to answer letters.").add_run(" Never alone.").bold = True
    made.add_heading("Who it is for", level=2)
    made.add_paragraph("Staff", style="List Bullet")
    made.add_paragraph("Contractors", style="List Bullet")
    table = made.add_table(rows=2, cols=2)
    for at, words in enumerate(("Role", "Duty", "AIMS manager", "Reviews | approves")):
        table.cell(at // 2, at % 2).text = words
    made.add_paragraph("a < b & <script>alert(1)</script>")
    if picture:
        made.add_picture(io.BytesIO(samples.png()))
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def test_takes_headings_lists_tables_and_marks_over(tmp_path: Path) -> None:
    text = read(policy(), tmp_path).text
    assert text.startswith("# AI policy\n\nWe use AI to answer letters. **Never alone.**\n\n## Who it is for\n\n")
    assert "- Staff\n- Contractors" in text
    assert "| Role | Duty |\n| --- | --- |\n| AIMS manager |" in text
    assert "<td>Reviews | approves</td>" in "".join(one.html for one in blocks_of(text))
    kinds = [one.kind for one in blocks_of(text)]
    assert kinds == ["heading", "paragraph", "heading", "list", "table", "paragraph"]


@pytest.mark.parametrize(
    "line", ["# 1 of 3", "- 3 degrees", "+ more", "1. March is the day", "2) or not", "*stars* and _lines_"]
)
def test_keeps_a_sign_that_somebody_typed(line: str, tmp_path: Path) -> None:
    (block,) = blocks_of(read(samples.word(line), tmp_path).text)
    assert block.html == f"<p>{line}</p>\n"


def test_takes_nothing_over_that_acts(tmp_path: Path) -> None:
    made = "".join(one.html for one in blocks_of(read(policy(), tmp_path).text))
    assert "<script" not in made
    assert "&lt;script" in made


def test_says_what_did_not_come_along(tmp_path: Path) -> None:
    assert read(policy(), tmp_path).lost == ()
    assert read(policy(picture=True), tmp_path).lost == ("1 picture",)


def _body(inside: str) -> bytes:
    return samples.word(
        "x", parts={"word/document.xml": f"<w:document {_W}><w:body>{inside}</w:body></w:document>".encode()}
    )


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "macros": (lambda: samples.word("x", parts={"word/vbaProject.bin": b"x"}), "macros"),
    "controls": (lambda: samples.word("x", parts={"word/activeX/activeX1.xml": b"<x/>"}), "macros"),
    "an entity": (
        lambda: samples.word("x", parts={"word/document.xml": b'<!DOCTYPE w [<!ENTITY a "ha">]><w/>'}),
        "declares a document type",
    ),
    "an external entity": (
        lambda: samples.word(
            "x", parts={"word/styles.xml": b'<!DOCTYPE w SYSTEM "http://stranger.example/x.dtd"><w/>'}
        ),
        "declares a document type",
    ),
    "declared in UTF-16": (
        lambda: samples.word("x", parts={"word/document.xml": '<!DOCTYPE w [<!ENTITY a "b">]><w/>'.encode("utf-16")}),
        "declares a document type",
    ),
    "a workbook": (samples.workbook, "not a Word document"),
    "no archive": (lambda: b"%PDF-1.7\n", "not a Word document"),
    "half a document": (lambda: samples.word("x" * 5_000)[:9_000], "not a Word document"),
    "no text": (lambda: _body("<w:p/>"), "no text"),
    "too long": (lambda: samples.word("x" * (LONGEST + 1)), "too long"),
    "deep": (lambda: _body("<w:tbl><w:tr><w:tc>" * 3_000 + "</w:tc></w:tr></w:tbl>" * 3_000), "memory"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refuses_what_is_no_text_with_a_sentence(name: str, tmp_path: Path) -> None:
    made, sentence = REFUSED[name]
    with pytest.raises(NotTakenOver, match=sentence):
        read(made(), tmp_path)


def test_ends_a_reading_that_takes_too_long(tmp_path: Path) -> None:
    with pytest.raises(NotTakenOver, match="too long"):
        read(policy(), tmp_path, seconds=0.01)
