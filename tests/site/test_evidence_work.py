"""Evidence and tasks do not see each other; the site lets each hear what concerns it."""

import datetime as dt

import pytest

from tests.evidence import made
from waymark.core.clock import day_in
from waymark.evidence.asking import Wish, answer, ask
from waymark.evidence.checking import reject
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.request import EvidenceRequest
from waymark.people.leaving import belongings, depart
from waymark.people.models.member import Member, StillOwns
from waymark.tasks.models.notice import Notice
from waymark.tasks.models.task import Task
from waymark.tasks.owing import Consequence, owing

pytestmark = pytest.mark.django_db


def kinds_owed(member: Member) -> list[tuple[str, str]]:
    return [(str(one.kind), one.reference) for one in owing(member, day_in("UTC")).lines]


def asked(of: Member, by: Member, days: int = 7) -> None:
    wish = Wish(what="The minutes", asked_of=of, due_on=day_in("UTC") + dt.timedelta(days=days))
    ask(of.organisation, wish, by=by)


def test_makes_a_task_for_the_owner_of_what_was_rejected(owner: Member, manager: Member) -> None:
    item = made.evidence(owner, "The signed policy")
    reject(made.newest(item), by=manager, reason="The signature is missing")
    task = Task.objects.get()
    assert task.owner == owner
    assert task.about == ("evidence.evidence", item.pk)
    assert "The signature is missing" in task.note
    assert Notice.objects.get().member == owner


def test_owes_answers_checks_and_renewals_in_one_list(owner: Member, manager: Member) -> None:
    asked(owner, manager)
    made.evidence(owner, "Collected by the manager", by=manager)
    made.evidence(owner, "Stale", what=made.collected(collected_on=made.days_ago(500)))
    assert kinds_owed(owner) == [
        ("Renewal of evidence", "EV-2"),
        ("Evidence asked for", "ER-1"),
        ("Check of evidence", "EV-1"),
    ]
    assert kinds_owed(manager) == [("Check of evidence", "EV-2")]


def test_says_how_grave_it_is_and_why(owner: Member) -> None:
    made.evidence(owner, "Stale", what=made.collected(collected_on=made.days_ago(370)))
    made.evidence(owner, "Soon", what=made.collected(collected_on=made.days_ago(350)))
    grave, light = owing(owner, day_in("UTC")).lines
    assert (grave.consequence, light.consequence) == (Consequence.MAJOR, Consequence.MINOR)
    assert str(grave.state).startswith("newest capture stale for")
    assert str(light.state) == "Due soon"


def test_tells_who_was_asked_and_who_asked(owner: Member, manager: Member) -> None:
    asked(owner, manager)
    assert [(one.member, one.what) for one in Notice.objects.all()] == [
        (owner, "Mia Manager asks you for evidence: The minutes")
    ]
    item = made.evidence(owner)
    answer(EvidenceRequest.objects.select_related("organisation", "asked_by", "asked_of").get(), item, by=owner)
    assert [one.what for one in Notice.objects.filter(member=manager)] == ["Omar Owner answered ER-1 with EV-1."]


def test_hands_evidence_and_requests_over_when_somebody_leaves(
    owner: Member, manager: Member, administrator: Member
) -> None:
    item = made.evidence(owner)
    made.evidence(owner, "Retired").retire(by=owner, reason="Gone")
    asked(owner, manager)
    assert [held.holding.name for held in belongings(owner)] == ["evidence", "evidence-requests"]
    with pytest.raises(StillOwns):
        owner.leave(by=administrator, reason="Moves on")
    assert depart(owner, lambda _holding, _record: manager, by=administrator, reason="Moves on") == 2
    item.refresh_from_db()
    assert item.owner == manager
    assert Evidence.objects.in_use().owned_by(owner).count() == 0
