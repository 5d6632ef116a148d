"""What a supplier announced, or changed without a word: logged, screened, decided on, users informed (A.10.3)."""

import datetime as dt
from typing import Any, ClassVar, Final, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from waymark.context.events import ContextEvent
from waymark.context.inventory.choices import NoticeKind
from waymark.context.inventory.reading import inventory
from waymark.context.models.supplier import LIFECYCLE as SUPPLIER
from waymark.context.models.supplier import Supplier
from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.people.active import require_active
from waymark.people.models.member import Member
from waymark.people.models.organisation import next_number
from waymark.people.rights import Can
from waymark.records.governed import Governed, Owned, OwnedQuerySet
from waymark.records.lifecycle import BEGINNING, STAYS, Lifecycle, Transition
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain

FOUND_LATER: Final = "change_found_later"


class NoticeClosed(RuleBroken):
    """A closed notice is kept to be read."""

    code = "notice-closed"


class NoticeStepWrong(RuleBroken):
    """A notice is screened, then decided on, then users are informed: no step is left out or done twice."""

    code = "notice-step-wrong"


class NoticeDateWrong(RuleBroken):
    """No step lies before the one before it, and none in the future."""

    code = "notice-date-wrong"


class NoticeState(models.TextChoices):
    """How far a notice has come."""

    ARRIVED = "arrived", _("Arrived")
    SCREENED = "screened", _("Screened")
    DECIDED = "decided", _("Decided")
    CLOSED = "closed", _("Closed")


OPEN: Final = (NoticeState.ARRIVED, NoticeState.SCREENED, NoticeState.DECIDED)


def notice_kinds() -> list[tuple[str, str]]:
    """Return what suppliers may announce, as the package data has it."""
    return [(one.id, one.name) for one in inventory().notices]


def _while_open(act: str, label: Any, sentence: Any) -> Transition:
    return Transition(
        act=act,
        sources=OPEN,
        to=STAYS,
        right=Can.WORK,
        label=label,
        sentence=sentence,
        refused=NoticeClosed,
        because=_("%(reference)s is closed and cannot be changed."),
    )


def _step(act: str, sources: tuple[str, ...], to: str, label: Any, sentence: Any) -> Transition:
    return Transition(
        act=act,
        sources=sources,
        to=to,
        right=Can.WORK,
        label=label,
        sentence=sentence,
        refused=NoticeStepWrong,
        because=_("%(reference)s is at another step."),
        way_out=_("Reload the page: it offers the next step."),
    )


LIFECYCLE: Final = Lifecycle(
    name="supplier-notice",
    label=_("Supplier notice"),
    states=NoticeState,
    transitions=(
        _step("log", (BEGINNING,), NoticeState.ARRIVED, _("Log notice"), _("A notice of a supplier is logged.")),
        _while_open("edit", _("Edit"), _("The details of the notice are changed.")),
        _while_open("give", _("Change owner"), _("The notice gets another owner, or none.")),
        _step(
            "screen",
            (NoticeState.ARRIVED,),
            NoticeState.SCREENED,
            _("Screen"),
            _("Somebody has looked at what the notice means for the organisation."),
        ),
        _step(
            "decide",
            (NoticeState.SCREENED,),
            NoticeState.DECIDED,
            _("Decide"),
            _("It is decided what the organisation does about the notice."),
        ),
        _step(
            "inform",
            (NoticeState.DECIDED,),
            NoticeState.CLOSED,
            _("Record who was informed"),
            _("Users were informed of what changes, and the notice is closed."),
        ),
        _step(
            "close",
            (NoticeState.SCREENED, NoticeState.DECIDED),
            NoticeState.CLOSED,
            _("Close without informing"),
            _("The notice is closed although nobody was informed, with a reason."),
        ),
    ),
)


class SupplierNoticeQuerySet(OwnedQuerySet["SupplierNotice"]):
    """Questions about notices of suppliers."""

    def open(self) -> Self:
        """Return those that are not closed."""
        return self.filter(state__in=OPEN)

    def to_hand_over(self) -> Self:
        """Return those that are not closed; who handled the others is history."""
        return self.open()

    def of_supplier(self, supplier: Supplier) -> Self:
        """Return those of one supplier."""
        return self.filter(supplier=supplier)

    def to_screen(self) -> Self:
        """Return those that nobody has screened yet."""
        return self.filter(state=NoticeState.ARRIVED)

    def that_came_late(self) -> Self:
        """Return those that were found or arrived only after the change."""
        return self.filter(models.Q(kind=FOUND_LATER) | models.Q(effective_on__lt=models.F("arrived_on")))


class SupplierNotice(Governed, Owned):
    """One notice of a supplier, with the day of each step."""

    supplier = models.ForeignKey(
        Supplier, on_delete=models.PROTECT, related_name="notices", editable=False, verbose_name=_("supplier")
    )
    title = LineField(verbose_name=_("notice"))
    kind = models.CharField(max_length=24, choices=notice_kinds, verbose_name=_("kind"))
    details = ProseField(max_length=4000, blank=True, default="", verbose_name=_("details"))
    arrived_on = models.DateField(verbose_name=_("arrived on"))
    effective_on = models.DateField(null=True, blank=True, verbose_name=_("change takes effect"))
    screen_due_on = models.DateField(editable=False, verbose_name=_("to be screened by"))
    screened_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("screened on"))
    screening = ProseField(max_length=4000, blank=True, default="", editable=False, verbose_name=_("screening"))
    decided_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("decided on"))
    decision = ProseField(max_length=4000, blank=True, default="", editable=False, verbose_name=_("decision"))
    informed_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("users informed on"))
    informed = ProseField(max_length=4000, blank=True, default="", editable=False, verbose_name=_("who was informed"))
    state = models.CharField(
        max_length=8, choices=NoticeState, default=NoticeState.ARRIVED, editable=False, verbose_name=_("state")
    )
    closed_reason = ProseField(max_length=2000, blank=True, default="", editable=False, verbose_name=_("reason"))

    prefix = "SN"
    searched = ("title", "details", "screening", "decision")
    owner_event = ContextEvent.NOTICE_OWNED
    lifecycle: ClassVar = LIFECYCLE
    objects = SupplierNoticeQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("supplier notice")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(title=""), name="context_suppliernotice_named"),
            models.CheckConstraint(
                condition=models.Q(state=NoticeState.ARRIVED) | models.Q(screened_on__gte=models.F("arrived_on")),
                name="context_suppliernotice_screened_on",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_on=None) | models.Q(decided_on__gte=models.F("screened_on")),
                name="context_suppliernotice_decided_on",
            ),
            models.CheckConstraint(
                condition=models.Q(informed_on=None) | models.Q(informed_on__gte=models.F("decided_on")),
                name="context_suppliernotice_informed_on",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=NoticeState.CLOSED)
                | models.Q(informed_on__isnull=False)
                | ~models.Q(closed_reason=""),
                name="context_suppliernotice_closed_with_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "screen_due_on"], name="context_suppliernotice_screen"),
        ]

    @classmethod
    def log(cls, supplier: Supplier, *, owner: Member | None, by: Acts, **known: Any) -> "SupplierNotice":
        """Return a new notice; `known` is what `edit` takes.

        Raises SupplierRetired, OwnerHasLeft and NoticeDateWrong.
        """
        organisation = supplier.organisation
        with transaction.atomic():
            lock_chain(organisation.pk)
            SUPPLIER.require_stored(supplier, "notice")
            require_active([owner] if owner is not None else [])
            number = next_number(organisation, cls.prefix)
            notice = cls(organisation=organisation, number=number, supplier=supplier, owner=owner)
            notice._describe(**known)
            notice.commit(ContextEvent.NOTICE_LOGGED, by=by)
        return notice

    def edit(self, *, by: Acts, **known: Any) -> None:
        """Correct what is known about it, as `_describe` lists it. Raises NoticeClosed and NoticeDateWrong."""
        LIFECYCLE.require(self, "edit")
        self._describe(**known)
        self.commit(ContextEvent.NOTICE_EDITED, by=by)

    def screen(self, *, on: dt.date, screening: str, by: Acts) -> None:
        """Keep what it means for the organisation. Raises NoticeStepWrong and NoticeDateWrong."""
        LIFECYCLE.require(self, "screen")
        self._require_day(on, self.arrived_on)
        self.state, self.screened_on, self.screening = NoticeState.SCREENED, on, normal(screening)
        self.commit(ContextEvent.NOTICE_SCREENED, by=by, note=self.screening)

    def decide(self, *, on: dt.date, decision: str, by: Acts) -> None:
        """Keep what the organisation does about it. Raises NoticeStepWrong and NoticeDateWrong."""
        LIFECYCLE.require(self, "decide")
        self._require_day(on, self.screened_on)
        self.state, self.decided_on, self.decision = NoticeState.DECIDED, on, normal(decision)
        self.commit(ContextEvent.NOTICE_DECIDED, by=by, note=self.decision)

    def inform(self, *, on: dt.date, informed: str, by: Acts) -> None:
        """Keep who was informed, and close it. Raises NoticeStepWrong and NoticeDateWrong."""
        LIFECYCLE.require(self, "inform")
        self._require_day(on, self.decided_on)
        self.state, self.informed_on, self.informed = NoticeState.CLOSED, on, normal(informed)
        self.commit(ContextEvent.NOTICE_INFORMED, by=by, note=self.informed)

    def close(self, *, reason: str, by: Acts) -> None:
        """Close it although nobody is informed. Raises NoticeStepWrong."""
        LIFECYCLE.require(self, "close")
        self.state, self.closed_reason = NoticeState.CLOSED, normal(reason)
        self.commit(ContextEvent.NOTICE_CLOSED, by=by, note=self.closed_reason)

    @property
    def described_kind(self) -> NoticeKind | None:
        """Return what the package data says of its kind; None for a kind that it no longer has."""
        return next((one for one in inventory().notices if one.id == self.kind), None)

    @property
    def is_open(self) -> bool:
        """Return whether it is not closed."""
        return self.state in OPEN

    @property
    def came_late(self) -> bool:
        """Return whether it was found, or arrived, only after the change."""
        return self.kind == FOUND_LATER or (self.effective_on is not None and self.effective_on < self.arrived_on)

    @property
    def days_to_screen(self) -> int | None:
        """Return how many days passed from arrival to screening."""
        return _days(self.arrived_on, self.screened_on)

    @property
    def days_to_decide(self) -> int | None:
        """Return how many days passed from screening to the decision."""
        return _days(self.screened_on, self.decided_on)

    @property
    def days_to_inform(self) -> int | None:
        """Return how many days passed from the decision until users were informed."""
        return _days(self.decided_on, self.informed_on)

    def is_screening_late(self, today: dt.date) -> bool:
        """Return whether it has to be screened and is not yet."""
        return self.state == NoticeState.ARRIVED and self.screen_due_on < today

    def _require_day(self, on: dt.date, since: dt.date | None) -> None:
        if on > day_in(self.organisation.time_zone) or (since is not None and on < since):
            raise NoticeDateWrong(
                _("A step cannot lie in the future, or before the step before it."), way_out=_("Correct the day.")
            )

    def _describe(
        self,
        *,
        title: str,
        kind: str,
        arrived_on: dt.date,
        details: str = "",
        effective_on: dt.date | None = None,
    ) -> None:
        self._require_day(arrived_on, None)
        if self.screened_on is not None and arrived_on > self.screened_on:
            self._require_day(self.screened_on, arrived_on)
        self.title, self.kind, self.details = normal(title), kind, normal(details)
        self.arrived_on, self.effective_on = arrived_on, effective_on
        described = self.described_kind
        self.screen_due_on = arrived_on + dt.timedelta(days=described.days_to_screen if described else 0)


def _days(since: dt.date | None, until: dt.date | None) -> int | None:
    return (until - since).days if since is not None and until is not None else None
