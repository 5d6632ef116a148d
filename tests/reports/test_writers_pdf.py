import io
import re
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from tests.reports.papers import AWKWARD, CHART, LITERAL, paper, table, workbook
from waymark.reports.paper import Bullets, Chart, Column, Figures, Heading, Kind, Paper, Paragraph, Table, Workbook
from waymark.reports.writers import pdf
from waymark.reports.writers.typesetting import characters_without_font


def _open(document: Paper | Workbook) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.write(document)))


def _text(document: Paper | Workbook) -> str:
    return "\n".join(page.extract_text() for page in _open(document).pages)


def test_holds_hostile_text_literally_wherever_it_stands() -> None:
    for text in LITERAL:
        given = paper(
            Heading(text),
            Paragraph(text),
            Bullets((text,)),
            title=f"T {text}",
            organisation=f"O {text}",
            notice=f"N {text}",
        )
        read = _text(given)
        assert read.count(text) >= 6, text
        assert "49" not in read


def test_holds_hostile_text_in_tables_and_figures() -> None:
    wide = Table("T", (Column("a", "=2+2", 80), Column("b", "B", 5)), tuple((text, None) for text in LITERAL))
    read = _text(paper(Figures((("<b>", "$y$"),)), wide, landscape=True))
    for text in (*LITERAL, "=2+2", "<b>", "$y$"):
        assert text in read


def test_survives_every_awkward_text() -> None:
    for text in AWKWARD:
        given = paper(Heading(text), Paragraph(text), table(text), title=text, organisation=text, reference=text)
        assert _open(given).pages


def test_shows_controls_and_direction_overrides() -> None:
    read = _text(paper(Paragraph("nul\x00 report\u202efdp.exe")))
    assert "nul\ufffd" in read
    assert "report[U+202E]fdp.exe" in read


def test_keeps_very_long_words_and_tall_cells_whole() -> None:
    read = re.sub(r"\s|\u200b", "", _text(paper(table("W" * 3000, " ".join(["tall"] * 3000)))))
    assert read.count("W") >= 3000
    assert read.count("tall") == 3000


def test_claims_and_carries_what_archives_and_screen_readers_need() -> None:
    opened = _open(paper(Heading("H"), table(), Chart(CHART, "All in place"), language="en-GB"))
    root: Any = opened.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    for claim in ("pdfaid:part>2<", "pdfaid:conformance>A<", "pdfuaid:part>1<"):
        assert claim in metadata
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert opened.metadata is not None
    assert (opened.metadata.title, opened.metadata.author) == ("Gap assessment", "Alpha")
    assert "All in place" in _alternatives(opened)


def _alternatives(opened: PdfReader) -> list[str]:
    size: Any = opened.trailer["/Size"]
    objects: list[Any] = [opened.get_object(number) for number in range(1, size)]
    return [str(one["/Alt"]) for one in objects if isinstance(one, dict) and "/Alt" in one]


def test_says_on_every_page_whose_it_is_who_decides_and_what_is_demo() -> None:
    given = paper(table(*["words " * 40] * 40), sample=True)
    pages = [page.extract_text() for page in _open(given).pages]
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert "Demo data" in page
        assert "Alpha" in page
        assert "Gap assessment" in page
        assert f"Page {number} of {len(pages)}" in page
        assert "The decision rests with an accredited certification body." in page
        assert "Target date" in page  # the table's heading is repeated
    assert "Demo data" not in _text(paper(table()))


def test_leaves_hidden_columns_out_and_says_when_a_table_is_empty() -> None:
    read = _text(paper(table(), Table("Excluded", (Column("a", "A"),), (), empty="No control is excluded.")))
    assert "k1" not in read
    assert "No control is excluded." in read
    assert "1 Mar 2026" in read


def test_turns_the_page_when_asked() -> None:
    upright, lying = _open(paper()).pages[0].mediabox, _open(paper(landscape=True)).pages[0].mediabox
    assert (round(upright.width), round(upright.height)) == (595, 842)
    assert (round(lying.width), round(lying.height)) == (842, 595)


def test_gives_the_same_bytes_for_the_same_content() -> None:
    given = paper(Heading("H"), table(*LITERAL), Chart(CHART, "Alt"))
    assert pdf.write(given) == pdf.write(given)
    assert b"D:20260123" in pdf.write(given)


def test_writes_a_workbook_as_a_paper() -> None:
    read = _text(workbook(facts=(("missing", 44),)))
    assert "Fill in the dark columns." in read
    assert "44" in read


def test_draws_narrow_columns_and_odd_languages() -> None:
    many = tuple(Column(f"c{at}", "Heading", 10, Kind.REFERENCE) for at in range(12))
    given = paper(Table("T", many, (tuple("10.10.10-10" for _at in many),)), language="no such tag")
    assert _open(given).pages


def test_refuses_a_chart_that_is_not_well_formed() -> None:
    with pytest.raises(typst.TypstError):
        pdf.write(paper(Chart("<svg", "Broken")))


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("\u0633\u064a\u0627\u0633\u0629 \u0627\u0644\u0630\u0643\u0627\u0621", "NotoSansArabic"),
        ("Done \U0001f600 \U0001f7e2 \u2705", "NotoEmoji"),
    ],
)
def test_prints_arabic_and_emoji_from_its_own_fonts(text: str, font: str) -> None:
    document = _open(paper(Heading("H"), Paragraph(text), table(text), title=text))
    fonts = {
        str(one.get_object()["/BaseFont"])
        for page in document.pages
        for one in page["/Resources"]["/Font"].values()  # type: ignore[index]  # a dictionary of the format
    }
    assert any(font in name for name in fonts)
    # Only a document without a missing glyph may claim the standard.
    assert b"pdfaid" in pdf.write(paper(Paragraph(text)))


def test_names_the_characters_that_no_font_has_and_where_each_stands_first() -> None:
    private = "".join(chr(0xE000 + place) for place in range(13))
    columns = (Column("ref", "Reference", 8, Kind.REFERENCE), Column("finding", "Finding", 30))
    rows = (("A.2.2-1", "fine"), ("A.2.3-1", f"\ue000 and {private}"))
    read = " ".join(_text(paper(Paragraph("plain \ue000"), Table("T", columns, rows), title="A \ue001")).split())
    assert "Title: U+E001; Paragraph: U+E000; Finding of A.2.3-1: U+E002, U+E003" in read
    assert "U+E009. 3 more." in read
    assert "U+E00A" not in read


def test_knows_which_characters_no_font_has_before_anything_is_written() -> None:
    assert characters_without_font("plain é Ω Ж \u0633\u064a \U0001f600 a\u0301\u200b") == frozenset()
    assert characters_without_font("x\ue000y\ue001") == {"\ue000", "\ue001"}


def test_says_so_where_no_font_has_a_character() -> None:
    assert "cannot be printed" in _text(paper(Paragraph("private \ue000")))
    assert "cannot be printed" not in _text(paper(Paragraph("\u0633\u064a \U0001f600 é Ω Ж")))
