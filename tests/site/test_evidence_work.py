"""What evidence asks of people: tasks, checks, renewals, notices and reminders."""

import datetime as dt
from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.conformity.rating import a_round
from tests.evidence import made
from tests.evidence.screens import form
from tests.factories import client_of
from waymark.conformity.models.standing import Standing
from waymark.core.clock import day_in
from waymark.evidence.asking import RequestDraft, answer, ask
from waymark.evidence.checking import reject
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.request import EvidenceRequest
from waymark.people.models.member import Member, StillOwns
from waymark.people.rights import Role
from waymark.tasks.models.task import Task
from waymark.tasks.work import TaskDraft, create
from waymark.work.daily import remind
from waymark.work.leaving import depart
from waymark.work.models.notice import Notice
from waymark.work.owed import Consequence, owed_by
from waymark.work.owned import owned_records

pytestmark = pytest.mark.django_db


def kinds_owed(member: Member) -> list[tuple[str, str]]:
    return [(str(one.kind), one.reference) for one in owed_by(member, day_in("UTC")).shown()]


def asked(of: Member, by: Member, days: int = 7) -> None:
    draft = RequestDraft(what="The minutes", asked_of=of, due_on=day_in("UTC") + dt.timedelta(days=days))
    ask(of.organisation, draft, by=by)


def test_makes_a_task_for_the_owner_of_what_was_rejected(owner: Member, manager: Member) -> None:
    item = made.evidence(owner, "The signed policy")
    reject(made.newest(item), by=manager, reason="The signature is missing")
    task = Task.objects.get()
    assert task.owner == owner
    assert task.about == ("evidence.evidence", item.pk)
    # The evidence may be made confidential later: the reason stands there alone, one click away from the task.
    assert "The signature is missing" not in task.note
    assert "The signature is missing" in client_of(owner).get(f"/o/{owner.organisation.slug}/evidence/1").text
    assert Notice.objects.get().member == owner


def test_tells_nothing_of_confidential_evidence_in_the_task(owner: Member, manager: Member) -> None:
    item = made.evidence(owner, "Merger plans", confidentiality="confidential")
    reject(made.newest(item), by=manager, reason="Names the buyer")
    task = Task.objects.get()
    assert (task.title, task.note) == ("Renew the evidence EV-1", "")
    reader = factories.member(owner.organisation, Role.READER)
    for page in ("tasks/", f"tasks/TASK-{task.number}"):
        shown = client_of(reader).get(f"/o/{owner.organisation.slug}/{page}").content.decode()
        assert "EV-1" in shown
        assert "Merger plans" not in shown
    assert "Merger plans" in client_of(owner).get(f"/o/{owner.organisation.slug}/tasks/TASK-1").content.decode()


def test_finishes_a_task_with_the_evidence_that_shows_it(owner: Member) -> None:
    task = create(owner.organisation, TaskDraft(title="Publish the policy", owner=owner), by=owner)
    browser, base = client_of(owner), f"/o/{owner.organisation.slug}"
    page = browser.get(f"{base}/tasks/TASK-1").content.decode()
    assert f"{base}/evidence/new?for=task%3A{task.pk}&amp;back=" in page
    typed = form(owner, note="Seen on the intranet", **{"for": f"task:{task.pk}", "back": f"{base}/tasks/TASK-1"})
    assert browser.post(f"{base}/evidence/new", typed)["Location"] == f"{base}/tasks/TASK-1"
    item = Evidence.objects.get()
    refused = browser.post(f"{base}/tasks/TASK-1/finish", {"note": "", "evidence": ""})
    assert refused.status_code == 422
    assert "choose the evidence" in refused.content.decode()
    proof = f"evidence.evidence:{item.pk}"
    assert browser.post(f"{base}/tasks/TASK-1/finish", {"note": "", "evidence": proof}).status_code == 303
    task.refresh_from_db()
    assert task.finished_with == ("evidence.evidence", item.pk)
    assert item.title in browser.get(f"{base}/tasks/TASK-1").content.decode()


def test_finishes_no_task_with_what_is_not_linked_to_it(owner: Member, outsider: Member) -> None:
    create(owner.organisation, TaskDraft(title="Publish the policy", owner=owner), by=owner)
    address = f"/o/{owner.organisation.slug}/tasks/TASK-1/finish"
    for item in (made.evidence(owner), made.evidence(outsider)):
        typed = {"note": "", "evidence": f"evidence.evidence:{item.pk}"}
        assert client_of(owner).post(address, typed).status_code == 422
    assert Task.objects.get().is_open


def test_owes_answers_checks_and_renewals_in_one_list(owner: Member, manager: Member) -> None:
    asked(owner, manager)
    made.evidence(owner, "Collected by the manager", by=manager)
    made.evidence(owner, "Stale", what=made.collected(collected_on=made.days_ago(500)))
    assert kinds_owed(owner) == [
        ("Renewal of evidence", "EV-2"),
        ("Evidence requested", "ER-1"),
        ("Check of evidence", "EV-1"),
    ]
    assert kinds_owed(manager) == [("Check of evidence", "EV-2")]


def test_says_how_grave_it_is_and_why(owner: Member) -> None:
    made.evidence(owner, "Stale", what=made.collected(collected_on=made.days_ago(370)))
    made.evidence(owner, "Soon", what=made.collected(collected_on=made.days_ago(350)))
    grave, light = owed_by(owner, day_in("UTC")).shown()
    assert (grave.consequence, light.consequence) == (Consequence.MAJOR, Consequence.MINOR)
    assert str(grave.state).startswith("newest version stale for")
    assert str(light.state) == "Due soon"


def test_asks_for_a_check_within_two_weeks_of_the_day_it_came_in(owner: Member, manager: Member) -> None:
    made.evidence(owner, what=made.collected(collected_on=made.days_ago(270)))
    assert [one.due_on for one in owed_by(manager, day_in("UTC"))] == [day_in("UTC") + dt.timedelta(days=14)]


def test_shows_fifty_of_many_and_asks_the_database_no_more_for_them(
    owner: Member, manager: Member, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(120):
        made.evidence(owner, f"Thing {number}", by=manager, what=made.collected(collected_on=made.days_ago(400)))
    create(owner.organisation, TaskDraft(title="Publish", owner=owner, about=("evidence.evidence", 1)), by=manager)
    asked(owner, manager)
    Standing.objects.of(owner.organisation).with_refs(["6.1.2"])[0].assign(owner, None, by=manager)
    a_round(owner.organisation)
    browser, address = client_of(owner), f"/o/{owner.organisation.slug}/work"
    with django_assert_max_num_queries(12):
        first = browser.get(address).content.decode()
    assert "120 items overdue" in first
    assert "243" in first
    assert first.count('class="owed__what"') == 50
    last = browser.get(address, {"page": "5"}).content.decode()
    assert last.count('class="owed__what"') == 43
    assert "points in Round" in last
    late = browser.get(address, {"show": "overdue", "page": "3"}).content.decode()
    assert late.count('class="owed__what"') == 20
    assert "show=overdue" in late


def test_tells_who_was_asked_and_who_asked(owner: Member, manager: Member) -> None:
    asked(owner, manager)
    assert [(one.member, one.what) for one in Notice.objects.all()] == [
        (owner, "Mia Manager requests evidence from you: The minutes")
    ]
    item = made.evidence(owner)
    answer(EvidenceRequest.objects.select_related("organisation", "asked_by", "owner").get(), item, by=owner)
    assert [one.what for one in Notice.objects.filter(member=manager)] == ["Omar Owner answered ER-1 with EV-1."]


def test_hands_evidence_and_requests_over_when_somebody_leaves(
    owner: Member, manager: Member, administrator: Member
) -> None:
    item = made.evidence(owner)
    made.evidence(owner, "Retired").retire(by=owner, reason="Gone")
    asked(owner, manager)
    assert [owned.kind.name for owned in owned_records(owner)] == ["evidence", "evidence-requests"]
    with pytest.raises(StillOwns):
        owner.leave(by=administrator, reason="Moves on")
    assert depart(owner, lambda _kind, _record: manager, by=administrator, reason="Moves on") == 2
    item.refresh_from_db()
    assert item.owner == manager
    assert Evidence.objects.in_use().owned_by(owner).count() == 0


def test_reminds_of_what_was_asked_and_of_what_turns_stale_each_once(
    owner: Member, manager: Member, run_jobs: Callable[[], int]
) -> None:
    asked(owner, manager, days=3)
    Notice.objects.all().delete()
    for title, ago in (("Just turned", 368), ("Turning soon", 362), ("Long stale", 700), ("Fresh", 10)):
        made.evidence(owner, title, what=made.collected(collected_on=made.days_ago(ago)))
    reject(made.newest(Evidence.objects.get(title="Just turned")), by=manager, reason="Not signed")
    made.evidence(owner, "Turned as well", what=made.collected(collected_on=made.days_ago(366)))
    Notice.objects.all().delete()
    for _day in range(2):
        remind.enqueue()
        run_jobs()
    notices = sorted(Notice.objects.to(owner).values_list("what", flat=True))
    assert notices[0] == "ER-1 is due soon: The minutes"
    assert notices[1].startswith("EV-2 is good until ")
    assert notices[2:] == ["EV-5 no longer counts as evidence: Turned as well"]
