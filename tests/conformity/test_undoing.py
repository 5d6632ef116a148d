"""Undoing what was rated at once: the ratings from before stand again, and nobody else's is touched."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conformity.rating import a_round, closed, judgements, rate, rating, tree
from tests.conformity.screens import in_round, text_of
from tests.factories import client_of
from waymark.conformity.models.assessment import GapAssessment, RoundClosed
from waymark.conformity.queries import picture_of
from waymark.conformity.rounds import judge_many, rating_input_of
from waymark.conformity.scale import Verdict
from waymark.conformity.undoing import UndoRefused, rated_at_once, undo
from waymark.conformity.whole_requirements import ratings_for_whole
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail.models import Entry

pytestmark = pytest.mark.django_db


def rate_clause(
    assessment: GapAssessment, by: Member, verdict: str = Verdict.MISSING, *, group: str = "4", rated_too: bool = True
) -> int:
    chosen = [one for one in picture_of(assessment).requirements if one.requirement.group == group]
    ratings = ratings_for_whole(chosen, verdict=verdict, finding="", rated_too=rated_too, newest_known=10**9)
    return judge_many(assessment, ratings, by=by)[-1].pk


def points_of_clause(group: str) -> list[str]:
    return [point.ref for one in tree().under(group) for point in one.points]


def standing(assessment: GapAssessment) -> dict[str, tuple[str, str, str]]:
    found = {view.point.ref: view.found for one in picture_of(assessment).requirements for view in one.points}
    return {ref: (str(one.verdict), one.finding, one.action) for ref, one in found.items()}


def test_gives_every_point_the_rating_it_had(organisation: Organisation, owner: Member, manager: Member) -> None:
    assessment = a_round(organisation)
    rate(assessment, rating("4.1-1", Verdict.IN_PLACE, finding="Seen", action="Keep"), by=manager)
    before = standing(assessment)
    last = rate_clause(assessment, owner)
    assert standing(assessment) != before
    undone = undo(assessment, last, by=owner)
    assert standing(assessment) == before
    assert {one.judged_by for one in undone} == {owner}
    assert len(undone) == len(points_of_clause("4"))


def test_removes_nothing_and_says_in_the_trail_what_it_was(organisation: Organisation, owner: Member) -> None:
    assessment = a_round(organisation)
    last = rate_clause(assessment, owner, group="10")
    kept = len(judgements(assessment))
    undo(assessment, last, by=owner)
    assert len(judgements(assessment)) == 2 * kept
    assert Entry.objects.of(organisation).filter(event="judgement.undone").count() == kept


def test_changes_nothing_the_second_time(organisation: Organisation, owner: Member) -> None:
    assessment = a_round(organisation)
    last = rate_clause(assessment, owner)
    assert undo(assessment, last, by=owner)
    assert undo(assessment, last, by=owner) == []


def test_refuses_once_somebody_rated_one_of_the_points(
    organisation: Organisation, owner: Member, manager: Member
) -> None:
    assessment = a_round(organisation)
    last = rate_clause(assessment, owner)
    rate(assessment, rating("4.2-1", Verdict.PARTIAL), by=manager)
    before = standing(assessment)
    with pytest.raises(UndoRefused, match=r"4\.2-1 has been rated again"):
        undo(assessment, last, by=owner)
    assert standing(assessment) == before


def test_undoes_though_other_points_were_rated_since(
    organisation: Organisation, owner: Member, manager: Member
) -> None:
    assessment = a_round(organisation)
    last = rate_clause(assessment, owner)
    rate(assessment, rating("5.1-1", Verdict.PARTIAL), by=manager)
    undo(assessment, last, by=owner)
    assert {ref for ref, (verdict, *_rest) in standing(assessment).items() if verdict != "not_assessed"} == {"5.1-1"}


def test_takes_one_act_for_one_act(organisation: Organisation, owner: Member) -> None:
    assessment = a_round(organisation)
    first, second = rate_clause(assessment, owner), rate_clause(assessment, owner, group="10")
    assert {one.point.requirement.ref[:2] for one in rated_at_once(assessment, second, by=owner)} == {"10"}
    undo(assessment, second, by=owner)
    assert len(rated_at_once(assessment, first, by=owner)) == len(points_of_clause("4"))
    assert {verdict for ref, (verdict, *_rest) in standing(assessment).items() if ref.startswith("4.")} == {"missing"}


def test_undoes_nobody_elses_act(organisation: Organisation, owner: Member, manager: Member) -> None:
    assessment, other = a_round(organisation), a_round(organisation)
    last = rate_clause(assessment, owner)
    for which, key, who in ((assessment, last, manager), (other, last, owner), (assessment, last + 999, owner)):
        with pytest.raises(UndoRefused, match="You have nothing"):
            undo(which, key, by=who)


def test_refuses_once_the_round_is_closed(organisation: Organisation, owner: Member) -> None:
    assessment = a_round(organisation)
    last = rate_clause(assessment, owner)
    closed(assessment)
    with pytest.raises(RoundClosed):
        undo(assessment, last, by=owner)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.dictionaries(
        st.sampled_from(["4.1-1", "4.1-2", "4.2-1", "4.3-1", "4.4-1"]),
        st.sampled_from([Verdict.IN_PLACE, Verdict.PARTIAL, Verdict.MISSING, Verdict.NOT_ASSESSED]),
    ),
    st.sampled_from([Verdict.IN_PLACE, Verdict.PARTIAL, Verdict.MISSING]),
    st.booleans(),
)
def test_leads_back_to_whatever_stood_before(
    organisation: Organisation,
    owner: Member,
    given_before: dict[str, Verdict],
    verdict: Verdict,
    rated_too: bool,  # noqa: FBT001 -- drawn by hypothesis
) -> None:
    assessment = a_round(organisation)
    rate(assessment, *(rating(ref, one, finding="x") for ref, one in given_before.items()))
    before = standing(assessment)
    undo(assessment, rate_clause(assessment, owner, verdict, rated_too=rated_too), by=owner)
    assert standing(assessment) == before


class TestOnTheSheet:
    @pytest.fixture
    def visitor(self, owner: Member) -> Client:
        return client_of(owner)

    @pytest.fixture
    def assessment(self, organisation: Organisation) -> GapAssessment:
        return a_round(organisation)

    def test_says_how_many_points_and_asks(self, visitor: Client, assessment: GapAssessment) -> None:
        many = len(points_of_clause("4"))
        assert f"All {many} points of clause 4" in text_of(visitor.get(in_round("gap_sheet", assessment, "4.1")))
        asked = text_of(visitor.get(in_round("gap_whole", assessment, "4") + "?verdict=missing"))
        assert f"Rate {many} points as: Missing?" in asked
        assert "None of them is rated yet." in asked
        assert judgements(assessment) == []

    def test_tells_apart_what_is_rated_already(self, visitor: Client, assessment: GapAssessment) -> None:
        rate(assessment, rating("4.1-1", Verdict.IN_PLACE))
        many = len(tree().requirement("4.1").points)
        asked = text_of(visitor.get(in_round("gap_whole", assessment, "4.1") + "?verdict=partial"))
        assert f"Rate {many - 1} points" in asked
        assert f"Rate all {many}, 1 of them again" in asked

    def test_asks_for_the_verdict_where_none_of_the_scale_is_named(
        self, visitor: Client, assessment: GapAssessment
    ) -> None:
        for verdict in ("", "excellent", "not_applicable"):
            shown = visitor.get(in_round("gap_whole", assessment, "4"), {"verdict": verdict})
            assert shown.status_code == 200
            assert 'value="missing"' in text_of(shown)

    def test_offers_to_undo_and_does(self, visitor: Client, assessment: GapAssessment) -> None:
        answer = visitor.post(
            in_round("gap_whole", assessment, "4"), {"verdict": "missing", "newest_known": "0"}, follow=True
        )
        assert "Undo all" in text_of(answer)
        last = max(one.pk for one in judgements(assessment))
        undone = visitor.post(in_round("gap_reversal", assessment, "4.1"), {"judgement": str(last)}, follow=True)
        assert "points restored" in text_of(undone)
        assert {verdict for verdict, *_rest in standing(assessment).values()} == {"not_assessed"}
        again = visitor.post(in_round("gap_reversal", assessment, "4.1"), {"judgement": str(last)}, follow=True)
        assert "already undone" in text_of(again)

    def test_says_why_it_does_not_undo(self, visitor: Client, assessment: GapAssessment, manager: Member) -> None:
        visitor.post(in_round("gap_whole", assessment, "4"), {"verdict": "missing", "newest_known": "0"})
        last = max(one.pk for one in judgements(assessment))
        rate(assessment, rating("4.2-1", Verdict.PARTIAL), by=manager)
        answer = visitor.post(in_round("gap_reversal", assessment, "4.1"), {"judgement": str(last)})
        assert answer.status_code == 422
        assert "4.2-1 has been rated again, so nothing was undone." in text_of(answer)

    def test_offers_nothing_to_undo_to_anybody_else(
        self, visitor: Client, assessment: GapAssessment, manager: Member
    ) -> None:
        visitor.post(in_round("gap_whole", assessment, "4"), {"verdict": "missing", "newest_known": "0"})
        last = max(one.pk for one in judgements(assessment))
        address = in_round("gap_sheet", assessment, "4.1")
        for key in ("", "x", "-1", "9" * 40, str(last + 1)):
            assert "Undo all" not in text_of(visitor.get(address, {"rated": key})), key
        assert "Undo all" not in text_of(client_of(manager).get(address, {"rated": last}))

    @pytest.mark.parametrize("judgement", ["", "x", "0", "-1", "9" * 30])
    def test_refuses_what_names_no_act(self, visitor: Client, assessment: GapAssessment, judgement: str) -> None:
        answer = visitor.post(in_round("gap_reversal", assessment, "4.1"), {"judgement": judgement})
        assert answer.status_code == 422

    def test_lets_no_reader_undo(self, reader: Member, owner: Member, assessment: GapAssessment) -> None:
        last = rate_clause(assessment, owner)
        visitor = client_of(reader)
        assert visitor.get(in_round("gap_whole", assessment, "4")).status_code == 403
        answer = visitor.post(in_round("gap_reversal", assessment, "4.1"), {"judgement": str(last)})
        assert answer.status_code == 403
        assert [rating_input_of(one).verdict for one in judgements(assessment)].count("not_assessed") == 0
