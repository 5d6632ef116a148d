"""What was collected stays as it was; the newest capture counts; the same sending counts once."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence import made
from waymark.core.clock import day_in
from waymark.evidence.collecting import MOST_FILES, EvidenceDraft, add_capture, check_link, collect
from waymark.evidence.freshness import Check, Condition, add_months
from waymark.evidence.kinds import EvidenceKind, months_fresh
from waymark.evidence.models.capture import Capture, CaptureFile
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.file import FileText, StoredFile, TextState
from waymark.evidence.refusals import (
    DateTooFar,
    EvidenceRetired,
    NotALink,
    NothingCaptured,
    PeriodReversed,
    ReasonMissing,
)
from waymark.people.models.member import Member
from waymark.trail.models import Entry

pytestmark = pytest.mark.django_db


def test_takes_the_interval_of_its_kind(owner: Member) -> None:
    monitoring = made.evidence(owner, kind=EvidenceKind.MONITORING)
    assert monitoring.fresh_months == 3
    assert monitoring.fresh_until == add_months(day_in("UTC"), 3)
    assert made.evidence(owner, kind=EvidenceKind.MONITORING, fresh_months=1).fresh_months == 1


@pytest.mark.parametrize(
    ("kind", "months"), [("inventory", 6), ("monitoring", 3), ("sample", 6), ("internal_audit", 12), ("policy", 12)]
)
def test_knows_how_long_each_kind_stays_fresh(kind: str, months: int) -> None:
    assert months_fresh(kind) == months


def test_lets_the_newest_capture_count_and_keeps_the_older_ones(owner: Member) -> None:
    item = made.evidence(owner, what=made.collected(collected_on=made.days_ago(400)))
    assert item.age.condition(day_in("UTC")) == Condition.STALE
    made.capture(item, owner, link="https://example.org/policy")
    item.refresh_from_db()
    assert item.age.condition(day_in("UTC")) == Condition.FRESH
    assert item.newest_number == 2
    assert [one.form for one in Capture.objects.of(item.organisation).newest_first()] == ["link", "note"]


def test_keeps_the_same_content_once(owner: Member) -> None:
    same = made.given_file()
    first = made.evidence(owner, what=made.collected(files=(same,)))
    made.capture(first, owner, files=(same, made.given_file(b"other", "other.txt")))
    assert StoredFile.objects.of(owner.organisation).count() == 2
    assert CaptureFile.objects.of(owner.organisation).count() == 3
    assert {one.state for one in FileText.objects.of(owner.organisation)} == {TextState.WAITING}


def test_takes_the_same_sending_once(owner: Member) -> None:
    item = made.evidence(owner)
    sent = made.collected(note="Said in the interview")
    first, again = add_capture(item, sent, by=owner), add_capture(item, sent, by=owner)
    assert first == again
    assert Capture.objects.of(owner.organisation).filter(evidence=item).count() == 2
    draft, what = EvidenceDraft(title="New", owner=owner), made.collected()
    pairs = {collect(owner.organisation, draft, what, by=owner)[0].pk for _ in range(3)}
    assert len(pairs) == 1


def test_keeps_two_captures_that_are_added_at_once(owner: Member, manager: Member) -> None:
    item = made.evidence(owner)
    mine, theirs = Evidence.objects.get(pk=item.pk), Evidence.objects.get(pk=item.pk)
    made.capture(mine, owner)
    made.capture(theirs, manager)
    assert sorted(Capture.objects.filter(evidence=item).values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"note": "  "}, NothingCaptured),
        ({"files": (made.given_file(),), "link": "https://example.org"}, NothingCaptured),
        ({"files": tuple(made.given_file(bytes([n])) for n in range(MOST_FILES + 1))}, NothingCaptured),
        ({"link": "javascript:alert(1)"}, NotALink),
        ({"covers_from": dt.date(2026, 5, 2), "covers_until": dt.date(2026, 5, 1)}, PeriodReversed),
        ({"covers_from": dt.date(2026, 5, 2)}, PeriodReversed),
        ({"covers_until": dt.date(2026, 5, 2)}, PeriodReversed),
        ({"valid_until": dt.date(2025, 1, 1)}, PeriodReversed),
        ({"collected_on": dt.date(2199, 1, 1)}, DateTooFar),
        ({"valid_until": dt.date(2199, 1, 1)}, DateTooFar),
    ],
)
def test_refuses_what_makes_no_capture_and_leaves_nothing_behind(
    wrong: dict[str, object], refusal: type[Exception], owner: Member
) -> None:
    entries = Entry.objects.count()
    with pytest.raises(refusal):
        collect(owner.organisation, EvidenceDraft(title="New", owner=owner), made.collected(**wrong), by=owner)
    assert Evidence.objects.count() == Capture.objects.count() == StoredFile.objects.count() == 0
    assert Entry.objects.count() == entries


@pytest.mark.parametrize(
    "link",
    ["ftp://x.org", "https://", "http:///x", "//x.org", "x.org", "https://a:b@x.org", "https://x .org", "https://[x"],
)
def test_refuses_what_is_no_web_address(link: str) -> None:
    with pytest.raises(NotALink):
        check_link(link)


@given(st.text(max_size=60))
def test_answers_every_text_for_a_link_with_a_yes_or_a_sentence(text: str) -> None:
    try:
        check_link(text)
    except NotALink:
        return
    assert text.lower().startswith(("http://", "https://"))


def test_adds_nothing_to_retired_evidence(owner: Member) -> None:
    item = made.evidence(owner)
    with pytest.raises(ReasonMissing):
        item.retire(by=owner, reason="  ")
    item.retire(by=owner, reason="Replaced by EV-9")
    with pytest.raises(EvidenceRetired):
        made.capture(item, owner)
    item.reinstate(by=owner, reason="Still used after all")
    assert made.capture(item, owner).number == 2


def test_makes_a_new_capture_unverified_again(owner: Member) -> None:
    item = made.evidence(owner)
    item.note_check(Check.VERIFIED, by=owner)
    made.capture(item, owner)
    item.refresh_from_db()
    assert item.check_state == Check.UNVERIFIED


def test_moves_the_last_fresh_day_with_the_interval(owner: Member) -> None:
    item = made.evidence(owner)
    item.edit(by=owner, title="T", about="", kind="other", confidentiality="internal", fresh_months=1)
    assert item.fresh_until == add_months(day_in("UTC"), 1)


@pytest.mark.parametrize("act", ["UPDATE evidence_capture SET note = 'better'", "DELETE FROM evidence_capturefile"])
def test_is_guarded_by_the_database_itself(act: str, owner: Member) -> None:
    made.evidence(owner, what=made.collected(files=(made.given_file(),)))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)


def test_leaves_an_entry_for_each_record_it_makes(owner: Member) -> None:
    before = Entry.objects.count()
    made.evidence(owner, what=made.collected(files=(made.given_file(),)))
    events = list(Entry.objects.order_by("pk").values_list("event", flat=True))[before:]
    assert events == [
        "evidence.begun",
        "capture.added",
        "file.stored",
        "capture-file.attached",
        "evidence.renewed",
    ]
