"""Checkpoints of the earlier form, in JSON: nobody writes them any more, and they stay as good as they were."""

import json
import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.trail import stranger
from tests.trail.earlier import write_earlier
from tests.trail.tampering import chain_of, unguarded
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail import checkpoint as checkpoints
from waymark.trail.checkpoint import Containment, NoChain, Signature, compare, read
from waymark.trail.models import Entry, Head
from waymark.trail.signing import SigningKeyUnusable, public_key
from waymark.trail.statements import CheckpointUnreadable

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(organisation: Organisation) -> str:
    return write_earlier(organisation.pk, organisation.name)


def changed(written: str, **statement: Any) -> bytes:
    outer = json.loads(written)
    outer["statement"] = json.dumps(json.loads(outer["statement"]) | statement, separators=(",", ":"))
    return json.dumps(outer).encode()


def signed_again(content: bytes, key: Ed25519PrivateKey) -> bytes:
    outer = json.loads(content)
    outer["public_key"] = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    outer["signature"] = key.sign(outer["statement"].encode()).hex()
    return json.dumps(outer).encode()


def test_says_where_the_chain_ends(organisation: Organisation, written: str) -> None:
    head = Head.objects.get(pk=organisation.pk)
    statement = read(written.encode()).statement
    assert (statement.organisation, statement.name, statement.seq, statement.count, statement.hash) == (
        organisation.pk,
        "Acme",
        head.seq,
        head.seq,
        head.hash,
    )
    assert statement.installation == Entry.objects.get(organisation_id=0, seq=1).hash


def test_is_contained_in_the_chain_that_goes_on(organisation: Organisation, written: str, manager: Member) -> None:
    manager.grant([], by=manager)
    found = compare(read(written.encode()))
    assert (found.signature, found.containment, found.is_good) == (Signature.OWN, Containment.CONTAINED, True)


def test_can_be_checked_by_a_stranger(organisation: Organisation, written: str) -> None:
    rows = list(chain_of(organisation.pk).values_list("seq", "body", "previous", "hash"))
    assert stranger.checkpoint_faults(written.encode(), rows) == []
    assert stranger.checkpoint_faults(changed(written, seq=3), rows) == ["the signature is wrong"]
    other = signed_again(changed(written, seq=3), Ed25519PrivateKey.generate())
    assert stranger.checkpoint_faults(other, rows) == ["the chain has another hash in that place"]


@pytest.mark.parametrize(
    "figures", [{"seq": 3}, {"count": 1}, {"hash": "0" * 64}, {"name": "Acme "}, {"organisation": 0}]
)
def test_notices_altered_figures(figures: dict[str, Any], written: str) -> None:
    found = compare(read(changed(written, **figures)))
    assert found.signature is Signature.WRONG
    assert not found.is_good


def test_tells_the_key_of_somebody_else(written: str) -> None:
    found = compare(read(signed_again(written.encode(), Ed25519PrivateKey.generate())))
    assert (found.signature, found.containment, found.is_good) == (Signature.UNKNOWN, Containment.CONTAINED, False)


def test_tells_that_the_entry_is_gone_or_was_rewritten(organisation: Organisation, written: str) -> None:
    unguarded()
    last = chain_of(organisation.pk).last()
    chain_of(organisation.pk).filter(pk=last.pk).update(hash="1" * 64)
    found = compare(read(written.encode()))
    assert (found.containment, found.found) == (Containment.DIFFERENT, "1" * 64)
    chain_of(organisation.pk).filter(pk=last.pk).delete()
    assert compare(read(written.encode())).containment is Containment.MISSING


def test_tells_that_it_was_written_elsewhere(written: str) -> None:
    assert compare(read(changed(written, installation="a" * 64))).containment is Containment.ELSEWHERE


def test_can_be_written_of_a_chain_without_entries() -> None:
    Head.objects.create(organisation_id=999, hash="0" * 64)
    content = write_earlier(999, "Empty")
    assert read(content.encode()).statement.entry_at is None
    assert compare(read(content.encode())).is_good
    with pytest.raises(NoChain):
        checkpoints.write(998)


def test_takes_names_in_any_writing(organisation: Organisation) -> None:
    name = 'Žalgiris "AI"\u00a0\u200d عربي 🙂'
    assert read(write_earlier(organisation.pk, name).encode()).statement.name == name


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not written in JSON"),
        (b"{\xff\xfe\x00", "no text in UTF-8"),
        (b"PK\x03\x04", "no signed note"),
        (b"[]", "no JSON object"),
        (b"7", "no signed note"),
        (b"{}", "does not say “form”|does not say “public_key”"),
        (b'{"form":1,"form":2}', "says “form” twice"),
        (b'{"a":NaN}', "a number that JSON does not know"),
        (b'{"a":' + b"9" * 5000 + b"}", "not written in JSON"),
        (b"[" * 9000, "holds more than a checkpoint does"),
        (b'{"a":' * 2000, "holds more than a checkpoint does"),
        (b" " * (checkpoints.LARGEST + 1), "larger than a checkpoint"),
    ],
)
def test_refuses_what_is_no_checkpoint(content: bytes, why: str) -> None:
    with pytest.raises(CheckpointUnreadable, match=why):
        read(content)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("statement", 7),
        ("statement", None),
        ("statement", "{}"),
        ("statement", "\ud800"),
        ("public_key", "00"),
        ("public_key", "G" * 64),
        ("signature", ["00"]),
        ("form", "waymark-checkpoint-2"),
        ("more", 1),
    ],
)
def test_refuses_wrong_types_outside(name: str, value: Any, written: str) -> None:
    with pytest.raises(CheckpointUnreadable):
        read(json.dumps(json.loads(written) | {name: value}).encode())


@pytest.mark.parametrize(
    "figures",
    [
        {"seq": -1},
        {"seq": 10**21},
        {"seq": 1.0},
        {"seq": True},
        {"seq": "1"},
        {"count": None},
        {"hash": "x"},
        {"at": "0000-00-00"},
        {"entry_at": 0},
        {"name": ["x"]},
        {"name": "a\nb"},
        {"extra": 1},
    ],
)
def test_refuses_wrong_types_inside(figures: dict[str, Any], written: str) -> None:
    with pytest.raises(CheckpointUnreadable):
        read(changed(written, **figures))


class TestKey:
    @pytest.fixture(autouse=True)
    def _own_place(self, settings: Any, tmp_path: Path) -> None:
        settings.CONFIGURATION = replace(settings.CONFIGURATION, signing_key_file=tmp_path / "keys" / "signing.key")

    def test_is_made_once_and_for_its_owner_alone(self, tmp_path: Path) -> None:
        first = public_key()
        path = tmp_path / "keys" / "signing.key"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert public_key() == first
        assert len(first.fingerprint.split()) == 16
        assert "BEGIN PUBLIC KEY" in first.pem
        assert os.listdir(path.parent) == ["signing.key"]  # noqa: PTH208 -- names are what is asked

    @pytest.mark.parametrize(
        "content", ["", "nonsense", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
    )
    def test_is_refused_where_it_is_none(self, content: str, tmp_path: Path) -> None:
        path = tmp_path / "keys" / "signing.key"
        path.parent.mkdir()
        path.write_text(content)
        path.chmod(0o600)
        with pytest.raises(SigningKeyUnusable, match="holds no Ed25519 key"):
            public_key()

    def test_is_refused_where_others_can_read_it(self, tmp_path: Path) -> None:
        public_key()
        (tmp_path / "keys" / "signing.key").chmod(0o644)
        with pytest.raises(SigningKeyUnusable, match="0644"):
            public_key()

    def test_tells_checkpoints_of_a_lost_key_from_ours(self, organisation: Organisation, tmp_path: Path) -> None:
        old = write_earlier(organisation.pk, "Acme")
        (tmp_path / "keys" / "signing.key").unlink()
        assert compare(read(old.encode())).signature is Signature.UNKNOWN
