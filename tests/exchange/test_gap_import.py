"""Importing a work sheet into a round: all of it or nothing, once, and only as it was previewed."""

import csv
import datetime as dt
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.evidence import made
from waymark.catalogue.models.framework import Framework
from waymark.conformity.backing import POINT
from waymark.conformity.models.assessment import GapAssessment, RoundClosed
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.queries import framework_of, picture_of, tree_of
from waymark.conformity.ratings import Rating, RatingInput
from waymark.conformity.rounds import close_round, judge, judge_many, open_round
from waymark.evidence.kinds import Confidentiality
from waymark.evidence.linking import link
from waymark.exchange.gap import (
    NothingToTake,
    PreviewChanged,
    RowsNotUnderstood,
    bring,
    import_gap,
    preview,
    read_sheet,
    take_over,
)
from waymark.exchange.models import SheetImport, SheetSettled
from waymark.exchange.readings import Choices
from waymark.exchange.table_sentences import SheetRefused
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.reports.gap import export_gap
from waymark.reports.writers.formats import Format
from waymark.trail.door import StaleRecord
from waymark.trail.models import Entry


@pytest.fixture
def framework(organisation: Organisation) -> Framework:
    found = framework_of(organisation)
    assert found is not None
    return found


@pytest.fixture
def assessment(organisation: Organisation, framework: Framework, manager: Member) -> GapAssessment:
    controls = [one.ref for one in tree_of(organisation, framework.pk).controls if one.ref != "A.4.2"]
    return open_round(organisation, framework, title="First", controls=controls, by=manager)


def _rating(assessment: GapAssessment, ref: str, *entered: Any, **more: Any) -> Rating:
    tree = tree_of(assessment.organisation, assessment.framework_id)
    return Rating(tree.point(ref), RatingInput(*entered, **more))


def _rate_a_little(assessment: GapAssessment, by: Member) -> None:
    day = dt.date(2026, 4, 30)
    full = _rating(assessment, "4.1-1", "partial", "=1+1\n@home", "<script>x</script>", 2, "-do", day)
    short = _rating(assessment, "6.1.4-2", "missing", "'quoted")
    why = "We work with no third parties."
    points = tree_of(assessment.organisation, assessment.framework_id).requirement("A.10.2").points
    out = [_rating(assessment, one.ref, "not_applicable", why, reason_code="no_activity") for one in points]
    judge_many(assessment, [full, short, *out, _rating(assessment, "10.1-1", "in_place", "  né  ")], by=by)


def _file(folder: Path, *rows: tuple[Any, ...], name: str = "gap.xlsx") -> Path:
    """Return a work sheet with references and verdicts, as a person would make one."""
    book = openpyxl.Workbook()
    for row in (("Reference", "Verdict", "Finding"), *rows):
        book.worksheets[0].append(list(row))
    book.save(folder / name)
    return folder / name


def _judgements(assessment: GapAssessment) -> int:
    return Judgement.objects.of(assessment.organisation).filter(assessment=assessment).count()


@pytest.mark.parametrize("form", [Format.XLSX, Format.CSV])
def test_finds_no_difference_in_its_own_unchanged_work_sheet(
    form: Format, assessment: GapAssessment, manager: Member, tmp_path: Path
) -> None:
    _rate_a_little(assessment, manager)
    path = tmp_path / f"sheet.{form.extension}"
    path.write_bytes(export_gap(assessment, form))
    brought = read_sheet(assessment, path, path.name, by=manager)
    dry = preview(brought)
    points = sum(len(one.points) for one in picture_of(assessment).requirements)
    assert (dry.new, dry.changed, dry.conflicts, dry.troubles, dry.skipped) == ((), (), (), (), ())
    assert (dry.unchanged, dry.untouched, dry.misplaced, dry.owners, dry.unknown_columns) == (points, 0, (), (), ())
    with pytest.raises(NothingToTake):
        take_over(brought, by=manager, digest=dry.digest)


@pytest.mark.parametrize("form", [Format.XLSX, Format.CSV])
def test_names_attached_evidence_in_the_work_sheet_and_imports_nothing_from_it(
    form: Format, assessment: GapAssessment, manager: Member, tmp_path: Path
) -> None:
    points = tree_of(assessment.organisation, assessment.framework_id)
    pieces = [made.evidence(manager, title) for title in ("Policy", "Minutes")]
    secret = made.evidence(manager, "Salaries", confidentiality=Confidentiality.CONFIDENTIAL)
    for piece in (*pieces, secret):
        link(piece, POINT, points.point("4.1-2").pk, by=manager)
    path = tmp_path / f"sheet.{form.extension}"
    path.write_bytes(export_gap(assessment, form))
    brought = read_sheet(assessment, path, path.name, by=manager)
    sheet = brought.workbook.sheets[brought.sheet]
    heads = [cell.text for cell in sheet.rows[brought.first_row - 2].cells]
    column = heads.index("Attached evidence")
    named = {row.cell(0).text: row.cell(column).text for row in sheet.rows if row.cell(column).text}
    assert named == {"Reference": "Attached evidence", "4.1-2": ", ".join(piece.reference for piece in pieces)}
    assert preview(brought).unknown_columns == ()
    assert not preview(brought).taken(sheet_wins=True)


def test_takes_over_what_was_filled_in_into_its_own_work_sheet(
    assessment: GapAssessment, manager: Member, tmp_path: Path
) -> None:
    _rate_a_little(assessment, manager)
    book = openpyxl.load_workbook(io.BytesIO(export_gap(assessment, Format.XLSX)))
    sheet = book.worksheets[0]
    rows = {row[0].value: row for row in sheet.iter_rows()}
    rows["4.1-2"][3].value, rows["4.1-2"][4].value = "In place", "Seen in the minutes"
    rows["4.1-1"][3].value = "Missing"
    rows["4.1-1"][4].value = None
    rows["4.2-1"][9].value = dt.date(2026, 6, 1)
    book.save(tmp_path / "filled.xlsx")
    brought = read_sheet(assessment, tmp_path / "filled.xlsx", "filled.xlsx", by=manager)
    dry = preview(brought)
    assert [one.place.ref for one in dry.changed] == ["4.1-1"]
    assert [one.place.ref for one in dry.new] == ["4.1-2", "4.2-1"]
    given = take_over(brought, by=manager, digest=dry.digest)
    assert {(one.point.ref, one.verdict, one.revision) for one in given} == {
        ("4.1-1", "missing", 2),
        ("4.1-2", "in_place", 1),
        ("4.2-1", "not_assessed", 1),
    }
    changed = next(one for one in given if one.point.ref == "4.1-1")
    assert (changed.finding, changed.source) == ("=1+1\n@home", f"import: {brought.reference}")
    assert next(one for one in given if one.point.ref == "4.2-1").target_on == dt.date(2026, 6, 1)
    again = SheetImport.objects.of(assessment.organisation).get(pk=brought.pk)
    assert (again.is_applied, again.counts["changed"], again.counts["new"]) == (True, 1, 2)


def test_survives_a_csv_table_in_another_encoding(assessment: GapAssessment, manager: Member, tmp_path: Path) -> None:
    path = tmp_path / "lücken.csv"
    path.write_bytes("Kapitel;Bewertung;Feststellung\r\n4.1-1;erfüllt;Öffentlich für alle\r\n".encode("cp1252"))
    with pytest.raises(SheetRefused) as refusal:
        read_sheet(assessment, path, path.name, by=manager)
    assert refusal.value.code == "encoding-unknown"
    assert not SheetImport.objects.of(assessment.organisation).exists()
    brought = read_sheet(assessment, path, path.name, by=manager, encoding="windows-1252")
    assert (brought.format, brought.encoding) == ("csv", "windows-1252")
    assert preview(brought).new[0].entered == RatingInput("in_place", "Öffentlich für alle")


def test_reads_numbers_and_dates_that_were_references(
    assessment: GapAssessment, manager: Member, tmp_path: Path
) -> None:
    path = _file(tmp_path, (10.1, "Partial"), (dt.date(2026, 2, 4), "Missing"), ("A.10.2", "Partial"))
    brought = read_sheet(assessment, path, path.name, by=manager)
    dry = preview(brought)
    assert [one.place.requirement for one in dry.new if one.row == 2] == ["10.1"] * sum(one.row == 2 for one in dry.new)
    assert {one.place.requirement for one in dry.new} == {"10.1", "A.10.2"}
    assert [(one.row, one.code) for one in dry.troubles] == [(3, "reference_uncertain")]
    question = dry.open_questions[0]
    assert "4.2" in question.candidates
    choices = brought.choices
    settled = Choices(choices.sheet, choices.heading_row, choices.first_row, choices.columns, {question.key: "4.2"})
    brought.choose(settled, by=manager)
    fresh = SheetImport.objects.of(assessment.organisation).get(pk=brought.pk)
    assert {one.place.requirement for one in preview(fresh).new} == {"10.1", "4.2", "A.10.2"}


def test_chooses_the_sheet_with_the_table(assessment: GapAssessment, manager: Member, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Read me first"])
    for name, verdict, state in (("Old", "Missing", "hidden"), ("Gaps", "Partial", "visible")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        sheet.append(["Reference", "Verdict", "Finding"])
        sheet.append(["4.1-1", verdict])
    book.save(tmp_path / "two.xlsx")
    brought = read_sheet(assessment, tmp_path / "two.xlsx", "two.xlsx", by=manager)
    assert brought.workbook.sheets[brought.sheet].name == "Gaps"
    assert preview(brought).new[0].entered.verdict == "partial"


def test_stores_nothing_while_a_row_is_not_understood(
    assessment: GapAssessment, manager: Member, tmp_path: Path
) -> None:
    path = _file(tmp_path, ("4.1-1", "Partial"), ("4.1-2", "Splendid"), ("A.4.2-1", "Missing"))
    brought = read_sheet(assessment, path, path.name, by=manager)
    dry = preview(brought)
    with pytest.raises(RowsNotUnderstood):
        take_over(brought, by=manager, digest=dry.digest)
    assert _judgements(assessment) == 0
    given = take_over(brought, by=manager, digest=dry.digest, leave_out=True)
    assert [one.point.ref for one in given] == ["4.1-1"]
    assert brought.counts["left_out"] == [3, 4]


def test_stops_where_somebody_rated_since_the_preview(
    assessment: GapAssessment, manager: Member, owner: Member, tmp_path: Path
) -> None:
    brought = read_sheet(assessment, _file(tmp_path, ("4.1-1", "Partial")), "gap.xlsx", by=manager)
    seen = preview(brought)
    judge(assessment, _rating(assessment, "4.1-1", "in_place"), by=owner)
    with pytest.raises(PreviewChanged):
        take_over(brought, by=manager, digest=seen.digest)
    assert _judgements(assessment) == 1
    assert SheetImport.objects.of(assessment.organisation).get(pk=brought.pk).is_waiting


def test_keeps_what_others_rated_after_the_export_unless_the_sheet_shall_win(
    assessment: GapAssessment, manager: Member, owner: Member, tmp_path: Path
) -> None:
    (tmp_path / "own.csv").write_bytes(export_gap(assessment, Format.CSV))
    judge(assessment, _rating(assessment, "4.1-1", "in_place", "Seen"), by=owner)
    brought = read_sheet(assessment, tmp_path / "own.csv", "own.csv", by=manager)
    dry = preview(brought)
    assert [one.place.ref for one in dry.conflicts] == ["4.1-1"]
    with pytest.raises(NothingToTake):
        take_over(brought, by=manager, digest=dry.digest)
    given = take_over(brought, by=manager, digest=dry.digest, sheet_wins=True)
    assert [(one.point.ref, one.verdict, one.finding) for one in given] == [("4.1-1", "not_assessed", "Seen")]


def test_takes_a_sheet_over_once(assessment: GapAssessment, manager: Member, tmp_path: Path) -> None:
    brought = read_sheet(assessment, _file(tmp_path, ("4.1-1", "Partial")), "gap.xlsx", by=manager)
    same_moment = SheetImport.objects.of(assessment.organisation).get(pk=brought.pk)
    digest = preview(brought).digest
    take_over(brought, by=manager, digest=digest)
    with pytest.raises(SheetSettled):
        take_over(brought, by=manager, digest=digest)
    with pytest.raises((StaleRecord, PreviewChanged)):
        take_over(same_moment, by=manager, digest=digest)
    with pytest.raises(StaleRecord):
        same_moment.discard(by=manager)
    assert _judgements(assessment) == 1


def test_claims_an_import_for_one_of_two_who_act_at_once(
    assessment: GapAssessment, manager: Member, owner: Member, tmp_path: Path
) -> None:
    brought = read_sheet(assessment, _file(tmp_path, ("4.1-1", "Partial")), "gap.xlsx", by=manager)
    theirs = SheetImport.objects.of(assessment.organisation).get(pk=brought.pk)
    brought.claim({}, by=manager)
    with pytest.raises(StaleRecord):
        take_over(theirs, by=owner, digest=preview(theirs).digest)
    assert _judgements(assessment) == 0


def test_refuses_a_closed_round(assessment: GapAssessment, manager: Member, tmp_path: Path) -> None:
    path = _file(tmp_path, ("4.1-1", "Partial"))
    brought = read_sheet(assessment, path, path.name, by=manager)
    close_round(assessment, by=manager, reason="Stopped before everything was looked at.")
    assessment.refresh_from_db()
    with pytest.raises(RoundClosed):
        read_sheet(assessment, path, path.name, by=manager)
    with pytest.raises(RoundClosed):
        take_over(brought, by=manager, digest=preview(brought).digest)
    assert _judgements(assessment) == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"%PDF-1.7 hello", "not-a-table"),
        (b"PK\x03\x04nonsense", "damaged"),
        (b"Reference;Verdict\r\n" + b"4.1-1;Partial\r\n" * 5001, "too-many-rows"),
        (b"a;b\r\n\x00;1\r\n", "nul-character"),
    ],
)
def test_leaves_nothing_behind_after_a_refusal(
    content: bytes, code: str, assessment: GapAssessment, manager: Member, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    entries = Entry.objects.of(assessment.organisation).count()
    with pytest.raises(SheetRefused) as refusal:
        bring(assessment, [content], "table.csv", by=manager)
    assert refusal.value.code == code
    assert str(refusal.value)
    assert not list(tmp_path.iterdir())
    assert not SheetImport.objects.of(assessment.organisation).exists()
    assert Entry.objects.of(assessment.organisation).count() == entries


def test_removes_the_file_after_reading_it(
    assessment: GapAssessment, manager: Member, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    brought = bring(assessment, [b"Reference,Verdict,Finding\r\n", b"4.1-1,Partial,x\r\n"], "t.csv", by=manager)
    assert len(preview(brought).new) == 1
    assert not list(tmp_path.iterdir())


def test_keeps_a_strange_file_name_readable_and_the_contents_out_of_the_trail(
    assessment: GapAssessment, manager: Member, tmp_path: Path
) -> None:
    path = _file(tmp_path, ("4.1-1", "Partial", "Confidential words"))
    brought = read_sheet(assessment, path, "gap\u202exslx.exe\n<b>.xlsx", by=manager)
    assert brought.file_name == "gap[U+202E]xslx.exe ↵ <b>.xlsx"
    assert len(brought.sha256) == 64
    body = Entry.objects.about(brought).newest_first()[0].body
    assert "Confidential" not in body
    assert "gap[U+202E]" in json.loads(body)["note"]


def test_carries_texts_that_look_like_something_else_as_text(
    assessment: GapAssessment, manager: Member, tmp_path: Path
) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(
        [("Reference", "Verdict", "Finding"), ("4.1-1", "Partial", "'=1+1"), ("4.1-2", "Partial", "<script>")]
    )
    (tmp_path / "t.csv").write_text(text.getvalue(), encoding="utf-8")
    dry = import_gap(assessment.organisation, assessment, tmp_path / "t.csv", by=manager, apply=True)
    assert len(dry.new) == 2
    given = Judgement.objects.of(assessment.organisation).filter(assessment=assessment).order_by("pk")
    assert [one.finding for one in given] == ["=1+1", "<script>"]


def test_looks_from_the_console_without_storing_anything(
    assessment: GapAssessment, manager: Member, tmp_path: Path
) -> None:
    path = _file(tmp_path, ("4.1-1", "Partial"))
    entries = Entry.objects.of(assessment.organisation).count()
    assert len(import_gap(assessment.organisation, assessment, path, by=manager, apply=False).new) == 1
    assert Entry.objects.of(assessment.organisation).count() == entries
    import_gap(assessment.organisation, assessment, path, by=manager, apply=True)
    assert _judgements(assessment) == 1
    with pytest.raises(NothingToTake):
        import_gap(assessment.organisation, assessment, path, by=manager, apply=True)
    assert SheetImport.objects.of(assessment.organisation).count() == 1


def test_does_not_import_into_the_round_of_somebody_else(
    assessment: GapAssessment, outsider: Member, tmp_path: Path
) -> None:
    path = _file(tmp_path, ("4.1-1", "Partial"))
    with pytest.raises(GapAssessment.DoesNotExist):
        import_gap(outsider.organisation, assessment, path, by=outsider, apply=True)


def test_forgets_what_was_in_a_discarded_file(assessment: GapAssessment, manager: Member, tmp_path: Path) -> None:
    brought = read_sheet(assessment, _file(tmp_path, ("4.1-1", "Partial")), "gap.xlsx", by=manager)
    brought.discard(by=manager)
    kept = SheetImport.objects.of(assessment.organisation).get(pk=brought.pk)
    assert kept.table == ""
    with pytest.raises(SheetSettled):
        preview(kept)


def test_looks_at_a_sheet_in_three_queries_however_many_rows_it_has(
    assessment: GapAssessment, manager: Member, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    (tmp_path / "own.xlsx").write_bytes(export_gap(assessment, Format.XLSX))
    brought = read_sheet(assessment, tmp_path / "own.xlsx", "own.xlsx", by=manager)
    with django_assert_num_queries(3):
        preview(brought)
