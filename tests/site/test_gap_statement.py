"""What a report of a round states about itself: written texts, criteria, who judged and closed, hashes, the trail."""

import hashlib
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.conformity.rating import a_round, closed, exclusion_of, rate, rating, tree
from tests.conformity.screens import in_round, text_of
from tests.evidence import made
from waymark.conformity.events import ConformityEvent
from waymark.conformity.models.assessment import GapAssessment, RoundClosed
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.models.report_text import REPORT_TEXT
from waymark.conformity.models.standing import Standing
from waymark.evidence.kinds import Confidentiality
from waymark.evidence.linking import link
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.reports.exports.gap import report, work_sheet
from waymark.reports.exports.gap_data import data
from waymark.reports.paper import Paragraph, Table
from waymark.reports.writers.literal import breakable
from waymark.trail.actors import CONSOLE
from waymark.trail.models import Head

pytestmark = pytest.mark.django_db
TEXTS = {name: f"What we write about {name}." for name in REPORT_TEXT}


@pytest.fixture
def assessment(organisation: Organisation) -> GapAssessment:
    return a_round(organisation, "A.2.2")


def table(assessment: GapAssessment, caption: str) -> Table:
    """Return one table of the report."""
    return next(one for one in report(assessment).blocks if isinstance(one, Table) and one.caption == caption)


def stated(assessment: GapAssessment) -> dict[str, str]:
    """Return the statement by item."""
    rows = table(assessment, "Objective, criteria, method and conclusion").rows
    return {str(item): str(text) for item, text in rows}


def point_data(assessment: GapAssessment, ref: str) -> list[dict[str, Any]]:
    """Return a point as plain data."""
    return [one for each in data(assessment)["requirements"] for one in each["points"] if one["ref"] == ref]


def test_never_invents_what_nobody_wrote(assessment: GapAssessment) -> None:
    rows = stated(assessment)
    written = ("Objective", "Scope: units, sites and AI systems", "Method", "People met, by role", "Samples", "Limits")
    assert {rows[one] for one in (*written, "Conclusion", "Rated by")} == {"Not stated"}
    assert rows["Closed by"] == "Not closed: this is a draft."
    assert "catalogue edition 2" in rows["Criteria"]
    assert "1 of 38 controls" in rows["Criteria"]
    assert rows["Controls left out"].startswith("not selected for this round: A.2.3, A.2.4")
    assert data(assessment)["report"]["objective"] is None


def test_states_what_was_written_who_judged_and_who_closed(assessment: GapAssessment, manager: Member) -> None:
    rate(assessment, rating("4.1-1", "partial"), rating("4.1-2", "missing"), by=manager)
    assessment.describe(TEXTS, by=manager)
    closed(assessment, by=manager)
    rows = stated(assessment)
    assert (rows["Objective"], rows["Conclusion"]) == (TEXTS["objective"], TEXTS["conclusion"])
    assert rows["Rated by"].startswith("Mia Manager (2 points); verdicts of ")
    assert rows["Closed by"].startswith("Mia Manager on ")
    plain = data(assessment)["report"]
    assert (plain["rated_by"], plain["closed_by"]) == ({"Mia Manager": 2}, "Mia Manager")
    with pytest.raises(RoundClosed):
        assessment.describe(TEXTS, by=manager)


def test_lists_controls_that_are_left_out_and_points_that_once_were(organisation: Organisation) -> None:
    assessment = a_round(organisation, "A.2.2", "A.3.2")
    rate(assessment, *exclusion_of("A.2.2", code="no_risk"))
    once = tree().requirement("A.3.2").points[0]
    old = Judgement(
        organisation=organisation,
        assessment=assessment,
        point_id=once.pk,
        revision=1,
        verdict="not_applicable",
        finding="From before there were reason codes.",
        judged_on=assessment.started_on,
    )
    old.commit(ConformityEvent.JUDGED, by=CONSOLE)
    (row,) = table(assessment, "Controls not applicable").rows
    assert (row[0], row[2], row[3]) == ("A.2.2", "No risk calls for it", "We train no models of our own.")
    (apart,) = table(assessment, "Not applicable: 1 point").rows
    assert (apart[0], apart[4]) == (once.ref, "From before there were reason codes.")
    assert [one["exclusion"] for one in data(assessment)["requirements"] if one["ref"] == "A.2.2"] == [
        {"code": "no_risk", "reason": "We train no models of our own.", "state": "provisionally left out, no SoA yet"}
    ]


def test_prints_the_hash_of_each_file_as_it_was_when_the_round_closed(
    assessment: GapAssessment, owner: Member, manager: Member
) -> None:
    standing = Standing.objects.of(assessment.organisation).get(requirement__ref="5.2")
    file = made.kept_file(b"The AI policy, version 1")
    evidence = made.evidence(owner, what=made.collected(files=(file,)))
    link(evidence, "conformity.standing", standing.pk, by=owner)
    closed(assessment, by=manager)
    later = made.evidence(owner)
    link(later, "conformity.standing", standing.pk, by=owner)
    (row,) = table(assessment, "Evidence behind the points").rows
    sha256 = hashlib.sha256(b"The AI policy, version 1").hexdigest()
    assert (row[0], row[2], row[3]) == ("EV-1/1", "Unverified", sha256)
    assert data(assessment)["evidence"][0]["sha256"] == [sha256]
    assert breakable(f"{sha256}.") == f"{sha256}."


def test_names_no_confidential_evidence_in_any_file(assessment: GapAssessment, owner: Member, manager: Member) -> None:
    standing = Standing.objects.of(assessment.organisation).get(requirement__ref="5.2")
    known = made.evidence(owner)
    secret = made.evidence(owner, "Salaries", confidentiality=Confidentiality.CONFIDENTIAL)
    for one in (known, secret):
        link(one, "conformity.standing", standing.pk, by=owner)
    rate(assessment, rating("5.2-1", "in_place"), by=manager)
    for _state in ("open", "closed"):
        given = [data(assessment), report(assessment), work_sheet(assessment)]
        assert all(known.reference in str(one) and secret.reference not in str(one) for one in given)
        assert [one["evidence_kept"] for one in point_data(assessment, "5.2-1")] == [[known.reference]]
        if not assessment.is_closed:
            closed(assessment, by=manager)


def test_ends_with_the_head_of_the_trail_and_how_to_check_it(assessment: GapAssessment) -> None:
    head = Head.objects.get(pk=assessment.organisation_id)
    last = [one.text for one in report(assessment).blocks if isinstance(one, Paragraph)][-1]
    assert head.hash in last
    assert f"was number {head.seq}, with the hash" in last
    assert "waymark trail verify" in last
    assert data(assessment)["trail"] == {"entries": head.seq, "hash": head.hash}


class TestWriting:
    @pytest.fixture
    def visitor(self, manager: Member) -> Client:
        return factories.client_of(manager)

    def test_keeps_the_texts_and_shows_them_with_the_result(self, visitor: Client, assessment: GapAssessment) -> None:
        assert "Not stated" in text_of(visitor.get(in_round("gap_result", assessment)))
        sent = TEXTS | {"version": str(assessment.version)}
        shown = text_of(visitor.post(in_round("gap_report_text", assessment), sent, follow=True))
        for text in TEXTS.values():
            assert text in shown, text
        assert TEXTS["limits"] in text_of(visitor.get(in_round("gap_report_text", assessment)))
        again = visitor.post(in_round("gap_report_text", assessment), sent | {"limits": "Other limits."})
        assert again.status_code == 409

    def test_takes_no_texts_once_the_round_is_closed(self, visitor: Client, assessment: GapAssessment) -> None:
        closed(assessment)
        sent = TEXTS | {"version": str(assessment.version)}
        assert visitor.post(in_round("gap_report_text", assessment), sent).status_code == 422
        assert "Edit report text" not in text_of(visitor.get(in_round("gap_result", assessment)))
        assert GapAssessment.objects.get(pk=assessment.pk).objective is None

    def test_is_for_those_who_run_the_aims(self, assessment: GapAssessment, owner: Member) -> None:
        sent = TEXTS | {"version": str(assessment.version)}
        assert factories.client_of(owner).post(in_round("gap_report_text", assessment), sent).status_code == 403


def test_shows_report_text_without_signs_of_markdown(assessment: GapAssessment, manager: Member) -> None:
    assessment.describe(TEXTS | {"limits": "No **supplier** was visited:\n\n- time\n- cost"}, by=manager)
    assert stated(assessment)["Limits"] == "No supplier was visited:\n\n– time\n– cost"
    page = text_of(factories.client_of(manager).get(in_round("gap_result", assessment)))
    assert "No supplier was visited:" in page
    # Whoever edits it finds what was typed.
    assert "No **supplier**" in text_of(factories.client_of(manager).get(in_round("gap_report_text", assessment)))
