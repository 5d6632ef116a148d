"""Workers as real processes: killed in mid-job, two at once, stopped in good order; on SQLite and on PostgreSQL."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.core.numbered_jobs import runs

HERE = Path(__file__).parent
Queue = Callable[..., Any]
Starter = Callable[[], "subprocess.Popen[str]"]
_PATIENCE = 60.0


@pytest.fixture
def queue(surroundings: dict[str, str]) -> Iterator[Queue]:
    """Return a way to ask the program that queues and reports, a process of its own beside the workers."""
    command = [sys.executable, str(HERE / "queue_program.py")]
    with subprocess.Popen(  # noqa: S603 -- our own program
        command, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        questions, answers = program.stdin, program.stdout
        assert questions is not None
        assert answers is not None

        def ask(*words: object) -> Any:
            questions.write(f"{json.dumps(words)}\n")
            questions.flush()
            return json.loads(answers.readline())

        yield ask
    assert program.returncode == 0


@pytest.fixture
def start(surroundings: dict[str, str]) -> Iterator[Starter]:
    """Return a way to start a worker; each is ended after the test."""
    started = []

    def begin() -> "subprocess.Popen[str]":
        command = [sys.executable, str(HERE / "worker_program.py")]
        child = subprocess.Popen(command, env=surroundings, stderr=subprocess.PIPE, text=True)  # noqa: S603 -- our own program
        started.append(child)
        return child

    yield begin
    for child in started:
        child.kill()
        child.communicate()


def wait_for(what: Callable[[], Any]) -> None:
    until = time.monotonic() + _PATIENCE
    while not what():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


def test_runs_again_what_was_killed_in_the_middle(queue: Queue, start: Starter, tmp_path: Path) -> None:
    queue("queue", "lasts", 7)
    first = start()
    wait_for(lambda: "lasts 7" in runs(tmp_path))
    first.kill()
    start()
    wait_for(lambda: "lasted 7" in runs(tmp_path))
    mine = [line for line in runs(tmp_path) if line.endswith("7")]
    assert mine == ["lasts 7", "lasts 7", "lasted 7"]
    wait_for(lambda: ["lasts", "SUCCESSFUL", 2] in queue("report")["rows"])


def test_does_everything_once_with_two_workers(queue: Queue, start: Starter, tmp_path: Path) -> None:
    queue("queue", "notes", *range(40))
    queue("queue", "fails", 1, 2)
    begun = time.monotonic()
    for _number in range(2):
        start()
    wait_for(lambda: sum(line.startswith("notes") for line in runs(tmp_path)) >= 40)
    wait_for(lambda: sum(line.startswith("fails") for line in runs(tmp_path)) >= 6)
    wait_for(lambda: sum(line == "every second" for line in runs(tmp_path)) >= 3)
    time.sleep(1)
    seconds = time.monotonic() - begun
    done = runs(tmp_path)
    assert sorted(line for line in done if line.startswith("notes")) == sorted(f"notes {n}" for n in range(40))
    assert sorted(line for line in done if line.startswith("fails")) == ["fails 1"] * 3 + ["fails 2"] * 3
    # Once at the start and once for each second since: two workers queue no period twice.
    assert done.count("every second") <= seconds + 1
    report = queue("report")
    assert report["attended"]
    assert sorted(attempts for name, status, attempts in report["rows"] if name == "fails" and status == "FAILED") == [
        3,
        3,
    ]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stops_in_good_order_when_it_has_nothing_to_do(
    queue: Queue, start: Starter, tmp_path: Path, number: signal.Signals
) -> None:
    worker = start()
    wait_for(lambda: "every second" in runs(tmp_path))
    worker.send_signal(number)
    _output, complaint = worker.communicate(timeout=_PATIENCE)
    assert worker.returncode == 0, complaint
    assert not queue("report")["attended"]


def test_gives_back_a_long_job_when_it_is_stopped(queue: Queue, start: Starter, tmp_path: Path) -> None:
    queue("queue", "long", 3)
    worker = start()
    wait_for(lambda: "long 3" in runs(tmp_path))
    worker.terminate()
    _output, complaint = worker.communicate(timeout=_PATIENCE)
    assert worker.returncode == 0, complaint
    # As if it had never been taken: the next worker begins at once, and the attempt does not count.
    assert ["long", "READY", 0] in queue("report")["rows"]
