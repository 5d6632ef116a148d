"""Comments on the page of a member: as on any record, and never for those who only read."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.factories import client_of
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.trail.actors import CONSOLE
from waymark.work.models.comment import Comment
from waymark.work.models.notice import Notice

pytestmark = pytest.mark.django_db
SAID = "Who takes over the **model cards**?"


@pytest.fixture
def visitor(administrator: Member) -> Client:
    return client_of(administrator)


def send(visitor: Client, person: Member, text: str = SAID) -> Any:
    address = reverse("comments", args=[person.organisation.slug, "member", person.pk])
    return visitor.post(address, {"text": text, "key": "one"})


def page_of(visitor: Client, person: Member) -> str:
    return visitor.get(reverse("member", args=[person.organisation.slug, person.pk])).content.decode()


def test_stands_on_the_page_of_the_member(visitor: Client, owner: Member) -> None:
    assert 'id="comments"' in page_of(visitor, owner)
    answer = send(visitor, owner)
    assert answer["Location"] == reverse("member", args=[owner.organisation.slug, owner.pk]) + "#comments"
    assert "Who takes over the <strong>model cards</strong>?" in page_of(visitor, owner)


def test_notifies_whom_it_mentions(visitor: Client, owner: Member) -> None:
    send(visitor, owner, f"@{owner.name} who takes over?")
    (notice,) = Notice.objects.filter(member=owner)
    assert page_of(client_of(owner), owner).count("who takes over?") == 1
    assert notice.organisation_id == owner.organisation_id


def test_stays_on_the_page_of_a_former_member(visitor: Client, owner: Member) -> None:
    send(visitor, owner)
    owner.leave(by=CONSOLE, reason="Moved")
    assert "model cards" in page_of(visitor, owner)


def test_shows_readers_neither_comments_nor_the_form(visitor: Client, owner: Member) -> None:
    send(visitor, owner)
    reader = client_of(factories.member(owner.organisation, Role.READER))
    shown = page_of(reader, owner)
    assert "model cards" not in shown
    assert 'id="comments"' not in shown
    assert send(reader, owner).status_code == 403


def test_takes_none_on_a_member_of_another_organisation(visitor: Client, outsider: Member) -> None:
    organisation = Member.objects.exclude(organisation=outsider.organisation).get().organisation
    address = reverse("comments", args=[organisation.slug, "member", outsider.pk])
    assert visitor.post(address, {"text": SAID, "key": "one"}).status_code == 404
    assert not Comment.objects.exists()


def test_keeps_what_was_typed_where_it_refuses(visitor: Client, owner: Member) -> None:
    answer = send(visitor, owner, "<b>@Nobody Here</b> " + "x" * 20)
    assert answer.status_code == 422
    assert "&lt;b&gt;@Nobody Here" in answer.content.decode()
    assert not Comment.objects.exists()
