"""The pages of documents: each opened once, with what they refuse, and how many queries they ask."""

from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.documents.signing import again, drafted, in_force, submitted
from waymark.documents import changing
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture
def author(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.AIMS_MANAGER, name="Author")


@pytest.fixture
def head(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.TOP_MANAGEMENT, name="Head")


@pytest.fixture
def opened(client: Client, organisation: Organisation, author: Member) -> Any:
    assert author.user is not None
    client.force_login(author.user)

    def get(path: str) -> str:
        answer = client.get(f"/o/{organisation.slug}/{path}")
        assert answer.status_code == 200, path
        return answer.content.decode()

    return get


def test_shows_readers_the_version_in_force_however_new_the_draft(opened: Any, author: Member, head: Member) -> None:
    first = in_force(author, head)
    second = again(changing.draft_version(first.document, reason="Another law", by=author))
    changing.edit_draft(second, text="# Purpose\n\nNobody may see this yet.", by=author)
    shown = opened(f"documents/{first.document.number}")
    assert "We use AI." in shown
    assert "Nobody may see this yet." not in shown


def test_answers_which_version_was_in_force_on_a_day(opened: Any, author: Member, head: Member) -> None:
    first = in_force(author, head)
    assert "No version was in force" in opened(f"documents/{first.document.number}?on=2020-03-03")
    assert "In force on" in opened(f"documents/{first.document.number}?on={first.effective_from}")


def test_compares_with_the_version_in_force_word_by_word(opened: Any, author: Member, head: Member) -> None:
    first = in_force(author, head)
    second = again(changing.draft_version(first.document, reason="Another law", by=author))
    changing.edit_draft(second, text="# Purpose\n\nWe use much AI.", by=author)
    assert "<ins>much </ins>" in opened(f"document-versions/{second.number}/comparison")


def test_shows_no_script_of_a_text(opened: Any, author: Member) -> None:
    version = drafted(author, "# Purpose\n\n<script>alert(1)</script> [link](javascript:alert(1))")
    shown = opened(f"document-versions/{version.number}")
    assert "<script>alert" not in shown
    assert 'href="javascript' not in shown


def test_opens_the_other_pages(opened: Any, author: Member, head: Member) -> None:
    version = submitted(drafted(author), head, by=author)
    number, document = version.number, version.document.number
    assert "In review" in opened(f"document-versions/{number}")
    assert "is in review" in opened(f"document-versions/{number}?edit=text")
    assert "Retention rule" in opened(f"documents/{document}?edit=facts")
    assert "AI policy" in opened("documents/master-list")
    assert "Begin a document" in opened("documents/master-list/M-03")
    assert "Retention rule" in opened("documents/new")


@pytest.mark.parametrize("path", ["documents/", "document-versions/", "documents/1", "document-versions/1"])
def test_asks_few_queries(
    opened: Any, path: str, author: Member, head: Member, django_assert_max_num_queries: Any
) -> None:
    in_force(author, head)
    opened(path)
    with django_assert_max_num_queries(MOST_QUERIES + 4):
        opened(path)
