"""The set-up child of a start: brings the installation up to date, step by step, and says what it did.

With --json it writes a line for each event: {"step", "done", "seconds"} after a step that had work to do,
{"link"} for the first administrator, {"fault"} for what a person can mend. Exit codes: 0 ready, 1 not.
"""

import argparse
import fcntl
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.site.settings")
django.setup()

# The steps use models, which exist only after Django's set-up.
from django.conf import settings  # noqa: E402
from django.db import DatabaseError, connections  # noqa: E402

from waymark.core.errors import RuleBroken  # noqa: E402
from waymark.core.storage import trouble_of  # noqa: E402
from waymark.site.steps import DEMO, STEPS, Start, first_link  # noqa: E402


def main(arguments: Sequence[str] | None = None) -> int:
    """Take every step that is due; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m waymark.site.starting", description=__doc__)
    parser.add_argument("--json", action="store_true", help="write events as JSON, a line each")
    parser.add_argument("--no-demo", action="store_true", help="load no demo organisation")
    asked = parser.parse_args(arguments)
    try:
        with _alone(settings.DATA):
            start = Start(settings.DATA)
            for step in STEPS:
                if step is DEMO and asked.no_demo:
                    continue
                begun = time.perf_counter()
                done = step.take(start)
                if done:
                    seconds = round(time.perf_counter() - begun, 3)
                    _report({"step": str(step.name), "done": done, "seconds": seconds}, as_json=asked.json)
            link = first_link()
    except (RuleBroken, DatabaseError, OSError) as refused:
        _report({"fault": _sentence(refused)}, as_json=asked.json)
        return 1
    finally:
        connections.close_all()
    if link:
        _report({"link": link}, as_json=asked.json)
    return 0


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Let one start at a time set up a data folder; the second finds everything done."""
    with (data / "starting.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _report(event: dict[str, object], *, as_json: bool) -> None:
    print(json.dumps(event) if as_json else " ".join(str(value) for value in event.values()), flush=True)


def _sentence(refused: Exception) -> str:
    if isinstance(refused, RuleBroken):
        return f"{refused.message} {refused.way_out}".strip()
    if isinstance(refused, DatabaseError):
        trouble = trouble_of(refused)
        more = f". {trouble.message}" if trouble is not None else ""
        kind = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
        return f"The {kind} database cannot be used: {' '.join(str(refused).split())}{more}"
    return f"{refused.strerror}: {refused.filename}" if isinstance(refused, OSError) else str(refused)


if __name__ == "__main__":
    sys.exit(main())
