"""A capture is checked by somebody other than its collector, once it is the newest."""

import datetime as dt

import pytest
from time_machine import travel

from tests import factories
from tests.evidence import made
from waymark.evidence.checking import reject, verify
from waymark.evidence.freshness import Check
from waymark.evidence.models.verification import Verification
from waymark.evidence.queries import to_check
from waymark.evidence.refusals import EvidenceRetired, NotTheNewest, OwnCapture, ReasonMissing
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.tasks.models.task import Task
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db


def test_keeps_who_checked_what(owner: Member, manager: Member) -> None:
    item = made.evidence(owner)
    verify(made.newest(item), by=manager, statement="Compared with the signed original")
    item.refresh_from_db()
    assert item.check_state == Check.VERIFIED
    kept = Verification.objects.get()
    assert (kept.checked_by, kept.statement) == (manager, "Compared with the signed original")


def test_refuses_the_collector(owner: Member) -> None:
    item = made.evidence(owner)
    with pytest.raises(OwnCapture):
        verify(made.newest(item), by=owner, statement="Looks fine to me")
    with pytest.raises(OwnCapture):
        reject(made.newest(item), by=owner, reason="No")
    assert not Verification.objects.exists()


@pytest.mark.parametrize("act", [verify, reject])
def test_asks_for_words(act: object, owner: Member, manager: Member) -> None:
    item = made.evidence(owner)
    word = "statement" if act is verify else "reason"
    with pytest.raises(ReasonMissing):
        act(made.newest(item), by=manager, **{word: " \n"})  # type: ignore[operator]  # one of the two acts


def test_makes_work_of_a_rejection(owner: Member, manager: Member) -> None:
    item = made.evidence(owner)
    reject(made.newest(item), by=manager, reason="The signature is missing")
    task = Task.objects.get()
    # The reason stands with the evidence alone, which may be made confidential later.
    assert (task.owner, task.note) == (owner, "")
    assert Verification.objects.get().statement == "The signature is missing"
    item.refresh_from_db()
    assert item.check_state == Check.REJECTED


def test_checks_the_newest_capture_only(owner: Member, manager: Member) -> None:
    item = made.evidence(owner)
    old = made.newest(item)
    made.capture(item, owner)
    with pytest.raises(NotTheNewest):
        verify(old, by=manager, statement="Checked")


def test_checks_nothing_that_is_retired(owner: Member, manager: Member) -> None:
    item = made.evidence(owner)
    capture = made.newest(item)
    item.retire(by=owner, reason="Not used any more")
    with pytest.raises(EvidenceRetired):
        verify(capture, by=manager, statement="Checked")


def test_may_be_rejected_after_it_was_verified(owner: Member, manager: Member, administrator: Member) -> None:
    item = made.evidence(owner)
    verify(made.newest(item), by=manager, statement="Checked")
    reject(made.newest(item), by=administrator, reason="It was altered")
    item.refresh_from_db()
    assert item.check_state == Check.REJECTED
    assert list(Verification.objects.newest_first().values_list("revision", flat=True)) == [2, 1]


def waiting_for(member: Member) -> list[int]:
    rows = to_check(member)
    return [] if rows is None else [one.number for one in rows.order_by("number")]


def test_is_owed_by_the_owner_if_somebody_else_collected_it(owner: Member, manager: Member) -> None:
    theirs = made.evidence(owner, "Collected by a colleague", by=manager)
    own = made.evidence(owner, "Collected by its owner")
    assert waiting_for(owner) == [theirs.number]
    assert waiting_for(manager) == [own.number]


def test_falls_to_the_managers_where_the_owner_may_not_check(owner: Member, manager: Member) -> None:
    reader = factories.member(owner.organisation, Role.READER, name="May only read")
    item = made.evidence(reader, by=owner)
    assert waiting_for(manager) == [item.number]
    assert waiting_for(reader) == []


def test_waits_since_the_day_it_came_in_where_the_organisation_is(owner: Member, manager: Member) -> None:
    organisation = owner.organisation
    organisation.describe(by=CONSOLE, name="Acme", about="", time_zone="Pacific/Kiritimati")
    # Fourteen hours ahead of Greenwich it is past midnight already.
    with travel("2026-05-04T10:30:00Z", tick=False):
        made.evidence(owner, what=made.collected(collected_on=dt.date(2025, 8, 1)))
    manager.organisation = organisation
    rows = to_check(manager)
    assert rows is not None
    assert [one.check_due_on for one in rows] == [dt.date(2026, 5, 19)]
