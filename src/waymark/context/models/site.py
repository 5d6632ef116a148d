"""Where the organisation works: places and remote work, with what is done there (4.3)."""

import datetime as dt
from typing import Any, ClassVar, Final, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from waymark.context.events import ContextEvent
from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.people.active import require_active
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.records.governed import Governed, Owned
from waymark.records.lifecycle import Lifecycle
from waymark.records.retirable import Retirable, RetirableQuerySet, UseState, added, retirement, while_in_use
from waymark.trail.actors import Acts


class SiteRetired(RuleBroken):
    """A retired site is kept to be read; nothing is changed on it, and nobody is counted there."""

    code = "site-retired"


class SiteInUse(RuleBroken):
    """Only a retired site can be used again."""

    code = "site-in-use"


LIFECYCLE: Final = Lifecycle(
    name="site",
    label=_("Site"),
    states=UseState,
    transitions=(
        added(_("Add site"), _("A site is added with its address and what is done there.")),
        *while_in_use(
            SiteRetired,
            ("edit", _("Edit"), _("The details of the site are changed.")),
            ("count", _("Add headcount"), _("People with one role are counted at the site, as of a day.")),
            ("give", _("Change owner"), _("The site gets another owner, or none.")),
        ),
        *retirement(
            SiteRetired,
            SiteInUse,
            retire=_("Nobody works for the AIMS at the site any longer."),
            reinstate=_("A retired site is used again, with a reason."),
        ),
    ),
)


class SiteQuerySet(RetirableQuerySet["Site"]):
    """Questions about sites."""

    def in_use_on(self, day: dt.date) -> Self:
        """Return those that were not retired yet on a day."""
        return self.filter(models.Q(retired_on=None) | models.Q(retired_on__gt=day))


class Site(Governed, Owned, Retirable):
    """A place, or remote work, where people work under the AIMS."""

    name = LineField(verbose_name=_("name"))
    address = ProseField(max_length=500, blank=True, default="", verbose_name=_("address"))
    functions = ProseField(max_length=2000, verbose_name=_("what is done there"))
    is_remote = models.BooleanField(default=False, verbose_name=_("remote work"))
    shared_services = ProseField(max_length=2000, blank=True, default="", verbose_name=_("shared services"))
    retired_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("retired on"))

    prefix = "SITE"
    title_field = "name"
    searched = ("name", "address", "functions", "shared_services")
    owner_event = ContextEvent.SITE_OWNED
    lifecycle: ClassVar = LIFECYCLE
    objects = SiteQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("site")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            *Retirable.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(functions=""), name="context_site_described"
            ),
            models.CheckConstraint(
                condition=models.Q(state=UseState.RETIRED, retired_on__isnull=False)
                | models.Q(state=UseState.ACTIVE, retired_on=None),
                name="context_site_retired_on",
            ),
        ]

    @classmethod
    def add(cls, organisation: Organisation, *, owner: Member | None, by: Acts, **known: Any) -> "Site":
        """Return a new site; `known` is what `edit` takes. Raises OwnerHasLeft."""
        with transaction.atomic():
            require_active([owner] if owner is not None else [])
            site = cls(organisation=organisation, number=next_number(organisation, cls.prefix), owner=owner)
            site._describe(**known)
            site.commit(ContextEvent.SITE_ADDED, by=by)
        return site

    def edit(self, *, by: Acts, **known: Any) -> None:
        """Correct what is known about it, as `_describe` lists it. Raises SiteRetired."""
        LIFECYCLE.require(self, "edit")
        self._describe(**known)
        self.commit(ContextEvent.SITE_EDITED, by=by)

    def retire(self, *, reason: str, by: Acts) -> None:
        """Use it no longer; it stays to be read. Raises SiteRetired."""
        LIFECYCLE.require(self, "retire")
        self.state, self.retired_reason = UseState.RETIRED, normal(reason)
        self.retired_on = day_in(self.organisation.time_zone)
        self.commit(ContextEvent.SITE_RETIRED, by=by, note=self.retired_reason)

    def reinstate(self, *, reason: str, by: Acts) -> None:
        """Use a retired site again. Raises SiteInUse."""
        LIFECYCLE.require(self, "reinstate")
        self.state, self.retired_reason, self.retired_on = UseState.ACTIVE, "", None
        self.commit(ContextEvent.SITE_REINSTATED, by=by, note=normal(reason))

    def _describe(
        self, *, name: str, functions: str, address: str = "", is_remote: bool = False, shared_services: str = ""
    ) -> None:
        self.name, self.functions, self.address = normal(name), normal(functions), normal(address)
        self.is_remote, self.shared_services = is_remote, normal(shared_services)
