import datetime as dt
import io
import re
import zipfile

from docx import Document
from docx.document import Document as Opened
from docx.oxml.ns import qn
from lxml import etree

from tests.reports.papers import AWKWARD, CHART, LITERAL, paper, table, workbook
from waymark.reports.paper import Bullets, Chart, Column, Figures, Heading, Paper, Paragraph, Table, Workbook
from waymark.reports.writers import docx


def _open(document: Paper | Workbook) -> Opened:
    return Document(io.BytesIO(docx.write(document)))


def _styles(opened: Opened) -> list[tuple[str, str]]:
    return [(one.style.name or "", one.text) for one in opened.paragraphs if one.style and one.text]


def test_holds_hostile_text_literally_wherever_it_stands() -> None:
    for text in LITERAL:
        blocks = (Heading(text), Paragraph(text), Bullets((text,)), Figures(((text, text),)), table(text))
        opened = _open(paper(*blocks, title=text, organisation=text, notice=text, reference=text))
        assert ("Heading 1", text) in _styles(opened)
        assert ("Title", text) in _styles(opened)
        assert ("List Bullet", text) in _styles(opened)
        assert [one.text for one in opened.tables[0].rows[0].cells[0].paragraphs] == [text, text]
        assert opened.tables[1].rows[1].cells[2].text == text
        assert opened.core_properties.title == text


def test_survives_every_awkward_text() -> None:
    for text in AWKWARD:
        given = paper(Heading(text), Paragraph(text), table(text), title=text, organisation=text, reference=text)
        assert _open(given).paragraphs


def test_shows_controls_and_direction_overrides_and_keeps_lines() -> None:
    opened = _open(paper(Paragraph("nul\x00 report\u202efdp.exe"), Paragraph("one\r\ntwo")))
    texts = [text for _style, text in _styles(opened)]
    assert "nul\ufffd report[U+202E]fdp.exe" in texts
    assert "one\ntwo" in texts


def test_uses_real_headings_and_repeats_the_heading_of_a_table() -> None:
    opened = _open(paper(Heading("One"), Heading("Two", 2), Heading("Three", 3), Heading("Deep", 9), table()))
    levels = [(style, text) for style, text in _styles(opened) if style.startswith("Heading")]
    assert levels == [("Heading 1", "One"), ("Heading 2", "Two"), ("Heading 3", "Three"), ("Heading 3", "Deep")]
    first, second = opened.tables[0].rows
    assert first._tr.trPr is not None  # noqa: SLF001 - python-docx has no name for a repeated row
    assert first._tr.trPr.find(qn("w:tblHeader")) is not None  # noqa: SLF001
    assert [cell.text for cell in first.cells] == ["Point", "Verdict", "Finding", "Share", "Target date"]
    assert [cell.text for cell in second.cells] == [
        "10.1",
        "◐ Partial",
        "Held in the wiki.",
        "0.5",
        "1 Mar 2026",
    ]
    assert ("Caption", "Points") in _styles(opened)


def test_says_on_every_page_whose_it_is_who_decides_and_what_is_demo() -> None:
    section = _open(paper(sample=True)).sections[0]
    head = "".join(one.text for one in section.header.paragraphs)
    foot = section.footer.paragraphs[0]
    assert head == "Alpha\tGap assessment  ·  Demo data"
    assert "The decision rests with an accredited certification body." in foot.text
    fields = [field.get(qn("w:instr")) for field in foot._p.iter(qn("w:fldSimple"))]  # noqa: SLF001
    assert fields == ["PAGE", "NUMPAGES"]
    assert "Demo data" not in "".join(one.text for one in _open(paper()).sections[0].header.paragraphs)


def test_describes_itself_and_its_language() -> None:
    opened = _open(paper(reference="GA-1", language="sv-SE"))
    about = opened.core_properties
    assert (about.title, about.author, about.identifier) == ("Gap assessment", "Alpha", "GA-1")
    assert about.created == dt.datetime(2026, 1, 23, tzinfo=dt.UTC)
    assert about.language == "sv-SE"
    assert {one.get(qn("w:val")) for one in opened.styles.element.iter(qn("w:lang"))} == {"sv-SE"}


def test_turns_the_page_when_asked() -> None:
    lying, upright = _open(paper(landscape=True)).sections[0], _open(paper()).sections[0]
    assert lying.page_width is not None
    assert lying.page_height is not None
    assert lying.page_width > lying.page_height
    assert (upright.page_width, upright.page_height) == (lying.page_height, lying.page_width)


def test_shows_a_chart_with_its_sentence() -> None:
    opened = _open(paper(Chart(CHART, 'All "in" <place>')))
    (shape,) = opened.inline_shapes
    assert shape._inline.docPr.get("descr") == 'All "in" <place>'  # noqa: SLF001 - python-docx has no name for it


def test_says_when_a_table_is_empty() -> None:
    opened = _open(paper(Table("Excluded", (Column("a", "A"),), (), empty="No control is excluded.")))
    assert ("Quiet", "No control is excluded.") in _styles(opened)
    assert not opened.tables


def test_gives_the_same_bytes_for_the_same_content() -> None:
    given = paper(Heading("H"), table(*LITERAL), Chart(CHART, "Alt"))
    assert docx.write(given) == docx.write(given)


def test_writes_a_workbook_as_a_paper_and_only_well_formed_parts() -> None:
    data = docx.write(workbook(table(*LITERAL, *AWKWARD), facts=(("missing", 44),)))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            if re.search(r"\.(xml|rels)$", name):
                etree.fromstring(parts.read(name))
