"""Several programs write to one chain at once: on SQLite, and on PostgreSQL where DATABASE_URL says so."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from tests.trail import stranger

HERE = Path(__file__).parent
WRITERS, ROUNDS = 4, 12


@pytest.fixture
def surroundings(tmp_path: Path, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """Return the environment of programs that share a database of their own, apart from that of the tests."""
    root = HERE.parents[1]
    found = os.environ | {
        "WAYMARK_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "waymark.site.settings",
        "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)]),
    }
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        found.pop("DATABASE_URL", None)
        yield found
        return
    name = f"waymark_writers_{os.getpid()}"
    with django_db_blocker.unblock():
        with connection._nodb_cursor() as cursor:  # noqa: SLF001 -- as Django's own test runner makes its database
            cursor.execute(f"CREATE DATABASE {name}")
        yield found | {"DATABASE_URL": urlunsplit(urlsplit(address)._replace(path=f"/{name}"))}
        with connection._nodb_cursor() as cursor:  # noqa: SLF001 -- as above
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def founder(*arguments: str, env: dict[str, str]) -> str:
    told = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, str(HERE / "founder.py"), *arguments], env=env, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    return told.stdout


def test_loses_nothing_when_several_programs_write_at_once(surroundings: dict[str, str]) -> None:
    key = founder("found", env=surroundings).strip()
    writers = [
        subprocess.Popen(  # noqa: S603 -- our own program
            [sys.executable, str(HERE / "writer.py"), key, f"Writer {number}", str(ROUNDS)],
            env=surroundings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(WRITERS)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        _said, complaint = writer.communicate(timeout=240)
        assert writer.returncode == 0, complaint
    told = json.loads(founder("tell", key, env=surroundings))
    assert stranger.faults([tuple(row) for row in told["chain"]], tuple(told["head"])) == []
    assert told["members"] == WRITERS * ROUNDS + 1
    assert told["counted"] == WRITERS * ROUNDS
    assert told["number"] == WRITERS * ROUNDS + 1
    assert len(told["chain"]) == 2 + 2 * WRITERS * ROUNDS
