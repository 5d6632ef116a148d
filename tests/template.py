"""The tables of a test database, made by the migrations once and copied from then on, as they take seconds to run.

The copy is named by everything the migrations consist of. `./check` keeps it in its own folder, so that each gate runs
them; elsewhere it lies in the folder for temporary files, and a process that finds one there need not migrate at all.
"""

import fcntl
import hashlib
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django
from django.db import connection

from bench.racing import ROOT, apart, migrate

DATABASE = "waymark.sqlite3"
"""Name of the database in a data folder."""
_FOLDER = "TEMPLATES_OF_TESTS"


def is_postgresql() -> bool:
    """Return whether tests run on PostgreSQL."""
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def address_of(name: str) -> str:
    """Return the address of another database of the same PostgreSQL."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def sqlite_template() -> Path:
    """Return a file of SQLite whose tables are made. Raises CalledProcessError."""
    kept = _folder() / f"{_digest()}.sqlite3"
    with _alone():
        if not kept.exists():
            with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
                migrate({name: value for name, value in apart(Path(folder)).items() if name != "DATABASE_URL"})
                made = Path(folder) / DATABASE
                with closing(sqlite3.connect(made)) as opened:
                    # Everything in one file, which may be copied into memory.
                    opened.execute("PRAGMA journal_mode=DELETE")
                made.rename(kept)
    return kept


def postgresql_template() -> str:
    """Return the name of a database of PostgreSQL whose tables are made. Raises CalledProcessError."""
    name = f"waymark_template_{_digest()[:12]}"
    with _alone(), connection._nodb_cursor() as cursor:  # noqa: SLF001 -- as Django's own test runner makes its database
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            with tempfile.TemporaryDirectory() as folder:
                cursor.execute(f"DROP DATABASE IF EXISTS {name}_begun")
                cursor.execute(f"CREATE DATABASE {name}_begun")
                migrate(apart(Path(folder)) | {"DATABASE_URL": address_of(f"{name}_begun")})
            cursor.execute(f"ALTER DATABASE {name}_begun RENAME TO {name}")
    return name


def copy_into_memory(template: Path) -> None:
    """Replace what the database of the test run consists of by a copy of a file."""
    connection.ensure_connection()
    with closing(sqlite3.connect(template)) as opened:
        opened.backup(connection.connection)


def _folder() -> Path:
    given = os.environ.get(_FOLDER)
    folder = Path(given) if given else Path(tempfile.gettempdir()) / f"waymark-tests-{os.getuid()}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def _alone() -> Iterator[None]:
    with (_folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _digest() -> str:
    """Name what the tables follow from: the migrations, the code they import, and what they run on."""
    found = hashlib.sha256(repr((django.VERSION, sys.version, sqlite3.sqlite_version)).encode())
    ours = (ROOT / "src" / "waymark").rglob("*.py")
    read = [path for path in ours if "migrations" in path.parts or path.parent.name in {"core", "trail"}]
    for path in sorted([*read, ROOT / "requirements-dev.lock", ROOT / "src" / "waymark" / "site" / "settings.py"]):
        found.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return found.hexdigest()
