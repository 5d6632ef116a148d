import datetime as dt
import re

import pytest
import time_machine

from tests.conformity.rating import a_round, rate, rating
from tests.conformity.screens import asked, at, text_of
from tests.factories import client_of
from waymark.conformity.models.standing import Standing
from waymark.conformity.past import RequirementThen, requirement_as_of
from waymark.conformity.queries import framework_of, tree_of
from waymark.conformity.rounds import close_round
from waymark.conformity.scale import Verdict
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation

pytestmark = pytest.mark.django_db
REF = "6.1.2"


def then(organisation: Organisation, day: str, ref: str = REF) -> RequirementThen:
    framework = framework_of(organisation)
    assert framework is not None
    tree = tree_of(organisation, framework.pk)
    standing = Standing.objects.of(organisation).with_refs([ref]).get()
    return requirement_as_of(organisation, tree, tree.requirement(ref), standing.pk, dt.date.fromisoformat(day))


def verdict(organisation: Organisation, day: str) -> str:
    return then(organisation, day).view.points[0].found.verdict


def test_shows_the_verdict_that_counted_when_the_day_ended(organisation: Organisation, owner: Member) -> None:
    with time_machine.travel("2027-03-01T09:00:00Z", tick=False):
        first = a_round(organisation)
        rate(first, rating(f"{REF}-1", Verdict.MISSING, finding="No method"), by=owner)
    with time_machine.travel("2027-03-02T09:00:00Z", tick=False):
        rate(first, rating(f"{REF}-1", Verdict.PARTIAL, finding="A draft"), by=owner)
        close_round(first, by=owner, reason="Only this one was looked at.")
    with time_machine.travel("2027-03-03T09:00:00Z", tick=False):
        second = a_round(organisation)
        rate(second, rating(f"{REF}-1", Verdict.IN_PLACE), by=owner)
    with time_machine.travel("2027-03-04T09:00:00Z", tick=False):
        rate(second, rating(f"{REF}-1", Verdict.NOT_ASSESSED), by=owner)
    days = ["2027-02-28", "2027-03-01", "2027-03-02", "2027-03-03", "2027-03-04"]
    assert [verdict(organisation, day) for day in days] == [
        "not_assessed",
        "missing",
        "partial",
        "in_place",
        "partial",  # taken back in its round, so the round before counts again
    ]
    found = then(organisation, "2027-03-02").view.points[0].found
    assert (found.finding, found.judged_by) == ("A draft", "Omar Owner")


def test_shows_owner_date_and_applicability_of_that_day(organisation: Organisation, owner: Member) -> None:
    control = Standing.objects.of(organisation).with_refs(["A.7.2"]).select_related("requirement").get()
    with time_machine.travel("2027-03-01T09:00:00Z", tick=False):
        control.assign(owner, dt.date(2027, 6, 1), by=owner)
        control.leave_out(code="no_activity", reason="We collect no data of our own.", by=owner)
    with time_machine.travel("2027-03-02T09:00:00Z", tick=False):
        control.take_up(by=owner)
        control.assign(None, None, by=owner)
    before = then(organisation, "2027-03-01", "A.7.2").view.assignment
    after = then(organisation, "2027-03-02", "A.7.2").view.assignment
    assert (before.owner, before.due_on, before.left_out) == ("Omar Owner", dt.date(2027, 6, 1), True)
    assert before.left_out_reason == "We collect no data of our own."
    assert (after.owner, after.due_on, after.left_out) == ("", None, False)


class TestSoaRow:
    def test_says_whether_a_control_applied_why_not_and_who_decided_it(
        self, organisation: Organisation, owner: Member, manager: Member
    ) -> None:
        control = Standing.objects.of(organisation).with_refs(["A.7.2"]).select_related("requirement").get()
        for day, reason in ((1, "We collect no data of our own."), (2, "Our supplier collects all of it.")):
            with time_machine.travel(f"2027-03-0{day}T09:00:00Z", tick=False):
                control.leave_out(code="no_activity", reason=reason, by=(owner, manager)[day - 1])
        with time_machine.travel("2027-03-03T09:00:00Z", tick=False):
            control.assign(owner, None, by=owner)
        with time_machine.travel("2027-03-04T09:00:00Z", tick=False):
            control.take_up(by=owner)
        decisions = [then(organisation, f"2027-03-0{day}", "A.7.2").decision for day in (1, 2, 3, 4)]
        assert [(one.is_left_out, one.reason, one.by, one.at.day) for one in decisions if one is not None] == [
            (True, "No such activity: We collect no data of our own.", "Omar Owner", 1),
            (
                True,
                "No such activity: Our supplier collects all of it.",
                "Mia Manager",
                2,
            ),  # an edited reason is a new decision
            (True, "No such activity: Our supplier collects all of it.", "Mia Manager", 2),  # another owner is none
            (False, "", "Omar Owner", 4),
        ]

    def test_has_no_decision_for_a_clause_nor_before_there_was_one(self, organisation: Organisation) -> None:
        assert then(organisation, "2199-01-01").decision is None
        assert then(organisation, "1999-01-01", "A.7.2").decision is None

    def test_shows_the_row_of_the_statement_of_applicability_as_of_a_day(
        self, organisation: Organisation, owner: Member, reader: Member
    ) -> None:
        control = Standing.objects.of(organisation).with_refs(["A.7.2"]).select_related("requirement").get()
        with time_machine.travel("2027-03-01T09:00:00Z", tick=False):
            rate(a_round(organisation, "A.7.2"), rating("A.7.2-1", Verdict.PARTIAL), by=owner)
            control.assign(owner, None, by=owner)
            control.leave_out(code="no_activity", reason="We <b>collect</b> no data of our own.", by=owner)
        with time_machine.travel("2027-03-08T09:00:00Z", tick=False):
            control.take_up(by=owner)
            rows = {day: self._row(reader, f"2027-03-0{day}") for day in (1, 8)}
        for part in ("Excluded", "We &lt;b&gt;collect&lt;/b&gt; no data", "Omar Owner, 1 Mar 2027", "Partial"):
            assert part in rows[1], part
        assert "Applicable" not in rows[1]
        assert "Applicable" in rows[8]
        assert "Omar Owner, 8 Mar 2027" in rows[8]
        assert "no data" not in rows[8]

    def _row(self, who: Member, day: str) -> str:
        shown = text_of(client_of(who).get(at("requirement", who.organisation, "A.7.2"), {"as_of": day}))
        row = re.search(r'<section class="card" id="applicability">(.*?)</section>', shown, re.DOTALL)
        assert row, shown
        return re.sub(r"</?bdi>", "", row[1])


class TestPage:
    def test_shows_the_past_and_nothing_to_change(self, organisation: Organisation, administrator: Member) -> None:
        today = dt.datetime.now(dt.UTC).date().isoformat()
        shown = text_of(client_of(administrator).get(at("requirement", organisation, REF) + f"?as_of={today}"))
        assert "As of the end of" in shown
        assert "Back to today" in shown
        main = shown[shown.index("<main") : shown.index("</main>")]
        assert 'method="post"' not in main

    def test_steps_from_change_to_change_and_marks_what_differs_today(
        self, organisation: Organisation, owner: Member, reader: Member
    ) -> None:
        standing = Standing.objects.of(organisation).with_refs([REF]).get()
        with time_machine.travel("2027-03-01T09:00:00Z", tick=False):
            standing.assign(owner, None, by=owner)
        with time_machine.travel("2027-03-04T09:00:00Z", tick=False):
            rate(a_round(organisation), rating(f"{REF}-1", Verdict.PARTIAL), by=owner)
        with time_machine.travel("2027-03-08T09:00:00Z", tick=False):
            standing.assign(None, None, by=owner)
            address = at("requirement", organisation, REF)
            shown = text_of(client_of(reader).get(address, {"as_of": "2027-03-05"}))
        assert f'rel="prev" href="{address}?as_of=2027-03-01"' in shown
        assert f'rel="next" href="{address}?as_of=2027-03-08"' in shown
        assert "one field differs today" in shown

    def test_says_that_nothing_was_recorded_yet(self, organisation: Organisation, reader: Member) -> None:
        answer = client_of(reader).get(at("requirement", organisation, REF) + "?as_of=1999-01-01")
        assert answer.status_code == 200
        assert "Nothing was recorded about 6.1.2 yet" in text_of(answer)

    @pytest.mark.parametrize(
        "day",
        [
            "0000-00-00",
            "9999-12-31",
            "2199-12-31",
            "1815-06-18",
            "",
            "tomorrow",
            "2026-02-30",
            "9" * 21,
            "2026-01-01' OR 1=1",
        ],
    )
    def test_answers_a_day_that_cannot_be_with_the_page_and_a_sentence(
        self, day: str, organisation: Organisation, reader: Member
    ) -> None:
        answer = client_of(reader).get(at("requirement", organisation, REF), {"as_of": day})
        assert answer.status_code == 422
        assert "field__error" in text_of(answer)

    def test_does_not_exist_for_what_is_no_requirement(self, organisation: Organisation, reader: Member) -> None:
        browser = client_of(reader)
        assert browser.get(at("requirements", organisation) + "99?as_of=2026-01-01").status_code == 404
        assert browser.get(at("requirements", organisation) + "99?as_of=x").status_code == 404

    def test_costs_few_queries_however_often_it_was_judged(self, organisation: Organisation, owner: Member) -> None:
        assessment = a_round(organisation)
        for turn in range(6):
            rate(assessment, rating(f"{REF}-1", (Verdict.PARTIAL, Verdict.MISSING)[turn % 2]), by=owner)
        today = dt.datetime.now(dt.UTC).date().isoformat()
        address = at("requirement", organisation, REF) + f"?as_of={today}"
        asked(client_of(owner), address)
        assert asked(client_of(owner), address) <= 9
