"""The hottest pages ask the database such that it takes ends of indexes, and never walks along what grows."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conformity.rating import a_round, rate, rating, tree
from tests.conformity.screens import HTMX, at, in_round
from tests.evidence import made
from tests.factories import client_of
from waymark.conformity.backing import POINT, STANDING
from waymark.conformity.models.standing import Standing
from waymark.core.upkeep import refresh_statistics
from waymark.evidence.linking import link
from waymark.people.models.member import Member
from waymark.tasks.work import TaskDraft, create_all

pytestmark = pytest.mark.django_db

GROWING = (
    "trail_entry",
    "evidence_evidencelink",
    "evidence_evidence",
    "evidence_capture",
    "conformity_judgement",
    "tasks_task",
)
COUNTED = {"evidence_evidence", "tasks_task"}
"""Tables whose rows pages count: where nearly every row of the only organisation counts, reading all is right."""
WHOLE = re.compile(r"^SEARCH (\w+) USING (?:COVERING )?INDEX (\w+) \(organisation_id=\?\)$")
SCAN = re.compile(r"^SCAN (\w+)(?! USING)")


@pytest.fixture
def hot(owner: Member, manager: Member) -> dict[str, Any]:
    """Make something of everything, and return each hot page as an act."""
    organisation = owner.organisation
    assessment = a_round(organisation)
    rate(assessment, *(rating(point.ref, "in_place") for point in tree().requirement("4.4").points))
    standing = Standing.objects.of(organisation).get(requirement__ref="4.4")
    for number in range(12):
        piece = made.evidence((owner, manager)[number % 2], f"Piece {number}")
        link(piece, POINT, tree().point("4.4-1").pk, by=owner)
        link(piece, STANDING, standing.pk, by=owner)
    create_all(organisation, [TaskDraft(title="Write it", owner=manager, about=(STANDING, standing.pk))], by=owner)
    browser = client_of(manager)
    save = in_round("gap_judgements", assessment, "4.4", "4.4-1")
    typed = {"verdict": "partial", "finding": "Not yet", "base_revision": 1}
    pages = {
        "home": at("path", organisation),
        "points": f"{at('points', organisation)}?round={assessment.number}",
        "sheet": in_round("gap_sheet", assessment, "4.4"),
        "rounds": at("gap_rounds", organisation),
        "evidence": at("evidence", organisation),
        "piece": at("evidence_item", organisation, 1),
        "search": f"{at('evidence', organisation)}?q=piece",
        "work": at("my_work", organisation),
        "requirement": at("requirement", organisation, "4.4"),
        "trail of an event": f"{at('trail', organisation)}?event=organisation.founded",
    }
    acts = {name: lambda address=address: browser.get(address) for name, address in pages.items()}
    return acts | {"save": lambda: browser.post(save, typed, headers=HTMX)}


def _plans(act: Any) -> list[tuple[str, str]]:
    """Return each line of the plan of each question that a page asks, with the question."""
    act()
    with CaptureQueriesContext(connection) as asked:
        assert act().status_code == 200
    lines = []
    with connection.cursor() as cursor:
        for one in asked:
            if one["sql"].startswith("SELECT"):
                cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + one["sql"])
                lines += [(str(row[-1]), one["sql"]) for row in cursor.fetchall()]
    return lines


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plans of SQLite")
def test_never_reads_all_there_is(hot: dict[str, Any]) -> None:
    refresh_statistics()
    _pretend_there_is_much()
    assert _walks(hot) == ""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plans of SQLite")
def test_needs_no_statistics_where_people_rate(hot: dict[str, Any]) -> None:
    # A new installation has none, and who rates cannot wait for them.
    assert _walks({name: act for name, act in hot.items() if name in {"sheet", "save", "points", "rounds"}}) == ""


def _walks(acts: dict[str, Any]) -> str:
    walked = []
    for page, act in acts.items():
        for line, sql in _plans(act):
            scanned, whole = SCAN.match(line), WHOLE.match(line)
            if scanned is not None and _table(scanned[1], sql) in set(GROWING) - COUNTED:
                walked.append((page, line, sql))
            if whole is not None and _table(whole[1], sql) in set(GROWING) - COUNTED:
                walked.append((page, line, sql))
    return "\n".join(f"{page}: {line}\n    {sql[:1500]}" for page, line, sql in walked)


def _pretend_there_is_much() -> None:
    """Multiply what the statistics say of rows that an index does not tell apart, as if a few were thousands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid, stat FROM sqlite_stat1 WHERE stat IS NOT NULL")
        for key, stat in cursor.fetchall():
            rows, *each = stat.split()
            much = [f"{int(rows) * 1000}", *(f"{int(one) * 1000}" if one == rows else one for one in each)]
            cursor.execute("UPDATE sqlite_stat1 SET stat = %s WHERE rowid = %s", [" ".join(much), key])
        cursor.execute("ANALYZE sqlite_schema")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the plans of PostgreSQL")
def test_has_an_index_for_each_question(hot: dict[str, Any]) -> None:
    # Tables are small here: PostgreSQL would read them whole, unless it may not.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    found = [
        (page, line, sql)
        for page, act in hot.items()
        for line, sql in _plans(act)
        if any(f"Seq Scan on {table} " in f"{line} " for table in GROWING)
    ]
    assert not found, "\n".join(f"{page}: {line}\n    {sql[:1500]}" for page, line, sql in found)


def _table(name: str, sql: str) -> str:
    """Return which table a name in a plan stands for."""
    named = re.search(rf'"?(\w+)"? (?:AS )?"?{name}"?\b', sql)
    return name if name in GROWING else named[1] if named else name
