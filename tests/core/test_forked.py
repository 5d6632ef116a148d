"""Work apart: in a process of its own, with its answer and its errors; in this one where there is no helper."""

import json
import os
import subprocess
import sys

import pytest

from waymark.core.forked import apart

pytestmark = [
    pytest.mark.programs,
    pytest.mark.skipif("DATABASE_URL" in os.environ, reason="asked once: no database takes part"),
]
# A process of its own: that of the tests has threads, and could not be forked safely.
_PROGRAM = """
import json, os, signal, threading
from waymark.core import forked

def process(): return os.getpid()
def fail(): raise ValueError("as told")
def die(): os.kill(os.getpid(), signal.SIGKILL)
def odd(): raise type("Odd", (Exception,), {})("nobody can copy this")
def large(text): return len(text), "x" * 3_000_000

found = {"prepared": [], "me": os.getpid()}
read, write = os.pipe()
forked.start_helper(lambda: os.write(write, b"prepared"))
found["prepared"] = os.read(read, 20).decode()
found["first"], found["second"] = forked.apart(process), forked.apart(process)
found["large"] = [forked.apart(large, "y" * 2_000_000)[0], len(forked.apart(large, text="y")[1])]
found["not copied"] = forked.apart(lambda: os.getpid())
for name, act in {"error": fail, "odd": odd, "killed": die}.items():
    try:
        forked.apart(act)
    except Exception as error:
        found[name] = f"{type(error).__name__} {error}".strip()
many = []
threads = [threading.Thread(target=lambda: many.append(forked.apart(process))) for _ in range(12)]
[one.start() for one in threads]
[one.join() for one in threads]
found["many"] = len(set(many))
forked._helper[0].close()
found["without"] = forked.apart(process)
print(json.dumps(found))
"""


def test_works_in_a_process_that_ends() -> None:
    done = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True, timeout=60
    )
    found = json.loads(done.stdout)
    assert len({found["me"], found["first"], found["second"]}) == 3
    assert found["prepared"] == "prepared"
    assert found["large"] == [2_000_000, 3_000_000]
    assert (found["error"], found["killed"]) == ("ValueError as told", "NotFinished")
    assert found["odd"] == "NotFinished Odd: nobody can copy this"
    assert found["many"] == 12
    # What cannot be copied is done here, and so is everything once the helper is gone.
    assert (found["not copied"], found["without"]) == (found["me"], found["me"])
    assert done.stderr == ""


def test_works_here_where_there_is_no_helper() -> None:
    assert apart(os.getpid) == os.getpid()
