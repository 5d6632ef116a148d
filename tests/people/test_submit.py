"""A form that is sent twice, or sent again with something else: one effect each, and nothing that was typed is lost."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import client_of
from waymark.context.models.supplier import Supplier
from waymark.core.clock import day_in
from waymark.evidence.asking import RequestDraft, ask
from waymark.people.models.member import Member
from waymark.tasks.models.task import Task
from waymark.tasks.work import TaskDraft, create
from waymark.trail.models import Head

pytestmark = pytest.mark.django_db
NEXT = "2027-06-01"


@pytest.fixture
def supplier(administrator: Member) -> Supplier:
    return Supplier.add(
        administrator.organisation, owner=administrator, by=administrator, name="Cloud host", supplies="Servers"
    )


def entries(member: Member) -> int:
    return Head.objects.get(pk=member.organisation_id).seq


def twice(by: Member, record: Any, act: str, **typed: Any) -> tuple[list[int], int]:
    """Return the answers to one form sent twice, and how many changes it left."""
    record.refresh_from_db()
    browser, before = client_of(by), entries(by)
    address = reverse(act, args=[by.organisation.slug, record.number])
    answers = [browser.post(address, {**typed, "version": record.version}) for _time in range(2)]
    return [one.status_code for one in answers], entries(by) - before


def test_does_each_act_on_a_supplier_once_however_often_its_form_is_sent(
    supplier: Supplier, administrator: Member, owner: Member
) -> None:
    today = day_in("UTC").isoformat()
    acts: list[tuple[str, dict[str, Any]]] = [
        ("supplier_edit", {"name": "Host", "supplies": "Servers"}),
        ("supplier_reviews", {"on": today, "result": "conditional", "note": "Read", "next_on": NEXT}),
        ("supplier_owner", {"owner": owner.pk, "note": "Knows it"}),
        ("supplier_retirement", {"reason": "Moved elsewhere"}),
        ("supplier_reinstatement", {"reason": "Moved back"}),
    ]
    assert {name: twice(administrator, supplier, name, **typed) for name, typed in acts} == {
        name: ([303, 303], 1) for name, _typed in acts
    }


def test_does_each_act_on_tasks_and_requests_once(administrator: Member, owner: Member) -> None:
    task = create(administrator.organisation, TaskDraft(title="Write it"), by=administrator)
    due = day_in("UTC") + dt.timedelta(days=3)
    asked = ask(administrator.organisation, RequestDraft(what="It", asked_of=administrator, due_on=due), by=owner)
    found = [
        twice(administrator, task, "task_owner", owner=owner.pk, note="Knows it"),
        twice(administrator, asked, "evidence_request_owner", owner=owner.pk, note="Has it"),
        twice(administrator, asked, "evidence_request_withdrawal", reason="No need"),
    ]
    assert found == [([303, 303], 1)] * 3


def test_still_shows_both_versions_to_somebody_else(supplier: Supplier, administrator: Member, manager: Member) -> None:
    address = reverse("supplier_retirement", args=[administrator.organisation.slug, supplier.number])
    typed = {"reason": "Moved", "version": supplier.version}
    assert client_of(administrator).post(address, typed).status_code == 303
    assert client_of(manager).post(address, typed).status_code == 409
    assert client_of(administrator).post(address, {**typed, "reason": "Moved on"}).status_code == 409


def test_makes_another_record_where_somebody_went_back_and_typed_something_else(administrator: Member) -> None:
    browser, slug = client_of(administrator), administrator.organisation.slug
    typed = {"supplies": "Servers", "key": "of-one-page"}
    for name in ("First", "Second", "Second"):
        assert browser.post(reverse("supplier_new", args=[slug]), {**typed, "name": name}).status_code == 303
    assert [one.name for one in Supplier.objects.order_by("number")] == ["First", "Second"]
    task = {"title": "Write it", "priority": 3, "repeat": "none", "key": "of-one-page"}
    made = browser.post(reverse("new_task", args=[slug]), task)
    assert browser.get(made["Location"]).status_code == 200
    assert Task.objects.get().title == "Write it"
