"""The gap sheet: every act saved at once, with and without htmx; nothing typed is ever lost."""

import itertools
import re
from typing import ClassVar

import pytest
from django.test import Client

from tests.conformity.rating import a_round, closed, judgements, rate, rating, tree
from tests.conformity.screens import HTMX, at, in_round, text_of
from tests.factories import client_of
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.scale import Verdict
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(owner: Member) -> Client:
    return client_of(owner)


@pytest.fixture
def assessment(organisation: Organisation) -> GapAssessment:
    return a_round(organisation, "A.2.2")


def typed(verdict: str = "partial", *, base_revision: int = 0, **more: str) -> dict[str, str]:
    return {"verdict": verdict, "base_revision": str(base_revision), "finding": "", "evidence": "", "action": ""} | more


def act(assessment: GapAssessment, point: str = "4.1-1", ref: str = "4.1") -> str:
    return in_round("gap_judgements", assessment, ref, point)


def test_saves_one_act_and_answers_with_the_state_of_the_point(visitor: Client, assessment: GapAssessment) -> None:
    answer = visitor.post(act(assessment), typed(finding="Drafted"), headers=HTMX)
    shown = text_of(answer)
    assert answer.status_code == 200
    assert "<html" not in shown
    assert 'name="base_revision" value="1"' in shown
    assert "Saved" in shown
    assert "<textarea" not in shown
    assert judgements(assessment)[0].finding == "Drafted"


def test_goes_back_to_the_point_without_htmx(visitor: Client, assessment: GapAssessment) -> None:
    answer = visitor.post(act(assessment), typed())
    assert answer.status_code == 303
    assert answer["Location"] == in_round("gap_sheet", assessment, "4.1") + "#4.1-1"


def test_shows_both_versions_when_somebody_else_was_first(
    visitor: Client, assessment: GapAssessment, manager: Member
) -> None:
    rate(assessment, rating("4.1-1", Verdict.MISSING, finding="Found nothing"), by=manager)
    for extra in (HTMX, None):
        answer = visitor.post(act(assessment), typed(finding="Saw a draft", evidence="Draft 2"), headers=extra)
        shown = text_of(answer)
        assert answer.status_code == 409
        for part in ("Found nothing", "Saw a draft", "Draft 2", "Mia Manager", 'value="1"'):
            assert part in shown, part
    assert len(judgements(assessment)) == 1
    assert visitor.post(act(assessment), typed(finding="Saw a draft", base_revision=1), headers=HTMX).status_code == 200
    assert judgements(assessment)[-1].finding == "Saw a draft"


def test_leaves_out_no_level_of_headings_where_somebody_else_was_first(
    visitor: Client, assessment: GapAssessment, manager: Member
) -> None:
    rate(assessment, rating("4.1-1", Verdict.MISSING, finding="Found nothing"), by=manager)
    shown = text_of(visitor.post(act(assessment), typed(finding="Saw a draft")))
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", shown.partition("<main")[2])]
    assert "Your version</h2>" in shown
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_keeps_what_was_typed_when_it_refuses(visitor: Client, assessment: GapAssessment) -> None:
    refused = typed(
        finding="My long finding", evidence="My evidence", action="My plan", target_on="1815-06-18", severity="2"
    )
    answer = visitor.post(act(assessment), refused)
    shown = text_of(answer)
    assert answer.status_code == 422
    for part in ("My long finding", "My evidence", "My plan", "1815-06-18", 'value="2" selected'):
        assert part in shown, part
    assert judgements(assessment) == []


def test_tells_in_a_part_why_it_refuses(visitor: Client, assessment: GapAssessment) -> None:
    point = tree().requirement("A.2.2").points[0].ref
    answer = visitor.post(act(assessment, point, "A.2.2"), typed("not_applicable", finding="no"), headers=HTMX)
    assert answer.status_code == 422
    assert "Not applicable is decided for the whole of A.2.2" in text_of(answer)
    assert "<html" not in text_of(answer)


class TestLeavingAControlOut:
    OUT: ClassVar = {"reason_code": "no_activity", "reason": "We train no models of our own.", "newest_known": "0"}

    def test_asks_for_a_code_and_a_reason_on_the_sheet_of_a_control_only(
        self, visitor: Client, assessment: GapAssessment
    ) -> None:
        shown = text_of(visitor.get(in_round("gap_sheet", assessment, "A.2.2")))
        for part in ("data-exclusion", "Done by another party and assured through A.10.3", "At least 15 characters"):
            assert part in shown, part
        assert 'value="not_applicable"' not in shown
        assert "data-exclusion" not in text_of(visitor.get(in_round("gap_sheet", assessment, "4.1")))

    def test_is_done_and_undone_as_a_whole(self, visitor: Client, assessment: GapAssessment) -> None:
        shown = text_of(visitor.post(in_round("gap_exclusion", assessment, "A.2.2"), self.OUT, follow=True))
        points = tree().requirement("A.2.2").points
        assert len(judgements(assessment)) == len(points)
        for part in ("provisionally left out, no SoA yet", "No such activity", self.OUT["reason"], "Include control"):
            assert part in shown, part
        assert "data-verdict" not in shown
        again = {"verdict": "not_assessed", "rated_too": "on", "newest_known": str(judgements(assessment)[-1].pk)}
        visitor.post(in_round("gap_whole", assessment, "A.2.2"), again)
        newest = [one for one in judgements(assessment) if one.revision == 2]
        assert [(one.verdict, one.finding, one.reason_code) for one in newest] == [("not_assessed", "", None)] * len(
            points
        )

    @pytest.mark.parametrize(
        "wrong",
        [
            {"reason_code": ""},
            {"reason_code": "other"},
            {"reason": "Not applicable."},
            {"reason": ""},
            {"newest_known": ""},
        ],
        ids=str,
    )
    def test_is_refused_without_one_of_both(
        self, visitor: Client, assessment: GapAssessment, wrong: dict[str, str]
    ) -> None:
        answer = visitor.post(in_round("gap_exclusion", assessment, "A.2.2"), self.OUT | wrong)
        assert answer.status_code == 422
        assert judgements(assessment) == []

    def test_overrules_nobody_unseen(self, visitor: Client, assessment: GapAssessment) -> None:
        rate(assessment, rating("A.2.2-1", Verdict.PARTIAL))
        assert visitor.post(in_round("gap_exclusion", assessment, "A.2.2"), self.OUT).status_code == 409
        assert len(judgements(assessment)) == 1

    def test_is_for_controls_only(self, visitor: Client, assessment: GapAssessment) -> None:
        answer = visitor.post(in_round("gap_exclusion", assessment, "4.1"), self.OUT)
        assert answer.status_code == 422
        assert "clauses 4 to 10 always apply" in text_of(answer)


@pytest.mark.parametrize(
    "wrong",
    [
        {"verdict": "excellent"},
        {"verdict": "not_applicable", "finding": "We train no models of our own."},
        {"severity": "9"},
        {"base_revision": "-1"},
        {"base_revision": ""},
        {"base_revision": "9" * 30},
        {"target_on": "tomorrow"},
        {"finding": "x" * 8001},
        {"evidence": "x" * 2001},
        {"judged_by": "1"},
    ],
    ids=str,
)
def test_refuses_what_no_form_of_ours_sends(visitor: Client, assessment: GapAssessment, wrong: dict[str, str]) -> None:
    assert visitor.post(act(assessment), typed() | wrong, headers=HTMX).status_code == 422
    assert judgements(assessment) == []


@pytest.mark.parametrize(
    ("ref", "point"),
    [("4.1", "4.99-1"), ("4.1", "4.1-99"), ("4.1", "4.2-1"), ("99", "4.1-1"), ("A.7.2", "A.7.2-99")],
)
def test_does_not_know_a_point_that_is_not_there(
    visitor: Client, assessment: GapAssessment, ref: str, point: str
) -> None:
    assert visitor.post(act(assessment, point, ref), typed()).status_code == 404


@pytest.mark.parametrize("ref", ["99", "4", "A.7.2", "x" * 40])
def test_does_not_know_a_requirement_outside_the_round(visitor: Client, assessment: GapAssessment, ref: str) -> None:
    for name in ("gap_sheet", "gap_news"):
        assert visitor.get(in_round(name, assessment, ref)).status_code == 404


def test_refuses_to_judge_a_control_that_was_not_chosen(visitor: Client, assessment: GapAssessment) -> None:
    point = tree().requirement("A.7.2").points[0].ref
    assert visitor.post(act(assessment, point, "A.7.2"), typed(), headers=HTMX).status_code in {404, 422}
    assert judgements(assessment) == []


def test_is_read_only_once_the_round_is_closed(visitor: Client, assessment: GapAssessment) -> None:
    rate(assessment, rating("4.1-1", Verdict.PARTIAL, finding="Half"))
    closed(assessment)
    shown = text_of(visitor.get(in_round("gap_sheet", assessment, "4.1")))
    assert "Half" in shown
    for part in ("<textarea", 'name="verdict"', "gap-news", 'id="news"'):
        assert part not in shown, part
    for extra in (HTMX, None):
        answer = visitor.post(act(assessment), typed("in_place", base_revision=1), headers=extra)
        assert answer.status_code == 422
        assert "closed" in text_of(answer)
    assert len(judgements(assessment)) == 1


def test_is_read_only_for_a_reader(reader: Member, assessment: GapAssessment) -> None:
    visitor = client_of(reader)
    assert "<textarea" not in text_of(visitor.get(in_round("gap_sheet", assessment, "4.1")))
    assert visitor.post(act(assessment), typed(), headers=HTMX).status_code == 403
    assert judgements(assessment) == []


def test_tells_what_others_judged_since(visitor: Client, assessment: GapAssessment, manager: Member) -> None:
    rate(assessment, rating("4.1-1", Verdict.PARTIAL, finding="Before"))
    since = judgements(assessment)[-1].pk
    address = in_round("gap_news", assessment, "4.1")
    assert "Before" not in text_of(visitor.get(f"{address}?since={since}", headers=HTMX))
    rate(assessment, rating("4.1-2", Verdict.MISSING, finding="News"), by=manager)
    news = text_of(visitor.get(f"{address}?since={since}", headers=HTMX))
    assert "News" in news
    assert "Before" not in news


@pytest.mark.parametrize("since", ["", "x", "-1", "9" * 40, "²", "1.5", "1;DROP"])
def test_bears_any_word_for_since_when(visitor: Client, assessment: GapAssessment, since: str) -> None:
    assert visitor.get(in_round("gap_news", assessment, "4.1"), {"since": since}, headers=HTMX).status_code == 200


class TestWholes:
    def test_rates_a_requirement_at_once(self, visitor: Client, assessment: GapAssessment) -> None:
        answer = visitor.post(
            in_round("gap_whole", assessment, "4.1"), {"verdict": "missing", "newest_known": "0"}, follow=True
        )
        assert len(judgements(assessment)) == len(tree().requirement("4.1").points)
        assert "points rated" in text_of(answer)

    def test_rates_a_whole_clause_at_once(self, visitor: Client, assessment: GapAssessment) -> None:
        visitor.post(in_round("gap_whole", assessment, "4"), {"verdict": "missing", "newest_known": "0"})
        assert len(judgements(assessment)) == sum(len(one.points) for one in tree().under("4"))

    def test_keeps_ratings_unless_asked(self, visitor: Client, assessment: GapAssessment) -> None:
        rate(assessment, rating("4.1-1", Verdict.IN_PLACE))
        newest_known = str(judgements(assessment)[-1].pk)
        visitor.post(in_round("gap_whole", assessment, "4.1"), {"verdict": "missing", "newest_known": newest_known})
        assert judgements(assessment)[0].verdict == "in_place"
        assert [one.verdict for one in judgements(assessment) if one.point.ref == "4.1-1"] == ["in_place"]
        visitor.post(
            in_round("gap_whole", assessment, "4.1"),
            {"verdict": "partial", "newest_known": "999999", "rated_too": "on"},
        )
        assert [one.verdict for one in judgements(assessment) if one.point.ref == "4.1-1"] == ["in_place", "partial"]

    def test_overrules_nobody_unseen(self, visitor: Client, assessment: GapAssessment, manager: Member) -> None:
        rate(assessment, rating("4.1-1", Verdict.IN_PLACE), by=manager)
        answer = visitor.post(
            in_round("gap_whole", assessment, "4.1"), {"verdict": "missing", "newest_known": "0", "rated_too": "on"}
        )
        assert answer.status_code == 409
        assert len(judgements(assessment)) == 1

    def test_refuses_not_applicable_for_a_clause(self, visitor: Client, assessment: GapAssessment) -> None:
        wrong = {"verdict": "not_applicable", "newest_known": "0", "finding": "We train no models of our own."}
        visitor.post(in_round("gap_whole", assessment, "4.1"), wrong)
        assert judgements(assessment) == []

    def test_does_not_know_what_is_not_there(self, visitor: Client, assessment: GapAssessment) -> None:
        assert (
            visitor.post(
                in_round("gap_whole", assessment, "99"), {"verdict": "missing", "newest_known": "0"}
            ).status_code
            == 404
        )

    def test_refuses_once_the_round_is_closed(self, visitor: Client, assessment: GapAssessment) -> None:
        closed(assessment)
        answer = visitor.post(in_round("gap_whole", assessment, "4.1"), {"verdict": "missing", "newest_known": "0"})
        assert answer.status_code == 422
        assert judgements(assessment) == []


def test_leads_to_the_owner(visitor: Client, assessment: GapAssessment) -> None:
    shown = text_of(visitor.get(in_round("gap_sheet", assessment, "4.1")))
    assert at("requirement", assessment.organisation, "4.1") in shown
