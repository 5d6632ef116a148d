"""The store holds each content once, whole or not at all."""

import hashlib
import io
import os
import random
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given
from hypothesis import settings as exploring
from hypothesis import strategies as st

from tests.evidence.files import samples
from waymark.evidence.files import store
from waymark.evidence.files.names import shown_name
from waymark.evidence.files.refusals import FileEmpty, FileMissing, FileOfWrongType, FileTooLarge
from waymark.evidence.files.store import ContentStore, Kept, content_store, delete_unreferenced, keep, open_file

LIMIT = 8 * 1024 * 1024


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> Path:
    """Return the folder of a store of its own."""
    options = {"location": str(tmp_path / "evidence")}
    backend = {"BACKEND": "waymark.evidence.files.store.ContentStore", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "evidence": backend}
    return tmp_path / "evidence"


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_keeps_content_under_its_hash(place: Path) -> None:
    kept = keep(io.BytesIO(samples.PLAIN), limit=LIMIT)
    sha256 = hashlib.sha256(samples.PLAIN).hexdigest()
    assert kept == Kept(
        sha256=sha256, size=len(samples.PLAIN), media_type="text/plain", is_active=False, may_show_inline=True,
        remarks=(), was_there=False,
    )  # fmt: skip
    assert str(kept.label) == "Plain text"
    assert _files(place) == [place / "sha256" / sha256[:2] / sha256[2:4] / sha256]
    assert stat.S_IMODE(_files(place)[0].stat().st_mode) == 0o400


@pytest.mark.parametrize("kind", ["upload", "stream", "path"])
def test_takes_a_file_in_each_form(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "given.txt"
    path.write_bytes(samples.PLAIN)
    sources: dict[str, Any] = {
        "upload": SimpleUploadedFile("given.txt", samples.PLAIN),
        "stream": io.BytesIO(samples.PLAIN),
        "path": path,
    }
    kept = keep(sources[kind], limit=LIMIT)
    with open_file(kept.sha256) as file:
        assert file.read() == samples.PLAIN
    assert path.read_bytes() == samples.PLAIN


def test_keeps_the_same_content_once(place: Path) -> None:
    first = keep(io.BytesIO(samples.PLAIN), limit=LIMIT)
    again = keep(io.BytesIO(samples.PLAIN), limit=LIMIT)
    assert (first.was_there, again.was_there) == (False, True)
    assert len(_files(place)) == 1


def test_keeps_one_file_when_sixteen_save_at_once(place: Path) -> None:
    content = os.urandom(1024 * 1024)
    with ThreadPoolExecutor(16) as pool:
        kept = list(pool.map(lambda _n: keep(io.BytesIO(content), limit=LIMIT), range(16)))
    assert len({one.sha256 for one in kept}) == 1
    assert [one.was_there for one in kept].count(False) == 1
    assert [path.read_bytes() for path in _files(place)] == [content]


def test_keeps_one_file_when_several_processes_save_at_once(place: Path) -> None:
    with get_context("fork").Pool(4) as pool:
        kept = pool.map(_keep_in_child, [str(place)] * 16)
    assert kept.count((hashlib.sha256(samples.MARKDOWN).hexdigest(), False)) == 1
    assert len(_files(place)) == 1


def _keep_in_child(_place: str) -> tuple[str, bool]:
    kept = keep(io.BytesIO(samples.MARKDOWN), limit=LIMIT)
    return kept.sha256, kept.was_there


def test_refuses_an_empty_file(place: Path) -> None:
    with pytest.raises(FileEmpty) as refused:
        keep(io.BytesIO(b""), limit=LIMIT)
    assert refused.value.code == "file-empty"
    assert _files(place) == []


def test_refuses_a_file_over_the_limit_and_leaves_nothing(place: Path) -> None:
    with pytest.raises(FileTooLarge) as refused:
        keep(io.BytesIO(b"x" * (2 * 1024 * 1024 + 1)), limit=2 * 1024 * 1024)
    assert refused.value.code == "evidence-too-large"
    assert "larger than 2 MiB" in str(refused.value)
    assert _files(place) == []
    assert keep(io.BytesIO(b"x" * 2 * 1024 * 1024), limit=2 * 1024 * 1024).size == 2 * 1024 * 1024


@exploring(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from([samples.ELF, samples.PROGRAM, samples.SHORTCUT, b"\xca\xfe\xba\xbe\x00", b"\x00asm\x01"]),
    rest=st.binary(max_size=300) | st.sampled_from([samples.pdf(), samples.archive({"a.txt": b"x"}), samples.HTML]),
    name=st.sampled_from(["setup.exe", "report.pdf", "photo.png", "notes.txt", "noname", "a\u202efdp.exe", ""]),
)
def test_refuses_what_runs_whatever_it_is_called_and_whatever_follows(
    start: bytes, rest: bytes, name: str, place: Path
) -> None:
    with pytest.raises(FileOfWrongType) as refused:
        keep(io.BytesIO(start + rest), limit=LIMIT, name=name)
    assert refused.value.code == "evidence-wrong-type"
    assert shown_name(name) in str(refused.value)
    assert refused.value.way_out
    assert _files(place) == []


@pytest.mark.parametrize(
    "content",
    [samples.SHELL, samples.SVG, samples.HTML, samples.OLE, samples.word("x", parts={"word/vbaProject.bin": b"x"})],
)
def test_keeps_unchanged_what_may_act_but_is_no_program(content: bytes) -> None:
    kept = keep(io.BytesIO(content), limit=LIMIT)
    with open_file(kept.sha256) as file:
        assert file.read() == content
    assert (kept.is_active, kept.may_show_inline) == (True, False)


def test_leaves_nothing_when_the_sender_breaks_off(place: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:  # noqa: ARG002 -- as files have it
            if self.tell():
                raise ConnectionResetError
            return super().read(10)

    with pytest.raises(ConnectionResetError):
        keep(Broken(samples.PLAIN), limit=LIMIT)
    assert _files(place) == []


def test_works_where_a_file_has_only_one_name(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_names: Any) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    assert not keep(io.BytesIO(samples.PLAIN), limit=LIMIT).was_there
    assert keep(io.BytesIO(samples.PLAIN), limit=LIMIT).was_there
    assert len(_files(place)) == 1


@pytest.mark.parametrize("damage", [b"", b"The model was tested on 5 May.\nNothing was found.\n"])
def test_mends_a_damaged_file_when_it_comes_again(place: Path, damage: bytes) -> None:
    kept = keep(io.BytesIO(samples.PLAIN), limit=LIMIT)
    path = _files(place)[0]
    path.chmod(0o600)
    path.write_bytes(damage)
    assert not keep(io.BytesIO(samples.PLAIN), limit=LIMIT).was_there
    with open_file(kept.sha256) as file:
        assert file.read() == samples.PLAIN


def test_sweeps_only_old_leftovers(place: Path) -> None:
    keep(io.BytesIO(samples.PLAIN), limit=LIMIT)
    incoming = content_store().incoming
    for name, age in (("old.part", 100_000), ("young.part", 10)):
        (incoming / name).write_bytes(b"half")
        os.utime(incoming / name, (time.time() - age,) * 2)
    assert content_store().sweep() == 1
    assert [path.name for path in incoming.iterdir()] == ["young.part"]


def test_removes_what_nothing_refers_to_but_not_what_is_young() -> None:
    old, young, used = (keep(io.BytesIO(content), limit=LIMIT) for content in (b"old", b"young", b"used"))
    for one in (old, used):
        os.utime(content_store().place(one.sha256), (time.time() - 200_000,) * 2)
    assert delete_unreferenced({used.sha256}) == [old.sha256]
    assert not store.is_kept(old.sha256)
    assert store.is_kept(young.sha256)
    assert store.is_kept(used.sha256)


def test_is_young_again_when_it_comes_again() -> None:
    kept = keep(io.BytesIO(b"again"), limit=LIMIT)
    os.utime(content_store().place(kept.sha256), (time.time() - 200_000,) * 2)
    keep(io.BytesIO(b"again"), limit=LIMIT)
    assert delete_unreferenced(set()) == []


@pytest.mark.parametrize("name", ["", "..", "../../secret.key", "a" * 65, "/etc/passwd", "A" * 64, "a" * 63 + "\n"])
def test_makes_no_path_of_a_name(name: str) -> None:
    with pytest.raises(FileMissing):
        open_file(name)
    with pytest.raises(FileMissing):
        store.is_kept(name)


def test_is_configured_beside_the_database(data_folder: Path, settings: Any) -> None:
    assert isinstance(content_store(), ContentStore)
    assert data_folder == settings.DATA


def test_leaves_a_whole_file_or_none_when_it_is_killed(place: Path) -> None:
    content_store().incoming.mkdir(parents=True)
    pieces = random.Random(7)  # noqa: S311 -- the same moments each time
    for _turn in range(40):
        child = get_context("fork").Process(target=_keep_for_ever)
        child.start()
        time.sleep(pieces.uniform(0.01, 0.05))
        child.kill()
        child.join()
    kept = [path for path in (place / "sha256").rglob("*") if path.is_file()]
    assert kept
    assert [path for path in kept if hashlib.sha256(path.read_bytes()).hexdigest() != path.name] == []
    content_store().sweep(older_than=-1)
    assert list(content_store().incoming.iterdir()) == []


def _keep_for_ever() -> None:
    while True:
        keep(io.BytesIO(os.urandom(300_000)), limit=LIMIT)
