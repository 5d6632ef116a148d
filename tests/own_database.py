"""A database that programs of a test share, apart from that of the test run: SQLite, or PostgreSQL by DATABASE_URL."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from bench.racing import apart
from tests.template import DATABASE, address_of, is_postgresql, postgresql_template, sqlite_template


@pytest.fixture(scope="session")
def migrated(django_db_blocker: Any) -> str:
    """Return a database whose tables are made, once for all: a file of SQLite, or the name of one of PostgreSQL."""
    if is_postgresql():
        with django_db_blocker.unblock():
            return postgresql_template()
    return str(sqlite_template())


@pytest.fixture
def surroundings(tmp_path: Path, django_db_blocker: Any, migrated: str) -> Iterator[dict[str, str]]:
    """Return the environment of programs that share a database of their own, apart from that of the tests."""
    found = apart(tmp_path)
    if not is_postgresql():
        found.pop("DATABASE_URL", None)
        shutil.copy(migrated, tmp_path / DATABASE)
        yield found
        return
    name = f"waymark_programs_{os.getpid()}"
    with _made(name, django_db_blocker, like=migrated):
        yield found | {"DATABASE_URL": address_of(name)}


@contextmanager
def _made(name: str, blocker: Any, like: str) -> Iterator[None]:
    """Make a database of PostgreSQL, and drop it in the end."""
    with blocker.unblock():
        # As Django's own test runner makes its database.
        with connection._nodb_cursor() as cursor:  # noqa: SLF001 -- as above
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        yield
        with connection._nodb_cursor() as cursor:  # noqa: SLF001 -- as above
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
