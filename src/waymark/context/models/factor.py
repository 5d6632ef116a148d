"""What bears on the AIMS from outside and inside, and how the organisation answers it (4.1)."""

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
from waymark.records.reviewed import Review, Reviewed
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain


class FactorRetired(RuleBroken):
    """A retired factor is kept to be read; nothing is changed on it."""

    code = "factor-retired"


class FactorInUse(RuleBroken):
    """Only a retired factor can be used again."""

    code = "factor-in-use"


class ClimateDecided(RuleBroken):
    """Whether climate change is relevant is decided once; a second answer beside the first would contradict it."""

    code = "climate-decided"


class Origin(models.TextChoices):
    """Whether a factor comes from outside the organisation or from inside it."""

    EXTERNAL = "external", _("External")
    INTERNAL = "internal", _("Internal")


class Climate(models.TextChoices):
    """What a factor decides about climate change, which clause 4.1 wants decided; most decide nothing about it."""

    NONE = "none", _("No decision on climate change")
    RELEVANT = "relevant", _("Climate change is relevant")
    NOT_RELEVANT = "not_relevant", _("Climate change is not relevant")


LIFECYCLE: Final = Lifecycle(
    name="factor",
    label=_("Factor"),
    states=UseState,
    transitions=(
        added(_("Add factor"), _("A factor is added with its effect on the AIMS and its owner.")),
        *while_in_use(
            FactorRetired,
            ("edit", _("Edit"), _("The details of the factor are changed.")),
            ("decide", _("Decide on climate"), _("The factor says whether climate change is relevant, and why (4.1).")),
            ("give", _("Change owner"), _("The factor gets another owner, or none.")),
            ("review", _("Review"), _("The result of a review of the factor is recorded.")),
        ),
        *retirement(
            FactorRetired,
            FactorInUse,
            retire=_("The factor no longer bears on the AIMS."),
            reinstate=_("A retired factor bears on the AIMS again, with a reason."),
        ),
    ),
)


class FactorQuerySet(RetirableQuerySet["Factor"]):
    """Questions about factors."""

    def review_due_by(self, day: dt.date) -> Self:
        """Return those in use whose next review is due by a day."""
        return self.active().filter(next_review_on__lte=day)

    def on_climate(self) -> Self:
        """Return those in use that decide whether climate change is relevant: one, or none yet."""
        return self.active().exclude(climate=Climate.NONE)


class Factor(Governed, Owned, Retirable, Reviewed):
    """An external or internal matter that bears on what the AIMS is meant to achieve."""

    title = LineField(verbose_name=_("factor"))
    origin = models.CharField(max_length=8, choices=Origin, verbose_name=_("origin"))
    effect = ProseField(max_length=2000, verbose_name=_("why it matters"))
    response = ProseField(max_length=2000, blank=True, default="", verbose_name=_("our answer"))
    climate = models.CharField(
        max_length=12, choices=Climate, default=Climate.NONE, editable=False, verbose_name=_("climate change")
    )

    prefix = "FAC"
    searched = ("title", "effect", "response")
    owner_event = ContextEvent.FACTOR_OWNED
    lifecycle: ClassVar = LIFECYCLE
    objects = FactorQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("factor")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            *Retirable.Meta.constraints,
            *Reviewed.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(effect=""), name="context_factor_described"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(state=UseState.ACTIVE) & ~models.Q(climate=Climate.NONE),
                name="context_factor_one_on_climate",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "next_review_on"], name="context_factor_review"),
        ]

    @classmethod
    def add(
        cls,
        organisation: Organisation,
        *,
        owner: Member | None,
        by: Acts,
        climate: str = Climate.NONE,
        **known: Any,
    ) -> "Factor":
        """Return a new factor; `known` is what `edit` takes. Raises OwnerHasLeft and ClimateDecided."""
        with transaction.atomic():
            lock_chain(organisation.pk)
            require_active([owner] if owner is not None else [])
            factor = cls(organisation=organisation, number=next_number(organisation, cls.prefix), owner=owner)
            factor._describe(**known)
            factor._decide(climate)
            factor.commit(ContextEvent.FACTOR_ADDED, by=by)
        return factor

    def edit(self, *, by: Acts, **known: Any) -> None:
        """Correct what is known about it, as `_describe` lists it. Raises FactorRetired."""
        LIFECYCLE.require(self, "edit")
        self._describe(**known)
        self.commit(ContextEvent.FACTOR_EDITED, by=by)

    def decide(self, *, climate: str, reason: str, by: Acts) -> None:
        """Decide whether climate change is relevant, and why. Raises FactorRetired and ClimateDecided."""
        with transaction.atomic():
            lock_chain(self.organisation_id)
            LIFECYCLE.require(self, "decide")
            self._decide(climate)
            self.effect = normal(reason)
            self.commit(ContextEvent.FACTOR_DECIDED, by=by, note=self.effect)

    def review(self, review: Review, *, by: Acts) -> None:
        """Keep what a review came to. Raises FactorRetired and ReviewDateWrong."""
        LIFECYCLE.require(self, "review")
        self.keep_review(review, today=day_in(self.organisation.time_zone))
        self.commit(ContextEvent.FACTOR_REVIEWED, by=by, note=self.review_note)

    def retire(self, *, reason: str, by: Acts) -> None:
        """Count it no longer; it stays to be read. Raises FactorRetired."""
        LIFECYCLE.require(self, "retire")
        self.state, self.retired_reason = UseState.RETIRED, normal(reason)
        self.commit(ContextEvent.FACTOR_RETIRED, by=by, note=self.retired_reason)

    def reinstate(self, *, reason: str, by: Acts) -> None:
        """Count a retired factor again. Raises FactorInUse and ClimateDecided."""
        with transaction.atomic():
            lock_chain(self.organisation_id)
            LIFECYCLE.require(self, "reinstate")
            self._decide(self.climate)
            self.state, self.retired_reason = UseState.ACTIVE, ""
            self.commit(ContextEvent.FACTOR_REINSTATED, by=by, note=normal(reason))

    @property
    def is_on_climate(self) -> bool:
        """Return whether it decides if climate change is relevant."""
        return self.climate != Climate.NONE

    def _describe(
        self,
        *,
        title: str,
        origin: str,
        effect: str,
        response: str = "",
        next_review_on: dt.date | None = None,
    ) -> None:
        self.title, self.origin = normal(title), origin
        self.effect, self.response, self.next_review_on = normal(effect), normal(response), next_review_on

    def _decide(self, climate: str) -> None:
        others = Factor.objects.of(self.organisation).on_climate().exclude(pk=self.pk)
        there = others.first() if climate != Climate.NONE else None
        if there is not None:
            raise ClimateDecided(
                _("%(reference)s decides on climate change already.") % {"reference": there.reference},
                way_out=_("Change that decision, or retire it first."),
            )
        self.climate = climate
