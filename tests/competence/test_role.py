"""AIMS roles: who holds them from when to when, which two never go together, what is owed while nobody holds one."""

import datetime as dt

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import client_of
from tests.site.console import run
from waymark.competence.holding import (
    AlreadyAdopted,
    AlreadyHolds,
    AssignmentDatesWrong,
    AssignmentDraft,
    DoesNotHold,
    OneHolder,
    RolesConflict,
    adopt,
    assign,
    assignments_of,
    end,
    proposed,
)
from waymark.competence.models.assignment import RoleAssignment
from waymark.competence.models.role import AimsRole, AimsRoleHeld, AimsRoleRetired
from waymark.competence.queries import role_shown
from waymark.competence.starter import starter
from waymark.core.clock import day_in
from waymark.people.active import OwnerHasLeft
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.trail.models import Head
from waymark.work.models.notice import Notice
from waymark.work.owed import owed_by

pytestmark = pytest.mark.django_db


def today(member: Member) -> dt.date:
    return day_in(member.organisation.time_zone)


def adopted(key: str, by: Member) -> AimsRole:
    (role,) = adopt(by.organisation, [key], by=by)
    return role


def give_role(role: AimsRole, member: Member, by: Member, **more: object) -> RoleAssignment:
    return assign(role, AssignmentDraft(**{"member": member, "held_from": today(by), **more}), by=by)  # type: ignore[arg-type]


def test_proposes_every_role_until_it_is_adopted(administrator: Member) -> None:
    organisation = administrator.organisation
    assert len(proposed(organisation)) == 17
    assert not AimsRole.objects.of(organisation).exists()
    roles = adopt(organisation, ["risk_manager", "data_steward"], by=administrator)
    assert [one.title for one in roles] == ["Risk manager", "Data steward"]
    assert len(proposed(organisation)) == 15
    found = starter().role("risk_manager")
    assert found is not None
    assert roles[0].responsibilities.splitlines() == list(found.responsibilities)


def test_adopts_nothing_where_one_is_adopted_already(administrator: Member) -> None:
    adopted("risk_manager", administrator)
    with pytest.raises(AlreadyAdopted):
        adopt(administrator.organisation, ["people_lead", "risk_manager"], by=administrator)
    assert AimsRole.objects.of(administrator.organisation).count() == 1


def test_adopts_what_is_selected_on_the_page(administrator: Member) -> None:
    browser, address = client_of(administrator), reverse("aims_role_proposals", args=[administrator.organisation.slug])
    assert "Risk manager" in browser.get(address).content.decode()
    assert browser.post(address, {}).status_code == 422
    assert browser.post(address, {"roles": ["emperor"]}).status_code == 422
    answer = browser.post(address, {"roles": ["risk_manager", "people_lead"]})
    assert answer.status_code == 303
    assert AimsRole.objects.of(administrator.organisation).count() == 2
    assert len(proposed(administrator.organisation)) == 15


def test_adopts_at_the_console(administrator: Member) -> None:
    slug = administrator.organisation.slug
    assert run("aims-role", "adopt", "risk_manager", "--org", slug).output == "ROLE-1: Risk manager\n"
    assert "people_lead: People lead" in run("aims-role", "proposals", "--org", slug).output


def test_keeps_who_holds_a_role_from_when_to_when(administrator: Member, owner: Member) -> None:
    role, day = adopted("risk_manager", administrator), today(administrator)
    give_role(role, owner, administrator, held_from=day - dt.timedelta(days=30), decider=administrator)
    end(role, owner, held_until=day - dt.timedelta(days=1), reason="Another post", by=administrator)
    give_role(role, owner, administrator, held_from=day + dt.timedelta(days=7))
    shown = role_shown(AimsRole.objects.with_holders().get(pk=role.pk), day)
    assert (shown.is_vacant, len(shown.ahead), len(shown.former)) == (True, 1, 1)
    assert shown.former[0].decider == administrator


@pytest.mark.parametrize("other", ["top_management", "aims_manager", "risk_manager"])
def test_refuses_two_roles_that_never_go_together(other: str, administrator: Member, owner: Member) -> None:
    give_role(adopted(other, administrator), owner, administrator)
    auditor = adopted("internal_auditor", administrator)
    before = Head.objects.get(pk=administrator.organisation_id).seq
    with pytest.raises(RolesConflict) as refused:
        give_role(auditor, owner, administrator)
    assert auditor.title in str(refused.value.message)
    assert Head.objects.get(pk=administrator.organisation_id).seq == before


def test_refuses_them_for_a_deputy_and_for_a_later_day_too(administrator: Member, owner: Member) -> None:
    later = today(administrator) + dt.timedelta(days=60)
    give_role(adopted("internal_auditor", administrator), owner, administrator, held_from=later)
    with pytest.raises(RolesConflict):
        give_role(adopted("aims_manager", administrator), owner, administrator, is_deputy=True)


def test_allows_them_once_the_other_one_has_ended(administrator: Member, owner: Member) -> None:
    manager, day = adopted("aims_manager", administrator), today(administrator)
    give_role(manager, owner, administrator, held_from=day - dt.timedelta(days=9))
    end(manager, owner, held_until=day - dt.timedelta(days=1), reason="", by=administrator)
    assert give_role(adopted("internal_auditor", administrator), owner, administrator).conflicts == []


def test_records_a_conflict_that_is_only_better_avoided(administrator: Member, owner: Member) -> None:
    give_role(adopted("ai_system_owner", administrator), owner, administrator)
    role = adopted("engineering_lead", administrator)
    browser = client_of(administrator)
    answer = browser.post(
        reverse("aims_role_assignments", args=[role.organisation.slug, role.number]),
        {"member": owner.pk, "held_from": today(owner).isoformat(), "version": role.version},
        follow=True,
    )
    page = answer.content.decode()
    assert "Saved, with a warning" in page
    assert "What is done instead is not noted." in page
    assert RoleAssignment.objects.get(role=role).conflicts == ["K-06"]


def test_holds_a_role_once_and_alone_where_that_is_asked(administrator: Member, owner: Member) -> None:
    role = adopted("risk_manager", administrator)
    give_role(role, owner, administrator)
    with pytest.raises(AlreadyHolds):
        give_role(role, owner, administrator, is_deputy=True)
    role.only_one = True
    with pytest.raises(OneHolder):
        give_role(role, administrator, administrator)
    assert give_role(role, administrator, administrator, is_deputy=True).is_deputy


def test_refuses_to_end_what_does_not_run_or_before_it_began(administrator: Member, owner: Member) -> None:
    role, day = adopted("risk_manager", administrator), today(administrator)
    with pytest.raises(DoesNotHold):
        end(role, owner, held_until=day, reason="", by=administrator)
    give_role(role, owner, administrator)
    with pytest.raises(AssignmentDatesWrong):
        end(role, owner, held_until=day - dt.timedelta(days=1), reason="", by=administrator)


def test_retires_a_role_only_once_nobody_holds_it(administrator: Member, owner: Member) -> None:
    role, day = adopted("risk_manager", administrator), today(administrator)
    give_role(role, owner, administrator, held_from=day - dt.timedelta(days=2))
    with pytest.raises(AimsRoleHeld):
        role.retire(reason="Merged", by=administrator)
    end(role, owner, held_until=day - dt.timedelta(days=1), reason="", by=administrator)
    role.retire(reason="Merged", by=administrator)
    with pytest.raises(AimsRoleRetired):
        give_role(role, owner, administrator)


def test_gives_a_role_to_nobody_who_has_left(administrator: Member) -> None:
    gone = factories.member(administrator.organisation, Role.READER, name="Gone", signs_in=False)
    gone.leave(by=administrator, reason="Moved on")
    with pytest.raises(OwnerHasLeft):
        give_role(adopted("risk_manager", administrator), gone, administrator)


def test_leaves_a_role_vacant_when_its_holder_leaves(administrator: Member) -> None:
    leaving = factories.member(administrator.organisation, Role.READER, name="Leaving", signs_in=False)
    role = adopted("risk_manager", administrator)
    give_role(role, leaving, administrator, held_from=today(administrator) - dt.timedelta(days=9))
    assert "vacant-roles" not in {row.source for row in owed_by(administrator, today(administrator))}
    leaving.leave(by=administrator, reason="Moved on")
    shown = role_shown(AimsRole.objects.with_holders().get(pk=role.pk), today(administrator))
    assert (shown.is_vacant, len(shown.former)) == (True, 1)
    assert "vacant-roles" in {row.source for row in owed_by(administrator, today(administrator))}


def test_owes_a_vacant_role_to_who_manages_the_aims_alone(administrator: Member, owner: Member) -> None:
    adopted("risk_manager", administrator)
    assert [row.what for row in owed_by(administrator, today(administrator))] == ["Risk manager"]
    assert list(owed_by(owner, today(owner))) == []


def test_notifies_the_holder_and_shows_the_role_on_their_page(administrator: Member, owner: Member) -> None:
    role = adopted("risk_manager", administrator)
    give_role(role, owner, administrator)
    (notice,) = Notice.objects.of(owner.organisation).to(owner)
    assert "gave you the AIMS role Risk manager" in notice.what
    assert [one.role for one in assignments_of(owner)] == [role]
    page = client_of(administrator).get(reverse("member", args=[owner.organisation.slug, owner.pk])).content.decode()
    assert "AIMS roles" in page
    assert role.reference in page


def test_gives_no_right_in_waymark(administrator: Member, owner: Member) -> None:
    before = owner.rights
    give_role(adopted("aims_manager", administrator), owner, administrator)
    assert Member.objects.get(pk=owner.pk).rights == before


def test_asks_the_database_no_more_for_many_roles(
    administrator: Member, owner: Member, django_assert_max_num_queries: object
) -> None:
    roles = adopt(
        administrator.organisation, [one.id for one in proposed(administrator.organisation)], by=administrator
    )
    for role in roles[2:6]:
        give_role(role, owner, administrator)
    browser = client_of(administrator)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        answer = browser.get(reverse("aims_roles", args=[administrator.organisation.slug]))
    assert owner.name in answer.content.decode()
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        answer = browser.get(reverse("aims_role", args=[administrator.organisation.slug, roles[3].number]))
    assert owner.name in answer.content.decode()
