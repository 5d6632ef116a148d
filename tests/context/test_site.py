"""A site and the people there: a count is never changed, the last one of each cell holds, and none is below zero."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from tests.evidence.api_calls import Program, error_of
from tests.factories import client_of
from tests.site.console import answer as console_answer
from tests.site.console import run
from waymark.context.headcounts import headcount_on, totals_of
from waymark.context.models.headcount import Employment, Headcount, HeadcountWrong
from waymark.context.models.site import Site, SiteRetired
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation

pytestmark = pytest.mark.django_db
EMPLOYED, CONTRACTED = Employment.EMPLOYED, Employment.CONTRACTED


@pytest.fixture
def site(administrator: Member) -> Site:
    return Site.add(
        administrator.organisation, owner=administrator, by=administrator, name="Office", functions="Development"
    )


def ago(days: int) -> dt.date:
    return day_in("UTC") - dt.timedelta(days=days)


def count(site: Site, by: Member, people: int, *, on: dt.date, role: str = "ai_producer", kind: str = EMPLOYED) -> None:
    Headcount.record(site, role=role, employment=kind, people=people, counted_on=on, by=by)


def totals(organisation: Organisation, day: dt.date) -> tuple[int, int, int]:
    found = totals_of(headcount_on(organisation, day))
    return found.employed, found.contracted, found.people


def test_shows_the_last_count_of_each_cell_as_of_a_day(site: Site, administrator: Member) -> None:
    organisation = administrator.organisation
    count(site, administrator, 10, on=ago(100))
    count(site, administrator, 4, on=ago(50), kind=CONTRACTED)
    count(site, administrator, 12, on=ago(10))
    count(site, administrator, 11, on=ago(20))
    assert [totals(organisation, ago(day)) for day in (101, 100, 50, 20, 0)] == [
        (0, 0, 0),
        (10, 0, 10),
        (10, 4, 14),
        (11, 4, 15),
        (12, 4, 16),
    ]


def test_corrects_a_count_by_another_one_of_the_same_day(site: Site, administrator: Member) -> None:
    count(site, administrator, 10, on=ago(5))
    count(site, administrator, 9, on=ago(5))
    assert totals(administrator.organisation, ago(5)) == (9, 0, 9)


@pytest.mark.parametrize(("people", "day"), [(-1, 0), (1, -1)])
def test_refuses_a_count_below_zero_or_of_a_day_to_come(
    people: int, day: int, site: Site, administrator: Member
) -> None:
    with pytest.raises(HeadcountWrong):
        count(site, administrator, people, on=ago(day))
    assert not Headcount.objects.exists()


@pytest.mark.parametrize("people", ["-1", "1.5", "", "1000001", "x"])
def test_refuses_in_the_form_what_is_no_number_of_people(people: str, site: Site, administrator: Member) -> None:
    typed = {"role": "ai_producer", "employment": "employed", "people": people, "counted_on": str(ago(0))}
    address = reverse("site_headcounts", args=[administrator.organisation.slug, site.number])
    assert client_of(administrator).post(address, typed).status_code == 422
    assert not Headcount.objects.exists()


def test_the_database_refuses_a_count_below_zero_and_another_figure(site: Site, administrator: Member) -> None:
    count(site, administrator, 1, on=ago(0))
    for statement in ("UPDATE context_headcount SET people = 2", "DELETE FROM context_headcount"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO context_headcount (version, created_at, changed_at, organisation_id, site_id, role, "
            "employment, people, counted_on) SELECT version, created_at, changed_at, organisation_id, site_id, role, "
            "employment, -1, counted_on FROM context_headcount"
        )


def test_counts_nobody_at_a_retired_site_from_that_day(site: Site, administrator: Member) -> None:
    organisation = administrator.organisation
    count(site, administrator, 7, on=ago(9))
    site.retire(reason="Moved out", by=administrator)
    assert (totals(organisation, ago(1)), totals(organisation, ago(0))) == ((7, 0, 7), (0, 0, 0))
    with pytest.raises(SiteRetired):
        count(site, administrator, 1, on=ago(0))
    sent = {"role": "ai_producer", "employment": "employed", "people": 1}
    assert error_of(Program(administrator).post("/sites/1/headcounts", sent), 422)["code"] == "site-retired"


def test_shows_totals_on_the_page_as_of_a_day(site: Site, administrator: Member) -> None:
    count(site, administrator, 41, on=ago(30))
    count(site, administrator, 17, on=ago(3), role="none", kind=CONTRACTED)
    address = reverse("headcounts", args=[administrator.organisation.slug])

    def page(**asked: Any) -> str:
        return client_of(administrator).get(address, asked).content.decode()

    assert "<dd>58</dd>" in page()
    assert "<dd>58</dd>" not in page(on=ago(10))
    assert "<dd>41</dd>" in page(on=ago(10))
    assert "Nobody is counted yet" in page(on=ago(40))
    shown = client_of(administrator).get(reverse("site", args=[administrator.organisation.slug, 1])).content.decode()
    assert "No AI role" in shown


def test_is_counted_at_the_console(organisation: Organisation) -> None:
    slug, day = organisation.slug, str(ago(0))
    assert run("site", "add", "Office", "--org", slug, "--functions", "Support").output.strip() == "SITE-1"
    words = ("--role", "ai_customer", "--employment", "employed", "--counted-on", day)
    assert run("site", "count", "SITE-1", "--org", slug, *words, "--people", "3").exit_code == 0
    assert run("site", "count", "SITE-1", "--org", slug, *words, "--people", "-3").exit_code != 0
    (row,) = console_answer("headcount", "list", "--org", slug, "--on", day)
    assert (row["site"], row["role"], row["employed"], row["contracted"]) == ("Office", "ai_customer", 3, None)
