"""The living row: one organisation's position on one requirement."""

import datetime as dt
from collections.abc import Collection
from typing import ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from waymark.catalogue.edition import Kind
from waymark.catalogue.models.framework import Framework, Requirement
from waymark.conformity.events import ConformityEvent
from waymark.conformity.exclusions import is_reason
from waymark.conformity.scale import REASON_LEAST, Exclusion
from waymark.core.errors import RuleBroken
from waymark.core.fields import ProseField
from waymark.people.active import require_active
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.member import Member
from waymark.people.readers import Reader
from waymark.records.governed import Owned
from waymark.trail.actors import Acts
from waymark.trail.door import Recorded


class ClausesAlwaysApply(RuleBroken):
    """Clauses 4 to 10 are mandatory for everybody who wants a certificate; only controls are chosen (6.1.3)."""

    code = "clauses-always-apply"


class ReasonNeeded(RuleBroken):
    """A decision to leave something out is worth nothing without its reason."""

    code = "reason-needed"
    field = "reason"


class ReasonCodeNeeded(RuleBroken):
    """A reason in words alone cannot be counted or checked: it has one of four codes beside it."""

    code = "reason-code-needed"
    field = "reason_code"


class StandingQuerySet(InOrganisationQuerySet["Standing"]):
    """Questions about standings."""

    def on(self, framework: Framework | int) -> Self:
        """Return those on one framework."""
        return self.filter(requirement__framework=framework)

    def unowned(self) -> Self:
        """Return those nobody answers for."""
        return self.filter(owner=None)

    def owned_by(self, reader: Reader) -> Self:
        """Return those one member answers for."""
        return self.filter(owner_id=reader.pk)

    def chosen(self) -> Self:
        """Return those that apply: all clauses, and the controls that were not left out."""
        return self.filter(left_out=False)

    def with_refs(self, refs: Collection[str]) -> Self:
        """Return those on the requirements with these references."""
        return self.filter(requirement__ref__in=refs)


class Standing(InOrganisation, Owned, Recorded):
    """Who answers for a requirement, by when, and whether it applies. Verdicts are in judgements, never here."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    left_out = models.BooleanField(default=False)
    left_out_reason = ProseField(max_length=2000, blank=True, default="")
    # Empty on what was left out before there were codes.
    left_out_code = models.CharField(max_length=12, choices=Exclusion, null=True, blank=True)  # noqa: DJ001 -- see 0005

    labels: ClassVar = {
        "due_on": _("Due"),
        "left_out": _("Excluded"),
        "left_out_reason": _("Reason for exclusion"),
        "left_out_code": _("Reason code"),
    }
    owner_event = ConformityEvent.OWNED
    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "requirement"], name="conformity_standing_once"),
            models.CheckConstraint(
                condition=models.Q(left_out=False) | ~models.Q(left_out_reason=""),
                name="conformity_left_out_with_reason",
            ),
        ]

    def __str__(self) -> str:
        """Name the requirement."""
        return self.requirement.ref

    @property
    def reference(self) -> str:
        """Return the requirement's number."""
        return self.requirement.ref

    def assign(self, owner: Member | None, due_on: dt.date | None, *, by: Acts) -> None:
        """Name who answers for the requirement and by when; None takes the name or the date away."""
        is_new = self.owner_id != (owner.pk if owner else None)
        with transaction.atomic():
            require_active([owner] if owner is not None and is_new else [])
            self.owner, self.due_on = owner, due_on
            self.commit(ConformityEvent.OWNED if is_new else ConformityEvent.DATED, by=by)

    def leave_out(self, *, code: str, reason: str, by: Acts) -> None:
        """Decide that a control is not needed (6.1.3), with a reason code and words; clauses cannot be left out."""
        if self.requirement.kind != Kind.CONTROL:
            raise ClausesAlwaysApply(
                _("%(ref)s is a clause: it applies to every organisation and cannot be excluded.")
                % {"ref": self.requirement.ref},
                way_out=_("If nothing is done about it yet, rate its points as missing."),
            )
        if code not in Exclusion.values:
            raise ReasonCodeNeeded(_("Choose a reason code for excluding the control."))
        if not is_reason(reason):
            raise ReasonNeeded(
                _("Excluding a control needs a reason of at least %(least)d characters.") % {"least": REASON_LEAST},
                way_out=_(
                    "Explain which activity does not exist, who else does it, or why no risk requires the control."
                ),
            )
        self.left_out, self.left_out_reason, self.left_out_code = True, reason.strip(), code
        self.commit(ConformityEvent.LEFT_OUT, by=by, note=reason.strip())

    def take_up(self, *, by: Acts) -> None:
        """Choose a control again that had been left out."""
        self.left_out, self.left_out_reason, self.left_out_code = False, "", None
        self.commit(ConformityEvent.TAKEN_UP, by=by)
