"""The tenant: one AI management system and everything in it."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from waymark.core.clock import now
from waymark.core.fields import LineField
from waymark.core.text import normal
from waymark.people.events import PeopleEvent
from waymark.people.models.user import time_zone
from waymark.trail.actors import Acts
from waymark.trail.chain import UNBEGUN, lock_chain
from waymark.trail.door import Recorded

# Words that are, or may become, the first part of an address below /o/.
_RESERVED = frozenset({"new", "o", "all", "settings", "admin", "api", "static"})


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Questions about organisations."""

    def living(self) -> Self:
        """Return those that are not archived."""
        return self.filter(archived_at=None)


class Organisation(Recorded):
    """One organisation; `sample` is fixed at its making and marks a demo that may be removed as a whole."""

    slug = models.SlugField(max_length=60, unique=True)
    name = LineField(max_length=120)
    about = LineField(max_length=300, blank=True, default="")
    time_zone = models.CharField(max_length=64, default="UTC", validators=[time_zone])
    language = models.CharField(max_length=12, default="en")
    sample = models.BooleanField(default=False, editable=False)
    certificate_target_on = models.DateField(
        null=True, blank=True, editable=False, verbose_name=_("target date for the certificate")
    )
    # The SHA-256 of a picture in the store of evidence files.
    logo = models.CharField(max_length=64, blank=True, default="", editable=False, verbose_name=_("logo (SHA-256)"))
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    labels: ClassVar = {
        "slug": _("Address"),
        "about": _("What it does"),
        "sample": _("Demo"),
        "archived_at": _("Archived"),
    }
    objects = OrganisationQuerySet.as_manager()

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @classmethod
    def rows_of_chain(cls, organisation_id: int) -> models.QuerySet[Self]:
        """Return the organisation itself."""
        return cls._base_manager.filter(pk=organisation_id)

    @property
    def chain_id(self) -> int:
        """Return its own chain."""
        return UNBEGUN if self._state.adding else int(self.pk)

    def describe(self, *, by: Acts, name: str, about: str, time_zone: str) -> None:
        """Change what the organisation is called and where its days begin."""
        self.name, self.about, self.time_zone = normal(name), normal(about), time_zone
        self.commit(PeopleEvent.RENAMED, by=by)

    def set_target(self, on: dt.date | None, *, by: Acts) -> None:
        """Say by which day the certificate is wanted, or that no day is set."""
        if self.certificate_target_on != on:
            self.certificate_target_on = on
            self.commit(PeopleEvent.TARGET_SET, by=by)

    def set_logo(self, sha256: str, *, by: Acts) -> None:
        """Say which kept picture stands on its reports."""
        if self.logo != sha256:
            self.logo = sha256
            self.commit(PeopleEvent.LOGO_SET, by=by)

    def remove_logo(self, *, by: Acts) -> None:
        """Leave reports without a logo; the picture itself is kept, as the trail names it."""
        if self.logo:
            self.logo = ""
            self.commit(PeopleEvent.LOGO_REMOVED, by=by)

    def archive(self, *, by: Acts, reason: str) -> None:
        """Put the organisation away; nothing in it is deleted."""
        self.archived_at = now()
        self.commit(PeopleEvent.ARCHIVED, by=by, note=reason)

    def restore(self, *, by: Acts, reason: str) -> None:
        """Bring an archived organisation back."""
        self.archived_at = None
        self.commit(PeopleEvent.RESTORED, by=by, note=reason)


class Series(models.Model):
    """The last number given in one organisation for one kind of record; numbers are never reused."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="people_series_once")]

    def __str__(self) -> str:
        """Return the kind and its last number."""
        return f"{self.kind}-{self.last}"


def next_number(organisation: Organisation, kind: str) -> int:
    """Take the next number of a kind such as `GA`; call inside the transaction that uses it, so none is lost."""
    return next_numbers(organisation, kind, 1)[0]


def next_numbers(organisation: Organisation, kind: str, count: int) -> range:
    """Take the next numbers of a kind at once, for as many records as are made together; as `next_number`."""
    with transaction.atomic():
        lock_chain(organisation.pk)
        series, _made = Series.objects.get_or_create(organisation=organisation, kind=kind)
        Series.objects.filter(pk=series.pk).update(last=series.last + count)
    return range(series.last + 1, series.last + count + 1)


def free_slug(name: str) -> str:
    """Return an address for a name that nobody has yet: `alpha`, `alpha-2`, … ; never a reserved word."""
    base = slugify(name)[:50] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | _RESERVED
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)
