"""Names each fault of the installation and how to mend it."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

import click
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from waymark.catalogue.loading import list_frameworks
from waymark.core.backlog import is_neglected
from waymark.core.clock import now
from waymark.core.config import configuration_faults
from waymark.core.options import WrongValue
from waymark.core.storage import DatabaseDamaged, trouble_of
from waymark.evidence.files.scanning import Scan, reach
from waymark.evidence.search.index import trouble as search_trouble
from waymark.people.starting import is_run
from waymark.site.console.output import as_json, many, out, print_json, shown
from waymark.site.steps import lacks_cache_table
from waymark.trail.signing import read_signing_key

_FIRST_YEAR = 2026
_TRIAL = 1024 * 1024
_RESTORE = "Stop Waymark, keep a copy of the data folder, and restore the latest backup."
_MENDS = {
    "disk-full": "Free space on the disk where the database lies.",
    "storage-read-only": "Make the database and its folder writable for the account that runs Waymark.",
    "database-busy": "End the program that holds the database, such as a backup or a console that is still open.",
    "database-unreachable": "Start it, or correct DATABASE_URL.",
}


@dataclass(frozen=True)
class Problem:
    """One fault: what was looked at, what is wrong, and how to mend it."""

    what: str
    problem: str
    mend: str


@click.command()
@as_json
def doctor(*, as_json: bool) -> None:
    """List each fault of configuration and set-up, and how to fix it. Exit code 1 if there is any."""
    found = [problem for look in _LOOKS for problem in look()]
    if as_json:
        print_json([asdict(one) for one in found])
    else:
        for one in found:
            out.print(f"[bold red]✗[/bold red] {shown(f'{one.what}: {one.problem}')}\n  {shown(one.mend)}")
        if not found:
            out.print(f"[green]✓[/green] Nothing is wrong. Data folder: {shown(settings.DATA)}")
    sys.exit(1 if found else 0)


def _configuration() -> Iterator[Problem]:
    for fault in configuration_faults():
        yield Problem(fault.option, fault.problem, fault.mend)


def _folder() -> Iterator[Problem]:
    if not os.access(settings.DATA, os.W_OK):
        yield Problem(
            "data folder", f"{settings.DATA} cannot be written.", "Make the account that runs Waymark its owner."
        )


def _room() -> Iterator[Problem]:
    try:
        with tempfile.TemporaryFile(dir=settings.DATA) as trial:
            trial.write(bytes(_TRIAL))
            trial.flush()
            os.fsync(trial.fileno())
    except OSError as refused:
        trouble = trouble_of(refused)
        problem = trouble.message if trouble is not None else f"{settings.DATA}: {refused.strerror}."
        yield Problem("disk", str(problem), "Free at least 1 MiB where the data folder lies, and make it writable.")


def _soundness() -> Iterator[Problem]:
    """Read all of a SQLite database, and write into either kind what is taken back at once."""
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA busy_timeout = 2000")
                cursor.execute("PRAGMA quick_check(1)")
                [(found,)] = cursor.fetchall()
                if found != "ok":
                    yield Problem("database", f"It is damaged: {' '.join(found.split())}", _RESTORE)
                    return
            with transaction.atomic():
                cursor.execute("CREATE TABLE waymark_trial (text VARCHAR(9))")
                transaction.set_rollback(True)
    except DatabaseError as failed:
        trouble = trouble_of(failed)
        if trouble is None:
            yield Problem(
                "database", f"It cannot be written: {failed}".strip(), "Give its account the rights it needs."
            )
        else:
            mend = _RESTORE if isinstance(trouble, DatabaseDamaged) else _MENDS.get(trouble.code, str(trouble.way_out))
            yield Problem("database", str(trouble.message), mend)


def _database() -> Iterator[Problem]:
    found = list(_soundness())
    yield from found
    if not found:
        yield from _schema()


def _schema() -> Iterator[Problem]:
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as refused:
        yield Problem("database", f"It does not answer: {refused}".strip(), "Start it, or correct DATABASE_URL.")
        return
    if pending:
        yield Problem("schema", f"It lacks {many(len(pending), 'step')}.", "Run: waymark init")
        return
    yield from _contents()


def _contents() -> Iterator[Problem]:
    if not any(framework.is_shipped for framework in list_frameworks()):
        yield Problem("catalogue", "ISO/IEC 42001 is not loaded.", "Run: waymark init")
    if lacks_cache_table():
        yield Problem("cache", "Its table is missing, so nobody can sign in.", "Run: waymark init")
    if broken := search_trouble():
        yield Problem(
            "search", f"The index cannot be used: {broken}.", "Run: waymark init, then waymark evidence reindex"
        )
    if not is_run():
        yield Problem("people", "There is no first administrator yet.", "Start Waymark and open the link it prints.")
    if is_neglected():
        problem = "No worker is running, and jobs are waiting or unfinished."
        yield Problem("background work", problem, "Start Waymark, or run: waymark worker")


def _pages() -> Iterator[Problem]:
    if not (settings.STATIC_ROOT / "staticfiles.json").is_file():
        yield Problem("pages", "Style sheets and scripts are not collected.", "Run: waymark init")


def _signing() -> Iterator[Problem]:
    path = settings.CONFIGURATION.signing_key_file
    if not path.exists():
        return  # made when the first checkpoint is written
    try:
        read_signing_key(path)
    except WrongValue as wrong:
        yield Problem("signing key", wrong.problem, wrong.mend)
    except OSError as refused:
        mend = "Make the account that runs Waymark its owner."
        yield Problem("signing key", f"{path} cannot be read: {refused.strerror}.", mend)


def _clock() -> Iterator[Problem]:
    if now().year < _FIRST_YEAR:
        yield Problem("clock", f"It says {now():%d %B %Y}.", "Set the machine's clock: its times go into the trail.")


def _scanner() -> Iterator[Problem]:
    answered = reach()
    if answered.result == Scan.UNREACHABLE:
        mend = "Start clamd, or correct WAYMARK_CLAMD. Until then, new files are kept and marked as not scanned."
        yield Problem("scanner", f"It cannot be reached: {answered.detail}.", mend)


_LOOKS: tuple[Callable[[], Iterator[Problem]], ...] = (
    _configuration,
    _folder,
    _room,
    _database,
    _pages,
    _signing,
    _clock,
    _scanner,
)
