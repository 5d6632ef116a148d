"""Tasks as a board and as a calendar: the same rows as the table, each move the verb with its right and its version."""

import datetime as dt
import re
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import client_of
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.tasks.board import MOST_CARDS, shares
from waymark.tasks.choices import Progress
from waymark.tasks.models.task import Task
from waymark.tasks.work import TaskDraft, create, create_all, finish
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 10)


def at(name: str, organisation: Organisation, *args: int) -> str:
    return reverse(name, args=[organisation.slug, *args])


def page(visitor: Client, organisation: Organisation, status: int = 200, **asked: Any) -> str:
    answer = visitor.get(at("tasks", organisation), asked)
    assert answer.status_code == status
    return str(answer.content.decode())


def lane(shown: str, state: str) -> str:
    found = re.search(rf'<section class="lane" data-lane="{state}".*?</section>', shown, re.DOTALL)
    assert found is not None
    return found[0]


@pytest.fixture
def visitor(owner: Member) -> Client:
    return client_of(owner)


@pytest.fixture
def three(organisation: Organisation, owner: Member) -> list[Task]:
    tasks = create_all(
        organisation, [TaskDraft(title=title, owner=owner) for title in ("Plan it", "Write it", "Sign it")], by=CONSOLE
    )
    tasks[1].start(by=owner)
    finish(tasks[2], by=owner, finisher=owner, note="Signed.")
    return list(Task.objects.order_by("number"))


def test_has_a_lane_for_each_state(visitor: Client, organisation: Organisation, three: list[Task]) -> None:
    shown = page(visitor, organisation, display="board")
    for task, state in zip(three, Progress, strict=True):
        assert task.title in lane(shown, state)
        assert lane(shown, state).count("data-card") == 1
    # On the board what is done is there without being asked for; in the table it is not.
    assert three[2].title not in page(visitor, organisation)


def test_shows_what_the_same_filters_leave(
    visitor: Client, organisation: Organisation, owner: Member, manager: Member, three: list[Task]
) -> None:
    create(organisation, TaskDraft(title="The manager's", owner=manager), by=CONSOLE)
    mine = page(visitor, organisation, display="board", owner="me")
    assert "The manager" not in mine
    assert "Plan it" in mine
    assert "Write it" not in page(visitor, organisation, display="board", q="plan")
    still_open = page(visitor, organisation, display="board", state="open")
    assert "Sign it" not in still_open
    # The address keeps the display whatever else is filtered, and the other way round.
    assert 'name="display" value="board"' in mine
    assert "?owner=me" in mine
    assert "owner=me&amp;display=calendar" in mine
    # The file of a board holds what the board shows.
    file = reverse("register_file", args=[organisation.slug, "tasks", "csv"])
    assert f'{file}?owner=me&amp;display=board"' in mine
    assert "Sign it" in visitor.get(file, {"owner": "me", "display": "board"}).content.decode()
    assert "Sign it" not in visitor.get(file, {"owner": "me"}).content.decode()


def test_moves_a_card_by_its_buttons(visitor: Client, organisation: Organisation, three: list[Task]) -> None:
    plan, write, sign = three
    here = f"{at('tasks', organisation)}?display=board"
    moves = [
        ("task_start", plan, {}, Progress.IN_PROGRESS),
        ("task_back", write, {}, Progress.TO_DO),
        ("task_reopening", sign, {"reason": "The annex is missing."}, Progress.IN_PROGRESS),
    ]
    for name, task, sent_with, state in moves:
        sent = {**sent_with, "version": task.version, "state": state, "next": f"{here}#{task.reference}"}
        answer = visitor.post(at(name, organisation, task.number), sent)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{here}#{task.reference}")
        assert Task.objects.get(pk=task.pk).state == state
    sent = {"note": "It is written.", "version": 2, "state": "done", "next": here}
    assert visitor.post(at("task_finish", organisation, plan.number), sent).status_code == 303
    assert Task.objects.get(pk=plan.pk).is_done


def test_offers_the_moves_that_the_table_of_the_life_cycle_allows(
    visitor: Client, organisation: Organisation, three: list[Task]
) -> None:
    shown = page(visitor, organisation, display="board")
    ways = {state: re.findall(r'data-to="(\w+)"', lane(shown, state)) for state in Progress}
    assert ways == {"to_do": ["in_progress", "done"], "in_progress": ["to_do", "done"], "done": ["in_progress"]}
    assert [lane(shown, state).count('data-move="on"') for state in Progress] == [1, 1, 0]
    assert [lane(shown, state).count('data-move="back"') for state in Progress] == [0, 1, 1]


def test_keeps_both_when_somebody_moved_the_card_before(
    visitor: Client, organisation: Organisation, manager: Member, three: list[Task]
) -> None:
    plan = three[0]
    finish(plan, by=manager, finisher=manager, note="It was there.")
    sent = {"version": plan.version, "state": "in_progress"}
    answer = visitor.post(at("task_start", organisation, plan.number), sent)
    assert answer.status_code == 409
    both = answer.content.decode()
    assert "In progress" in both
    assert "Done" in both
    assert Task.objects.get(pk=plan.pk).is_done


def test_keeps_the_note_when_somebody_changed_the_task_before(
    visitor: Client, organisation: Organisation, manager: Member, three: list[Task]
) -> None:
    three[0].reschedule(dt.date(2027, 1, 1), by=manager)
    sent = {"note": "It is all planned.", "version": three[0].version - 1, "state": "done"}
    answer = visitor.post(at("task_finish", organisation, three[0].number), sent)
    assert answer.status_code == 409
    assert "It is all planned." in answer.content.decode()
    assert Task.objects.get(pk=three[0].pk).is_open


def test_has_no_buttons_for_who_may_not_move_a_card(
    organisation: Organisation, reader: Member, manager: Member, owner: Member, three: list[Task]
) -> None:
    assert 'data-to="' not in page(client_of(reader), organisation, display="board")
    create(organisation, TaskDraft(title="The manager's", owner=manager), by=CONSOLE)
    theirs = page(client_of(owner), organisation, display="board", q="manager")
    assert "The manager" in theirs
    assert 'data-to="' not in theirs
    answer = client_of(reader).post(at("task_start", organisation, three[0].number), {"version": 1})
    assert answer.status_code == 403


def test_says_in_words_what_it_leaves_out(visitor: Client, organisation: Organisation, three: list[Task]) -> None:
    create_all(organisation, [TaskDraft(title=f"Task {n}") for n in range(MOST_CARDS + 20)], by=CONSOLE)
    shown = page(visitor, organisation, display="board")
    assert shown.count("data-card") == MOST_CARDS
    assert f"The board shows {MOST_CARDS} of {MOST_CARDS + 23} tasks." in shown
    assert "23 more are not shown." in shown
    assert [lane(shown, state).count("data-card") for state in ("in_progress", "done")] == [1, 1]


@given(st.lists(st.integers(0, 500), min_size=3, max_size=3))
def test_shares_the_room_without_leaving_any_empty(counts: list[int]) -> None:
    given_room = shares(dict(zip("abc", counts, strict=True)), 200)
    assert all(given_room[name] <= count for name, count in zip("abc", counts, strict=True))
    assert sum(given_room.values()) == min(200, sum(counts))
    assert all(given_room[name] >= min(count, 66) for name, count in zip("abc", counts, strict=True))


@pytest.mark.parametrize("display", ["board", "calendar"])
def test_asks_the_database_no_more_for_more_tasks(visitor: Client, organisation: Organisation, display: str) -> None:
    asked = []
    for number in (3, 40):
        drafts = [TaskDraft(title="Work", due_on=TODAY, about=("catalogue.point", 1)) for _n in range(number)]
        create_all(organisation, drafts, by=CONSOLE)
        page(visitor, organisation, display=display)
        with CaptureQueriesContext(connection) as queries:
            page(visitor, organisation, display=display)
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert asked[1] <= 14


@time_machine.travel("2026-06-10 12:00:00+00:00", tick=False)
def test_puts_each_task_on_its_day(visitor: Client, organisation: Organisation, owner: Member) -> None:
    days = [dt.date(2026, 5, 31), dt.date(2026, 6, 1), dt.date(2026, 6, 30), dt.date(2026, 7, 1), None]
    create_all(organisation, [TaskDraft(title=f"Due {day}", due_on=day, owner=owner) for day in days], by=CONSOLE)
    june = page(visitor, organisation, display="calendar")
    assert "June 2026" in june
    assert "2 tasks are due in this month." in june
    assert "One is overdue from before." in june
    assert "One has no date." in june
    assert re.search(r'datetime="2026-06-01".*?Due 2026-06-01.*?</td>', june, re.DOTALL)
    assert "Due 2026-05-31" not in june
    assert 'aria-current="date"' in june
    assert june.count("day__task--late") == 1
    assert "month=2026-05" in june
    july = page(visitor, organisation, display="calendar", month="2026-07")
    assert "July 2026" in july
    assert "Due 2026-07-01" in july
    assert "3 are overdue from before." not in july
    assert "2 are overdue from before." in july
    assert 'aria-current="date"' not in july


@time_machine.travel("2026-06-10 12:00:00+00:00", tick=False)
def test_opens_on_the_month_in_which_something_is_due_next(visitor: Client, organisation: Organisation) -> None:
    assert "June 2026" in page(visitor, organisation, display="calendar")
    create_all(organisation, [TaskDraft(title="Late", due_on=dt.date(2026, 3, 2))], by=CONSOLE)
    assert "March 2026" in page(visitor, organisation, display="calendar")
    days = (dt.date(2026, 11, 30), dt.date(2026, 9, 1))
    create_all(organisation, [TaskDraft(title=f"Due {day}", due_on=day) for day in days], by=CONSOLE)
    september = page(visitor, organisation, display="calendar")
    assert "September 2026" in september
    assert "Due 2026-09-01" in september
    assert "month=2026-06" in september
    assert "Nothing is due in this month." in page(visitor, organisation, display="calendar", month="2026-06")
    create_all(organisation, [TaskDraft(title="Due today", due_on=dt.date(2026, 6, 10))], by=CONSOLE)
    assert "Due today" in page(visitor, organisation, display="calendar")


@pytest.mark.parametrize("month", ["1990-01", "2024-02", "2199-12"])
def test_shows_every_month_in_whole_weeks(visitor: Client, organisation: Organisation, month: str) -> None:
    shown = page(visitor, organisation, display="calendar", month=month)
    assert shown.count('class="day ') % 7 == 0
    assert ('rel="prev"' in shown, 'rel="next"' in shown) == (month != "1990-01", month != "2199-12")


def test_says_when_a_month_holds_more_than_it_shows(visitor: Client, organisation: Organisation) -> None:
    create_all(organisation, [TaskDraft(title=f"Task {n}", due_on=TODAY) for n in range(205)], by=CONSOLE)
    shown = page(visitor, organisation, display="calendar", month="2026-06")
    assert shown.count('class="day__task ') + shown.count('class="day__task"') == 200
    assert "The first 200 are shown; filter to see the rest." in shown
    assert "197 more" in shown


@pytest.mark.parametrize(
    "asked",
    [
        {"display": "kanban"},
        {"display": "calendar", "month": "2026-13"},
        {"display": "calendar", "month": "9999-01"},
        {"display": "calendar", "month": "' OR 1=1"},
        {"display": "board", "state": "x"},
    ],
)
def test_names_what_of_the_address_it_does_not_know(
    visitor: Client, organisation: Organisation, asked: dict[str, str]
) -> None:
    shown = page(visitor, organisation, status=422, **asked)
    assert "This list cannot be shown" in shown


def test_saves_a_board_as_a_view(visitor: Client, organisation: Organisation) -> None:
    query = urlencode({"owner": "me", "display": "board"})
    answer = visitor.post(reverse("register_view", args=[organisation.slug, "tasks"]), {"name": "Mine", "query": query})
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"?{query}")


@pytest.mark.parametrize("title", ["<img src=x onerror=alert(1)>", "x" * 200, "'\"><svg onload=1>"])
@pytest.mark.parametrize("display", ["board", "calendar"])
def test_shows_hostile_titles_as_text(
    visitor: Client, organisation: Organisation, owner: Member, display: str, title: str
) -> None:
    create(organisation, TaskDraft(title=title, owner=owner, due_on=dt.date(2026, 6, 10)), by=CONSOLE)
    shown = page(visitor, organisation, display=display, month="2026-06")
    assert "<img src=x" not in shown
    assert "<svg onload" not in shown
    assert "data-card" in shown or "day__task" in shown
