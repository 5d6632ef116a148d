"""Verdicts that contradict each other, and verdicts that lean on another management system: warned of."""

import pytest
from django.test import Client

from tests.conformity.rating import a_round, exclusion_of, rate, rating, tree
from tests.conformity.screens import in_round, text_of
from tests.factories import client_of
from waymark.conformity.found import Found
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.queries import picture_of
from waymark.conformity.scale import Verdict
from waymark.conformity.warnings import dependencies, needs_passage, warnings_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.reports.exports.gap import report
from waymark.reports.exports.gap_data import data
from waymark.reports.paper import Bullets

pytestmark = pytest.mark.django_db
IN, PART, MISS = Verdict.IN_PLACE, Verdict.PARTIAL, Verdict.MISSING


def rate_whole(assessment: GapAssessment, ref: str, verdict: str) -> None:
    """Rate a point, or all points of a requirement."""
    refs = [ref] if "-" in ref else [one.ref for one in tree().requirement(ref).points]
    rate(assessment, *(rating(one, verdict) for one in refs))


def against(assessment: GapAssessment) -> list[tuple[str, str]]:
    """Return what is warned of, with what it stands against."""
    return [(one.ref, one.against) for one in warnings_in(picture_of(assessment))]


@pytest.mark.parametrize(
    ("claim", "verdict", "needs", "warns"),
    [
        ("9.3.2", IN, "9.3.1", True),
        ("9.3.3", IN, "9.3.1", True),
        ("9.3.2", PART, "9.3.1", False),
        ("9.3.2-6", IN, "9.2.1", True),
        ("8.4", IN, "6.1.4-4", True),
        ("8.4", PART, "6.1.4-4", True),
        ("8.4", MISS, "6.1.4-4", False),
        ("8.2", PART, "6.1.2", True),
        ("8.2", IN, "6.1.2", True),
        ("8.3", PART, "6.1.3", True),
        ("9.2.2", PART, "9.2.1", True),
        ("9.2.2", MISS, "9.2.1", False),
        ("10.2-4", IN, "10.2-2", True),
        ("10.2-5", IN, "10.2-4", True),
    ],
)
def test_warns_of_a_verdict_while_what_it_rests_on_is_missing(
    organisation: Organisation, claim: str, verdict: str, needs: str, *, warns: bool
) -> None:
    assessment = a_round(organisation)
    rate_whole(assessment, claim, verdict)
    rate_whole(assessment, needs, MISS)
    assert ((claim, needs) in against(assessment)) is warns
    rate_whole(assessment, needs, PART)
    assert (claim, needs) not in against(assessment)


@pytest.mark.parametrize(
    ("control", "clause"),
    [("A.2.2", "5.2"), ("A.3.2", "5.3"), ("A.5.2", "6.1.4"), ("A.5.3", "6.1.4"), ("A.5.4", "6.1.4"), ("A.7.2", "")],
)
def test_warns_of_excluding_what_a_clause_asks_of_everybody(
    organisation: Organisation, control: str, clause: str
) -> None:
    assessment = a_round(organisation, control)
    assert against(assessment) == []
    rate(assessment, *exclusion_of(control))
    assert against(assessment) == ([(control, clause)] if clause else [])


def test_has_rules_whose_every_end_is_in_the_edition() -> None:
    known = {one.ref for one in tree().auditable} | {point.ref for point in tree().points}
    ends = {
        ref for rule in dependencies() for ref in (rule["needs"], *rule.get("claims", ()), *rule.get("excluded", ()))
    }
    assert ends <= known
    assert all(rule["text"].endswith(".") for rule in dependencies())


@pytest.mark.parametrize(
    ("finding", "evidence", "verdict", "needs"),
    [
        ("Covered by the ISO 27001 audit.", "", IN, True),
        ("", "Report of ISO/IEC 27701 of May", PART, True),
        ("The ISMS team does it.", "", IN, True),
        ("", "QMS manual, ISO 9001", IN, True),
        ("Covered by the ISO 27001 audit.", "", MISS, False),
        ("Invoice 9001 was paid.", "", IN, False),
        ("Covered by our own audit.", "Report 3", IN, False),
        ("Covered by the ISO 27001 audit.\nAIMS: chapter 4, models in production", "", IN, False),
        ("Covered by the ISO 27001 audit.\nAIMS:", "", IN, True),
    ],
)
def test_asks_for_the_passage_about_the_aims(finding: str, evidence: str, verdict: str, *, needs: bool) -> None:
    assert needs_passage(Found(verdict, finding, evidence)) is needs


class TestShowing:
    @pytest.fixture
    def visitor(self, manager: Member) -> Client:
        return client_of(manager)

    @pytest.fixture
    def assessment(self, organisation: Organisation) -> GapAssessment:
        assessment = a_round(organisation)
        rate_whole(assessment, "8.2", PART)
        rate_whole(assessment, "6.1.2", MISS)
        rate(assessment, rating("7.2-1", IN, evidence="Training records of the ISMS"))
        return assessment

    @pytest.mark.parametrize("page", ["gap_result", "gap_closing"])
    def test_names_all_of_them_before_and_after_closing(
        self, visitor: Client, assessment: GapAssessment, page: str
    ) -> None:
        shown = text_of(visitor.get(in_round(page, assessment)))
        assert "2 verdicts to look at again" in shown
        assert "8.2: partial, while 6.1.2 is missing." in shown
        assert "7.2-1 leans on another management system." in shown

    def test_names_on_a_sheet_those_of_its_requirement(self, visitor: Client, assessment: GapAssessment) -> None:
        for ref, count in (("8.2", 1), ("6.1.2", 1), ("7.2", 1), ("4.1", 0)):
            shown = text_of(visitor.get(in_round("gap_sheet", assessment, ref)))
            assert ("1 verdict to look at again" in shown) is bool(count), ref

    def test_stands_in_reports_and_data(self, assessment: GapAssessment) -> None:
        bullets = [text for block in report(assessment).blocks if isinstance(block, Bullets) for text in block.items]
        assert any(text.startswith("8.2: partial, while 6.1.2 is missing.") for text in bullets)
        assert [(one["ref"], one["against"]) for one in data(assessment)["warnings"]] == [
            ("8.2", "6.1.2"),
            ("7.2-1", ""),
        ]
