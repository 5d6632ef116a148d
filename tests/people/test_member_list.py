"""The list of members: found by words, role, sign-in and state, sorted, and exported as it is filtered."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.conformity.screens import HTMX, at, text_of
from tests.factories import client_of
from waymark.people import inviting
from waymark.people.models.access import AccessLink
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.queries import member_line, member_lines, open_invitations
from waymark.people.rights import Role
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db
LONG = "W" * 80


@pytest.fixture
def people(administrator: Member) -> Organisation:
    of = administrator.organisation
    factories.member(of, Role.READER, Role.TOP_MANAGEMENT, name="Rita Reader")
    factories.member(of, Role.INTERNAL_AUDITOR, name="Ivo Auditor").leave(by=CONSOLE, reason="Moved")
    invited = factories.member(of, name="Ina Invited", signs_in=False)
    invited.describe(by=administrator, name=invited.name, post="Clerk", email="ina@example.org", owner_roles=[])
    inviting.invite(invited, by=administrator)
    factories.member(of, name=LONG, signs_in=False)
    return of


@pytest.fixture
def visitor(administrator: Member) -> Client:
    return client_of(administrator)


def names(visitor: Client, organisation: Organisation, **asked: Any) -> list[str]:
    shown = text_of(visitor.get(at("members", organisation), asked, headers=HTMX))
    return re.findall(r'<a href="/o/acme/members/\d+"><bdi>([^<]+)</bdi></a>', shown)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "reader rita"}, ["Rita Reader"]),
        ({"q": "INA@example"}, ["Ina Invited"]),
        ({"q": "clerk"}, ["Ina Invited"]),
        ({"role": "top_management"}, ["Rita Reader"]),
        ({"sign_in": "invited"}, ["Ina Invited"]),
        ({"sign_in": "none"}, [LONG]),
        ({"state": "former"}, ["Ivo Auditor"]),
        ({"state": "all", "role": "internal_auditor"}, ["Ivo Auditor"]),
        ({"role": "internal_auditor"}, []),
    ],
)
def test_finds_members_by(asked: dict[str, str], found: list[str], visitor: Client, people: Organisation) -> None:
    assert names(visitor, people, **asked) == found


def test_lists_an_invitation_as_long_as_its_link_works(administrator: Member, organisation: Organisation) -> None:
    people = [factories.member(organisation, name=f"Invited {number}", signs_in=False) for number in range(4)]
    for number, one in enumerate(people):
        one.describe(by=administrator, name=one.name, post="", email=f"i{number}@example.org", owner_roles=[])
        inviting.invite(one, by=administrator)
    moved, left, expired, waits = people
    moved.describe(by=administrator, name=moved.name, post="", email="elsewhere@example.org", owner_roles=[])
    left.leave(by=administrator, reason="Moved on")
    AccessLink.objects.filter(member=expired).update(expires_at=timezone.now())
    assert list(open_invitations(organisation)) == [waits.pk]
    links = AccessLink.objects.filter(member__in=people).select_related("member__organisation")
    assert [one.member_id for one in links if one.is_open] == [waits.pk]


def test_marks_who_was_shut_out(administrator: Member, organisation: Organisation, visitor: Client) -> None:
    person = factories.member(organisation, name="Dora Deactivated")
    assert person.user
    person.user.deactivate(by=CONSOLE, reason="Gone")
    assert names(visitor, organisation, sign_in="deactivated") == ["Dora Deactivated"]
    assert {one.member.name for one in member_lines(organisation) if one.is_shut_out} == {"Dora Deactivated"}
    assert member_line(person).is_shut_out


def test_shows_active_members_by_name_and_sorts_the_other_way(visitor: Client, people: Organisation) -> None:
    shown = names(visitor, people)
    assert shown == sorted(shown, key=str.casefold)
    assert "Ivo Auditor" not in shown
    assert names(visitor, people, sort="-name") == shown[::-1]


def test_exports_exactly_what_is_filtered(visitor: Client, people: Organisation) -> None:
    file = visitor.get(at("register_file", people, "members", "json"), {"role": "top_management"})
    rows = json.loads(b"".join(file))
    assert [row["name"] for row in rows] == ["Rita Reader"]
    assert (rows[0]["roles"], rows[0]["sign_in"]) == ("Reader, Top management", "signs_in")


def test_says_in_words_until_when_and_since_when(visitor: Client, people: Organisation) -> None:
    shown = text_of(visitor.get(at("members", people), {"state": "all"}, headers=HTMX))
    assert re.search(r">Invited</span><br><span class=\"note\">until ", shown)
    assert re.search(r">Left</span><br><span class=\"note\">on ", shown)


def test_saves_a_view_of_members(visitor: Client, people: Organisation) -> None:
    typed = {"name": "Auditors", "query": "role=internal_auditor&state=all"}
    answer = visitor.post(at("register_view", people, "members"), typed)
    assert answer["Location"] == at("members", people) + "?role=internal_auditor&state=all"
    assert "Auditors" in text_of(visitor.get(at("members", people)))


def test_offers_only_administrators_to_add_and_nobody_to_select(visitor: Client, people: Organisation) -> None:
    reader = client_of(Member.objects.of(people).get(name="Rita Reader"))
    assert at("new_member", people) in text_of(visitor.get(at("members", people)))
    for one in (visitor, reader):
        assert 'name="chosen"' not in text_of(one.get(at("members", people)))
    assert at("new_member", people) not in text_of(reader.get(at("members", people)))


def test_refuses_a_filter_that_is_not_there(visitor: Client, people: Organisation) -> None:
    assert visitor.get(at("members", people), {"past": "on"}).status_code == 422
