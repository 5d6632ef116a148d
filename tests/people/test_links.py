"""Links that let a person in once."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests import factories
from waymark.people import inviting, passwords, starting
from waymark.people.models.access import AccessLink, LinkSpent, Purpose
from waymark.people.models.member import Member
from waymark.people.models.user import User
from waymark.people.rights import Role
from waymark.trail.actors import CONSOLE
from waymark.trail.models import Entry

NEW = factories.PASSWORD


@pytest.fixture
def invited(administrator: Member) -> Member:
    """Return a member with an address and no sign-in."""
    return Member.add(
        administrator.organisation, name="Nina New", email="nina@example.org", roles=[Role.READER], by=administrator
    )


def invitation(token: str) -> AccessLink:
    return AccessLink.find(token, Purpose.INVITATION)


def test_lets_the_invited_person_in_with_the_roles_given(invited: Member, administrator: Member) -> None:
    user = inviting.welcome(invitation(inviting.invite(invited, by=administrator)), name="Nina", password=NEW)
    joined = Member.objects.get(pk=invited.pk)
    assert joined.user == user
    assert user.email == "nina@example.org"
    assert joined.roles == [Role.READER]


def test_refuses_an_invitation_used_twice(invited: Member, administrator: Member) -> None:
    token = inviting.invite(invited, by=administrator)
    inviting.welcome(invitation(token), name="Nina", password=NEW)
    with pytest.raises(LinkSpent):
        invitation(token)


def test_refuses_one_of_two_who_use_a_link_at_once(invited: Member, administrator: Member) -> None:
    token = inviting.invite(invited, by=administrator)
    first, second = invitation(token), invitation(token)
    first.use(by=CONSOLE)
    with pytest.raises(LinkSpent):
        second.use(by=CONSOLE)


def test_refuses_an_invitation_after_a_second_one(invited: Member, administrator: Member) -> None:
    old = inviting.invite(invited, by=administrator)
    new = inviting.invite(invited, by=administrator)
    with pytest.raises(LinkSpent):
        invitation(old)
    assert invitation(new).member == invited


def test_refuses_an_invitation_after_fourteen_days(invited: Member, administrator: Member) -> None:
    with time_machine.travel(dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC), tick=False) as clock:
        token = inviting.invite(invited, by=administrator)
        clock.shift(dt.timedelta(days=13, hours=23))
        invitation(token)
        clock.shift(dt.timedelta(hours=1))
        with pytest.raises(LinkSpent):
            invitation(token)


@pytest.mark.parametrize("purpose", [Purpose.PASSWORD, Purpose.FIRST_START])
def test_refuses_an_invitation_for_another_purpose(invited: Member, administrator: Member, purpose: Purpose) -> None:
    token = inviting.invite(invited, by=administrator)
    with pytest.raises(LinkSpent):
        AccessLink.find(token, purpose)


def test_refuses_an_invitation_after_its_address_was_corrected(invited: Member, administrator: Member) -> None:
    token = inviting.invite(invited, by=administrator)
    invited.describe(by=administrator, name="Nina New", post="", email="nina.new@example.org", owner_roles=[])
    with pytest.raises(LinkSpent):
        invitation(token)


def test_refuses_an_invitation_withdrawn_or_of_somebody_who_left(invited: Member, administrator: Member) -> None:
    token = inviting.invite(invited, by=administrator)
    inviting.withdraw(invited, by=administrator)
    with pytest.raises(LinkSpent):
        invitation(token)
    token = inviting.invite(invited, by=administrator)
    invited.leave(by=administrator, reason="moved on")
    with pytest.raises(LinkSpent):
        invitation(token)


def test_refuses_to_invite_without_an_address_or_a_second_time(administrator: Member) -> None:
    nameless = factories.member(administrator.organisation, signs_in=False)
    for member in (nameless, administrator):
        with pytest.raises(inviting.CannotInvite):
            inviting.invite(member, by=administrator)


def test_refuses_an_invitation_to_another_address(invited: Member, administrator: Member, outsider: Member) -> None:
    link = invitation(inviting.invite(invited, by=administrator))
    assert outsider.user
    with pytest.raises(inviting.OtherPerson):
        inviting.accept(link, outsider.user)
    assert invitation_is_unused(link)


def invitation_is_unused(link: AccessLink) -> bool:
    return AccessLink.objects.unused().filter(pk=link.pk).exists()


def test_keeps_tokens_out_of_the_database_and_the_trail(invited: Member, administrator: Member) -> None:
    token = inviting.invite(invited, by=administrator)
    assert not AccessLink.objects.filter(token_hash=token).exists()
    link = AccessLink.objects.get(member=invited)
    for entry in Entry.objects.all():
        assert token not in entry.body
        assert link.token_hash not in entry.body


def test_gives_a_password_link_to_the_sole_administrators_people(administrator: Member, owner: Member) -> None:
    assert administrator.user
    assert owner.user
    token = passwords.reset_link(owner, issuer=administrator.user)
    newer = passwords.reset_link(owner, issuer=administrator.user)
    with pytest.raises(LinkSpent):
        AccessLink.find(token, Purpose.PASSWORD)
    passwords.choose(AccessLink.find(newer, Purpose.PASSWORD), password="another-long-phrase")
    assert User.objects.get(pk=owner.user.pk).check_password("another-long-phrase")
    with pytest.raises(LinkSpent):
        AccessLink.find(newer, Purpose.PASSWORD)


def test_refuses_a_password_link_for_somebody_of_another_organisation_too(
    administrator: Member, owner: Member, outsider: Member
) -> None:
    assert administrator.user
    factories.member(outsider.organisation, who=owner.user)
    with pytest.raises(passwords.NotYoursToReset):
        passwords.reset_link(owner, issuer=administrator.user)
    assert passwords.reset_link(owner, issuer=factories.user(runs=True))


def test_refuses_a_password_link_for_whoever_runs_the_installation(administrator: Member) -> None:
    assert administrator.user
    chief = factories.member(administrator.organisation, who=factories.user(runs=True))
    with pytest.raises(passwords.NotYoursToReset):
        passwords.reset_link(chief, issuer=administrator.user)


def test_makes_the_first_administrator_once(db: None) -> None:
    token = starting.first_link("start-1")
    assert token
    link = starting.open_link(token, "start-1")
    user = starting.begin(link, name="Fay First", email="Fay@Example.org", password=NEW)
    assert user.runs_installation
    assert starting.first_link("start-2") is None
    with pytest.raises(LinkSpent):
        starting.open_link(token, "start-1")


def test_refuses_one_of_two_first_administrators_at_once(db: None) -> None:
    token = starting.first_link("start-1") or ""
    one, other = starting.open_link(token, "start-1"), starting.open_link(token, "start-1")
    starting.begin(one, name="Fay First", email="fay@example.org", password=NEW)
    with pytest.raises(LinkSpent):
        starting.begin(other, name="Sam Second", email="sam@example.org", password=NEW)
    assert list(User.objects.values_list("email", flat=True)) == ["fay@example.org"]


def test_refuses_a_first_administrator_when_there_is_one_by_another_link(db: None) -> None:
    link = starting.open_link(starting.first_link("start-1") or "", "start-1")
    factories.user(runs=True)
    with pytest.raises(starting.AlreadyStarted):
        starting.begin(link, name="Sam Second", email="sam@example.org", password=NEW)


@pytest.mark.parametrize("start", ["start-2", ""])
def test_refuses_the_first_link_at_another_start(db: None, start: str) -> None:
    token = starting.first_link("start-1") or ""
    with pytest.raises(LinkSpent):
        starting.open_link(token, start)


def test_gives_the_first_administrator_the_demo_nobody_administers(db: None) -> None:
    demo, real = factories.organisation(sample=True), factories.organisation()
    kept = factories.organisation(sample=True, administrator=factories.user())
    link = starting.open_link(starting.first_link("s") or "", "s")
    user = starting.begin(link, name="Fay", email="fay@example.org", password=NEW)
    assert {member.organisation for member in Member.objects.for_user(user)} == {demo}
    assert not Member.objects.of(real).exists()
    assert Member.objects.of(kept).count() == 1


def test_refuses_an_invitation_whose_maker_left_or_lost_the_right(invited: Member, administrator: Member) -> None:
    other = factories.member(administrator.organisation, Role.ADMINISTRATOR, name="Olga Other")
    token = inviting.invite(invited, by=other)
    invitation(token)
    other.grant([Role.READER], by=administrator)
    with pytest.raises(LinkSpent):
        invitation(token)
    other.grant([Role.ADMINISTRATOR], by=administrator)
    invitation(token)
    other.leave(by=administrator, reason="moved on")
    with pytest.raises(LinkSpent):
        invitation(token)


def test_refuses_an_invitation_whose_maker_was_deactivated(invited: Member, administrator: Member) -> None:
    other = factories.member(administrator.organisation, Role.ADMINISTRATOR, name="Olga Other")
    token = inviting.invite(invited, by=other)
    assert other.user
    other.user.deactivate(by=CONSOLE, reason="gone")
    with pytest.raises(LinkSpent):
        invitation(token)


def test_refuses_a_password_link_once_its_person_joined_elsewhere(administrator: Member) -> None:
    person = factories.member(administrator.organisation, name="Pia Person")
    assert administrator.user
    assert person.user
    token = passwords.reset_link(person, issuer=administrator.user)
    AccessLink.find(token, Purpose.PASSWORD)
    elsewhere = factories.organisation("Elsewhere", administrator=person.user)
    with pytest.raises(LinkSpent):
        AccessLink.find(token, Purpose.PASSWORD)
    assert Member.objects.of(elsewhere).get().user == person.user


def test_refuses_a_password_link_once_its_maker_left(administrator: Member) -> None:
    person = factories.member(administrator.organisation, name="Pia Person")
    other = factories.member(administrator.organisation, Role.ADMINISTRATOR, name="Olga Other")
    assert other.user
    token = passwords.reset_link(person, issuer=other.user)
    other.leave(by=administrator, reason="moved on")
    answer = Client().post(reverse("new_password", args=[token]), {"password": "a-new-long-phrase"})
    assert answer.status_code == 422
    assert "no longer has the right" in answer.content.decode()
    assert person.user
    person.user.refresh_from_db()
    assert person.user.check_password(factories.PASSWORD)


def test_takes_links_of_the_console_whoever_runs_the_organisation(administrator: Member) -> None:
    token = AccessLink.issue(Purpose.PASSWORD, by=CONSOLE, lasts=passwords.LASTS, user=administrator.user)
    assert AccessLink.find(token, Purpose.PASSWORD).issuer is None
