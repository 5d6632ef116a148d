"""Documents: what they serve, what replaces them, and what the master list says of them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.conformity.sums import assert_sums_kept
from tests.documents.signing import again, decide, drafted, in_force, submitted
from waymark.catalogue.reading.folder import read_edition, shipped_folders
from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken
from waymark.documents import changing
from waymark.documents.choices import DocumentState, VersionState
from waymark.documents.master_list import Standing, master_rows
from waymark.documents.models.document import Document
from waymark.documents.shown import DOCUMENTS_SHOWN, POINTS
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.records.reviewed import Review, ReviewResult

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


def test_stands_behind_its_points_once_it_is_in_force(author: Member, head: Member, organisation: Organisation) -> None:
    drafted(author, title="Draft")
    assert DOCUMENTS_SHOWN.pieces(organisation, None) == []
    in_force(author, head)
    (piece,) = DOCUMENTS_SHOWN.pieces(organisation, None)
    controlled = {"7.5.1-1", "7.5.2-1", "7.5.2-3", "7.5.3-1", "7.5.3-4", "7.5.3-5"}
    assert piece.title == "AI policy"
    assert piece.points == {"5.2-4", *controlled}


def test_shows_more_of_its_control_the_more_is_known(author: Member, head: Member, organisation: Organisation) -> None:
    in_force(author, head, items=["X-08"], language="English", access="Everybody")
    (piece,) = DOCUMENTS_SHOWN.pieces(organisation, None)
    assert {"7.4-1", "7.4-2", "7.5.1-2", "7.5.2-2", "7.5.3-2", "7.5.3-3"} <= piece.points
    assert "7.5.1-1" not in piece.points


def test_shows_a_review_of_the_policy(author: Member, head: Member, organisation: Organisation) -> None:
    document = in_force(author, head).document
    day = day_in(organisation.time_zone)
    review = Review(on=day, result=ReviewResult.SATISFACTORY, next_on=day + dt.timedelta(days=300))
    document.review(review, by=author)
    (piece,) = DOCUMENTS_SHOWN.pieces(organisation, None)
    assert "A.2.4-1" in piece.points
    assert piece.good_until == review.next_on


def test_keeps_the_only_policy_beside_many_newer_documents(
    author: Member, head: Member, organisation: Organisation
) -> None:
    in_force(author, head)
    for number in range(3):
        in_force(author, head, items=[], title=f"Procedure {number}")
    behind = {one.reference: one.points for one in DOCUMENTS_SHOWN.pieces(organisation, 2)}
    assert "5.2-4" in behind["DOC-1"]
    assert [reference for reference, points in behind.items() if "7.5.2-1" in points] == ["DOC-3", "DOC-4"]


def test_keeps_the_sums_behind_its_points_after_each_act(
    author: Member, head: Member, organisation: Organisation
) -> None:
    version = in_force(author, head, language="English")
    assert_sums_kept(organisation)
    second = again(changing.draft_version(version.document, reason="Another law", by=author))
    changing.edit_draft(second, text="# Purpose\n\nWe use much AI.", by=author)
    assert_sums_kept(organisation)
    decide(submitted(second, head, by=author), head)
    assert_sums_kept(organisation)
    changing.withdraw_document(_again(version.document), reason=REASON, by=author)
    assert_sums_kept(organisation)


def test_works_out_no_requirement_again_for_a_draft(author: Member, head: Member) -> None:
    version = in_force(author, head)
    draft = again(changing.draft_version(version.document, reason="Another law", by=author))
    with CaptureQueriesContext(connection) as caught:
        changing.edit_draft(draft, text="# Purpose\n\nWe use much AI.", by=author)
    assert not [one for one in caught.captured_queries if "conformity_" in one["sql"]]


def test_names_only_points_there_are() -> None:
    edition = next(found for folder in shipped_folders() if (found := read_edition(folder)).id == "iso-42001-2023-2")
    assert {
        point for point in POINTS if point not in {one.ref for node in edition.nodes for one in node.points}
    } == set()


def test_is_found_by_the_clauses_it_serves(author: Member, organisation: Organisation) -> None:
    one = drafted(author, clauses="7.4, A.9.2").document
    rows = Document.objects.of(organisation)
    assert list(rows.serving(["M-03"])) == [one]
    assert list(rows.serving([], ["A.9.2"])) == [one]
    assert list(rows.serving([], ["A.9"])) == [one]
    assert list(rows.serving([], ["9.2"])) == []
