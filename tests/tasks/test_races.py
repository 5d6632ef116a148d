"""Two programs work on the same tasks at once, on SQLite and on PostgreSQL: one effect, and nothing orphaned."""

import json
from pathlib import Path

import pytest

from bench.racing import Races

TASKS = 12


@pytest.fixture
def races(surroundings: dict[str, str]) -> Races:
    return Races(Path(__file__).parent / "racer.py", surroundings)


def test_follows_a_finished_task_once_when_two_finish_it(races: Races) -> None:
    key = races.ask("prepare")
    refused = races.run(key, "finish", "finish")
    report = json.loads(races.ask("report", key))
    assert (report["done"], report["following"], report["numbers"]) == (TASKS, TASKS, True)
    assert sum(int(one) for one in refused) == TASKS


def test_makes_tasks_while_others_finish_those_that_repeat(races: Races) -> None:
    """Both take numbers, and finishing commits before it takes its own: on PostgreSQL they once stopped each other."""
    key = races.ask("prepare")
    races.run(key, "finish", "make:one", "make:two")
    report = json.loads(races.ask("report", key))
    assert (report["done"], report["following"], report["numbers"]) == (TASKS, TASKS, True)


def test_leaves_nothing_to_somebody_who_is_just_leaving(races: Races) -> None:
    key = races.ask("prepare")
    given, left = races.run(key, "give", "leave")
    report = json.loads(races.ask("report", key))
    assert report["orphans"] == 0
    assert report["given"] == int(given)
    assert left.isdigit()
