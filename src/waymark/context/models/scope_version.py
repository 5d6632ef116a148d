"""The scope of the AIMS in versions, of which one is in force; each is approved before it takes effect (4.3)."""

import datetime as dt
from typing import Any, ClassVar, Final, Self

from django.db import models, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from waymark.context.events import ScopeEvent
from waymark.context.models.scope_statement import ScopeStatement
from waymark.context.scope_content import PARTS
from waymark.context.scope_life import CURRENT, IN_FORCE, LIFECYCLE, ScopeState
from waymark.context.scope_rules import (
    parsed_number,
    require_complete,
    require_days,
    require_reason,
    require_review_ahead,
    require_row,
    require_unused_number,
)
from waymark.core.clock import day_in
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.people.active import require_active
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.records.governed import Governed, Owned, OwnedQuerySet
from waymark.records.reviewed import Review, Reviewed
from waymark.signing.voiding import void_pending
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain

KIND: Final = "context.scopeversion"
_COPIED: Final = ("units", "considered", "sentence", "sites", "systems", "factors", "needs", *PARTS)


class ScopeVersionQuerySet(OwnedQuerySet["ScopeVersion"]):
    """Questions about versions of the scope statement."""

    def effective(self) -> Self:
        """Return the version in force: one, or none."""
        return self.filter(state=ScopeState.EFFECTIVE)

    def taking_effect_by(self, day: dt.date) -> Self:
        """Return those approved whose day has come, the one to take effect first before the others."""
        return self.filter(state=ScopeState.APPROVED, effective_from__lte=day).order_by("effective_from", "number")

    def from_any_day(self) -> Self:
        """Return those that are, were, or will be in force, the newest first."""
        return self.filter(effective_from__isnull=False).order_by("-effective_from", "-number")

    def in_force_on(self, day: dt.date) -> Self:
        """Return the version in force on a day before the others; those ahead count on their day."""
        return self.from_any_day().filter(effective_from__lte=day).exclude(ended_on__lte=day)

    def review_due_by(self, day: dt.date) -> Self:
        """Return those that are not history and whose next review is due by a day; a draft has none."""
        return self.filter(state__in=CURRENT, next_review_on__lte=day)

    def to_hand_over(self) -> Self:
        """Return those that are not history."""
        return self.filter(state__in=CURRENT)


class ScopeVersion(ScopeStatement, Governed, Owned, Reviewed):
    """One version of the scope statement. What it names of other records it keeps by number and title of the day."""

    wanted_from = models.DateField(null=True, blank=True, editable=False, verbose_name=_("to take effect on"))
    approved_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("approved on"))
    approved_by = models.ForeignKey(
        Member,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("approved by"),
    )
    outside_approver = LineField(blank=True, default="", editable=False, verbose_name=_("approved outside by"))
    outside_approved_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("approved outside on"))
    outside_evidence = LineField(
        max_length=500, blank=True, default="", editable=False, verbose_name=_("where the approval can be seen")
    )
    is_self_approved = models.BooleanField(default=False, editable=False, verbose_name=_("approved by its only author"))
    effective_from = models.DateField(null=True, blank=True, editable=False, verbose_name=_("effective from"))
    ended_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("no longer in force from"))
    withdrawn_on = models.DateField(null=True, blank=True, editable=False, verbose_name=_("withdrawn on"))
    withdrawn_reason = ProseField(
        max_length=2000, blank=True, default="", editable=False, verbose_name=_("reason for withdrawing")
    )

    prefix = "SCP"
    title_field = "version_number"
    searched = ("version_number", "reason", "summary", "units", "considered", "sentence")
    owner_event = ScopeEvent.OWNED
    lifecycle: ClassVar = LIFECYCLE
    objects = ScopeVersionQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("scope version")
        verbose_name_plural = _("scope versions")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            *Reviewed.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "version_number"], name="context_scope_version_once"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(state=ScopeState.EFFECTIVE),
                name="context_scope_one_effective",
            ),
            models.CheckConstraint(condition=~models.Q(version_number=""), name="context_scope_numbered"),
            models.CheckConstraint(
                condition=~models.Q(state__in=(ScopeState.APPROVED, *IN_FORCE))
                | (models.Q(approved_on__isnull=False) | models.Q(outside_approved_on__isnull=False))
                & models.Q(effective_from__isnull=False, next_review_on__isnull=False),
                name="context_scope_approved",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_from=None)
                | models.Q(effective_from__gte=models.F("approved_on"))
                | models.Q(effective_from__gte=models.F("outside_approved_on")),
                name="context_scope_effective_after_approval",
            ),
            models.CheckConstraint(
                condition=models.Q(outside_approved_on=None, outside_approver="", outside_evidence="")
                | models.Q(outside_approved_on__isnull=False)
                & ~models.Q(outside_approver="")
                & ~models.Q(outside_evidence=""),
                name="context_scope_approved_outside",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ScopeState.SUPERSEDED) | models.Q(ended_on__gte=models.F("effective_from")),
                name="context_scope_ended",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ScopeState.WITHDRAWN, withdrawn_on__isnull=False)
                & ~models.Q(withdrawn_reason="")
                | ~models.Q(state=ScopeState.WITHDRAWN) & models.Q(withdrawn_on=None),
                name="context_scope_withdrawn",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "effective_from"], name="context_scope_in_force"),
        ]

    @classmethod
    def titled(cls, text: str) -> str:
        """Return what a version is called: its number alone says nothing beside other records."""
        return _now("Scope of the AIMS, version %(number)s") % {"number": text}

    @classmethod
    def draft(
        cls,
        organisation: Organisation,
        *,
        version_number: str,
        reason: str = "",
        summary: str = "",
        owner: Member | None = None,
        by: Acts,
    ) -> "ScopeVersion":
        """Return a new draft with the contents of the version before it, if there is one.

        Raises VersionNumberWrong, ScopeReasonMissing and OwnerHasLeft.
        """
        with transaction.atomic():
            lock_chain(organisation.pk)
            require_active([owner] if owner is not None else [])
            number = parsed_number(version_number)
            require_unused_number(cls.objects.of(organisation), number)
            before = cls.before(organisation)
            require_reason(reason, before)
            made = cls(organisation=organisation, number=next_number(organisation, cls.prefix), owner=owner)
            for name in _COPIED if before is not None else ():
                setattr(made, name, getattr(before, name))
            made.version_number, made.reason, made.summary = number, normal(reason), normal(summary)
            made.commit(ScopeEvent.DRAFTED, by=by)
        return made

    @classmethod
    def before(cls, organisation: Organisation, *, than: int | None = None) -> "ScopeVersion | None":
        """Return the version that a new one starts from: that in force, or else the last that was not withdrawn."""
        rows = cls.objects.of(organisation).exclude(state=ScopeState.WITHDRAWN)
        rows = rows if than is None else rows.filter(number__lt=than)
        return rows.effective().first() or rows.order_by("-number").first()

    def edit(
        self,
        *,
        version_number: str,
        reason: str = "",
        summary: str = "",
        units: str = "",
        sentence: str = "",
        by: Acts,
    ) -> None:
        """Change number and wording. Raises ScopeNotEditable, VersionNumberWrong and ScopeReasonMissing."""
        LIFECYCLE.require(self, "edit")
        number = parsed_number(version_number)
        others = ScopeVersion.objects.of(self.organisation).exclude(pk=self.pk)
        require_unused_number(others, number)
        require_reason(reason, others.filter(number__lt=self.number).first())
        texts = {"reason": reason, "summary": summary, "units": units, "sentence": sentence}
        self.keep("edit", {"version_number": number, **{name: normal(text) for name, text in texts.items()}}, by=by)

    def keep(self, act: str, changes: dict[str, Any], *, by: Acts) -> None:
        """Write changes of an act of editing; a request for approval that is pending is void then.

        Raises ScopeNotEditable.
        """
        with transaction.atomic():
            lock_chain(self.organisation_id)
            LIFECYCLE.require(self, act)
            for name, value in changes.items():
                setattr(self, name, value)
            if self.state == ScopeState.IN_REVIEW:
                self._void(_now("The version was edited."), by=by)
            self.state, self.next_review_on = ScopeState.DRAFT, None
            self.commit(ScopeEvent.EDITED, by=by)

    def set_row(self, act: str, part: str, values: dict[str, Any], *, row: int | None, by: Acts) -> None:
        """Add a row to a part, or put it in the place of row number `row`. Raises ScopeRowMissing, TooManyScopeRows."""
        LIFECYCLE.require(self, act)
        rows = list(getattr(self, part))
        require_row(rows, row)
        found = {name: values[name] for name in PARTS[part]}
        if row is None:
            rows.append(found)
        else:
            rows[row - 1] = found
        self.keep(act, {part: rows}, by=by)

    def remove_row(self, *, part: str, row: int, by: Acts) -> None:
        """Remove row number `row` of a part. Raises ScopeNotEditable and ScopeRowMissing."""
        LIFECYCLE.require(self, "remove_row")
        rows = list(getattr(self, part))
        require_row(rows, row)
        self.keep("remove_row", {part: [*rows[: row - 1], *rows[row:]]}, by=by)

    def put_in_review(
        self, *, named: dict[str, Any], wanted_from: dt.date | None, next_review_on: dt.date, by: Acts
    ) -> None:
        """Close the draft for review; `named` are the records it names by their titles of today.

        Raises ScopeNotDraft, ScopeIncomplete, EffectiveTooEarly and ScopeReviewDateWrong.
        """
        LIFECYCLE.require(self, "request_approval")
        today = day_in(self.organisation.time_zone)
        self._complete(named)
        require_days(approved_on=today, effective_from=wanted_from, field="wanted_from")
        require_review_ahead(next_review_on, max(wanted_from or today, today))
        self.state, self.wanted_from, self.next_review_on = ScopeState.IN_REVIEW, wanted_from, next_review_on
        self.commit(ScopeEvent.ASKED, by=by)

    def take_back(self, *, reason: str, by: Acts) -> None:
        """Make it a draft again; what was requested is void. Raises ScopeNotInReview."""
        with transaction.atomic():
            lock_chain(self.organisation_id)
            LIFECYCLE.require(self, "take_back")
            self._void(normal(reason), by=by)
            self.state, self.next_review_on = ScopeState.DRAFT, None
            self.commit(ScopeEvent.TAKEN_BACK, by=by, note=normal(reason))

    def give_back(self, *, remark: str, by: Acts) -> None:
        """Make it a draft again, as the approver requests changes. Raises ScopeNotInReview."""
        LIFECYCLE.require(self, "give_back")
        self.state, self.next_review_on = ScopeState.DRAFT, None
        self.commit(ScopeEvent.RETURNED, by=by, note=normal(remark))

    def approve(self, *, is_self_approved: bool = False, by: Acts) -> None:
        """Keep that it was approved today; where its day has come, it takes effect. Raises ScopeNotInReview."""
        with transaction.atomic():
            lock_chain(self.organisation_id)
            LIFECYCLE.require(self, "approve")
            today = day_in(self.organisation.time_zone)
            self.state, self.approved_on, self.is_self_approved = ScopeState.APPROVED, today, is_self_approved
            self.approved_by = by if isinstance(by, Member) else None
            self.effective_from = max(self.wanted_from or today, today)
            self.commit(ScopeEvent.APPROVED, by=by)
            self._begin(today, by=by)

    def record_approval(  # noqa: PLR0913 -- one argument for each fact
        self,
        *,
        named: dict[str, Any],
        approver: str,
        approved_on: dt.date,
        evidence: str,
        effective_from: dt.date,
        next_review_on: dt.date,
        by: Acts,
    ) -> None:
        """Keep an approval that was given outside: by whom, when, and where it can be seen.

        Raises ScopeNotDraft, ScopeIncomplete, EffectiveTooEarly and ScopeReviewDateWrong.
        """
        with transaction.atomic():
            lock_chain(self.organisation_id)
            LIFECYCLE.require(self, "record_approval")
            today = day_in(self.organisation.time_zone)
            self._complete(named)
            require_days(approved_on=approved_on, effective_from=effective_from, today=today)
            require_review_ahead(next_review_on, effective_from)
            self.state, self.outside_approved_on = ScopeState.APPROVED, approved_on
            self.outside_approver, self.outside_evidence = normal(approver), normal(evidence)
            self.effective_from, self.next_review_on = effective_from, next_review_on
            self.commit(ScopeEvent.RECORDED, by=by)
            self._begin(today, by=by)

    def take_effect(self, *, by: Acts) -> None:
        """Put it in force and supersede the version before it.

        Where a later one is or was in force already, it is superseded at once. Raises ScopeNotApproved.
        """
        with transaction.atomic():
            lock_chain(self.organisation_id)
            LIFECYCLE.require(self, "take_effect")
            today = day_in(self.organisation.time_zone)
            self.effective_from = start = min(self.effective_from or today, today)
            others = ScopeVersion.objects.of(self.organisation).exclude(pk=self.pk)
            later = others.filter(state__in=IN_FORCE, effective_from__gt=start)
            successor = later.order_by("effective_from", "number").first()
            if successor is not None:
                self.supersede(on=successor.effective_from or start, by=by)
                return
            for current in others.effective().select_related("organisation"):
                current.supersede(on=start, by=by)
            self.state = ScopeState.EFFECTIVE
            self.commit(ScopeEvent.TOOK_EFFECT, by=by)

    def supersede(self, *, on: dt.date, by: Acts) -> None:
        """Say from which day another version takes its place. Raises ScopeNotApproved."""
        LIFECYCLE.require(self, "supersede")
        self.state, self.ended_on = ScopeState.SUPERSEDED, max(on, self.effective_from or on)
        self.commit(ScopeEvent.SUPERSEDED, by=by)

    def review(self, review: Review, *, by: Acts) -> None:
        """Keep what a review came to. Raises ScopeNotEffective and ReviewDateWrong."""
        LIFECYCLE.require(self, "review")
        self.keep_review(review, today=day_in(self.organisation.time_zone))
        self.commit(ScopeEvent.REVIEWED, by=by, note=self.review_note)

    def withdraw(self, *, reason: str, by: Acts) -> None:
        """Use it no longer; it stays to be read. Raises ScopeWithdrawn."""
        with transaction.atomic():
            lock_chain(self.organisation_id)
            LIFECYCLE.require(self, "withdraw")
            today = day_in(self.organisation.time_zone)
            if self.state == ScopeState.IN_REVIEW:
                self._void(normal(reason), by=by)
            if self.state == ScopeState.EFFECTIVE:
                self.ended_on = today
            if self.state == ScopeState.APPROVED:
                self.effective_from = None
            self.state, self.withdrawn_on, self.withdrawn_reason = ScopeState.WITHDRAWN, today, normal(reason)
            self.commit(ScopeEvent.WITHDRAWN, by=by, note=self.withdrawn_reason)

    def is_review_due(self, today: dt.date) -> bool:
        """Return whether it is due for review."""
        return self.state in CURRENT and self.next_review_on is not None and self.next_review_on <= today

    def _complete(self, named: dict[str, Any]) -> None:
        for name, rows in named.items():
            setattr(self, name, rows)
        require_complete(self)

    def _begin(self, today: dt.date, *, by: Acts) -> None:
        if self.effective_from is not None and self.effective_from <= today:
            self.take_effect(by=by)

    def _void(self, reason: str, *, by: Acts) -> None:
        void_pending(self.organisation, KIND, self.pk, reason=reason, by=by)
