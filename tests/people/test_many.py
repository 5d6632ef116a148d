"""Many members from one list: looked at first, added in one act; and many invitations at once."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.utils.datastructures import MultiValueDict
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.people.test_screens import at
from waymark.people import inviting
from waymark.people.adding import ListChanged, NobodyToAdd, TooManyPeople, add_listed, preview_list
from waymark.people.forms import MemberListForm
from waymark.people.models.access import AccessLink
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.people.pasted import MOST_PEOPLE
from waymark.people.rights import Role
from waymark.trail.models import Entry, Head

LIST = "Ada Lovelace <ada@new.org>, Head of data, contributor\nBob, bob@new.org"


def problems(organisation: Organisation, text: str) -> list[str]:
    return [line.problem for line in preview_list(organisation, text).lines]


def added(by: Member, text: str = LIST, **more: Any) -> list[Member]:
    found = preview_list(by.organisation, text, more.get("roles", ()))
    return add_listed(by.organisation, text, previewed=found.digest, by=by, **more).members


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def previewed(client: Client, member: Member, text: str, **more: Any) -> dict[str, Any]:
    """Return what the form of the preview sends."""
    page = client.post(at("members_preview", member), {"text": text, **more}).content.decode()
    return {"text": text, "key": hidden(page, "key"), "previewed": hidden(page, "previewed"), **more}


def test_adds_everybody_of_a_list_with_one_entry_each(administrator: Member) -> None:
    before = Head.objects.get(pk=administrator.organisation_id).seq
    ada, bob = added(administrator)
    assert (ada.name, ada.email, ada.post, ada.roles) == (
        "Ada Lovelace",
        "ada@new.org",
        "Head of data",
        ["contributor"],
    )
    assert (bob.name, bob.post, bob.roles) == ("Bob", "", [Role.READER])
    entries = Entry.objects.of(administrator.organisation).newer_than(before)
    assert [one.event for one in entries] == ["member.named", "member.named"]
    assert {one.actor_id for one in entries} == {administrator.pk}


def test_gives_the_chosen_roles_to_those_whose_line_names_none(administrator: Member) -> None:
    ada, bob = added(administrator, roles=["top_management"])
    assert (ada.roles, bob.roles) == (["contributor"], ["top_management"])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Nina, nina@x.org, Clerk, king", "There is no role “king”"),
        ("Nina, nina.x.org@, Clerk", "not an email address"),
        ("Nina, ni٣na@x.org", "not an email address"),
        ("nina@x.org", "No name"),
        ("nina@x.org, nora@x.org", "Several addresses"),
        ("Nina <nina @x.org>", "This line could not be read"),
        ("\u200b\u2060, nina@x.org", "This name has no visible characters"),
        ("\u3164 <nina@x.org>", "This name has no visible characters"),
        ("Ni\u0000na, nina@x.org", "U+0000"),
        ("Nina\u202e, nina@x.org", "U+202E"),
        ("Nina, nina@x.org, Cl\u202eerk", "U+202E"),
        ("N\u0456na, nina@x.org", "letters of different alphabets"),
        ("N" * 201 + ", nina@x.org", "longer than 200"),
        ("Nina, nina@x.org, " + "C" * 201, "longer than 200"),
        (f"Nina, {'n' * 64}@{'x' * 63}.{'x' * 63}.{'x' * 63}.org", "longer than 254"),
        ("Somebody, OMAR@acme.example", "Already a member, as Omar Owner"),
        ("Somebody, gone@acme.example", "A former member, Gone"),
        ("Omar Owner", "There is already a member with this name"),
        ("omar owner, other@x.org", "looks the same as another member"),
        ("Second, first@x.org", "The same address is already in line 1"),
        ("First", "The same name is already in line 1"),
        ("FIRST, second@x.org", "looks the same as the one in line 1"),
    ],
)
def test_names_what_is_wrong_with_a_line(administrator: Member, owner: Member, line: str, problem: str) -> None:
    owner.describe(by=administrator, name="Omar Owner", post="", email="omar@acme.example", owner_roles=[])
    gone = Member.add(administrator.organisation, name="Gone", email="gone@acme.example", by=administrator)
    gone.leave(by=administrator, reason="moved on")
    first, found = preview_list(administrator.organisation, f"First, first@x.org\n{line}").lines
    assert not first.problem
    assert problem in found.problem
    assert preview_list(administrator.organisation, f"First, first@x.org\n{line}").remaining == line


@pytest.mark.parametrize("typed", ["not-an-address", "pat.example.org", "pat (at) example.org"])
def test_notes_a_title_that_may_be_an_address(administrator: Member, typed: str) -> None:
    doubtful, plain = preview_list(administrator.organisation, f"Pat, {typed}\nAda, Head of data").lines
    assert doubtful.note.startswith(f"“{typed}” is not an email address and was read as the job title")
    assert plain.note == "No address: they can be invited once they have one."
    assert not doubtful.problem


def test_takes_two_people_with_one_name_and_notes_it(administrator: Member, owner: Member) -> None:
    owner.describe(by=administrator, name="Omar Owner", post="", email="omar@acme.example", owner_roles=[])
    lines = preview_list(administrator.organisation, "Omar Owner, o2@acme.example\nOmar Owner, o3@far.org\nZoë").lines
    assert [line.problem for line in lines] == ["", "", ""]
    assert "same name" in lines[0].note
    assert "invited once they have one" in lines[2].note
    (foreign,) = preview_list(administrator.organisation, "Nina, nina@far.org").lines
    assert foreign.note == "No member has an address at far.org yet."


def test_says_nothing_of_an_account_elsewhere(administrator: Member, outsider: Member) -> None:
    assert outsider.user
    (line,) = preview_list(administrator.organisation, f"Otto, {outsider.user.email}").lines
    (stranger,) = preview_list(administrator.organisation, f"Otto, nobody@{outsider.user.email.split('@')[1]}").lines
    assert (line.problem, line.note, line.member) == (stranger.problem, stranger.note, stranger.member)


def test_refuses_more_people_than_one_act_adds(administrator: Member) -> None:
    text = "\n".join(f"Member {number}, m{number}@x.org" for number in range(MOST_PEOPLE + 1))
    with pytest.raises(TooManyPeople, match=r"At most 200 people .* has 201"):
        preview_list(administrator.organisation, text)
    assert len(preview_list(administrator.organisation, text.rpartition("\n")[0]).good) == MOST_PEOPLE


def test_adds_nothing_that_was_not_looked_at(administrator: Member) -> None:
    found = preview_list(administrator.organisation, LIST)
    Member.add(administrator.organisation, name="Bobby", email="bob@new.org", by=administrator)
    count = Member.objects.count()
    for text, roles in ((LIST, []), (LIST + "\nCarl", []), (LIST, ["administrator"])):
        with pytest.raises(ListChanged):
            add_listed(administrator.organisation, text, roles=roles, previewed=found.digest, by=administrator)
    with pytest.raises(NobodyToAdd):
        add_listed(administrator.organisation, "Bob, bob@new.org", previewed="", by=administrator)
    assert Member.objects.count() == count


def test_adds_all_or_none(administrator: Member) -> None:
    before, seq = Member.objects.count(), Head.objects.get(pk=administrator.organisation_id).seq
    links: list[str] = []

    def full(execute: Any, sql: str, *rest: Any) -> Any:
        # The disk is full when the second link is written.
        if "INSERT" in sql and AccessLink._meta.db_table in sql:
            links.append(sql)
            if len(links) > 1:
                raise OperationalError
        return execute(sql, *rest)

    with pytest.raises(OperationalError), connection.execute_wrapper(full):
        added(administrator, invited=True)
    assert len(links) == 2
    assert (Member.objects.count(), Head.objects.get(pk=administrator.organisation_id).seq) == (before, seq)


def test_shows_what_would_happen_and_stores_nothing(
    administrator: Member, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, before = factories.client_of(administrator), Head.objects.get(pk=administrator.organisation_id).seq
    assert client.get(at("new_members", administrator)).status_code == 200
    assert client.get(at("members_preview", administrator)).status_code == 200
    text = "\n".join([*(f"Member {number}, m{number}@x.org" for number in range(30)), "<b>x</b>, @"])
    with django_assert_max_num_queries(6):
        answer = client.post(at("members_preview", administrator), {"text": text})
    page = answer.content.decode()
    assert (answer.status_code, "30 members will be added" in page, "One line needs attention" in page) == (
        200,
        True,
        True,
    )
    assert "<b>x</b>" not in page
    assert (Member.objects.count(), Head.objects.get(pk=administrator.organisation_id).seq) == (1, before)


def test_adds_what_was_previewed_once_however_often_it_is_sent(administrator: Member) -> None:
    client, address = factories.client_of(administrator), at("new_members", administrator)
    form = previewed(client, administrator, LIST)
    for _time in range(2):
        answer = client.post(address, form)
        assert (answer.status_code, answer["Location"]) == (303, at("members", administrator))
    assert Member.objects.of(administrator.organisation).count() == 3
    page = client.get(at("members", administrator)).content.decode()
    assert "2 members added." in page
    assert "These members were already added." in page


def test_shows_every_invitation_link_once(administrator: Member) -> None:
    client, address = factories.client_of(administrator), at("new_members", administrator)
    form = previewed(client, administrator, f"{LIST}\n=1+1", invited="on")
    shown = client.post(address, form)
    page = unescape(shown.content.decode())
    links = re.findall(r'readonly value="[^"]+(/join/[^"]+)"', page)
    assert (shown.status_code, "no-store" in shown["Cache-Control"], len(links)) == (201, True, 2)
    # A line that begins with an address of the web is no formula, whatever the name of the person.
    assert len(re.findall(r"(?:^|>)https?://\S+/join/\S+ .+ <\w+@new.org>$", page, re.MULTILINE)) == 2
    guest = Client()
    assert guest.post(links[0], {"name": "Ada Lovelace", "password": factories.PASSWORD}).status_code == 303
    assert User.objects.get(email="ada@new.org").name == "Ada Lovelace"
    again = client.post(address, form)
    assert (again.status_code, again["Location"]) == (303, at("member_invitations", administrator))


def test_shows_the_text_of_a_line_that_was_not_understood(administrator: Member) -> None:
    client = factories.client_of(administrator)
    text = "Name;E-mail\nAda <ada@x.org>\nLo;Carl <carl@x.org>"
    page = client.post(at("members_preview", administrator), {"text": text}).content.decode()
    assert "<bdi>Ada</bdi>" in page
    assert "<bdi>ada@x.org</bdi>" in page
    assert "<bdi>Lo;Carl &lt;carl@x.org&gt;</bdi>" in page


def test_keeps_the_bad_lines_for_correction(administrator: Member) -> None:
    client = factories.client_of(administrator)
    text = "Name;Mail;Role\nAda;ada@new.org;\nBob;bob@;\nCarl;carl@new.org;king"
    page = unescape(
        client.post(at("new_members", administrator), previewed(client, administrator, text)).content.decode()
    )
    assert "One member added" in page
    assert "2 lines were not added" in page
    assert "Name;Mail;Role\nBob;bob@;\nCarl;carl@new.org;king</textarea>" in page
    assert "There is no role “king”" in page


def test_shows_a_new_preview_when_something_changed(administrator: Member) -> None:
    client, address = factories.client_of(administrator), at("new_members", administrator)
    form = previewed(client, administrator, LIST)
    answer = client.post(address, {**form, "text": f"{LIST}\nCarl"})
    page = answer.content.decode()
    assert (answer.status_code, "No one was added yet" in page, "3 members will be added" in page) == (422, True, True)
    assert (
        client.post(address, {**form, "text": f"{LIST}\nCarl", "previewed": hidden(page, "previewed")}).status_code
        == 303
    )
    assert client.post(address, {"text": LIST}).status_code == 422
    assert client.post(address, {"text": "x\n" * 300}).status_code == 422


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("Name,Mail\nZoë,zoe@x.org".encode("utf-8-sig"), "zoe@x.org"),
        ("Zoë;zoe@x.org".encode("cp1252"), "Zoë;zoe@x.org"),
        (b"PK\x03\x04\x00\x00", "The file is not text"),
        (b"x" * 400_001, "larger than 400 kB"),
        (b"x" * 100_001, "longer than 100000 characters"),
        (b"\n \n", "Paste at least one line"),
    ],
)
def test_takes_a_file(administrator: Member, file: bytes, expected: str) -> None:
    sent = SimpleUploadedFile("people.csv", file)
    answer = factories.client_of(administrator).post(at("members_preview", administrator), {"file": sent})
    page = unescape(answer.content.decode())
    assert expected in page
    assert answer.status_code == (200 if "zoe" in expected else 422)


def test_puts_a_file_below_what_was_pasted(db: None) -> None:
    form = MemberListForm({"text": "Bob"}, MultiValueDict({"file": [SimpleUploadedFile("people.csv", b"Ada")]}))
    assert form.is_valid()
    assert form.cleaned_data["text"] == "Bob\nAda"


def test_invites_many_at_once(administrator: Member) -> None:
    client, address = factories.client_of(administrator), at("member_invitations", administrator)
    assert "No one to invite" in client.get(address).content.decode()
    ada, bob, carl = added(administrator, f"{LIST}\nCarl")
    old = inviting.invite(bob, by=administrator)
    page = client.get(address).content.decode()
    assert (f'value="{ada.pk}"' in page, f'value="{carl.pk}"' in page, "checked" in page) == (True, False, False)
    offered = client.get(address, {"choose": "all"}).content.decode()
    assert (f'value="{ada.pk}" checked' in offered, f'value="{bob.pk}" checked' in offered) == (True, False)
    assert client.post(address, {}).status_code == 422
    for wrong in (carl.pk, administrator.pk, 999_999, "x"):
        answer = client.post(address, {"members": [ada.pk, wrong]})
        assert answer.status_code == 422
        assert f'value="{ada.pk}" checked' in answer.content.decode()
    shown = client.post(address, {"members": [ada.pk, bob.pk, bob.pk]})
    page = shown.content.decode()
    assert (shown.status_code, "2 invitations" in page, "no-store" in shown["Cache-Control"]) == (201, True, True)
    assert AccessLink.objects.open_invitations(administrator.organisation).count() == 2
    assert old not in page


@pytest.mark.parametrize("name", ["new_members", "members_preview", "member_invitations"])
def test_refuses_whoever_may_not_manage_people(name: str, administrator: Member, manager: Member) -> None:
    for method in ("get", "post"):
        assert getattr(factories.client_of(manager), method)(at(name, manager)).status_code == 403
    assert at(name, manager) not in factories.client_of(manager).get(at("members", manager)).content.decode()


def test_refuses_a_role_that_does_not_exist_with_a_page(administrator: Member) -> None:
    client, address = factories.client_of(administrator), at("new_members", administrator)
    answer = client.post(address, {"text": "Ann <ann@example.org>", "roles": "nonsense"})
    assert answer.status_code == 422
    assert "Ann" in answer.content.decode()
