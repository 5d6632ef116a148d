"""Several programs write to one chain at once: on SQLite, and on PostgreSQL where DATABASE_URL says so."""

import json
from pathlib import Path

from bench.racing import Races
from tests.trail import stranger

WRITERS, ROUNDS = 8, 12


def test_loses_nothing_when_several_programs_write_at_once(surroundings: dict[str, str]) -> None:
    races = Races(Path(__file__).parent / "racer.py", surroundings)
    key = races.ask("prepare")
    races.run(key, *(f"count:Writer {number}" for number in range(WRITERS)))
    told = json.loads(races.ask("tell", key))
    assert stranger.faults([tuple(row) for row in told["chain"]], tuple(told["head"])) == []
    assert told["members"] == WRITERS * ROUNDS + 1
    assert told["counted"] == WRITERS * ROUNDS
    # Named once, and changed once by each counting: no edit went over another.
    assert told["version"] == WRITERS * ROUNDS + 1
    assert told["number"] == WRITERS * ROUNDS + 1
    assert len(told["chain"]) == 2 + 2 * WRITERS * ROUNDS
