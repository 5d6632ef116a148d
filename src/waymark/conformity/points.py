"""Words of the filters over lists of points: verdicts with what they rest on, and bases. No data access."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from waymark.conformity.picture import PointView
from waymark.conformity.scale import GAPS, Verdict

SHOWN, NAMED, CLAIMED, TO_RATE, LOOK_AGAIN, JUDGE_AGAIN, CAME_LATER, GAP, OVERDUE = (
    "shown",
    "named",
    "claimed",
    "to_rate",
    "look_again",
    "judge_again",
    "came_later",
    "gap",
    "overdue",
)
"""Words of the filter beside the verdicts."""
VERDICT_CHOICES: tuple[tuple[str, Any], ...] = (
    *Verdict.choices,
    (TO_RATE, _("To rate")),
    (LOOK_AGAIN, _("Look again")),
    (JUDGE_AGAIN, _("Newer evidence, rate again")),
    (CAME_LATER, _("All evidence came later")),
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


def is_like(view: PointView, word: str) -> bool:
    """Return whether a point has a verdict, or is what one of the other words of the filter says."""
    found = view.found
    if word in {SHOWN, NAMED, CLAIMED}:
        return found.grade == word
    others = {
        GAP: found.verdict in GAPS,
        LOOK_AGAIN: found.looks_again,
        JUDGE_AGAIN: found.judge_again,
        CAME_LATER: found.came_later,
        TO_RATE: (
            found.looks_again or found.judge_again or (view.point.counts and found.verdict == Verdict.NOT_ASSESSED)
        ),
    }
    return others.get(word, found.verdict == word)
