"""The next best act: rules in the order of the path, each with the reason it follows from. No data access."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.conformity.scale import CLOSE_FIRST_RULE
from waymark.people.rights import Can


class Round(Protocol):
    """What the rules need to know of a round."""

    @property
    def title(self) -> str:
        """Return its title."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Where an organisation stands, in the figures the rules look at."""

    has_framework: bool
    members: int
    unowned: int
    requirements: int
    current: Round | None
    unrated: int
    last: Round | None
    close_first: int
    gaps: int
    undated: int
    claimed: int
    judge_again: int = 0
    left_unrated: int = 0
    """Points that the newest closed round left without a rating, where no closed round has rated all."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something to do next: the sentence, the reason, the button, and the rule it follows from.

    It is done `in_round`, the newest one, or `in_plan`, that of the round in which the worst gap was found.
    """

    rule: str
    sentence: str | Promise
    why: str | Promise
    button: str | Promise
    address: str
    right: Can
    in_round: bool = False
    in_plan: bool = False
    query: str = ""


def acts_for(situation: Situation) -> list[Act]:
    """Return every act that makes sense now, the best first."""
    return [act for rule in _RULES if (act := rule(situation)) is not None]


def _add_members(now: Situation) -> Act | None:
    # A founder who was named as the owner of everything has answered for everything.
    if now.members > 1 or (now.requirements and not now.unowned):
        return None
    return Act(
        "N-01",
        _("Add the people who will own requirements."),
        _("Every requirement needs an owner (5.3). A name and a job title are enough."),
        _("Add members"),
        "members",
        Can.MANAGE_PEOPLE,
    )


def _assign_owners(now: Situation) -> Act | None:
    if not now.unowned:
        return None
    return Act(
        "N-02",
        ngettext("Assign an owner to %(n)d requirement.", "Assign owners to %(n)d requirements.", now.unowned)
        % {"n": now.unowned},
        _("Responsibilities must be assigned (5.3). You can assign the owners of all clauses at once."),
        _("Assign owners by clause"),
        "requirement_owners",
        Can.MANAGE_AIMS,
    )


def _begin(now: Situation) -> Act | None:
    if now.current is not None or now.last is not None or not now.has_framework:
        return None
    return Act(
        "N-03",
        _("Start the gap assessment."),
        _("The first step of the path: what is in place, partial and missing in clauses 4 to 10 and Annex A."),
        _("Start"),
        "gap_opening",
        Can.MANAGE_AIMS,
    )


def _rate(now: Situation) -> Act | None:
    if now.current is None or not now.unrated:
        return None
    return Act(
        "N-04",
        ngettext("Rate the last %(n)d point.", "Rate the remaining %(n)d points.", now.unrated) % {"n": now.unrated},
        _("%(title)s is open. Press 1, 2 or 3 to rate; ratings are saved at once.") % {"title": now.current.title},
        _("Continue rating"),
        "gap_round",
        Can.RATE,
        in_round=True,
    )


def _close(now: Situation) -> Act | None:
    if now.current is None or now.unrated:
        return None
    return Act(
        "N-05",
        _("Close the gap assessment."),
        _("Every point of %(title)s is rated. Close the round to keep its result for comparison.")
        % {"title": now.current.title},
        _("Close round"),
        "gap_closing",
        Can.MANAGE_AIMS,
        in_round=True,
    )


def _close_first(now: Situation) -> Act | None:
    # A first round is rated to its end before anything is closed; a later one waits for what is to be closed first.
    if not now.close_first or now.last is None:
        return None
    return Act(
        "N-06",
        ngettext(
            "Work on the %(n)d requirement to close first.",
            "Work on the %(n)d requirements to close first.",
            now.close_first,
        )
        % {"n": now.close_first},
        CLOSE_FIRST_RULE,
        _("Show plan"),
        "gap_result",
        Can.READ,
        in_plan=True,
        query="#plan",
    )


def _date_gaps(now: Situation) -> Act | None:
    if not now.undated or now.last is None:
        return None
    return Act(
        "N-07",
        ngettext("Set a due date for %(n)d gap.", "Set due dates for %(n)d gaps.", now.undated) % {"n": now.undated},
        _("Actions need a date of completion (6.2). A due date on the requirement is enough."),
        _("Set due dates"),
        "requirements",
        Can.MANAGE_AIMS,
        query="?sort=-gaps",
    )


def _show_claims(now: Situation) -> Act | None:
    if not now.claimed:
        return None
    return Act(
        "N-08",
        ngettext(
            "Add evidence for %(n)d point that is only claimed.",
            "Add evidence for %(n)d points that are only claimed.",
            now.claimed,
        )
        % {"n": now.claimed},
        _("These points are in place without evidence, and an auditor will ask for it."),
        _("Show points without evidence"),
        "points",
        Can.READ,
        query="?verdict=claimed",
    )


def _judge_again(now: Situation) -> Act | None:
    if not now.judge_again:
        return None
    return Act(
        "N-10",
        ngettext("Rate %(n)d point again.", "Rate %(n)d points again.", now.judge_again) % {"n": now.judge_again},
        _("There is evidence that is newer than the verdict, which it therefore does not back."),
        _("Show points with newer evidence"),
        "points",
        Can.READ,
        query="?verdict=judge_again",
    )


def _assess_again(now: Situation) -> Act | None:
    if now.current is not None or now.last is None:
        return None
    again, why = _("Assess again."), _("A new round shows what has changed since %(title)s, point by point.")
    if now.left_unrated:
        again = _("Rate the points that have no rating yet.")
        why = _("%(title)s was closed before every point was rated. Step 1 is done when a round rates them all.")
    return Act(
        "N-09",
        again,
        why % {"title": now.last.title},
        _("Start new round"),
        "gap_opening",
        Can.MANAGE_AIMS,
    )


_RULES: tuple[Callable[[Situation], Act | None], ...] = (
    _add_members,
    _begin,
    _assign_owners,
    _close_first,
    _rate,
    _close,
    _date_gaps,
    _show_claims,
    _judge_again,
    _assess_again,
)
