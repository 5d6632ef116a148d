"""The write door: the only way a governed record reaches the database, together with its entry in the trail."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Self, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.core.clock import now
from waymark.core.errors import RuleBroken
from waymark.trail.actors import Acts
from waymark.trail.chain import INSTALLATION, Draft, append, begin, locked_head
from waymark.trail.models import Entry

OWN = frozenset({"version", "created_at", "changed_at"})
"""What the door itself writes into each row, and therefore no entry tells."""
HIDDEN = "(not shown)"
"""Stands in an entry for what never enters the trail."""


class StaleRecord(RuleBroken):
    """Somebody else saved the record after it was read. `theirs` is the record as it is now."""

    code = "stale-record"

    def __init__(self, theirs: Any = None) -> None:
        """Keep the newer version, so that a page can show both."""
        super().__init__(
            _("Someone else changed this in the meantime. Your changes are not saved yet."),
            way_out=_("Compare both versions and choose which one to keep."),
        )
        self.theirs = theirs


class AlreadyThere(RuleBroken):
    """The database holds a record that this one would repeat or contradict."""

    code = "already-there"


_followers: dict[type[models.Model], list[Callable[[Sequence[Any]], None]]] = defaultdict(list)


def follow(kind: type[models.Model], act: Callable[[Sequence[Any]], None]) -> None:
    """Call `act` with the records of a class after each change of some, in its transaction: to keep what is derived.

    Following again changes nothing.
    """
    if act not in _followers[kind]:
        _followers[kind].append(act)


Vocabulary = type[models.Choices] | Callable[[Any], str]


class Recorded(models.Model):
    """A record whose every change leaves an entry. `version` counts the changes, for optimistic locking.

    A class may name `concealed` fields, whose contents never enter the trail. `labels` says what people call its
    fields, where the field's own name will not do; `vocabulary` gives the words for what a list in a field holds:
    choices, or a function that says one item.
    `not_in_history` names columns, such as keys of a form, that the history of a record leaves out; the trail has
    them all.
    `pointers` names pairs of columns that point at any record: the column of the key, and that of the kind. The page
    of a record tells of it in its own place, so the history leaves them out too, unless `pointers_in_history` says
    that they are what an entry is about; then the page names the record as far as the reader may read it.
    `sentences_with_records` gives sentences of events, by name, that name what `pointers_in_history` point at, in place
    of `%(records)s`; entries of one act are told by one such sentence.
    `unrecorded` names columns that are written without an entry, each with its reason in the class.
    """

    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)

    concealed: ClassVar[frozenset[str]] = frozenset()
    labels: ClassVar[Mapping[str, str | Promise]] = {}
    vocabulary: ClassVar[Mapping[str, Vocabulary]] = {}
    not_in_history: ClassVar[frozenset[str]] = frozenset()
    pointers: ClassVar[Mapping[str, str]] = {}
    pointers_in_history: ClassVar[bool] = False
    sentences_with_records: ClassVar[Mapping[str, str | Promise]] = {}
    unrecorded: ClassVar[frozenset[str]] = frozenset()
    _loaded: dict[str, Any]

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **more: Any) -> Self:
        """Remember what was read, so that the entry can tell before from after."""
        record = super().from_db(db, field_names, values, **more)
        record._loaded = dict(zip(field_names, values, strict=False))  # noqa: SLF001 -- its own class
        return record

    def refresh_from_db(self, using: str | None = None, fields: Any = None, from_queryset: Any = None) -> None:
        """Read the record, or some of its fields, once more; what is changed from then on counts as changed."""
        super().refresh_from_db(using, fields, from_queryset)
        if fields is None:
            self._remember()
            return
        read = [field.attname for field in self._meta.concrete_fields if {field.name, field.attname} & set(fields)]
        self._loaded = {**getattr(self, "_loaded", {}), **{name: getattr(self, name) for name in read}}

    @classmethod
    def rows_of_chain(cls, organisation_id: int) -> models.QuerySet[Self]:
        """Return the rows that the chain of an organisation tells about."""
        rows: models.QuerySet[Self] = cls._base_manager.all()
        if "organisation_id" in {field.attname for field in cls._meta.concrete_fields}:
            return rows.filter(organisation_id=organisation_id)
        return rows if organisation_id == INSTALLATION else rows.none()

    @property
    def chain_id(self) -> int:
        """Return the organisation whose chain tells about this record."""
        return int(getattr(self, "organisation_id", INSTALLATION))

    def commit(self, event: str, *, by: Acts, note: str = "") -> Entry:
        """Check, write and record one change in one transaction.

        Raises ValidationError for fields that break their rules, AlreadyThere where a constraint of the database
        refuses, and StaleRecord where somebody else was first.
        """
        return commit_all([self], event, by=by, note=note)[0]

    def read_at(self, version: int) -> Self:
        """Say which version the person saw; a later `commit` is refused if it is no longer the newest.

        Raises StaleRecord at once when it is known to be older.
        """
        if version != self.version:
            raise StaleRecord(self)
        return self

    def _changes(self) -> dict[str, list[Any]]:
        loaded = getattr(self, "_loaded", {})
        # What was not read cannot have been changed.
        unread = self.get_deferred_fields()
        changes = {}
        for field in self._meta.concrete_fields:
            if field.attname in OWN or field.primary_key or field.attname in unread:
                continue
            before, after = loaded.get(field.attname), getattr(self, field.attname)
            if self._state.adding or before != after:
                changes[field.attname] = [None if self._state.adding else before, after]
        return changes

    def _recorded(self, changes: dict[str, list[Any]]) -> dict[str, list[Any]]:
        return {
            name: [None if before is None else HIDDEN, HIDDEN] if name in self.concealed else [before, after]
            for name, (before, after) in changes.items()
            if not (self._state.adding and after in (None, ""))
        }

    def _remember(self) -> None:
        unread = self.get_deferred_fields()
        kept = [field.attname for field in self._meta.concrete_fields if field.attname not in unread]
        self._loaded = {name: getattr(self, name) for name in kept}


R = TypeVar("R", bound=Recorded)


def commit_all(records: Sequence[R], event: str, *, by: Acts, note: str = "") -> list[Entry]:
    """Commit several records of one chain in one transaction: all of them or none, one entry each.

    Raises what `Recorded.commit` raises; after a refusal the records in memory must be thrown away.
    """
    if not records:
        return []
    changes = []
    for record in records:
        changes.append(record._changes())  # noqa: SLF001 -- the door and the record are one mechanism
        _check(record)
    try:
        with transaction.atomic():
            head = locked_head(records[0].chain_id)
            # Not before nobody else writes to the chain, or its times would run backwards.
            at = now()
            _write(records, changes, at)
            drafts = [Draft(record, recorded) for record, recorded in zip(records, changes, strict=True)]
            if head is None:
                # Only the record that founds an organisation gets here; it says whether the chain is a demo's.
                head = begin(records[0].chain_id, sample=bool(getattr(records[0], "sample", False)))
            entries = append(drafts, event, head=head, by=by, note=note, at=at)
            for act in _followers.get(type(records[0]), ()):
                act(records)
    except IntegrityError as refusal:
        raise AlreadyThere(
            _("This repeats or contradicts an existing record. Nothing was saved."),
            way_out=_("Reload the list and look for the existing record."),
        ) from refusal
    for record in records:
        record._remember()  # noqa: SLF001 -- as above
    return entries


def insert_unrecorded(rows: Sequence[models.Model]) -> None:
    """Insert rows that no person decides on: editions of a catalogue, and what is derived from recorded rows.

    The caller commits a recorded row that tells about them, in the same transaction.
    """
    groups: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for row in rows:
        groups[type(row)].append(row)
    with transaction.atomic():
        for kind, members in groups.items():
            kind._base_manager.bulk_create(members, batch_size=200)  # noqa: SLF001 -- Django's documented name


def _check(record: Recorded) -> None:
    # Foreign keys and constraints are the database's to refuse: checking them here would cost a query each.
    foreign = {field.name for field in record._meta.concrete_fields if field.is_relation}
    record.clean_fields(exclude=foreign | OWN)
    record.clean()


def _write(records: Sequence[Recorded], changes: list[dict[str, list[Any]]], at: Any) -> None:
    fresh = [record for record in records if record._state.adding]
    for index, record in enumerate(records):
        if not record._state.adding:
            _update(record, changes[index], at)
        changes[index] = record._recorded(changes[index])  # noqa: SLF001 -- as above
    for record in fresh:
        record.version, record.created_at, record.changed_at = 1, at, at
    if len(fresh) == 1:
        models.Model.save(fresh[0], force_insert=True)
    elif fresh:
        type(fresh[0])._base_manager.bulk_create(fresh, batch_size=200)  # noqa: SLF001 -- Django's documented name


def _update(record: Recorded, changes: dict[str, list[Any]], at: Any) -> None:
    values = {name: after for name, (_before, after) in changes.items()}
    everything = type(record)._base_manager  # noqa: SLF001 -- Django's documented name
    rows = everything.filter(pk=record.pk, version=record.version)
    if not rows.update(**values, version=record.version + 1, changed_at=at):
        raise StaleRecord(everything.filter(pk=record.pk).first())
    record.version, record.changed_at = record.version + 1, at
