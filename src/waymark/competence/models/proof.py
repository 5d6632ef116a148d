"""What shows that a member has a competence: which kind of proof, from when, until when, confirmed by whom (7.2)."""

import datetime as dt
from typing import Any, ClassVar, Final, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from waymark.competence.events import CompetenceEvent
from waymark.competence.models.assignment import RoleAssignment
from waymark.competence.models.competence import Competence, ProofKind
from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField
from waymark.core.text import fold, normal
from waymark.evidence.freshness import add_months
from waymark.people.active import require_active
from waymark.people.models.member import Member
from waymark.people.models.organisation import next_number
from waymark.people.rights import Can
from waymark.records.governed import Governed, Owned
from waymark.records.lifecycle import BEGINNING, Lifecycle, Transition
from waymark.records.retirable import Retirable, RetirableQuerySet, UseState, retirement, while_in_use
from waymark.trail.actors import Acts


class ProofRetired(RuleBroken):
    """A withdrawn proof is kept to be read; it shows nothing any more."""

    code = "proof-retired"


class ProofInUse(RuleBroken):
    """Only a withdrawn proof can be used again."""

    code = "proof-in-use"


class ProofNotAccepted(RuleBroken):
    """The competence names the kinds of proof that are accepted for it."""

    code = "proof-not-accepted"
    field = "kind"


class ProofDatesWrong(RuleBroken):
    """A proof is of today or earlier, and ends later than it began."""

    code = "proof-dates-wrong"


class ConfirmedByThemselves(RuleBroken):
    """Nobody confirms their own competence."""

    code = "proof-confirmed-by-themselves"
    field = "confirmed_by"


LIFECYCLE: Final = Lifecycle(
    name="competence-proof",
    label=_("Proof of competence"),
    states=UseState,
    transitions=(
        Transition(
            act="add",
            sources=(BEGINNING,),
            to=UseState.ACTIVE,
            right=Can.WORK,
            label=_("Add proof"),
            sentence=_("What shows a competence of a member is recorded: kind, day, until when, who confirmed it."),
        ),
        *while_in_use(
            ProofRetired,
            ("edit", _("Edit"), _("The details of the proof are corrected.")),
            ("give", _("Change owner"), _("The proof gets another owner, or none.")),
        ),
        *retirement(
            ProofRetired,
            ProofInUse,
            retire=_("The proof counts no longer, with a reason."),
            reinstate=_("A withdrawn proof counts again, with a reason."),
        ),
    ),
)


class ProofQuerySet(RetirableQuerySet["Proof"]):
    """Questions about proofs."""

    def valid_on(self, day: dt.date) -> Self:
        """Return those that count on a day."""
        ends = models.Q(valid_until=None) | models.Q(valid_until__gte=day)
        return self.active().filter(ends, shown_on__lte=day)

    def ending_by(self, day: dt.date) -> Self:
        """Return those in use that end by a day, that nothing newer follows, and that a role asks of who holds it."""
        newer = (
            type(self)(self.model)
            .active()
            .filter(person=models.OuterRef("person"), competence=models.OuterRef("competence"))
            .filter(models.Q(valid_until=None) | models.Q(valid_until__gt=models.OuterRef("valid_until")))
        )
        held = RoleAssignment.objects.filter(
            member=models.OuterRef("person"), role=models.OuterRef("competence__role")
        ).running_on(day)
        return self.active().filter(
            ~models.Exists(newer),
            models.Exists(held),
            valid_until__lte=day,
            competence__state=UseState.ACTIVE,
            competence__role__state=UseState.ACTIVE,
        )


class Proof(Governed, Owned, Retirable):
    """One proof of one competence of one member; its owner sees to it that it is renewed in time."""

    person = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("member")
    )
    competence = models.ForeignKey(
        Competence, on_delete=models.PROTECT, related_name="shown_by", editable=False, verbose_name=_("competence")
    )
    kind = models.CharField(max_length=11, choices=ProofKind, verbose_name=_("kind of proof"))
    title = LineField(max_length=300, verbose_name=_("what it is"))
    shown_on = models.DateField(verbose_name=_("shown on"))
    valid_until = models.DateField(null=True, blank=True, verbose_name=_("valid until"))
    confirmed_by = LineField(max_length=200, verbose_name=_("confirmed by"))

    prefix = "PROOF"
    searched = ("title", "confirmed_by")
    owner_event = CompetenceEvent.PROOF_OWNED
    lifecycle: ClassVar = LIFECYCLE
    objects = ProofQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("proof of competence")
        verbose_name_plural = _("proofs of competence")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            *Retirable.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(confirmed_by=""), name="competence_proof_named"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gt=models.F("shown_on")),
                name="competence_proof_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "valid_until"], name="competence_proof_ending"),
            models.Index(fields=["person", "competence"], name="competence_proof_of_member"),
        ]

    @classmethod
    def add(cls, competence: Competence, person: Member, *, owner: Member | None, by: Acts, **known: Any) -> "Proof":
        """Return a new proof; `known` is what `edit` takes.

        Raises OwnerHasLeft, and what `edit` refuses.
        """
        with transaction.atomic():
            require_active([person, *([owner] if owner is not None else [])])
            organisation = competence.organisation
            proof = cls(
                organisation=organisation,
                number=next_number(organisation, cls.prefix),
                owner=owner,
                person=person,
                competence=competence,
            )
            proof.describe(**known)
            proof.commit(CompetenceEvent.PROOF_ADDED, by=by)
        return proof

    def edit(self, *, by: Acts, **known: Any) -> None:
        """Correct what is known about it, as `describe` lists it.

        Raises ProofRetired, ProofNotAccepted, ProofDatesWrong and ConfirmedByThemselves.
        """
        LIFECYCLE.require(self, "edit")
        self.describe(**known)
        self.commit(CompetenceEvent.PROOF_EDITED, by=by)

    def retire(self, *, reason: str, by: Acts) -> None:
        """Count it no longer; it stays to be read. Raises ProofRetired."""
        LIFECYCLE.require(self, "retire")
        self.state, self.retired_reason = UseState.RETIRED, normal(reason)
        self.commit(CompetenceEvent.PROOF_RETIRED, by=by, note=self.retired_reason)

    def reinstate(self, *, reason: str, by: Acts) -> None:
        """Count a withdrawn proof again. Raises ProofInUse."""
        LIFECYCLE.require(self, "reinstate")
        self.state, self.retired_reason = UseState.ACTIVE, ""
        self.commit(CompetenceEvent.PROOF_REINSTATED, by=by, note=normal(reason))

    def describe(
        self, *, kind: str, title: str, shown_on: dt.date, confirmed_by: str, valid_until: dt.date | None = None
    ) -> None:
        """Take over what is known; without an end it follows from the months of the competence. The verb commits."""
        if kind not in self.competence.proofs:
            raise ProofNotAccepted(
                _("%(kind)s is not accepted for this competence.") % {"kind": ProofKind(kind).label},
                way_out=_("Accepted: %(kinds)s.") % {"kinds": self.competence.proof_labels},
            )
        months = self.competence.renewal_months
        ends = valid_until or (add_months(shown_on, months) if months else None)
        if shown_on > day_in(self.organisation.time_zone) or (ends is not None and ends <= shown_on):
            raise ProofDatesWrong(
                _("A proof cannot be in the future, and it ends later than the day it was shown."),
                way_out=_("Correct the two dates."),
            )
        if fold(normal(confirmed_by)) == fold(self.person.name):
            raise ConfirmedByThemselves(
                _("%(name)s cannot confirm their own competence.") % {"name": self.person.name},
                way_out=_("Name the person or the body that confirmed it."),
            )
        self.kind, self.title, self.confirmed_by = kind, normal(title), normal(confirmed_by)
        self.shown_on, self.valid_until = shown_on, ends

    def counts_on(self, day: dt.date) -> bool:
        """Return whether it shows the competence on a day."""
        is_running = self.shown_on <= day and (self.valid_until is None or self.valid_until >= day)
        return not self.is_retired and is_running
