"""Acts at the console: what is typed wrong gets a sentence, and nobody is somebody one can name."""

from typing import Any

import click
import pytest

from tests.site.console import run
from waymark.context.models.supplier import Supplier
from waymark.core.forms import KEY, VERSION
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records.acts import RecordActs, record_acts
from waymark.site.console.app import console
from waymark.tasks.checklist import steps_from
from waymark.tasks.models.task import Task
from waymark.tasks.work import TaskDraft, create

pytestmark = pytest.mark.django_db
NOT_UTF_8 = "a\udcff"


@pytest.fixture
def words(organisation: Organisation) -> tuple[str, str]:
    return "--org", organisation.slug


@pytest.fixture
def supplier(administrator: Member, owner: Member) -> Supplier:
    return Supplier.add(administrator.organisation, owner=owner, by=administrator, name="Host", supplies="Servers")


@pytest.fixture
def task(administrator: Member) -> Task:
    draft = TaskDraft(title="Write it", checklist=steps_from("Draft"))
    return create(administrator.organisation, draft, by=administrator)


def test_names_nobody_as_the_owner(words: tuple[str, str], supplier: Supplier) -> None:
    assert run("supplier", "give", "SUP-1", *words, "--owner", "").exit_code == 0
    assert Supplier.objects.get().owner is None
    assert supplier.owner is not None
    assert run("supplier", "give", "SUP-1", *words, "--owner", supplier.owner.name).exit_code == 0
    assert Supplier.objects.get().owner == supplier.owner


def test_refuses_evidence_that_is_not_linked_to_a_task(words: tuple[str, str], task: Task) -> None:
    refused = run("task", "finish", "TASK-1", *words, "--evidence", "evidence.evidence:1", "--note", "x")
    assert refused.exit_code == 1
    assert "evidence" in refused.output
    assert Task.objects.get().is_open


def test_says_no_more_than_the_number_where_there_is_nothing_to_say(words: tuple[str, str], task: Task) -> None:
    assert run("task", "tick", "TASK-1", *words, "--place", "0", "--text", "Draft", "--done").output == "TASK-1\n"


def test_takes_back_what_was_ticked(words: tuple[str, str], task: Task) -> None:
    step = ("task", "tick", "TASK-1", *words, "--place", "0", "--text", "Draft")
    for typed, done in (("--done", True), ("--no-done", False)):
        assert run(*step, typed).exit_code == 0
        assert Task.objects.get().checklist[0]["done"] is done


@pytest.mark.parametrize("acts", record_acts(), ids=lambda one: one.word)
def test_offers_every_field_of_every_form(acts: RecordActs[Any]) -> None:
    group = console.commands[acts.word.removeprefix("evidence_").replace("_", "-")]
    assert isinstance(group, click.Group)
    described: list[Any] = [*acts.acts, *([acts.new] if acts.new else [])]
    for act in described:
        fields = {*act.form.base_fields, *act.described} - {KEY, VERSION}
        taken = {one.name for one in group.commands[act.name].params}
        assert fields <= taken, f"{acts.word} {act.name} takes no {fields - taken}"


def test_finds_nothing_by_bytes_that_are_no_text(words: tuple[str, str], supplier: Supplier) -> None:
    for typed in (
        ("supplier", "retire", "SUP-1", "--org", NOT_UTF_8, "--reason", "x"),
        ("supplier", "give", "SUP-1", *words, "--owner", NOT_UTF_8),
        ("supplier", "list", *words, "--owner", NOT_UTF_8),
        ("request", "add", "x", *words, "--of", NOT_UTF_8, "--due", "2027-01-01"),
        ("supplier", "retire", NOT_UTF_8, *words, "--reason", "x"),
    ):
        assert run(*typed).exit_code == 3, typed
    refused = run("supplier", "retire", "SUP-1", *words, "--reason", NOT_UTF_8)
    assert refused.exit_code == 1
    assert "U+DCFF" in refused.output
