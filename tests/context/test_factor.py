"""A factor, and the decision on climate change: there is one at most, and the list shows that it is missing."""

import pytest
from django.urls import reverse

from tests.evidence.api_calls import Program, error_of
from tests.factories import client_of
from tests.site.console import answer as console_answer
from tests.site.console import run
from waymark.context.models.factor import Climate, ClimateDecided, Factor, Origin
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records.reviewing import year_after

pytestmark = pytest.mark.django_db
MISSING = "No factor says yet whether climate change is relevant"


def factor(by: Member, title: str = "Few suppliers", climate: str = Climate.NONE) -> Factor:
    return Factor.add(
        by.organisation,
        owner=by,
        by=by,
        title=title,
        origin=Origin.EXTERNAL,
        effect="Terms change at short notice.",
        climate=climate,
    )


def page_of(member: Member, name: str = "factors", *args: object) -> str:
    return client_of(member).get(reverse(name, args=[member.organisation.slug, *args])).content.decode()


def test_is_proposed_to_be_reviewed_in_a_year(administrator: Member) -> None:
    assert f'value="{year_after(day_in("UTC"))}"' in page_of(administrator, "factor_new")


def test_lists_show_that_nobody_decided_on_climate(administrator: Member, reader: Member) -> None:
    decision = reverse("climate_decision", args=[administrator.organisation.slug])
    assert MISSING in page_of(administrator)
    assert decision in page_of(administrator)
    assert MISSING in page_of(reader)
    assert decision not in page_of(reader)
    factor(administrator, climate=Climate.NOT_RELEVANT)
    assert MISSING not in page_of(administrator)


def test_climate_is_decided_on_a_page_of_its_own(administrator: Member, organisation: Organisation) -> None:
    address = reverse("climate_decision", args=[organisation.slug])
    typed = {"title": "Climate change", "origin": "external", "climate": "relevant"}
    browser = client_of(administrator)
    refused = browser.post(address, typed)
    assert refused.status_code == 422
    assert not Factor.objects.exists()
    assert browser.post(address, {**typed, "effect": "Computing takes energy."}).status_code == 303
    found = Factor.objects.get()
    assert (found.climate, found.effect) == (Climate.RELEVANT, "Computing takes energy.")
    assert "Climate change is relevant" in page_of(administrator, "factor", found.number)


def test_climate_is_decided_yes_or_no(administrator: Member, organisation: Organisation) -> None:
    address = reverse("climate_decision", args=[organisation.slug])
    typed = {"title": "Climate change", "origin": "external", "climate": "none", "effect": "Nothing."}
    assert client_of(administrator).post(address, typed).status_code == 422


def test_refuses_a_second_decision_on_climate(administrator: Member) -> None:
    first, other = factor(administrator, climate=Climate.RELEVANT), factor(administrator, "Another")
    with pytest.raises(ClimateDecided, match="FAC-1"):
        factor(administrator, "Third", climate=Climate.NOT_RELEVANT)
    with pytest.raises(ClimateDecided):
        other.decide(climate=Climate.NOT_RELEVANT, reason="No effect.", by=administrator)
    sent = {"title": "x", "origin": "internal", "effect": "y", "climate": "relevant"}
    refused = error_of(Program(administrator).post("/factors", sent), 422)
    assert refused["code"] == "climate-decided"
    first.retire(reason="Decided again elsewhere", by=administrator)
    other.refresh_from_db()
    other.decide(climate=Climate.NOT_RELEVANT, reason="No effect.", by=administrator)
    with pytest.raises(ClimateDecided, match="FAC-2"):
        first.reinstate(reason="It was right", by=administrator)


def test_changes_a_decision_with_its_reason(administrator: Member) -> None:
    one = factor(administrator, climate=Climate.NOT_RELEVANT)
    typed = {"climate": "relevant", "reason": "Customers ask for figures.", "version": one.version}
    address = reverse("factor_climate", args=[administrator.organisation.slug, one.number])
    assert client_of(administrator).post(address, typed).status_code == 303
    one.refresh_from_db()
    assert (one.climate, one.effect) == (Climate.RELEVANT, "Customers ask for figures.")
    page = page_of(administrator, "factor", one.number)
    assert "Decision on climate change made" in page


def test_is_added_and_decided_at_the_console(organisation: Organisation) -> None:
    slug = organisation.slug
    added = run("factor", "add", "Heat", "--org", slug, "--origin", "external", "--effect", "More patients.")
    assert added.output.strip() == "FAC-1"
    decided = run("factor", "decide", "FAC-1", "--org", slug, "--climate", "relevant", "--reason", "Heat waves.")
    assert decided.exit_code == 0, decided.output
    (row,) = console_answer("factor", "list", "--org", slug)
    assert (row["reference"], row["climate"], row["effect"]) == ("FAC-1", "relevant", "Heat waves.")
