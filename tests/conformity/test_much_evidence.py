"""Where much is behind a requirement, its page shows the newest and leads to the rest, and a save reads little."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conformity.rating import a_round, rate, rate_one, rating, tree
from tests.conformity.screens import HTMX, at, in_round, text_of
from tests.evidence import made
from tests.factories import client_of
from waymark.conformity.backing import POINT, STANDING
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.standing import Standing
from waymark.evidence.linking import link
from waymark.people.models.member import Member
from waymark.tasks.work import TaskDraft, create_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(owner: Member) -> GapAssessment:
    given = a_round(owner.organisation)
    rate(given, *(rating(point.ref, "in_place") for point in tree().requirement("4.4").points))
    return given


def standing_of(member: Member) -> Standing:
    return Standing.objects.of(member.organisation).get(requirement__ref="4.4")


def collect(owner: Member, count: int, *, to: str = POINT, **fields: Any) -> None:
    """Add pieces behind a point of 4.4, or behind all of it."""
    key = tree().point("4.4-1").pk if to == POINT else standing_of(owner).pk
    for number in range(count):
        link(made.evidence(owner, f"Piece {number}", **fields), to, key, by=owner)


def page_of(member: Member, query: str = "") -> str:
    return text_of(client_of(member).get(f"{at('requirement', member.organisation, '4.4')}{query}"))


def test_shows_the_newest_ten_and_leads_to_all(assessment: GapAssessment, owner: Member, manager: Member) -> None:
    collect(owner, 7)
    collect(owner, 6, to=STANDING)
    assert assessment.is_open
    shown = page_of(manager)
    address = f"{at('evidence', owner.organisation)}?for=requirement:{standing_of(owner).pk}"
    assert f'<a href="{address}">3 more pieces</a>' in shown
    assert [f">EV-{number}<" in shown for number in (1, 3, 4, 13)] == [False, False, True, True]
    listed = text_of(client_of(manager).get(address))
    assert all(f">EV-{number}<" in listed for number in range(1, 14))
    assert "4.4" in listed.split("Clear filters")[0].rsplit("Evidence for", 1)[1]


def test_lists_only_what_serves_the_record(owner: Member, manager: Member) -> None:
    collect(owner, 1)
    link(made.evidence(owner, "Elsewhere"), POINT, tree().point("5.1-1").pk, by=owner)
    address = at("evidence", owner.organisation)
    listed = text_of(client_of(manager).get(f"{address}?for=requirement:{standing_of(owner).pk}"))
    assert "Piece 0" in listed
    assert "Elsewhere" not in listed
    assert client_of(manager).get(f"{address}?for=requirement:0").status_code == 422


def test_counts_what_a_reader_may_not_open(owner: Member, reader: Member, manager: Member) -> None:
    collect(owner, 2, confidentiality="confidential")
    collect(owner, 11)
    shown = page_of(reader)
    assert "2 confidential pieces that you may not open" in shown
    assert "1 more piece<" in shown
    assert ">EV-1<" not in shown
    assert "3 more pieces" in page_of(manager)


def test_shows_twenty_verdicts_and_all_when_asked(assessment: GapAssessment, manager: Member) -> None:
    for turn in range(20):
        rate_one(assessment, "4.4-1", ("partial", "missing")[turn % 2], finding=f"Turn {turn}.")
    points = len(tree().requirement("4.4").points)
    shown = page_of(manager)
    assert "Newest 20 verdicts" in shown
    assert shown.count('class="id" href="#4.4') == 20
    assert f"{20 + points} verdicts" in page_of(manager, "?ratings=all")


def test_shows_twenty_tasks_and_all_when_asked(owner: Member, manager: Member) -> None:
    about = (STANDING, standing_of(owner).pk)
    create_all(owner.organisation, [TaskDraft(title=f"Task {n}", about=about) for n in range(22)], by=owner)
    shown = page_of(manager)
    assert (shown.count(">TASK-"), "Show all tasks" in shown) == (20, True)
    assert page_of(manager, "?tasks=all").count(">TASK-") == 22


def test_a_save_reads_as_much_however_much_evidence_there_is(
    assessment: GapAssessment, owner: Member, manager: Member
) -> None:
    collect(owner, 9)
    collect(owner, 9, to=STANDING)
    few = _save(assessment, manager, 1)
    collect(owner, 9)
    collect(owner, 9, to=STANDING)
    link(made.evidence(owner, "Elsewhere"), POINT, tree().point("5.1-1").pk, by=owner)
    much = _save(assessment, manager, 2)
    assert [table for table, _rows in much] == [table for table, _rows in few]
    assert len(much) <= 12
    pieces = [rows for table, rows in much if table == "evidence_evidencelink"]
    assert pieces == [16], "eight of the point, eight of the requirement"
    others = zip(few, much, strict=True)
    # The rating before is the one row more.
    assert all(later - before <= 1 for (table, before), (_same, later) in others if table != "evidence_evidencelink")


def _save(assessment: GapAssessment, by: Member, revision: int) -> list[tuple[str, int]]:
    """Save a rating; return the tables that were asked, with how many rows each question returned."""
    browser = client_of(by)
    browser.get(in_round("gap_sheet", assessment, "4.4"))
    typed = {"verdict": "partial", "finding": f"Turn {revision}", "base_revision": revision}
    with CaptureQueriesContext(connection) as asked:
        answer = browser.post(in_round("gap_judgements", assessment, "4.4", "4.4-1"), typed, headers=HTMX)
    assert answer.status_code == 200
    found = []
    with connection.cursor() as cursor:
        for one in asked:
            # A lock, which PostgreSQL asks for and SQLite has from the beginning, is no question.
            if one["sql"].startswith("SELECT") and " FOR NO KEY UPDATE" not in one["sql"]:
                cursor.execute(one["sql"])
                found.append((one["sql"].rpartition('FROM "')[2].partition('"')[0], len(cursor.fetchall())))
    return found
