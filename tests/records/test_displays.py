"""How a person looks at a list: columns, density, chips of what applies, saved views, and all that match."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.factories import client_of
from tests.ground import Once, once_per_module
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.saved_view import MOST_VIEWS
from waymark.people.rights import Role
from waymark.records.registers import Register, registers
from waymark.tasks.models.task import Task
from waymark.tasks.work import TaskDraft, create

pytestmark = pytest.mark.django_db
EVERY = pytest.mark.parametrize("register", registers(), ids=lambda one: one.name)


def _with_tasks() -> Member:
    of = factories.organisation("Acme", administrator=factories.user("Ada Administrator"))
    administrator = Member.objects.of(of).get(name="Ada Administrator")
    for number in range(1, 61):
        create(
            of, TaskDraft(title=f"Write page {number}", owner=administrator if number % 2 else None), by=administrator
        )
    return administrator


with_tasks = once_per_module(_with_tasks)


@pytest.fixture
def administrator(with_tasks: Once[Member], db: None) -> Member:
    return with_tasks.copy()


@pytest.fixture
def organisation(administrator: Member) -> Organisation:
    return administrator.organisation


@pytest.fixture
def visitor(administrator: Member) -> Client:
    return client_of(administrator)


def text(visitor: Client, name: str, slug: str, query: str = "", status: int = 200) -> str:
    answer = visitor.get(reverse(name, args=[slug]) + query)
    assert answer.status_code == status
    return answer.content.decode()


def heads(page: str) -> list[str]:
    inside = re.search(r"<thead>(.*?)</thead>", page, re.DOTALL)
    return re.findall(r"<th scope=\"col\"[^>]*>(?:<a[^>]*>)?([^<]+)", inside[1]) if inside else []


class TestColumns:
    def test_shows_those_that_were_asked_for(self, visitor: Client, organisation: Organisation) -> None:
        page = text(visitor, "tasks", organisation.slug, "?column=note&column=state")
        assert heads(page) == ["Number", "Task", "State", "Note"]
        assert 'value="note" checked' in page
        assert 'value="priority" checked' not in page

    @pytest.mark.parametrize("query", ["", "?q=nothing+like+that"])
    def test_are_chosen_on_an_empty_list_too(self, query: str, visitor: Client, organisation: Organisation) -> None:
        address = reverse("tasks", args=[organisation.slug])
        assert '<input type="checkbox" name="column"' in visitor.get(address + query).content.decode()

    def test_keeps_them_with_filter_order_and_page(self, visitor: Client, organisation: Organisation) -> None:
        page = text(visitor, "tasks", organisation.slug, "?column=state&density=compact&owner=me")
        assert re.search(r'href="[^"]*owner=me[^"]*column=state[^"]*sort=', page.replace("&amp;", "&"))
        assert '<input type="hidden" name="column" value="state">' in page
        assert "table--compact" in page

    @EVERY
    def test_names_a_column_that_is_gone_and_offers_the_rest(
        self, register: Register[Any], visitor: Client, organisation: Organisation
    ) -> None:
        there = register.columns[-1].name
        page = text(visitor, register.name, organisation.slug, f"?column=gone&column={there}", 422)
        assert "This list has no column “gone”." in page
        (way,) = set(re.findall(r'href="([^"]*)">Remove these filters', page))
        assert visitor.get(way.replace("&amp;", "&")).status_code == 200
        assert way.endswith(f"?column={there}")


class TestChips:
    def test_say_what_applies_and_take_it_away(self, visitor: Client, organisation: Organisation) -> None:
        page = text(visitor, "tasks", organisation.slug, "?owner=nobody&q=Page&sort=due_on").replace("&amp;", "&")
        names = re.findall(r'chip__name">([^<]+)</span>(?: <bdi class="chip__word">([^<]+))?', page)
        assert names == [("Title or number:", "Page"), ("Owner:", "No owner")]
        ways = re.findall(r'<a class="chip chip--(?:applied|quiet)" href="[^"?]*\?([^"]*)"', page)
        assert ways == ["owner=nobody&sort=due_on", "q=Page&sort=due_on", "sort=due_on"]

    def test_are_not_there_where_nothing_is_asked(self, visitor: Client, organisation: Organisation) -> None:
        assert "chip--applied" not in text(visitor, "tasks", organisation.slug)

    def test_write_what_was_typed_as_text(self, visitor: Client, organisation: Organisation) -> None:
        page = text(visitor, "tasks", organisation.slug, "?" + urlencode({"q": "<script>alert(1)</script>"}))
        assert "<script>alert" not in page


class TestViews:
    def _save(self, visitor: Client, slug: str, name: str, query: str, register: str = "tasks") -> Any:
        return visitor.post(reverse("register_view", args=[slug, register]), {"name": name, "query": query})

    def test_are_addresses_under_a_name(self, visitor: Client, organisation: Organisation) -> None:
        query = "owner=nobody&sort=-due_on&column=state"
        answer = self._save(visitor, organisation.slug, "Nobody’s", f"{query}&page=2")
        assert answer.status_code == 303
        assert answer["Location"].endswith(f"/tasks/?{query}")
        page = text(visitor, "tasks", organisation.slug)
        assert f'/tasks/?{query.replace("&", "&amp;")}"><bdi>Nobody’s</bdi>' in page
        assert "Nobody’s" not in text(visitor, "suppliers", organisation.slug)

    def test_belong_to_one_person_in_one_organisation(self, visitor: Client, organisation: Organisation) -> None:
        self._save(visitor, organisation.slug, "Mine alone", "owner=me")
        other = factories.member(organisation, Role.READER, name="Rita Reader")
        assert "Mine alone" not in text(client_of(other), "tasks", organisation.slug)
        ada = Member.objects.of(organisation).get(name="Ada Administrator")
        elsewhere = factories.organisation("Elsewhere", administrator=ada.user)
        assert "Mine alone" not in text(visitor, "tasks", elsewhere.slug)

    def test_are_replaced_by_name_and_removed(self, visitor: Client, organisation: Organisation) -> None:
        for query in ("owner=me", "owner=nobody"):
            self._save(visitor, organisation.slug, "One", query)
        page = text(visitor, "tasks", organisation.slug)
        assert page.count("<bdi>One</bdi>") == 1
        assert "owner=nobody" in page
        address = reverse("register_view_removal", args=[organisation.slug, "tasks"])
        assert visitor.post(address, {"name": "One"}).status_code == 303
        assert visitor.post(address, {"name": "One"}).status_code == 303
        assert "<bdi>One</bdi>" not in text(visitor, "tasks", organisation.slug)

    @pytest.mark.parametrize(
        ("name", "query"),
        [
            ("", ""),
            ("x" * 61, ""),
            ("a\x00b", ""),
            ("x", "colour=red"),
            ("x", "owner=٣"),
            ("x", "q=" + "x" * 2000),
        ],
    )
    def test_are_refused_in_words(self, name: str, query: str, visitor: Client, organisation: Organisation) -> None:
        answer = self._save(visitor, organisation.slug, name, query)
        assert answer.status_code == 422
        assert "error-summary" in answer.content.decode()

    def test_end_at_a_number(self, visitor: Client, organisation: Organisation) -> None:
        for number in range(MOST_VIEWS):
            assert self._save(visitor, organisation.slug, f"View {number}", "").status_code == 303
        answer = self._save(visitor, organisation.slug, "One more", "")
        assert answer.status_code == 422
        assert "You already have 20 views of this list." in answer.content.decode()

    def test_are_of_lists_that_there_are(self, visitor: Client, organisation: Organisation) -> None:
        assert self._save(visitor, organisation.slug, "x", "", register="nothing").status_code == 404


class TestAllThatMatch:
    def _set(self, visitor: Client, slug: str, owner: Member, **sent: Any) -> Any:
        data = {"act": "owner", "owner": owner.pk, **sent}
        return visitor.post(reverse("task_changes", args=[slug]), data)

    def test_are_offered_where_a_page_shows_fewer(self, visitor: Client, organisation: Organisation) -> None:
        assert "All 60 that match" in text(visitor, "tasks", organisation.slug)
        assert "that match" not in text(visitor, "tasks", organisation.slug, "?owner=nobody")

    def test_change_at_once_and_no_others(
        self, visitor: Client, administrator: Member, organisation: Organisation
    ) -> None:
        other = factories.member(organisation, Role.CONTRIBUTOR, name="Omar Owner")
        answer = self._set(visitor, organisation.slug, other, matching=30, query="owner=nobody")
        assert answer.status_code == 303
        assert Task.objects.of(organisation).owned_by(other).count() == 30
        assert Task.objects.of(organisation).owned_by(administrator).count() == 30

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ({"matching": 29, "query": "owner=nobody"}, "29 rows matched when you selected"),
            ({"matching": 31, "query": "owner=nobody"}, "31 rows matched when you selected"),
            ({"matching": 10_000, "query": ""}, "At most 200 rows can be changed at once"),
            ({"matching": 30, "query": "colour=red"}, "The filters cannot be read."),
            ({"matching": "٣", "query": "owner=nobody"}, "whole number"),
            ({"query": "owner=nobody"}, "Select at least one row."),
        ],
    )
    def test_change_none_where_it_is_not_what_was_shown(
        self, sent: dict[str, Any], words: str, visitor: Client, administrator: Member, organisation: Organisation
    ) -> None:
        answer = self._set(visitor, organisation.slug, administrator, **sent)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert Task.objects.of(organisation).owned_by(administrator).count() == 30
