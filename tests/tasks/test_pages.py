"""The pages about work: what they show, in how few queries, and what they refuse."""

import datetime as dt
import itertools
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from markupsafe import escape

from tests import factories
from tests.conformity.rating import a_round
from tests.factories import client_of
from waymark.conformity.models.standing import Standing
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.tasks.checklist import steps_from
from waymark.tasks.choices import Progress
from waymark.tasks.models.task import Task
from waymark.tasks.work import TaskDraft, create, create_all, finish
from waymark.trail.actors import CONSOLE
from waymark.work.models.notice import Notice
from waymark.work.notify import notify

pytestmark = pytest.mark.django_db
HOSTILE = [
    "=1+1",
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "{{7*7}}",
    "{% raw %}",
    "'\"><svg onload=1>",
]
REFUSED = ["a\u202eb", "a\u0000b", "a\u2028b", "x" * 201, "   ", "a\nb"]


def at(name: str, organisation: Organisation, *args: int) -> str:
    return reverse(name, args=[organisation.slug, *args])


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def task(organisation: Organisation, owner: Member) -> Task:
    return create(organisation, TaskDraft(title="Write the scope", owner=owner), by=CONSOLE)


@pytest.fixture
def visitor(owner: Member) -> Client:
    return client_of(owner)


def new(**fields: Any) -> dict[str, Any]:
    return {"title": "Write", "priority": "3", "repeat": "none", **fields}


def test_lands_owners_on_their_work_and_managers_on_the_path(owner: Member, manager: Member, reader: Member) -> None:
    targets = [client_of(one).get("/").headers["Location"] for one in (owner, manager, reader)]
    assert targets == ["/o/acme/work", "/o/acme/", "/o/acme/"]


def test_shows_what_is_owed_and_finishes_it_where_it_stands(
    visitor: Client, task: Task, organisation: Organisation
) -> None:
    task.reschedule(day_in("UTC") - dt.timedelta(days=3), by=CONSOLE)
    shown = text(visitor.get(at("my_work", organisation)))
    assert "One item overdue" in shown
    assert "Overdue" in shown
    typed = {"note": "Version 1.0 is signed.", "next": at("my_work", organisation)}
    for _click in range(2):
        answer = visitor.post(at("task_finish", organisation, task.number), typed)
        assert (answer.status_code, answer.headers["Location"]) == (303, at("my_work", organisation))
    assert Task.objects.get().finished_note == "Version 1.0 is signed."
    assert "Nothing to do right now" in text(visitor.get(at("my_work", organisation)))


@pytest.mark.parametrize(
    "wanted", ["//evil.example.org", "https://evil.example.org/", "/\\evil.example.org", "javascript:1"]
)
def test_leads_nowhere_else_afterwards(visitor: Client, task: Task, organisation: Organisation, wanted: str) -> None:
    answer = visitor.post(at("task_finish", organisation, task.number), {"note": "Done.", "next": wanted})
    assert answer.headers["Location"] == at("task", organisation, task.number)


def test_wants_to_hear_what_was_done(visitor: Client, task: Task, organisation: Organisation) -> None:
    answer = visitor.post(at("task_finish", organisation, task.number), {"note": " "})
    assert answer.status_code == 422
    assert "Describe in a few words what was done, or choose" in text(answer)
    assert Task.objects.get().is_open


def test_asks_about_open_steps_before_it_finishes(visitor: Client, organisation: Organisation, owner: Member) -> None:
    draft = TaskDraft(title="Write", owner=owner, checklist=steps_from("Look\nWrite"))
    task = create(organisation, draft, by=CONSOLE)
    assert "Finish with 2 open steps" in text(visitor.get(at("task", organisation, task.number)))
    answer = visitor.post(at("task_finish", organisation, task.number), {"note": "Done."})
    assert answer.status_code == 422
    assert "2 steps are still open." in text(answer)
    assert Task.objects.get(pk=task.pk).is_open
    typed = {"note": "Done.", "with_open_steps": "on"}
    assert visitor.post(at("task_finish", organisation, task.number), typed).status_code == 303
    assert Task.objects.get(pk=task.pk).is_done


def test_asks_the_database_little_whatever_the_number(
    organisation: Organisation, owner: Member, manager: Member
) -> None:
    points = Standing.objects.of(organisation).values_list("pk", flat=True)
    kinds = itertools.cycle([("conformity.standing", points[0]), ("catalogue.point", 1), None])
    counts: dict[int, list[int]] = {}
    for number in (2, 60):
        create_all(
            organisation, [TaskDraft(title="Work", owner=owner, about=next(kinds)) for _n in range(number)], by=CONSOLE
        )
        counts[number] = []
        for who, name in (
            (owner, "my_work"),
            (owner, "tasks"),
            (owner, "notices"),
            (manager, "my_work"),
            (manager, "tasks"),
        ):
            visitor = client_of(who)
            visitor.get(at(name, organisation))
            with CaptureQueriesContext(connection) as asked:
                assert visitor.get(at(name, organisation)).status_code == 200
            counts[number].append(len(asked))
    assert counts[60] == counts[2]
    assert max(counts[60]) <= 12
    visitor = client_of(owner)
    visitor.get(at("task", organisation, 1))
    with CaptureQueriesContext(connection) as asked:
        visitor.get(at("task", organisation, 1))
    assert len(asked) <= 12


def test_filters_my_work_by_kind(visitor: Client, task: Task, organisation: Organisation, owner: Member) -> None:
    here = at("my_work", organisation)
    assert 'aria-label="Kind"' not in text(visitor.get(here))
    Standing.objects.of(organisation).with_refs(["4.1"]).get().assign(owner, None, by=CONSOLE)
    a_round(organisation)
    both = text(visitor.get(here))
    assert 'aria-label="Kind"' in both
    assert 'Ratings<span class="chip__count">1<' in both
    assert 'Tasks<span class="chip__count">1<' in both
    ratings = text(visitor.get(here, {"kind": "ratings"}))
    assert task.title not in ratings
    assert "Rate 4 points" in ratings
    assert task.title in text(visitor.get(here, {"kind": "tasks"}))
    # What is none of the kinds leaves nothing out.
    assert task.title in text(visitor.get(here, {"kind": "x' OR 1=1 --"}))


def test_filters_the_list(visitor: Client, task: Task, organisation: Organisation, owner: Member) -> None:
    today = day_in("UTC")
    create(organisation, TaskDraft(title="Late and nobody's", due_on=today - dt.timedelta(days=1)), by=CONSOLE)
    finish(create(organisation, TaskDraft(title="Done long ago"), by=CONSOLE), by=owner, finisher=owner, note="x")
    seen = {
        query: [
            title
            for title in ("Write the scope", "Late and nobody", "Done long ago")
            if title in text(visitor.get(at("tasks", organisation) + query))
        ]
        for query in (
            "",
            "?owner=me",
            "?owner=nobody",
            "?state=overdue",
            "?state=done",
            "?q=scope",
            "?q=TASK-2",
        )
    }
    assert seen == {
        "": ["Write the scope", "Late and nobody"],
        "?owner=me": ["Write the scope"],
        "?owner=nobody": ["Late and nobody"],
        "?state=overdue": ["Late and nobody"],
        "?state=done": ["Done long ago"],
        "?q=scope": ["Write the scope"],
        "?q=TASK-2": ["Late and nobody"],
    }
    part = visitor.get(at("tasks", organisation), headers={"HX-Request": "true"})
    assert text(part).lstrip().startswith('<div id="register"')


def test_hands_many_over_and_dates_them_at_once(
    organisation: Organisation, manager: Member, owner: Member, outsider: Member
) -> None:
    create_all(organisation, [TaskDraft(title=f"Task {n}") for n in range(3)], by=CONSOLE)
    visitor, address = client_of(manager), at("task_changes", organisation)
    assert visitor.post(address, {"chosen": ["1:1", "2:1"], "act": "owner", "owner": owner.pk}).status_code == 303
    assert visitor.post(address, {"chosen": ["2:2", "3:1"], "act": "due", "due_on": "2027-01-31"}).status_code == 303
    assert list(Task.objects.order_by("number").values_list("owner", "due_on")) == [
        (owner.pk, None),
        (owner.pk, dt.date(2027, 1, 31)),
        (None, dt.date(2027, 1, 31)),
    ]
    for wrong in (
        {"chosen": ["1:2"], "act": "owner", "owner": outsider.pk},
        {"chosen": ["999:1"], "act": "owner", "owner": owner.pk},
        {"chosen": [], "act": "due", "due_on": "2027-01-31"},
        {"chosen": ["1:2"], "act": "due", "due_on": "2999-01-31"},
        {"chosen": ["1:2"], "act": "burn"},
    ):
        assert visitor.post(address, wrong).status_code == 422


def test_changes_nothing_of_somebody_else(task: Task, organisation: Organisation) -> None:
    other = client_of(factories.member(organisation, Role.CONTRIBUTOR))
    acts = {
        "task_start": {},
        "task_finish": {"note": "x"},
        "task_owner": {"owner": "", "version": 1},
        "task_date": {"version": 1},
    }
    for name, typed in acts.items():
        answer = other.post(at(name, organisation, task.number), typed)
        assert answer.status_code == 422
        assert "not-your-task" in text(answer)
    assert other.post(at("task_changes", organisation), {"chosen": ["1:1"], "act": "due"}).status_code == 422
    assert Task.objects.get().version == 1


@pytest.mark.parametrize("words", HOSTILE)
def test_shows_hostile_words_literally(visitor: Client, organisation: Organisation, words: str) -> None:
    typed = new(title=words, note=words, checklist=words, owner="")
    assert visitor.post(at("new_task", organisation), typed).status_code == 303
    made = Task.objects.get()
    assert (made.title, made.note, made.checklist[0]["text"]) == (words, words, words)
    create(organisation, TaskDraft(title=words, owner=Member.objects.get(name="Omar Owner")), by=CONSOLE)
    for address in (
        at("task", organisation, made.number),
        at("tasks", organisation),
        at("my_work", organisation),
        at("notices", organisation),
    ):
        page = text(visitor.get(address))
        for raw in ("<img src=x", "<script>alert", "<svg onload"):
            assert raw not in page
    assert escape(words) in text(visitor.get(at("task", organisation, made.number)))


@pytest.mark.parametrize("words", REFUSED)
def test_refuses_unfit_titles(visitor: Client, organisation: Organisation, words: str) -> None:
    assert visitor.post(at("new_task", organisation), new(title=words)).status_code == 422
    assert Task.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"due_on": "9999-12-31"},
        {"due_on": "0000-00-00"},
        {"due_on": "tomorrow"},
        {"priority": "0"},
        {"priority": "5"},
        {"repeat": "fortnightly"},
        {"repeat": "after"},
        {"repeat": "after", "repeat_months": "0"},
        {"repeat": "after", "repeat_months": "121"},
        {"repeat": "after", "repeat_months": "1e9"},
        {"checklist": "x\n" * 10_000},
        {"checklist": "x\n" * 51},
        {"checklist": "y" * 201},
        {"about": "requirement:999999"},
        {"about": "requirement:" + "9" * 40},
        {"about": "nonsense:1"},
        {"about": "judgement:1"},
        {"about": "'; DROP TABLE"},
        {"owner": "999999"},
        {"state": "done"},
        {"organisation": "2"},
    ],
)
def test_refuses_nonsense_in_the_form(visitor: Client, organisation: Organisation, wrong: dict[str, str]) -> None:
    answer = visitor.post(at("new_task", organisation), new(**wrong))
    assert answer.status_code == 422
    assert "Not saved yet" in text(answer)
    assert Task.objects.count() == 0


def test_refuses_people_and_records_of_another_organisation(
    visitor: Client, organisation: Organisation, outsider: Member
) -> None:
    theirs = Standing.objects.of(outsider.organisation)[0]
    for wrong in ({"owner": outsider.pk}, {"about": f"requirement:{theirs.pk}"}):
        assert visitor.post(at("new_task", organisation), new(**wrong)).status_code == 422
    assert visitor.get(at("new_task", organisation) + f"?about=requirement:{theirs.pk}").status_code == 200
    assert Task.objects.count() == 0


def test_finds_a_record_without_javascript_and_keeps_what_was_typed(
    visitor: Client, organisation: Organisation
) -> None:
    page = text(visitor.get(at("new_task", organisation), {"title": "Judge impacts", "find": "6.1.4"}))
    assert 'value="Judge impacts"' in page
    standing = Standing.objects.of(organisation).with_refs(["6.1.4"]).get()
    assert f'value="requirement:{standing.pk}"' in page
    visitor.post(at("new_task", organisation), new(about=f"requirement:{standing.pk}", find="6.1.4"))
    assert Task.objects.get().about == ("conformity.standing", standing.pk)
    part = text(visitor.get(at("task_subjects", organisation), {"find": "impact"}))
    assert "6.1.4" in part
    assert "No results" in text(visitor.get(at("task_subjects", organisation), {"find": "zzzz\0"}))


def test_shows_both_versions_to_the_second_of_two_editors(
    visitor: Client, task: Task, organisation: Organisation, manager: Member
) -> None:
    client_of(manager).post(at("task_date", organisation, task.number), {"due_on": "2027-01-01", "version": 1})
    typed = new(title="Write the whole scope", version="1")
    answer = visitor.post(at("task_edit", organisation, task.number), typed)
    assert answer.status_code == 409
    assert "Write the whole scope" in text(answer)
    again = visitor.post(at("task_edit", organisation, task.number), {**typed, "version": "2"})
    assert again.status_code == 303
    kept = Task.objects.get()
    assert (kept.title, kept.due_on) == ("Write the whole scope", dt.date(2027, 1, 1))


def test_ticks_steps_and_reopens(visitor: Client, organisation: Organisation, owner: Member) -> None:
    task = create(organisation, TaskDraft(title="x", owner=owner, checklist=steps_from("One\nTwo")), by=CONSOLE)
    steps = at("task_steps", organisation, task.number)
    assert visitor.post(steps, {"place": 1, "text": "Two", "done": "on"}).status_code == 303
    assert visitor.post(steps, {"place": 0, "text": "Two", "done": "on"}).status_code == 422
    kept = Task.objects.get()
    assert (kept.steps_done, kept.state) == (1, Progress.IN_PROGRESS)
    visitor.post(at("task_finish", organisation, task.number), {"note": "Done.", "with_open_steps": "on"})
    assert visitor.post(at("task_reopening", organisation, task.number), {"reason": ""}).status_code == 422
    assert visitor.post(at("task_reopening", organisation, task.number), {"reason": "No."}).status_code == 303
    assert Task.objects.get().is_open


def test_keeps_an_inbox_with_its_count_in_the_menu(
    visitor: Client, organisation: Organisation, owner: Member, outsider: Member
) -> None:
    notify(owner, "Something happened", about=("conformity.standing", 10**9))
    notify(owner, "Something else")
    notify(outsider, "Not for Omar")
    page = text(visitor.get(at("notices", organisation)))
    assert "2 notices are new" in page
    assert 'nav__count">2<' in page
    assert "Not for Omar" not in page
    theirs = Notice.objects.get(member=outsider)
    visitor.post(at("notices_reading", organisation), {"notice": theirs.pk})
    assert visitor.post(at("notices_reading", organisation), {"notice": "x"}).status_code == 422
    assert Notice.objects.unread().count() == 3
    visitor.post(at("notices_reading", organisation), {"notice": Notice.objects.filter(member=owner)[0].pk})
    visitor.post(at("notices_reading", organisation))
    assert list(Notice.objects.unread()) == [theirs]
    assert "Nothing new" in text(visitor.get(at("notices", organisation)))


def test_shows_managers_what_others_owe_and_nobody_else(
    task: Task, organisation: Organisation, owner: Member, manager: Member, reader: Member, outsider: Member
) -> None:
    address = at("my_work", organisation) + f"?of={owner.pk}"
    assert "Write the scope" in text(client_of(manager).get(address))
    assert "Write the scope" not in text(client_of(reader).get(address))
    strange = client_of(manager).get(at("my_work", organisation) + f"?of={outsider.pk}")
    assert "Nothing to do right now" in text(strange)


def test_says_what_belongs_where_nothing_is_yet(visitor: Client, organisation: Organisation) -> None:
    for name, words in (
        ("my_work", "Nothing to do right now"),
        ("tasks", "No open tasks"),
        ("notices", "No notices yet"),
    ):
        assert words in text(visitor.get(at(name, organisation)))
