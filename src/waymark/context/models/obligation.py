"""What a law, a contract or a promise obliges to: which clause of it, who owes it, and where it is met (4.2, A.8.5)."""

import datetime as dt
from typing import Any, ClassVar, Final, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from waymark.context.events import ContextEvent
from waymark.context.met_by import LENGTH, refs_in
from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.people.active import require_active
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.people.rights import Can
from waymark.records.governed import Governed, Owned, OwnedQuerySet
from waymark.records.lifecycle import BEGINNING, STAYS, Lifecycle, Transition
from waymark.records.reviewed import Review, Reviewed
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain


class ObligationNotInForce(RuleBroken):
    """A declined or retired obligation is kept to be read; nothing is changed on it."""

    code = "obligation-not-in-force"


class ObligationInForce(RuleBroken):
    """Only an obligation that is declined or retired can be taken on again."""

    code = "obligation-in-force"


class CandidateDecided(RuleBroken):
    """A candidate of the starter register is taken on or declined once."""

    code = "candidate-decided"


class Origin(models.TextChoices):
    """Where an obligation comes from, by the ids of the starter register."""

    EU_AI_ACT = "eu_ai_act", _("EU AI Act")
    GDPR = "gdpr", _("GDPR")
    PRODUCT_LIABILITY = "product_liability", _("Product liability")
    OTHER_LAW = "heading", _("Other law")
    CONTRACT = "contract", _("Contract")
    PROMISE = "promise", _("Promise")


class Direction(models.TextChoices):
    """Who owes it to whom."""

    WE_OWE = "we_owe", _("We owe it")
    OWED_TO_US = "owed_to_us", _("Owed to us")


class ObligationState(models.TextChoices):
    """Whether an obligation holds for the organisation."""

    ACTIVE = "active", _("In force")
    DECLINED = "declined", _("Declined")
    RETIRED = "retired", _("Retired")


def _in_force(act: str, label: Any, sentence: Any, to: str = STAYS) -> Transition:
    return Transition(
        act=act,
        sources=(ObligationState.ACTIVE,),
        to=to,
        right=Can.WORK,
        label=label,
        sentence=sentence,
        refused=ObligationNotInForce,
        because=_("%(reference)s is not in force and cannot be changed."),
        way_out=_("Choose Take on again first, with a reason."),
    )


LIFECYCLE: Final = Lifecycle(
    name="obligation",
    label=_("Obligation"),
    states=ObligationState,
    transitions=(
        Transition(
            act="add",
            sources=(BEGINNING,),
            to=ObligationState.ACTIVE,
            right=Can.MANAGE_AIMS,
            label=_("Add obligation"),
            sentence=_("An obligation is added, or a candidate of the starter register is taken on."),
        ),
        Transition(
            act="decline_candidate",
            sources=(BEGINNING,),
            to=ObligationState.DECLINED,
            right=Can.MANAGE_AIMS,
            label=_("Decline candidate"),
            sentence=_("A candidate of the starter register does not hold here, with a reason."),
        ),
        _in_force("edit", _("Edit"), _("The details of the obligation are changed.")),
        _in_force("give", _("Change owner"), _("The obligation gets another owner, or none.")),
        _in_force("review", _("Check"), _("The result of a check is recorded: is it still owed, and still met.")),
        _in_force("retire", _("Retire"), _("The obligation has ended, with a reason."), ObligationState.RETIRED),
        Transition(
            act="take_on",
            sources=(ObligationState.DECLINED, ObligationState.RETIRED),
            to=ObligationState.ACTIVE,
            right=Can.WORK,
            label=_("Take on again"),
            sentence=_("A declined or retired obligation holds after all, with a reason."),
            refused=ObligationInForce,
            because=_("%(reference)s is in force."),
        ),
    ),
)


class ObligationQuerySet(OwnedQuerySet["Obligation"]):
    """Questions about obligations."""

    def active(self) -> Self:
        """Return those in force."""
        return self.filter(state=ObligationState.ACTIVE)

    def owed_by_us(self) -> Self:
        """Return those in force that the organisation owes to somebody."""
        return self.active().filter(direction=Direction.WE_OWE)

    def to_hand_over(self) -> Self:
        """Return those in force; who owned the others is history."""
        return self.active()

    def review_due_by(self, day: dt.date) -> Self:
        """Return those in force whose next check is due by a day."""
        return self.active().filter(next_review_on__lte=day)

    def of_candidates(self) -> Self:
        """Return those that a candidate of the starter register became."""
        return self.exclude(candidate="")


class Obligation(Governed, Owned, Reviewed):
    """One thing that a law, a contract or a promise obliges to."""

    title = LineField(verbose_name=_("title"))
    duty = ProseField(max_length=2000, verbose_name=_("what is owed"))
    origin = models.CharField(max_length=20, choices=Origin, verbose_name=_("origin"))
    reference_text = LineField(verbose_name=_("law, contract or promise"))
    clause = LineField(blank=True, default="", verbose_name=_("clause of it"))
    direction = models.CharField(
        max_length=10, choices=Direction, default=Direction.WE_OWE, verbose_name=_("direction")
    )
    met_by = LineField(max_length=LENGTH, blank=True, default="", verbose_name=_("where it is met"))
    candidate = LineField(max_length=20, blank=True, default="", editable=False, verbose_name=_("candidate"))
    state = models.CharField(
        max_length=8, choices=ObligationState, default=ObligationState.ACTIVE, editable=False, verbose_name=_("state")
    )
    reason = ProseField(max_length=2000, blank=True, default="", editable=False, verbose_name=_("reason"))

    prefix = "OBL"
    searched = ("title", "duty", "reference_text", "clause", "met_by")
    owner_event = ContextEvent.OBLIGATION_OWNED
    lifecycle: ClassVar = LIFECYCLE
    objects = ObligationQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("obligation")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            *Reviewed.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(duty=""), name="context_obligation_described"
            ),
            models.CheckConstraint(
                condition=models.Q(state=ObligationState.ACTIVE) | ~models.Q(reason=""),
                name="context_obligation_ended_with_reason",
            ),
            models.UniqueConstraint(
                fields=["organisation", "candidate"],
                condition=~models.Q(candidate=""),
                name="context_obligation_one_of_candidate",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "next_review_on"], name="context_obligation_review"),
        ]

    @classmethod
    def add(
        cls, organisation: Organisation, *, owner: Member | None, by: Acts, candidate: str = "", **known: Any
    ) -> "Obligation":
        """Return a new obligation; `known` is what `edit` takes. Raises OwnerHasLeft and CandidateDecided."""
        with transaction.atomic():
            made = cls._made(organisation, owner, candidate, **known)
            made.commit(ContextEvent.OBLIGATION_ADDED, by=by)
        return made

    @classmethod
    def decline_candidate(
        cls, organisation: Organisation, *, reason: str, by: Acts, candidate: str, **known: Any
    ) -> "Obligation":
        """Return a candidate that does not hold here, as it stands in the register. Raises CandidateDecided."""
        with transaction.atomic():
            made = cls._made(organisation, None, candidate, **known)
            made.state, made.reason = ObligationState.DECLINED, normal(reason)
            made.commit(ContextEvent.OBLIGATION_DECLINED, by=by, note=made.reason)
        return made

    def edit(self, *, by: Acts, **known: Any) -> None:
        """Correct what is known about it, as `_describe` lists it. Raises ObligationNotInForce."""
        LIFECYCLE.require(self, "edit")
        self._describe(**known)
        self.commit(ContextEvent.OBLIGATION_EDITED, by=by)

    def review(self, review: Review, *, by: Acts) -> None:
        """Keep what a check came to. Raises ObligationNotInForce and ReviewDateWrong."""
        LIFECYCLE.require(self, "review")
        self.keep_review(review, today=day_in(self.organisation.time_zone))
        self.commit(ContextEvent.OBLIGATION_CHECKED, by=by, note=self.review_note)

    def retire(self, *, reason: str, by: Acts) -> None:
        """Keep that it has ended; it stays to be read. Raises ObligationNotInForce."""
        LIFECYCLE.require(self, "retire")
        self.state, self.reason = ObligationState.RETIRED, normal(reason)
        self.commit(ContextEvent.OBLIGATION_RETIRED, by=by, note=self.reason)

    def take_on(self, *, reason: str, by: Acts) -> None:
        """Let it hold after all. Raises ObligationInForce."""
        LIFECYCLE.require(self, "take_on")
        self.state, self.reason = ObligationState.ACTIVE, ""
        self.commit(ContextEvent.OBLIGATION_TAKEN_ON, by=by, note=normal(reason))

    @property
    def is_in_force(self) -> bool:
        """Return whether it holds for the organisation."""
        return self.state == ObligationState.ACTIVE

    @property
    def met_by_refs(self) -> list[str]:
        """Return the numbers of the clauses and controls that meet it."""
        return refs_in(self.met_by)

    @classmethod
    def _made(cls, organisation: Organisation, owner: Member | None, candidate: str, **known: Any) -> "Obligation":
        lock_chain(organisation.pk)
        require_active([owner] if owner is not None else [])
        there = cls.objects.of(organisation).filter(candidate=candidate).first() if candidate else None
        if there is not None:
            raise CandidateDecided(
                _("%(reference)s was made of this candidate already.") % {"reference": there.reference},
                way_out=_("Open it and change it there."),
            )
        made = cls(organisation=organisation, number=next_number(organisation, cls.prefix), owner=owner)
        made.candidate = candidate
        made._describe(**known)
        return made

    def _describe(  # noqa: PLR0913 -- one argument for each thing that is known
        self,
        *,
        title: str,
        duty: str,
        origin: str,
        reference_text: str,
        clause: str = "",
        direction: str = Direction.WE_OWE,
        met_by: str = "",
        next_review_on: dt.date | None = None,
    ) -> None:
        self.title, self.duty, self.origin = normal(title), normal(duty), origin
        self.reference_text, self.clause = normal(reference_text), normal(clause)
        self.direction, self.met_by, self.next_review_on = direction, met_by, next_review_on
