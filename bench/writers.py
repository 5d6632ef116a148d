"""Eight programs write to one database at once: `python -m bench.writers [SECONDS]`, thirty unless given.

Each collects evidence, and adds to and edits the same three records as the others. Exit code 1 if a write failed or was
lost. It uses SQLite in a throw-away folder, or the PostgreSQL database that DATABASE_URL names, which should be empty.
"""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.racing import apart, migrate, race

WRITERS = 8
_PROGRAM = Path(__file__).parent / "writer.py"
_ENDLESS = 1_000_000  # rounds that no program gets through while the seconds last
_BEFORE = 2  # versions of a shared record before anybody edits it: it was named, and its first capture came


@dataclass(frozen=True)
class Written:
    """What the programs say they did, each for itself, and what is there afterwards."""

    done: tuple[Mapping[str, Any], ...]
    there: Mapping[str, Any]

    @property
    def collected(self) -> int:
        """Return how many pieces of evidence all of them collected."""
        return sum(int(one["collected"]) for one in self.done)

    @property
    def captures(self) -> Counter[str]:
        """Return how many captures all of them added to each shared record."""
        return sum((Counter(one["captures"]) for one in self.done), Counter[str]())

    @property
    def edits(self) -> Counter[str]:
        """Return how often all of them edited each shared record."""
        return sum((Counter(one["edits"]) for one in self.done), Counter[str]())

    def faults(self) -> list[str]:
        """Return what is wrong, as sentences; nothing where every write is there once."""
        found = [*self.there["orphans"], *self.there["broken"]]
        found += [
            f"writer {name}: {one['locked']} writes failed" for name, one in enumerate(self.done) if one["locked"]
        ]
        evidence = self.collected + len(self.there["tallies"])
        found += _differing("pieces of evidence", evidence, self.there["evidence"])
        found += _differing("captures", evidence + self.captures.total(), self.there["captures"])
        for number, tally in self.there["tallies"].items():
            # Each edit wrote how often its writer had edited this record: a lost one leaves a tally too small.
            mine = {str(name): one["edits"][number] for name, one in enumerate(self.done) if number in one["edits"]}
            found += _differing(f"edits of EV-{number} by writer", mine, tally)
            versions = _BEFORE + self.captures[number] + self.edits[number]
            found += _differing(f"versions of EV-{number}", versions, self.there["versions"][number])
        return found


def write_at_once(surroundings: dict[str, str], *, writers: int = WRITERS, seconds: float, rounds: int) -> Written:
    """Let programs write until the seconds or the rounds are over; the tables are there. Raises RacerFailed."""
    acts = [f"write:{name} {seconds} {rounds}" for name in range(writers)]
    answers, there = race(_PROGRAM, surroundings, *acts, seconds=seconds)
    return Written(tuple(map(json.loads, answers)), there)


def main(arguments: Sequence[str]) -> int:
    """Let them write and print the table; give the exit code."""
    seconds = float(arguments[0]) if arguments else 30.0
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        surroundings = apart(Path(folder))
        migrate(surroundings)
        written = write_at_once(surroundings, seconds=seconds, rounds=_ENDLESS)
    _show(written, seconds)
    faults = written.faults()
    print("\n".join(faults[:20]) or "Nothing was lost, and every chain is unbroken.")
    return 1 if faults else 0


def _differing(what: str, expected: object, found: object) -> list[str]:
    return [] if expected == found else [f"{what}: {expected} were answered, {found} are there"]


def _show(written: Written, seconds: float) -> None:
    done, there = written.done, written.there
    captures, edits = written.captures.total(), written.edits.total()
    rows = {
        "writers": len(done),
        "seconds": f"{seconds:g}",
        "evidence collected": written.collected,
        "captures added to three shared records": captures,
        "edits of the same three": edits,
        "conflicts, tried again": sum(one["conflicts"] for one in done),
        "acts a second": f"{sum(map(_acts, done)) / seconds:.1f}",
        "fewest and most acts of a writer": f"{min(map(_acts, done))} to {max(map(_acts, done))}",
        "slowest turn (one act of each)": f"{max(one['slowest'] for one in done):.1f} s",
        "entries in the trail": there["entries"],
        "locked databases and deadlocks": sum(one["locked"] for one in done),
        "rows without what they belong to": len(there["orphans"]),
        "broken chains, rows and files": len(there["broken"]),
    }
    for what, figure in rows.items():
        print(f"{what:40}{figure!s:>12}")


def _acts(one: Mapping[str, Any]) -> int:
    return int(one["collected"] + sum(one["captures"].values()) + sum(one["edits"].values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
