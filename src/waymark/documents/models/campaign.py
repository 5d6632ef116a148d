"""An acknowledgement campaign: who has to read which version of a document by when (7.3, 7.4)."""

import datetime as dt
from typing import Any, ClassVar, Final, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.competence.models.role import AimsRole
from waymark.core.clock import day_in
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.documents.campaign_choices import Audience, CampaignClosed, CampaignDayPast, CampaignState
from waymark.documents.events import CampaignEvent
from waymark.documents.models.document import Document
from waymark.documents.models.version import DocumentVersion
from waymark.people.models.member import known_roles
from waymark.people.rights import Can, Role
from waymark.records.governed import Governed, Owned, OwnedQuerySet
from waymark.records.lifecycle import BEGINNING, STAYS, Lifecycle, Transition
from waymark.trail.actors import Acts


def _while_running(act: str, label: Any, sentence: Any, to: str = STAYS) -> Transition:
    return Transition(
        act=act,
        sources=(CampaignState.RUNNING,),
        to=to,
        right=Can.WORK,
        label=label,
        sentence=sentence,
        refused=CampaignClosed,
        because=_("%(reference)s is closed."),
        way_out=_("Start another campaign."),
    )


LIFECYCLE: Final = Lifecycle(
    name="campaign",
    label=_("Acknowledgement campaign"),
    states=CampaignState,
    transitions=(
        Transition(
            act="start",
            sources=(BEGINNING,),
            to=CampaignState.RUNNING,
            right=Can.MANAGE_AIMS,
            label=_("Start campaign"),
            sentence=_("Members are asked to read a version in force and to sign that they understood it."),
        ),
        _while_running("extend", _("Change due date"), _("Members who have not signed yet are asked by another day.")),
        _while_running("widen", _("Ask who is not asked yet"), _("Members who joined the audience are asked, too.")),
        _while_running(
            "carry_on",
            _("Carry on to the new version"),
            _("The whole audience is asked to read the version that took effect meanwhile."),
        ),
        _while_running("give", _("Change owner"), _("The campaign gets another owner, or none.")),
        _while_running(
            "close",
            _("Close"),
            _("Nobody is asked any more; open requests are withdrawn, signatures stay."),
            CampaignState.CLOSED,
        ),
    ),
)


def known_keys(value: object) -> None:
    """Refuse anything but a list of different keys."""
    if not isinstance(value, list) or not all(isinstance(one, int) for one in value) or len(set(value)) != len(value):
        raise ValidationError(_("Choose members."))


class CampaignQuerySet(OwnedQuerySet["Campaign"]):
    """Questions about campaigns."""

    def running(self) -> Self:
        """Return those that still ask."""
        return self.filter(state=CampaignState.RUNNING)

    def to_hand_over(self) -> Self:
        """Return those that still ask; who owned the others is history."""
        return self.running()

    def due_by(self, day: dt.date) -> Self:
        """Return the running ones that are due by a day."""
        return self.running().filter(due_on__lte=day)

    def on_document(self, document: Document) -> Self:
        """Return those that ask for a version of one document."""
        return self.filter(document_version__document=document)

    def with_progress(self) -> Self:
        """Count, for the version that is asked for, how many are asked and have not left, and how many signed."""
        return self.annotate(
            asked=models.Count(
                "readers",
                filter=models.Q(readers__document_version=models.F("document_version"))
                & (models.Q(readers__member__left_on=None) | _SIGNED),
            ),
            signed=models.Count(
                "readers", filter=models.Q(readers__document_version=models.F("document_version")) & _SIGNED
            ),
        )


_SIGNED: Final = models.Q(readers__item__signature__member=models.F("readers__member"))


class Campaign(Governed, Owned):
    """A version in force that an audience is asked to read; each member signs on a request of their own.

    `roles`, `aims_role` and `chosen` (keys of members) say who the audience is, as `audience` asks. Whoever joins it
    later is not asked by itself. `title` is that of the document when it was started.
    """

    title = LineField(verbose_name=_("title"))
    document_version = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("version")
    )
    audience = models.CharField(max_length=9, choices=Audience, verbose_name=_("audience"))
    roles = models.JSONField(default=list, blank=True, validators=[known_roles], verbose_name=_("roles"))
    aims_role = models.ForeignKey(
        AimsRole, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("AIMS role")
    )
    chosen = models.JSONField(default=list, blank=True, validators=[known_keys], verbose_name=_("chosen members"))
    message = ProseField(max_length=2000, blank=True, default="", verbose_name=_("message"))
    due_on = models.DateField(verbose_name=_("due"))
    state = models.CharField(
        max_length=7, choices=CampaignState, default=CampaignState.RUNNING, editable=False, verbose_name=_("state")
    )
    closed_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("closed on"))
    closed_reason = ProseField(max_length=2000, blank=True, default="", editable=False, verbose_name=_("reason"))

    readers: Any  # the manager of CampaignReader, which Django adds
    vocabulary: ClassVar = {"roles": Role}
    not_in_history = frozenset({"chosen"})
    prefix = "ACK"
    searched = ("title", "message")
    owner_event = CampaignEvent.OWNED
    lifecycle: ClassVar = LIFECYCLE
    objects = CampaignQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("acknowledgement campaign")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state=CampaignState.RUNNING, closed_on=None)
                | (models.Q(state=CampaignState.CLOSED, closed_on__isnull=False) & ~models.Q(closed_reason="")),
                name="documents_campaign_closed",
            ),
            models.CheckConstraint(
                condition=models.Q(audience=Audience.AIMS_ROLE) ^ models.Q(aims_role=None),
                name="documents_campaign_audience",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "owner", "due_on"], name="documents_campaign_due"),
        ]

    def extend(self, due_on: dt.date, *, by: Acts) -> None:
        """Ask by another day; `campaigning.extend` tells the open requests. Raises CampaignClosed, CampaignDayPast."""
        LIFECYCLE.require(self, "extend")
        self.require_day(due_on)
        self.due_on = due_on
        self.commit(CampaignEvent.EXTENDED, by=by)

    def carry_on(self, version: DocumentVersion, due_on: dt.date, *, by: Acts) -> None:
        """Ask for another version; `campaigning.carry_on` asks the audience. Raises CampaignClosed, CampaignDayPast."""
        LIFECYCLE.require(self, "carry_on")
        self.require_day(due_on)
        self.document_version, self.due_on = version, due_on
        self.commit(CampaignEvent.CARRIED_ON, by=by)

    def widen(self, *, by: Acts) -> None:
        """Keep that more members are asked; `campaigning.widen` asks them. Raises CampaignClosed."""
        LIFECYCLE.require(self, "widen")
        self.commit(CampaignEvent.WIDENED, by=by)

    def close(self, *, reason: str, by: Acts) -> None:
        """Ask nobody any more; `campaigning.close` withdraws the open requests. Raises CampaignClosed."""
        LIFECYCLE.require(self, "close")
        self.state, self.closed_reason = CampaignState.CLOSED, normal(reason)
        self.closed_on = day_in(self.organisation.time_zone)
        self.commit(CampaignEvent.CLOSED, by=by, note=self.closed_reason)

    def require_day(self, due_on: dt.date) -> None:
        """Raise CampaignDayPast for a day that has passed."""
        if due_on < day_in(self.organisation.time_zone):
            raise CampaignDayPast(_("The due date has passed."), way_out=_("Choose today or a later day."))

    @property
    def is_running(self) -> bool:
        """Return whether it still asks."""
        return self.state == CampaignState.RUNNING

    def is_overdue(self, today: dt.date) -> bool:
        """Return whether it still asks past its day."""
        return self.is_running and self.due_on < today
