"""The page that tells a stranger how to verify a chain: its example and its lists are held against the code."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from tests.trail import stranger
from waymark.people.models.organisation import Organisation
from waymark.trail.canonical import FORM, GENESIS, canonical
from waymark.trail.models import Entry

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "trail.md").read_text(encoding="utf-8")
BODIES = re.findall(r"```json\n(.*?)\n```", PAGE, re.DOTALL)
HASHES = [block.split("\n") for block in re.findall(r"```text\n(.*?)\n```", PAGE, re.DOTALL)]

NOTES = re.findall(r"```txt\n(.*?)\n```", PAGE, re.DOTALL)


def test_shows_an_example_whose_hashes_are_right() -> None:
    assert len(BODIES) == len(HASHES) == 2
    assert HASHES[0][0] == GENESIS
    assert HASHES[1][0] == HASHES[0][1]
    for body, (previous, digest) in zip(BODIES, HASHES, strict=True):
        assert hashlib.sha256(previous.encode() + b"\x0a" + body.encode()).hexdigest() == digest


def test_shows_an_example_in_the_canonical_form() -> None:
    for body in BODIES:
        assert canonical(json.loads(body)) == body
        assert json.loads(body)["form"] == FORM


def test_shows_a_checkpoint_over_the_example_that_a_stranger_can_check() -> None:
    """Signed with the key of test 1 of RFC 8032, 7.1, whose public half is d75a980182b1…."""
    note, key = NOTES
    _origin, size, root, _end = stranger.note_text(f"{note}\n".encode(), key).split("\n")
    assert int(size) == len(BODIES)
    assert base64.b64decode(root) == stranger.tree_root([body.encode() for body in BODIES])
    assert base64.b64decode(key.split("+", 2)[2])[1:].hex().startswith("d75a980182b1")


@pytest.mark.django_db
def test_lists_exactly_the_names_a_body_has(organisation: Organisation) -> None:
    listed = {
        name for row in re.findall(r"^\| (`[^|]*`) \|", PAGE, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    }
    entry = Entry.objects.of(organisation).newest_first()[0]
    assert set(json.loads(entry.body)) == set(json.loads(BODIES[0])) <= listed
    assert {"organisation_id", "seq", "body", "previous", "hash"} <= listed


def test_has_an_example_that_the_stranger_accepts() -> None:
    rows = [(number, body, *HASHES[number - 1]) for number, body in enumerate(BODIES, 1)]
    assert stranger.faults(rows, head=(2, HASHES[1][1])) == []
    broken = [rows[0], (2, BODIES[1].replace("partial", "in_place"), *HASHES[1])]
    assert stranger.faults(broken, head=(2, HASHES[1][1])) == ["2: another hash"]
