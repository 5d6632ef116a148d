"""Acts on one record as programs ask for them: what is left out, what is emptied, and what is sent twice."""

import datetime as dt

import pytest

from tests.evidence import made
from tests.evidence.api_calls import Program, error_of
from waymark.context.models.supplier import Supplier
from waymark.core.clock import day_in
from waymark.evidence.models.evidence import Evidence
from waymark.people.models.member import Member
from waymark.tasks.checklist import steps_from
from waymark.tasks.choices import Priority
from waymark.tasks.models.task import Task
from waymark.tasks.repeats import Repeat
from waymark.tasks.work import TaskDraft, create

pytestmark = pytest.mark.django_db


@pytest.fixture
def supplier(administrator: Member, owner: Member) -> Supplier:
    return Supplier.add(
        administrator.organisation,
        owner=owner,
        by=administrator,
        name="Cloud host",
        supplies="Servers",
        matters_to="Everybody",
        contract_ends_on=dt.date(2027, 1, 1),
    )


def test_leaves_as_it_is_what_a_program_leaves_out(supplier: Supplier, administrator: Member) -> None:
    program = Program(administrator)
    edited = program.post("/suppliers/1/edit", {"name": "Host", "version": supplier.version})
    assert edited.status_code == 201, edited.content
    given = program.post("/suppliers/1/owner", {"note": "Nothing", "version": edited.json()["version"]})
    kept = Supplier.objects.get()
    assert (kept.name, kept.supplies, kept.matters_to) == ("Host", "Servers", "Everybody")
    assert kept.contract_ends_on == dt.date(2027, 1, 1)
    assert given.json()["owner"]["id"] == kept.owner_id == supplier.owner_id


def test_empties_what_a_program_sends_empty(supplier: Supplier, administrator: Member) -> None:
    program = Program(administrator)
    sent = {"matters_to": "", "contract_ends_on": None, "version": supplier.version}
    edited = program.post("/suppliers/1/edit", sent)
    program.post("/suppliers/1/owner", {"owner": None, "version": edited.json()["version"]})
    kept = Supplier.objects.get()
    assert (kept.matters_to, kept.contract_ends_on, kept.owner) == ("", None, None)
    error_of(program.post("/suppliers/1/edit", {"name": None, "version": kept.version}), 422)


def test_takes_no_version_for_granted(supplier: Supplier, administrator: Member) -> None:
    refused = error_of(Program(administrator).post("/suppliers/1/edit", {"name": "Host"}), 422)
    assert list(refused["fields"]) == ["version"]
    assert Supplier.objects.get().name == "Cloud host"


def test_proposes_the_days_of_a_review_as_its_page_does(supplier: Supplier, administrator: Member) -> None:
    sent = {"result": "conditional", "version": supplier.version}
    answer = Program(administrator).post("/suppliers/1/reviews", sent)
    assert answer.json()["reviewed_on"] == str(day_in("UTC"))


def test_keeps_steps_and_repeats_of_a_task_whose_title_is_corrected(administrator: Member) -> None:
    draft = TaskDraft(
        title="Draft",
        priority=Priority.CLOSE_FIRST,
        checklist=steps_from("Draft\nSign"),
        repeat=Repeat.YEARLY,
        due_on=day_in("UTC"),
    )
    task = create(administrator.organisation, draft, by=administrator)
    task.tick(0, "Draft", done=True, by=administrator)
    answer = Program(administrator).post("/tasks/1/edit", {"title": "Draft it", "version": task.version})
    assert answer.status_code == 201, answer.content
    kept = Task.objects.get()
    assert (kept.title, kept.priority, kept.repeat) == ("Draft it", Priority.CLOSE_FIRST, Repeat.YEARLY)
    assert [step["done"] for step in kept.checklist] == [True, False]


def test_keeps_confidential_what_is_only_renamed(administrator: Member) -> None:
    item = made.evidence(administrator, "Secret", confidentiality="confidential")
    path = f"/evidence/{item.number}/description"
    answer = Program(administrator).post(path, {"title": "Still secret", "version": item.version})
    assert answer.status_code == 201, answer.content
    kept = Evidence.objects.get()
    assert (kept.title, kept.confidentiality) == ("Still secret", "confidential")
    error_of(Program(administrator).post(path, {"title": "x"}), 422)


def test_makes_a_record_once_for_a_key_and_refuses_the_key_for_another(administrator: Member) -> None:
    program, sent = Program(administrator), {"name": "Cloud host", "supplies": "Servers"}
    made = program.post("/suppliers", sent, key="one")
    assert program.post("/suppliers", dict(reversed(sent.items())), key="one").json() == made.json()
    refused = program.post("/suppliers", {**sent, "name": "Model by API"}, key="one")
    assert error_of(refused, 422)["code"] == "key-reused"
    assert [one.name for one in Supplier.objects.all()] == ["Cloud host"]
