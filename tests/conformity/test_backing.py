"""What is in place shows as partial once its evidence no longer carries it; a closed round stays as it was."""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.conformity.rating import a_round, closed, rate, rating, tree
from tests.evidence import made
from tests.factories import client_of
from waymark.conformity.backing import POINT, STANDING
from waymark.conformity.models.standing import Standing
from waymark.conformity.picture import RequirementView
from waymark.conformity.pieces import pieces_of_round
from waymark.conformity.queries import picture_of, picture_taken_up
from waymark.core.clock import day_in
from waymark.evidence.checking import reject, verify
from waymark.evidence.linking import link
from waymark.evidence.models.evidence import Evidence
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records import backing
from waymark.records.backing import Asked, Piece, Source, Subject

pytestmark = pytest.mark.django_db


def in_place(organisation: Organisation, ref: str = "4.4") -> None:
    """Rate every point of one requirement in place, without a word on evidence."""
    rate(a_round(organisation), *(rating(point.ref, "in_place") for point in tree().requirement(ref).points))


def today(organisation: Organisation, ref: str = "4.4") -> RequirementView:
    picture = picture_taken_up(organisation)
    assert picture is not None
    return picture.by_ref[ref]


def on_point(item: Evidence, ref: str = "4.4-1") -> None:
    link(item, POINT, tree().point(ref).pk, by=item.owner)


def on_requirement(item: Evidence, ref: str = "4.4") -> None:
    standing = Standing.objects.of(item.organisation).get(requirement__ref=ref)
    link(item, STANDING, standing.pk, by=item.owner)


def test_is_claimed_until_evidence_is_kept(owner: Member) -> None:
    in_place(owner.organisation)
    assert today(owner.organisation).is_claimed
    on_requirement(made.evidence(owner))
    view = today(owner.organisation)
    assert not view.is_claimed
    assert view.status.verdict == "in_place"
    assert view.evidence_count == 1
    assert "on unverified evidence" in view.because


def test_says_nothing_of_verification_once_it_was_verified(owner: Member, manager: Member) -> None:
    in_place(owner.organisation)
    item = made.evidence(owner)
    on_requirement(item)
    verify(made.newest(item), by=manager, statement="Compared with the original")
    assert "unverified" not in today(owner.organisation).because


def test_shows_as_partial_with_the_reason_once_it_expired(owner: Member) -> None:
    in_place(owner.organisation)
    on_point(made.evidence(owner, what=made.collected(valid_until=made.days_ago(12), collected_on=made.days_ago(50))))
    view = today(owner.organisation)
    assert view.status.verdict == "partial"
    assert view.because.endswith("1 rated in place without current evidence")
    page = client_of(owner).get(f"/o/{owner.organisation.slug}/requirements/4.4").content.decode()
    assert "rated in place, but EV-1: newest version expired 12 days ago" in page
    assert view.points[0].found.is_lowered
    assert view.points[0].is_gap


def test_lowers_every_point_that_stale_evidence_of_the_requirement_stands_for(owner: Member) -> None:
    in_place(owner.organisation)
    on_requirement(made.evidence(owner, what=made.collected(collected_on=made.days_ago(500))))
    view = today(owner.organisation)
    assert {one.found.verdict for one in view.points} == {"partial"}
    assert view.evidence_count == 1


def test_rises_again_with_a_newer_capture(owner: Member) -> None:
    in_place(owner.organisation)
    item = made.evidence(owner, what=made.collected(collected_on=made.days_ago(500)))
    on_point(item)
    assert today(owner.organisation).status.verdict == "partial"
    made.capture(item, owner)
    assert today(owner.organisation).status.verdict == "in_place"


@pytest.mark.parametrize("how", ["rejected", "empty", "retired"])
def test_carries_nothing_that_was_rejected_retired_or_never_captured(how: str, owner: Member, manager: Member) -> None:
    in_place(owner.organisation)
    item = made.named(owner) if how == "empty" else made.evidence(owner)
    on_requirement(item)
    if how == "rejected":
        reject(made.newest(item), by=manager, reason="The signature is missing")
    if how == "retired":
        item.retire(by=owner, reason="Replaced")
    view = today(owner.organisation)
    assert view.status.verdict == ("in_place" if how == "retired" else "partial")
    # Retired evidence carries nothing, good or bad: the claim stands on somebody's word again.
    assert view.is_claimed is (how == "retired")


def test_never_lowers_what_a_round_found(owner: Member) -> None:
    assessment = a_round(owner.organisation)
    rate(assessment, *(rating(point.ref, "in_place") for point in tree().requirement("4.4").points))
    item = made.evidence(owner, what=made.collected(files=(made.given_file(),)))
    on_requirement(item)
    closed(assessment)
    made.capture(item, owner, valid_until=made.days_ago(1), collected_on=made.days_ago(9))
    then = picture_of(assessment).by_ref["4.4"]
    assert then.status.verdict == "in_place"
    assert not then.is_claimed
    assert today(owner.organisation).status.verdict == "partial"


def test_keeps_with_a_closed_round_which_content_it_stood_on(owner: Member) -> None:
    assessment = a_round(owner.organisation)
    file = made.given_file()
    item = made.evidence(owner, what=made.collected(files=(file,)))
    on_point(item)
    closed(assessment)
    made.capture(item, owner)
    assert assessment.evidence is not None
    kept = assessment.evidence["4.4-1"]
    since = day_in("UTC").isoformat()
    assert kept == [
        {"reference": "EV-1", "capture": 1, "sha256": [file.sha256], "unverified": True, "held_since": since}
    ]


def test_says_in_a_closed_round_what_nobody_had_verified_by_then(owner: Member, manager: Member) -> None:
    assessment = a_round(owner.organisation)
    checked, unchecked = made.evidence(owner), made.evidence(owner)
    verify(made.newest(checked), by=manager, statement="Compared with the original")
    for item in (checked, unchecked):
        on_point(item)
    closed(assessment)
    verify(made.newest(unchecked), by=manager, statement="Compared with the original")
    view = picture_of(assessment).by_ref["4.4"]
    assert (view.points[0].found.backing.pieces, view.points[0].found.backing.unverified) == (2, 1)
    shown = pieces_of_round(manager, assessment, view, tree())[view.points[0].point.pk]
    assert [(one.reference, one.is_unverified) for one in shown.pieces] == [("EV-1", False), ("EV-2", True)]
    assert today(owner.organisation).points[0].found.backing.unverified == 0


def test_shows_what_is_unverified_wherever_the_evidence_shows(owner: Member, reader: Member) -> None:
    assessment = a_round(owner.organisation)
    on_point(made.evidence(owner))
    rate(assessment, rating("4.4-1", "in_place"))
    sheet = f"/o/{owner.organisation.slug}/gap/GA-{assessment.number}/sheet/4.4"
    pages = [(owner, sheet), (reader, sheet), (reader, f"/o/{owner.organisation.slug}/requirements/4.4")]
    for who, address in pages:
        assert _marked_unverified(client_of(who), address), (who.name, address)
    closed(assessment)
    for who, address in pages:
        assert _marked_unverified(client_of(who), address), (who.name, address)


def _marked_unverified(browser: Client, address: str) -> bool:
    page = " ".join(browser.get(address).content.decode().split())
    return re.search(r'>EV-1</a> <span class="badge">Unverified</span>', page) is not None


@dataclass(frozen=True)
class Approved:
    """A document that stands behind a point, as another package may bring it one day."""

    pk: int
    held_since: dt.date | None = dt.date(2020, 1, 1)
    newest_on: dt.date | None = dt.date(2020, 1, 1)
    good_until: dt.date | None = dt.date(2100, 1, 1)
    is_unverified: bool = False

    @property
    def subject(self) -> Subject:
        return "documents.document", self.pk

    @property
    def reference(self) -> str:
        return f"DOC-{self.pk}"

    @property
    def title(self) -> str:
        return ""

    def because(self, day: dt.date) -> str:
        return "too old" if day.year > 2100 else ""


def test_keeps_what_any_source_brought_with_a_closed_round(owner: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    point = tree().point("4.4-1").pk

    def behind(_organisation: Organisation, asked: Asked) -> Mapping[Subject, tuple[Piece, ...]]:
        return {(POINT, point): (Approved(7), Approved(8))} if POINT in asked.kinds else {}

    def keep(_organisation: Organisation, subjects: Collection[Subject]) -> Mapping[Subject, Mapping[str, Any]]:
        return {one: {"edition": 3} for one in subjects if one == ("documents.document", 7)}

    monkeypatch.setitem(vars(backing)["_sources"], "documents", Source("documents", behind, keep=keep))
    assessment = a_round(owner.organisation)
    rate(assessment, *(rating(one.ref, "in_place") for one in tree().requirement("4.4").points))
    on_point(made.evidence(owner))
    closed(assessment)
    assert assessment.evidence is not None
    assert assessment.evidence["4.4-1"] == [
        {"reference": "DOC-7", "edition": 3, "held_since": "2020-01-01"},
        {"reference": "DOC-8", "held_since": "2020-01-01"},
        {"reference": "EV-1", "capture": 1, "sha256": [], "unverified": True, "held_since": day_in("UTC").isoformat()},
    ]
    found = picture_of(assessment).by_ref["4.4"].points[0].found
    assert (found.backing.pieces, found.grade) == (3, "shown")
    assert today(owner.organisation).points[0].found.backing == found.backing


def test_shows_evidence_and_requests_on_the_page_of_the_requirement(
    owner: Member, manager: Member, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    in_place(owner.organisation)
    item = made.evidence(owner, "The minutes of the steering group", kind="monitoring")
    on_point(item)
    on_requirement(made.evidence(owner, "Secret plans", confidentiality="confidential"))
    browser = client_of(manager)
    address = f"/o/{owner.organisation.slug}/requirements/4.4"
    browser.get(address)
    # One asks for what members said about the record; documents and planned changes, which stand behind 4.4 by
    # themselves, are asked twice each: for what the verdict rests on, and for the list.
    with django_assert_max_num_queries(19):
        page = browser.get(address).content.decode()
    assert "The minutes of the steering group" in page
    assert "Secret plans" in page
    assert f"?for=requirement:{Standing.objects.of(owner.organisation).get(requirement__ref='4.4').pk}" in page


def test_hides_confidential_evidence_on_the_page_of_the_requirement(owner: Member, reader: Member) -> None:
    on_requirement(made.evidence(owner, "Secret plans", confidentiality="confidential"))
    page = client_of(reader).get(f"/o/{owner.organisation.slug}/requirements/4.4").content.decode()
    assert "Secret plans" not in page
    assert "1 confidential piece" in page


def test_attaches_evidence_from_the_gap_sheet_and_comes_back(owner: Member) -> None:
    assessment = a_round(owner.organisation)
    browser = client_of(owner)
    sheet = f"/o/{owner.organisation.slug}/gap/GA-{assessment.number}/sheet/4.4"
    address = _attaching(browser, sheet)
    made_at = browser.post(
        address,
        {
            "title": "The charter",
            "note": "Seen in the wiki",
            "kind": "other",
            "confidentiality": "internal",
            "owner": owner.pk,
            "collected_on": dt.date(2026, 11, 1).isoformat(),
            "key": "once",
        },
    )
    assert made_at.status_code == 303
    assert made_at["Location"] == f"{sheet}#4.4-1"
    assert "EV-1" in browser.get(sheet).content.decode()


def _attaching(browser: Client, sheet: str) -> str:
    page = browser.get(sheet).content.decode()
    found = page.split('data-attach href="')[1].split('"')[0]
    return found.replace("&amp;", "&")
