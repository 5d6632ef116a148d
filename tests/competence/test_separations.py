"""Both sides of an act in one hand: each of the seven rules is flagged, by roles and by records, and never refuses."""

import datetime as dt
from itertools import product
from typing import Any

import pytest
from django.urls import reverse

from tests import factories
from tests.documents.signing import in_force
from tests.examples_scope import scope_version
from tests.factories import client_of
from tests.signing.subjects import asked, decided, presence, signed
from tests.site.console import answer as console_answer
from waymark.competence.holding import AssignmentDraft, RolesConflict, adopt, assign, end
from waymark.competence.models.role import AimsRole
from waymark.competence.separations import PAIRS, asks_acts, find_separations
from waymark.competence.starter import starter
from waymark.context.models.system import AISystem
from waymark.context.scope_approval import request_approval
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.signing.answering import answer
from waymark.signing.meanings import Meaning
from waymark.signing.models.rules import SigningRules

pytestmark = pytest.mark.django_db
DAYS = dt.timedelta
NAMES = {
    "S-01": "Audit",
    "S-02": "Acceptance of residual risk",
    "S-03": "Approval of a document",
    "S-04": "Check of effect of a corrective action",
    "S-05": "Approval of an impact assessment",
    "S-06": "Release of a system with an impact level above minor",
    "S-07": "Handling of a concern",
}
NEVER = [one.roles for one in starter().conflicts if one.is_never]
TOGETHER = [
    (rule, side, other)
    for rule, (sides, others) in PAIRS.items()
    for side, other in product(sorted(sides), sorted(others))
    if {side, other} not in NEVER
]


def today(member: Member) -> dt.date:
    return day_in(member.organisation.time_zone)


def hold(key: str, member: Member, by: Member, **more: Any) -> AimsRole:
    """Give a member a proposed role, which is adopted first."""
    (role,) = adopt(by.organisation, [key], by=by)
    assign(role, AssignmentDraft(**{"member": member, "held_from": today(by) - DAYS(500), **more}), by=by)
    return role


def found(member: Member, *members: Member) -> list[tuple[str, str]]:
    """Return the rule and the sentence of each finding."""
    some = [one.pk for one in members] or None
    return [(one.separation.id, one.what) for one in find_separations(member.organisation, today(member), some)]


def test_knows_the_seven_rules_by_name() -> None:
    assert {one.id: one.act for one in starter().separations} == NAMES
    assert set(PAIRS) == set(NAMES)
    known = {one.id for one in starter().roles}
    assert all(roles <= known for pair in PAIRS.values() for roles in pair)


def test_covers_every_conflict_of_two_roles_but_the_two_that_are_no_act() -> None:
    """The conflicts of the file are between roles, the rules between acts; no conflict is lost on the way."""
    pairs = [{side, other} for sides, others in PAIRS.values() for side, other in product(sides, others)]
    assert [one.id for one in starter().conflicts if one.roles not in pairs] == ["K-09", "K-10"]


@pytest.mark.parametrize(("rule", "side", "other"), TOGETHER, ids="/".join)
def test_flags_two_roles_that_are_both_sides_of_an_act(
    rule: str, side: str, other: str, administrator: Member, owner: Member
) -> None:
    first, second = hold(side, owner, administrator), hold(other, owner, administrator, is_deputy=True)
    assert (rule, f"{first.title} and deputy of {second.title}") in found(owner)
    (finding,) = [one for one in find_separations(owner.organisation, today(owner)) if one.separation.id == rule]
    assert (finding.member, finding.separation.act) == (owner, NAMES[rule])


def test_flags_nothing_of_two_members_who_hold_one_role_each(administrator: Member, owner: Member) -> None:
    hold("internal_auditor", owner, administrator)
    hold("engineering_lead", administrator, administrator)
    assert found(owner) == []


@pytest.mark.parametrize("other", ["top_management", "aims_manager", "risk_manager"])
def test_flags_an_auditor_for_a_role_that_ended_within_twelve_months(
    other: str, administrator: Member, owner: Member
) -> None:
    role = hold(other, owner, administrator)
    end(role, owner, held_until=today(owner) - DAYS(300), reason="", by=administrator)
    hold("internal_auditor", owner, administrator, held_from=today(owner))
    day = today(owner) - DAYS(300)
    assert found(owner) == [("S-01", f"Internal auditor and {role.title} until {day.isoformat()}")]
    role.assignments.update(held_until=today(owner) - DAYS(400))
    assert found(owner) == []


def test_asks_no_other_rule_for_roles_that_have_ended(administrator: Member, owner: Member) -> None:
    role = hold("engineering_lead", owner, administrator)
    end(role, owner, held_until=today(owner) - DAYS(1), reason="", by=administrator)
    hold("ai_system_owner", owner, administrator)
    assert found(owner) == []


def test_flags_an_auditor_who_owns_an_ai_system(administrator: Member, owner: Member) -> None:
    AISystem.add(owner.organisation, owner=owner, name="Triage", purpose="Sorts", by=administrator)
    assert found(owner) == []
    hold("internal_auditor", owner, administrator)
    assert found(owner) == [("S-01", "Internal auditor who owns AI systems: SYS-1")]


def test_flags_an_auditor_who_approved_something_within_twelve_months(administrator: Member, owner: Member) -> None:
    owner.grant([Role.TOP_MANAGEMENT], by=administrator)
    hold("internal_auditor", owner, administrator)
    signed(asked(owner, administrator, meaning=Meaning.REVIEWED))
    assert found(owner) == []
    in_force(administrator, owner)
    day = today(owner).isoformat()
    sentence = f"Internal auditor who approved 1 version in the last twelve months, on {day}"
    assert found(owner) == [("S-01", sentence)]


def test_flags_a_document_that_its_only_author_approved(manager: Member) -> None:
    manager.grant([*manager.roles, Role.TOP_MANAGEMENT], by=manager)
    version = in_force(manager, manager)
    assert version.by_only_author
    ((rule, sentence),) = found(manager)
    assert rule == "S-03"
    assert sentence.startswith("Approved AI policy, edition 1, as its only author on ")
    assert found(manager, manager) == found(manager)
    assert found(manager, factories.member(manager.organisation, Role.READER, name="Other")) == []


def test_flags_a_scope_that_its_only_author_approved(manager: Member) -> None:
    one = scope_version(manager, 1)
    rules = SigningRules.objects.in_force(one.organisation)
    rules.set_rules(separates_approval=False, managers_approve=True, by=manager)
    day = today(manager)
    request = request_approval(one, signer=manager, by=manager, due_on=day, next_review_on=day + DAYS(365))
    answer(request, decided(request), by=manager, presence=presence())
    ((rule, sentence),) = found(manager)
    assert (rule, "as its only author" in sentence) == ("S-03", True)


def test_asks_records_for_two_rules_and_roles_alone_for_those_whose_records_come_later() -> None:
    assert [rule for rule in NAMES if asks_acts(rule)] == ["S-01", "S-03"]


def test_refuses_no_assignment_because_of_a_rule(administrator: Member, owner: Member) -> None:
    """Only the three conflicts that never go together are refused, as before; every pair of an act is taken."""
    for _rule, side, other in TOGETHER:
        for key in (side, other):
            if not AimsRole.objects.of(owner.organisation).filter(starter=key).exists():
                adopt(owner.organisation, [key], by=administrator)
    hold_all = AimsRole.objects.of(owner.organisation).select_related("organisation").order_by("number")
    refused = []
    for role in hold_all:
        try:
            assign(role, AssignmentDraft(member=owner, held_from=today(owner)), by=administrator)
        except RolesConflict:
            refused.append(role.starter)
    assert set(refused) <= {"internal_auditor", "top_management", "aims_manager", "risk_manager"}


def test_shows_them_on_the_page_of_the_role_the_table_and_the_member(
    administrator: Member, owner: Member, django_assert_max_num_queries: Any
) -> None:
    owning = hold("ai_system_owner", owner, administrator)
    building = hold("engineering_lead", owner, administrator, mitigation="The board approves both")
    slug, browser = owner.organisation.slug, client_of(administrator)
    for address in (
        reverse("aims_role", args=[slug, owning.number]),
        reverse("aims_role", args=[slug, building.number]),
        reverse("raci", args=[slug]),
        reverse("member", args=[slug, owner.pk]),
    ):
        with django_assert_max_num_queries(18):
            page = browser.get(address).content.decode()
        for name in (NAMES["S-05"], NAMES["S-06"]):
            assert name in page, address
        assert "The board approves both" in page
    other = hold("people_lead", administrator, administrator)
    assert "Separation of duties" not in browser.get(reverse("aims_role", args=[slug, other.number])).content.decode()


def test_lists_them_by_rule_on_the_page_and_at_the_console(administrator: Member, owner: Member) -> None:
    hold("ai_system_owner", owner, administrator)
    hold("engineering_lead", owner, administrator)
    slug = owner.organisation.slug
    address, browser = reverse("separations", args=[slug]), client_of(administrator)
    page = browser.get(address).content.decode()
    assert all(name in page for name in NAMES.values())
    assert "by roles and by records" in page
    assert "AI system owner and Engineering lead" not in browser.get(f"{address}?rule=S-07").content.decode()
    rows = console_answer("separation", "list", "--org", slug, "--rule", "S-06")
    assert [(row["act"], row["member"]["name"], row["what"]) for row in rows] == [
        (NAMES["S-06"], owner.name, "Engineering lead and AI system owner")
    ]
    assert console_answer("separation", "list", "--org", slug, "--open") != []
