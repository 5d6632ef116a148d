"""Checkpoints as signed notes: what they say, whose they are, and that programs that know nothing of us check them."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings as configured
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trail import stranger
from tests.trail.earlier import write_earlier
from tests.trail.tampering import chain_of, forge, unguarded
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail import checkpoint as checkpoints
from waymark.trail.actors import CONSOLE
from waymark.trail.canonical import linked_hash
from waymark.trail.checkpoint import Containment, Signature, compare, origin, read
from waymark.trail.key_change import change_key, earlier_keys, is_signed_by_both
from waymark.trail.models import Entry, Head
from waymark.trail.notes import NoteSignature, key_id, read_note, signed, verifier_key
from waymark.trail.proof import NothingToProve, prove
from waymark.trail.signing import has_next_key, next_key, own_key, public_key
from waymark.trail.statements import CheckpointUnreadable
from waymark.trail.verification import Fault, verify

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "trail.md"


@pytest.fixture
def written(organisation: Organisation) -> str:
    return checkpoints.write(organisation.pk)


def own_verifier_key(organisation: Organisation) -> str:
    return verifier_key(origin(organisation.pk), public_key().raw)


def signed_by(text: str, key: Ed25519PrivateKey, name: str) -> NoteSignature:
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return NoteSignature(name, key_id(name, raw), key.sign(text.encode()))


class TestForm:
    def test_says_how_long_the_chain_is_and_the_root_over_its_bodies(
        self, organisation: Organisation, written: str
    ) -> None:
        name, size, root, blank, signature, end = written.split("\n")
        installation = Entry.objects.get(organisation_id=0, seq=1).hash
        assert name == f"waymark/{installation}/{organisation.pk}"
        assert int(size) == Head.objects.get(pk=organisation.pk).seq
        bodies = [body.encode() for body in chain_of(organisation.pk).values_list("body", flat=True)]
        assert root == checkpoints.as_base64(stranger.tree_root(bodies))
        assert (blank, end) == ("", "")
        assert signature.startswith(f"— {name} ")

    def test_is_a_note_that_a_stranger_can_check(self, organisation: Organisation, written: str) -> None:
        assert stranger.note_text(written.encode(), own_verifier_key(organisation)).count("\n") == 3
        with pytest.raises(InvalidSignature):
            stranger.note_text(written.replace("\n", "\n1", 1).encode(), own_verifier_key(organisation))

    def test_is_checked_by_openssl_as_the_reference_says(
        self, organisation: Organisation, written: str, tmp_path: Path
    ) -> None:
        """Run the very lines of docs/reference/trail.md in a shell."""
        if shutil.which("openssl") is None:
            pytest.skip("no openssl here")
        blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.DOTALL)
        block = next(one for one in blocks if "checkpoint.txt" in one)
        (tmp_path / "checkpoint.txt").write_text(written, encoding="utf-8", newline="")
        (tmp_path / "key.pem").write_text(public_key().pem)

        def run() -> Any:
            command = ["/bin/sh", "-e", "-c", block]
            return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 -- our own page

        assert "Signature Verified Successfully" in run().stdout
        size = Head.objects.get(pk=organisation.pk).seq
        (tmp_path / "checkpoint.txt").write_text(written.replace(f"\n{size}\n", f"\n{size - 1}\n"), encoding="utf-8")
        changed = run()
        assert changed.returncode != 0
        assert "Signature Verification Failure" in changed.stdout + changed.stderr

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            (lambda text: text.replace("waymark/", "elsewhere.example/"), "first line"),
            (lambda text: text.replace("\n", "\n0", 1), "second line"),
            (lambda text: text.replace("=\n\n", "\n\n"), "third line"),
            (lambda text: text.replace("\n", "\n\n", 1), "three lines"),
            (lambda text: text[: text.index("—")], "no signed note"),
            (lambda text: text.replace("\n", "\r\n"), "no signed note"),
            (lambda text: text + "x" * checkpoints.LARGEST, "larger"),
        ],
    )
    def test_refuses_what_is_none(self, change: Any, why: str, written: str) -> None:
        with pytest.raises(CheckpointUnreadable, match=why):
            read(change(written).encode())

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_finds_any_changed_byte(self, data: st.DataObject, written: str) -> None:
        content = bytearray(written.encode())
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255).filter(lambda one: one != content[at]))
        try:
            found = compare(read(bytes(content)))
        except CheckpointUnreadable:
            return
        assert not found.is_good


class TestComparison:
    def test_is_contained_in_the_chain_that_goes_on(self, written: str, manager: Member) -> None:
        manager.grant([], by=manager)
        found = compare(read(written.encode()))
        assert (found.signature, found.containment, found.is_good) == (Signature.OWN, Containment.CONTAINED, True)

    def test_tells_that_an_earlier_entry_was_rewritten_with_the_whole_chain_after_it(self) -> None:
        forge(4711, 12)
        written = checkpoints.write(4711)
        unguarded()
        Head.objects.filter(pk=4711).delete()
        chain_of(4711).delete()
        forge(4711, 13, length=1)
        assert verify(4711).is_sound
        found = compare(read(written.encode()))
        assert (found.containment, found.is_good) == (Containment.DIFFERENT, False)
        Head.objects.filter(pk=4711).delete()
        chain_of(4711).delete()
        assert compare(read(written.encode())).containment is Containment.MISSING
        forge(4711, 11)
        assert compare(read(written.encode())).containment is Containment.MISSING

    def test_tells_the_key_of_somebody_else_and_bears_more_signatures(
        self, organisation: Organisation, written: str
    ) -> None:
        note, key = read_note(written.encode()), Ed25519PrivateKey.generate()
        foreign = signed_by(note.text, key, origin(organisation.pk))
        assert compare(read(str(signed(note.text, [foreign])).encode())).signature is Signature.UNKNOWN
        witnessed = str(signed(note.text, [foreign, *note.signatures]))
        assert compare(read(witnessed.encode())).is_good

    def test_takes_a_wrong_signature_of_a_known_key_for_wrong_whatever_else_is_signed(self, written: str) -> None:
        note = read_note(written.encode())
        own = note.signatures[0]
        wrong = NoteSignature(own.name, own.key_id, b"\0" * 64)
        assert compare(read(str(signed(note.text, [own, wrong])).encode())).signature is Signature.WRONG

    def test_can_be_written_of_a_chain_without_entries(self) -> None:
        Head.objects.create(organisation_id=999, hash="0" * 64)
        written = checkpoints.write(999)
        assert "\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n" in written
        assert compare(read(written.encode())).is_good


class TestProof:
    def test_proves_an_entry_to_a_stranger(self, organisation: Organisation) -> None:
        key = own_verifier_key(organisation)
        for entry in chain_of(organisation.pk)[:9]:
            assert stranger.proved_body(prove(organisation.pk, entry.seq).encode(), key) == entry.body

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(size=st.integers(1, 40), data=st.data())
    def test_proves_any_entry_of_a_chain_of_any_length(self, size: int, data: st.DataObject) -> None:
        key = 5000 + size
        if not Head.objects.filter(pk=key).exists():
            forge(key, size)
        seq = data.draw(st.integers(1, size))
        proof = prove(key, seq)
        by = verifier_key(origin(key), public_key().raw)
        body = chain_of(key).get(seq=seq).body
        assert stranger.proved_body(proof.encode(), by) == body
        changed = checkpoints.as_base64(body.replace("partial", "missing").encode())
        with pytest.raises(AssertionError, match="not in the tree"):
            stranger.proved_body(re.sub("extra .*", f"extra {changed}", proof).encode(), by)

    def test_proves_nothing_of_a_chain_that_was_changed(self, organisation: Organisation) -> None:
        unguarded()
        entry = chain_of(organisation.pk).get(seq=4)
        body = entry.body.replace('"seq":4', '"seq":4,"slipped":"in"')
        assert body != entry.body
        chain_of(organisation.pk).filter(seq=4).update(body=body, hash=linked_hash(entry.previous, body))
        with pytest.raises(NothingToProve):
            prove(organisation.pk, 9)
        with pytest.raises(NothingToProve, match="no entry 100000"):
            prove(organisation.pk, 100_000)


class TestKeyChange:
    def test_is_an_entry_signed_by_both_keys(self) -> None:
        old, new = change_key(by=CONSOLE, reason="A new machine.")
        assert public_key() == new != old
        assert not has_next_key()
        entry = Entry.objects.filter(organisation_id=0).latest("seq")
        assert entry.event == "signing-key.changed"
        assert stranger.key_change_faults(entry.body) == []
        assert "PRIVATE" not in entry.body
        assert verify(0).is_sound

    def test_leaves_what_was_signed_before_known(self, organisation: Organisation, written: str) -> None:
        first = own_key().public.raw
        earlier = write_earlier(organisation.pk, "Acme")
        change_key(by=CONSOLE, reason="Once.")
        second = own_key().public.raw
        change_key(by=CONSOLE, reason="Twice.")
        assert earlier_keys()[:2] == [second, first]
        for content in (written, earlier):
            found = compare(read(content.encode()))
            assert (found.signature, found.is_good) == (Signature.EARLIER, True)
        assert compare(read(checkpoints.write(organisation.pk).encode())).signature is Signature.OWN

    def test_is_found_where_one_of_the_keys_did_not_sign(self) -> None:
        change_key(by=CONSOLE, reason="Once.")
        entry = Entry.objects.filter(organisation_id=0).latest("seq")
        unguarded()
        signature = re.search('"old_signature":\\[null,"([0-9a-f]{128})"', entry.body)
        assert signature is not None
        body = entry.body.replace(signature[1], "0" * 128)
        digest = linked_hash(entry.previous, body)
        Entry.objects.filter(pk=entry.pk).update(body=body, hash=digest)
        Head.objects.filter(pk=0).update(hash=digest)
        broken = verify(0).broken
        assert broken is not None
        assert (broken.fault, broken.seq) == (Fault.KEY, entry.seq)
        assert earlier_keys() == []
        assert not is_signed_by_both({})

    def test_is_brought_to_its_end_where_it_was_cut_short(self) -> None:
        """The machine stops after the entry was written, and before the file of the key took its place."""
        key_file = configured.CONFIGURATION.signing_key_file
        public_key()
        before = key_file.read_text()
        _old, new = change_key(by=CONSOLE, reason="Cut short.")
        key_file.replace(key_file.with_name("signing.key.next"))
        key_file.write_text(before)
        key_file.chmod(0o600)
        waiting = next_key().public
        assert waiting == new
        again, newest = change_key(by=CONSOLE, reason="Again.")
        assert again == new
        assert public_key() == newest
        assert earlier_keys()[0] == new.raw
