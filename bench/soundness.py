"""What holds in every installation, whatever happened to its processes; each fault is told as a sentence.

A program calls `django.setup()` before it imports this.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

from waymark.conformity.models.judgement import Judgement
from waymark.evidence.files.store import content_store, hash_of
from waymark.evidence.models.capture import Capture, Form
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.file import StoredFile
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.verifying import verify as checked_files
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Operator
from waymark.records.kinds import line_for
from waymark.trail.canonical import plain
from waymark.trail.door import HIDDEN, Recorded
from waymark.trail.models import Entry
from waymark.trail.verification import chains, verify

_SHOWN = 5
"""Faults of one kind that are told one by one."""


def orphans() -> list[str]:
    """Name rows without what they belong to, and wholes without their parts."""
    return [*_without_parents(), *_without_parts()]


def broken() -> list[str]:
    """Name what is not whole: the database itself, a chain, a row that its trail tells otherwise, a stored file."""
    return [*_database(), *_chains(), *_versions(), *_last_changes(), *_files()]


def unnamed() -> int:
    """Return how many whole files lie in the store that no record names: kept, and then their record never came."""
    named = set(StoredFile.objects.values_list("sha256", flat=True))
    return sum(name not in named for name, _size, _at in content_store().hashes())


def _without_parents() -> Iterator[str]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey):
                # Asked of each row, whatever the database believes of its own constraints.
                theirs = field.related_model._default_manager.filter(pk=models.OuterRef(field.attname))
                rows = model._default_manager.exclude(**{field.attname: None}).exclude(models.Exists(theirs))
                yield from _faults_of(f"{model._meta.label} without its {field.name}", rows)
    for link in EvidenceLink.objects.select_related("organisation").iterator():
        if line_for(Operator(link.organisation), link.kind, link.record_id) is None:
            yield f"evidence link {link.pk} leads to no record: {link.kind} {link.record_id}"


def _without_parts() -> Iterator[str]:
    captures, files = Capture.objects.all(), StoredFile.objects.all()
    yield from _faults_of("evidence without a capture", Evidence.objects.filter(captures=None))
    yield from _faults_of("a capture of files without a file", captures.filter(form=Form.FILES, files=None))
    yield from _faults_of(
        "a capture with files that promised none", captures.exclude(form=Form.FILES).exclude(files=None)
    )
    yield from _faults_of("a note without words", captures.filter(form=Form.NOTE, note=""))
    yield from _faults_of("a file of no capture", files.filter(uses=None))
    yield from _faults_of("a file that nobody will read", files.filter(reading=None))
    counted = models.Count("captures", distinct=True)
    uncounted = Evidence.objects.annotate(n=counted, last=models.Max("captures__number"))
    wrong = uncounted.exclude(newest_number=models.F("n"), last=models.F("n"))
    yield from _faults_of("evidence whose captures are not counted from 1 to the newest", wrong)
    revisions = Judgement.objects.values("assessment", "point").annotate(
        n=models.Count("pk"), last=models.Max("revision")
    )
    for one in revisions.exclude(n=models.F("last")):
        yield f"judgements on point {one['point']} are not counted from 1 to the last"
    for organisation in Organisation.objects.all():
        numbers = list(Evidence.objects.of(organisation).order_by("number").values_list("number", flat=True))
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"{organisation.slug}: evidence is not numbered without a gap"


def _faults_of(what: str, rows: "models.QuerySet[Any]") -> Iterator[str]:
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    yield from (f"{what}: row {key}" for key in keys[:_SHOWN])
    if len(keys) > _SHOWN:
        yield f"{what}: {len(keys)} rows in all"


def _database() -> Iterator[str]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        yield from (f"integrity_check: {row[0]}" for row in cursor.fetchall() if row[0] != "ok")
        cursor.execute("PRAGMA foreign_key_check")
        yield from (f"foreign_key_check: {row}" for row in cursor.fetchall())


def _chains() -> Iterator[str]:
    for one in chains():
        if (found := verify(one)).broken is not None:
            yield f"chain {one} is broken after {found.count} entries: {found.broken}"


def _versions() -> Iterator[str]:
    """Compare how often a row was changed with how many entries tell of it."""
    counts = Counter(Entry.objects.values_list("kind", "record_id").iterator())
    for model in _recorded():
        kind = model._meta.label_lower
        for pk, version in model._default_manager.values_list("pk", "version").iterator():
            if (entries := counts.pop((kind, pk), 0)) != version:
                yield f"{kind} {pk} has version {version}, and {entries} entries"
    yield from (f"{count} entries tell of {kind} {pk}, which is not there" for (kind, pk), count in counts.items())


def _last_changes() -> Iterator[str]:
    """Compare what each row holds with what the trail says of it last."""
    last: dict[tuple[str, int], dict[str, Any]] = defaultdict(dict)
    for body in Entry.objects.order_by("organisation_id", "seq").values_list("body", flat=True).iterator():
        entry = json.loads(body)
        about = last[entry["kind"], entry["record"]]
        for name, (before, after) in entry["changes"].items():
            # An empty text is not told when a row begins.
            if before != HIDDEN and (about.get(name) or None) != (before or None):
                yield f"{entry['kind']} {entry['record']}: {name} was changed from {before!r}, which nobody had written"
            about[name] = after
    for model in _recorded():
        for row in model._default_manager.iterator():
            for name, value in last[model._meta.label_lower, row.pk].items():
                if value != HIDDEN and plain(getattr(row, name)) != value:
                    yield f"{model._meta.label_lower} {row.pk}: {name} is not what the trail says last"


def _files() -> Iterator[str]:
    yield from (f"{one.sha256} is {one.fault}" for one in checked_files() if one.fault is not None)
    store = content_store()
    for name, _size, _at in store.hashes():
        # Those that no record names too: a name in the store promises its content.
        with store.read(name) as file:
            if hash_of(file)[0] != name:
                yield f"{name} in the store has another content"


def _recorded() -> list[type[Recorded]]:
    return [model for model in apps.get_models() if issubclass(model, Recorded)]
