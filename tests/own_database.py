"""A database that programs of a test share, apart from that of the test run: SQLite, or PostgreSQL by DATABASE_URL."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from bench.racing import apart


@pytest.fixture
def surroundings(tmp_path: Path, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """Return the environment of programs that share a database of their own, apart from that of the tests."""
    found = apart(tmp_path)
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        found.pop("DATABASE_URL", None)
        yield found
        return
    name = f"waymark_programs_{os.getpid()}"
    with django_db_blocker.unblock():
        with connection._nodb_cursor() as cursor:  # noqa: SLF001 -- as Django's own test runner makes its database
            cursor.execute(f"CREATE DATABASE {name}")
        yield found | {"DATABASE_URL": urlunsplit(urlsplit(address)._replace(path=f"/{name}"))}
        with connection._nodb_cursor() as cursor:  # noqa: SLF001 -- as above
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
