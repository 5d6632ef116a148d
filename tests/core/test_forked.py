"""Work apart: in a process of its own, with its answer and its errors; in this one where there is no helper."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from waymark.core.forked import apart

pytestmark = [
    pytest.mark.programs,
    pytest.mark.skipif("DATABASE_URL" in os.environ, reason="asked once: no database takes part"),
]
# A process of its own: that of the tests has threads, and could not be forked safely.
_PROGRAM = """
import json, os, signal, threading, time
from waymark.core import forked

def process(): return os.getpid()
def fail(): raise ValueError("as told")
def die(): os.kill(os.getpid(), signal.SIGKILL)
def odd(): raise type("Odd", (Exception,), {})("nobody can copy this")
def large(text): return len(text), "x" * 3_000_000
def hungry(): return b"x" * 2**62
def slow():
    with open(f"{os.environ['FOLDER']}/slow", "w") as file: file.write(str(os.getpid()))
    while True: pass
def no_room():
    os.fork = fork
    raise BlockingIOError("no more processes")
def prepare():
    os.write(write, b"prepared")
    if found.get("full"): os.fork = no_room
def is_there(number):
    try: os.kill(number, 0)
    except ProcessLookupError: return False
    return True

found = {"prepared": [], "me": os.getpid()}
read, write = os.pipe()
fork = os.fork
forked.start_helper(prepare)
found["prepared"] = os.read(read, 20).decode()
found["first"], found["second"] = forked.apart(process), forked.apart(process)
found["large"] = [forked.apart(large, "y" * 2_000_000)[0], len(forked.apart(large, text="y")[1])]
found["not copied"] = forked.apart(lambda: os.getpid())
def attempt(name, act):
    try:
        forked.apart(act)
    except Exception as error:
        found[name] = f"{type(error).__name__} {error}".strip()
for name, act in {"error": fail, "odd": odd, "killed": die, "hungry": hungry}.items():
    attempt(name, act)
forked._SECONDS = 1
forked.start_helper(prepare)
attempt("slow", slow)
number = int(open(f"{os.environ['FOLDER']}/slow").read())
until = time.monotonic() + 10
while is_there(number) and time.monotonic() < until: time.sleep(0.05)
found["slow one is there"] = is_there(number)
forked._SECONDS = 60
found["full"] = True
forked.start_helper(prepare)
attempt("no room", process)
found["room again"] = forked.apart(process) != os.getpid()
many = []
threads = [threading.Thread(target=lambda: many.append(forked.apart(process))) for _ in range(40)]
[one.start() for one in threads]
[one.join() for one in threads]
found["many"] = len(set(many))
forked._helper[0].close()
found["without"] = forked.apart(process)
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"FOLDER": str(tmp_path_factory.mktemp("apart"))}
    return subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True, timeout=60, env=environ
    )


@pytest.fixture
def found(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_works_in_a_process_that_ends(found: dict[str, Any]) -> None:
    assert len({found["me"], found["first"], found["second"]}) == 3
    assert found["prepared"] == "prepared"
    assert found["large"] == [2_000_000, 3_000_000]
    assert (found["error"], found["killed"]) == ("ValueError as told", "NotFinished")
    assert found["odd"] == "NotFinished Odd: nobody can copy this"
    assert found["many"] == 40
    # What cannot be copied is done here, and so is everything once the helper is gone.
    assert (found["not copied"], found["without"]) == (found["me"], found["me"])


def test_leaves_no_process_that_takes_too_long(found: dict[str, Any]) -> None:
    assert (found["slow"], found["slow one is there"]) == ("NotFinished", False)


def test_says_that_memory_did_not_suffice(found: dict[str, Any]) -> None:
    assert found["hungry"] == "NotFinished MemoryError"


def test_outlives_a_moment_without_room_for_a_process(found: dict[str, Any]) -> None:
    assert (found["no room"], found["room again"]) == ("NotFinished", True)


def test_says_once_in_the_log_that_the_helper_is_gone(done: subprocess.CompletedProcess[str]) -> None:
    assert done.stderr.count("helper=gone") == 1
    assert len(done.stderr.splitlines()) == 1


def test_works_here_where_there_is_no_helper() -> None:
    assert apart(os.getpid) == os.getpid()
