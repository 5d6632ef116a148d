"""An AI system: what is kept, what is refused, what is not known yet, and who owes it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.evidence.api_calls import Program, error_of
from tests.factories import client_of
from tests.site.console import answer as console_answer
from tests.site.console import run
from waymark.context.describing import AnswerAndOpen, Details, NobodyFindsOut, describe
from waymark.context.inventory.reading import inventory
from waymark.context.models.supplier import Supplier
from waymark.context.models.system import AISystem
from waymark.context.models.system_answer import SystemAnswer
from waymark.context.system_choices import Effect, LegalClass, LifeStage, Origin, Scope, SystemState
from waymark.context.system_life import DayAhead, StageWrong, SubRoleWrong, SupplierNotInUse, SystemRetired
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.work.daily import remind
from waymark.work.leaving import depart
from waymark.work.models.notice import Notice
from waymark.work.owed import owed_by
from waymark.work.owned import owned_records

pytestmark = pytest.mark.django_db


def made(by: Member, owner: Member | None = None, **known: Any) -> AISystem:
    facts: dict[str, Any] = {"name": "Reply Assistant", "purpose": "Drafts answers for support agents", **known}
    return AISystem.add(by.organisation, owner=owner, by=by, **facts)


@pytest.fixture
def system(administrator: Member, owner: Member) -> AISystem:
    return made(administrator, owner)


def to(act: str, system: AISystem) -> str:
    return reverse(act, args=[system.organisation.slug, system.number])


def kept(system: AISystem) -> AISystem:
    return AISystem.objects.select_related("organisation", "owner", "supplier").get(pk=system.pk)


def post(browser: Client, address: str, **typed: Any) -> tuple[int, str]:
    answer = browser.post(address, typed)
    return answer.status_code, answer.content.decode()


def open_detail(system: AISystem, who: Member, by: Member, *, days: int = 20) -> SystemAnswer:
    due = day_in("UTC") + dt.timedelta(days=days)
    describe(system, "purpose", Details({}, ["benefits"], who, due), by=by)
    return SystemAnswer.objects.get(system=system, field="benefits")


def words(choices: Any) -> dict[str, str]:
    return {key: str(label) for key, label in choices}


def test_calls_things_as_the_package_data_does() -> None:
    found = inventory()
    assert {one.id: one.name for one in found.lists["origin_kinds"]} == words(Origin.choices[1:])
    assert {one.id: one.name for one in found.lists["decision_effects"]} == words(Effect.choices[1:])
    assert {one.id: one.name for one in found.stages} == words(LifeStage.choices)


def test_asks_for_nothing_but_a_name_and_a_purpose(administrator: Member, organisation: Organisation) -> None:
    browser, address = client_of(administrator), reverse("system_new", args=[organisation.slug])
    typed = {"name": "Invoice Reader", "purpose": "Reads fields", "stage": "inception", "origin": "open"}
    typed |= {"personal_data": "open", "decision_effect": "open"}
    status, page = post(browser, address, **typed)
    assert status == 303, page
    found = AISystem.objects.of(organisation).get()
    assert (found.owner, found.scope, found.legal_class, found.roles) == (None, Scope.OPEN, LegalClass.OPEN, [])
    assert not SystemAnswer.objects.of(organisation).exists()


@pytest.mark.parametrize(("name", "purpose"), [("", "x"), ("x", ""), ("x" * 201, "x"), ("a\u202eb", "x")])
def test_is_not_added_without_name_and_purpose(name: str, purpose: str, administrator: Member) -> None:
    address = reverse("system_new", args=[administrator.organisation.slug])
    status, _page = post(client_of(administrator), address, name=name, purpose=purpose)
    assert status == 422
    assert not AISystem.objects.exists()


def test_holds_several_roles_and_refuses_a_sub_role_of_another(system: AISystem, administrator: Member) -> None:
    roles = ["ai_provider", "ai_producer", "ai_producer.developer"]
    system.edit(name="x", purpose="y", roles=roles, act_roles=["provider", "deployer"], by=administrator)
    assert kept(system).roles == roles
    with pytest.raises(SubRoleWrong):
        kept(system).edit(name="x", purpose="y", roles=["ai_provider", "ai_customer.user"], by=administrator)
    assert kept(system).roles == roles
    assert [one.pk for one in AISystem.objects.of(system.organisation).with_role("ai_producer")] == [system.pk]
    assert not AISystem.objects.of(system.organisation).with_role("ai_customer").exists()


def test_refuses_a_sub_role_on_the_page_beside_its_field(system: AISystem, administrator: Member) -> None:
    typed = {"name": "x", "purpose": "y", "stage": "inception", "origin": "open", "personal_data": "open"}
    typed |= {"decision_effect": "open", "roles": "ai_customer.user", "version": str(system.version)}
    status, page = post(client_of(administrator), to("system_edit", system), **typed)
    assert status == 422
    assert "belongs to a role that is not chosen" in page


def test_keeps_stage_and_use_together(system: AISystem, administrator: Member) -> None:
    facts: dict[str, Any] = {"name": "x", "purpose": "y", "by": administrator}
    with pytest.raises(StageWrong):
        system.edit(stage=LifeStage.OPERATION_MONITORING, **facts)
    system.edit(stage=LifeStage.DEPLOYMENT, **facts)
    system.go_live(on=day_in("UTC"), by=administrator)
    assert kept(system).stage == LifeStage.OPERATION_MONITORING
    with pytest.raises(StageWrong):
        kept(system).edit(stage=LifeStage.DEPLOYMENT, **facts)
    with pytest.raises(StageWrong):
        kept(system).edit(stage=LifeStage.RETIREMENT, **facts)
    kept(system).edit(stage=LifeStage.RE_EVALUATION, **facts)


@pytest.mark.parametrize("act", ["go_live", "retire"])
def test_was_not_done_tomorrow(act: str, system: AISystem, administrator: Member) -> None:
    more = {"reason": "x"} if act == "retire" else {}
    with pytest.raises(DayAhead):
        getattr(system, act)(on=day_in("UTC") + dt.timedelta(days=1), by=administrator, **more)
    assert kept(system).state == SystemState.PLANNED


def test_names_no_supplier_that_is_retired(system: AISystem, administrator: Member) -> None:
    supplier = Supplier.add(system.organisation, owner=administrator, by=administrator, name="Host", supplies="Servers")
    system.edit(name="x", purpose="y", supplier=supplier, by=administrator)
    supplier.retire(reason="Moved", by=administrator)
    kept(system).edit(name="z", purpose="y", supplier=supplier, by=administrator)
    kept(system).edit(name="z", purpose="y", by=administrator)
    with pytest.raises(SupplierNotInUse):
        kept(system).edit(name="z", purpose="y", supplier=supplier, by=administrator)


def test_keeps_each_decision_on_the_scope_with_its_reason(system: AISystem, administrator: Member) -> None:
    browser = client_of(administrator)
    for act, scope in (("system_inclusion", Scope.IN), ("system_exclusion", Scope.OUT)):
        assert post(browser, to(act, system), reason="", version=kept(system).version)[0] == 422
        assert post(browser, to(act, system), reason="We sell it", version=kept(system).version)[0] == 303
        assert kept(system).scope == scope
    assert "We sell it" in browser.get(to("system", system)).content.decode()


def test_leaves_the_scope_to_those_who_manage_the_aims(system: AISystem, owner: Member) -> None:
    assert post(client_of(owner), to("system_inclusion", system), reason="x", version=system.version)[0] == 403


def test_changes_nothing_once_retired(system: AISystem, administrator: Member) -> None:
    system.retire(on=day_in("UTC"), reason="Replaced", by=administrator)
    verbs: tuple[Callable[[], None], ...] = (
        lambda: kept(system).edit(name="x", purpose="y", by=administrator),
        lambda: kept(system).include(reason="x", by=administrator),
        lambda: describe(kept(system), "data", Details({"input": "x"}), by=administrator),
    )
    for refused in verbs:
        with pytest.raises(SystemRetired):
            refused()
    page = client_of(administrator).get(to("system", system)).content.decode()
    assert "Replaced" in page
    assert "Reply Assistant" in page


def test_answers_a_section_and_leaves_the_rest_alone(system: AISystem, owner: Member) -> None:
    typed = {"output_kinds": ["content", "recommendation"], "output_description": "A draft", "version": system.version}
    status, page = post(client_of(owner), to("system_output", system), **typed)
    assert status == 303, page
    found = {one.field: one for one in SystemAnswer.objects.of(system.organisation)}
    assert set(found) == {"output_kinds", "output_description"}
    assert found["output_kinds"].picked == ["content", "recommendation"]
    page = client_of(owner).get(to("system", system)).content.decode()
    assert "Text or code, Recommendation" in page
    assert "A draft" in page


def test_shows_both_versions_where_two_people_answer_one_section(system: AISystem, owner: Member) -> None:
    version = system.version
    describe(kept(system), "output", Details({"output_description": "Theirs"}), by=owner)
    status, page = post(client_of(owner), to("system_output", system), output_description="Mine", version=version)
    assert status == 409
    assert "Mine" in page
    assert SystemAnswer.objects.get(system=system).text == "Theirs"


def test_takes_not_known_yet_only_with_an_owner_and_a_date(system: AISystem, owner: Member) -> None:
    for find_out, due in ((None, None), (owner, None), (None, day_in("UTC"))):
        with pytest.raises(NobodyFindsOut):
            describe(kept(system), "data", Details({}, ["data_quality"], find_out, due), by=owner)
    with pytest.raises(AnswerAndOpen):
        describe(kept(system), "data", Details({"input": "Text"}, ["input"], owner, day_in("UTC")), by=owner)
    assert not SystemAnswer.objects.exists()


def test_keeps_who_finds_out_until_there_is_an_answer(system: AISystem, owner: Member, administrator: Member) -> None:
    found = open_detail(system, owner, administrator)
    describe(kept(system), "purpose", Details({"process": "Support"}, ["benefits"]), by=administrator)
    again = SystemAnswer.objects.get(pk=found.pk)
    assert (again.owner_id, again.due_on) == (owner.pk, found.due_on)
    describe(kept(system), "purpose", Details({"benefits": "Faster answers"}), by=owner)
    answered = SystemAnswer.objects.get(pk=found.pk)
    assert (answered.text, answered.owner, answered.due_on) == ("Faster answers", None, None)


def test_owes_what_is_not_known_yet(
    system: AISystem, owner: Member, administrator: Member, run_jobs: Callable[[], int]
) -> None:
    open_detail(system, owner, administrator, days=20)
    assert owed_by(owner, day_in("UTC")).total == 0
    describe(
        kept(system), "purpose", Details({}, ["benefits"], owner, day_in("UTC") + dt.timedelta(3)), by=administrator
    )
    assert owed_by(owner, day_in("UTC")).total == 1
    page = client_of(owner).get(reverse("my_work", args=[owner.organisation.slug])).content.decode()
    assert "Benefits expected" in page
    assert to("system", system) in page
    for _time in range(2):
        remind.enqueue()
        run_jobs()
    assert "SYS-1 is due soon: Benefits expected" in [one.what for one in Notice.objects.to(owner)]


def test_finds_new_owners_when_its_owner_leaves(system: AISystem, owner: Member, administrator: Member) -> None:
    found = open_detail(system, owner, administrator)
    names = [str(line) for one in owned_records(owner) for line in one.records]
    assert names == ["SYS-1 Reply Assistant", "SYS-1 Benefits expected"]
    depart(owner, lambda _kind, _line: administrator, by=administrator, reason="Moved on")
    assert kept(system).owner == administrator
    assert SystemAnswer.objects.get(pk=found.pk).owner_id == administrator.pk


def test_is_changed_by_its_owner_and_by_nobody_else(system: AISystem, organisation: Organisation) -> None:
    other = factories.member(organisation, Role.CONTRIBUTOR)
    status, page = post(client_of(other), to("system_output", system), output_description="x", version=1)
    assert status == 422
    assert "belongs to Omar Owner" in page


def test_is_added_described_and_listed_by_programs(manager: Member) -> None:
    program = Program(manager)
    sent = {"name": "Ticket Prioritiser", "purpose": "Ranks tickets", "roles": ["ai_provider"], "unit": "Support"}
    assert program.post("/systems", sent).status_code == 201
    wrong = error_of(program.post("/systems", {**sent, "roles": ["ai_provider.user"]}), 422)
    assert "roles" in wrong["fields"]
    version = program.get("/systems/1").json()["version"]
    described = program.post("/systems/1/output", {"output_kinds": ["ranking"], "version": version})
    assert described.status_code == 201, described.content
    assert [one["reference"] for one in program.get("/systems", role="ai_provider").json()["items"]] == ["SYS-1"]
    assert program.get("/systems", role="ai_partner").json()["items"] == []


def test_is_kept_at_the_console(organisation: Organisation) -> None:
    words = ("--org", organisation.slug)
    added = run("system", "add", "Bed forecast", *words, "--purpose", "Forecasts beds", "--roles", "ai_producer")
    assert added.output.strip() == "SYS-1", added.output
    assert run("system", "include", "SYS-1", *words, "--reason", "Used every day").exit_code == 0
    assert run("system", "describe_output", "SYS-1", *words, "--output-kinds", "forecast,score").exit_code == 0
    (row,) = console_answer("system", "list", *words)
    assert (row["reference"], row["scope"], row["state"]) == ("SYS-1", "in", "planned")
    assert SystemAnswer.objects.get().picked == ["forecast", "score"]


def test_shows_its_page_in_few_queries(
    system: AISystem, owner: Member, administrator: Member, django_assert_max_num_queries: Any
) -> None:
    open_detail(system, owner, administrator)
    browser = client_of(administrator)
    browser.get(to("system", system))
    with django_assert_max_num_queries(16):
        assert browser.get(to("system", system)).status_code == 200
