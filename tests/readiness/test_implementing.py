"""Step 2 on the path page: what is there and what is open of each kind of record, as its list says it."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.architecture.filled import filled
from tests.examples_systems import system_request
from waymark.conformity.models.standing import Standing
from waymark.context.models.factor import Climate, Factor, Origin
from waymark.context.models.planned_change import PlannedChange
from waymark.context.models.system import AISystem
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Can
from waymark.readiness.implementing import RecordsLine, records_lines
from waymark.readiness.queries import path_page
from waymark.records.listing import reading_of
from waymark.records.path_lines import counts, lines
from waymark.records.registers import QuerySetRows, register_named
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db
TODAY = day_in("UTC")


def line(member: Member, name: str) -> RecordsLine:
    found = path_page(member.organisation, member).records
    return next(one for one in found if one.line.name == name)


def words_of(member: Member, name: str) -> tuple[list[str], list[str]]:
    found = line(member, name)
    return [one.words for one in found.there], [one.words for one in found.open]


def rows_listed(member: Member, address: str, query: str) -> int:
    """Return how many rows the list at an address holds with the filters of a query."""
    register = register_named(address)
    assert register is not None
    asked, reading = QueryDict(query.removeprefix("?")), reading_of(member)
    assert {one.name for one in register.filters} >= set(asked)
    assert isinstance(register.source, QuerySetRows)
    rows = register.source.rows(member)
    for one in register.filters:
        value = asked.get(one.name, one.otherwise)
        if value is not None and one.narrow is not None:
            rows = one.narrow(rows, value, reading)
    return int(rows.count())


def system(member: Member, **known: object) -> AISystem:
    given: dict[str, object] = {"name": "Score", "purpose": "Scores"}
    return AISystem.add(member.organisation, owner=member, by=member, **given | known)


def test_comes_in_the_order_of_work(administrator: Member) -> None:
    names = [one.line.name for one in path_page(administrator.organisation, administrator).records]
    known = ["factors", "parties", "systems", "sites", "aims_roles", "competence", "planned_changes", "suppliers"]
    assert [name for name in names if name in known] == known


def test_every_figure_is_that_of_the_list_it_opens() -> None:
    one_of_everything = filled()
    organisation, administrator = one_of_everything.organisation, one_of_everything.administrator
    found = counts(organisation, TODAY)
    assert sum(sum(some) for some in found.values()) > len(found)
    for one in lines():
        for figure, count in zip(one.figures, found[one.name], strict=True):
            register = register_named(figure.address or one.address)
            # What only says that something is missing counts no rows of a list.
            if figure.words(1) and register is not None and not register.is_computed:
                listed = rows_listed(administrator, figure.address or one.address, figure.query)
                assert count == listed, (one.name, figure.query)


def test_says_of_an_empty_organisation_what_to_do_first_and_no_figure(administrator: Member) -> None:
    found = path_page(administrator.organisation, administrator).records
    assert [one.line.name for one in found if one.comes_first] == ["factors"]
    assert all(one.is_empty and not one.there for one in found)
    assert [figure.words for one in found for figure in one.open] == []
    page = factories.client_of(administrator).get(reverse("path", args=[administrator.organisation.slug]))
    assert f'href="{reverse("factor_new", args=[administrator.organisation.slug])}"' in page.content.decode()


def test_offers_nothing_that_the_reader_may_not_do(reader: Member) -> None:
    for one in path_page(reader.organisation, reader).records:
        act = one.line.first_act
        assert bool(one.first_address) is (act.right == Can.READ and bool(act.address)), one.line.name


def test_says_what_is_missing_beside_what_is_there(owner: Member) -> None:
    factor = Factor.add(owner.organisation, owner=owner, by=owner, title="Heat", origin=Origin.EXTERNAL, effect="More")
    assert words_of(owner, "factors") == (["1 factor"], ["climate not decided"])
    factor.decide(climate=Climate.RELEVANT, reason="Cooling", by=owner)
    assert words_of(owner, "factors") == (["1 factor"], [])


def test_counts_systems_with_what_is_open_about_them(owner: Member) -> None:
    system(owner)
    system(owner).include(reason="Sold", by=owner)
    system_request(owner, 1)
    there, open_ = words_of(owner, "systems")
    assert there == ["2 systems"]
    assert open_ == ["2 to classify", "1 without a decision on scope", "1 request waits"]


def test_counts_nothing_of_another_organisation_and_knows_the_day(owner: Member) -> None:
    change = {"title": "One dashboard", "purpose": "Order", "due_on": TODAY + dt.timedelta(days=3)}
    PlannedChange.propose(owner.organisation, owner=owner, by=owner, **change)
    other = factories.member(factories.organisation("Other"))
    assert list(counts(other.organisation, TODAY)["planned_changes"]) == [0, 0, 0]
    assert list(counts(owner.organisation, TODAY)["planned_changes"]) == [1, 1, 0]
    assert list(counts(owner.organisation, TODAY + dt.timedelta(days=4))["planned_changes"]) == [1, 1, 1]


def test_names_the_owner_of_the_requirement(organisation: Organisation, manager: Member) -> None:
    assert line(manager, "factors").owner is None
    Standing.objects.of(organisation).with_refs(["4.1"]).get().assign(manager, None, by=CONSOLE)
    assert line(manager, "factors").owner == manager.name


def test_asks_one_question_however_many_kinds_there_are(
    administrator: Member, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    counts(administrator.organisation, TODAY)
    with django_assert_num_queries(1):
        records_lines(administrator.organisation, administrator, None, TODAY)


def test_shows_the_page_in_a_bounded_number_of_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    one = filled()
    browser, address = factories.client_of(one.administrator), reverse("path", args=[one.organisation.slug])
    browser.get(address)
    with django_assert_max_num_queries(20):
        page = browser.get(address).content.decode()
    assert "The records of step 2 in the order of work" in page
