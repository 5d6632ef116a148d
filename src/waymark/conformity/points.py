"""Lists of points: what is looked for in them, over one round or as it stands today. No data access."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from waymark.conformity.picture import Gap, Picture, PointView
from waymark.conformity.scale import GAPS, Verdict

SHOWN, NAMED, CLAIMED, TO_RATE, LOOK_AGAIN, GAP, OVERDUE = (
    "shown",
    "named",
    "claimed",
    "to_rate",
    "look_again",
    "gap",
    "overdue",
)
"""Words of the filter beside the verdicts."""
VERDICT_CHOICES: tuple[tuple[str, Any], ...] = (
    *Verdict.choices,
    (TO_RATE, _("To rate")),
    (LOOK_AGAIN, _("Look again")),
    (SHOWN, _("In place, stored evidence")),
    (NAMED, _("In place, evidence in words only")),
    (CLAIMED, _("In place, no evidence")),
    (GAP, _("Gaps")),
)
"""What the filter by verdict offers."""
BASIS_CHOICES: tuple[tuple[str, Any], ...] = (
    ("clause", _("Clause")),
    ("control", _("Control")),
    ("definition", _("Definition")),
    ("guidance", _("Guidance")),
)
"""What the filter by basis offers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointFilter:
    """What is looked for in a list of points; what is empty lets every point through."""

    verdict: str = ""
    basis: str = ""
    group: str = ""
    owner: str = ""
    due: str = ""

    def unknown(self, picture: Picture) -> list[str]:
        """Return the values that no filter over a picture offers, as a stale or mistyped address has them."""
        offered = (
            (self.verdict, {value for value, _label in VERDICT_CHOICES}),
            (self.basis, {value for value, _label in BASIS_CHOICES}),
            (self.group, {one.requirement.group for one in picture.requirements}),
            (self.owner, set(owners_in(picture))),
            (self.due, {OVERDUE}),
        )
        return [value for value, known in offered if value and value not in known]

    def rows(self, picture: Picture, today: dt.date) -> list[Gap]:
        """Return the points of a picture that are looked for, in the order of the standard."""
        return [
            row
            for one in picture.requirements
            if (not self.group or one.requirement.group == self.group)
            and (not self.owner or one.assignment.owner == self.owner)
            for row in (Gap(one, view) for view in one.points)
            if self._fits(row, today)
        ]

    def _fits(self, row: Gap, today: dt.date) -> bool:
        return (
            (not self.verdict or _is_like(row.view, self.verdict))
            and (not self.basis or row.view.point.basis == self.basis)
            and (not self.due or (self.due == OVERDUE and row.is_overdue(today)))
        )


def owners_in(picture: Picture) -> list[str]:
    """Return the names of the owners in a picture, each once."""
    return sorted({one.assignment.owner for one in picture.requirements if one.assignment.owner})


def _is_like(view: PointView, word: str) -> bool:
    """Return whether a point has a verdict, or is what one of the other words of the filter says."""
    found = view.found
    if word in {SHOWN, NAMED, CLAIMED}:
        return found.grade == word
    others = {
        GAP: found.verdict in GAPS,
        LOOK_AGAIN: found.looks_again,
        TO_RATE: found.looks_again or (view.point.counts and found.verdict == Verdict.NOT_ASSESSED),
    }
    return others.get(word, found.verdict == word)
