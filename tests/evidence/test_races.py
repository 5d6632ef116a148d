"""Programs that add to the same evidence at once are all heard; the same form sent at once counts once."""

import json
from pathlib import Path

from bench.racing import race
from bench.writers import WRITERS, write_at_once

ROUNDS = 10
TURNS = 6
PROGRAM = Path(__file__).parent / "racer.py"


def test_keeps_every_capture_that_is_added_at_once(surroundings: dict[str, str]) -> None:
    _, report = race(PROGRAM, surroundings, "add:one", "add:two", "add:three")
    assert report["captures"] == list(range(1, 3 * ROUNDS + 1))
    assert report["newest"] == 3 * ROUNDS


def test_makes_one_piece_of_evidence_of_a_form_that_is_sent_at_once(surroundings: dict[str, str]) -> None:
    answers, report = race(PROGRAM, surroundings, "send", "send", "send")
    assert {tuple(json.loads(output)) for output in answers} == {tuple(report["sent"])}
    assert report["sent"] == list(range(2, ROUNDS + 2))


def test_loses_no_edit_where_eight_programs_edit_the_same_records(surroundings: dict[str, str]) -> None:
    """The short form of `python -m bench.writers`: every answered edit is there once, and so is all else."""
    written = write_at_once(surroundings, writers=WRITERS, seconds=240, rounds=TURNS)
    assert written.faults() == []
    assert written.collected == written.captures.total() == written.edits.total() == WRITERS * TURNS
