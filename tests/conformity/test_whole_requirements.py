"""One verdict for a whole requirement or clause at once."""

import pytest

from tests.conformity.rating import a_round, judgements, rate, rate_one, rating, tree
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.picture import RequirementView
from waymark.conformity.queries import picture_of
from waymark.conformity.ratings import Rating
from waymark.conformity.rounds import judge_many
from waymark.conformity.scale import Verdict
from waymark.conformity.whole_requirements import ratings_for_whole
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import CONSOLE
from waymark.trail.door import StaleRecord

pytestmark = pytest.mark.django_db
NEWEST = 10**9


def views(assessment: GapAssessment, group: str = "4") -> list[RequirementView]:
    return [one for one in picture_of(assessment).requirements if one.requirement.group == group]


def ratings(
    assessment: GapAssessment, verdict: str, *, finding: str = "", rated_too: bool = False, newest_known: int = NEWEST
) -> list[Rating]:
    return ratings_for_whole(
        views(assessment), verdict=verdict, finding=finding, rated_too=rated_too, newest_known=newest_known
    )


def test_rates_every_point_that_has_no_rating(organisation: Organisation) -> None:
    assessment = a_round(organisation)
    rate_one(assessment, "4.1-1", Verdict.IN_PLACE, evidence="Minutes")
    judge_many(assessment, ratings(assessment, Verdict.MISSING), by=CONSOLE)
    found = {view.point.ref: view.found.verdict for one in views(assessment) for view in one.points}
    assert found.pop("4.1-1") == "in_place"
    assert set(found.values()) == {"missing"}
    assert len(found) == sum(len(one.points) for one in tree().under("4")) - 1


def test_rates_the_others_too_when_asked_and_keeps_what_was_found(organisation: Organisation) -> None:
    assessment = a_round(organisation)
    rate_one(assessment, "4.1-1", Verdict.PARTIAL, finding="Half done", evidence="Minutes", action="Finish")
    judge_many(assessment, ratings(assessment, Verdict.IN_PLACE, rated_too=True), by=CONSOLE)
    found = views(assessment)[0].points[0].found
    assert (found.verdict, found.finding, found.evidence, found.action) == (
        "in_place",
        "Half done",
        "Minutes",
        "Finish",
    )


def test_puts_a_new_finding_in_place_of_the_old(organisation: Organisation) -> None:
    assessment = a_round(organisation)
    rate_one(assessment, "4.1-1", Verdict.PARTIAL, finding="Half done")
    judge_many(assessment, ratings(assessment, Verdict.MISSING, finding="All gone", rated_too=True), by=CONSOLE)
    assert {view.found.finding for one in views(assessment) for view in one.points} == {"All gone"}


def test_overrules_nobody_unseen(organisation: Organisation) -> None:
    assessment = a_round(organisation)
    rate_one(assessment, "4.1-1", Verdict.PARTIAL)
    newest_known = judgements(assessment)[-1].pk
    rate_one(assessment, "4.2-1", Verdict.PARTIAL)
    with pytest.raises(StaleRecord):
        ratings(assessment, Verdict.MISSING, rated_too=True, newest_known=newest_known)
    assert (
        len(ratings(assessment, Verdict.MISSING, newest_known=newest_known))
        == len([p for one in tree().under("4") for p in one.points]) - 2
    )


def test_refuses_what_somebody_rated_between_reading_and_writing(organisation: Organisation) -> None:
    assessment = a_round(organisation)
    prepared = ratings(assessment, Verdict.MISSING)
    rate(assessment, rating("4.1-2", Verdict.IN_PLACE))
    with pytest.raises(StaleRecord):
        judge_many(assessment, prepared, by=CONSOLE)
    assert len(judgements(assessment)) == 1


def test_finds_nothing_to_do_the_second_time(organisation: Organisation) -> None:
    assessment = a_round(organisation)
    judge_many(assessment, ratings(assessment, Verdict.MISSING), by=CONSOLE)
    assert ratings(assessment, Verdict.PARTIAL) == []
