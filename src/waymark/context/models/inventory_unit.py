"""A unit whose head confirms, again and again, that every AI system of the unit is in the inventory (A.4.2)."""

import datetime as dt
from typing import ClassVar, Final, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from waymark.context.events import UnitEvent
from waymark.context.models.system import AISystem
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


class UnitRetired(RuleBroken):
    """A retired unit is kept to be read; nothing is changed on it."""

    code = "unit-retired"


class UnitInUse(RuleBroken):
    """Only a retired unit can be used again."""

    code = "unit-in-use"


class ConfirmationInPast(RuleBroken):
    """The next confirmation lies ahead."""

    code = "confirmation-in-past"
    field = "next_confirmation_on"


LIFECYCLE: Final = Lifecycle(
    name="inventory-unit",
    label=_("Unit"),
    states=UseState,
    transitions=(
        added(_("Add unit"), _("A unit is added whose head confirms that the inventory is complete.")),
        *while_in_use(
            UnitRetired,
            ("edit", _("Edit"), _("The name of the unit, or the day of the next confirmation, is changed.")),
            ("give", _("Change owner"), _("The unit gets another head, or none.")),
            ("confirm", _("Confirm completeness"), _("The head confirms that every AI system of the unit is listed.")),
        ),
        *retirement(
            UnitRetired,
            UnitInUse,
            retire=_("The unit is no longer there."),
            reinstate=_("A retired unit is used again, with a reason."),
        ),
    ),
)


class InventoryUnitQuerySet(RetirableQuerySet["InventoryUnit"]):
    """Questions about units."""

    def confirmation_due_by(self, day: dt.date) -> Self:
        """Return those in use whose next confirmation is due by a day."""
        return self.active().filter(next_confirmation_on__lte=day)


class InventoryUnit(Governed, Owned, Retirable):
    """A unit or team by the name that its systems bear; its head owns it."""

    name = LineField(verbose_name=_("name"))
    confirmed_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("last confirmation"))
    confirmed_count = models.PositiveIntegerField(
        null=True, blank=True, editable=False, verbose_name=_("AI systems confirmed")
    )
    confirmed_note = ProseField(
        max_length=2000, blank=True, default="", editable=False, verbose_name=_("note on the confirmation")
    )
    next_confirmation_on = models.DateField(null=True, blank=True, verbose_name=_("next confirmation"))

    prefix = "UNI"
    title_field = "name"
    searched = ("name",)
    owner_event = UnitEvent.OWNED
    lifecycle: ClassVar = LIFECYCLE
    objects = InventoryUnitQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            *Retirable.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "name"], name="context_unit_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="context_unit_named"),
        ]

    @classmethod
    def add(
        cls,
        organisation: Organisation,
        *,
        name: str,
        owner: Member | None,
        next_confirmation_on: dt.date | None = None,
        by: Acts,
    ) -> "InventoryUnit":
        """Return a new unit. Raises OwnerHasLeft, and AlreadyThere for a second one of a name."""
        with transaction.atomic():
            require_active([owner] if owner is not None else [])
            unit = cls(organisation=organisation, number=next_number(organisation, cls.prefix), owner=owner)
            unit.name, unit.next_confirmation_on = normal(name), next_confirmation_on
            unit.commit(UnitEvent.ADDED, by=by)
        return unit

    def edit(self, *, name: str, next_confirmation_on: dt.date | None = None, by: Acts) -> None:
        """Correct the name, or the day of the next confirmation. Raises UnitRetired."""
        LIFECYCLE.require(self, "edit")
        self.name, self.next_confirmation_on = normal(name), next_confirmation_on
        self.commit(UnitEvent.EDITED, by=by)

    def confirm(self, *, next_confirmation_on: dt.date, note: str = "", by: Acts) -> None:
        """Confirm today that every system of the unit is in the inventory. Raises UnitRetired, ConfirmationInPast."""
        LIFECYCLE.require(self, "confirm")
        today = day_in(self.organisation.time_zone)
        if next_confirmation_on <= today:
            raise ConfirmationInPast(_("The next confirmation must be later."), way_out=_("Correct the day."))
        self.confirmed_on, self.next_confirmation_on = today, next_confirmation_on
        self.confirmed_count, self.confirmed_note = self.systems().count(), normal(note)
        self.commit(UnitEvent.CONFIRMED, by=by, note=self.confirmed_note)

    def retire(self, *, reason: str, by: Acts) -> None:
        """Ask for no confirmation any more; it stays to be read. Raises UnitRetired."""
        LIFECYCLE.require(self, "retire")
        self.state, self.retired_reason = UseState.RETIRED, normal(reason)
        self.commit(UnitEvent.RETIRED, by=by, note=self.retired_reason)

    def reinstate(self, *, reason: str, by: Acts) -> None:
        """Use a retired unit again. Raises UnitInUse."""
        LIFECYCLE.require(self, "reinstate")
        self.state, self.retired_reason = UseState.ACTIVE, ""
        self.commit(UnitEvent.REINSTATED, by=by, note=normal(reason))

    def systems(self) -> models.QuerySet[AISystem]:
        """Return the systems of the unit that are planned or in use."""
        return AISystem.objects.of(self.organisation).current().filter(unit=self.name).order_by("number")

    def is_confirmation_due(self, today: dt.date) -> bool:
        """Return whether its head owes a confirmation."""
        is_past = self.next_confirmation_on is not None and self.next_confirmation_on <= today
        return is_past and not self.is_retired
