"""What the editor of a text asks for: a preview that saves nothing, and records that can be named."""

import pytest
from django.test import Client

from tests.conformity.rating import a_round
from tests.evidence import made
from tests.factories import client_of, member
from waymark.context.models.supplier import Supplier
from waymark.evidence.kinds import Confidentiality
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.records.views_texts import LONGEST
from waymark.trail.models import Head

pytestmark = pytest.mark.django_db


@pytest.fixture
def supplier(owner: Member) -> Supplier:
    return Supplier.add(owner.organisation, owner=owner, by=owner, name="Cloud host", supplies="Servers")


def shown(browser: Client, member: Member, text: str, **more: str) -> str:
    address = f"/o/{member.organisation.slug}/texts/preview?field=body"
    return browser.post(address, {"body": text}, **more).content.decode()  # type: ignore[arg-type]


def test_shows_a_text_with_its_records_as_links(owner: Member, supplier: Supplier) -> None:
    a_round(owner.organisation)
    page = shown(client_of(owner), owner, "## Who\n\n[[sup-1]] supplies us, see [[A.10.3]] and [[A.10.3-1]], [[GA-1]].")
    assert "<h3>Who</h3>" in page
    assert f'href="/o/{owner.organisation.slug}/suppliers/1" title="Cloud host"' in page
    assert f'href="/o/{owner.organisation.slug}/requirements/A.10.3"' in page
    assert f'href="/o/{owner.organisation.slug}/requirements/A.10.3#A.10.3-1"' in page
    assert ">GA-1</a>" in page


def test_saves_nothing(owner: Member, supplier: Supplier) -> None:
    before = Head.objects.get(pk=owner.organisation_id).seq
    shown(client_of(owner), owner, "[[SUP-1]]")
    assert Head.objects.get(pk=owner.organisation_id).seq == before


def test_names_nothing_of_another_organisation_or_confidential(owner: Member, outsider: Member) -> None:
    Supplier.add(outsider.organisation, owner=None, by=outsider, name="Secret host", supplies="Servers")
    item = made.evidence(owner, title="Secret paper", confidentiality=Confidentiality.CONFIDENTIAL)
    page = shown(client_of(owner), owner, f"[[SUP-1]] and [[{item.reference}]]")
    assert "Secret host" not in page
    assert "Secret paper" in page
    other = client_of(member(owner.organisation, Role.CONTRIBUTOR))
    assert "Secret paper" not in shown(other, owner, f"[[{item.reference}]]")


def test_refuses_a_text_longer_than_any_document(owner: Member) -> None:
    page = shown(client_of(owner), owner, "a" * (LONGEST + 1))
    assert "too long to preview" in page


def test_comes_as_a_page_without_scripts_and_as_a_part_with_them(owner: Member) -> None:
    assert "Nothing is saved" in shown(client_of(owner), owner, "Text")
    assert "Nothing is saved" not in shown(client_of(owner), owner, "Text", HTTP_HX_REQUEST="true")


def test_offers_records_by_reference_or_words(owner: Member, supplier: Supplier) -> None:
    browser = client_of(owner)
    for typed in ("sup-1", "SUP-1", "cloud"):
        page = browser.get(f"/o/{owner.organisation.slug}/texts/records", {"find": typed}).content.decode()
        assert 'data-reference="SUP-1"' in page, typed
    page = browser.get(f"/o/{owner.organisation.slug}/texts/records", {"find": "A.10.3"}).content.decode()
    assert 'data-reference="A.10.3"' in page
    assert "Omar" not in page


def test_offers_nothing_for_nothing(owner: Member) -> None:
    page = client_of(owner).get(f"/o/{owner.organisation.slug}/texts/records").content.decode()
    assert 'role="option"' not in page
