"""What makes assessments of a system due again: a change, an incident, a new law, an interval; one door for all."""

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.context.events import TriggerEvent
from waymark.context.inventory.reading import inventory
from waymark.context.models.system import AISystem
from waymark.context.system_choices import Need, TriggerState
from waymark.context.trigger_life import LIFECYCLE
from waymark.core.clock import day_in
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.governed import Governed, Owned, OwnedQuerySet
from waymark.trail.actors import Acts

ASPECTS = ("risk", "impact", "classification", "soa")
"""What a trigger may make due."""
_CLOSED = _("Closed by the outcome")


class SystemTriggerQuerySet(OwnedQuerySet["SystemTrigger"]):
    """Questions about triggers."""

    def about(self, system: AISystem) -> Self:
        """Return those of one system."""
        return self.filter(system=system)

    def open(self) -> Self:
        """Return those that nobody has settled."""
        return self.filter(state=TriggerState.OPEN)

    def due_by(self, day: dt.date) -> Self:
        """Return the open ones that are due by a day."""
        return self.open().filter(due_on__lte=day)

    def covered_by(self, one: "SystemTrigger") -> Self:
        """Return those of which another one makes everything due already."""
        return self.filter(covered_by=one)

    def fired_by(self, reference: str) -> Self:
        """Return those that a record fired, with their systems."""
        return self.filter(source=reference).select_related("system", "covered_by")

    def to_hand_over(self) -> Self:
        """Return the open ones."""
        return self.open()


class SystemTrigger(Governed, Owned):
    """One firing: what happened to a system, where it was learned, and what it makes due.

    `change` is the kind of change that somebody entered; `kind` what it fires, empty where it fires nothing. Each of
    `ASPECTS` says what is due of it. `covered_by` is the open trigger that makes the same due already.
    """

    system = models.ForeignKey(
        AISystem, on_delete=models.PROTECT, related_name="triggers", editable=False, verbose_name=_("AI system")
    )
    change = models.CharField(max_length=30, blank=True, default="", editable=False, verbose_name=_("kind of change"))
    kind = models.CharField(max_length=30, blank=True, default="", editable=False, verbose_name=_("trigger"))
    title = LineField(verbose_name=_("what happened"))
    source = LineField(blank=True, default="", verbose_name=_("source"))
    happened_on = models.DateField(verbose_name=_("happened on"))
    fired_on = models.DateField(editable=False, verbose_name=_("entered on"))
    due_on = models.DateField(null=True, blank=True, verbose_name=_("due"))
    risk = models.CharField(max_length=7, choices=Need, editable=False, verbose_name=_("risk assessment"))
    impact = models.CharField(max_length=7, choices=Need, editable=False, verbose_name=_("impact assessment"))
    classification = models.CharField(
        max_length=7, choices=Need, editable=False, verbose_name=_("legal classification")
    )
    soa = models.CharField(max_length=7, choices=Need, editable=False, verbose_name=_("Statement of Applicability"))
    covered_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("covered by"),
    )
    state = models.CharField(
        max_length=7, choices=TriggerState, default=TriggerState.OPEN, editable=False, verbose_name=_("state")
    )
    outcome = ProseField(max_length=2000, blank=True, default="", editable=False, verbose_name=_("outcome"))
    settled_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("closed on"))

    prefix = "TRG"
    title_field = "title"
    searched = ("title", "source")
    owner_event = TriggerEvent.OWNED
    lifecycle: ClassVar = LIFECYCLE
    objects = SystemTriggerQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("trigger")
        verbose_name_plural = _("triggers")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(covered_by=None) | ~models.Q(covered_by=models.F("id")),
                name="context_trigger_not_by_itself",
            ),
            models.CheckConstraint(
                condition=models.Q(state=TriggerState.OPEN, settled_on=None)
                | models.Q(state=TriggerState.SETTLED, settled_on__isnull=False),
                name="context_trigger_settled",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "owner"], name="context_trigger_owed"),
        ]

    def settle(self, *, outcome: str, by: Acts) -> None:
        """Say in a sentence what came of it; what was due is done. Raises TriggerSettled."""
        LIFECYCLE.require(self, "settle")
        for one in self.due_aspects:
            setattr(self, one, Need.DONE)
        self.state, self.outcome = TriggerState.SETTLED, normal(outcome)
        self.settled_on = day_in(self.organisation.time_zone)
        self.commit(TriggerEvent.SETTLED, by=by, note=self.outcome)

    def reschedule(self, due_on: dt.date | None, *, by: Acts) -> None:
        """Set another day by which it is settled. Raises TriggerSettled."""
        LIFECYCLE.require(self, "reschedule")
        self.due_on = due_on
        self.commit(TriggerEvent.RESCHEDULED, by=by)

    def may_be_changed_by(self, reader: Reader) -> bool:
        """Return whether a reader may change it: its owner, or who manages the AIMS."""
        return reader.can(Can.MANAGE_AIMS) or (reader.can(Can.WORK) and self.owner_id == reader.pk)

    @property
    def is_open(self) -> bool:
        """Return whether nobody has settled it."""
        return self.state == TriggerState.OPEN

    @property
    def due_aspects(self) -> Sequence[str]:
        """Return what is still due or to be looked at."""
        return [one for one in ASPECTS if getattr(self, one) in {Need.DUE, Need.LOOK}]

    @property
    def needs_in_words(self) -> list[tuple[str, str, bool]]:
        """Return the name of each aspect that is touched, what it needs, and whether that waits."""
        return [
            (
                str(self._meta.get_field(one).verbose_name),  # type: ignore[union-attr]  # plain columns
                str(_CLOSED if getattr(self, one) == Need.DONE else Need(getattr(self, one)).label),
                getattr(self, one) in {Need.DUE, Need.LOOK},
            )
            for one in ASPECTS
            if getattr(self, one) != Need.NO
        ]

    @property
    def kind_in_words(self) -> str:
        """Return what kind of trigger it is, or what kind of change that fires none."""
        found = inventory().trigger(self.kind) or inventory().change(self.change)
        return found.name if found is not None else self.kind
