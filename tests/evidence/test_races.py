"""Programs that add to the same evidence at once are all heard; the same form sent at once counts once."""

import json
from pathlib import Path

import pytest

from bench.racing import Races

ROUNDS = 10


@pytest.fixture
def races(surroundings: dict[str, str]) -> Races:
    return Races(Path(__file__).parent / "racer.py", surroundings)


def test_keeps_every_capture_that_is_added_at_once(races: Races) -> None:
    key = races.ask("prepare")
    races.run(key, "add:one", "add:two", "add:three")
    told = json.loads(races.ask("tell", key))
    assert told["captures"] == list(range(1, 3 * ROUNDS + 1))
    assert told["newest"] == 3 * ROUNDS


def test_makes_one_piece_of_evidence_of_a_form_that_is_sent_at_once(races: Races) -> None:
    key = races.ask("prepare")
    answers = {tuple(json.loads(said)) for said in races.run(key, "send", "send", "send")}
    told = json.loads(races.ask("tell", key))
    assert answers == {tuple(told["sent"])}
    assert told["sent"] == list(range(2, ROUNDS + 2))
