"""Two programs work on the same tasks at once, on SQLite and on PostgreSQL: one effect, and nothing orphaned."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

RACER = Path(__file__).parent / "racer.py"
TASKS = 12
Ask = Callable[..., str]


@pytest.fixture
def ask(surroundings: dict[str, str]) -> Ask:
    def told(*arguments: str) -> str:
        command = [sys.executable, str(RACER), *arguments]
        done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)  # noqa: S603 -- our own program
        assert done.returncode == 0, done.stderr
        return done.stdout

    return told


@pytest.fixture
def race(surroundings: dict[str, str]) -> Callable[..., list[str]]:
    def run(key: str, *acts: str) -> list[str]:
        racers = [
            subprocess.Popen(  # noqa: S603 -- our own program
                [sys.executable, str(RACER), act, key],
                env=surroundings,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for act in acts
        ]
        for racer in racers:
            assert racer.stdout is not None
            assert racer.stdout.readline() == "ready\n"
        for racer in racers:
            assert racer.stdin is not None
            racer.stdin.write("go\n")
            racer.stdin.flush()
        told = [racer.communicate(timeout=240) for racer in racers]
        assert [racer.returncode for racer in racers] == [0] * len(racers), told
        return [said for said, _complaint in told]

    return run


def test_follows_a_finished_task_once_when_two_finish_it(ask: Ask, race: Callable[..., list[str]]) -> None:
    key = ask("prepare")
    refused = race(key, "finish", "finish")
    told = json.loads(ask("tell", key))
    assert (told["done"], told["following"], told["numbers"]) == (TASKS, TASKS, True)
    assert sum(int(one) for one in refused) == TASKS


def test_leaves_nothing_to_somebody_who_is_just_leaving(ask: Ask, race: Callable[..., list[str]]) -> None:
    key = ask("prepare")
    given, left = race(key, "give", "leave")
    told = json.loads(ask("tell", key))
    assert told["orphans"] == 0
    assert told["given"] == int(given)
    assert left.isdigit()
