"""A thing that shows something: what it shows, who owns it, who may open it, how long it stays fresh."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar, Final, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.core.clock import day_in
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.evidence.events import EvidenceEvent
from waymark.evidence.freshness import SOON, Age, Check, Condition, add_months
from waymark.evidence.kinds import Confidentiality, EvidenceKind
from waymark.evidence.refusals import EvidenceInUse, EvidenceRetired, ReasonMissing
from waymark.people.models.member import Member
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.governed import Governed, Owned, OwnedQuerySet
from waymark.records.lifecycle import BEGINNING, STAYS, Lifecycle, Transition
from waymark.trail.actors import Acts

_ORDERS: dict[str, tuple[Any, ...]] = {
    "newest": ("-number",),
    "soonest": (models.F("fresh_until").asc(nulls_first=True), "number"),
    "title": ("title", "number"),
    "owner": ("owner__name", "number"),
}
LONGEST = 120
"""Months; nothing stays fresh for more than ten years."""
AGE = ("captured_on", "fresh_until", "valid_until", "check_state", "gap_since")
"""The columns an `Age` of what is in use is made of, in its order."""


CHECK_WITHIN = dt.timedelta(days=14)
"""So long after a capture came in, somebody else should have checked it."""


class EvidenceState(models.TextChoices):
    """Whether evidence is used; how fresh it is follows from its captures and the day."""

    USED = "used", _("In use")
    RETIRED = "retired", _("Retired")


def _while_used(act: str, label: Any, sentence: Any, to: str = STAYS, right: Can = Can.COLLECT) -> Transition:
    return Transition(
        act=act,
        sources=(EvidenceState.USED,),
        to=to,
        right=right,
        label=label,
        sentence=sentence,
        refused=EvidenceRetired,
        because=_("%(reference)s is retired and cannot be changed."),
        way_out=_("Choose Use again first, or add new evidence."),
    )


LIFECYCLE: Final = Lifecycle(
    name="evidence",
    label=_("Evidence"),
    states=EvidenceState,
    state_of=lambda one: EvidenceState.RETIRED if one.retired_on is not None else EvidenceState.USED,
    transitions=(
        Transition(
            act="create",
            sources=(BEGINNING,),
            to=EvidenceState.USED,
            right=Can.COLLECT,
            label=_("Add evidence"),
            sentence=_("Evidence is added with its first version."),
        ),
        _while_used("edit", _("Edit"), _("The description is changed.")),
        _while_used("give", _("Change owner"), _("The evidence gets another owner.")),
        _while_used("capture", _("Add version"), _("A newer version is collected and replaces the current one.")),
        _while_used("check", _("Check"), _("The newest version is verified or rejected."), right=Can.VERIFY),
        _while_used("link", _("Link"), _("The evidence is linked to one more record.")),
        _while_used("retire", _("Retire"), _("The evidence is no longer used, with a reason."), EvidenceState.RETIRED),
        Transition(
            act="reinstate",
            sources=(EvidenceState.RETIRED,),
            to=EvidenceState.USED,
            right=Can.COLLECT,
            label=_("Use again"),
            sentence=_("The evidence is used again, with a reason."),
            refused=EvidenceInUse,
            because=_("%(reference)s is in use."),
        ),
    ),
)


def is_in(condition: str, day: dt.date) -> models.Q:
    """Return the same rule as `Age.condition`, as a question to the database."""
    used = models.Q(retired_on=None)
    captured = used & models.Q(captured_on__isnull=False)
    standing = captured & ~models.Q(check_state=Check.REJECTED)
    valid = models.Q(valid_until=None) | models.Q(valid_until__gte=day)
    edge = day + dt.timedelta(days=SOON)
    ending = models.Q(fresh_until__lte=edge) | models.Q(valid_until__isnull=False, valid_until__lte=edge)
    in_time = standing & valid & models.Q(fresh_until__gte=day)
    fresh = in_time & models.Q(gap_since=None)
    return {
        Condition.RETIRED.value: ~used,
        Condition.EMPTY.value: used & models.Q(captured_on=None),
        Condition.REJECTED.value: captured & models.Q(check_state=Check.REJECTED),
        Condition.EXPIRED.value: standing & ~valid,
        Condition.STALE.value: standing & valid & models.Q(fresh_until__lt=day),
        Condition.GAP.value: in_time & models.Q(gap_since__isnull=False),
        Condition.SOON.value: fresh & ending,
        Condition.FRESH.value: fresh & ~ending,
    }[Condition(condition).value]


def no_longer_counts(day: dt.date) -> models.Q:
    """Return whether evidence is in one of the `LOWERING` conditions on a day, as a question that is quick to ask."""
    return models.Q(retired_on=None) & lowers_while_used(day)


def lowers_while_used(day: dt.date) -> models.Q:
    """Return the same of evidence that is known to be in use."""
    over = models.Q(fresh_until__lt=day) | models.Q(valid_until__lt=day)
    # The likeliest first: databases look no further.
    rejected, gap = models.Q(check_state=Check.REJECTED), models.Q(gap_since__isnull=False)
    return over | models.Q(captured_on=None) | rejected | gap


def _open_to(readers: Sequence[Reader]) -> models.Q:
    """Return the condition of what members without the right may open: what is not confidential, or is their own."""
    keys = [one.pk for one in readers]
    collected = Evidence.objects.filter(captures__collected_by__in=keys).values("pk")
    is_confidential = models.Q(confidentiality=Confidentiality.CONFIDENTIAL)
    return ~is_confidential | models.Q(owner_id__in=keys) | models.Q(pk__in=collected)


class EvidenceQuerySet(OwnedQuerySet["Evidence"]):
    """Questions about evidence."""

    def visible_to(self, reader: Reader) -> Self:
        """Return what a member may open: confidential items only as owner, as collector, or with the right."""
        return self if reader.can(Can.READ_CONFIDENTIAL) else self.filter(_open_to([reader]))

    def readable_by(self, readers: Sequence[Reader]) -> Self:
        """Return what some members may open together, each in their own organisation."""
        with_right = [one.organisation.pk for one in readers if one.can(Can.READ_CONFIDENTIAL)]
        others = [one for one in readers if not one.can(Can.READ_CONFIDENTIAL)]
        everything = models.Q(organisation__in=with_right)
        if not others:
            return self.filter(everything)
        return self.filter(
            everything | (models.Q(organisation__in=[one.organisation.pk for one in others]) & _open_to(others))
        )

    def confidential(self) -> Self:
        """Return those that not everybody here may know of."""
        return self.filter(confidentiality=Confidentiality.CONFIDENTIAL)

    def in_use(self) -> Self:
        """Return those that are not retired."""
        return self.filter(retired_on=None)

    def to_hand_over(self) -> Self:
        """Return those in use; who owned a retired one is history."""
        return self.in_use()

    def in_condition(self, condition: str, day: dt.date) -> Self:
        """Return those that are in a condition on a day."""
        return self.filter(is_in(condition, day))

    def going_stale_by(self, day: dt.date) -> Self:
        """Return those that will no longer carry a claim on a day: stale, expired, rejected or empty."""
        return self.filter(no_longer_counts(day))

    def unverified(self) -> Self:
        """Return those whose newest capture nobody has checked yet."""
        return self.in_use().exclude(captured_on=None).filter(check_state=Check.UNVERIFIED)

    def unused(self) -> Self:
        """Return those that nothing is linked to."""
        return self.exclude(links__ended_at=None, links__isnull=False)

    def in_order(self, order: str) -> Self:
        """Return them in one of the orders a list offers."""
        return self.order_by(*_ORDERS[order])

    def soonest_first(self) -> Self:
        """Return what turns stale first, first."""
        return self.in_order("soonest")


class Evidence(Governed, Owned):
    """One piece of evidence. Its captures are what was collected; the newest one counts.

    `fresh_months` is for how long a capture stays fresh. The columns from `newest_number` on repeat what the newest
    capture and its newest verification say, so that a list of many items reads no captures; only the acts that add
    a capture or a verification write them.
    """

    title = LineField(verbose_name=_("what it shows"))
    about = ProseField(max_length=4000, blank=True, default="", verbose_name=_("notes"))
    kind = models.CharField(max_length=24, choices=EvidenceKind, default=EvidenceKind.OTHER, verbose_name=_("kind"))
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner"))
    confidentiality = models.CharField(
        max_length=12, choices=Confidentiality, default=Confidentiality.INTERNAL, verbose_name=_("confidentiality")
    )
    fresh_months = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)], verbose_name=_("fresh for (months)")
    )
    retired_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("retired on"))
    retired_reason = ProseField(max_length=2000, blank=True, default="", editable=False, verbose_name=_("reason"))
    check_due_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("check due"))
    newest_number = models.PositiveIntegerField(default=0, editable=False, verbose_name=_("newest capture"))
    captured_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("collected on"))
    fresh_until = models.DateField(null=True, blank=True, editable=False, verbose_name=_("fresh until"))
    valid_until = models.DateField(null=True, blank=True, editable=False, verbose_name=_("valid until"))
    check_state = models.CharField(
        max_length=10, choices=Check, default=Check.UNVERIFIED, editable=False, verbose_name=_("check")
    )
    gap_since = models.DateField(null=True, blank=True, editable=False, verbose_name=_("gap in period since"))

    # What people call a version is a capture in code and data.
    labels: ClassVar = {"newest_number": _("Newest version")}
    prefix = "EV"
    searched = ("title", "about")
    owner_event = EvidenceEvent.HANDED_OVER
    needs_owner = True
    lifecycle: ClassVar = LIFECYCLE
    objects = EvidenceQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(retired_on=None) | ~models.Q(retired_reason=""),
                name="evidence_retired_with_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "fresh_until"], name="evidence_by_freshness"),
            # All that `is_in` asks about: counts over every row read this index alone.
            models.Index(
                fields=[
                    "organisation",
                    "retired_on",
                    "check_state",
                    "captured_on",
                    "fresh_until",
                    "valid_until",
                    "gap_since",
                    "owner",
                    "newest_number",
                    "check_due_on",
                ],
                name="evidence_by_condition",
            ),
        ]

    def edit(self, *, by: Acts, title: str, about: str, kind: str, confidentiality: str, fresh_months: int) -> None:
        """Change what is known about it; another interval moves the day on which the newest capture turns stale."""
        LIFECYCLE.require(self, "edit")
        self.title, self.about, self.kind = normal(title), normal(about), kind
        self.confidentiality, self.fresh_months = confidentiality, fresh_months
        if self.captured_on is not None:
            self.fresh_until = add_months(self.captured_on, fresh_months)
        self.commit(EvidenceEvent.DESCRIBED, by=by)

    def retire(self, *, by: Acts, reason: str) -> None:
        """Stop using it; it stays readable, and no longer carries any claim. Raises ReasonMissing."""
        LIFECYCLE.require(self, "retire")
        if not normal(reason):
            raise ReasonMissing(_("Give the reason for retiring this evidence."))
        self.retired_on, self.retired_reason = day_in(self.organisation.time_zone), normal(reason)
        self.commit(EvidenceEvent.RETIRED, by=by, note=self.retired_reason)

    def reinstate(self, *, by: Acts, reason: str) -> None:
        """Use retired evidence again. Raises ReasonMissing, and EvidenceInUse where it is in use."""
        LIFECYCLE.require(self, "reinstate")
        if not normal(reason):
            raise ReasonMissing(_("Give the reason for using this evidence again."))
        self.retired_on, self.retired_reason = None, ""
        self.commit(EvidenceEvent.TAKEN_UP, by=by, note=normal(reason))

    def renew(
        self,
        number: int,
        *,
        collected_on: dt.date,
        valid_until: dt.date | None,
        gap_since: dt.date | None = None,
        by: Acts,
    ) -> None:
        """Let a newer capture count, by its number. Call through `collecting.add_capture`."""
        self.newest_number, self.captured_on, self.valid_until = number, collected_on, valid_until
        self.gap_since = gap_since
        self.fresh_until = add_months(collected_on, self.fresh_months)
        self.check_state = Check.UNVERIFIED
        self.check_due_on = day_in(self.organisation.time_zone) + CHECK_WITHIN
        self.commit(EvidenceEvent.RENEWED, by=by)

    def note_check(self, check: str, *, by: Acts) -> None:
        """Keep what the newest verification says. Call through `checking`."""
        self.check_state = check
        self.commit(EvidenceEvent.CHECKED, by=by)

    def require_used(self) -> None:
        """Raise EvidenceRetired unless it is in use."""
        LIFECYCLE.require(self, "capture")

    @property
    def is_retired(self) -> bool:
        """Return whether it is not used any more."""
        return self.retired_on is not None

    @property
    def is_confidential(self) -> bool:
        """Return whether only some may open it."""
        return self.confidentiality == Confidentiality.CONFIDENTIAL

    @property
    def age(self) -> Age:
        """Return what decides its condition."""
        return Age(
            self.captured_on,
            self.fresh_until,
            self.valid_until,
            self.check_state,
            self.gap_since,
            is_retired=self.is_retired,
        )

    def may_be_changed_by(self, reader: Reader) -> bool:
        """Return whether a reader may change it: its owner who may collect, or who manages the AIMS."""
        return reader.can(Can.MANAGE_AIMS) or (reader.can(Can.COLLECT) and self.owner_id == reader.pk)
