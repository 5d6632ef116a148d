"""An external document: the edition in use, the check that finds a newer one, and what it shows for 7.5.3."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from tests.evidence.api_calls import Program, error_of
from tests.examples_external import external
from tests.factories import client_of
from waymark.core.clock import day_in
from waymark.documents.external_choices import CheckResult
from waymark.documents.models.external_document import Check, EditionMissing, ExternalDocument, ExternalRetired
from waymark.documents.record_kinds import SHOWN
from waymark.people.models.member import Member
from waymark.records.reviewed import ReviewDateWrong
from waymark.trail.as_of import as_of
from waymark.work.owed import owed_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def manual(administrator: Member) -> ExternalDocument:
    return external(administrator, 1)


def today() -> dt.date:
    return day_in("UTC")


def check(**given: Any) -> Check:
    return Check(**{"on": today(), "result": CheckResult.UNCHANGED, "next_on": today() + dt.timedelta(180), **given})


def page_of(one: ExternalDocument, member: Member) -> str:
    assert member.user is not None
    address = reverse("external_document", args=[one.organisation.slug, one.number])
    return client_of(member.user).get(address).content.decode()


def test_puts_a_new_edition_in_the_place_of_the_one_in_use(manual: ExternalDocument, administrator: Member) -> None:
    found = {"result": CheckResult.NEW_EDITION, "edition": "Edition 2", "edition_on": today(), "note": "Other limits"}
    manual.review(check(**found), by=administrator)
    kept = ExternalDocument.objects.get()
    assert (kept.edition, kept.edition_on, kept.review_result) == ("Edition 2", today(), CheckResult.NEW_EDITION)
    subject = ("documents.externaldocument", manual.pk)
    past = as_of(administrator.organisation.pk, manual.changed_at, {subject[0]: [manual.pk]})
    assert past.then[subject].values["edition"] == "Edition 1"
    page = page_of(manual, administrator)
    assert "Edition 1" in page, "the history of the page has the earlier edition"
    assert "Other limits" in page


@pytest.mark.parametrize(
    "given",
    [
        {"result": CheckResult.NEW_EDITION, "note": "Other limits"},
        {"result": CheckResult.NEW_EDITION, "edition": "Edition 2"},
        {"result": CheckResult.NEW_EDITION, "edition": "Edition 1", "note": "Other limits"},
        {"result": CheckResult.UNCHANGED, "edition": "Edition 2"},
        {"result": CheckResult.UNCHANGED, "edition_on": dt.date(2026, 1, 1)},
        {"result": CheckResult.SUPERSEDED},
    ],
)
def test_refuses_a_check_that_does_not_say_what_it_found(
    given: dict[str, Any], manual: ExternalDocument, administrator: Member
) -> None:
    with pytest.raises(EditionMissing):
        manual.review(check(**given), by=administrator)
    kept = ExternalDocument.objects.get()
    assert (kept.edition, kept.review_result, kept.version) == ("Edition 1", CheckResult.NONE, 1)


def test_refuses_a_check_of_tomorrow_and_one_that_is_followed_by_none(
    manual: ExternalDocument, administrator: Member
) -> None:
    for wrong in ({"on": today() + dt.timedelta(1)}, {"next_on": today()}):
        with pytest.raises(ReviewDateWrong):
            manual.review(check(**wrong), by=administrator)


def test_changes_nothing_on_a_retired_one(manual: ExternalDocument, administrator: Member) -> None:
    manual.retire(reason="The device is gone.", by=administrator)
    with pytest.raises(ExternalRetired):
        manual.review(check(), by=administrator)


def test_owes_the_check_to_its_watcher(manual: ExternalDocument, administrator: Member) -> None:
    assert "Manual 1" in [one.what for one in owed_by(administrator, today())]
    manual.review(check(), by=administrator)
    assert "Manual 1" not in [one.what for one in owed_by(administrator, today())]


def test_stands_behind_its_point_until_its_next_check_and_not_once_it_is_superseded(
    manual: ExternalDocument, administrator: Member
) -> None:
    (shown,) = [one for one in SHOWN if one.kind == "documents.externaldocument"]
    (piece,) = shown.pieces(administrator.organisation, None)
    assert (piece.points, piece.is_unverified, piece.good_until) == (
        frozenset({"7.5.3-6"}),
        True,
        manual.next_review_on,
    )
    manual.review(check(), by=administrator)
    (piece,) = shown.pieces(administrator.organisation, None)
    assert (piece.is_unverified, piece.because(today() + dt.timedelta(181))) == (False, "review overdue for 1 day")
    manual.review(check(result=CheckResult.SUPERSEDED, note="The maker gave it up."), by=administrator)
    assert not shown.pieces(administrator.organisation, None)


def test_links_an_address_and_shows_anything_else_as_words(manual: ExternalDocument, administrator: Member) -> None:
    known = {name: getattr(manual, name) for name in ("title", "kind", "issuer", "edition")}
    manual.edit(by=administrator, kept_at="https://example.com/m?a=1&b=2", source="javascript:alert(1)", **known)
    page = page_of(manual, administrator)
    assert 'href="https://example.com/m?a=1&amp;b=2"' in page
    assert 'href="javascript:' not in page


def test_proposes_to_programs_the_next_check_by_its_interval(manual: ExternalDocument, administrator: Member) -> None:
    program = Program(administrator)
    answer = program.post("/external-documents/1/checks", {"result": "unchanged", "version": manual.version})
    assert answer.json()["review_result"] == "unchanged"
    kept = ExternalDocument.objects.get()
    assert kept.next_review_on is not None
    assert (kept.next_review_on - today()).days in range(181, 185)


def test_refuses_a_system_of_another_organisation(administrator: Member, outsider: Member) -> None:
    from tests.examples_systems import system  # noqa: PLC0415 -- one test needs it

    theirs = system(outsider, 1)
    sent = {"title": "Manual", "kind": "supplier", "issuer": "Maker", "edition": "1", "system": theirs.number}
    error_of(Program(administrator).post("/external-documents", sent), 422)
    assert not ExternalDocument.objects.exists()
