"""Rounds and judgements of the tests, as plain functions."""

import datetime as dt
from typing import Any

from waymark.catalogue.models.framework import Framework
from waymark.catalogue.outline import Outline, outline
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.ratings import Rating, RatingInput
from waymark.conformity.rounds import close_round, judge, judge_many, open_round
from waymark.conformity.scale import Verdict
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import CONSOLE, Actor

NO_NEED = "We train no models of our own."
REASON = "Nobody had the time for the rest."


def framework() -> Framework:
    """Return the edition that comes with the product."""
    return Framework.objects.newest().get(is_shipped=True)


def tree() -> Outline:
    """Return its outline."""
    return outline(framework().pk, "en")


def a_round(organisation: Organisation, *controls: str, by: Member | Actor = CONSOLE, **given: Any) -> GapAssessment:
    """Open a round over the clauses and the given controls."""
    return open_round(organisation, framework(), **{"title": "Round", "controls": controls, "by": by, **given})


def rating(ref: str, verdict: str, *, base_revision: int | None = None, **fields: Any) -> Rating:
    """Return an opinion on a point."""
    return Rating(tree().point(ref), RatingInput(verdict, **fields), base_revision)


def rate(assessment: GapAssessment, *ratings: Rating, by: Member | Actor = CONSOLE, on: dt.date | None = None) -> None:
    """Judge some points."""
    judge_many(assessment, ratings, by=by, on=on)


def rate_one(assessment: GapAssessment, ref: str, verdict: str, *, by: Member | Actor = CONSOLE, **fields: Any) -> Any:
    """Judge one point."""
    return judge(assessment, rating(ref, verdict, **fields), by=by)


def rate_all(assessment: GapAssessment, verdict: str = Verdict.IN_PLACE, *, but: frozenset[str] = frozenset()) -> None:
    """Judge every point of a round but some."""
    covered = [point for one in tree().auditable if assessment.covers(one) for point in one.points]
    entered = RatingInput(verdict)
    judge_many(assessment, [Rating(point, entered) for point in covered if point.ref not in but], by=CONSOLE)


def exclusion_of(ref: str, *, reason: str = NO_NEED, code: str = "no_activity") -> list[Rating]:
    """Return the opinions that leave one control out as a whole."""
    points = tree().requirement(ref).points
    return [rating(one.ref, Verdict.NOT_APPLICABLE, finding=reason, reason_code=code) for one in points]


def closed(assessment: GapAssessment, *, by: Member | Actor = CONSOLE, on: dt.date | None = None) -> GapAssessment:
    """Close a round, with a reason in case points are unrated."""
    close_round(assessment, by=by, reason=REASON, on=on)
    return assessment


def judgements(assessment: GapAssessment) -> list[Judgement]:
    """Return the judgements of a round in turn."""
    return list(Judgement.objects.of(assessment.organisation).by_revision(assessment))
