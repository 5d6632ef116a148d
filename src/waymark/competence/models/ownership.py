"""What members confirm once a year: that everything they own is still theirs (5.3)."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.member import Member
from waymark.trail.door import Recorded


class OwnershipCheckQuerySet(InOrganisationQuerySet["OwnershipCheck"]):
    """Questions about checks."""

    def newest_first(self) -> Self:
        """Return the last one first."""
        return self.order_by("-checked_on", "-pk")


class OwnershipCheck(InOrganisation, Recorded):
    """What a member said of everything they owned on a day.

    `flagged` keeps the references of what the member does not call theirs and gave to nobody: numbers, never titles,
    since a record may be hidden later.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("member"))
    checked_on = models.DateField(verbose_name=_("confirmed on"))
    next_due_on = models.DateField(verbose_name=_("due again on"))
    kept = models.PositiveIntegerField(default=0, verbose_name=_("still theirs"))
    given = models.PositiveIntegerField(default=0, verbose_name=_("given to someone else"))
    flagged = models.JSONField(default=list, blank=True, verbose_name=_("flagged to the AIMS managers"))

    objects = OwnershipCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation of ownership")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(next_due_on__gt=models.F("checked_on")), name="competence_ownership_in_order"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "member", "-checked_on"], name="competence_ownership_last"),
        ]

    def __str__(self) -> str:
        """Return how the trail calls it."""
        return f"{self._meta.verbose_name} {self.pk}"

    def is_due_by(self, day: dt.date) -> bool:
        """Return whether the next one is due by a day."""
        return self.next_due_on <= day
