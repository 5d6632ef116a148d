"""Counts are shared by all processes, outlive a restart, and go on where their file cannot be used."""

import multiprocessing
import sqlite3
from pathlib import Path

import pytest

from waymark.core.file_cache import FileCache


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache.sqlite3"


def _cache(path: Path) -> FileCache:
    return FileCache(str(path), {})


def test_keeps_a_value_until_its_time_is_over(path: Path) -> None:
    cache = _cache(path)
    cache.set("tries", [1.5, 2.5], 60)
    assert cache.get("tries") == [1.5, 2.5]
    cache.set("tries", [1.5, 2.5], -1)
    assert cache.get("tries", "none") == "none"
    cache.set("tries", 1, None)
    assert (cache.get("tries"), cache.touch("tries", -1), cache.get("tries")) == (1, True, None)


def test_adds_only_where_nothing_is(path: Path) -> None:
    cache = _cache(path)
    assert [cache.add("lock", True, 10), cache.add("lock", True, 10)] == [True, False]
    assert [cache.delete("lock"), cache.delete("lock")] == [True, False]
    assert cache.add("lock", True, -1)
    assert cache.add("lock", True, 10)


def test_outlives_a_restart_and_is_shared(path: Path) -> None:
    _cache(path).set("tries", 9, 60)
    assert _cache(path).get("tries") == 9
    child = multiprocessing.get_context("fork").Process(target=_count, args=(path,))
    child.start()
    child.join()
    assert _cache(path).get("tries") == 10


def _count(path: Path) -> None:
    cache = _cache(path)
    cache.set("tries", cache.get("tries") + 1, 60)


def test_throws_away_only_what_is_over(path: Path) -> None:
    cache = _cache(path)
    cache.set("counted", 1, 60)
    for number in range(400):
        cache.set(f"over{number}", 1, -1)
    assert cache.get("counted") == 1
    with sqlite3.connect(path) as file:
        assert file.execute("SELECT count(*) FROM kept").fetchone()[0] < 250
    file.close()


def test_goes_on_counting_while_the_file_is_held(path: Path) -> None:
    cache = _cache(path)
    cache.set("tries", [1], 60)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    cache.set("tries", [2, 1], 60)
    # What the file still says is older.
    assert cache.get("tries") == [2, 1]
    assert not cache.add("tries", [], 60)
    holder.execute("ROLLBACK")
    holder.close()
    cache.set("tries", [3, 2, 1], 60)
    assert _cache(path).get("tries") == [3, 2, 1]


def test_goes_on_counting_where_the_file_may_not_be_written(path: Path) -> None:
    path.mkdir()
    cache = _cache(path)
    assert cache.add("tries", 1, 60)
    assert not cache.add("tries", 1, 60)
    assert cache.get("tries") == 1


def test_begins_a_damaged_file_again(path: Path) -> None:
    path.write_bytes(b"no database, but as long as the head of one would be, and longer" * 20)
    cache = _cache(path)
    cache.set("tries", 1, 60)
    assert cache.get("tries") == 1
    cache.set("tries", 2, 60)
    assert _cache(path).get("tries") == 2


def test_forgets_everything_when_asked(path: Path) -> None:
    cache = _cache(path)
    cache.clear()
    assert not path.exists()
    cache.set("tries", 1, 60)
    cache.clear()
    assert cache.get("tries") is None
