"""The portfolio: the figures of several organisations beside each other, each equal to that of its path page."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.conformity.rating import a_round, closed, rate, rate_all, rating, tree
from tests.conformity.test_backing import on_point, on_requirement
from tests.evidence import made
from waymark.conformity.models.standing import Standing
from waymark.conformity.picture import Picture
from waymark.conformity.queries import picture_taken_up
from waymark.conformity.scale import Verdict
from waymark.core.clock import day_in
from waymark.evidence.kinds import Confidentiality
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.people.rights import Role
from waymark.readiness.figures import CERTIFICATE, GAP, TASK, Figures
from waymark.readiness.keeping import keep_figures, known_figures
from waymark.readiness.models import KeptFigures
from waymark.readiness.portfolio import AT_ONCE, ORDERS, Portfolio, portfolio_of
from waymark.readiness.queries import path_page
from waymark.tasks.work import TaskDraft, create_all
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db
LATE, AHEAD = dt.date(2026, 1, 1), dt.date(2199, 1, 1)


@pytest.fixture
def consultant(db: None) -> User:
    return factories.user("Cora Consultant")


def joined(consultant: User, name: str = "", *roles: Role) -> Member:
    return factories.member(factories.organisation(name), *(roles or (Role.AIMS_MANAGER,)), who=consultant)


def portfolio_for(user: User, **asked: str) -> Portfolio:
    return portfolio_of(list(Member.objects.for_user(user)), **asked)


def shown_names(portfolio: Portfolio) -> list[str]:
    return [row.organisation.name for row in portfolio.rows]


def figures_of(organisation: Organisation) -> Figures:
    return known_figures([organisation], at_most=1)[organisation.pk].figures


def page(user: User, query: str = "") -> str:
    answer = factories.client_of(user).get(reverse("portfolio") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def untouched(_one: Member) -> None:
    pass


def partly_rated(one: Member) -> None:
    rate(
        a_round(one.organisation),
        rating("4.1-1", "in_place", evidence="A record"),
        rating("4.1-2", "partial", target_on=LATE),
        rating("4.2-1", "missing"),
        rating("4.3-1", "in_place"),
    )


def rated_in_two_rounds(one: Member) -> None:
    closed(_all(one, Verdict.PARTIAL))
    rate(a_round(one.organisation), rating("4.1-1", "in_place"), rating("5.1-1", "missing"))


def evidence_on_point_and_requirement(one: Member) -> None:
    _all(one)
    on_point(made.evidence(one), "4.4-1")
    on_requirement(made.evidence(one), "5.2")


def evidence_no_longer_carries(one: Member) -> None:
    _all(one)
    on_requirement(made.evidence(one, what=made.collected(collected_on=made.days_ago(500))), "4.4")


def evidence_is_confidential(one: Member) -> None:
    _all(one)
    on_point(made.evidence(one, confidentiality=Confidentiality.CONFIDENTIAL), "4.4-1")


def controls_are_left_out(one: Member) -> None:
    rate(a_round(one.organisation, "A.10.3"), rating("A.10.3-1", "missing", target_on=LATE))
    Standing.objects.of(one.organisation).get(requirement__ref="A.10.3").leave_out(
        code="no_activity", reason="Nothing comes from suppliers at all, and nothing will.", by=one
    )


def work_is_late(one: Member) -> None:
    partly_rated(one)
    drafts = [TaskDraft(title=f"Task {day}", owner=one, due_on=day) for day in (LATE, LATE, AHEAD)]
    create_all(one.organisation, drafts, by=one)


STATES: list[Callable[[Member], Any]] = [
    untouched,
    partly_rated,
    rated_in_two_rounds,
    evidence_on_point_and_requirement,
    evidence_no_longer_carries,
    evidence_is_confidential,
    controls_are_left_out,
    work_is_late,
]


def _all(one: Member, verdict: str = Verdict.IN_PLACE) -> Any:
    assessment = a_round(one.organisation)
    rate_all(assessment, verdict)
    return assessment


def grades(picture: Picture) -> tuple[int, int, int]:
    """Return shown, named and claimed, told apart point by point."""
    found = [view.found for one in picture.clauses for view in one.deciding if view.found.verdict == "in_place"]
    shown = [one for one in found if one.backing.pieces]
    named = [one for one in found if one.evidence and not one.backing.pieces]
    return len(shown), len(named), len(found) - len(shown) - len(named)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_equals_the_path_page(state: Callable[[Member], Any], consultant: User) -> None:
    one = joined(consultant)
    state(one)
    picture, path = picture_taken_up(one.organisation), path_page(one.organisation, one)
    assert picture is not None
    figures, counts = figures_of(one.organisation), picture.clause_counts
    assert (figures.shown, figures.named, figures.claimed) == grades(picture)
    assert (figures.in_place, figures.partial, figures.missing, figures.not_assessed) == (
        counts.in_place,
        counts.partial,
        counts.missing,
        counts.not_assessed,
    )
    assert (figures.late_tasks, figures.late_gaps) == (path.late_tasks, path.overdue)
    assert path.steps[figures.step - 1].is_here


def test_tells_states_apart(consultant: User) -> None:
    found = []
    for state in STATES:
        one = joined(consultant)
        state(one)
        figures = figures_of(one.organisation)
        found.append((figures.shown, figures.named, figures.claimed, figures.partial, figures.missing))
    length = len(tree().requirement("5.2").points)
    assert found[0] == (0, 0, 0, 0, 0)
    assert found[1] == (0, 1, 1, 1, 1)
    assert found[3][0] == 1 + length
    assert found[4][3] == len(tree().requirement("4.4").points)
    assert found[5][0] == 1
    assert found[6] == (0, 0, 0, 0, 0)


def test_keeps_figures_until_something_changes(consultant: User) -> None:
    one = joined(consultant)
    first = figures_of(one.organisation)
    kept = KeptFigures.objects.of(one.organisation).get()
    assert figures_of(one.organisation) == first
    assert KeptFigures.objects.of(one.organisation).get().worked_out_at == kept.worked_out_at
    rate(a_round(one.organisation), rating("4.1-1", "missing"))
    assert figures_of(one.organisation).missing == 1
    assert KeptFigures.objects.of(one.organisation).count() == 1


def test_works_out_again_on_another_day(consultant: User) -> None:
    one = joined(consultant)
    today = day_in(one.organisation.time_zone)
    create_all(one.organisation, [TaskDraft(title="Soon", owner=one, due_on=today)], by=one)
    assert (figures_of(one.organisation).late_tasks, figures_of(one.organisation).next_on) == (0, today)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=2), tick=False):
        assert (figures_of(one.organisation).late_tasks, figures_of(one.organisation).next_on) == (1, None)


def test_names_the_next_date_and_what_it_belongs_to(consultant: User) -> None:
    one = joined(consultant)
    today = day_in(one.organisation.time_zone)
    assert (figures_of(one.organisation).next_on, figures_of(one.organisation).next_is) == (None, "")
    one.organisation.set_target(today + dt.timedelta(days=30), by=one)
    assert figures_of(one.organisation).next_is == CERTIFICATE
    rate(a_round(one.organisation), rating("4.1-1", "missing", target_on=today + dt.timedelta(days=20)))
    assert figures_of(one.organisation).next_is == GAP
    create_all(one.organisation, [TaskDraft(title="A", owner=one, due_on=today + dt.timedelta(days=10))], by=one)
    figures = figures_of(one.organisation)
    assert (figures.next_is, figures.next_on) == (TASK, today + dt.timedelta(days=10))


def test_works_out_a_few_at_once_and_says_which_wait(consultant: User) -> None:
    members = [joined(consultant) for _number in range(AT_ONCE + 2)]
    shown = page(consultant)
    assert "2 organisations have changed since" in shown
    assert shown.count("Being calculated") == 2
    keep_figures.func()
    assert portfolio_for(consultant).waiting == 0
    for one in members:
        rate(a_round(one.organisation), rating("4.1-1", "missing"))
    before = portfolio_for(consultant)
    assert before.waiting == 2
    assert sorted(row.figures.missing for row in before.rows if row.figures) == [0, 0] + [1] * AT_ONCE
    keep_figures.func()
    assert [row.figures.missing for row in portfolio_for(consultant).rows if row.figures] == [1] * len(members)


def test_keeps_figures_only_where_somebody_is_in_several(consultant: User, reader: Member) -> None:
    both = [joined(consultant), joined(consultant)]
    keep_figures.func()
    kept = set(KeptFigures.objects.values_list("organisation_id", flat=True))
    assert kept == {one.organisation_id for one in both}


def test_shows_nothing_of_other_organisations(consultant: User, organisation: Organisation) -> None:
    joined(consultant, "Mine")
    ended = joined(consultant, "Ended")
    ended.leave(by=CONSOLE, reason="The contract ended.")
    archived = joined(consultant, "Put away")
    archived.organisation.archive(by=CONSOLE, reason="Merged.")
    assert shown_names(portfolio_for(consultant)) == ["Mine"]
    shown = page(consultant)
    assert "Mine" in shown
    for hidden in ("Ended", "Put away", organisation.name):
        assert hidden not in shown


def test_shows_who_acted_last_only_to_readers_of_the_trail(consultant: User) -> None:
    manages, reads = joined(consultant, "Managed"), joined(consultant, "Read", Role.READER)
    for one in (manages, reads):
        create_all(one.organisation, [TaskDraft(title="Secret plan", owner=None)], by=CONSOLE)
    rows = {row.organisation.name: row for row in portfolio_for(consultant).rows}
    assert rows["Managed"].last_act == "Task created · Console"
    assert rows["Managed"].last_address == reverse("trail", args=[manages.organisation.slug])
    assert rows["Read"].last_act == ""
    assert rows["Read"].last_address == reverse("path", args=[reads.organisation.slug])
    assert page(consultant).count("Task created") == 1
    assert "Secret plan" not in page(consultant)


def test_shows_no_figures_where_the_role_allows_none(consultant: User) -> None:
    one = joined(consultant, "Without a role")
    rate(a_round(one.organisation), rating("4.1-1", "missing"))
    one.grant([], by=CONSOLE)
    row = portfolio_for(consultant).rows[0]
    assert (row.figures, row.is_waiting, row.may_read) == (None, False, False)
    shown = page(consultant)
    assert "Your role does not include figures." in shown
    assert reverse("path", args=[one.organisation.slug]) not in shown


def test_opens_the_list_behind_each_figure(consultant: User) -> None:
    one = joined(consultant)
    work_is_late(one)
    shown, slug = page(consultant), one.organisation.slug
    lists = [
        reverse("path", args=[slug]),
        # The figures count points: the lists behind them are lists of points too.
        *(f"{reverse('points', args=[slug])}?basis=clause&verdict={value}" for value in ("in_place", "claimed")),
        *(f"{reverse('points', args=[slug])}?basis=clause&verdict={value}" for value in ("partial", "missing")),
        f"{reverse('points', args=[slug])}?due=overdue",
        f"{reverse('tasks', args=[slug])}?state=overdue",
        f"{reverse('tasks', args=[slug])}?sort=due_on",
        reverse("trail", args=[slug]),
    ]
    browser = factories.client_of(consultant)
    for address in lists:
        assert f'href="{address.replace("&", "&amp;")}"' in shown or f'href="{address}"' in shown, address
        assert browser.get(address).status_code == 200


@pytest.mark.parametrize(
    ("words", "found"),
    [("", ["Äpfel AG", "Birnen AG"]), ("ag birn", ["Birnen AG"]), ("äPF", ["Äpfel AG"]), ("%", []), ("zz", [])],
)
def test_finds_by_words(words: str, found: list[str], consultant: User) -> None:
    joined(consultant, "Äpfel AG")
    joined(consultant, "Birnen AG")
    assert sorted(shown_names(portfolio_for(consultant, words=words))) == sorted(found)


@pytest.mark.parametrize("name", ORDERS)
def test_sorts_both_ways_with_nothing_last(name: str, consultant: User) -> None:
    work_is_late(joined(consultant, "Busy"))
    joined(consultant, "Calm")
    joined(consultant, "Nobody").grant([], by=CONSOLE)
    up = shown_names(portfolio_for(consultant, sort=name))
    down = shown_names(portfolio_for(consultant, sort=f"-{name}"))
    if name == "name":
        assert (up, down) == (["Busy", "Calm", "Nobody"], ["Nobody", "Calm", "Busy"])
    else:
        assert up[-1] == down[-1] == "Nobody"
        assert sorted(up) == sorted(down) == ["Busy", "Calm", "Nobody"]


@pytest.mark.parametrize("query", ["?sort=password", "?page=x", "?page=0", "?color=red", "?q=" + "x" * 201])
def test_refuses_what_it_does_not_know(query: str, consultant: User) -> None:
    answer = factories.client_of(consultant).get(reverse("portfolio") + query)
    assert answer.status_code == 422
    assert "This list cannot be shown" in answer.content.decode()


def test_shows_fifty_on_a_page(consultant: User) -> None:
    for number in range(51):
        joined(consultant, f"Client {number:02}", Role.READER)
    assert "Client 49" in page(consultant)
    assert "Client 50" not in page(consultant)
    assert "Client 50" in page(consultant, "?page=2")
    assert "Client 50" in page(consultant, "?page=99999")


def test_asks_no_more_for_many_than_for_two(
    consultant: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser, asked = factories.client_of(consultant), []
    for _twice in range(2):
        for _number in range(6):
            work_is_late(joined(consultant))
        keep_figures.func()
        with django_assert_max_num_queries(12) as caught:
            browser.get(reverse("portfolio"))
        asked.append(len(caught))
    assert asked[0] == asked[1]


def test_leads_home_to_the_portfolio(consultant: User) -> None:
    first = joined(consultant)
    browser = factories.client_of(consultant)
    assert browser.get("/")["Location"] == reverse("path", args=[first.organisation.slug])
    joined(consultant)
    assert browser.get("/")["Location"] == reverse("portfolio")


def test_asks_to_sign_in_and_is_empty_for_whoever_belongs_nowhere(consultant: User) -> None:
    assert Client().get(reverse("portfolio")).status_code == 302
    assert "No organisation yet" in page(consultant)
