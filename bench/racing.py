"""Programs that do the same thing at the same moment, on a database of their own.

Their other side is `bench.racer`. Nothing here needs Django, so that tests and benches start such programs alike.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True)
class Races:
    """A program, alone or several at once."""

    program: Path
    surroundings: dict[str, str]

    def ask(self, *arguments: str, seconds: float | None = None) -> str:
        """Run it alone and return what it says. Raises RacerFailed, and TimeoutExpired after some seconds."""
        command = [sys.executable, str(self.program), *arguments]
        done = subprocess.run(  # noqa: S603 -- our own program
            command, env=self.surroundings, capture_output=True, text=True, check=False, timeout=seconds
        )
        if done.returncode:
            raise RacerFailed(done.stderr)
        return done.stdout

    def run(self, key: str, *acts: str, seconds: float = 0) -> list[str]:
        """Do each act in a process of its own, all beginning at the same moment, and return what each says.

        `seconds` is for how long they were told to go on. Raises RacerFailed if one of them fails.
        """
        answers: list[str] = json.loads(self.ask("run", key, *acts, seconds=seconds + _PATIENCE))
        return answers
