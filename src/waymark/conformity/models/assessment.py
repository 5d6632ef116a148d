"""A dated round over all clauses and the chosen controls; closed, it never changes again."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from waymark.catalogue.models.framework import Framework
from waymark.conformity.events import ConformityEvent
from waymark.conformity.scale import REASON_LEAST
from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField, ProseField
from waymark.people.holding import Held, HeldQuerySet
from waymark.people.models.member import Member
from waymark.trail.actors import Acts
from waymark.trail.door import Recorded


class RoundClosed(RuleBroken):
    """A closed round is a record of what was found then; it never changes."""

    code = "round-closed"


class PointsUnrated(RuleBroken):
    """A round with unrated points closes only with a stated reason, which is shown for ever."""

    code = "points-unrated"


class State(models.TextChoices):
    """Where a round stands."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class GapAssessmentQuerySet(HeldQuerySet["GapAssessment"]):
    """Questions about rounds."""

    def open(self) -> Self:
        """Return the rounds still being worked on."""
        return self.filter(state=State.OPEN)

    def closed(self) -> Self:
        """Return the frozen rounds."""
        return self.filter(state=State.CLOSED)

    def light(self) -> Self:
        """Return the rounds without what only their own pages read."""
        return self.defer("frozen", "controls")

    def newest_first(self) -> Self:
        """Return the newest round first."""
        return self.order_by("-started_on", "-number")

    def numbered(self, number: int) -> Self:
        """Return the round with this number."""
        return self.filter(number=number)


class GapAssessment(Held, Recorded):
    """One gap assessment. `controls` are the references of the Annex A controls chosen for it.

    `frozen` and `figures` are written at closing: owner and due date of each requirement as they were on that day,
    and the counts, so that a list of many rounds never adds them up again.
    """

    number = models.PositiveIntegerField(editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    title = LineField(max_length=120)
    controls = models.JSONField(default=list, blank=True)
    started_on = models.DateField()
    state = models.CharField(max_length=6, choices=State, default=State.OPEN, editable=False)
    closed_on = models.DateField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    incomplete_reason = ProseField(max_length=2000, blank=True, default="", editable=False)
    frozen = models.JSONField(default=dict, blank=True, editable=False)
    figures = models.JSONField(default=dict, blank=True, editable=False)

    labels: ClassVar = {
        "controls": _("Controls chosen"),
        "started_on": _("Begun on"),
        "incomplete_reason": _("Why it closed with unrated points"),
        "frozen": _("Owners and dates as they were then"),
    }
    objects = GapAssessmentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="conformity_round_number"),
            models.CheckConstraint(
                condition=models.Q(state=State.OPEN, closed_on=None)
                | models.Q(state=State.CLOSED, closed_on__isnull=False),
                name="conformity_round_closed_on",
            ),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def reference(self) -> str:
        """Return the short human reference."""
        return f"GA-{self.number}"

    @property
    def is_open(self) -> bool:
        """Return whether points can be judged."""
        return self.state == State.OPEN

    @property
    def is_closed(self) -> bool:
        """Return whether the round is frozen."""
        return self.state == State.CLOSED

    def covers(self, requirement: Any) -> bool:
        """Return whether a requirement of the catalogue belongs to the round."""
        return not requirement.is_control or requirement.ref in self.controls

    def require_open(self) -> None:
        """Raise RoundClosed unless points can still be judged."""
        if self.is_closed:
            raise RoundClosed(
                _("%(title)s is closed: what was found then stays as it is.") % {"title": self.title},
                way_out=_("Open a new gap assessment to record what has changed."),
            )

    def rename(self, title: str, *, by: Acts) -> None:
        """Give the open round another title."""
        self.require_open()
        self.title = title
        self.commit(ConformityEvent.DESCRIBED, by=by)

    def close(  # noqa: PLR0913 -- the parts of one decision
        self,
        *,
        unrated: int,
        frozen: dict[str, Any],
        figures: dict[str, Any],
        by: Acts,
        closer: Member | None,
        reason: str = "",
        on: dt.date | None = None,
    ) -> None:
        """Freeze the round for ever; `unrated` points ask for a reason. Call through `rounds.close_round`."""
        self.require_open()
        if unrated and len(reason.strip()) < REASON_LEAST:
            raise PointsUnrated(
                ngettext("%(count)d point has no rating yet.", "%(count)d points have no rating yet.", unrated)
                % {"count": unrated},
                way_out=_("Rate them, or say in at least %(least)d characters why the round closes without them.")
                % {"least": REASON_LEAST},
            )
        self.state, self.closed_on = State.CLOSED, on or day_in(self.organisation.time_zone)
        self.closed_by, self.incomplete_reason = closer, reason.strip() if unrated else ""
        self.frozen, self.figures = frozen, figures
        self.commit(ConformityEvent.CLOSED, by=by, note=self.incomplete_reason)
