"""Who supplies what, to whom it matters, and when that was reviewed (A.10.3)."""

import datetime as dt
from dataclasses import dataclass
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
from waymark.people.rights import Can
from waymark.records.governed import Governed, Owned, OwnedQuerySet
from waymark.records.lifecycle import BEGINNING, Lifecycle, Transition
from waymark.trail.actors import Acts


class SupplierRetired(RuleBroken):
    """A retired supplier is kept to be read; nothing is changed on it."""

    code = "supplier-retired"


class SupplierInUse(RuleBroken):
    """Only a retired supplier can be used again."""

    code = "supplier-in-use"


class ReviewDateWrong(RuleBroken):
    """A review lies in the past or is of today, and the next one comes after it."""

    code = "review-date-wrong"


class SupplierState(models.TextChoices):
    """Whether the organisation still depends on it."""

    ACTIVE = "active", _("In use")
    RETIRED = "retired", _("Retired")


class ReviewResult(models.TextChoices):
    """What the last review came to."""

    NONE = "none", _("Not reviewed yet")
    SATISFACTORY = "satisfactory", _("Satisfactory")
    CONDITIONAL = "conditional", _("Satisfactory with conditions")
    UNSATISFACTORY = "unsatisfactory", _("Not satisfactory")


LIFECYCLE: Final = Lifecycle(
    name="supplier",
    label=_("Supplier"),
    states=SupplierState,
    transitions=(
        Transition(
            act="add",
            sources=(BEGINNING,),
            to=SupplierState.ACTIVE,
            right=Can.MANAGE_AIMS,
            label=_("Add supplier"),
            sentence=_("A supplier is added with what it supplies and who answers for it."),
        ),
        *(
            Transition(
                act=act,
                sources=(SupplierState.ACTIVE,),
                to=to,
                right=Can.WORK,
                label=label,
                sentence=sentence,
                refused=SupplierRetired,
                because=_("%(reference)s was retired: it is kept as it was."),
                way_out=_("Use it again first, with the reason."),
            )
            for act, to, label, sentence in (
                ("edit", SupplierState.ACTIVE, _("Edit"), _("What is known about the supplier is corrected.")),
                ("give", SupplierState.ACTIVE, _("Name the owner"), _("Somebody else answers for it, or nobody yet.")),
                ("review", SupplierState.ACTIVE, _("Review"), _("Somebody says what a review came to (A.10.3).")),
                ("retire", SupplierState.RETIRED, _("Retire"), _("The organisation depends on it no longer.")),
            )
        ),
        Transition(
            act="reinstate",
            sources=(SupplierState.RETIRED,),
            to=SupplierState.ACTIVE,
            right=Can.WORK,
            label=_("Use again"),
            sentence=_("A retired supplier is used again, for a reason."),
            refused=SupplierInUse,
            because=_("%(reference)s is in use."),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What somebody says a review came to, on a day, and when the next one is due; a note says on what it rests."""

    on: dt.date
    result: str
    note: str = ""
    next_on: dt.date


class SupplierQuerySet(OwnedQuerySet["Supplier"]):
    """Questions about suppliers."""

    def active(self) -> Self:
        """Return those the organisation depends on."""
        return self.filter(state=SupplierState.ACTIVE)

    def to_hand_over(self) -> Self:
        """Return those in use; who owned a retired one is history."""
        return self.active()

    def review_due_by(self, day: dt.date) -> Self:
        """Return those in use whose next review is due by a day."""
        return self.active().filter(next_review_on__lte=day)


class Supplier(Governed, Owned):
    """A supplier of AI systems, models, data or services that the AIMS depends on."""

    name = LineField(verbose_name=_("name"))
    supplies = LineField(max_length=500, verbose_name=_("what it supplies"))
    matters_to = LineField(max_length=500, blank=True, default="", verbose_name=_("to whom it matters"))
    contract_ends_on = models.DateField(null=True, blank=True, verbose_name=_("contract ends"))
    reviewed_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("last review"))
    review_result = models.CharField(
        max_length=14, choices=ReviewResult, default=ReviewResult.NONE, editable=False, verbose_name=_("review result")
    )
    review_note = ProseField(max_length=2000, blank=True, default="", editable=False, verbose_name=_("review note"))
    next_review_on = models.DateField(null=True, blank=True, verbose_name=_("next review"))
    state = models.CharField(
        max_length=7, choices=SupplierState, default=SupplierState.ACTIVE, editable=False, verbose_name=_("state")
    )
    retired_reason = ProseField(max_length=2000, blank=True, default="", editable=False, verbose_name=_("reason"))

    prefix = "SUP"
    title_field = "name"
    searched = ("name", "supplies", "matters_to")
    owner_event = ContextEvent.SUPPLIER_OWNED
    lifecycle: ClassVar = LIFECYCLE
    objects = SupplierQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("supplier")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(name=""), name="context_supplier_named"),
            models.CheckConstraint(
                condition=~models.Q(state=SupplierState.RETIRED) | ~models.Q(retired_reason=""),
                name="context_supplier_retired_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_on=None, review_result=ReviewResult.NONE)
                | (models.Q(reviewed_on__isnull=False) & ~models.Q(review_result=ReviewResult.NONE)),
                name="context_supplier_reviewed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "next_review_on"], name="context_supplier_review"),
        ]

    @classmethod
    def add(cls, organisation: Organisation, *, owner: Member | None, by: Acts, **known: Any) -> "Supplier":
        """Return a new supplier; `known` is what `edit` takes. Raises OwnerHasLeft."""
        with transaction.atomic():
            require_active([owner] if owner is not None else [])
            supplier = cls(organisation=organisation, number=next_number(organisation, cls.prefix), owner=owner)
            supplier._describe(**known)
            supplier.commit(ContextEvent.SUPPLIER_ADDED, by=by)
        return supplier

    def edit(self, *, by: Acts, **known: Any) -> None:
        """Correct what is known about it, as `_describe` lists it. Raises SupplierRetired."""
        LIFECYCLE.require(self, "edit")
        self._describe(**known)
        self.commit(ContextEvent.SUPPLIER_EDITED, by=by)

    def review(self, review: Review, *, by: Acts) -> None:
        """Keep what a review came to. Raises SupplierRetired and ReviewDateWrong."""
        LIFECYCLE.require(self, "review")
        if review.on > day_in(self.organisation.time_zone) or review.next_on <= review.on:
            raise ReviewDateWrong(
                _("A review is not from the future, and the next one comes after it."),
                way_out=_("Correct the two dates."),
            )
        self.reviewed_on, self.review_result, self.next_review_on = review.on, review.result, review.next_on
        self.review_note = normal(review.note)
        self.commit(ContextEvent.SUPPLIER_REVIEWED, by=by, note=self.review_note)

    def retire(self, *, reason: str, by: Acts) -> None:
        """Depend on it no longer; it stays to be read. Raises SupplierRetired."""
        LIFECYCLE.require(self, "retire")
        self.state, self.retired_reason = SupplierState.RETIRED, normal(reason)
        self.commit(ContextEvent.SUPPLIER_RETIRED, by=by, note=self.retired_reason)

    def reinstate(self, *, reason: str, by: Acts) -> None:
        """Use a retired supplier again. Raises SupplierInUse."""
        LIFECYCLE.require(self, "reinstate")
        self.state, self.retired_reason = SupplierState.ACTIVE, ""
        self.commit(ContextEvent.SUPPLIER_REINSTATED, by=by, note=normal(reason))

    @property
    def is_retired(self) -> bool:
        """Return whether the organisation depends on it no longer."""
        return self.state == SupplierState.RETIRED

    def is_review_due(self, today: dt.date) -> bool:
        """Return whether the next review is due."""
        return not self.is_retired and self.next_review_on is not None and self.next_review_on <= today

    def _describe(
        self,
        *,
        name: str,
        supplies: str,
        matters_to: str = "",
        contract_ends_on: dt.date | None = None,
        next_review_on: dt.date | None = None,
    ) -> None:
        self.name, self.supplies, self.matters_to = normal(name), normal(supplies), normal(matters_to)
        self.contract_ends_on, self.next_review_on = contract_ends_on, next_review_on
