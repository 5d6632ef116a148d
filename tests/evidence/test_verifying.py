"""Every stored file is compared with its hash, and each fault is named."""

import io
import os
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from tests.evidence import made
from tests.site.console import run
from waymark.evidence.files.store import content_store, keep
from waymark.evidence.verifying import Checked, Fault, bytes_of, verify
from waymark.people.models.member import Member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, settings: Any) -> None:
    options = {"location": str(tmp_path / "evidence")}
    backend = {"BACKEND": "waymark.evidence.files.store.ContentStore", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "evidence": backend}


def _stored(owner: Member, content: bytes, name: str = "proof.txt") -> Path:
    """Return where a file lies that a piece of evidence consists of."""
    file = made.kept_file(content, name)
    made.evidence(owner, "Shown", what=made.collected(files=(file,)))
    return content_store().place(file.sha256)


def _faults() -> list[tuple[str, str]]:
    return [(one.fault, one.sha256) for one in verify() if one.fault is not None]


def test_finds_nothing_wrong_where_nothing_is(owner: Member) -> None:
    path = _stored(owner, b"whole")
    assert list(verify()) == [Checked(path.name, 5)]
    assert bytes_of() == bytes_of(owner.organisation) == 5


@pytest.mark.parametrize("damage", [b"hoLe!", b"whol", b"whole and more", b""])
def test_names_a_damaged_file_and_where_it_is_used(owner: Member, damage: bytes) -> None:
    path = _stored(owner, b"whole", "Protocol [May].txt")
    path.chmod(0o600)
    path.write_bytes(damage)
    (found,) = verify()
    assert (found.fault, found.used_as) == (Fault.DAMAGED, ("acme EV-1/1 Protocol [May].txt",))


def test_names_a_missing_file(owner: Member) -> None:
    path = _stored(owner, b"whole")
    path.unlink()
    assert _faults() == [(Fault.MISSING, path.name)]


def test_names_what_no_record_knows_once_it_is_old(owner: Member) -> None:
    kept = keep(io.BytesIO(b"nobody's"), limit=100)
    stray = content_store().place(kept.sha256).with_name("notes.txt")
    stray.write_bytes(b"put here by hand")
    assert _faults() == []
    for path in (content_store().place(kept.sha256), stray):
        os.utime(path, (time.time() - 200_000,) * 2)
    assert _faults() == [(Fault.UNKNOWN, kept.sha256), (Fault.UNKNOWN, "notes.txt")]
    assert list(verify(owner.organisation)) == []


def test_reads_the_content_of_two_organisations_once(owner: Member, outsider: Member) -> None:
    path = _stored(owner, b"the same")
    _stored(outsider, b"the same")
    path.unlink()
    (found,) = verify()
    assert len(found.used_as) == 2
    assert [one.sha256 for one in verify(outsider.organisation)] == [path.name]


def test_tells_people_and_programs(owner: Member) -> None:
    path = _stored(owner, b"whole", "[red]Protocol[/].txt")
    fine = run("evidence", "verify")
    assert (fine.exit_code, fine.stdout.strip()) == (0, "✓ 1 file, 5 bytes: no faults.")
    path.unlink()
    result = run("evidence", "verify", "--org", owner.organisation.slug)
    assert result.exit_code == 1
    assert f"missing: {path.name} acme EV-1/1 [red]Protocol[/].txt" in result.stdout
    assert "from a backup" in result.stdout
    done = run("evidence", "verify", "--json")
    assert done.exit_code == 1
    assert '"fault": "missing"' in done.stdout
    assert run("evidence", "verify", "--org", "nobody").exit_code == 3


def test_indexes_anew_by_command(owner: Member) -> None:
    made.evidence(owner, "Shown")
    assert run("evidence", "reindex").stdout.strip() == "Indexed: 1 piece of evidence."


def test_reads_a_large_file_in_little_memory(owner: Member) -> None:
    file = made.kept_file(b"small")
    made.evidence(owner, "Shown", what=made.collected(files=(file,)))
    path = content_store().place(file.sha256)
    path.chmod(0o600)
    with path.open("r+b") as content:
        content.truncate(256 * 1024 * 1024)
    tracemalloc.start()
    assert [one.fault for one in verify()] == [Fault.DAMAGED]
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * 1024 * 1024


def test_removes_what_nobody_names_when_it_is_told_to(owner: Member) -> None:
    path = _stored(owner, b"whole")
    kept = keep(io.BytesIO(b"nobody's"), limit=100)
    stray = content_store().place(kept.sha256)
    for one in (path, stray):
        os.utime(one, (time.time() - 200_000,) * 2)
    assert run("evidence", "tidy").stdout.split() == [kept.sha256, "Removed:", "1", "file."]
    assert (path.is_file(), stray.is_file()) == (True, False)
