"""Gaps become tasks in one step: each at most once, in the order of work, with owner, date and priority."""

import datetime as dt

import pytest
from django.db.models import QuerySet

from tests import factories
from tests.conformity.rating import a_round, closed, rate, rating
from tests.conformity.screens import at, in_round, text_of
from tests.factories import client_of
from waymark.conformity.gap_tasks import DAYS, create_tasks, proposals
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.models.standing import Standing
from waymark.conformity.scale import Severity, Verdict
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.tasks.choices import Origin
from waymark.tasks.models.task import Task
from waymark.tasks.work import finish
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def assessment(organisation: Organisation) -> GapAssessment:
    made = a_round(organisation)
    rate(
        made,
        rating("7.2-1", Verdict.PARTIAL),
        rating("4.1-1", Verdict.IN_PLACE),
        rating(
            "4.1-2", Verdict.MISSING, finding="Nothing written", action="Write it down.", target_on=dt.date(2026, 7, 1)
        ),
        rating("6.1.2-1", Verdict.MISSING, severity=Severity.CLOSE_FIRST),
    )
    return made


def offered(assessment: GapAssessment) -> list[str]:
    members = list(Member.objects.of(assessment.organisation).active().by_name())
    return [one.gap.view.point.ref for one in proposals(assessment, members, TODAY)]


def made() -> QuerySet[Task]:
    return Task.objects.order_by("number")


def test_proposes_the_worst_first_with_owner_and_date(assessment: GapAssessment) -> None:
    organisation = assessment.organisation
    risk = factories.member(organisation, Role.CONTRIBUTOR, owner_roles=["risk_manager"], name="Rika Risk")
    boss = factories.member(organisation, Role.CONTRIBUTOR, name="Bo Boss")
    Standing.objects.of(organisation).with_refs(["4.1"]).get().assign(boss, None, by=CONSOLE)
    found = {one.gap.view.point.ref: one for one in proposals(assessment, [risk, boss], TODAY)}
    assert list(found) == ["6.1.2-1", "4.1-2", "7.2-1"]
    assert (found["6.1.2-1"].owner, found["6.1.2-1"].due_on) == (
        risk,
        TODAY + dt.timedelta(days=DAYS[Severity.CLOSE_FIRST]),
    )
    assert (found["4.1-2"].owner, found["4.1-2"].due_on) == (boss, dt.date(2026, 7, 1))
    assert found["4.1-2"].title == "Write it down."
    assert found["7.2-1"].is_suggested


def test_makes_each_gap_a_task_once(assessment: GapAssessment, manager: Member) -> None:
    closed(assessment)
    browser = client_of(manager)
    address = in_round("gap_tasks", assessment)
    assert "3 gaps have no open task" in text_of(browser.get(address))
    keys = [one.key for one in proposals(assessment, [], TODAY)]
    typed = {"chosen": keys[:2], "owner": manager.pk}
    assert browser.post(address, typed).status_code == 303
    assert [(one.origin, one.owner, one.about_id) for one in made()] == [(Origin.GAP, manager, key) for key in keys[:2]]
    assert [one.priority for one in made()] == [Severity.CLOSE_FIRST, Severity.HIGH]
    # The same form sent twice, as a double click does.
    browser.post(address, typed)
    assert made().count() == 2
    assert offered(assessment) == ["7.2-1"]


def test_selects_nothing_until_somebody_does(assessment: GapAssessment, manager: Member) -> None:
    browser, address = client_of(manager), in_round("gap_tasks", assessment)
    page = text_of(browser.get(address))
    assert " checked" not in page
    assert "All 3 gaps" in page
    assert 'data-count="Add {n} tasks"' in page
    assert browser.post(address, {}).status_code == 422
    keys = [one.key for one in proposals(assessment, [], TODAY)]
    assert text_of(browser.post(address, {"chosen": keys[:1], "owner": "x"})).count(" checked") == 1
    assert made().count() == 0


def test_makes_tasks_of_all_gaps_if_they_are_as_many_as_shown(assessment: GapAssessment, manager: Member) -> None:
    browser, address = client_of(manager), in_round("gap_tasks", assessment)
    refused = browser.post(address, {"matching": 2})
    assert refused.status_code == 422
    assert "The number of gaps has changed" in text_of(refused)
    assert made().count() == 0
    assert browser.post(address, {"matching": 3}).status_code == 303
    assert made().count() == 3


def test_offers_a_gap_again_when_its_task_is_done(assessment: GapAssessment, manager: Member) -> None:
    found = proposals(assessment, [manager], TODAY)
    create_tasks(assessment, found, [found[0].key], otherwise=None, by=manager)
    assert len(offered(assessment)) == 2
    finish(made()[0], by=manager, finisher=manager, note="Done.")
    assert len(offered(assessment)) == 3


def test_leaves_out_what_somebody_else_made_meanwhile(assessment: GapAssessment, manager: Member) -> None:
    stale = proposals(assessment, [manager], TODAY)
    create_tasks(assessment, stale, [stale[0].key], otherwise=None, by=manager)
    again = create_tasks(assessment, stale, [one.key for one in stale], otherwise=None, by=manager)
    assert len(again) == 2
    assert made().count() == 3


@pytest.mark.parametrize("chosen", [[], ["x"], ["-1"], ["9" * 30], ["1", "999999"]])
def test_makes_nothing_of_what_is_no_gap(assessment: GapAssessment, manager: Member, chosen: list[str]) -> None:
    answer = client_of(manager).post(in_round("gap_tasks", assessment), {"chosen": chosen})
    assert answer.status_code in {303, 422}
    assert made().count() == 0


def test_shows_the_tasks_of_a_requirement_on_its_page(assessment: GapAssessment, manager: Member) -> None:
    found = proposals(assessment, [manager], day_in("UTC"))
    create_tasks(assessment, found, [one.key for one in found], otherwise=manager, by=manager)
    shown = text_of(client_of(manager).get(at("requirement", assessment.organisation, "4.1")))
    assert "Write it down." in shown
    assert "TASK-2" in shown


def test_says_what_to_do_and_what_shows_it_where_nobody_wrote_an_action(
    assessment: GapAssessment, manager: Member
) -> None:
    found = proposals(assessment, [manager], TODAY)
    create_tasks(assessment, found, [one.key for one in found], otherwise=manager, by=manager)
    (process, climate, competence) = made()
    assert process.title == "Define an AI risk assessment process shaped by policy and objectives"
    assert process.done_when.startswith("You can show a defined risk assessment process")
    assert process.note.startswith("6.1.2-1 ")
    # What somebody wrote down is the title; what shows it comes from the catalogue all the same.
    assert climate.title == "Write it down."
    assert climate.note.startswith("Nothing written")
    assert climate.done_when == "You can give a clear yes or no on climate change as a factor for the AIMS."
    page = text_of(client_of(manager).get(at("task", assessment.organisation, competence.number)))
    assert competence.done_when in page


def test_leads_back_to_the_point_when_its_task_is_finished(assessment: GapAssessment, manager: Member) -> None:
    found = proposals(assessment, [manager], TODAY)
    create_tasks(assessment, found, [found[1].key], otherwise=manager, by=manager)
    task, browser = made().get(), client_of(manager)
    address = at("task", assessment.organisation, task.number)
    assert "Rate it again" not in text_of(browser.get(address))
    judged = Judgement.objects.count()
    answer = browser.post(
        at("task_finish", assessment.organisation, task.number),
        {"note": "Decided.", "version": task.version},
        follow=True,
    )
    assert answer.redirect_chain[-1][0] == address
    page = text_of(answer)
    assert "Rate it again" in page
    assert "Finishing a task does not change a rating." in page
    assert f"{in_round('gap_sheet', assessment, '4.1')}#4.1-2" in page
    # The rating is as it was: it takes a person to say how the point stands now.
    assert Judgement.objects.count() == judged
    assert offered(assessment) == ["6.1.2-1", "4.1-2", "7.2-1"]


def test_leads_to_the_page_of_the_task_from_my_work(assessment: GapAssessment, manager: Member) -> None:
    found = proposals(assessment, [manager], TODAY)
    create_tasks(assessment, found, [found[1].key], otherwise=manager, by=manager)
    page = text_of(client_of(manager).get(at("my_work", assessment.organisation)))
    assert at("task_finish", assessment.organisation, made().get().number) in page
    assert f'name="next" value="{at("my_work", assessment.organisation)}"' not in page


def test_leads_to_the_requirement_while_no_round_is_open(assessment: GapAssessment, manager: Member) -> None:
    found = proposals(assessment, [manager], TODAY)
    create_tasks(assessment, found, [found[1].key], otherwise=manager, by=manager)
    closed(assessment)
    task = made().get()
    finish(task, by=manager, finisher=manager, note="Decided.")
    page = text_of(client_of(manager).get(at("task", assessment.organisation, task.number)))
    assert "Rate it again" not in page
    assert "No round is open. 4.1-2 will be rated again in the next one." in page
    assert f"{at('requirement', assessment.organisation, '4.1')}#4.1-2" in page


def test_offers_no_rating_to_somebody_who_may_not_rate(
    assessment: GapAssessment, manager: Member, reader: Member
) -> None:
    found = proposals(assessment, [manager], TODAY)
    create_tasks(assessment, found, [found[1].key], otherwise=manager, by=manager)
    task = made().get()
    finish(task, by=manager, finisher=manager, note="Decided.")
    page = text_of(client_of(reader).get(at("task", assessment.organisation, task.number)))
    assert "Rate it again" not in page
    assert "Someone with the right to rate reviews 4.1-2 again." in page
