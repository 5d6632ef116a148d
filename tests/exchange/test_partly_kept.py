"""A control that a sheet excludes while somebody rated one of its points: as a whole or not at all, in words."""

from pathlib import Path

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from tests.conformity.rating import a_round, exclusion_of, judgements, rate, rate_one, tree
from tests.factories import client_of
from tests.site.console import run
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.scale import Verdict
from waymark.exchange.gap import preview, read_sheet
from waymark.exchange.models import SheetImport
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.reports.gap import export_gap
from waymark.reports.writers.formats import Format

pytestmark = pytest.mark.django_db
REASON = "We train no models and buy none to train."
CONTROL = "A.6.2.4"


@pytest.fixture
def points() -> list[str]:
    return [one.ref for one in tree().requirement(CONTROL).points]


@pytest.fixture
def assessment(organisation: Organisation) -> GapAssessment:
    return a_round(organisation, CONTROL)


@pytest.fixture
def visitor(administrator: Member) -> Client:
    return client_of(administrator)


def _sheet_of(assessment: GapAssessment, folder: Path, refs: list[str], **values: str) -> Path:
    """Return the work sheet of a round with values written into the rows of some points."""
    path = folder / "gap.xlsx"
    path.write_bytes(export_gap(assessment, Format.XLSX))
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    columns = {str(cell.value).replace(" ", "_").lower(): at for at, cell in enumerate(page[1], start=1)}
    for row in range(2, page.max_row + 1):
        if str(page.cell(row, columns["reference"]).value) in refs:
            for name, value in values.items():
                page.cell(row, columns[name]).value = value
    book.save(path)
    return path


def _decided(visitor: Client, brought: SheetImport, conflicts: str) -> tuple[int, str]:
    slug, number = brought.organisation.slug, brought.assessment.number
    address = reverse("gap_import_application", args=[slug, number, brought.number])
    answer = visitor.post(address, {"digest": preview(brought).digest, "conflicts": conflicts, "leave_out": "on"})
    return answer.status_code, answer.content.decode()


def test_keeps_no_point_of_a_control_that_the_sheet_excludes(
    assessment: GapAssessment, points: list[str], visitor: Client, administrator: Member, tmp_path: Path
) -> None:
    path = _sheet_of(
        assessment, tmp_path, points, verdict="Not applicable", finding=REASON, reason_code="No risk calls for it"
    )
    rate_one(assessment, points[0], Verdict.PARTIAL)
    brought = read_sheet(assessment, path, "gap.xlsx", by=administrator)
    status, page = _decided(visitor, brought, "keep")
    assert (status, f"points of {CONTROL} were rated by someone else meanwhile" in page) == (422, True)
    refused = run("gap", "import", "--org", assessment.organisation.slug, str(path), "--apply", "--leave-out")
    assert (refused.exit_code, "[partly-excluded]" in refused.output) == (1, True)
    assert [one.verdict for one in judgements(assessment)] == ["partial"]
    assert _decided(visitor, brought, "sheet")[0] == 303
    assert {one.verdict for one in judgements(assessment)[1:]} == {"not_applicable"}


def test_excludes_no_point_alone(
    assessment: GapAssessment, points: list[str], visitor: Client, administrator: Member, tmp_path: Path
) -> None:
    path = _sheet_of(assessment, tmp_path, points[:1], verdict="Not applicable", finding=REASON)
    brought = read_sheet(assessment, path, "gap.xlsx", by=administrator)
    assert [one.code for one in preview(brought).troubles] == ["not_applicable_mixed"]
    for conflicts in ("keep", "sheet"):
        assert _decided(visitor, brought, conflicts)[0] == 422
    assert run("gap", "import", "--org", assessment.organisation.slug, str(path), "--apply").exit_code == 1
    assert judgements(assessment) == []


def test_includes_no_point_of_an_excluded_control_alone(
    assessment: GapAssessment, points: list[str], visitor: Client, administrator: Member, tmp_path: Path
) -> None:
    rate(assessment, *exclusion_of(CONTROL))
    path = _sheet_of(assessment, tmp_path, points[:1], verdict="Partial")
    brought = read_sheet(assessment, path, "gap.xlsx", by=administrator)
    assert {one.code for one in preview(brought).troubles} == {"not_applicable_mixed"}
    assert _decided(visitor, brought, "sheet")[0] == 422
    assert run("gap", "import", "--org", assessment.organisation.slug, str(path), "--apply").exit_code == 1
    assert {one.verdict for one in judgements(assessment)} == {"not_applicable"}
    # Another point of the same sheet is imported without them.
    path = _sheet_of(assessment, tmp_path, [points[0], "4.1-1"], verdict="Partial")
    brought = read_sheet(assessment, path, "gap.xlsx", by=administrator)
    assert _decided(visitor, brought, "keep")[0] == 303
    assert [one.point.ref for one in judgements(assessment) if one.verdict == "partial"] == ["4.1-1"]
