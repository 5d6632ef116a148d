"""Several programs write to one chain at once: on SQLite, and on PostgreSQL where DATABASE_URL says so."""

import json
from pathlib import Path

from bench.racing import race
from tests.trail import stranger

WRITERS, ROUNDS = 8, 12


def test_loses_nothing_when_several_programs_write_at_once(surroundings: dict[str, str]) -> None:
    acts = (f"count:Writer {number}" for number in range(WRITERS))
    _, report = race(Path(__file__).parent / "racer.py", surroundings, *acts)
    assert stranger.faults([tuple(row) for row in report["chain"]], tuple(report["head"])) == []
    times = [json.loads(body)["at"] for _seq, body, _previous, _hash in report["chain"]]
    assert times == sorted(times), "the time of an entry is taken when nobody else can write"
    assert report["members"] == WRITERS * ROUNDS + 1
    assert report["counted"] == WRITERS * ROUNDS
    # Named once, and changed once by each counting: no edit went over another.
    assert report["version"] == WRITERS * ROUNDS + 1
    assert report["number"] == WRITERS * ROUNDS + 1
    assert len(report["chain"]) == 2 + 2 * WRITERS * ROUNDS
