"""Who holds an AIMS role from which day until which, or is its deputy."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.competence.models.role import AimsRole
from waymark.competence.starter import Conflict, starter
from waymark.core.fields import ProseField
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.member import Member
from waymark.trail.door import Recorded


class AssignmentQuerySet(InOrganisationQuerySet["RoleAssignment"]):
    """Questions about assignments. A member who left holds nothing from that day on."""

    def open_on(self, day: dt.date) -> Self:
        """Return those that run on a day or begin later."""
        runs = models.Q(held_until=None) | models.Q(held_until__gte=day)
        stays = models.Q(member__left_on=None) | models.Q(member__left_on__gt=day)
        return self.filter(runs, stays)

    def running_on(self, day: dt.date) -> Self:
        """Return those of holders and deputies that run on a day."""
        return self.open_on(day).filter(held_from__lte=day)

    def between(self, first: dt.date, last: dt.date) -> Self:
        """Return those that ran on any day from one to another, of members who have not left."""
        ended_later = models.Q(held_until=None) | models.Q(held_until__gte=first)
        return self.filter(ended_later, held_from__lte=last, member__left_on=None)

    def holding_on(self, day: dt.date) -> Self:
        """Return those by which somebody holds a role on a day, deputies left out."""
        return self.running_on(day).filter(is_deputy=False)

    def of_member(self, member: Member) -> Self:
        """Return those of one member, the roles read with them."""
        return self.filter(member=member).select_related("role", "decider")

    def without_end(self) -> Self:
        """Return those whose last day is not set."""
        return self.filter(held_until=None)


class RoleAssignment(InOrganisation, Recorded):
    """A member in an AIMS role: since when, until when, decided by whom.

    `conflicts` keeps the ids of the conflicts that were shown when it was decided, `mitigation` what is done instead.
    """

    role = models.ForeignKey(
        AimsRole, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("AIMS role")
    )
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("member"))
    is_deputy = models.BooleanField(default=False, verbose_name=_("deputy"))
    held_from = models.DateField(verbose_name=_("since"))
    held_until = models.DateField(null=True, blank=True, verbose_name=_("until"))
    decider = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    conflicts = models.JSONField(default=list, blank=True, verbose_name=_("conflicts"))
    mitigation = ProseField(max_length=2000, blank=True, default="", verbose_name=_("what is done instead"))

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment of an AIMS role")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(held_until=None) | models.Q(held_until__gte=models.F("held_from")),
                name="competence_assignment_in_order",
            ),
            models.UniqueConstraint(
                fields=["role", "member"], condition=models.Q(held_until=None), name="competence_assignment_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "member"], name="competence_assignment_member"),
        ]

    def __str__(self) -> str:
        """Return how the trail calls it."""
        return f"{self._meta.verbose_name} {self.pk}"

    def holds_on(self, day: dt.date) -> bool:
        """Return whether it runs on a day."""
        return self.held_from <= day and self.is_open_on(day)

    def is_open_on(self, day: dt.date) -> bool:
        """Return whether it runs on a day or begins later."""
        left_on = self.member.left_on
        return not self.has_ended_by(day) and (left_on is None or left_on > day)

    def has_ended_by(self, day: dt.date) -> bool:
        """Return whether its last day lies before a day."""
        return self.held_until is not None and self.held_until < day

    @property
    def last_day(self) -> dt.date | None:
        """Return the last day: the one that was set, or that on which the member left."""
        days = [day for day in (self.held_until, self.member.left_on) if day is not None]
        return min(days) if days else None

    @property
    def known_conflicts(self) -> list[Conflict]:
        """Return the conflicts that were shown when it was decided."""
        return [found for key in self.conflicts if (found := starter().conflict(key)) is not None]
