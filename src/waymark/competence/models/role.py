"""A role of the AIMS: what its holder answers for and may decide (5.3, A.3.2). It gives no permission in Waymark."""

import datetime as dt
from dataclasses import replace
from typing import Any, ClassVar, Final, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from waymark.competence.events import CompetenceEvent
from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.people.models.organisation import Organisation, next_number
from waymark.people.rights import Can
from waymark.records.governed import Governed
from waymark.records.lifecycle import Lifecycle
from waymark.records.retirable import Retirable, RetirableQuerySet, UseState, added, retirement, while_in_use
from waymark.trail.actors import Acts


class AimsRoleRetired(RuleBroken):
    """A retired role is kept to be read; nothing is changed on it, and nobody is given it."""

    code = "aims-role-retired"


class AimsRoleInUse(RuleBroken):
    """Only a retired role can be used again."""

    code = "aims-role-in-use"


class AimsRoleHeld(RuleBroken):
    """A role is retired once nobody holds it."""

    code = "aims-role-held"


class DeputyRule(models.TextChoices):
    """Who acts while a holder is absent."""

    NONE = "none", _("No rule yet")
    NAMED = "named", _("A named deputy")
    UPWARD = "upward", _("The next higher manager")
    PEER = "peer", _("Another holder of the role")
    OUTSIDE = "outside", _("A contracted person from outside")


def _nobody_holds_it(role: Any) -> RuleBroken | None:
    today = day_in(role.organisation.time_zone)
    # From what was read with it: the page of a role has that already.
    if not any(one.is_open_on(today) for one in role.in_order()):
        return None
    return AimsRoleHeld(
        _("%(reference)s still has holders or deputies.") % {"reference": role.reference},
        way_out=_("End their assignments first."),
    )


LIFECYCLE: Final = Lifecycle(
    name="aims-role",
    label=_("AIMS role"),
    states=UseState,
    transitions=(
        added(_("Add AIMS role"), _("A role is added with its responsibilities and authorities (5.3).")),
        *while_in_use(
            AimsRoleRetired,
            ("edit", _("Edit"), _("The description of the role is changed.")),
            ("assign", _("Assign role"), _("A member holds the role from a day on, or is its deputy.")),
            ("end", _("End assignment"), _("A member holds the role until a day, and no longer.")),
            right=Can.MANAGE_AIMS,
        ),
        *(
            replace(one, guard=_nobody_holds_it) if one.act == "retire" else one
            for one in retirement(
                AimsRoleRetired,
                AimsRoleInUse,
                retire=_("The organisation no longer uses the role; nobody holds it."),
                reinstate=_("A retired role is used again, with a reason."),
                right=Can.MANAGE_AIMS,
            )
        ),
    ),
)


class AimsRoleQuerySet(RetirableQuerySet["AimsRole"]):
    """Questions about roles."""

    def with_holders(self) -> Self:
        """Return them with everybody who holds, held or will hold each."""
        related = self.model._meta.get_field("assignments").related_model
        rows = related._default_manager.select_related("member", "decider")
        return self.prefetch_related(models.Prefetch("assignments", rows))


class AimsRole(Governed, Retirable):
    """A role with its responsibilities and authorities, one on each line.

    `starter` is the id of the proposal it was adopted from, by which conflicts with other roles are known.
    """

    title = LineField(verbose_name=_("title"))
    starter = models.CharField(
        max_length=40, blank=True, default="", editable=False, verbose_name=_("adopted from proposal")
    )
    purpose = ProseField(max_length=1000, verbose_name=_("purpose"))
    responsibilities = ProseField(max_length=4000, blank=True, default="", verbose_name=_("responsibilities"))
    authorities = ProseField(max_length=4000, blank=True, default="", verbose_name=_("authorities"))
    only_one = models.BooleanField(default=False, verbose_name=_("one holder at a time"))
    deputy_rule = models.CharField(
        max_length=8, choices=DeputyRule, default=DeputyRule.NONE, verbose_name=_("while a holder is absent")
    )
    deputy_may = ProseField(max_length=2000, blank=True, default="", verbose_name=_("a deputy may"))
    deputy_may_not = ProseField(max_length=2000, blank=True, default="", verbose_name=_("a deputy may not"))

    assignments: Any  # the manager of RoleAssignment, which Django adds
    prefix = "ROLE"
    searched = ("title", "purpose", "responsibilities", "authorities")
    lifecycle: ClassVar = LIFECYCLE
    objects = AimsRoleQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("AIMS role")
        verbose_name_plural = _("AIMS roles")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            *Retirable.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(title=""), name="competence_role_titled"),
            models.UniqueConstraint(
                fields=["organisation", "starter"], condition=~models.Q(starter=""), name="competence_role_adopted_once"
            ),
        ]

    @classmethod
    def add(cls, organisation: Organisation, *, by: Acts, **known: Any) -> "AimsRole":
        """Return a new role of the organisation's own; `known` is what `edit` takes."""
        with transaction.atomic():
            role = cls(organisation=organisation, number=next_number(organisation, cls.prefix))
            role.describe(**known)
            role.commit(CompetenceEvent.ROLE_ADDED, by=by)
        return role

    def edit(self, *, by: Acts, **known: Any) -> None:
        """Change what the role is, as `describe` lists it. Raises AimsRoleRetired."""
        LIFECYCLE.require(self, "edit")
        self.describe(**known)
        self.commit(CompetenceEvent.ROLE_EDITED, by=by)

    def retire(self, *, reason: str, by: Acts) -> None:
        """Use the role no longer; it stays to be read. Raises AimsRoleRetired, and AimsRoleHeld while it is held."""
        LIFECYCLE.require(self, "retire")
        self.state, self.retired_reason = UseState.RETIRED, normal(reason)
        self.commit(CompetenceEvent.ROLE_RETIRED, by=by, note=self.retired_reason)

    def reinstate(self, *, reason: str, by: Acts) -> None:
        """Use a retired role again. Raises AimsRoleInUse."""
        LIFECYCLE.require(self, "reinstate")
        self.state, self.retired_reason = UseState.ACTIVE, ""
        self.commit(CompetenceEvent.ROLE_REINSTATED, by=by, note=normal(reason))

    def describe(  # noqa: PLR0913 -- one argument for each thing that is known
        self,
        *,
        title: str,
        purpose: str,
        responsibilities: str = "",
        authorities: str = "",
        only_one: bool = False,
        deputy_rule: str = DeputyRule.NONE,
        deputy_may: str = "",
        deputy_may_not: str = "",
    ) -> None:
        """Take over what is known about the role; the verb commits."""
        self.title, self.purpose = normal(title), normal(purpose)
        self.responsibilities, self.authorities = normal(responsibilities), normal(authorities)
        self.only_one, self.deputy_rule = only_one, deputy_rule
        self.deputy_may, self.deputy_may_not = normal(deputy_may), normal(deputy_may_not)

    def holders_on(self, day: dt.date) -> list[Any]:
        """Return who holds it on a day, deputies left out; from the assignments that were read with it."""
        return [one for one in self.in_order() if not one.is_deputy and one.holds_on(day)]

    def deputies_on(self, day: dt.date) -> list[Any]:
        """Return who is deputy on a day; from the assignments that were read with it."""
        return [one for one in self.in_order() if one.is_deputy and one.holds_on(day)]

    @property
    def lacks_deputy(self) -> bool:
        """Return whether somebody should stand in for whoever holds it, and nobody is named today."""
        names_somebody = self.deputy_rule in {DeputyRule.NAMED, DeputyRule.OUTSIDE}
        return names_somebody and not self.is_retired and not self.deputies_on(self._today)

    def in_order(self) -> list[Any]:
        """Return everybody who holds, held or will hold it, in the order in which they began."""
        return sorted(self.assignments.all(), key=lambda one: (one.held_from, one.pk))

    @property
    def holders(self) -> str:
        """Return the names of who holds it today."""
        return ", ".join(one.member.name for one in self.holders_on(self._today))

    @property
    def deputies(self) -> str:
        """Return the names of its deputies today."""
        return ", ".join(one.member.name for one in self.deputies_on(self._today))

    @property
    def _today(self) -> dt.date:
        return day_in(self.organisation.time_zone)
