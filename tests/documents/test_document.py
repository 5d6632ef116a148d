"""Documents: what they serve, what replaces them, and what the master list says of them."""

import pytest

from tests import factories
from tests.documents.signing import drafted, in_force
from waymark.core.errors import RuleBroken
from waymark.documents import changing
from waymark.documents.choices import DocumentState, VersionState
from waymark.documents.master_list import Standing, master_rows
from waymark.documents.models.document import Document
from waymark.documents.shown import DOCUMENTS_SHOWN
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role

pytestmark = pytest.mark.django_db
REASON = "There is a better one."


@pytest.fixture
def author(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.AIMS_MANAGER, name="Author")


@pytest.fixture
def head(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.TOP_MANAGEMENT, name="Head")


def _again(one: Document) -> Document:
    return Document.objects.select_related("replaced_by").get(pk=one.pk)


def test_refuses_to_replace_itself(author: Member) -> None:
    one = drafted(author).document
    with pytest.raises(RuleBroken) as refused:
        changing.replace_document(one, one, reason=REASON, by=author)
    assert refused.value.code == "circular-replacement"


def test_refuses_a_ring_of_replacements(author: Member) -> None:
    first, second, third = (drafted(author, title=name).document for name in ("One", "Two", "Three"))
    changing.replace_document(first, second, reason=REASON, by=author)
    changing.replace_document(_again(second), third, reason=REASON, by=author)
    with pytest.raises(RuleBroken) as refused:
        changing.replace_document(_again(third), _again(first), reason=REASON, by=author)
    assert refused.value.code == "circular-replacement"
    assert _again(third).state == DocumentState.CURRENT


def test_ends_its_versions_when_it_is_withdrawn(author: Member, head: Member) -> None:
    version = in_force(author, head)
    changing.draft_version(version.document, reason="Another law", by=author)
    changing.withdraw_document(version.document, reason=REASON, by=author)
    assert {one.state for one in version.document.versions.all()} == {VersionState.WITHDRAWN}


def test_asks_for_the_section_about_the_aims_beside_another_standard(author: Member) -> None:
    assert drafted(author, other_standards="ISO/IEC 27001 5.2").document.lacks_aims_section
    assert not drafted(author, other_standards="ISO/IEC 27001 5.2", aims_section="Part 4").document.lacks_aims_section


def test_moves_through_the_master_list(author: Member, head: Member, organisation: Organisation) -> None:
    def standing() -> Standing:
        return next(one.standing for one in master_rows(organisation) if one.item.id == "M-03")

    assert standing() == Standing.MISSING
    drafted(author, title="Draft")
    assert standing() == Standing.DRAFTED
    drafted(author, "", title="Paper", kept="elsewhere", kept_at="Archive, shelf 3")
    assert standing() == Standing.ELSEWHERE
    in_force(author, head)
    assert standing() == Standing.PRESENT


def test_stands_behind_its_point_once_it_is_in_force(author: Member, head: Member, organisation: Organisation) -> None:
    drafted(author, title="Draft")
    assert DOCUMENTS_SHOWN.pieces(organisation, None) == []
    in_force(author, head)
    (piece,) = DOCUMENTS_SHOWN.pieces(organisation, None)
    assert (piece.title, piece.points) == ("AI policy", frozenset({"5.2-4"}))


def test_is_found_by_the_clauses_it_serves(author: Member, organisation: Organisation) -> None:
    one = drafted(author, clauses="7.4, A.9.2").document
    rows = Document.objects.of(organisation)
    assert list(rows.serving(["M-03"])) == [one]
    assert list(rows.serving([], ["A.9.2"])) == [one]
    assert list(rows.serving([], ["A.9"])) == [one]
    assert list(rows.serving([], ["9.2"])) == []
