"""A database that programs of a test share, apart from that of the test run: SQLite, or PostgreSQL by DATABASE_URL."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from bench.racing import apart, migrate

_FILE = "waymark.sqlite3"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[str]:
    """Return a database whose tables are made, once for all: a file of SQLite, or the name of one of PostgreSQL."""
    folder = tmp_path_factory.mktemp("migrated")
    if not _is_postgresql():
        migrate({name: value for name, value in apart(folder).items() if name != "DATABASE_URL"})
        yield str(folder / _FILE)
        return
    name = f"waymark_migrated_{os.getpid()}"
    with _made(name, django_db_blocker):
        migrate(apart(folder) | {"DATABASE_URL": _address(name)})
        yield name


@pytest.fixture
def surroundings(tmp_path: Path, django_db_blocker: Any, migrated: str) -> Iterator[dict[str, str]]:
    """Return the environment of programs that share a database of their own, apart from that of the tests."""
    found = apart(tmp_path)
    if not _is_postgresql():
        found.pop("DATABASE_URL", None)
        shutil.copy(migrated, tmp_path / _FILE)
        yield found
        return
    name = f"waymark_programs_{os.getpid()}"
    with _made(name, django_db_blocker, like=migrated):
        yield found | {"DATABASE_URL": _address(name)}


def _is_postgresql() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def _address(name: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


@contextmanager
def _made(name: str, blocker: Any, like: str = "") -> Iterator[None]:
    """Make a database of PostgreSQL, and drop it in the end."""
    with blocker.unblock():
        # As Django's own test runner makes its database.
        with connection._nodb_cursor() as cursor:  # noqa: SLF001 -- as above
            cursor.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {like}" if like else ""))
        yield
        with connection._nodb_cursor() as cursor:  # noqa: SLF001 -- as above
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
