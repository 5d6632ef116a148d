"""A member is asked for evidence about a record, by a day."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar, Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.core.clock import day_in
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.evidence.events import EvidenceEvent
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import any_of
from waymark.evidence.refusals import ReasonMissing, RequestSettled
from waymark.people.models.member import Member
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.governed import Governed, NotYours, Owned, OwnedQuerySet
from waymark.records.lifecycle import BEGINNING, STAYS, Lifecycle, Transition
from waymark.trail.actors import Acts


class RequestState(models.TextChoices):
    """Where a request stands."""

    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def can_answer(member: Member) -> bool:
    """Return whether a member can be asked: who may collect, or has no sign-in yet."""
    return member.can(Can.COLLECT) or member.user_id is None


def _while_open(act: str, label: Any, sentence: Any, to: str = STAYS) -> Transition:
    return Transition(
        act=act,
        sources=(RequestState.OPEN,),
        to=to,
        right=Can.COLLECT,
        label=label,
        sentence=sentence,
        refused=RequestSettled,
        because=_("%(reference)s is already closed."),
        way_out=_("Create a new request if you need more."),
    )


REQUEST_LIFECYCLE: Final = Lifecycle(
    name="evidence-request",
    label=_("Request for evidence"),
    states=RequestState,
    transitions=(
        Transition(
            act="ask",
            sources=(BEGINNING,),
            to=RequestState.OPEN,
            right=Can.COLLECT,
            label=_("Request evidence"),
            sentence=_("Evidence is requested from a member, with a due date."),
        ),
        _while_open("edit", _("Edit"), _("What is requested, or the due date, is changed.")),
        _while_open("give", _("Reassign"), _("The request goes to another member.")),
        _while_open(
            "answer",
            _("Answer"),
            _("The request is answered with evidence, which is linked to its record."),
            "answered",
        ),
        _while_open("withdraw", _("Withdraw"), _("The request is withdrawn, with a reason."), "withdrawn"),
    ),
)


class EvidenceRequestQuerySet(OwnedQuerySet["EvidenceRequest"]):
    """Questions about requests."""

    def open(self) -> Self:
        """Return those nobody has answered yet."""
        return self.filter(state=RequestState.OPEN)

    def to_hand_over(self) -> Self:
        """Return the open ones; the others are records of what happened."""
        return self.open()

    def about_any(self, records: Iterable[tuple[str, int]]) -> Self:
        """Return those about any of some records, by (kind, key)."""
        return self.filter(any_of(records))

    def soonest_first(self) -> Self:
        """Return what is due first, first."""
        return self.order_by("due_on", "number")


class EvidenceRequest(Governed, Owned):
    """What is asked for, of whom, about which record, by when. `evidence` is the answer."""

    what = LineField(verbose_name=_("what is requested"))
    details = ProseField(max_length=4000, blank=True, default="", verbose_name=_("details"))
    kind = models.CharField(max_length=80, blank=True, default="", verbose_name=_("kind of record"))
    record_id = models.BigIntegerField(null=True, blank=True, verbose_name=_("record"))
    # Whoever is asked owns the request until it is answered.
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("requested from"))
    asked_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    due_on = models.DateField(verbose_name=_("due"))
    state = models.CharField(
        max_length=9, choices=RequestState, default=RequestState.OPEN, editable=False, verbose_name=_("state")
    )
    settled_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("closed on"))
    evidence = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("evidence")
    )

    labels: ClassVar = {"record_id": _("About")}
    pointers: ClassVar = {"record_id": "kind"}
    prefix = "ER"
    title_field = "what"
    searched = ("what", "details")
    owner_event = EvidenceEvent.REASSIGNED
    needs_owner = True
    lifecycle: ClassVar = REQUEST_LIFECYCLE
    objects = EvidenceRequestQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("request for evidence")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(state=RequestState.ANSWERED) | models.Q(evidence__isnull=False),
                name="evidence_request_answer",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "state", "due_on"], name="evidence_request_open")]

    def edit(self, *, what: str, details: str, due_on: dt.date, by: Acts) -> None:
        """Correct what is asked for, and by when. Raises RequestSettled."""
        REQUEST_LIFECYCLE.require(self, "edit")
        self.what, self.details, self.due_on = normal(what), normal(details), due_on
        self.commit(EvidenceEvent.REQUEST_EDITED, by=by)

    def answer(self, evidence: Evidence, *, by: Acts) -> None:
        """Answer with a piece of evidence."""
        REQUEST_LIFECYCLE.require(self, "answer")
        self.state, self.evidence, self.settled_on = RequestState.ANSWERED, evidence, self._today()
        self.commit(EvidenceEvent.ANSWERED, by=by)

    def withdraw(self, *, by: Acts, reason: str) -> None:
        """Ask no longer. Raises ReasonMissing."""
        REQUEST_LIFECYCLE.require(self, "withdraw")
        if not normal(reason):
            raise ReasonMissing(_("Give the reason for withdrawing this request."))
        self.state, self.settled_on = RequestState.WITHDRAWN, self._today()
        self.commit(EvidenceEvent.WITHDRAWN, by=by, note=normal(reason))

    def require_open(self) -> None:
        """Raise RequestSettled unless it still waits for an answer."""
        REQUEST_LIFECYCLE.require(self, "answer")

    def may_be_changed_by(self, reader: Reader) -> bool:
        """Return whether a reader may change what is asked: who asked, or who manages the AIMS."""
        return reader.can(Can.MANAGE_AIMS) or (reader.can(Can.COLLECT) and self.asked_by_id == reader.pk)

    def require_changer(self, reader: Reader) -> Self:
        """Return the request itself. Raises NotYours unless the reader has asked, or manages the AIMS."""
        if not self.may_be_changed_by(reader):
            raise NotYours(_("Only the person who made the request, or an AIMS manager, can change or withdraw it."))
        return self

    def may_be_answered_by(self, reader: Reader) -> bool:
        """Return whether a reader may answer: who was asked, or who manages the AIMS."""
        return reader.can(Can.COLLECT) and (self.owner_id == reader.pk or reader.can(Can.MANAGE_AIMS))

    @property
    def is_open(self) -> bool:
        """Return whether it still waits for an answer."""
        return self.state == RequestState.OPEN

    def _today(self) -> dt.date:
        return day_in(self.organisation.time_zone)
