"""A change to the AIMS that is planned before it is made: purpose, consequences, resources, responsibility (6.3)."""

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
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.governed import Governed, Owned, OwnedQuerySet
from waymark.records.lifecycle import BEGINNING, STAYS, Lifecycle, Transition
from waymark.trail.actors import Acts


class ChangeOver(RuleBroken):
    """A change that was completed or dropped is kept to be read."""

    code = "change-over"


class ChangeNotProposed(RuleBroken):
    """Only a change that is proposed can be approved."""

    code = "change-not-proposed"


class ChangeNotApproved(RuleBroken):
    """Only a change that was approved can be completed."""

    code = "change-not-approved"


class ChangeState(models.TextChoices):
    """Where a planned change stands."""

    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    COMPLETED = "completed", _("Completed")
    DROPPED = "dropped", _("Dropped")


OPEN: Final = (ChangeState.PROPOSED, ChangeState.APPROVED)


def _while_open(act: str, label: Any, sentence: Any, to: str = STAYS, sources: tuple[str, ...] = OPEN) -> Transition:
    return Transition(
        act=act,
        sources=sources,
        to=to,
        right=Can.WORK,
        label=label,
        sentence=sentence,
        refused=ChangeOver,
        because=_("%(reference)s was completed or dropped and cannot be changed."),
        way_out=_("Propose another change."),
    )


LIFECYCLE: Final = Lifecycle(
    name="planned-change",
    label=_("Planned change"),
    states=ChangeState,
    transitions=(
        Transition(
            act="propose",
            sources=(BEGINNING,),
            to=ChangeState.PROPOSED,
            right=Can.WORK,
            label=_("Propose change"),
            sentence=_("A change to the AIMS is proposed with its purpose and consequences."),
        ),
        _while_open("edit", _("Edit"), _("The details of the change are changed."), STAYS, (ChangeState.PROPOSED,)),
        _while_open(
            "edit",
            _("Edit"),
            _("An approved change is changed, and has to be approved again."),
            ChangeState.PROPOSED,
            (ChangeState.APPROVED,),
        ),
        _while_open("give", _("Change owner"), _("The change gets another owner, or none.")),
        Transition(
            act="approve",
            sources=(ChangeState.PROPOSED,),
            to=ChangeState.APPROVED,
            right=Can.APPROVE,
            label=_("Approve"),
            sentence=_("Top management approves the change."),
            refused=ChangeNotProposed,
            because=_("%(reference)s is not proposed."),
        ),
        Transition(
            act="complete",
            sources=(ChangeState.APPROVED,),
            to=ChangeState.COMPLETED,
            right=Can.WORK,
            label=_("Complete"),
            sentence=_("The change was made, with what came of it."),
            refused=ChangeNotApproved,
            because=_("%(reference)s is not approved."),
            way_out=_("Let top management approve it first."),
        ),
        _while_open("drop", _("Drop"), _("The change is not made, with a reason."), ChangeState.DROPPED),
    ),
)


class PlannedChangeQuerySet(OwnedQuerySet["PlannedChange"]):
    """Questions about planned changes."""

    def open(self) -> Self:
        """Return those that are neither completed nor dropped."""
        return self.filter(state__in=OPEN)

    def proposed(self) -> Self:
        """Return those that wait for top management to approve them."""
        return self.filter(state=ChangeState.PROPOSED)

    def due_by(self, day: dt.date) -> Self:
        """Return the open ones that are planned until a day."""
        return self.open().filter(due_on__lte=day)

    def to_hand_over(self) -> Self:
        """Return the open ones; who made the others is history."""
        return self.open()


class PlannedChange(Governed, Owned):
    """One change to the AIMS, planned before it is made."""

    title = LineField(verbose_name=_("change"))
    purpose = ProseField(max_length=2000, verbose_name=_("purpose"))
    consequences = ProseField(max_length=2000, blank=True, default="", verbose_name=_("consequences"))
    resources = ProseField(max_length=2000, blank=True, default="", verbose_name=_("resources"))
    due_on = models.DateField(null=True, blank=True, verbose_name=_("planned day"))
    state = models.CharField(
        max_length=9, choices=ChangeState, default=ChangeState.PROPOSED, editable=False, verbose_name=_("state")
    )
    approved_by = models.ForeignKey(
        Member,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("approved by"),
    )
    approved_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("approved on"))
    completed_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("completed on"))
    outcome = ProseField(max_length=2000, blank=True, default="", editable=False, verbose_name=_("outcome"))

    prefix = "CHG"
    searched = ("title", "purpose", "consequences", "resources")
    owner_event = ContextEvent.CHANGE_OWNED
    lifecycle: ClassVar = LIFECYCLE
    objects = PlannedChangeQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("planned change")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(purpose=""), name="context_plannedchange_described"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=(ChangeState.APPROVED, ChangeState.COMPLETED))
                | models.Q(approved_on__isnull=False),
                name="context_plannedchange_approved_on",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ChangeState.COMPLETED) | models.Q(completed_on__isnull=False),
                name="context_plannedchange_completed_on",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ChangeState.DROPPED) | ~models.Q(outcome=""),
                name="context_plannedchange_dropped_with_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "due_on"], name="context_plannedchange_due"),
        ]

    @classmethod
    def propose(cls, organisation: Organisation, *, owner: Member | None, by: Acts, **known: Any) -> "PlannedChange":
        """Return a new change; `known` is what `edit` takes. Raises OwnerHasLeft."""
        with transaction.atomic():
            require_active([owner] if owner is not None else [])
            change = cls(organisation=organisation, number=next_number(organisation, cls.prefix), owner=owner)
            change._describe(**known)
            change.commit(ContextEvent.CHANGE_PROPOSED, by=by)
        return change

    def edit(self, *, by: Acts, **known: Any) -> None:
        """Correct what is planned; an approval holds no longer. Raises ChangeOver."""
        LIFECYCLE.require(self, "edit")
        self._describe(**known)
        self.state, self.approved_by, self.approved_on = ChangeState.PROPOSED, None, None
        self.commit(ContextEvent.CHANGE_EDITED, by=by)

    def approve(self, *, note: str = "", by: Acts) -> None:
        """Approve it as it is planned now. Raises ChangeNotProposed."""
        LIFECYCLE.require(self, "approve")
        self.state, self.approved_on = ChangeState.APPROVED, day_in(self.organisation.time_zone)
        self.approved_by = by if isinstance(by, Member) else None
        self.commit(ContextEvent.CHANGE_APPROVED, by=by, note=normal(note))

    def complete(self, *, outcome: str, by: Acts) -> None:
        """Keep that it was made, and what came of it. Raises ChangeNotApproved."""
        LIFECYCLE.require(self, "complete")
        self.state, self.completed_on = ChangeState.COMPLETED, day_in(self.organisation.time_zone)
        self.outcome = normal(outcome)
        self.commit(ContextEvent.CHANGE_COMPLETED, by=by, note=self.outcome)

    def drop(self, *, reason: str, by: Acts) -> None:
        """Give it up, with a reason. Raises ChangeOver."""
        LIFECYCLE.require(self, "drop")
        self.state, self.outcome = ChangeState.DROPPED, normal(reason)
        self.commit(ContextEvent.CHANGE_DROPPED, by=by, note=self.outcome)

    def may_be_changed_by(self, reader: Reader) -> bool:
        """Return whether a reader may change it: its owner, who manages the AIMS, or who approves."""
        return super().may_be_changed_by(reader) or reader.can(Can.APPROVE)

    @property
    def is_open(self) -> bool:
        """Return whether it is neither completed nor dropped."""
        return self.state in OPEN

    def is_late(self, today: dt.date) -> bool:
        """Return whether it is open past its planned day."""
        return self.is_open and self.due_on is not None and self.due_on < today

    def _describe(
        self,
        *,
        title: str,
        purpose: str,
        consequences: str = "",
        resources: str = "",
        due_on: dt.date | None = None,
    ) -> None:
        self.title, self.purpose = normal(title), normal(purpose)
        self.consequences, self.resources, self.due_on = normal(consequences), normal(resources), due_on
