"""Programs that do the same thing at the same moment, on a database of their own."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Races:
    """A program of the tests, alone or several at once; it says `ready` and waits for a line before it acts."""

    program: Path
    surroundings: dict[str, str]

    def ask(self, *arguments: str) -> str:
        """Run it alone and return what it says."""
        command = [sys.executable, str(self.program), *arguments]
        done = subprocess.run(command, env=self.surroundings, capture_output=True, text=True, check=False)  # noqa: S603 -- our own program
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, key: str, *acts: str) -> list[str]:
        """Run one program for each act, all beginning at the same moment, and return what each says."""
        racers = [
            subprocess.Popen(  # noqa: S603 -- our own program
                [sys.executable, str(self.program), act, key],
                env=self.surroundings,
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
