"""Each screen once: it answers, with few questions to the database however long the history is."""

import re

import pytest
from django.test import Client

from tests.conformity.rating import a_round, closed, rate, rate_all, rating
from tests.conformity.screens import HTMX, asked, at, in_round, points_in, text_of
from tests.factories import client_of
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.scale import Verdict
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation

pytestmark = pytest.mark.django_db
MOST = 13
"""One of them asks for what members said about the record."""
OF_THE_ORGANISATION = ["path", "gap_rounds", "gap_opening", "gap_comparison", "requirements", "requirement_owners"]
OF_A_ROUND = ["gap_round", "gap_points", "gap_result", "gap_closing"]


@pytest.fixture
def visitor(administrator: Member) -> Client:
    return client_of(administrator)


@pytest.fixture
def assessment(organisation: Organisation) -> GapAssessment:
    made = a_round(organisation, "A.2.2", title="Spring")
    rate(made, rating("4.1-1", Verdict.IN_PLACE), rating("4.1-2", Verdict.MISSING, finding="Nothing written"))
    return made


def screens(assessment: GapAssessment) -> dict[str, str]:
    organisation = assessment.organisation
    found = {name: at(name, organisation) for name in OF_THE_ORGANISATION}
    found |= {name: in_round(name, assessment) for name in OF_A_ROUND}
    found["gap_points"] = points_in(assessment)
    found["gap_sheet"] = in_round("gap_sheet", assessment, "4.1")
    found["gap_news"] = in_round("gap_news", assessment, "4.1")
    found["requirement"] = at("requirement", organisation, "6.1.2")
    return found


def test_asks_the_database_little_and_no_more_after_thirty_rounds(visitor: Client, assessment: GapAssessment) -> None:
    pages = screens(assessment)
    for _n in range(2):
        closed(a_round(assessment.organisation, "A.2.2"))
    for address in pages.values():
        visitor.get(address)
    before = {name: asked(visitor, address) for name, address in pages.items()}
    # The path asks once more, for the counts of the records of its second step.
    assert {name: count for name, count in before.items() if count > MOST + (name == "path")} == {}
    for _n in range(28):
        closed(a_round(assessment.organisation, "A.2.2"))
    after = {name: asked(visitor, address) for name, address in pages.items()}
    assert {name: (before[name], count) for name, count in after.items() if count > before[name]} == {}
    assert "GA-1<" in text_of(visitor.get(at("gap_rounds", assessment.organisation) + "?page=2"))


def test_shows_a_closed_round_with_as_few_questions(visitor: Client, assessment: GapAssessment) -> None:
    closed(assessment)
    for address in (in_round("gap_round", assessment), points_in(assessment), in_round("gap_result", assessment)):
        assert asked(visitor, address) <= MOST
    assert asked(visitor, in_round("gap_sheet", assessment, "4.1")) <= MOST


def test_shows_one_first_heading_on_every_screen(visitor: Client, assessment: GapAssessment) -> None:
    for name, address in screens(assessment).items():
        if name != "gap_news":
            assert text_of(visitor.get(address)).count("<h1") == 1, name


def test_answers_htmx_with_a_part_and_everybody_else_with_the_page(visitor: Client, assessment: GapAssessment) -> None:
    for address in (at("requirements", assessment.organisation), points_in(assessment)):
        page, part = visitor.get(address), visitor.get(address, headers=HTMX)
        assert "<html" in text_of(page)
        assert "<html" not in text_of(part)
        assert len(text_of(part)) < len(text_of(page))
        assert "HX-Request" in part["Vary"]
        assert "HX-Request" in page["Vary"]
        boosted = visitor.get(address, headers={**HTMX, "HX-Boosted": "true"})
        restored = visitor.get(address, headers={**HTMX, "HX-History-Restore-Request": "true"})
        assert "<html" in text_of(boosted)
        assert "<html" in text_of(restored)


def test_does_not_know_rounds_that_are_not_there(visitor: Client, organisation: Organisation) -> None:
    a_round(organisation)
    for name in OF_A_ROUND:
        assert visitor.get(at(name, organisation, 99)).status_code == 404
    assert visitor.get(at("gap_comparison", organisation) + "?from=99").status_code == 404
    assert visitor.get(at("gap_comparison", organisation) + "?to=x").status_code == 404


class TestOpening:
    def test_opens_a_round_over_the_chosen_controls(self, visitor: Client, organisation: Organisation) -> None:
        typed = {"title": "Spring", "started_on": "2026-03-02", "controls": ["A.2.2", "A.7.2"]}
        answer = visitor.post(at("gap_opening", organisation), typed)
        made = GapAssessment.objects.of(organisation).get()
        assert answer["Location"] == in_round("gap_round", made)
        assert (made.title, made.controls, made.started_on.isoformat()) == ("Spring", ["A.2.2", "A.7.2"], "2026-03-02")

    def test_proposes_another_title_for_each_round_of_a_day(self, visitor: Client, organisation: Organisation) -> None:
        address, proposed = at("gap_opening", organisation), []
        for _round in range(3):
            title = re.search(r'name="title" value="([^"]+)"', text_of(visitor.get(address)))
            assert title is not None
            proposed.append(title[1])
            assert visitor.post(address, {"title": title[1], "started_on": "2026-03-02"}).status_code == 303
        assert proposed[0].startswith("Gap assessment ")
        assert proposed[1:] == [f"{proposed[0]}, 2", f"{proposed[0]}, 3"]

    def test_opens_one_round_for_a_form_that_is_sent_twice(self, visitor: Client, organisation: Organisation) -> None:
        address = at("gap_opening", organisation)
        key = re.search(r'name="key" value="([^"]+)"', text_of(visitor.get(address)))
        assert key is not None
        typed = {"title": "Spring", "started_on": "2026-03-02", "key": key[1]}
        first, second = visitor.post(address, typed), visitor.post(address, typed)
        assert (first.status_code, second.status_code) == (303, 303)
        assert first["Location"] == second["Location"]
        assert GapAssessment.objects.of(organisation).count() == 1

    def test_keeps_what_was_typed_when_it_refuses(self, visitor: Client, organisation: Organisation) -> None:
        answer = visitor.post(at("gap_opening", organisation), {"title": "My own title", "started_on": "1815-06-18"})
        assert answer.status_code == 422
        assert "My own title" in text_of(answer)
        assert "between 1990 and 2199" in text_of(answer)
        assert not GapAssessment.objects.of(organisation).exists()

    def test_refuses_a_control_that_does_not_exist(self, visitor: Client, organisation: Organisation) -> None:
        typed = {"title": "Spring", "started_on": "2026-03-02", "controls": ["A.99"]}
        assert visitor.post(at("gap_opening", organisation), typed).status_code == 422

    def test_names_a_field_it_does_not_know(self, visitor: Client, organisation: Organisation) -> None:
        typed = {"title": "Spring", "started_on": "2026-03-02", "number": "7"}
        answer = visitor.post(at("gap_opening", organisation), typed)
        assert answer.status_code == 422
        assert "Unknown field: number" in text_of(answer)


class TestClosing:
    def test_asks_for_the_reason_and_keeps_what_was_typed(self, visitor: Client, assessment: GapAssessment) -> None:
        typed = {"reason": "too short", "version": str(assessment.version)}
        answer = visitor.post(in_round("gap_closing", assessment), typed)
        assert answer.status_code == 422
        assert "too short" in text_of(answer)
        assert "have no rating yet" in text_of(answer)
        assert GapAssessment.objects.of(assessment.organisation).get().is_open

    def test_says_how_long_a_reason_is_wanted(self, visitor: Client, assessment: GapAssessment) -> None:
        wanted = "At least 15 characters"
        assert wanted in text_of(visitor.get(in_round("gap_closing", assessment)))
        shown = text_of(visitor.post(in_round("gap_closing", assessment), {"reason": "First look.", "version": "1"}))
        assert wanted in shown
        assert "give a reason of at least 15 characters" in shown

    def test_closes_for_ever(self, visitor: Client, assessment: GapAssessment) -> None:
        typed = {"reason": "The rest follows in autumn.", "version": str(assessment.version)}
        answer = visitor.post(in_round("gap_closing", assessment), typed)
        assert answer["Location"] == in_round("gap_result", assessment)
        for name in ("gap_round", "gap_result"):
            assert "The rest follows in autumn." in text_of(visitor.get(in_round(name, assessment)))
        assert visitor.get(in_round("gap_closing", assessment)).status_code == 422
        assert visitor.post(in_round("gap_closing", assessment), typed).status_code == 422

    def test_closes_without_a_reason_when_everything_is_rated(self, visitor: Client, assessment: GapAssessment) -> None:
        rate_all(assessment)
        answer = visitor.post(in_round("gap_closing", assessment), {"reason": "", "version": str(assessment.version)})
        assert answer.status_code == 303

    def test_refuses_to_close_what_changed_meanwhile(self, visitor: Client, assessment: GapAssessment) -> None:
        seen = assessment.version
        assessment.rename("Renamed", by=assessment_actor(assessment))
        answer = visitor.post(in_round("gap_closing", assessment), {"reason": "x" * 20, "version": str(seen)})
        assert answer.status_code == 409
        assert GapAssessment.objects.of(assessment.organisation).get().is_open


class TestResult:
    def test_filters_points(self, visitor: Client, assessment: GapAssessment) -> None:
        missing = text_of(visitor.get(points_in(assessment, verdict="missing"), headers=HTMX))
        assert "4.1-2" in missing
        assert "4.1-1" not in missing
        assert "4.1-1" in text_of(visitor.get(points_in(assessment, verdict="claimed"), headers=HTMX))
        assert "A.2.2-" in text_of(visitor.get(points_in(assessment, group="A.2"), headers=HTMX))
        assert "4.1-" not in text_of(visitor.get(points_in(assessment, group="A.2"), headers=HTMX))

    def test_leads_links_of_before_to_the_list_with_their_filters(
        self, visitor: Client, assessment: GapAssessment
    ) -> None:
        answer = visitor.get(in_round("gap_points", assessment) + "?verdict=missing")
        assert answer["Location"] == at("points", assessment.organisation) + "?verdict=missing&round=1"

    def test_lists_gaps_with_their_findings(self, visitor: Client, assessment: GapAssessment) -> None:
        shown = text_of(visitor.get(in_round("gap_result", assessment)))
        assert "Nothing written" in shown
        assert "4.1-2" in shown

    def test_speaks_of_one_point_as_of_one(self, visitor: Client, assessment: GapAssessment) -> None:
        shown = text_of(visitor.get(in_round("gap_result", assessment)))
        assert "Of 140 points of clauses 4 to 10, 1 is in place, 0 partial and 1 missing" in shown
        assert '<span class="note">1 gap, guidance included</span>' in shown
        assert ">1 point, guidance included</a>" in shown
        rate(assessment, rating("4.2-1", Verdict.IN_PLACE))
        assert "2 are in place" in text_of(visitor.get(in_round("gap_result", assessment)))
        assert text_of(visitor.get(points_in(assessment, verdict="missing"))).count('class="id">4.1-2<') == 1

    def test_compares_the_two_newest_closed_rounds(self, visitor: Client, assessment: GapAssessment) -> None:
        closed(assessment)
        later = a_round(assessment.organisation)
        rate(later, rating("4.1-2", Verdict.PARTIAL, finding="Half written"))
        closed(later)
        address = at("gap_comparison", assessment.organisation)
        assert "Half written" in text_of(visitor.get(address)) or "4.1-2" in text_of(visitor.get(address))
        assert visitor.get(address + "?from=1&to=2").status_code == 200

    def test_begins_with_the_older_round_before(self, visitor: Client, organisation: Organisation) -> None:
        old, new = a_round(organisation, title="Old"), a_round(organisation, title="New")
        address = at("gap_comparison", organisation)
        for step in (lambda: None, lambda: closed(old), lambda: closed(new)):
            step()
            before, after = re.findall(r'value="(\d+)" selected', text_of(visitor.get(address)))
            assert (int(before), int(after)) == (old.number, new.number)

    def test_compares_a_single_closed_round_with_the_newest(self, visitor: Client, organisation: Organisation) -> None:
        rounds = [a_round(organisation) for _n in range(3)]
        closed(rounds[0])
        shown = text_of(visitor.get(at("gap_comparison", organisation)))
        assert re.findall(r'value="(\d+)" selected', shown) == ["1", "3"]

    def test_counts_points_that_one_round_has_not_rated_apart(self, visitor: Client, assessment: GapAssessment) -> None:
        closed(assessment)
        a_round(assessment.organisation)
        shown = text_of(visitor.get(at("gap_comparison", assessment.organisation)))
        assert "0 points improved, 0 got worse" in shown
        assert "2 points are rated in only one of the rounds" in shown
        assert "140 not rated" in shown

    def test_says_so_where_there_is_nothing_to_compare(self, visitor: Client, organisation: Organisation) -> None:
        assert visitor.get(at("gap_comparison", organisation)).status_code == 200


def assessment_actor(assessment: GapAssessment) -> Member:
    return Member.objects.of(assessment.organisation).get(name="Ada Administrator")
