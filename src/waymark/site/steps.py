"""The steps of a start. Each looks first whether it has anything to do: the second start must be quick."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from waymark.catalogue.loading import list_frameworks, load
from waymark.catalogue.reading.folder import read_edition, shipped_folders
from waymark.conformity.keeping import keep_missing
from waymark.people.models.organisation import Organisation
from waymark.people.starting import first_link as first_token
from waymark.people.starting import is_run
from waymark.site.demo.loading import load_demo
from waymark.trail.actors import CONSOLE

FIRST_START = "waymark.people.urls"


@dataclass(frozen=True)
class Start:
    """One start on one data folder, with what earlier starts noted there."""

    data: Path

    def is_noted(self, name: str, digest: str) -> bool:
        """Return whether an earlier start did this work on the same input."""
        return self._notes().get(name) == digest

    def note(self, name: str, digest: str) -> None:
        """Keep for the next start what this one worked on."""
        written = self._file.with_suffix(".new")
        written.write_text(json.dumps(self._notes() | {name: digest}, indent=1), encoding="utf-8")
        written.replace(self._file)

    @property
    def _file(self) -> Path:
        return self.data / "starts.json"

    def _notes(self) -> dict[str, str]:
        try:
            notes = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return notes if isinstance(notes, dict) else {}


@dataclass(frozen=True)
class Step:
    """A named step; `take` says in a few words what it did, and nothing if there was nothing to do."""

    name: str | Promise
    take: Callable[[Start], str] = field(repr=False)


def _database(_start: Start) -> str:
    """Bring the schema up to date; asked of the database itself, which may be older than this data folder."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", verbosity=0, interactive=False)
    if lacks_cache_table():
        call_command("createcachetable", verbosity=0)
    number = len(plan)
    return ngettext("%(number)s step", "%(number)s steps", number) % {"number": number} if plan else ""


def lacks_cache_table() -> bool:
    """Return whether the table of the cache is missing; on SQLite the cache is a file, which makes itself."""
    cache = settings.CACHES["default"]
    return (
        cache["BACKEND"].endswith("DatabaseCache") and cache["LOCATION"] not in connection.introspection.table_names()
    )


def _static(start: Start) -> str:
    """Collect and compress style sheets, scripts and pictures when one of them has changed."""
    sources = [Path(storage.path(path)) for finder in get_finders() for path, storage in finder.list([])]
    digest = digest_of(sources)
    if start.is_noted("static", digest) and (settings.STATIC_ROOT / "staticfiles.json").is_file():
        return ""
    call_command("collectstatic", verbosity=0, interactive=False)
    start.note("static", digest)
    return ngettext("%(number)s file", "%(number)s files", len(sources)) % {"number": len(sources)}


def _catalogue(start: Start) -> str:
    """Load the editions that come with the package."""
    folders = shipped_folders()
    digest = digest_of(file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file())
    loaded = {framework.slug for framework in list_frameworks()}
    # The note tells of this folder, the rows of the database: either may be younger than the other.
    if start.is_noted("catalogue", digest) and loaded.issuperset(folder.name for folder in folders):
        return ""
    titles = [str(load(read_edition(folder), by=CONSOLE, is_shipped=True)) for folder in folders]
    start.note("catalogue", digest)
    return ", ".join(titles)


def _backing(_start: Start) -> str:
    """Add up what lies behind the points of organisations that an older version has written."""
    number = keep_missing()
    words = ngettext("%(number)s organisation", "%(number)s organisations", number)
    return words % {"number": number} if number else ""


def _demo(_start: Start) -> str:
    """Load the demo organisation into an installation nobody uses yet; once removed, it never comes back."""
    if is_run() or Organisation.objects.exists():
        return ""
    return str(load_demo("alpha", by=CONSOLE))


DEMO = Step(gettext_lazy("Demo"), _demo)
STEPS: tuple[Step, ...] = (
    Step(gettext_lazy("Database"), _database),
    Step(gettext_lazy("Pages"), _static),
    Step(gettext_lazy("Catalogue"), _catalogue),
    Step(gettext_lazy("Backing"), _backing),
    DEMO,
)


def first_link() -> str:
    """Give the address that makes the first administrator, or nothing if the installation has one."""
    if not settings.CONFIGURATION.start:
        # Nothing serves under this start, so nothing could honour the link.
        return ""
    token = first_token(settings.CONFIGURATION.start)
    # The package's own table, which stands at the root of the site: the whole one would load every view and writer.
    return settings.CONFIGURATION.base_url + reverse("first_start", FIRST_START, [token]) if token else ""


def digest_of(files: Iterable[Path]) -> str:
    """Give one digest for the names, sizes and times of files; cheap enough for every start."""
    digest = hashlib.sha256()
    for file in files:
        state = file.stat()
        digest.update(f"{file}\0{state.st_size}\0{state.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
