"""The pages of the import: choose, look, settle the reading, take over, discard."""

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import factories
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.queries import framework_of
from waymark.conformity.rounds import close_round, open_round
from waymark.exchange.models import SheetImport
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation

TABLE = "Reference,Verdict,Finding,Reviewer\r\n4.1-1,Partial,<script>x</script>,Bo\r\n4.1-2,Splendid,,Bo\r\n"


@pytest.fixture
def assessment(organisation: Organisation, manager: Member) -> GapAssessment:
    framework = framework_of(organisation)
    assert framework is not None
    return open_round(organisation, framework, title="First", controls=[], by=manager)


@pytest.fixture
def client(manager: Member) -> Client:
    return factories.client_of(manager)


def _address(assessment: GapAssessment, rest: str = "") -> str:
    return f"/o/{assessment.organisation.slug}/gap/{assessment.reference}/import{rest}"


def _bring(client: Client, assessment: GapAssessment, content: str | bytes = TABLE, **more: Any) -> Any:
    raw = content.encode() if isinstance(content, str) else content
    return client.post(_address(assessment), {"file": SimpleUploadedFile("gap.csv", raw), **more})


def _digest(page: str) -> str:
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert found is not None
    return found[1]


def test_leads_from_a_file_to_its_preview_and_on_to_the_round(client: Client, assessment: GapAssessment) -> None:
    answer = _bring(client, assessment)
    assert (answer.status_code, answer.headers["Location"]) == (303, _address(assessment, "/1"))
    page = client.get(_address(assessment, "/1")).content.decode()
    assert "To import: 1 verdict, 1 finding; 1 row was not understood." in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script>x" not in page
    assert "Splendid" in page
    assert "Reviewer" in page
    refused = client.post(_address(assessment, "/1/application"), {"digest": _digest(page)})
    assert refused.status_code == 422
    assert "Some rows were not understood" in refused.content.decode()
    assert not Judgement.objects.of(assessment.organisation).exists()
    done = client.post(_address(assessment, "/1/application"), {"digest": _digest(page), "leave_out": "on"})
    assert (done.status_code, done.headers["Location"]) == (303, f"/o/acme/gap/{assessment.reference}/")
    assert Judgement.objects.of(assessment.organisation).count() == 1
    again = client.post(_address(assessment, "/1/application"), {"digest": _digest(page), "leave_out": "on"})
    assert again.status_code == 422
    assert "is already imported or discarded" in again.content.decode()
    assert Judgement.objects.of(assessment.organisation).count() == 1
    assert "Imported" in client.get(_address(assessment, "/1")).content.decode()
    assert "gap.csv" in client.get(_address(assessment)).content.decode()


def test_calls_each_figure_the_same_before_and_after_the_import(client: Client, assessment: GapAssessment) -> None:
    _bring(client, assessment, "Reference,Verdict,Finding\r\n4.1-1,Partial,\r\n4.1-2,,Still to be asked\r\n")
    before = client.get(_address(assessment, "/1")).content.decode()
    done = client.post(_address(assessment, "/1/application"), {"digest": _digest(before)}, follow=True)
    assert "2 points imported from gap.csv." in done.content.decode()
    after = client.get(_address(assessment, "/1")).content.decode()
    for words in ("Points rated for the first time", "Points with a first finding or date, but no rating"):
        assert f"<h2>{words}</h2>" in before
        assert f"<dt>{words}</dt><dd>1</dd>" in after
    assert "Points with a first entry" not in after


def test_calls_the_figures_of_an_earlier_release_what_they_were(client: Client, assessment: GapAssessment) -> None:
    _bring(client, assessment, "Reference,Verdict\r\n4.1-1,Partial\r\n")
    page = client.get(_address(assessment, "/1")).content.decode()
    client.post(_address(assessment, "/1/application"), {"digest": _digest(page)})
    brought = SheetImport.objects.of(assessment.organisation).get()
    counts = {name: one for name, one in brought.counts.items() if not name.startswith("first_")}
    SheetImport.objects.of(assessment.organisation).update(counts=counts)
    assert "<dt>Points with a first entry</dt><dd>1</dd>" in client.get(_address(assessment, "/1")).content.decode()


def test_settles_what_a_word_means(client: Client, assessment: GapAssessment) -> None:
    _bring(client, assessment)
    page = client.get(_address(assessment, "/1")).content.decode()
    words = re.findall(r'name="(word-[0-9a-f]{12})"', page)
    form = {"version": "1", "heading_row": "1", "column-0": "reference", "column-1": "verdict", "column-2": "finding"}
    form |= dict.fromkeys(words, "in_place")
    answer = client.post(_address(assessment, "/1"), form)
    assert answer.status_code == 303
    assert "To import: 2 verdicts, 1 finding." in client.get(_address(assessment, "/1")).content.decode()
    assert client.post(_address(assessment, "/1"), form).status_code == 303
    stale = client.post(_address(assessment, "/1"), form | dict.fromkeys(words, "missing"))
    assert stale.status_code == 409


def test_shows_what_is_doubtful_open_at_the_top_and_imports_the_rest(client: Client, assessment: GapAssessment) -> None:
    table = "Reference,Verdict,Target date\r\n4.1-1,OK?,\r\n4.1-2,Partial,3/4/2027\r\n4.1-3,TBD,\r\n"
    _bring(client, assessment, table)
    page = client.get(_address(assessment, "/1")).content.decode()
    assert "To import: 1 verdict; 2 cells are doubtful." in page
    before, _mark, rest = page.partition('id="doubtful"')
    doubtful, _mark, rest = rest.partition("</fieldset>")
    assert "<details" not in before[before.index('id="reading"') :]
    assert "OK? (once)" in doubtful
    assert "3 Apr 2027" in doubtful
    assert "4 Mar 2027" in doubtful
    assert "TBD (once)" in rest
    assert 'name="leave_out"' not in page
    done = client.post(_address(assessment, "/1/application"), {"digest": _digest(page)})
    assert done.status_code == 303
    given = Judgement.objects.of(assessment.organisation).get()
    assert (given.point.ref, given.verdict, given.target_on) == ("4.1-2", "partial", None)


def test_keeps_the_choice_about_a_doubtful_date(client: Client, assessment: GapAssessment) -> None:
    _bring(client, assessment, "Reference,Verdict,Target date\r\n4.1-2,Partial,3/4/2027\r\n")
    page = client.get(_address(assessment, "/1")).content.decode()
    found = re.search(r'name="(date-[0-9a-f]{12})"', page)
    assert found is not None
    form = {"version": "1", "heading_row": "1", "column-0": "reference", "column-1": "verdict"}
    form |= {"column-2": "target_date", found[1]: "2027-04-03"}
    assert client.post(_address(assessment, "/1"), form | {found[1]: "2028-04-03"}).status_code == 422
    assert client.post(_address(assessment, "/1"), form).status_code == 303
    page = client.get(_address(assessment, "/1")).content.decode()
    assert 'id="doubtful"' not in page
    assert "To import: 1 verdict, 1 target date." in page


def test_refuses_one_field_in_two_columns(client: Client, assessment: GapAssessment) -> None:
    _bring(client, assessment)
    form = {"version": "1", "heading_row": "1", "column-0": "reference", "column-1": "finding", "column-2": "finding"}
    answer = client.post(_address(assessment, "/1"), form)
    assert answer.status_code == 422
    assert "already imported from another column" in answer.content.decode()


def test_reads_under_another_heading_row(client: Client, assessment: GapAssessment) -> None:
    _bring(client, assessment, "Gap list,,\r\nWhere,How,What else\r\n4.1-1,Partial,x\r\n4.1-2,Missing,y\r\n")
    brought = SheetImport.objects.of(assessment.organisation).get()
    form = {"version": "1", "heading_row": "2"}
    assert client.post(_address(assessment, "/1"), form).status_code == 303
    brought.refresh_from_db()
    assert (brought.heading_row, brought.first_row) == (2, 3)
    assert brought.columns["reference"] == 0


def test_says_so_where_no_column_holds_references(client: Client, assessment: GapAssessment) -> None:
    _bring(client, assessment, "Colour,Shape\r\nred,round\r\nblue,flat\r\n")
    page = client.get(_address(assessment, "/1")).content.decode()
    assert "No column with references was found." in page
    assert 'name="digest"' not in page


def test_asks_for_the_encoding_where_the_text_does_not_tell(client: Client, assessment: GapAssessment) -> None:
    raw = "Kapitel;Bewertung;Feststellung\r\n4.1-1;erfüllt;Prüfung läuft\r\n".encode("cp1252")
    answer = _bring(client, assessment, raw)
    assert answer.status_code == 422
    assert 'name="encoding"' in answer.content.decode()
    assert not SheetImport.objects.of(assessment.organisation).exists()
    assert _bring(client, assessment, raw, encoding="windows-1252").status_code == 303


def test_refuses_a_file_above_the_limit_and_an_empty_form(client: Client, assessment: GapAssessment) -> None:
    answer = _bring(client, assessment, b"x" * (16 * 2**20 + 1))
    assert answer.status_code == 422
    assert "at most 16 MiB" in answer.content.decode()
    assert client.post(_address(assessment), {}).status_code == 422
    assert not SheetImport.objects.of(assessment.organisation).exists()


def test_discards_an_import(client: Client, assessment: GapAssessment) -> None:
    _bring(client, assessment)
    assert client.post(_address(assessment, "/1/discarding")).status_code == 303
    page = client.get(_address(assessment, "/1")).content.decode()
    assert "Discarded" in page
    assert "Discard import" not in page
    for rest in ("", "/discarding"):
        again = client.post(_address(assessment, f"/1{rest}"), {})
        assert again.status_code == 422
        assert "gap.csv is already imported or discarded." in again.content.decode()
        assert "SHA-256 of the file" in again.content.decode()


def test_keeps_a_file_once_that_was_sent_twice(client: Client, assessment: GapAssessment) -> None:
    for _time in range(2):
        answer = _bring(client, assessment)
        assert (answer.status_code, answer.headers["Location"]) == (303, _address(assessment, "/1"))
    assert SheetImport.objects.of(assessment.organisation).count() == 1
    # What differs, or was worked on since, is an import of its own.
    assert _bring(client, assessment, TABLE + "4.2-1,Partial,,\r\n").headers["Location"] == _address(assessment, "/2")
    assert client.post(_address(assessment, "/1"), {"version": "1", "heading_row": "2"}).status_code == 303
    assert _bring(client, assessment).headers["Location"] == _address(assessment, "/3")
    assert client.post(_address(assessment, "/3/discarding")).status_code == 303
    assert _bring(client, assessment).headers["Location"] == _address(assessment, "/4")


def test_shows_no_import_of_another_organisation_or_round(
    client: Client, assessment: GapAssessment, outsider: Member
) -> None:
    framework = framework_of(outsider.organisation)
    assert framework is not None
    theirs = open_round(outsider.organisation, framework, title="Theirs", controls=[], by=outsider)
    # The same file twice would be one import.
    for more in ("", "4.2-1,Partial,,\r\n"):
        _bring(factories.client_of(outsider), theirs, TABLE + more)
    assert client.get(_address(theirs, "/1")).status_code == 404
    assert client.get(_address(assessment, "/2")).status_code == 404
    for rest in ("/2/application", "/2/discarding"):
        assert client.post(_address(assessment, rest), {"digest": "0" * 64}).status_code == 404
    other = open_round(assessment.organisation, framework, title="Second", controls=[], by=outsider)
    _bring(client, assessment)
    assert client.get(_address(other, "/1")).status_code == 404


def test_is_for_those_who_manage_the_system(assessment: GapAssessment, owner: Member, reader: Member) -> None:
    for member in (owner, reader):
        theirs = factories.client_of(member)
        assert theirs.get(_address(assessment)).status_code == 403
        assert _bring(theirs, assessment).status_code == 403


def test_refuses_a_closed_round(client: Client, assessment: GapAssessment, manager: Member) -> None:
    _bring(client, assessment)
    page = client.get(_address(assessment, "/1")).content.decode()
    close_round(assessment, by=manager, reason="Stopped before everything was looked at.")
    assert _bring(client, assessment).status_code == 422
    closed = client.get(_address(assessment, "/1"))
    assert closed.status_code == 200
    # The page offers what the table of the life cycle allows, and says of the rest why not.
    assert "Import sheet: First is closed" in closed.content.decode()
    form = {"digest": _digest(page), "leave_out": "on"}
    assert client.post(_address(assessment, "/1/application"), form).status_code == 422
    reading = client.post(_address(assessment, "/1"), {"version": "1", "heading_row": "1"})
    assert reading.status_code == 422
    assert "First is closed" in reading.content.decode()
    assert SheetImport.objects.of(assessment.organisation).get().version == 1
    assert not Judgement.objects.of(assessment.organisation).exists()
    assert "Discard import" in closed.content.decode()
    assert client.post(_address(assessment, "/1/discarding")).status_code == 303


def test_asks_for_few_queries(client: Client, assessment: GapAssessment, django_assert_max_num_queries: Any) -> None:
    _bring(client, assessment)
    with django_assert_max_num_queries(12):
        client.get(_address(assessment, "/1"))


def test_asks_what_a_sheet_of_another_standard_is(client: Client, assessment: GapAssessment) -> None:
    rows = "4.3,Scope of the ISMS,Yes\r\n6.1.2,Information security risk assessment,No\r\n"
    _bring(client, assessment, f"Clause,Title,Status\r\n4.1,Context,Yes\r\n{rows}")
    page = client.get(_address(assessment, "/1")).content.decode()
    assert "This sheet seems to be about ISO/IEC 27001" in page
    assert "Is this sheet about ISO/IEC 42001:2023?" in page
    assert 'name="digest"' not in page
    form = {"version": "1", "heading_row": "1", "column-0": "reference", "column-1": "title", "column-2": "verdict"}
    assert client.post(_address(assessment, "/1"), form | {"standard": "titles"}).status_code == 303
    page = client.get(_address(assessment, "/1")).content.decode()
    assert "the title is not the one of this number" in page
    assert "2 cells are doubtful" in page
    assert client.post(_address(assessment, "/1"), form | {"version": "2", "standard": "numbers"}).status_code == 303
    page = client.get(_address(assessment, "/1")).content.decode()
    assert "is doubtful" not in page
    assert 'name="digest"' in page


def test_asks_which_column_is_the_verdict(client: Client, assessment: GapAssessment) -> None:
    _bring(client, assessment, "Clause,Status,Compliance\r\n4.1-1,Open,Yes\r\n4.1-2,Closed,No\r\n")
    page = client.get(_address(assessment, "/1")).content.decode()
    doubtful = page.partition('id="doubtful"')[2].partition("</fieldset>")[0]
    assert "B · Status" in doubtful
    assert "C · Compliance" in doubtful
    form = {"version": "1", "heading_row": "1", "column-0": "reference", "verdict_column": "2"}
    assert client.post(_address(assessment, "/1"), form).status_code == 303
    page = client.get(_address(assessment, "/1")).content.decode()
    assert "To import: 2 verdicts." in page
    assert 'name="verdict_column"' not in page


def test_offers_every_sheet_the_best_by_references_first(
    client: Client, assessment: GapAssessment, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Read me"
    for name, count in (("Few", 1), ("Most", 3), ("Some", 2)):
        sheet = book.create_sheet(name)
        sheet.append(["Clause", "Status", "Comment"])
        for number in range(1, count + 1):
            sheet.append([f"4.1-{number}", "Yes"])
    book.save(tmp_path / "book.xlsx")
    _bring(client, assessment, (tmp_path / "book.xlsx").read_bytes())
    page = client.get(_address(assessment, "/1")).content.decode()
    assert re.findall(r">(\w[\w ]*: \d references?)<", page) == [
        "Most: 3 references",
        "Some: 2 references",
        "Few: 1 reference",
        "Read me: 0 references",
    ]


def test_shows_what_was_rolled_up_and_which_cells_are_left_out(client: Client, assessment: GapAssessment) -> None:
    rows = "4.2,Are they known?,Yes,2027-01-15\r\n,Are they written down?,No,soon\r\n"
    _bring(client, assessment, f"Clause,Question,Answer,Due date\r\n{rows}")
    page = client.get(_address(assessment, "/1")).content.decode()
    rolled = page.partition('id="rolled-up"')[2].partition("</section>")[0]
    assert "2, 3" in rolled
    assert "In place: 1, Missing: 1" in rolled
    assert "soon" in page.partition('id="left-out"')[2].partition("</section>")[0]
    assert "Rows that continue the reference above them" in page
    assert client.post(_address(assessment, "/1/application"), {"digest": _digest(page)}).status_code == 303
    assert set(Judgement.objects.of(assessment.organisation).values_list("verdict", flat=True)) == {"partial"}


def test_asks_at_the_top_for_the_reason_code_of_exclusions(client: Client, manager: Member) -> None:
    framework = framework_of(manager.organisation)
    assert framework is not None
    assessment = open_round(manager.organisation, framework, title="First", controls=["A.2.2"], by=manager)
    rows = ("A.2.2,No,We train no models at all.,", "4.1-1,,,Yes")
    table = "\r\n".join(("Control,Applicable,Justification for exclusion,Status", *rows))
    _bring(client, assessment, table)
    page = client.get(_address(assessment, "/1")).content.decode()
    doubtful = page.partition('id="doubtful"')[2].partition("</fieldset>")[0]
    assert 'name="exclusion"' in doubtful
    assert 'name="leave_out"' not in page
    assert "To import: 1 verdict; 1 cell is doubtful." in page
    columns = {"column-0": "reference", "column-1": "applicability", "column-2": "exclusion_reason"}
    form = {"version": "1", "heading_row": "1", **columns, "column-3": "verdict", "exclusion": "no_activity"}
    assert client.post(_address(assessment, "/1"), form).status_code == 303
    page = client.get(_address(assessment, "/1")).content.decode()
    assert 'id="doubtful"' not in page
    assert client.post(_address(assessment, "/1/application"), {"digest": _digest(page)}).status_code == 303
    given = Judgement.objects.of(assessment.organisation).filter(point__ref__startswith="A.2.2-")
    assert set(given.values_list("verdict", "reason_code")) == {("not_applicable", "no_activity")}
