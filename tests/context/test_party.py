"""An interested party with its needs: typical ones are proposed and never saved, and each is decided on."""

from typing import Any

import pytest
from django.urls import reverse

from tests.evidence.api_calls import Program, error_of
from tests.factories import client_of
from tests.site.console import answer as console_answer
from tests.site.console import run
from waymark.context.models.need import Need, NeedDeclined, NeedState
from waymark.context.models.party import Party, PartyRetired
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation

pytestmark = pytest.mark.django_db
TYPICAL = "To be told, to understand the reasons, to object"


@pytest.fixture
def party(administrator: Member) -> Party:
    return Party.add(
        administrator.organisation, owner=administrator, by=administrator, name="Loan applicants", kind="decided_about"
    )


def page_of(member: Member, name: str, *args: object) -> str:
    return client_of(member).get(reverse(name, args=[member.organisation.slug, *args])).content.decode()


def post(member: Member, name: str, *args: object, **typed: Any) -> tuple[int, str]:
    answer = client_of(member).post(reverse(name, args=[member.organisation.slug, *args]), typed)
    return answer.status_code, answer.content.decode()


def test_who_neither_buys_nor_uses_is_a_kind_of_its_own(party: Party, administrator: Member) -> None:
    Party.add(administrator.organisation, owner=None, by=administrator, name="Buyers", kind="customers")
    assert party.is_only_affected
    assert "Neither buys nor uses" in page_of(administrator, "party", party.number)
    affected = Program(administrator).get("/parties", group="affected").json()["items"]
    assert [one["name"] for one in affected] == ["Loan applicants"]


def test_proposes_typical_needs_and_saves_none_by_itself(party: Party, administrator: Member) -> None:
    assert TYPICAL in page_of(administrator, "party", party.number)
    assert not Need.objects.exists()
    typed = {"text": TYPICAL, "binding": "law", "met_by": "a.8.5; A.9.3"}
    assert post(administrator, "party_needs", party.number, **typed)[0] == 303
    need = Need.objects.get()
    assert (need.state, need.met_by) == (NeedState.OPEN, "A.8.5, A.9.3")
    assert f'value="{TYPICAL}"' not in page_of(administrator, "party", party.number)


def test_proposes_nothing_to_who_may_not_add(party: Party, reader: Member) -> None:
    assert TYPICAL not in page_of(reader, "party", party.number)


@pytest.mark.parametrize("met_by", ["A.99", "7.2, nowhere", "<b>"])
def test_refuses_a_clause_that_the_catalogue_lacks(met_by: str, party: Party, administrator: Member) -> None:
    status, page = post(administrator, "party_needs", party.number, text="Word", binding="wish", met_by=met_by)
    assert status == 422
    assert "The catalogue has no clause or control" in page
    assert not Need.objects.exists()


def test_is_taken_on_or_declined_with_a_reason(party: Party, administrator: Member) -> None:
    need = Need.add(party, owner=administrator, by=administrator, text="Word", binding="wish")
    assert post(administrator, "need_declining", 1, reason="", version=need.version)[0] == 422
    assert post(administrator, "need_declining", 1, reason="Too costly", version=need.version)[0] == 303
    need.refresh_from_db()
    with pytest.raises(NeedDeclined):
        need.decline(reason="Again", by=administrator)
    assert post(administrator, "need_taking-on", 1, met_by="7.4", version=need.version)[0] == 303
    need.refresh_from_db()
    assert (need.state, need.met_by_refs) == (NeedState.TAKEN_ON, ["7.4"])
    page = page_of(administrator, "need", 1)
    assert reverse("requirement", args=[administrator.organisation.slug, "7.4"]) in page
    assert "Need declined" in page


def test_a_retired_party_gets_no_needs(party: Party, administrator: Member) -> None:
    party.retire(reason="Product given up", by=administrator)
    with pytest.raises(PartyRetired):
        Need.add(party, owner=None, by=administrator, text="Word", binding="wish")
    refused = error_of(Program(administrator).post("/parties/1/needs", {"text": "Word", "binding": "wish"}), 422)
    assert refused["code"] == "party-retired"
    assert TYPICAL not in page_of(administrator, "party", party.number)


def test_is_worked_with_at_the_console(organisation: Organisation) -> None:
    slug = organisation.slug
    assert run("party", "add", "Staff", "--org", slug, "--kind", "workforce").output.strip() == "PTY-1"
    added = run("party", "need", "PTY-1", "--org", slug, "--text", "Clear rules", "--binding", "wish")
    assert "NEED-1 was added." in added.output
    taken_on = run("need", "take_on", "NEED-1", "--org", slug, "--met-by", "A.9.2")
    assert taken_on.exit_code == 0, taken_on.output
    (row,) = console_answer("need", "list", "--org", slug)
    assert (row["text"], row["state"], row["met_by"]) == ("Clear rules", "taken_on", "A.9.2")
    assert run("party", "add", "Staff", "--org", slug, "--kind", "nobody").exit_code != 0
