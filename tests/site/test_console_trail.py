import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.site.console import run
from tests.trail import stranger
from tests.trail.earlier import write_earlier
from tests.trail.tampering import chain_of, unguarded
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_out(organisation: Organisation, tmp_path: Path) -> Path:
    path = tmp_path / "handed-out.txt"
    assert run("trail", "checkpoint", "--org", "acme", "-o", str(path)).exit_code == 0
    return path


def payload_of(result: Any) -> Any:
    return json.loads(result.output)


class TestVerify:
    @pytest.mark.usefixtures("organisation")
    def test_walks_every_chain_and_the_installations_own(self) -> None:
        result = run("trail", "verify")
        assert result.exit_code == 0
        assert "✓ Installation: " in result.output
        assert "✓ acme: " in result.output

    @pytest.mark.usefixtures("organisation", "outsider")
    def test_walks_one(self) -> None:
        found = payload_of(run("trail", "verify", "--org", "acme", "--json"))
        assert [one["name"] for one in found["chains"]] == ["Installation", "acme"]
        assert found["sound"]
        assert found["checkpoint"] is None

    def test_names_the_first_broken_link(self, organisation: Organisation) -> None:
        unguarded()
        chain_of(organisation.pk).filter(seq=7).update(actor_name="Some [bold]body")
        result = run("trail", "verify")
        assert result.exit_code == 1
        assert "✗ acme: broken after 6 entries. Entry 7: its columns" in result.output
        assert "Some [bold]body" in result.output
        broken = payload_of(run("trail", "verify", "--json"))["chains"][-1]["broken"]
        assert (broken["seq"], broken["fault"]) == (7, "columns")

    def test_does_not_know_what_is_not_there(self) -> None:
        assert run("trail", "verify", "--org", "nowhere").exit_code == 3
        assert run("trail", "verify", "--against", "nowhere.json").exit_code == 2


class TestAgainst:
    def test_proves_that_a_checkpoint_is_contained(self, handed_out: Path, manager: Member) -> None:
        manager.grant([], by=manager)
        result = run("trail", "verify", "--against", str(handed_out))
        assert result.exit_code == 0, result.output
        assert "signed by this installation" in result.output
        assert "The chain still contains it" in result.output
        assert "Installation:" not in result.output

    def test_says_what_does_not_agree(self, organisation: Organisation, handed_out: Path) -> None:
        unguarded()
        seq = int(handed_out.read_text().split("\n")[1])
        chain_of(organisation.pk).filter(seq=seq).update(body="{}")
        result = run("trail", "verify", "--against", str(handed_out))
        assert result.exit_code == 1
        assert "another hash: the chain was rewritten" in result.output
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM trail_entry WHERE organisation_id = %s AND seq = %s", [organisation.pk, seq])
        assert "no such entry any more" in run("trail", "verify", "--against", str(handed_out)).output

    def test_says_whose_signature_it_is(self, handed_out: Path) -> None:
        lines = handed_out.read_text().split("\n")
        handed_out.write_text("\n".join([lines[0], str(int(lines[1]) - 1), *lines[2:]]))
        found = payload_of(run("trail", "verify", "--against", str(handed_out), "--json"))
        assert (found["checkpoint"]["signature"], found["checkpoint"]["contained"]) == ("wrong", "different")
        assert not found["sound"]

    def test_refuses_a_file_that_is_none(self, tmp_path: Path) -> None:
        path = tmp_path / "x.json"
        path.write_text("{")
        result = run("trail", "verify", "--against", str(path))
        assert result.exit_code == 1
        assert "[checkpoint-unreadable]" in result.output

    def test_refuses_the_checkpoint_of_another_organisation(self, handed_out: Path, outsider: Member) -> None:
        result = run("trail", "verify", "--org", outsider.organisation.slug, "--against", str(handed_out))
        assert result.exit_code == 1
        assert "not one of elsewhere" in result.output


class TestCheckpoint:
    @pytest.mark.usefixtures("organisation")
    def test_asks_for_one_chain(self) -> None:
        assert run("trail", "checkpoint").exit_code == 2
        assert run("trail", "checkpoint", "--org", "acme", "--installation").exit_code == 2

    def test_writes_one_of_the_installation(self, tmp_path: Path) -> None:
        path = tmp_path / "own.json"
        assert run("trail", "checkpoint", "--installation", "-o", str(path)).exit_code == 0
        assert run("trail", "verify", "--against", str(path)).exit_code == 0

    @pytest.mark.usefixtures("organisation")
    def test_names_the_file_after_its_chain(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        name = run("trail", "checkpoint", "--org", "acme").output.strip()
        assert name.startswith("acme-checkpoint-")
        assert (tmp_path / name).is_file()


def test_holds_a_checkpoint_of_the_earlier_form_against_the_chain(organisation: Organisation, tmp_path: Path) -> None:
    path = tmp_path / "earlier.json"
    path.write_text(write_earlier(organisation.pk, "Acme of then"))
    result = run("trail", "verify", "--against", str(path))
    assert result.exit_code == 0, result.output
    assert "Checkpoint of Acme of then, entry " in result.output


class TestProve:
    def test_writes_a_proof_that_a_stranger_can_check(self, organisation: Organisation, tmp_path: Path) -> None:
        path = tmp_path / "entry.tlog-proof"
        result = run("trail", "prove", "5", "--org", organisation.slug, "-o", str(path))
        assert result.exit_code == 0, result.output
        key = payload_of(run("trail", "key", "--org", organisation.slug, "--json"))["verifier_key"]
        body = stranger.proved_body(path.read_bytes(), key)
        assert body == chain_of(organisation.pk).get(seq=5).body

    @pytest.mark.usefixtures("organisation")
    def test_names_the_file_after_chain_and_entry(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        assert run("trail", "prove", "3", "--org", "acme").output.strip() == "acme-3.tlog-proof"
        assert run("trail", "prove", "1").output.strip() == "installation-1.tlog-proof"

    @pytest.mark.usefixtures("organisation")
    def test_proves_no_entry_that_is_not_there(self) -> None:
        assert "[nothing-to-prove]" in run("trail", "prove", "100000", "--org", "acme").output
        assert run("trail", "prove", "0", "--org", "acme").exit_code == 2


class TestKey:
    def test_prints_the_public_key(self, organisation: Organisation) -> None:
        shown = payload_of(run("trail", "key", "--org", organisation.slug, "--json"))
        text = run("trail", "key", "--org", organisation.slug).output
        for name in ("public_key", "fingerprint", "key_id", "verifier_key", "pem"):
            assert shown[name] in text
        assert "PRIVATE" not in text
        assert run("trail", "key").exit_code == 0

    def test_changes_it(self, handed_out: Path) -> None:
        before = payload_of(run("trail", "key", "--json"))
        result = run("trail", "change-key", "--reason", "The disk was sold.")
        assert result.exit_code == 0, result.output
        after = payload_of(run("trail", "key", "--json"))
        assert after["public_key"] != before["public_key"]
        assert before["fingerprint"] in result.output
        assert after["fingerprint"] in result.output
        assert after["earlier"][0]["public_key"] == before["public_key"]
        assert f"Earlier key            {before['public_key']}" in run("trail", "key").output
        shown = run("trail", "verify", "--against", str(handed_out))
        assert shown.exit_code == 0, shown.output
        assert "with an earlier key of its own" in shown.output
