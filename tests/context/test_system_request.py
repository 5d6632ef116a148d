"""A request for an AI system: filed by anyone, decided by a named person, and in no figure before that."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.evidence.api_calls import Program, error_of
from tests.factories import client_of
from tests.site.console import answer as console_answer
from tests.site.console import run
from waymark.context.inventory.reading import inventory
from waymark.context.models.system import AISystem
from waymark.context.models.system_answer import SystemAnswer
from waymark.context.models.system_request import SystemRequest
from waymark.context.request_choices import AboutPeople, Maker, Matters, RequestState, Stands
from waymark.context.request_life import IntoItself, OneTarget, RequestClosed
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.work.models.notice import Notice
from waymark.work.owed import owed_by

pytestmark = pytest.mark.django_db
CLAIMS: dict[str, Any] = {
    "name": "Translator",
    "purpose": "Translates letters",
    "users": "Front desk",
    "maker": "supplier",
    "about_people": "yes",
    "matters": "informs",
    "stands": "in_use_unapproved",
}


def filed(by: Member, **more: Any) -> SystemRequest:
    return SystemRequest.propose(by.organisation, by=by, **{**CLAIMS, **more})


@pytest.fixture
def somebody(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.READER, name="Rita Reader")


def to(act: str, request: SystemRequest) -> str:
    return reverse(act, args=[request.organisation.slug, request.number])


def kept(request: SystemRequest) -> SystemRequest:
    return SystemRequest.objects.select_related("organisation", "owner", "filed_by").get(pk=request.pk)


def post(browser: Client, address: str, **typed: Any) -> tuple[int, str]:
    answer = browser.post(address, typed)
    return answer.status_code, answer.content.decode()


def test_asks_what_the_package_data_asks() -> None:
    options = {one.fills: set(one.options) for one in inventory().questions if one.options}
    assert options["origin"] == set(Maker.values)
    assert options["personal_data"] == set(AboutPeople.values)
    assert options["decision_effect"] == set(Matters.values)
    assert options["stage"] == set(Stands.values)
    assert set(inventory().outcomes) == {"taken_in", "merged_into", "declined_with_reason", "more_asked"}


def test_is_filed_by_anyone_and_counts_in_no_figure(somebody: Member, organisation: Organisation) -> None:
    browser = client_of(somebody)
    address = reverse("system_request_new", args=[organisation.slug])
    assert browser.get(address).status_code == 200
    status, page = post(browser, address, **CLAIMS)
    assert status == 303, page
    found = SystemRequest.objects.of(organisation).get()
    assert (found.state, found.filed_by_id, found.filed_on) == (RequestState.WAITING, somebody.pk, day_in("UTC"))
    assert not AISystem.objects.of(organisation).exists()
    assert "Translator" not in browser.get(reverse("systems", args=[organisation.slug])).content.decode()


@pytest.mark.parametrize("missing", ["name", "purpose", "users", "maker", "about_people", "matters", "stands"])
def test_guesses_no_answer(missing: str, somebody: Member) -> None:
    address = reverse("system_request_new", args=[somebody.organisation.slug])
    status, _page = post(client_of(somebody), address, **{**CLAIMS, missing: ""})
    assert status == 422
    assert not SystemRequest.objects.exists()


def test_becomes_a_system_with_its_claims_beside_it(somebody: Member, manager: Member) -> None:
    request, browser = filed(somebody), client_of(manager)
    typed = {"name": "Letter translator", "purpose": "Translates letters", "users": "Front desk", "unit": "Desk"}
    typed |= {"origin": "open", "personal_data": "open", "decision_effect": "open"}
    status, page = post(browser, to("system_request_inclusion", request), owner=manager.pk, version=1, **typed)
    assert status == 303, page
    system = AISystem.objects.get()
    assert (system.name, system.owner, kept(request).system) == ("Letter translator", manager, system)
    assert SystemAnswer.objects.get(field="users").text == "Front desk"
    shown = browser.get(to("system_request", request)).content.decode()
    assert "Translator" in shown
    assert "SYS-1" in shown
    assert [one.what for one in Notice.objects.to(somebody)] == ["INT-1 is in the inventory now."]


def test_is_merged_into_one_place_and_never_into_itself(somebody: Member, manager: Member) -> None:
    first, second = filed(somebody), filed(somebody)
    with pytest.raises(IntoItself):
        first.merge(system=None, request=first, by=manager)
    with pytest.raises(OneTarget):
        kept(first).merge(system=None, request=None, by=manager)
    system = AISystem.add(manager.organisation, owner=manager, by=manager, name="x", purpose="y")
    with pytest.raises(OneTarget):
        kept(first).merge(system=system, request=second, by=manager)
    status, page = post(client_of(manager), to("system_request_merging", first), request=first.number, version=1)
    assert status == 422
    assert "cannot be merged into itself" in page
    kept(first).merge(system=None, request=second, by=manager)
    kept(second).merge(system=system, request=None, by=manager)
    assert (kept(first).merged_into, kept(second).system) == (second, system)


def test_is_declined_with_a_reason_and_closed_then(somebody: Member, manager: Member) -> None:
    request, browser = filed(somebody), client_of(manager)
    assert post(browser, to("system_request_decline", request), reason="", version=1)[0] == 422
    assert post(browser, to("system_request_decline", request), reason="Not needed", version=1)[0] == 303
    with pytest.raises(RequestClosed):
        kept(request).decline(reason="Again", by=manager)
    with pytest.raises(RequestClosed):
        kept(request).merge(system=None, request=filed(somebody), by=manager)
    assert "Not needed" in client_of(somebody).get(to("system_request", request)).content.decode()


def test_asks_the_person_who_filed_it_for_more(somebody: Member, manager: Member, organisation: Organisation) -> None:
    request = filed(somebody)
    kept(request).ask(question="Which languages?", by=manager)
    assert [one.what for one in Notice.objects.to(somebody)] == ["More information is needed on INT-1."]
    assert owed_by(somebody, day_in("UTC")).total == 1
    other = factories.member(organisation, Role.READER, name="Olaf Other")
    typed = {"answer": "Two", "version": kept(request).version}
    assert post(client_of(other), to("system_request_answer", request), **typed)[0] == 422
    assert post(client_of(somebody), to("system_request_answer", request), **typed)[0] == 303
    assert (kept(request).state, kept(request).answer_text) == (RequestState.WAITING, "Two")


def test_waits_for_everyone_who_may_decide_until_it_is_assigned(
    somebody: Member, manager: Member, administrator: Member
) -> None:
    request, today = filed(somebody), day_in("UTC")
    assert [owed_by(one, today).total for one in (manager, administrator, somebody)] == [1, 1, 0]
    browser = client_of(administrator)
    assert post(browser, to("system_request_owner", request), owner=somebody.pk, version=1)[0] == 422
    assert post(browser, to("system_request_owner", request), owner=manager.pk, version=1)[0] == 303
    assert [owed_by(one, today).total for one in (manager, administrator)] == [1, 0]


@pytest.mark.parametrize("act", ["inclusion", "merging", "question", "decline", "owner"])
def test_leaves_decisions_to_those_who_manage_the_aims(act: str, somebody: Member, owner: Member) -> None:
    request = filed(somebody)
    for member in (somebody, owner):
        assert post(client_of(member), to(f"system_request_{act}", request), reason="x", version=1)[0] == 403
    assert kept(request).state == RequestState.WAITING


def test_shows_how_many_imported_candidates_wait_and_since_when(somebody: Member, manager: Member) -> None:
    filed(somebody)
    old = filed(manager, name="Shadow tool", found_by="List of licences")
    SystemRequest.objects.filter(pk=old.pk).update(filed_on=day_in("UTC") - dt.timedelta(days=40))
    browser, address = client_of(manager), reverse("system_requests", args=[manager.organisation.slug])
    page = browser.get(address).content.decode()
    assert "1 imported candidate waits for a decision" in page
    only = browser.get(address, {"imported": "true"}).content.decode()
    assert "Shadow tool" in only
    assert "Translator" not in only


def test_is_proposed_and_decided_by_programs_and_at_the_console(manager: Member, organisation: Organisation) -> None:
    program, words = Program(manager), ("--org", organisation.slug)
    assert program.post("/system-requests", {**CLAIMS, "found_by": "Licences"}).status_code == 201
    error_of(program.post("/system-requests", {**CLAIMS, "state": "declined"}), 422)
    options = [
        part for name, value in CLAIMS.items() if name != "name" for part in (f"--{name.replace('_', '-')}", value)
    ]
    added = run("system", "propose", "Translator", *words, *options)
    assert added.output.strip() == "INT-2", added.output
    assert run("system-request", "decline", "INT-2", *words, "--reason", "Twice").exit_code == 0
    rows = console_answer("system-request", "list", *words)
    assert [(one["reference"], one["found_by"]) for one in rows] == [("INT-1", "Licences")]


def test_takes_in_with_each_fact_as_the_person_sets_it_who_sees_the_claim(manager: Member) -> None:
    asked = SystemRequest.propose(
        manager.organisation,
        by=manager,
        name="Letter helper",
        purpose="Drafts letters",
        users="Front desk",
        maker="free_tool",
        about_people="not_known",
        matters="informs",
        stands="in_use_unapproved",
        begins="since spring",
    )
    address = reverse("system_request", args=[manager.organisation.slug, asked.number])
    browser = client_of(manager)
    page = browser.get(address).content.decode()
    for claim in ("It is a free tool", "Not known", "It informs them", "In use, without approval, since spring"):
        assert f"Claimed: {claim}" in page
    taken = {"version": asked.version, "name": "Letter helper", "purpose": "Drafts letters", "users": "Front desk"}
    taken |= {"origin": "free_tool", "personal_data": "yes", "decision_effect": "open"}
    assert browser.post(f"{address}/inclusion", {**taken, "live_on": "2999-01-01"}).status_code == 422
    assert not AISystem.objects.of(manager.organisation).exists()
    assert browser.post(f"{address}/inclusion", {**taken, "live_on": "2026-03-01"}).status_code == 303
    (one,) = AISystem.objects.of(manager.organisation)
    assert (one.state, one.live_on, one.stage) == ("live", dt.date(2026, 3, 1), "operation_monitoring")
    assert (one.origin, one.personal_data, one.decision_effect) == ("free_tool", "yes", "open")
