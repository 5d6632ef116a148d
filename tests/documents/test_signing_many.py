"""Several versions put before one signer at once, through the page of their register."""

import datetime as dt
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.documents.signing import again, drafted, in_force, submitted
from tests.factories import client_of
from tests.people.test_interrupted import browser_of, end_session, sign_in
from tests.signing.subjects import presence
from waymark.core.clock import day_in
from waymark.documents import changing
from waymark.documents.models.version import DocumentVersion
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.signing import answering as signing
from waymark.signing.answering import Decision
from waymark.signing.meanings import Meaning
from waymark.signing.models.item import Outcome, SigningItem
from waymark.signing.models.request import SigningRequest
from waymark.trail.models import Head
from waymark.work.models.notice import Notice

pytestmark = pytest.mark.django_db
LIST, CHANGES = "document_versions", "document_version_changes"


@pytest.fixture
def author(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.AIMS_MANAGER, name="Author")


@pytest.fixture
def head(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.TOP_MANAGEMENT, name="Head")


@pytest.fixture
def versions(author: Member, head: Member) -> list[DocumentVersion]:
    """Return three versions in force."""
    return [in_force(author, head, title=f"Policy {number}") for number in range(3)]


@pytest.fixture
def browser(author: Member) -> Client:
    return client_of(author)


def ticked(*versions: DocumentVersion) -> list[str]:
    return [f"{one.number}:{again(one).version}" for one in versions]


def send(browser: Client, author: Member, to: Member, chosen: list[str], **more: Any) -> Any:
    due = day_in(author.organisation.time_zone) + dt.timedelta(days=7)
    data = {"act": "sign", "chosen": chosen, "meaning": "read", "signer": to.pk, "due_on": due, "note": "", **more}
    address = reverse(CHANGES, args=[author.organisation.slug])
    return browser.post(address, urlencode(data, doseq=True), content_type="application/x-www-form-urlencoded")


def entries(member: Member) -> int:
    return Head.objects.get(pk=member.organisation_id).seq


def test_offers_what_a_press_on_the_list_sends(
    browser: Client, author: Member, versions: list[DocumentVersion]
) -> None:
    page = browser.get(reverse(LIST, args=[author.organisation.slug])).content.decode()
    assert "Request signature" in page
    assert sorted(re.findall(r'name="chosen" value="([^"]+)"', page)) == sorted(ticked(*versions))
    for field in ("meaning", "signer", "due_on", "note"):
        assert f'name="{field}"' in page


def test_puts_several_versions_before_one_signer_in_one_request(
    browser: Client, author: Member, head: Member, versions: list[DocumentVersion]
) -> None:
    answer = send(browser, author, head, ticked(*versions[:2]), note="Please read both.")
    assert answer.status_code == 303, answer.content.decode()[-2000:]
    request = SigningRequest.objects.newest_first()[0]
    assert (request.owner, request.note, request.is_open) == (head, "Please read both.", True)
    items = list(SigningItem.objects.filter(request=request).order_by("position"))
    assert {(one.record_id, one.meaning, one.sha256) for one in items} == {
        (one.pk, Meaning.READ, one.sha256) for one in versions[:2]
    }
    assert Notice.objects.filter(member=head, about_id=request.pk).exists()
    page = client_of(head).get(reverse("signing_request", args=[author.organisation.slug, request.number]))
    assert "Policy 0" in page.content.decode()
    assert "Policy 1" in page.content.decode()
    decisions = {
        items[0].pk: Decision(Outcome.SIGNED, items[0].sha256),
        items[1].pk: Decision(Outcome.RETURNED, items[1].sha256, "Why?"),
    }
    signing.answer(request, decisions, by=head, presence=presence())
    outcomes = SigningItem.objects.filter(request=request).order_by("position").values_list("outcome", flat=True)
    assert list(outcomes) == [Outcome.SIGNED, Outcome.RETURNED]


def test_asks_for_all_or_none(browser: Client, author: Member, head: Member, versions: list[DocumentVersion]) -> None:
    draft = drafted(author, title="Only a draft")
    before = entries(author)
    refused = send(browser, author, head, ticked(versions[0], draft), note="An hour of work")
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "is not in force" in page
    assert "An hour of work" in page
    assert entries(author) == before


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"chosen": []}, 422),
        ({"chosen": ["999999:1"]}, 422),
        ({"chosen": ["x"]}, 422),
        ({"act": "burn"}, 422),
        ({"meaning": "accepted"}, 422),
        ({"meaning": ""}, 422),
        ({"due_on": ""}, 422),
        ({"due_on": "someday"}, 422),
        ({"signer": "999999"}, 422),
        ({"signer": ""}, 422),
    ],
)
def test_refuses_what_is_wrong_and_saves_nothing(
    given: dict[str, Any],
    status: int,
    browser: Client,
    author: Member,
    head: Member,
    versions: list[DocumentVersion],
) -> None:
    before = entries(author)
    sent = {"chosen": ticked(*versions), **given}
    assert send(browser, author, head, sent.pop("chosen"), **sent).status_code == status
    assert entries(author) == before


def test_is_held_against_the_versions_that_were_seen(
    browser: Client, author: Member, head: Member, versions: list[DocumentVersion]
) -> None:
    seen = ticked(*versions)
    changing.withdraw_version(again(versions[1]), reason="Wrong.", by=author)
    before = entries(author)
    stale = send(browser, author, head, seen)
    assert stale.status_code == 409
    assert versions[1].reference in stale.content.decode()
    assert entries(author) == before


def test_has_one_effect_where_it_is_sent_twice(
    browser: Client, author: Member, head: Member, versions: list[DocumentVersion]
) -> None:
    chosen, before = ticked(*versions), SigningRequest.objects.count()
    for _time in range(2):
        assert send(browser, author, head, chosen).status_code == 303
    assert SigningRequest.objects.count() == before + 1


def test_is_for_those_who_may_change_each_document(
    author: Member, head: Member, versions: list[DocumentVersion]
) -> None:
    before = entries(author)
    other = factories.member(author.organisation, Role.CONTRIBUTOR, name="Other")
    refused = send(client_of(other), author, head, ticked(*versions))
    assert refused.status_code == 422
    assert "is changed by the owner of the document" in refused.content.decode()
    assert (
        send(client_of(factories.member(author.organisation, Role.READER)), author, head, ticked(*versions)).status_code
        == 403
    )
    elsewhere = factories.organisation("Elsewhere", administrator=factories.user("Otto Other"))
    stranger = Member.objects.of(elsewhere).get()
    assert send(client_of(stranger), stranger, stranger, ticked(*versions)).status_code == 422
    assert SigningRequest.objects.of(elsewhere).count() == 0
    assert entries(author) >= before


def test_requests_the_approval_of_several_that_are_in_review(browser: Client, author: Member, head: Member) -> None:
    second = factories.member(author.organisation, Role.TOP_MANAGEMENT, name="Second")
    reviewed = [submitted(drafted(author, title=f"Draft {number}"), head, by=author) for number in range(2)]
    assert send(browser, author, second, ticked(*reviewed), meaning="approved").status_code == 303
    request = SigningRequest.objects.get(owner=second)
    items = SigningItem.objects.filter(request=request, meaning=Meaning.APPROVED)
    signing.answer(
        request,
        {one.pk: Decision(Outcome.SIGNED, one.sha256) for one in items},
        by=second,
        presence=presence(),
    )
    assert [again(one).is_effective for one in reviewed] == [True, True]


def test_brings_the_choice_back_whose_session_has_ended(
    author: Member, head: Member, versions: list[DocumentVersion]
) -> None:
    browser = browser_of(author)
    end_session(browser)
    assert send(browser, author, head, ticked(*versions[:2]), note="An hour of work").status_code == 302
    sign_in(browser, author)
    before = entries(author)
    page = browser.get(f"{reverse(CHANGES, args=[author.organisation.slug])}?restored").content.decode()
    assert "An hour of work" in page
    assert entries(author) == before
