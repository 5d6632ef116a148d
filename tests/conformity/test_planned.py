"""A gap without an owner or a date of its own shows those of the task about it, on every page and in every file."""

import datetime as dt
import io
import json

import openpyxl
import pytest

from tests import factories
from tests.conformity.rating import a_round, closed, framework, rate, rating, tree
from tests.conformity.screens import at, in_round, text_of
from waymark.conformity.gap_tasks import POINT
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.standing import Standing
from waymark.conformity.planned import plan_of
from waymark.conformity.queries import picture_of, picture_today
from waymark.conformity.scale import Verdict
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.reports.exports.gap import report
from waymark.reports.gap import export_gap
from waymark.reports.paper import Bullets, Table
from waymark.reports.writers.formats import Format
from waymark.tasks.models.task import Task
from waymark.tasks.work import TaskDraft, create_all, finish
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY = dt.date(2027, 5, 3), dt.date(2027, 6, 3), dt.date(2027, 7, 3)


@pytest.fixture
def tina(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.CONTRIBUTOR, name="Tina Task")


@pytest.fixture
def assessment(organisation: Organisation, tina: Member) -> GapAssessment:
    """Return a closed round: 4.1-1 has a date, 4.1-2 and 5.2-1 have tasks, and 7.2-1 has nothing."""
    made = a_round(organisation)
    rate(
        made,
        rating("4.1-1", Verdict.MISSING, finding="Nothing", target_on=MAY),
        *(rating(ref, Verdict.MISSING, finding="Nothing") for ref in ("4.1-2", "5.2-1", "7.2-1")),
    )
    closed(made)
    for ref, due_on in (("4.1-1", JULY), ("4.1-2", JULY), ("4.1-2", JUNE), ("4.1-2", None), ("5.2-1", JULY)):
        _task(organisation, ref, tina, due_on)
    return made


def _task(organisation: Organisation, ref: str, owner: Member, due_on: dt.date | None) -> Task:
    about = (POINT, tree().point(ref).pk)
    return create_all(organisation, [TaskDraft(title="Do it", owner=owner, due_on=due_on, about=about)], by=CONSOLE)[0]


def test_shows_owner_and_date_of_the_task_that_is_due_first(assessment: GapAssessment) -> None:
    found = {line.point.ref: line for line in plan_of(assessment.organisation, picture_of(assessment))}
    assert {ref: (line.owner, line.due_on) for ref, line in found.items()} == {
        "4.1-1": ("Tina Task", MAY),
        "4.1-2": ("Tina Task", JUNE),
        "5.2-1": ("Tina Task", JULY),
        "7.2-1": ("", None),
    }
    assert [line.task.reference if line.task else "" for line in found.values()].count("TASK-3") == 1


def test_prefers_the_owner_and_date_of_the_requirement(organisation: Organisation, tina: Member) -> None:
    boss = factories.member(organisation, Role.CONTRIBUTOR, name="Bo Boss")
    Standing.objects.of(organisation).with_refs(["4.1"]).get().assign(boss, MAY, by=CONSOLE)
    rate(a_round(organisation), rating("4.1-2", Verdict.MISSING))
    _task(organisation, "4.1-2", tina, JUNE)
    (line,) = plan_of(organisation, picture_today(organisation, framework().pk))
    assert (line.owner, line.due_on) == ("Bo Boss", MAY)


def test_forgets_a_task_that_is_done(organisation: Organisation, tina: Member) -> None:
    rate(a_round(organisation), rating("4.1-2", Verdict.MISSING))
    finish(_task(organisation, "4.1-2", tina, JUNE), note="Done and shown to all.", by=tina, finisher=tina)
    (line,) = plan_of(organisation, picture_today(organisation, framework().pk))
    assert (line.owner, line.due_on, line.task) == ("", None, None)


def test_shows_them_on_the_result_and_the_path(assessment: GapAssessment, administrator: Member) -> None:
    browser = factories.client_of(administrator)
    result = text_of(browser.get(in_round("gap_result", assessment)))
    plan = result[result.index('id="plan"') : result.index("Points by verdict")]
    assert plan.count("Tina Task") == 3
    assert (plan.count("no date"), plan.count("no owner")) == (1, 1)
    assert at("task", assessment.organisation, 3) in plan
    path = text_of(browser.get(at("path", assessment.organisation)))
    assert path.count("<bdi>Tina Task</bdi>") == 3


def test_writes_them_into_every_report(assessment: GapAssessment) -> None:
    blocks = report(assessment).blocks
    first, plan = (
        next(block for block in blocks if isinstance(block, Table) and block.caption.startswith(words))
        for words in ("First gaps of the plan", "Gaps, worst first")
    )
    for table in (first, plan):
        keys = [column.key for column in table.columns]
        rows = {row[keys.index("reference")]: row for row in table.rows}
        assert rows["4.1-2"][keys.index("owner")] == "Tina Task"
        assert rows["4.1-2"][keys.index("due")] == JUNE
    sentences = next(block.items for block in blocks if isinstance(block, Bullets))
    assert any("1 gap has no date; the last date of the plan is 3 Jul 2027." in one for one in sentences)
    data = {one["point"]: one for one in json.loads(export_gap(assessment, Format.JSON))["plan"]}
    assert (data["5.2-1"]["owner"], data["5.2-1"]["due_on"]) == ("Tina Task", "2027-07-03")


def test_writes_the_task_into_the_work_sheet_beside_the_target_date(assessment: GapAssessment) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export_gap(assessment, Format.XLSX)))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    heads = next(row for row in rows if "Reference" in row)
    row = next(row for row in rows if row[heads.index("Reference")] == "4.1-2")
    shown = {head: row[heads.index(head)] for head in ("Target date", "Owner", "Task", "Task due")}
    assert shown["Target date"] is None
    assert (shown["Owner"], shown["Task"]) == ("Tina Task", "TASK-3")
    assert str(shown["Task due"]).startswith(JUNE.isoformat())
