"""The files of Alpha's gap assessment: the result on page 1, figures as numbers, heads that are not broken."""

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import pairwise

import openpyxl
import pytest
from django.urls import reverse
from docx import Document
from lxml import etree
from pypdf import PdfReader

from tests import factories
from tests.conformity.rating import a_round, rate, rate_all, rating
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.queries import framework_of, picture_of
from waymark.conformity.rounds import open_round
from waymark.conformity.scale import Verdict
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.reports.exports.gap import report
from waymark.reports.gap import export_gap
from waymark.reports.paper import Bullets, Chart, Heading, Paragraph, Table
from waymark.reports.writers.formats import Format

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite_only("files are written in Python, from rows that other tests read on both"),
]
Demos = Mapping[str, Organisation]
FileOf = Callable[..., bytes]
WRITTEN_IN_PYTHON = pytest.mark.sqlite_only("what the file is written of is asked of both")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def alpha(demos: Demos) -> GapAssessment:
    return GapAssessment.objects.of(demos["alpha"]).numbered(1).get()


@pytest.fixture(scope="module")
def written() -> dict[tuple[Format, bool], bytes]:
    return {}


@pytest.fixture
def file_of(alpha: GapAssessment, written: dict[tuple[Format, bool], bytes]) -> FileOf:
    """Return a way to the files of Alpha's assessment, each of which is written once for all tests that ask."""

    def file_of(form: Format, *, gaps_only: bool = False) -> bytes:
        if (form, gaps_only) not in written:
            written[form, gaps_only] = export_gap(alpha, form, gaps_only=gaps_only)
        return written[form, gaps_only]

    return file_of


def _pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_splits_what_is_in_place_into_what_it_rests_on(alpha: GapAssessment) -> None:
    picture = picture_of(alpha)
    rests = picture.clause_grades
    assert (rests.shown, rests.named, rests.claimed) == (0, 41, 5)
    assert rests.total == picture.clause_counts.in_place


def test_lists_as_not_assessed_what_is_missing_from_a_figure_only(alpha: GapAssessment) -> None:
    unrated = picture_of(alpha).with_verdict(Verdict.NOT_ASSESSED)
    assert [gap.view.point.ref for gap in unrated if not gap.view.point.is_guidance] == ["6.1.3-12"]
    headings = [block.text for block in report(alpha).blocks if isinstance(block, Heading)]
    assert str(Verdict.IN_PLACE.label) in headings
    assert str(Verdict.NOT_ASSESSED.label) not in headings


@WRITTEN_IN_PYTHON
def test_has_the_whole_result_on_page_one(file_of: FileOf) -> None:
    first, second, third, *_rest = _pages(file_of(Format.PDF))
    for words in (
        "46 of 140 points of clauses 4 to 10 are in place: 0 with stored evidence, 41 with evidence named in words",
        "named in words, 5 claimed without evidence.",
        "Of these points 50 are partial and 44 missing.",
        "Of 38 controls of Annex A in this round 9 are in place, 14 partial, 15 missing.",
        "All 188 points are rated.",
        "the last date of the plan is 29 May 2026.",
        "Close first",
        "Decide the boundary with all heads and note roles per system. Chief executive 6 Feb 2026",
        "Scope: clauses 4 to 10 and 38 controls of Annex A of ISO/IEC 42001:2023, at Alpha. Assessed by: AIMS manager.",
    ):
        assert words in first
    assert "About this assessment" in second
    assert "Every point" in third


def test_draws_title_and_legend_on_each_chart(alpha: GapAssessment) -> None:
    result, points = (block for block in report(alpha).blocks if isinstance(block, Chart))
    drawn = [" | ".join(map(str, etree.fromstring(one.svg.encode()).itertext())) for one in (result, points)]
    assert "Result: the 140 points of clauses 4 to 10 that apply" in drawn[0]
    for words in ("evidence stored: 0", "evidence named: 41", "claimed: 5", "Partial: 50", "Missing: 44"):
        assert words in drawn[0]
        assert words in result.alt
    for words in ("Every point that counts", "Leadership", "A.10", "In place, no evidence", "Not applicable"):
        assert words in drawn[1]


def test_says_the_result_in_five_sentences_and_five_gaps(alpha: GapAssessment) -> None:
    blocks = report(alpha).blocks
    sentences = next(block for block in blocks if isinstance(block, Bullets))
    first = next(block for block in blocks if isinstance(block, Table))
    assert len(sentences.items) == 5
    assert [row[1] for row in first.rows] == ["4.3-1", "4.3-2", "4.3-3", "4.3-4", "5.2-4"]


@WRITTEN_IN_PYTHON
def test_leaves_out_what_is_no_gap_on_request(alpha: GapAssessment, file_of: FileOf) -> None:
    whole, short = _pages(file_of(Format.PDF)), _pages(file_of(Format.PDF, gaps_only=True))
    assert short[0].split("Page 1")[0] == whole[0].split("Page 1")[0]
    assert len(short) < len(whole)
    tables = [block for block in report(alpha, gaps_only=True).blocks if isinstance(block, Table)]
    gaps = len(picture_of(alpha).plan)
    assert [len(table.rows) for table in tables] == [5, gaps]
    sheet = openpyxl.load_workbook(io.BytesIO(file_of(Format.XLSX, gaps_only=True))).worksheets[0]
    assert sheet.max_row == gaps + 1
    assert {sheet.cell(row, 4).value for row in range(2, sheet.max_row + 1)} == {"Missing", "Partial"}


def test_offers_the_gaps_alone_as_a_download(organisation: Organisation, manager: Member) -> None:
    framework = framework_of(organisation)
    assert framework is not None
    open_round(organisation, framework, title="First", controls=[], by=manager)
    client, base = factories.client_of(manager), f"/o/{organisation.slug}/reports/gap/GA-1"
    answer = client.get(f"{base}.csv?only=gaps")
    assert 'filename="acme-GA-1-gaps.csv"' in answer.headers["Content-Disposition"]
    assert client.get(f"{base}.csv?only=everything").status_code == 404
    assert client.get(f"{base}.json?only=gaps").status_code == 404


@WRITTEN_IN_PYTHON
def test_says_before_the_download_which_characters_cannot_be_printed(
    organisation: Organisation, manager: Member
) -> None:
    assessment = a_round(organisation, by=manager)
    client = factories.client_of(manager)
    pages = [reverse(name, args=[organisation.slug, 1]) for name in ("gap_round", "gap_result")]
    pages.append(reverse("points", args=[organisation.slug]) + "?round=1")
    rate(assessment, rating("4.1-1", Verdict.MISSING, finding="Ωmega \u0633 and \U0001f600"), by=manager)
    assert not any("cannot be printed" in client.get(page).content.decode() for page in pages)
    rate(assessment, rating("4.1-2", Verdict.MISSING, finding="Stored as \ue000 <b>"), by=manager)
    for page in pages:
        assert "no font on this machine has them. Finding of 4.1-2: U+E000." in client.get(page).content.decode()


def test_writes_figures_as_numbers_into_the_workbook(file_of: FileOf) -> None:
    about = openpyxl.load_workbook(io.BytesIO(file_of(Format.XLSX)))["About"]
    facts = {row[0].value: row[1] for row in about.iter_rows() if row[0].value}
    expected = {
        "in place": 46,
        "in place, evidence named": 41,
        "in place, claimed": 5,
        "partial": 50,
        "missing": 44,
        "readiness: share of clause points, partial counts half, %": 50,
        "controls in place": 9,
        "controls partial": 14,
        "controls missing": 15,
    }
    assert {name: facts[name].value for name in expected} == expected
    assert {facts[name].data_type for name in expected} == {"n"}


def _letter_width(letter: str) -> float:
    """Return how wide a bold letter of 9 points is in DejaVu Sans, the widest likely stand-in, rounded up."""
    by_width = {3.4: "ijlI,./", 4.5: "frt-", 6.2: "aceksvxyz", 6.6: "bdghnopqu", 7.0: "EFLPSTYZ", 7.7: "ABCDGHKNOQRUVX"}
    return next((width for width, letters in by_width.items() if letter in letters), 10.0)


def _assert_heads_fit(content: bytes) -> int:
    """Hold each word of each heading against the width of its column, and return how many headings there are."""
    document = Document(io.BytesIO(content))
    page = document.sections[0]
    assert page.page_width is not None
    assert page.left_margin is not None
    room = page.page_width.pt - page.left_margin.pt * 2
    heads = 0
    for table in document.element.body.iter(f"{W}tbl"):
        widths = [int(column.get(f"{W}w")) / 20 for column in table.find(f"{W}tblGrid")]
        assert sum(widths) == pytest.approx(room, abs=1)
        for cell, width in zip(table.find(f"{W}tr").findall(f"{W}tc"), widths, strict=True):
            words = "".join(text.text or "" for text in cell.iter(f"{W}t")).split()
            # A cell keeps 7 points free on its right.
            assert all(sum(map(_letter_width, word)) + 7 <= width for word in words), (words, width)
            heads += 1
    return heads


@WRITTEN_IN_PYTHON
@pytest.mark.parametrize(("form", "heads"), [({}, 30), ({"gaps_only": True}, 15)])
def test_gives_every_column_of_the_document_room_for_the_words_of_its_heading(
    form: dict[str, bool], heads: int, file_of: FileOf
) -> None:
    assert _assert_heads_fit(file_of(Format.DOCX, **form)) >= heads


@WRITTEN_IN_PYTHON
@pytest.mark.parametrize("form", [{}, {"gaps_only": True}])
def test_breaks_no_heading_where_columns_are_empty(form: dict[str, bool], organisation: Organisation) -> None:
    # Nobody has a date or an owner yet: such columns are as narrow as their headings allow.
    assessment = a_round(organisation, "A.2.2")
    rate_all(assessment, "partial")
    assert _assert_heads_fit(export_gap(assessment, Format.DOCX, **form)) >= 15


@WRITTEN_IN_PYTHON
@pytest.mark.parametrize("form", [{}, {"gaps_only": True}])
def test_leaves_the_line_of_the_scope_on_page_one(form: dict[str, bool], alpha: GapAssessment) -> None:
    blocks = report(alpha, **form).blocks
    scope = next(at for at, block in enumerate(blocks) if isinstance(block, Paragraph) and "Scope:" in block.text)
    # Only the five sentences and the bar stand before it; the table, which may run over the page, comes after it.
    assert [type(block) for block in blocks[:scope]] == [Chart, Bullets]
    table = blocks[scope + 1]
    assert isinstance(table, Table)
    assert all(len(str(row[3])) <= 110 for row in table.rows)


@WRITTEN_IN_PYTHON
def test_begins_the_second_page_of_the_document_with_its_heading(file_of: FileOf) -> None:
    content = file_of(Format.DOCX)
    paragraphs = Document(io.BytesIO(content)).paragraphs
    styles = [one.style.name for one in paragraphs if one.style is not None]
    levels = [int(name[-1]) for name in styles if name.startswith("Heading")]
    assert all(after - before <= 1 for before, after in pairwise([1, *levels]))
    xml = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert re.findall(r"<w:pageBreakBefore/></w:pPr><w:r><w:t[^>]*>([^<]+)", xml) == ["About this assessment"]
    assert len(re.findall(r'descr="[^"]+"', xml)) == 2


def test_gives_the_basis_of_each_point_in_every_file(alpha: GapAssessment, file_of: FileOf) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(file_of(Format.XLSX))).worksheets[0]
    heads = {sheet.cell(1, column).value: column for column in range(1, sheet.max_column + 1)}
    bases = Counter(sheet.cell(row, heads["Basis"]).value for row in range(2, sheet.max_row + 1))
    assert bases == {"Clause": 140, "Control": 48, "Definition": 1, "Guidance": 72}
    assert "Basis" in file_of(Format.CSV).decode("utf-8-sig").splitlines()[0]
    plain = json.loads(file_of(Format.JSON))
    points = [point for one in plain["requirements"] for point in one["points"]]
    assert Counter(point["basis"] for point in points) == {
        "clause": 140,
        "control": 48,
        "definition": 1,
        "guidance": 72,
    }
    assert {gap["basis"] for gap in plain["plan"]} == {"clause", "control", "guidance"}
    tables = {block.caption.split(":")[0]: block for block in report(alpha).blocks if isinstance(block, Table)}
    assert all(
        "basis" in {column.key for column in tables[name].columns} for name in ("Missing", "Partial", "In place")
    )
    # Guidance stands apart from what counts.
    assert "A.2.3-3" in {row[0] for row in tables["Guidance"].rows}
    assert "A.2.3-3" not in {row[0] for row in tables["Partial"].rows}
