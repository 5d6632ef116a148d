"""Two programs work on the same tasks at once, on SQLite and on PostgreSQL: one effect, and nothing orphaned."""

from pathlib import Path

from bench.racing import race

TASKS = 12
PROGRAM = Path(__file__).parent / "racer.py"


def test_follows_a_finished_task_once_when_two_finish_it(surroundings: dict[str, str]) -> None:
    refused, report = race(PROGRAM, surroundings, "finish", "finish")
    assert (report["done"], report["following"], report["numbers"]) == (TASKS, TASKS, True)
    assert sum(int(one) for one in refused) == TASKS


def test_makes_tasks_while_others_finish_those_that_repeat(surroundings: dict[str, str]) -> None:
    """Both take numbers, and finishing commits before it takes its own: on PostgreSQL they once stopped each other."""
    _, report = race(PROGRAM, surroundings, "finish", "make:one", "make:two")
    assert (report["done"], report["following"], report["numbers"]) == (TASKS, TASKS, True)


def test_leaves_nothing_to_somebody_who_is_just_leaving(surroundings: dict[str, str]) -> None:
    (given, left), report = race(PROGRAM, surroundings, "give", "leave")
    assert report["orphans"] == 0
    assert report["given"] == int(given)
    assert left.isdigit()
