"""A member is asked for evidence about a record, by a day."""

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.core.clock import day_in
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.evidence.events import EvidenceEvent
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import any_of
from waymark.evidence.refusals import ReasonMissing, RequestSettled
from waymark.people.holding import Held, HeldQuerySet
from waymark.people.models.member import Member
from waymark.trail.actors import Acts
from waymark.trail.door import Recorded


class RequestState(models.TextChoices):
    """Where a request stands."""

    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class EvidenceRequestQuerySet(HeldQuerySet["EvidenceRequest"]):
    """Questions about requests."""

    def open(self) -> Self:
        """Return those nobody has answered yet."""
        return self.filter(state=RequestState.OPEN)

    def asked_of_member(self, member: Member) -> Self:
        """Return those a member was asked."""
        return self.filter(asked_of=member)

    def about_any(self, records: Iterable[tuple[str, int]]) -> Self:
        """Return those about any of some records, by (kind, key)."""
        return self.filter(any_of(records))

    def numbered(self, number: int) -> Self:
        """Return the request with this number."""
        return self.filter(number=number)

    def soonest_first(self) -> Self:
        """Return what is due first, first."""
        return self.order_by("due_on", "number")


class EvidenceRequest(Held, Recorded):
    """What is asked for, of whom, about which record, by when. `evidence` is the answer."""

    number = models.PositiveIntegerField(editable=False)
    what = LineField(verbose_name=_("what is asked for"))
    details = ProseField(max_length=4000, blank=True, default="", verbose_name=_("details"))
    kind = models.CharField(max_length=80, blank=True, default="", verbose_name=_("kind of record"))
    record_id = models.BigIntegerField(null=True, blank=True, verbose_name=_("record"))
    asked_of = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked of"))
    asked_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    due_on = models.DateField(verbose_name=_("due"))
    state = models.CharField(
        max_length=9, choices=RequestState, default=RequestState.OPEN, editable=False, verbose_name=_("state")
    )
    settled_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("settled on"))
    evidence = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("evidence")
    )

    labels: ClassVar = {"record_id": _("About")}
    pointers: ClassVar = {"record_id": "kind"}
    objects = EvidenceRequestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="evidence_request_number"),
            models.CheckConstraint(
                condition=~models.Q(state=RequestState.ANSWERED) | models.Q(evidence__isnull=False),
                name="evidence_request_answer",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "state", "due_on"], name="evidence_request_open")]

    def __str__(self) -> str:
        """Return what is asked for."""
        return self.what

    @property
    def reference(self) -> str:
        """Return the short human reference."""
        return f"ER-{self.number}"

    def answer(self, evidence: Evidence, *, by: Acts) -> None:
        """Answer with a piece of evidence."""
        self.require_open()
        self.state, self.evidence, self.settled_on = RequestState.ANSWERED, evidence, self._today()
        self.commit(EvidenceEvent.ANSWERED, by=by)

    def withdraw(self, *, by: Acts, reason: str) -> None:
        """Ask no longer. Raises ReasonMissing."""
        self.require_open()
        if not normal(reason):
            raise ReasonMissing(_("Say why this is not asked for any more."))
        self.state, self.settled_on = RequestState.WITHDRAWN, self._today()
        self.commit(EvidenceEvent.WITHDRAWN, by=by, note=normal(reason))

    def hand_over(self, member: Member, *, by: Acts) -> None:
        """Ask somebody else instead."""
        self.require_open()
        self.asked_of = member
        self.commit(EvidenceEvent.REASSIGNED, by=by)

    def require_open(self) -> None:
        """Raise RequestSettled unless it still waits for an answer."""
        if not self.is_open:
            raise RequestSettled(
                _("%(reference)s is settled already.") % {"reference": self.reference},
                way_out=_("Ask anew if more is needed."),
            )

    @property
    def is_open(self) -> bool:
        """Return whether it still waits for an answer."""
        return self.state == RequestState.OPEN

    def _today(self) -> dt.date:
        return day_in(self.organisation.time_zone)
