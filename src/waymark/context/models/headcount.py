"""How many people work at a site under the AIMS, by AI role and employment, as of a day; a count is never changed.

A certification body asks for these figures to plan its audit. How many days that takes is its own decision, which is
never computed here.
"""

import datetime as dt
from typing import Any, ClassVar, Final, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from waymark.context.events import ContextEvent
from waymark.context.inventory.reading import inventory
from waymark.context.models.site import LIFECYCLE as SITE
from waymark.context.models.site import Site
from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain
from waymark.trail.door import Recorded

MOST: Final = 1_000_000
NO_ROLE: Final = "none"


class HeadcountWrong(RuleBroken):
    """Nobody can count fewer than no people, nor people of a day to come."""

    code = "headcount-wrong"


class Employment(models.TextChoices):
    """Whether people are employed by the organisation, or work for it under a contract."""

    EMPLOYED = "employed", _("Employed")
    CONTRACTED = "contracted", _("Contracted")


def headcount_roles() -> list[tuple[str, Any]]:
    """Return the AI roles that people of an organisation can work in, and that of everybody else in scope."""
    return [*((one.id, one.name) for one in inventory().roles if one.is_ours), (NO_ROLE, _("No AI role"))]


class HeadcountQuerySet(InOrganisationQuerySet["Headcount"]):
    """Questions about headcounts."""

    def at_site(self, site: Site) -> Self:
        """Return those of one site."""
        return self.filter(site=site)

    def until(self, day: dt.date) -> Self:
        """Return those counted until a day, the oldest first: of each cell, the last one counts."""
        return self.filter(counted_on__lte=day).order_by("counted_on", "pk")


class Headcount(InOrganisation, Recorded):
    """People at one site with one role and one kind of employment, as of a day."""

    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="headcounts", editable=False, verbose_name=_("site")
    )
    role = models.CharField(max_length=20, choices=headcount_roles, editable=False, verbose_name=_("AI role"))
    employment = models.CharField(
        max_length=10, choices=Employment, editable=False, verbose_name=_("employed or contracted")
    )
    people = models.PositiveIntegerField(editable=False, verbose_name=_("people"))
    counted_on = models.DateField(editable=False, verbose_name=_("counted on"))

    objects = HeadcountQuerySet.as_manager()

    class Meta:
        verbose_name = _("headcount")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(people__gte=0), name="context_headcount_not_below_zero"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "counted_on"], name="context_headcount_until"),
        ]

    def __str__(self) -> str:
        """Return how many people with which role."""
        return f"{self.people} · {self.get_role_display()}"

    @classmethod
    def record(
        cls, site: Site, *, role: str, employment: str, people: int, counted_on: dt.date, by: Acts
    ) -> "Headcount":
        """Return a new count of people at a site. Raises SiteRetired and HeadcountWrong."""
        organisation = site.organisation
        if people < 0 or counted_on > day_in(organisation.time_zone):
            raise HeadcountWrong(
                _("A headcount cannot be below zero or lie in the future."),
                way_out=_("Correct the number or the day."),
            )
        with transaction.atomic():
            lock_chain(organisation.pk)
            SITE.require_stored(site, "count")
            count = cls(
                organisation=organisation,
                site=site,
                role=role,
                employment=employment,
                people=people,
                counted_on=counted_on,
            )
            count.commit(ContextEvent.HEADCOUNT_RECORDED, by=by)
        return count
