"""Carrying an organisation over to the next edition, with small editions and with those of the product."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.conformity.carried import (
    DROPPED,
    editions,
    manager_of,
    organisation_on,
    rate,
    round_on,
    shipped,
    third_edition,
)
from tests.evidence import made
from waymark.catalogue.models.framework import Framework
from waymark.catalogue.models.wording import Wording
from waymark.catalogue.outline import outline
from waymark.conformity.carrying.acts import carry_over
from waymark.conformity.carrying.editions import CarriedAlready, NotNextEdition
from waymark.conformity.carrying.preview import preview
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.models.standing import Standing
from waymark.conformity.queries import framework_of, next_edition, picture_of, picture_taken_up
from waymark.conformity.ratings import Rating, RatingInput
from waymark.conformity.rounds import close_round, judge, rating_input_of
from waymark.conformity.scale import Carried, Verdict
from waymark.evidence.checking import verify
from waymark.evidence.from_records import kinds_shown
from waymark.evidence.linking import link
from waymark.evidence.models.link import EvidenceLink
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.tasks.models.task import Task
from waymark.tasks.work import TaskDraft, create
from waymark.trail.models import Entry

pytestmark = pytest.mark.django_db
IN, PART, MISS = Verdict.IN_PLACE, Verdict.PARTIAL, Verdict.MISSING
REASON = "Nobody had the time for the rest."


@pytest.fixture
def both(tmp_path: Path) -> tuple[Framework, Framework]:
    return editions(tmp_path)


@pytest.fixture
def organisation(both: tuple[Framework, Framework]) -> Organisation:
    return organisation_on(both[0])


@pytest.fixture
def manager(organisation: Organisation) -> Member:
    return manager_of(organisation)


def point(framework: Framework, ref: str) -> int:
    return outline(framework.pk).point(ref).pk


def verdicts(assessment: GapAssessment) -> dict[str, tuple[str, int | None]]:
    rows = Judgement.objects.of(assessment.organisation).by_revision(assessment)
    return {ref: (verdict, carried) for ref, verdict, carried in rows.values_list("point__ref", "verdict", "carried")}


def rated(organisation: Organisation, first: Framework, manager: Member) -> GapAssessment:
    assessment = round_on(organisation, first, by=manager)
    rate(assessment, "4.1.1-1", IN, by=manager, evidence="The log")
    rate(assessment, "4.1.1-2", PART, by=manager, finding="Half of it")
    rate(assessment, "4.10-1", MISS, by=manager, finding="Nothing")
    return assessment


class TestVerdicts:
    def test_come_along_as_the_list_of_changes_says(
        self, both: tuple[Framework, Framework], organisation: Organisation, manager: Member
    ) -> None:
        rated(organisation, both[0], manager)
        carried = carry_over(organisation, both[1], by=manager)
        assert (carried.framework, carried.is_open) == (both[1], True)
        assert verdicts(carried) == {
            "4.1.1-1": (IN, Carried.AS_IT_IS),
            "4.1.1-3": (PART, Carried.LOOK_AGAIN),
            "4.1.1-4": (PART, Carried.LOOK_AGAIN),
            "4.10-1": (MISS, Carried.AS_IT_IS),
        }

    def test_keep_their_day_their_judge_and_their_words(
        self, both: tuple[Framework, Framework], organisation: Organisation, manager: Member
    ) -> None:
        assessment = round_on(organisation, both[0], by=manager)
        what = outline(both[0].pk).point("4.10-1")
        given = judge(assessment, Rating(what, RatingInput(PART, "Two years ago")), by=manager, on=dt.date(2024, 3, 2))
        assert given
        carried = carry_over(organisation, both[1], by=manager)
        one = Judgement.objects.of(organisation).get(assessment=carried)
        assert rating_input_of(one) == rating_input_of(given)
        assert (one.judged_on, one.judged_by) == (dt.date(2024, 3, 2), manager)

    def test_wait_until_somebody_confirms_them(
        self, both: tuple[Framework, Framework], organisation: Organisation, manager: Member
    ) -> None:
        rated(organisation, both[0], manager)
        carried = carry_over(organisation, both[1], by=manager)
        assert len(picture_of(carried).to_look_again) == 2
        what = outline(both[1].pk).point("4.1.1-3")
        stored = Judgement.objects.of(organisation).get(assessment=carried, point=what.pk)
        same = rating_input_of(stored)
        assert judge(carried, Rating(what, same), by=manager) is None
        confirmed = judge(carried, Rating(what, same, 1, confirms=True), by=manager)
        assert confirmed
        assert (confirmed.revision, confirmed.carried) == (2, None)
        assert judge(carried, Rating(what, same, confirms=True), by=manager) is None
        assert [gap.view.point.ref for gap in picture_of(carried).to_look_again] == ["4.1.1-4"]

    def test_that_still_wait_wait_in_the_edition_after_too(
        self, both: tuple[Framework, Framework], organisation: Organisation, manager: Member, tmp_path: Path
    ) -> None:
        rated(organisation, both[0], manager)
        carry_over(organisation, both[1], by=manager)
        third = third_edition(tmp_path)
        found = verdicts(carry_over(organisation, third, by=manager))
        assert found["4.1.1-3"] == (PART, Carried.LOOK_AGAIN)
        assert found["4.1.1-1"] == (IN, Carried.AS_IT_IS)


class TestRounds:
    def test_that_are_open_are_closed_with_the_reason(
        self, both: tuple[Framework, Framework], organisation: Organisation, manager: Member
    ) -> None:
        before = round_on(organisation, both[0], by=manager)
        carry_over(organisation, both[1], by=manager)
        stored = GapAssessment.objects.of(organisation).get(pk=before.pk)
        assert (stored.state, stored.framework, stored.closed_by) == ("closed", both[0], manager)
        assert stored.incomplete_reason == "Carried over to Small, second"

    def test_that_are_closed_stay_on_their_edition_to_be_read(
        self, both: tuple[Framework, Framework], organisation: Organisation, manager: Member
    ) -> None:
        before = rated(organisation, both[0], manager)
        close_round(before, by=manager)
        figures, seen = before.figures, verdicts(before)
        carry_over(organisation, both[1], by=manager)
        stored = GapAssessment.objects.of(organisation).get(pk=before.pk)
        assert (stored.framework, stored.figures, verdicts(stored)) == (both[0], figures, seen)
        assert picture_of(stored).by_ref["4.1.1"].counts.total == 2


class TestWhatComesAlong:
    def test_is_the_owner_the_date_and_the_history_of_each_requirement(
        self, both: tuple[Framework, Framework], organisation: Organisation, manager: Member
    ) -> None:
        standing = Standing.objects.of(organisation).with_refs(["4.10"]).get()
        standing.assign(manager, dt.date(2027, 1, 4), by=manager)
        carry_over(organisation, both[1], by=manager)
        stored = Standing.objects.of(organisation).on(both[1]).with_refs(["4.10"]).get()
        assert (stored.pk, stored.owner, stored.due_on) == (standing.pk, manager, dt.date(2027, 1, 4))
        assert not Standing.objects.of(organisation).on(both[0]).exists()
        assert framework_of(organisation) == both[1]

    def test_is_evidence_of_points_and_of_requirements(
        self, both: tuple[Framework, Framework], organisation: Organisation, manager: Member
    ) -> None:
        piece = made.evidence(manager)
        standing = Standing.objects.of(organisation).with_refs(["4.10"]).get()
        link(piece, "catalogue.point", point(both[0], "4.1.1-2"), by=manager, why="It is the log.")
        link(piece, "conformity.standing", standing.pk, by=manager)
        carry_over(organisation, both[1], by=manager)
        live = EvidenceLink.objects.of(organisation).live()
        points = live.filter(kind="catalogue.point").values_list("record_id", "why")
        wanted = [(both[0], "4.1.1-2"), (both[1], "4.1.1-3"), (both[1], "4.1.1-4")]
        assert set(points) == {(point(*one), "It is the log.") for one in wanted}
        view = picture_taken_up(organisation)
        assert view
        backed = [one.point.ref for each in view.requirements for one in each.points if one.found.backing.pieces]
        assert backed == ["4.1.1-3", "4.1.1-4", "4.10-1"]

    def test_is_what_open_tasks_are_about(
        self, both: tuple[Framework, Framework], organisation: Organisation, manager: Member
    ) -> None:
        about = ("catalogue.point", point(both[0], "4.1.1-2"))
        task = create(organisation, TaskDraft(title="Keep it", about=about), by=manager)
        carry_over(organisation, both[1], by=manager)
        assert Task.objects.get(pk=task.pk).about_id == point(both[1], "4.1.1-3")

    def test_is_official_wording(
        self, both: tuple[Framework, Framework], organisation: Organisation, manager: Member
    ) -> None:
        before, after = (outline(one.pk).requirement("4.10").pk for one in both)
        wording = Wording.attach(organisation, before, text="The text", source="Order 1", by=manager)
        carry_over(organisation, both[1], by=manager)
        assert Wording.objects.of(organisation).about(after).get().pk == wording.pk

    def test_is_told_by_the_trail(
        self, both: tuple[Framework, Framework], organisation: Organisation, manager: Member
    ) -> None:
        rated(organisation, both[0], manager)
        last = Entry.objects.filter(organisation_id=organisation.pk).count()
        carry_over(organisation, both[1], by=manager)
        entries = Entry.objects.filter(organisation_id=organisation.pk).order_by("seq")[last:]
        assert [one.event for one in entries] == [
            "gap-assessment.closed",
            *["standing.carried"] * 2,
            "gap-assessment.carried",
            *["judgement.carried"] * 4,
        ]


class TestARequirementThatGoes:
    def test_keeps_its_standing_without_an_owner_and_lists_its_verdict(self, tmp_path: Path) -> None:
        first, second = editions(tmp_path, **DROPPED)
        organisation = organisation_on(first)
        manager = manager_of(organisation)
        standing = Standing.objects.of(organisation).with_refs(["4.10"]).get()
        standing.assign(manager, None, by=manager)
        link(made.evidence(manager), "conformity.standing", standing.pk, by=manager)
        rated(organisation, first, manager)
        shown = preview(organisation, second)
        assert [(one.source, one.ref, one.verdict) for one in shown.goes] == [("4.10-1", "4.1.1-5", MISS)]
        assert shown.counts["not_carried"] == 1
        carried = carry_over(organisation, second, by=manager)
        assert "4.1.1-5" not in verdicts(carried)
        left = Standing.objects.of(organisation).get(pk=standing.pk)
        assert (left.requirement.framework, left.owner) == (first, None)
        heir = Standing.objects.of(organisation).on(second).with_refs(["4.1.1"]).get()
        assert EvidenceLink.objects.of(organisation).live().to("conformity.standing", heir.pk).count() == 1
        assert framework_of(organisation) == second


class TestRefusals:
    def test_is_done_once(self, both: tuple[Framework, Framework], organisation: Organisation, manager: Member) -> None:
        carry_over(organisation, both[1], by=manager)
        entries = Entry.objects.count()
        with pytest.raises(CarriedAlready):
            carry_over(organisation, both[1], by=manager)
        assert (Entry.objects.count(), GapAssessment.objects.of(organisation).count()) == (entries, 1)

    def test_goes_only_to_the_edition_that_replaces_the_one_in_use(
        self, organisation: Organisation, manager: Member
    ) -> None:
        for other in shipped():
            with pytest.raises(NotNextEdition):
                carry_over(organisation, other, by=manager)
        assert not GapAssessment.objects.of(organisation).exists()


class TestPreview:
    def test_puts_every_point_into_one_list(
        self, both: tuple[Framework, Framework], organisation: Organisation, manager: Member
    ) -> None:
        rated(organisation, both[0], manager)
        Standing.objects.of(organisation).with_refs(["4.1.1"]).get().assign(manager, None, by=manager)
        shown = preview(organisation, both[1])
        assert next_edition(organisation) == both[1]
        assert [one.ref for one in shown.stays] == ["4.10-1"]
        assert [(one.ref, one.outcome, one.was) for one in shown.reworded] == [
            ("4.1.1-1", "carried over", "It is done.")
        ]
        assert [(one.ref, one.source, one.outcome) for one in shown.moves] == [
            ("4.1.1-3", "4.1.1-2", "carried over, look again"),
            ("4.1.1-4", "4.1.1-2", "carried over, look again"),
        ]
        assert [(one.ref, one.basis, one.outcome) for one in shown.comes] == [("4.1.1-5", "guidance", "not rated")]
        assert shown.goes == ()
        assert {one.owner for one in (*shown.reworded, *shown.moves)} == {"Mia Manager"}
        assert shown.counts | {"stays": 1} == shown.counts
        assert (shown.counts["as_it_is"], shown.counts["look_again"], shown.counts["not_carried"]) == (2, 2, 0)

    def test_changes_nothing(
        self, both: tuple[Framework, Framework], organisation: Organisation, manager: Member
    ) -> None:
        rated(organisation, both[0], manager)
        entries = Entry.objects.count()
        preview(organisation, both[1]).as_data()
        assert Entry.objects.count() == entries

    def test_asks_as_few_questions_for_two_hundred_points_as_for_three(
        self, both: tuple[Framework, Framework], organisation: Organisation
    ) -> None:
        first, second = shipped()
        large = organisation_on(first, "large")
        for one, edition in ((organisation, both[1]), (large, second)):
            preview(one, edition)
        counted = []
        for one, edition in ((organisation, both[1]), (large, second)):
            with CaptureQueriesContext(connection) as queries:
                preview(one, edition)
            counted.append(len(queries))
        # Only the standard has records of the product behind its points: a question for each of their kinds.
        assert counted[0] <= 10
        assert counted[1] <= counted[0] + len(kinds_shown())


class TestTheEditionsOfTheProduct:
    def test_carry_every_verdict_and_what_was_left_out(self) -> None:
        first, second = shipped()
        organisation = organisation_on(first)
        manager = manager_of(organisation)
        tree = outline(first.pk)
        control = Standing.objects.of(organisation).with_refs(["A.7.6"]).select_related("requirement").get()
        control.leave_out(code="no_activity", reason="Nothing is trained here at all.", by=manager)
        assessment = round_on(organisation, first, *[one.ref for one in tree.controls], by=manager)
        for ref, verdict in (("6.1.4-3", PART), ("6.1.4-5", MISS), ("A.9.2-1", IN), ("A.2.3-1", IN), ("5.2-4", IN)):
            rate(assessment, ref, verdict, by=manager)
        carried = carry_over(organisation, second, by=manager)
        look, plain = Carried.LOOK_AGAIN, Carried.AS_IT_IS
        assert verdicts(carried) == {
            "5.2-4": (IN, plain),
            "6.1.4-5": (MISS, plain),
            "6.1.4-7": (PART, look),
            "6.1.4-8": (PART, look),
            "A.2.3-1": (IN, look),
            "A.2.3-3": (IN, look),
            "A.9.2-1": (IN, plain),
            "A.9.2-3": (IN, look),
        }
        assert "A.7.6" not in carried.controls
        stored = Standing.objects.of(organisation).on(second).with_refs(["A.7.6"]).get()
        assert (stored.left_out, stored.left_out_reason) == (True, "Nothing is trained here at all.")
        assert Standing.objects.of(organisation).on(second).count() == 70

    def test_take_a_note_that_was_verified_before_for_a_description_still(self) -> None:
        first, second = shipped()
        organisation = organisation_on(first)
        manager, owner = manager_of(organisation), factories.member(organisation, name="Omar Owner")
        note = made.evidence(owner, what=made.collected(note="It is in the audit folder"))
        verify(made.newest(note), by=manager, statement="It was not asked for as a document")
        assessment = round_on(organisation, first, by=manager)
        for point in outline(first.pk).requirement("5.2").points:
            link(note, "catalogue.point", point.pk, by=manager)
            rate(assessment, point.ref, IN, by=manager)
        carried = picture_of(carry_over(organisation, second, by=manager)).by_ref["5.2"]
        assert carried.requirement.asks_for_documents
        found = [one.found for one in carried.points if one.found.verdict == IN]
        assert {(one.grade, one.backing.described, one.backing.held_since) for one in found} == {("named", 1, None)}
        assert len(found) == len(carried.points)
