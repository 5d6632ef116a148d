"""What can be wrong with the place where everything is stored, told apart by the codes of databases and the system."""

import errno
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_lazy as _

from waymark.core.errors import RuleBroken

logger = logging.getLogger(__name__)


class StorageTrouble(RuleBroken):
    """Nothing can be stored or read. It is no fault of the person, and no rule of the product."""

    code = "storage"


class DiskFull(StorageTrouble):
    """There is no room left."""

    code = "disk-full"


class StorageReadOnly(StorageTrouble):
    """The database, or the disk it lies on, may be read and not written."""

    code = "storage-read-only"


class DatabaseBusy(StorageTrouble):
    """Another program holds the database, and did not let go in time."""

    code = "database-busy"


class DatabaseDamaged(StorageTrouble):
    """What the database has stored cannot be read as a database."""

    code = "database-damaged"


class DatabaseUnreachable(StorageTrouble):
    """The database cannot be opened, or does not answer."""

    code = "database-unreachable"


_OF_SQLITE: Final[dict[int, type[StorageTrouble]]] = {
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_READONLY: StorageReadOnly,
    sqlite3.SQLITE_PERM: StorageReadOnly,
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_CORRUPT: DatabaseDamaged,
    sqlite3.SQLITE_NOTADB: DatabaseDamaged,
    sqlite3.SQLITE_CANTOPEN: DatabaseUnreachable,
    sqlite3.SQLITE_IOERR: DatabaseUnreachable,
}
# PostgreSQL's own codes, the longer ones before their class.
_OF_POSTGRESQL: Final[tuple[tuple[str, type[StorageTrouble]], ...]] = (
    ("53100", DiskFull),
    ("25006", StorageReadOnly),
    ("55P03", DatabaseBusy),
    ("57014", DatabaseBusy),
    ("53", DatabaseUnreachable),
    ("57P", DatabaseUnreachable),
    ("08", DatabaseUnreachable),
    ("58", DatabaseUnreachable),
    ("XX001", DatabaseDamaged),
    ("XX002", DatabaseDamaged),
)
_OF_SYSTEM: Final[dict[int | None, type[StorageTrouble]]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EROFS: StorageReadOnly,
}


def trouble_of(error: BaseException | None) -> StorageTrouble | None:
    """Return what an error says about the storage, in words for people; None where it says something else."""
    for one in _chain(error):
        kind = _kind(one)
        if kind is not None:
            message, way_out = _WORDS[kind]
            return kind(message, way_out=way_out)
    return None


def write_beside(act: Callable[[], object]) -> None:
    """Write what only helps, such as when something was last used: it waits for nobody, and does without where it must.

    A page that is read never fails for it, and never stands behind somebody who writes.
    """
    try:
        with _without_waiting(), transaction.atomic():
            act()
    except DatabaseError as failed:
        trouble = trouble_of(failed)
        if trouble is None:
            raise
        logger.debug("left_out=%s", trouble.code)


@contextmanager
def _without_waiting() -> Iterator[None]:
    if connection.vendor != "sqlite":
        # Writers there wait for the same row only.
        yield
        return
    patience = int(float(connection.settings_dict["OPTIONS"].get("timeout", 5)) * 1000)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _kind(error: BaseException) -> type[StorageTrouble] | None:
    if isinstance(error, StorageTrouble):
        return type(error)
    if isinstance(error, sqlite3.Error):
        # The low byte is the kind, the others are its shades.
        return _OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return next((kind for code, kind in _OF_POSTGRESQL if state.startswith(code)), None)
    if type(error).__module__.startswith("psycopg") and type(error).__name__ in {"OperationalError", "InterfaceError"}:
        # A connection that never came about has no code.
        return DatabaseUnreachable
    return _OF_SYSTEM.get(error.errno) if isinstance(error, OSError) else None


_RUN = _("Ask the people who run this installation to run waymark doctor.")
_WORDS: Final = {
    StorageTrouble: (_("Nothing can be stored at the moment."), _RUN),
    DiskFull: (
        _("The disk is full, so nothing can be saved. What is stored can still be read."),
        _("Ask the people who run this installation to free space on the disk, then save again."),
    ),
    StorageReadOnly: (
        _("The database can be read but not written, so nothing can be saved."),
        _("Ask the people who run this installation to make the data folder writable, then save again."),
    ),
    DatabaseBusy: (
        _("Another program is using the database, so this could not be saved."),
        _("Wait a minute, then save again."),
    ),
    DatabaseDamaged: (
        _("The database is damaged."),
        _("Ask the people who run this installation to stop Waymark and restore the latest backup."),
    ),
    DatabaseUnreachable: (_("The database cannot be reached."), _RUN),
}
