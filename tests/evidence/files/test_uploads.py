"""Uploads stream to the disk beside the store; too much is refused before it lies anywhere."""

import hashlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.evidence.files.uploading import MIB, Server, growth, served

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="tells the memory of a process by /proc")
LIMIT = 64


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("uploads"), limit=LIMIT) as running:
        yield running


def _kept(server: Server) -> list[Path]:
    return [path for path in (server.data / "evidence" / "sha256").rglob("*") if path.is_file()]


def _unfinished(server: Server) -> list[int]:
    """Return the sizes of files that stay unfinished: the server clears up a moment after it has answered."""
    until = time.monotonic() + 5
    while (left := server.ask("/unfinished")["unfinished"]) and time.monotonic() < until:
        time.sleep(0.05)
    return list(left)


def test_takes_a_large_file_without_growing(server: Server) -> None:
    grown, answer = growth(server, LIMIT * MIB)
    assert grown < 32 * MIB
    path = next(path for path in _kept(server) if path.name == answer["kept"][0])
    assert path.stat().st_size == LIMIT * MIB
    assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    assert answer["note"] == "monitoring"
    assert _unfinished(server) == []


def test_says_that_a_file_is_too_large_and_loses_no_other_field(server: Server) -> None:
    token = server.ask("/evidence")["token"]
    before = len(_kept(server))
    status, answer = server.send("/evidence", [LIMIT * MIB + 1], token=token)
    assert (status, answer) == (422, {"refused": "evidence-too-large", "note": "monitoring"})
    assert len(_kept(server)) == before
    assert _unfinished(server) == []


def test_takes_several_files_at_once(server: Server) -> None:
    status, answer = server.send("/evidence", [2 * MIB, 3 * MIB, 100], token=server.ask("/evidence")["token"])
    assert status == 200
    assert len(set(answer["kept"])) == 3


@pytest.mark.parametrize(("path", "size"), [("/evidence", 2), ("/form", 2), ("/evidence", 300)])
def test_reads_no_file_of_a_stranger(server: Server, path: str, size: int) -> None:
    status, answer = server.send(path, [size * MIB], signed_in=False)
    assert status in (0, 413)
    assert status == 0 or "256 KiB" in answer
    assert _unfinished(server) == []


def test_takes_no_files_where_none_are_asked_for(server: Server) -> None:
    status, answer = server.send("/form", [8 * MIB])
    assert status in (0, 413)
    assert status == 0 or "3 MiB" in answer


def test_refuses_a_body_of_many_files_before_reading_it(server: Server) -> None:
    status, answer = server.send("/evidence", [LIMIT * MIB] * 5)
    assert status in (0, 413)
    assert status == 0 or "259 MiB" in answer
    assert _unfinished(server) == []


def test_keeps_nothing_of_a_form_without_its_token(server: Server) -> None:
    before = len(_kept(server))
    status, _answer = server.send("/evidence", [2 * MIB])
    assert status == 403
    assert len(_kept(server)) == before
    assert _unfinished(server) == []
