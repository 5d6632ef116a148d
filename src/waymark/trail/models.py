"""The chain: one head and many entries for each organisation; the database itself refuses to rewrite them."""

from typing import Any, ClassVar, Self

from django.db import models


class EntryQuerySet(models.QuerySet["Entry"]):
    """Questions about entries."""

    def of(self, organisation: Any) -> Self:
        """Return the chain of one organisation (anything with a `pk`)."""
        return self.filter(organisation_id=organisation.pk)

    def about(self, record: models.Model) -> Self:
        """Return the entries about one record."""
        return self.filter(kind=record._meta.label_lower, record_id=record.pk)

    def newest_first(self) -> Self:
        """Return the newest entry first."""
        return self.order_by("-seq")


class Head(models.Model):
    """The end of one organisation's chain. Organisation 0 is the installation itself.

    `sample` is fixed when the chain begins: only a demo organisation's chain may ever be removed.
    """

    organisation_id = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)
    sample = models.BooleanField(default=False)

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
        ]

    def __str__(self) -> str:
        """Name the place in the chain and the event."""
        return f"{self.organisation_id}/{self.seq} {self.event}"
