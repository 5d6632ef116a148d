"""The page on which a member signs: the exact version, its SHA-256, the meaning, and a proof of presence."""

import hashlib

import pytest
from django.test import Client

from tests import factories
from tests.factories import PASSWORD, client_of
from tests.signing import subjects
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.signing.models.request import SigningRequest
from waymark.signing.models.rules import SigningRules
from waymark.signing.models.signature import Signature
from waymark.tasks.work import TaskDraft, create

pytestmark = pytest.mark.django_db


def at(one: SigningRequest, path: str = "") -> str:
    return f"/o/{one.organisation.slug}/signatures/{one.number}{path}"


def typed(one: SigningRequest, outcome: str = "signed", remark: str = "") -> dict[str, object]:
    fields: dict[str, object] = {"version": one.version}
    for item in one.items.all():
        fields |= {f"outcome_{item.pk}": outcome, f"remark_{item.pk}": remark, f"sha256_{item.pk}": item.sha256}
    return fields


def confirm(browser: Client, one: SigningRequest) -> None:
    """Prove presence as people do: by the password, on the page that the request leads to."""
    page = browser.get(at(one)).content.decode()
    assert "Confirm identity" in page
    address = page.split('class="button button--main" href="', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    answer = browser.post(address, {"password": PASSWORD})
    assert answer["Location"] == at(one)


def test_lets_readers_sign_what_is_asked_of_them_without_another_role(reader: Member, manager: Member) -> None:
    subjects.asked(reader, manager)
    page = client_of(reader).get(f"/o/{reader.organisation.slug}/work").content.decode()
    assert "Read these" in page
    assert "but not finish it" not in page
    create(reader.organisation, TaskDraft(title="Write", owner=reader), by=manager)
    assert "but not finish it" in client_of(reader).get(f"/o/{reader.organisation.slug}/work").content.decode()


def test_signs_after_the_password_was_confirmed(owner: Member, manager: Member) -> None:
    request, browser = subjects.asked(owner, manager), client_of(owner)
    refused = browser.post(at(request, "/answer"), typed(request))
    assert refused.status_code == 422
    assert "was not confirmed within the last ten minutes" in refused.content.decode()
    confirm(browser, request)
    page = browser.get(at(request)).content.decode()
    item = request.items.get()
    for shown in (item.sha256, "I have reviewed exactly this version", "Supplier SUP-", "You sign as"):
        assert shown in page
    assert browser.post(at(request, "/answer"), typed(request))["Location"] == at(request)
    signature = Signature.objects.get()
    assert (signature.means, signature.member) == ("password", owner)
    after = browser.get(at(request)).content.decode()
    assert "sha256sum of that file prints the same" in after
    text = browser.get(at(request, "/texts/1"))
    assert hashlib.sha256(text.content).hexdigest() == signature.sha256
    assert browser.post(at(request, "/answer"), typed(request)).status_code in {303, 422}
    assert Signature.objects.count() == 1


def test_requests_changes_with_what_should_change(owner: Member, manager: Member) -> None:
    request, browser = subjects.asked(owner, manager), client_of(owner)
    confirm(browser, request)
    assert browser.post(at(request, "/answer"), typed(request, "returned")).status_code == 422
    assert browser.post(at(request, "/answer"), typed(request, "returned", "Shorter")).status_code == 303
    assert not Signature.objects.exists()
    assert "Shorter" in client_of(manager).get(at(request)).content.decode()


def test_lets_a_reader_sign_what_they_were_asked_and_nobody_else(manager: Member) -> None:
    reader = factories.member(manager.organisation, Role.READER)
    request = subjects.asked(reader, manager, meaning="read")
    boss = client_of(manager)
    assert "Your signature" not in boss.get(at(request)).content.decode()
    assert boss.post(at(request, "/answer"), typed(request)).status_code == 422
    browser = client_of(reader)
    confirm(browser, request)
    assert browser.post(at(request, "/answer"), typed(request)).status_code == 303


def test_hands_out_no_text_that_is_gone(owner: Member, manager: Member) -> None:
    one = subjects.supplier(manager)
    request, browser = subjects.asked(owner, manager, one), client_of(owner)
    assert browser.get(at(request, "/texts/2")).status_code == 404
    one.edit(name="Other", supplies="Other", by=manager)
    assert browser.get(at(request, "/texts/1")).status_code == 404
    assert "no longer there" in browser.get(at(request)).content.decode()


def test_sets_the_rules_of_the_organisation(administrator: Member) -> None:
    browser, address = client_of(administrator), f"/o/{administrator.organisation.slug}/settings/signatures"
    assert not SigningRules.objects.in_force(administrator.organisation).separates_approval
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"separates_approval": "on"}).status_code == 303
    assert SigningRules.objects.in_force(administrator.organisation).separates_approval
    assert browser.post(address, {}).status_code == 303
    assert not SigningRules.objects.in_force(administrator.organisation).separates_approval
    assert "Rules on signatures edited" in browser.get(address).content.decode()
    assert client_of(administrator).get(f"/o/{administrator.organisation.slug}/settings").status_code == 200
