"""A member is asked to sign exact versions of records, several at once if need be."""

import datetime as dt
from typing import Any, ClassVar, Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.core.clock import day_in
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.people.models.member import Member
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.governed import Governed, NotYours, Owned, OwnedQuerySet
from waymark.records.lifecycle import BEGINNING, STAYS, Lifecycle, Transition
from waymark.signing.events import SigningEvent
from waymark.signing.meanings import Meaning
from waymark.signing.refusals import RequestClosed
from waymark.trail.actors import Acts


class SigningState(models.TextChoices):
    """Where a request for a signature stands."""

    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    VOID = "void", _("Void")


def _while_open(act: str, label: Any, sentence: Any, to: str = STAYS) -> Transition:
    return Transition(
        act=act,
        sources=(SigningState.OPEN,),
        to=to,
        right=Can.WORK,
        label=label,
        sentence=sentence,
        refused=RequestClosed,
        because=_("%(reference)s is already closed."),
        way_out=_("Request a new signature if you need one."),
    )


SIGNING_LIFECYCLE: Final = Lifecycle(
    name="signing-request",
    label=_("Request for signature"),
    states=SigningState,
    transitions=(
        Transition(
            act="ask",
            sources=(BEGINNING,),
            to=SigningState.OPEN,
            right=Can.WORK,
            label=_("Request signature"),
            sentence=_("A member is asked to sign exact versions of records, each with its SHA-256."),
        ),
        _while_open("give", _("Reassign"), _("Another member is asked to sign.")),
        _while_open(
            "answer",
            _("Sign"),
            _("The member who was asked signs each version, or requests changes to it; readers can be asked, too."),
            SigningState.ANSWERED,
        ),
        _while_open("withdraw", _("Withdraw"), _("The request is withdrawn, with a reason."), SigningState.WITHDRAWN),
        _while_open("reschedule", _("Change due date"), _("The signature is requested by another day.")),
        _while_open("void", _("Void"), _("Every version of the request was changed meanwhile."), SigningState.VOID),
    ),
)


class SigningRequestQuerySet(OwnedQuerySet["SigningRequest"]):
    """Questions about requests for signatures."""

    def open(self) -> Self:
        """Return those that wait for their signer."""
        return self.filter(state=SigningState.OPEN)

    def due_by(self, day: dt.date) -> Self:
        """Return the open ones that are due by a day."""
        return self.open().filter(due_on__lte=day)

    def to_hand_over(self) -> Self:
        """Return the open ones; the others are records of what happened.

        Nobody reads for another: what a member is to read and understand is not handed over when they leave.
        """
        others = [one for one in Meaning.values if one != Meaning.READ]
        same = SigningRequest.objects.filter(pk=models.OuterRef("pk"), items__meaning__in=others)
        return self.open().filter(models.Exists(same))


class SigningRequest(Governed, Owned):
    """Who is asked to sign, by when, and why; its items are the versions, each with its meaning and outcome."""

    title = LineField(verbose_name=_("title"))
    note = ProseField(max_length=2000, blank=True, default="", verbose_name=_("note to the signer"))
    # Whoever is asked owns the request until it is answered.
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("signer"))
    asked_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    due_on = models.DateField(verbose_name=_("due"))
    state = models.CharField(
        max_length=9, choices=SigningState, default=SigningState.OPEN, editable=False, verbose_name=_("state")
    )
    closed_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("closed on"))

    prefix = "SIG"
    searched = ("title", "note")
    owner_event = SigningEvent.REASSIGNED
    needs_owner = True
    lifecycle: ClassVar = SIGNING_LIFECYCLE
    objects = SigningRequestQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("request for signature")
        verbose_name_plural = _("requests for signatures")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state=SigningState.OPEN, closed_on=None)
                | (~models.Q(state=SigningState.OPEN) & models.Q(closed_on__isnull=False)),
                name="signing_request_closed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "owner", "due_on"], name="signing_request_open"),
        ]

    def close_answered(self, *, by: Acts) -> None:
        """Close it: each version is signed or returned. Raises RequestClosed."""
        self._close("answer", SigningState.ANSWERED, SigningEvent.ANSWERED, by=by)

    def close_void(self, *, by: Acts, reason: str) -> None:
        """Close it, as nothing of it can be signed any more. Raises RequestClosed."""
        self._close("void", SigningState.VOID, SigningEvent.VOIDED, by=by, note=reason)

    def reschedule(self, due_on: dt.date, *, by: Acts) -> None:
        """Ask by another day. Raises RequestClosed."""
        SIGNING_LIFECYCLE.require(self, "reschedule")
        self.due_on = due_on
        self.commit(SigningEvent.RESCHEDULED, by=by)

    def withdraw(self, *, reason: str, by: Acts) -> None:
        """Ask no longer. Raises RequestClosed."""
        self._close("withdraw", SigningState.WITHDRAWN, SigningEvent.WITHDRAWN, by=by, note=normal(reason))

    @property
    def is_open(self) -> bool:
        """Return whether it waits for its signer."""
        return self.state == SigningState.OPEN

    def is_overdue(self, today: dt.date) -> bool:
        """Return whether it waits for its signer past its day."""
        return self.is_open and self.due_on < today

    def may_be_changed_by(self, reader: Reader) -> bool:
        """Return whether a reader may withdraw or reassign it: who asked, or who manages the AIMS."""
        return reader.can(Can.MANAGE_AIMS) or (reader.can(Can.WORK) and self.asked_by_id == reader.pk)

    def require_changer(self, reader: Reader) -> Self:
        """Return the request itself. Raises NotYours unless the reader has asked, or manages the AIMS."""
        if not self.may_be_changed_by(reader):
            raise NotYours(
                _("Only the person who requested the signature, or an AIMS manager, can withdraw or reassign it.")
            )
        return self

    def _close(self, act: str, state: str, event: str, *, by: Acts, note: str = "") -> None:
        SIGNING_LIFECYCLE.require(self, act)
        self.state, self.closed_on = state, day_in(self.organisation.time_zone)
        self.commit(event, by=by, note=note)
