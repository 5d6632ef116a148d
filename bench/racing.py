"""Programs that do the same thing at the same moment, on a database of their own.

Their other side is `bench.racer`. Nothing here needs Django, so that tests and benches start such programs alike.
"""

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
    """A program, alone or several at once; each says `ready` and waits for a line before it acts."""

    program: Path
    surroundings: dict[str, str]

    def ask(self, *arguments: str) -> str:
        """Run it alone and return what it says. Raises RacerFailed."""
        command = [sys.executable, str(self.program), *arguments]
        done = subprocess.run(command, env=self.surroundings, capture_output=True, text=True, check=False)  # noqa: S603 -- our own program
        if done.returncode:
            raise RacerFailed(done.stderr)
        return done.stdout

    def run(self, key: str, *acts: str, seconds: float = 0) -> list[str]:
        """Run one program for each act, all beginning at the same moment, and return what each says.

        `seconds` is for how long they were told to go on. Raises RacerFailed if one of them fails.
        """
        racers = [self._racer(act, key) for act in acts]
        try:
            for racer in racers:
                if racer.stdout is not None and racer.stdout.readline() != "ready\n":
                    raise RacerFailed(racer.communicate(timeout=_PATIENCE)[1])
            for racer in racers:
                if racer.stdin is not None:
                    racer.stdin.write("go\n")
                    racer.stdin.flush()
            outputs = [racer.communicate(timeout=seconds + _PATIENCE) for racer in racers]
        finally:
            for racer in racers:
                racer.kill()
                racer.wait()
        if any(racer.returncode for racer in racers):
            raise RacerFailed("\n".join(complaint for _output, complaint in outputs if complaint))
        return [output for output, _complaint in outputs]

    def _racer(self, act: str, key: str) -> "subprocess.Popen[str]":
        pipe = subprocess.PIPE
        command = [sys.executable, str(self.program), act, key]
        return subprocess.Popen(command, env=self.surroundings, stdin=pipe, stdout=pipe, stderr=pipe, text=True)  # noqa: S603 -- our own program
