"""Every total counts the same points, says how many there are in all, and what is left out of them."""

import re

import pytest
from django.test import Client

from tests.conformity.rating import a_round, closed, exclusion_of, rate, rating, tree
from tests.conformity.screens import at, in_round, text_of
from tests.factories import client_of
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.queries import picture_of, progress_of
from waymark.conformity.rollup import DEFINITION, GUIDANCE
from waymark.conformity.scale import Verdict
from waymark.conformity.totals import Total
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.reports.exports.gap import report
from waymark.reports.exports.gap_data import data
from waymark.reports.paper import Bullets, Chart

pytestmark = pytest.mark.django_db
CONTROLS = ("A.2.2", "A.2.3", "A.6.2.4")


@pytest.fixture
def visitor(administrator: Member) -> Client:
    return client_of(administrator)


@pytest.fixture
def mixed(organisation: Organisation) -> GapAssessment:
    """Return a round with ratings of every kind on points of every kind; A.2.3 does not apply, as a whole."""
    assessment = a_round(organisation, *CONTROLS)
    points = [point for one in tree().auditable if assessment.covers(one) for point in one.points]
    clauses = [point.ref for point in points if point.counts and point.basis == "clause"]
    asides = (DEFINITION, GUIDANCE)
    others = [point.ref for point in points if point.basis in asides and not point.ref.startswith("A.2.3-")]
    assert {point.basis for point in points} >= {"clause", "control", DEFINITION, GUIDANCE}
    rate(
        assessment,
        *(rating(ref, Verdict.IN_PLACE) for ref in [clauses[0], clauses[3], *others[::2]]),
        *(rating(ref, Verdict.PARTIAL, finding="A draft") for ref in [clauses[1], *others[1::2]]),
        rating(clauses[2], Verdict.MISSING, finding="Nothing"),
        *exclusion_of("A.2.3", reason="No such systems here"),
    )
    return assessment


def _counting(assessment: GapAssessment, *, refs: str = "") -> list[str]:
    covered = [one for one in tree().auditable if assessment.covers(one) and one.ref.startswith(refs)]
    return [point.ref for one in covered for point in one.points if point.counts]


def test_leaves_definitions_guidance_and_what_does_not_apply_out_of_the_base(mixed: GapAssessment) -> None:
    apart = len(_counting(mixed, refs="A.2.3"))
    base = len(_counting(mixed)) - apart
    assert picture_of(mixed).all_points.rated_total == progress_of(mixed) == Total(4, base, apart)
    assert progress_of(mixed).rated == f"4 of {base} points rated (without {apart} not applicable)"
    assert picture_of(mixed).clause_counts.in_place_total == Total(2, 140)


def test_says_the_same_total_on_every_page(mixed: GapAssessment, visitor: Client) -> None:
    total = progress_of(mixed)
    sheet, overview, closing, result, rounds, path = (
        text_of(visitor.get(address))
        for address in (
            in_round("gap_sheet", mixed, "4.1"),
            in_round("gap_round", mixed),
            in_round("gap_closing", mixed),
            in_round("gap_result", mixed),
            at("gap_rounds", mixed.organisation),
            at("path", mixed.organisation),
        )
    )
    for page in (sheet, overview, path):
        assert total.rated in page
    assert f"{total.base - total.counted} of {total.points} have no rating." in closing
    assert "Of 140 points of clauses 4 to 10, 2 are in place, 1 partial and 1 missing" in result
    assert '"table__number">140</td>' in rounds
    assert "share of clause points, partial counts half, rounded down; of 140 points" in path


def test_adds_up_the_rails_of_all_clauses_to_the_total(mixed: GapAssessment, visitor: Client) -> None:
    groups = picture_of(mixed).groups
    pages = [text_of(visitor.get(in_round("gap_sheet", mixed, one.requirements[0].ref))) for one in groups]
    counts = [pair for page in pages for pair in re.findall(r'nav__count" title="[^"]*">(\d+)/(\d+)<', page)]
    total = progress_of(mixed)
    assert [sum(int(pair[place]) for pair in counts) for place in (0, 1)] == [total.counted, total.base]
    overview = text_of(visitor.get(in_round("gap_round", mixed)))
    assert re.findall(r'<span title="[^"]*">(\d+)/(\d+)<', overview) == counts


def test_says_the_same_total_in_reports(mixed: GapAssessment) -> None:
    total = progress_of(mixed)
    blocks = report(mixed).blocks
    sentences = next(block.items for block in blocks if isinstance(block, Bullets))
    title = next(block.alt for block in blocks if isinstance(block, Chart))
    assert any(f"{total.base - total.counted} of {total.points} are not rated yet" in one for one in sentences)
    assert any("2 of 140 points of clauses 4 to 10 are in place" in one for one in sentences)
    assert any(
        "Of 2 controls of Annex A in this round (without 1 not applicable) 0 are in place" in one for one in sentences
    )
    assert title.startswith("Result: the 140 points of clauses 4 to 10 that apply.")
    figures = data(mixed)
    assert sum(group["applicable"] for group in figures["groups"]) == total.base
    assert (figures["points"]["applicable"], figures["controls"]["applicable"]) == (140, 2)


def test_keeps_the_total_when_the_round_is_closed(mixed: GapAssessment, visitor: Client) -> None:
    total = progress_of(mixed)
    kept = closed(mixed)
    assert picture_of(kept).all_points.rated_total == total
    assert kept.clause_counts.rated_total == Total(4, 140)
    assert total.rated in text_of(visitor.get(in_round("gap_round", kept)))


def test_says_nothing_of_what_is_left_out_where_all_points_apply() -> None:
    assert Total(1, 1).points == "1 point"
    assert Total(1, 2).in_place == "1 of 2 points in place"
    assert Total(1, 2, 1).in_place == "1 of 2 points in place (without 1 not applicable)"
