"""The chain: one head and many entries for each organisation; the database itself refuses to rewrite them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

# Written out because databases, left to themselves, read the chain backwards until they have met enough.
_END = """
SELECT id FROM (
    SELECT entry.id FROM trail_entry entry
    WHERE entry.organisation_id = %s AND entry.kind = %s AND entry.record_id = %s ORDER BY entry.seq DESC LIMIT %s
) newest
"""


class EntryQuerySet(models.QuerySet["Entry"]):
    """Questions about entries."""

    def of(self, organisation: Any) -> Self:
        """Return the chain of one organisation (anything with a `pk`)."""
        return self.filter(organisation_id=organisation.pk)

    def about(self, record: models.Model) -> Self:
        """Return the entries about one record."""
        return self.filter(kind=record._meta.label_lower, record_id=record.pk)

    def about_any(self, subjects: Mapping[str, Iterable[int]]) -> Self:
        """Return the entries about any of the given records, by kind and keys; none where there is no record.

        Keys that are a QuerySet are not asked for here: they become part of the question.
        """
        asked = [
            models.Q(kind=kind, record_id__in=keys if isinstance(keys, models.QuerySet) else list(keys))
            for kind, keys in subjects.items()
        ]
        return self.filter(reduce(or_, asked)) if asked else self.none()

    def last_about(self, organisation_id: int, subjects: Iterable[tuple[str, int]], most: int) -> Self:
        """Return the newest entries about each of some records, by kind and key, at most so many of each.

        It takes the ends of an index one by one, however long the chain is. Call it first: a further condition could
        tempt the database to walk along the chain.
        """
        given = [value for kind, pk in subjects for value in (organisation_id, kind, pk, most)]
        if not given:
            return self.none()
        ends = " UNION ALL ".join([_END] * (len(given) // 4))
        return self.filter(pk__in=RawSQL(ends, given))  # noqa: S611 -- constant texts with parameters

    def of_kind(self, kind: str) -> Self:
        """Return the entries about one kind of record."""
        return self.filter(kind=kind)

    def of_event(self, event: str) -> Self:
        """Return the entries of one event."""
        return self.filter(event=event)

    def by(self, *actors: tuple[str, int | None]) -> Self:
        """Return what any of the given actors did, by kind and key; without a key everybody of that kind."""
        asked = (models.Q(actor_kind=kind, **({} if pk is None else {"actor_id": pk})) for kind, pk in actors)
        return self.filter(reduce(or_, asked))

    def between(self, start: dt.datetime | None, end: dt.datetime | None) -> Self:
        """Return what happened from one moment on, and before another; None leaves that side open."""
        found = self if start is None else self.filter(at__gte=start)
        return found if end is None else found.filter(at__lt=end)

    def older_than(self, seq: int) -> Self:
        """Return what stands before a place in the chain."""
        return self.filter(seq__lt=seq)

    def newer_than(self, seq: int) -> Self:
        """Return what stands after a place in the chain."""
        return self.filter(seq__gt=seq)

    def newest_first(self) -> Self:
        """Return the newest entry first."""
        return self.order_by("-seq")


class Head(models.Model):
    """The end of one organisation's chain. Organisation 0 is the installation itself.

    `sample` is fixed when the chain begins: only a demo organisation's chain may ever be removed. `frontier` is the
    right edge of the Merkle tree over the bodies of all entries, so that the next one can be added to it.
    """

    organisation_id = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)
    sample = models.BooleanField(default=False)
    frontier = models.TextField(default="")

    class Meta:
        verbose_name = _("chain")

    def __str__(self) -> str:
        """Name the chain and its length."""
        return f"chain {self.organisation_id} at {self.seq}"


class Entry(models.Model):
    """One change, append-only. `body` is the canonical text the hash covers; the other columns repeat parts of it."""

    organisation_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    event = models.CharField(max_length=80)
    kind = models.CharField(max_length=80)
    record_id = models.BigIntegerField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    body = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "seq"], name="trail_entry_place"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "kind", "record_id", "seq"], name="trail_entry_subject"),
            models.Index(fields=["organisation_id", "event", "seq"], name="trail_entry_event"),
        ]

    def __str__(self) -> str:
        """Name the place in the chain and the event."""
        return f"{self.organisation_id}/{self.seq} {self.event}"
