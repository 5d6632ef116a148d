"""Programs that do the same thing at the same moment, on a database of their own.

Their other side is `bench.racer`. Nothing here needs Django, so that tests and benches start such programs alike.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
_PATIENCE = 240  # seconds beyond what a program was told to take; only a hang takes so long


class RacerFailed(Exception):
    """A program did not end in good order; the text is what it complained about."""


def apart(data: Path) -> dict[str, str]:
    """Return the environment of programs that keep everything in this folder, apart from the person's own Waymark.

    Only DATABASE_URL is taken from outside, so that PostgreSQL can be asked the same.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WAYMARK_")}
    kept.pop("EMAIL_URL", None)
    return kept | {
        "WAYMARK_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "waymark.site.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }


def migrate(surroundings: dict[str, str]) -> None:
    """Make the tables of the database of such programs. Raises CalledProcessError."""
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=surroundings, check=True, capture_output=True)  # noqa: S603 -- our own program


def race(program: Path, surroundings: dict[str, str], *acts: str, seconds: float = 0) -> tuple[list[str], Any]:
    """Do each act in a process of its own, all beginning at the same moment; return what each says, and what is there.

    `seconds` is for how long they were told to go on. Raises RacerFailed if one of them fails, and TimeoutExpired.
    """
    command = [sys.executable, str(program), *acts]
    done = subprocess.run(  # noqa: S603 -- our own program
        command, env=surroundings, capture_output=True, text=True, check=False, timeout=seconds + _PATIENCE
    )
    if done.returncode:
        raise RacerFailed(done.stderr)
    answers, report = json.loads(done.stdout)
    return answers, json.loads(report)
