"""A request for an AI system or a use of AI: claims of the person who files it, until a named person decides."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.context.events import RequestEvent
from waymark.context.models.system import AISystem
from waymark.context.request_choices import AboutPeople, Maker, Matters, RequestState, Stands
from waymark.context.request_life import LIFECYCLE, OPEN, IntoItself, OneTarget, RequestClosed
from waymark.core.clock import day_in
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.governed import Governed, NotYours, Owned, OwnedQuerySet
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain
from waymark.work.notify import notify

_LONGEST = 2000


class SystemRequestQuerySet(OwnedQuerySet["SystemRequest"]):
    """Questions about requests."""

    def open(self) -> Self:
        """Return those that nobody has decided on."""
        return self.filter(state__in=OPEN)

    def to_decide_by(self, member: Member) -> Self:
        """Return those that wait for a member: theirs, and those of nobody where the member may decide."""
        waiting = self.filter(state=RequestState.WAITING)
        mine = models.Q(owner=member)
        return waiting.filter(mine | models.Q(owner=None) if member.can(Can.MANAGE_AIMS) else mine)

    def to_answer_by(self, member: Member) -> Self:
        """Return those on which a member is asked for more."""
        return self.filter(state=RequestState.ASKED, filed_by=member)

    def imported(self) -> Self:
        """Return those that a tool found rather than a person."""
        return self.exclude(found_by="")

    def to_hand_over(self) -> Self:
        """Return the open ones; the others are records of what was decided."""
        return self.open()


class SystemRequest(Governed, Owned):
    """What somebody uses or would like to use. It counts in no figure of the inventory before it is taken in."""

    name = LineField(verbose_name=gettext_lazy("name"))
    purpose = ProseField(max_length=_LONGEST, verbose_name=gettext_lazy("purpose"))
    users = LineField(max_length=500, verbose_name=gettext_lazy("who works with it"))
    maker = models.CharField(max_length=22, choices=Maker, verbose_name=gettext_lazy("who makes it"))
    supplier_name = LineField(blank=True, default="", verbose_name=gettext_lazy("supplier or product"))
    about_people = models.CharField(max_length=9, choices=AboutPeople, verbose_name=gettext_lazy("data about people"))
    matters = models.CharField(max_length=12, choices=Matters, verbose_name=gettext_lazy("matters to others"))
    stands = models.CharField(max_length=17, choices=Stands, verbose_name=gettext_lazy("how far it is"))
    begins = LineField(blank=True, default="", verbose_name=gettext_lazy("start"))
    more = ProseField(max_length=_LONGEST, blank=True, default="", verbose_name=gettext_lazy("anything else"))
    found_by = LineField(blank=True, default="", verbose_name=gettext_lazy("imported from"))
    filed_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=gettext_lazy("proposed by")
    )
    filed_on = models.DateField(editable=False, verbose_name=gettext_lazy("proposed on"))
    state = models.CharField(
        max_length=8,
        choices=RequestState,
        default=RequestState.WAITING,
        editable=False,
        verbose_name=gettext_lazy("state"),
    )
    question = ProseField(
        max_length=_LONGEST, blank=True, default="", editable=False, verbose_name=gettext_lazy("question")
    )
    answer_text = ProseField(
        max_length=_LONGEST, blank=True, default="", editable=False, verbose_name=gettext_lazy("answer")
    )
    reason = ProseField(
        max_length=_LONGEST, blank=True, default="", editable=False, verbose_name=gettext_lazy("reason")
    )
    settled_on = models.DateField(null=True, blank=True, editable=False, verbose_name=gettext_lazy("closed on"))
    system = models.ForeignKey(
        AISystem,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="requests",
        verbose_name=gettext_lazy("AI system"),
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("merged into"),
    )

    prefix = "INT"
    title_field = "name"
    searched = ("name", "purpose", "users", "supplier_name")
    owner_event = RequestEvent.OWNED
    lifecycle: ClassVar = LIFECYCLE
    objects = SystemRequestQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = gettext_lazy("request for an AI system")
        verbose_name_plural = gettext_lazy("requests for AI systems")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(state=RequestState.TAKEN_IN) | models.Q(system__isnull=False),
                name="context_request_taken_in",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=RequestState.MERGED)
                | models.Q(system__isnull=False, merged_into=None)
                | models.Q(system=None, merged_into__isnull=False),
                name="context_request_one_target",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
                name="context_request_not_itself",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=RequestState.DECLINED) | ~models.Q(reason=""),
                name="context_request_declined_with_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "state", "owner"], name="context_request_queue")]

    @property
    def claims(self) -> dict[str, str]:
        """Return in words what was claimed, by the field of the inventory that a person sets, who has seen it."""
        starts = f", {self.begins}" if self.begins else ""
        claimed = {
            "supplier": self.supplier_name,
            "origin": self.get_maker_display(),
            "personal_data": self.get_about_people_display(),
            "decision_effect": self.get_matters_display(),
            "live_on": f"{self.get_stands_display()}{starts}",
        }
        return {name: words for name, words in claimed.items() if words}

    @classmethod
    def propose(cls, organisation: Organisation, *, by: Acts, **claims: Any) -> "SystemRequest":
        """Return a new request; `claims` are its answers, and `found_by` where a tool found it."""
        with transaction.atomic():
            request = cls(organisation=organisation, number=next_number(organisation, cls.prefix))
            for name, value in claims.items():
                setattr(request, name, normal(value) if isinstance(value, str) else value)
            request.filed_by = by if isinstance(by, Member) else None
            request.filed_on = request._today()
            request.commit(RequestEvent.PROPOSED, by=by)
        return request

    def ask(self, *, question: str, by: Acts) -> None:
        """Ask the person who filed it for more. Raises RequestClosed."""
        LIFECYCLE.require(self, "ask")
        self.state, self.question, self.answer_text = RequestState.ASKED, normal(question), ""
        self._settle(RequestEvent.ASKED, _("More information is needed on %(reference)s."), by, self.question)

    def answer(self, *, answer: str, by: Acts) -> None:
        """Answer the open question. Raises NothingAsked."""
        LIFECYCLE.require(self, "answer")
        self.state, self.answer_text = RequestState.WAITING, normal(answer)
        self.commit(RequestEvent.ANSWERED, by=by, note=self.answer_text)

    def close_with(self, system: AISystem, *, by: Acts) -> None:
        """Keep which system came of it. Raises RequestClosed."""
        LIFECYCLE.require(self, "take_in")
        self.state, self.system, self.settled_on = RequestState.TAKEN_IN, system, self._today()
        self._settle(RequestEvent.TAKEN_IN, _("%(reference)s is in the inventory now."), by)

    def merge(self, *, system: AISystem | None, request: "SystemRequest | None", reason: str = "", by: Acts) -> None:
        """Close it as being about a system, or the same as another request.

        Raises RequestClosed, IntoItself and OneTarget, and RequestClosed for another request that was merged itself.
        """
        with transaction.atomic():
            lock_chain(self.organisation_id)
            self._merge(system, request, reason, by=by)

    def _merge(self, system: AISystem | None, request: "SystemRequest | None", reason: str, *, by: Acts) -> None:
        LIFECYCLE.require(self, "merge")
        if request is not None and request.pk == self.pk:
            raise IntoItself(
                _("%(reference)s cannot be merged into itself.") % {"reference": self.reference},
                way_out=_("Choose another request, or an AI system."),
            )
        if (system is None) is (request is None):
            raise OneTarget(_("A request is merged into one place."), way_out=_("Choose one AI system or one request."))
        if request is not None and SystemRequest.objects.get(pk=request.pk).state == RequestState.MERGED:
            raise RequestClosed(
                _("%(reference)s was merged itself.") % {"reference": request.reference},
                way_out=_("Choose where that one went, or another request."),
            )
        self.state, self.system, self.merged_into = RequestState.MERGED, system, request
        self.reason, self.settled_on = normal(reason), self._today()
        self._settle(RequestEvent.MERGED, _("%(reference)s was merged."), by, self.reason)

    def decline(self, *, reason: str, by: Acts) -> None:
        """Take nothing in, with a reason. Raises RequestClosed."""
        LIFECYCLE.require(self, "decline")
        self.state, self.reason, self.settled_on = RequestState.DECLINED, normal(reason), self._today()
        self._settle(RequestEvent.DECLINED, _("%(reference)s was declined."), by, self.reason)

    def may_be_changed_by(self, reader: Reader) -> bool:
        """Return whether a reader may change it: who filed it, or who manages the AIMS."""
        return reader.can(Can.MANAGE_AIMS) or (reader.pk != 0 and self.filed_by_id == reader.pk)

    def require_changer(self, reader: Reader) -> Self:
        """Return the request itself. Raises NotYours unless the reader filed it, or manages the AIMS."""
        if not self.may_be_changed_by(reader):
            raise NotYours(_("Only the person who proposed it, or an AIMS manager, can change it."))
        return self

    @property
    def is_open(self) -> bool:
        """Return whether nobody has decided yet."""
        return self.state in OPEN

    @property
    def is_imported(self) -> bool:
        """Return whether a tool found it."""
        return bool(self.found_by)

    def _settle(self, event: RequestEvent, sentence: str, by: Acts, note: str = "") -> None:
        """Commit, and notify the person who filed it, unless they did it themselves."""
        with transaction.atomic():
            self.commit(event, by=by, note=note)
            if self.filed_by is not None and by.actor.id != self.filed_by.pk:
                notify(self.filed_by, sentence % {"reference": self.reference}, about=(self._meta.label_lower, self.pk))

    def _today(self) -> dt.date:
        return day_in(self.organisation.time_zone)
