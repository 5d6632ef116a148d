"""A dated round over all clauses and the chosen controls; closed, it never changes again."""

import datetime as dt
from itertools import chain, count
from typing import Any, ClassVar, Final, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from waymark.catalogue.models.framework import Framework
from waymark.conformity.events import ConformityEvent
from waymark.conformity.models.report_text import REPORT_TEXT, WithReportText
from waymark.conformity.rollup import Counts
from waymark.conformity.scale import REASON_LEAST
from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField, ProseField
from waymark.people.models.member import Member
from waymark.people.rights import Can
from waymark.records.governed import Governed, GovernedQuerySet
from waymark.records.lifecycle import BEGINNING, STAYS, Lifecycle, Transition
from waymark.trail.actors import Acts


class RoundClosed(RuleBroken):
    """A closed round is a record of what was found then; it never changes."""

    code = "round-closed"


class PointsUnrated(RuleBroken):
    """A round with unrated points closes only with a stated reason, which is shown for ever."""

    code = "points-unrated"
    field = "reason"


class State(models.TextChoices):
    """Where a round stands."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


def _while_open(act: str, to: str, label: Any, sentence: Any, right: Can = Can.MANAGE_AIMS) -> Transition:
    return Transition(
        act=act,
        sources=(State.OPEN,),
        to=to,
        right=right,
        label=label,
        sentence=sentence,
        refused=RoundClosed,
        because=_("%(title)s is closed and cannot be changed."),
        way_out=_("Open a new gap assessment to record what has changed."),
    )


LIFECYCLE: Final = Lifecycle(
    name="gap-assessment",
    label=_("Gap assessment"),
    states=State,
    transitions=(
        Transition(
            act="open",
            sources=(BEGINNING,),
            to=State.OPEN,
            right=Can.MANAGE_AIMS,
            label=_("Start gap assessment"),
            sentence=_("A round starts over all clauses and the selected controls."),
        ),
        _while_open("judge", STAYS, _("Rate"), _("Points get their verdicts."), Can.RATE),
        _while_open("rename", STAYS, _("Rename"), _("The round gets another title.")),
        _while_open("describe", STAYS, _("Edit report text"), _("The round gets the texts of its report.")),
        _while_open(
            "close",
            State.CLOSED,
            _("Close"),
            _("The round is closed permanently, with a reason if points are unrated."),
        ),
    ),
)


class GapAssessmentQuerySet(GovernedQuerySet["GapAssessment"]):
    """Questions about rounds."""

    def open(self) -> Self:
        """Return the rounds still being worked on."""
        return self.filter(state=State.OPEN)

    def complete(self) -> Self:
        """Return the closed ones in which every point had a rating."""
        return self.closed().filter(incomplete_reason="")

    def closed(self) -> Self:
        """Return the frozen rounds."""
        return self.filter(state=State.CLOSED)

    def light(self) -> Self:
        """Return the rounds without what only their own pages read."""
        return self.defer("frozen", "controls", "backing", "evidence", *REPORT_TEXT)

    def free_title(self, title: str) -> str:
        """Return a title, with the lowest number behind it that keeps it apart from those of the rounds here."""
        taken = set(self.filter(title__startswith=title).values_list("title", flat=True))
        numbered = (f"{title}, {number}" for number in count(2))
        return next(one for one in chain([title], numbered) if one not in taken)

    def newest_first(self) -> Self:
        """Return the newest round first."""
        return self.order_by("-started_on", "-number")


class GapAssessment(WithReportText, Governed):
    """One gap assessment. `controls` are the references of the Annex A controls chosen for it.

    `frozen` and `figures` are written at closing: owner and due date of each requirement as they were on that day,
    and the counts, so that a list of many rounds never adds them up again; `backing` the sums of what lay behind each
    point, and `evidence` the pieces themselves, which only what names them reads.
    """

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    title = LineField(max_length=120)
    controls = models.JSONField(default=list, blank=True)
    started_on = models.DateField()
    state = models.CharField(max_length=6, choices=State, default=State.OPEN, editable=False)
    closed_on = models.DateField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    incomplete_reason = ProseField(max_length=2000, blank=True, default="", editable=False)
    frozen = models.JSONField(default=dict, blank=True, editable=False)
    backing = models.JSONField(null=True, blank=True, editable=False)
    evidence = models.JSONField(null=True, blank=True, editable=False)
    figures = models.JSONField(default=dict, blank=True, editable=False)

    labels: ClassVar = {
        "controls": _("Controls selected"),
        "started_on": _("Started on"),
        "incomplete_reason": _("Reason for unrated points"),
        "backing": _("Evidence at closing, added up"),
        "evidence": _("Evidence at closing"),
        "frozen": _("Owners and due dates at closing"),
    }
    prefix = "GA"
    lifecycle: ClassVar = LIFECYCLE
    objects = GapAssessmentQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("gap assessment")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state=State.OPEN, closed_on=None)
                | models.Q(state=State.CLOSED, closed_on__isnull=False),
                name="conformity_round_closed_on",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Return whether points can be judged."""
        return self.state == State.OPEN

    @property
    def clause_counts(self) -> Counts:
        """Return the counts over the points of clauses 4 to 10 that a closed round keeps."""
        return Counts(**self.figures["points"])

    @property
    def is_closed(self) -> bool:
        """Return whether the round is frozen."""
        return self.state == State.CLOSED

    def covers(self, requirement: Any) -> bool:
        """Return whether a requirement of the catalogue belongs to the round."""
        return not requirement.is_control or requirement.ref in self.controls

    def require_open(self) -> None:
        """Raise RoundClosed unless points can still be judged."""
        LIFECYCLE.require(self, "judge")

    def rename(self, title: str, *, by: Acts) -> None:
        """Give the open round another title."""
        LIFECYCLE.require(self, "rename")
        self.title = title
        self.commit(ConformityEvent.DESCRIBED, by=by)

    def describe(self, texts: dict[str, str], *, by: Acts) -> None:
        """Give the open round the texts of its report; what is empty is not stated."""
        LIFECYCLE.require(self, "describe")
        for name in REPORT_TEXT:
            setattr(self, name, texts.get(name, "").strip() or None)
        self.commit(ConformityEvent.DESCRIBED, by=by)

    def close(  # noqa: PLR0913 -- the parts of one decision
        self,
        *,
        unrated: int,
        frozen: dict[str, Any],
        backing: dict[str, Any],
        evidence: dict[str, Any],
        figures: dict[str, Any],
        by: Acts,
        closer: Member | None,
        reason: str = "",
        on: dt.date | None = None,
    ) -> None:
        """Freeze the round for ever; `unrated` points ask for a reason. Call through `rounds.close_round`."""
        LIFECYCLE.require(self, "close")
        if unrated and len(reason.strip()) < REASON_LEAST:
            raise PointsUnrated(
                ngettext("%(count)d point has no rating yet.", "%(count)d points have no rating yet.", unrated)
                % {"count": unrated},
                way_out=_("Rate them, or give a reason of at least %(least)d characters for closing without them.")
                % {"least": REASON_LEAST},
            )
        self.state, self.closed_on = State.CLOSED, on or day_in(self.organisation.time_zone)
        self.closed_by, self.incomplete_reason = closer, reason.strip() if unrated else ""
        self.frozen, self.backing, self.evidence, self.figures = frozen, backing, evidence, figures
        self.commit(ConformityEvent.CLOSED, by=by, note=self.incomplete_reason)
