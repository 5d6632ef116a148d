"""What is wrong with the disk or the database is told apart, by faults that really happened."""

import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, OperationalError, connection

from waymark.core.storage import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseUnreachable,
    DiskFull,
    StorageReadOnly,
    StorageTrouble,
    trouble_of,
    write_beside,
)


def _made(path: Path) -> sqlite3.Connection:
    file = sqlite3.connect(path, isolation_level=None, timeout=0)
    file.execute("CREATE TABLE IF NOT EXISTS kept (text TEXT)")
    file.execute("INSERT INTO kept SELECT hex(randomblob(3000)) FROM (VALUES (1), (2), (3), (4), (5), (6))")
    return file


def full(path: Path) -> None:
    file = _made(path)
    (pages,) = file.execute("PRAGMA page_count").fetchone()
    file.execute(f"PRAGMA max_page_count = {pages}")
    file.execute("INSERT INTO kept VALUES (hex(randomblob(30000)))")


def read_only(path: Path) -> None:
    _made(path).close()
    sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("INSERT INTO kept VALUES ('')")


def overwritten(path: Path) -> None:
    _made(path).close()
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))
    sqlite3.connect(path).execute("SELECT * FROM kept").fetchall()


def no_database(path: Path) -> None:
    path.write_bytes(b"no database" * 1000)
    sqlite3.connect(path).execute("SELECT 1 FROM kept")


def in_no_folder(path: Path) -> None:
    sqlite3.connect(path / "deeper").execute("SELECT 1")


FAULTS: dict[Callable[[Path], None], type[StorageTrouble]] = {
    full: DiskFull,
    read_only: StorageReadOnly,
    overwritten: DatabaseDamaged,
    no_database: DatabaseDamaged,
    in_no_folder: DatabaseUnreachable,
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_knows_a_fault_of_sqlite(fault: Callable[[Path], None], tmp_path: Path) -> None:
    with pytest.raises(sqlite3.Error) as raised:
        fault(tmp_path / "trial.sqlite3")
    wrapped = DatabaseError(str(raised.value))
    wrapped.__cause__ = raised.value
    found = trouble_of(wrapped)
    assert type(found) is FAULTS[fault]
    assert str(found).endswith(".")
    assert str(found.way_out).endswith(".")


def test_knows_that_another_program_holds_the_database(tmp_path: Path) -> None:
    first = _made(tmp_path / "trial.sqlite3")
    first.execute("BEGIN IMMEDIATE")
    second = sqlite3.connect(tmp_path / "trial.sqlite3", isolation_level=None, timeout=0)
    with pytest.raises(sqlite3.OperationalError) as raised:
        second.execute("BEGIN IMMEDIATE")
    first.close()
    second.close()
    assert type(trouble_of(raised.value)) is DatabaseBusy


@pytest.mark.parametrize(
    ("number", "kind"), [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EROFS, StorageReadOnly)]
)
def test_knows_a_fault_of_the_system(number: int, kind: type[StorageTrouble]) -> None:
    assert type(trouble_of(OSError(number, "refused"))) is kind


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("53100", DiskFull),
        ("25006", StorageReadOnly),
        ("55P03", DatabaseBusy),
        ("08006", DatabaseUnreachable),
        ("57P03", DatabaseUnreachable),
        ("XX001", DatabaseDamaged),
    ],
)
def test_knows_a_fault_of_postgresql(state: str, kind: type[StorageTrouble]) -> None:
    failed = DatabaseError("refused")
    failed.sqlstate = state  # type: ignore[attr-defined]  # as psycopg's errors have it
    assert type(trouble_of(failed)) is kind


def test_takes_other_errors_for_what_they_are(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError) as raised:
        sqlite3.connect(":memory:").execute("SELECT 1 FROM never_was")
    assert [trouble_of(one) for one in (None, raised.value, ValueError(), OSError(errno.ENOENT, "gone"))] == [None] * 4


@pytest.mark.sqlite_only("PostgreSQL has no such switch")
def test_leaves_out_what_only_helps(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE trial (text VARCHAR(9))")
        cursor.execute("PRAGMA query_only = ON")
        try:
            write_beside(lambda: cursor.execute("INSERT INTO trial VALUES ('kept')"))
            # The transaction around it goes on.
            cursor.execute("SELECT count(*) FROM trial")
            assert cursor.fetchone() == (0,)
        finally:
            cursor.execute("PRAGMA query_only = OFF")
        write_beside(lambda: cursor.execute("INSERT INTO trial VALUES ('kept')"))
        cursor.execute("SELECT count(*) FROM trial")
        assert cursor.fetchone() == (1,)
        with pytest.raises(OperationalError):
            write_beside(lambda: cursor.execute("INSERT INTO never_was VALUES (1)"))
