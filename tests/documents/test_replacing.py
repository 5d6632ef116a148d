"""One document takes the place of another, which is named by its reference."""

import pytest
from django.urls import reverse

from tests.examples_external import effective
from tests.factories import client_of
from waymark.documents.models.document import Document
from waymark.people.models.member import Member

pytestmark = pytest.mark.django_db


def _send(by: Member, one: Document, other: str) -> int:
    address = reverse("document", args=[by.organisation.slug, one.number])
    data = {"version": one.version, "other": other, "reason": "Both say the same."}
    return client_of(by).post(f"{address}/replacement", data).status_code


@pytest.fixture
def two(manager: Member) -> list[Document]:
    return [effective(manager, number).document for number in (1, 2)]


@pytest.mark.parametrize("named", ["doc-{number}", " DOC-{number} ", "{pk}"])
def test_takes_a_reference_or_a_key(named: str, two: list[Document], manager: Member) -> None:
    old, new = two
    assert _send(manager, old, named.format(number=new.number, pk=new.pk)) == 303
    old.refresh_from_db()
    assert (old.state, old.replaced_by) == ("replaced", new)


@pytest.mark.parametrize("named", ["DOC-99", "SUP-2", "a policy", "\u0662", "9" * 30, "DOC-1", ""])
def test_refuses_what_names_no_other_document(named: str, two: list[Document], manager: Member) -> None:
    assert _send(manager, two[0], named) == 422
    two[0].refresh_from_db()
    assert two[0].is_current
