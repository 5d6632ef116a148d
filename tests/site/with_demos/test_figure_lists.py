"""The list that opens behind a figure of the path page or the portfolio has exactly as many rows as the figure says."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from tests import factories
from tests.conformity.rating import a_round, closed, rate, rate_all, rating
from tests.conformity.test_backing import on_point, on_requirement
from tests.evidence import made
from waymark.conformity.models.standing import Standing
from waymark.conformity.scale import Verdict
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.tasks.work import TaskDraft, create_all

pytestmark = pytest.mark.django_db
LATE, AHEAD = dt.date(2026, 1, 1), dt.date(2199, 1, 1)
ROWS = "//main//table/tbody/tr[not(contains(@class, 'empty'))]"


def found_on(browser: Client, address: str, path: str) -> list[Any]:
    """Return the elements of a page that an XPath finds."""
    page: Any = html.fromstring(browser.get(address).content)
    return list(page.xpath(path))


def figures_on(browser: Client, address: str) -> list[tuple[str, int, str]]:
    """Return what each figure that leads somewhere says, its number, and where it leads."""
    links = "//a[contains(@class, 'figure')] | //p[@class='legend']//a | //main//table//td//a"
    found = []
    for link in found_on(browser, address, links):
        words = " ".join(link.text_content().split())
        number = re.match(r"(\d+)( |$)", words)
        if number and "?" in link.get("href"):
            found.append((words, int(number[1]), link.get("href")))
    return found


def rows_of(browser: Client, address: str) -> int:
    """Return how many rows a list has, over all its pages."""
    total, at = len(found_on(browser, address, ROWS)), 2
    while found_on(browser, f"{address}&page={at - 1}", f"//a[contains(@href, 'page={at}')]"):
        total, at = total + len(found_on(browser, f"{address}&page={at}", ROWS)), at + 1
    return total


def check_figures(one: Member) -> set[str]:
    """Hold every figure of both pages against its list, and return the queries of the lists that were opened."""
    browser = factories.client_of(one)
    path = figures_on(browser, reverse("path", args=[one.organisation.slug]))
    portfolio = figures_on(browser, reverse("portfolio"))
    for words, number, address in (*path, *portfolio):
        assert rows_of(browser, address) == number, (words, address)
    return {address.partition("?")[2] for _words, _number, address in (*path, *portfolio)}


def mixed() -> Member:
    """Return a member of an organisation with two rounds, all kinds of evidence, and work that is late."""
    one = factories.member(factories.organisation("Mixed"), Role.AIMS_MANAGER)
    first = a_round(one.organisation, "A.2.2", "A.10.3")
    rate_all(first, Verdict.PARTIAL)
    closed(first)
    rate(
        a_round(one.organisation, "A.2.2", "A.10.3"),
        rating("4.1-1", "in_place", evidence="A record"),
        rating("4.1-2", "partial", target_on=LATE),
        rating("4.2-1", "missing", target_on=AHEAD),
        rating("4.3-1", "in_place"),
        rating("4.4-1", "in_place"),
        rating("6.1.3-12", "in_place"),
        rating("A.2.2-1", "in_place"),
        rating("A.10.3-1", "missing", target_on=LATE),
    )
    on_point(made.evidence(one), "4.4-1")
    on_requirement(made.evidence(one, what=made.collected(collected_on=made.days_ago(500))), "4.1")
    Standing.objects.of(one.organisation).get(requirement__ref="5.1").assign(one, LATE, by=one)
    Standing.objects.of(one.organisation).get(requirement__ref="A.10.3").leave_out(
        code="no_activity", reason="Nothing comes from suppliers at all, and nothing will.", by=one
    )
    create_all(one.organisation, [TaskDraft(title=f"Task {n}", owner=one, due_on=LATE) for n in range(2)], by=one)
    return one


def test_opens_a_list_as_long_as_each_figure_of_a_mixed_organisation() -> None:
    opened = check_figures(mixed())
    assert {
        *(f"basis=clause&verdict={word}" for word in ("in_place", "partial", "missing", "shown", "claimed")),
        "verdict=claimed",
        "due=overdue",
        "state=overdue",
        "left_out=no&owner=nobody",
        "kind=control&left_out=no&status=not_assessed",
    } <= opened


def test_opens_a_list_as_long_as_each_figure_of_alpha(demos: Mapping[str, Organisation]) -> None:
    opened = check_figures(factories.member(demos["alpha"], Role.AIMS_MANAGER))
    assert {f"basis=clause&verdict={word}" for word in ("in_place", "named", "claimed", "missing")} <= opened
    assert "due=overdue" in opened


def test_shows_the_points_without_evidence_that_the_next_act_counts() -> None:
    one = mixed()
    address = reverse("points", args=[one.organisation.slug]) + "?verdict=claimed"
    links = found_on(factories.client_of(one), address, "//main//table//*[@class='id']")
    assert [link.text for link in links] == ["4.3-1", "6.1.3-12", "A.2.2-1"]


@pytest.mark.parametrize(
    "query", ["verdict=nope", "basis=x", "group=99", "owner=Nobody+Here", "due=%00", "verdict=<b>"]
)
def test_says_that_a_filter_of_points_does_not_exist(query: str) -> None:
    one = mixed()
    client = factories.client_of(one)
    addresses = [reverse("points", args=[one.organisation.slug])]
    if not query.startswith("due"):
        addresses.append(reverse("gap_points", args=[one.organisation.slug, 1]))
    for address in addresses:
        answer = client.get(f"{address}?{query}", follow=True)
        assert answer.status_code == 422
        assert "This list cannot be shown" in answer.content.decode()
        assert "<b>" not in answer.content.decode().partition("This list cannot be shown")[2].partition("</div>")[0]


def test_has_no_points_before_a_framework_is_chosen() -> None:
    # As any list says that it holds nothing yet.
    bare = factories.organisation("Bare")
    one = factories.member(bare, Role.AIMS_MANAGER)
    Standing.objects.of(bare).delete()
    assert "No points yet" in factories.client_of(one).get(reverse("points", args=[bare.slug])).content.decode()
