"""The rules on signatures that an organisation sets for itself."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.organisation import Organisation
from waymark.signing.events import SigningEvent
from waymark.trail.actors import Acts
from waymark.trail.door import Recorded


class SigningRulesQuerySet(InOrganisationQuerySet["SigningRules"]):
    """Questions about the rules."""

    def in_force(self, organisation: Organisation) -> "SigningRules":
        """Return the rules of an organisation; as long as it has set none, those it starts with."""
        return self.of(organisation).first() or SigningRules(organisation=organisation)


class SigningRules(InOrganisation, Recorded):
    """Who may approve, and whether approval by the only author is refused or recorded with a warning (7.5.2)."""

    separates_approval = models.BooleanField(default=False, verbose_name=_("author and approver are different people"))
    managers_approve = models.BooleanField(default=False, verbose_name=_("AIMS managers approve the scope, too"))

    objects = SigningRulesQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation"], name="signing_rules_once"),
        ]

    def __str__(self) -> str:
        """Return what they are called."""
        return str(_("Rules on signatures"))

    def set_rules(self, *, separates_approval: bool, managers_approve: bool, by: Acts) -> None:
        """Say whether author and approver have to be different people, and who beside top management approves."""
        self.separates_approval, self.managers_approve = separates_approval, managers_approve
        self.commit(SigningEvent.RULES_SET, by=by)
