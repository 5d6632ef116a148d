"""A cache in a SQLite file of its own, so that counting a try waits for nobody who writes into the main database.

All processes of an installation share it, and it outlives a restart: guesses that were counted stay counted. Where the
file cannot be used, each process counts in its own memory until it can be used again, and nobody is kept out for that.
"""

import logging
import os
import pickle
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache

# One line a minute, as of everything that strangers can repeat (core.log_lines).
logger = logging.getLogger("waymark.storage")
Found = TypeVar("Found")
_TABLE: Final = "CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value BLOB, until REAL) WITHOUT ROWID"
_PUT: Final = (
    "INSERT INTO kept VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value, until = excluded.until"
)
_ADD: Final = f"{_PUT} WHERE kept.until <= ?"
_FOR_GOOD: Final = 1e12
_SECONDS: Final = 0.5
"""How long a count waits for another process; it takes a thousandth of that."""
_SWEEP: Final = 200
"""After so many writes what is over is thrown away. What still counts never is."""
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class FileCache(BaseCache):
    """Keeps small values, each for a while. `LOCATION` is the path of the file."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        """Open nothing yet."""
        super().__init__(params)
        self._path = Path(location)
        self._mine = threading.local()
        self._memory = LocMemCache(f"waymark-{location}", params)
        self._writes = 0

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return what is kept under a key."""
        name = self.make_and_validate_key(key, version=version)
        # What could not be written is newer than what the file has.
        if self._memory.has_key(key, version):
            return self._memory.get(key, default, version)
        asked = "SELECT value FROM kept WHERE name = ? AND until > ?"
        found = self._do(lambda file: file.execute(asked, (name, time.time())).fetchone(), None)
        if found is None:
            return default
        return pickle.loads(found[0])  # noqa: S301 -- the file is ours, and for this account alone

    def set(self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value under a key, in place of what was there."""
        row = self._row(key, value, timeout, version)
        if self._do(lambda file: file.execute(_PUT, row).rowcount, None) is None:
            self._memory.set(key, value, timeout, version)
        else:
            self._memory.delete(key, version)

    def add(self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value under a key where there is none, and return whether it was kept."""
        if self._memory.has_key(key, version):
            return False
        row = (*self._row(key, value, timeout, version), time.time())
        added = self._do(lambda file: file.execute(_ADD, row).rowcount, None)
        return self._memory.add(key, value, timeout, version) if added is None else added > 0

    def touch(self, key: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep what is there for longer, and return whether there is anything."""
        name, _value, until = self._row(key, None, timeout, version)
        asked = "UPDATE kept SET until = ? WHERE name = ? AND until > ?"
        touched = self._do(lambda file: file.execute(asked, (until, name, time.time())).rowcount, 0)
        return bool(touched) or self._memory.touch(key, timeout, version)

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget what is kept under a key, and return whether there was anything."""
        name = self.make_and_validate_key(key, version=version)
        gone = self._do(lambda file: file.execute("DELETE FROM kept WHERE name = ?", (name,)).rowcount, 0)
        return self._memory.delete(key, version) or bool(gone)

    def clear(self) -> None:
        """Forget everything."""
        self._memory.clear()
        if self._path.exists():
            self._do(lambda file: file.execute("DELETE FROM kept").rowcount, 0)

    def close(self, **_kwargs: Any) -> None:
        """Keep the connection: it is cheap to keep and dear to open, and each thread has one."""

    def _row(self, key: Any, value: Any, timeout: Any, version: int | None) -> tuple[str, bytes, float]:
        until = self.get_backend_timeout(timeout)
        name = self.make_and_validate_key(key, version=version)
        return name, pickle.dumps(value), _FOR_GOOD if until is None else until

    def _do(self, act: Callable[[sqlite3.Connection], Found], otherwise: Found) -> Found:
        """Return what an act on the file gives, or `otherwise` where the file cannot be used."""
        try:
            file = self._file()
            done = act(file)
            self._sweep(file)
        except (sqlite3.Error, OSError) as failed:
            logger.warning("cache=%s problem=%s", self._path.name, failed)
            self._forget(failed)
            return otherwise
        return done

    def _file(self) -> sqlite3.Connection:
        # A connection must not cross a fork.
        if getattr(self._mine, "process", None) != os.getpid():
            file = sqlite3.connect(self._path, timeout=_SECONDS, isolation_level=None)
            file.execute("PRAGMA journal_mode = WAL")
            # A crash of the machine may lose the last counts; an end of the program loses none.
            file.execute("PRAGMA synchronous = NORMAL")
            file.execute(_TABLE)
            self._mine.file, self._mine.process = file, os.getpid()
        return self._mine.file  # type: ignore[no-any-return]  # a threading.local has no types

    def _sweep(self, file: sqlite3.Connection) -> None:
        self._writes += 1
        if self._writes % _SWEEP == 0:
            file.execute("DELETE FROM kept WHERE until <= ?", (time.time(),))

    def _forget(self, failed: Exception) -> None:
        file = self._mine.__dict__.pop("file", None)
        self._mine.__dict__.pop("process", None)
        if file is not None:
            file.close()
        if getattr(failed, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
            # It holds nothing but counts, so it is begun again.
            for end in ("", "-wal", "-shm"):
                with suppress(OSError):
                    self._path.with_name(self._path.name + end).unlink()
