"""Who supplies what, to whom it matters, and when that was reviewed (A.10.3)."""

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


class SupplierRetired(RuleBroken):
    """A retired supplier is kept to be read; nothing is changed on it."""

    code = "supplier-retired"


class SupplierInUse(RuleBroken):
    """Only a retired supplier can be used again."""

    code = "supplier-in-use"


LIFECYCLE: Final = Lifecycle(
    name="supplier",
    label=_("Supplier"),
    states=UseState,
    transitions=(
        added(_("Add supplier"), _("A supplier is added with what it supplies and its owner.")),
        *while_in_use(
            SupplierRetired,
            ("edit", _("Edit"), _("The details of the supplier are changed.")),
            ("give", _("Change owner"), _("The supplier gets another owner, or none.")),
            ("notice", _("Log notice"), _("A notice of the supplier is logged (A.10.3).")),
            ("review", _("Review"), _("The result of a review is recorded (A.10.3).")),
        ),
        *retirement(
            SupplierRetired,
            SupplierInUse,
            retire=_("The organisation no longer uses it."),
            reinstate=_("A retired supplier is used again, with a reason."),
        ),
    ),
)


class SupplierQuerySet(RetirableQuerySet["Supplier"]):
    """Questions about suppliers."""

    def review_due_by(self, day: dt.date) -> Self:
        """Return those in use whose next review is due by a day."""
        return self.active().filter(next_review_on__lte=day)


class Supplier(Governed, Owned, Retirable, Reviewed):
    """A supplier of AI systems, models, data or services that the AIMS depends on."""

    name = LineField(verbose_name=_("name"))
    supplies = LineField(max_length=500, verbose_name=_("what it supplies"))
    matters_to = LineField(max_length=500, blank=True, default="", verbose_name=_("who depends on it"))
    responsibilities = ProseField(max_length=4000, blank=True, default="", verbose_name=_("shared responsibilities"))
    must_notify = ProseField(max_length=2000, blank=True, default="", verbose_name=_("what must be notified"))
    contract_ends_on = models.DateField(null=True, blank=True, verbose_name=_("contract ends"))

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
            *Retirable.Meta.constraints,
            *Reviewed.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(name=""), name="context_supplier_named"),
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
        self.keep_review(review, today=day_in(self.organisation.time_zone))
        self.commit(ContextEvent.SUPPLIER_REVIEWED, by=by, note=self.review_note)

    def retire(self, *, reason: str, by: Acts) -> None:
        """Depend on it no longer; it stays to be read. Raises SupplierRetired."""
        LIFECYCLE.require(self, "retire")
        self.state, self.retired_reason = UseState.RETIRED, normal(reason)
        self.commit(ContextEvent.SUPPLIER_RETIRED, by=by, note=self.retired_reason)

    def reinstate(self, *, reason: str, by: Acts) -> None:
        """Use a retired supplier again. Raises SupplierInUse."""
        LIFECYCLE.require(self, "reinstate")
        self.state, self.retired_reason = UseState.ACTIVE, ""
        self.commit(ContextEvent.SUPPLIER_REINSTATED, by=by, note=normal(reason))

    def _describe(  # noqa: PLR0913 -- one argument for each thing that is known
        self,
        *,
        name: str,
        supplies: str,
        matters_to: str = "",
        responsibilities: str = "",
        must_notify: str = "",
        contract_ends_on: dt.date | None = None,
        next_review_on: dt.date | None = None,
    ) -> None:
        self.name, self.supplies, self.matters_to = normal(name), normal(supplies), normal(matters_to)
        self.responsibilities, self.must_notify = normal(responsibilities), normal(must_notify)
        self.contract_ends_on, self.next_review_on = contract_ends_on, next_review_on
