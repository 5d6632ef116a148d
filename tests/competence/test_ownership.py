"""Still mine: one page and one act over everything a member owns, once a year, and what is owed until then."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.evidence import made
from tests.factories import client_of
from tests.site.console import answer as console_answer
from tests.site.console import run
from waymark.competence.models.ownership import OwnershipCheck
from waymark.competence.ownership import FLAG, MINE, Answer, OwnershipUnanswered, OwnsNothing, confirm_ownership
from waymark.context.models.supplier import Supplier
from waymark.core.clock import day_in
from waymark.evidence.freshness import add_months
from waymark.evidence.models.evidence import Evidence
from waymark.people.models.member import Member
from waymark.people.models.token import Token
from waymark.people.rights import Role
from waymark.tasks.models.task import Task
from waymark.tasks.work import TaskDraft, create
from waymark.trail.models import Head
from waymark.work.daily import remind
from waymark.work.models.notice import Notice
from waymark.work.owed import owed_by

pytestmark = pytest.mark.django_db


def today(member: Member) -> dt.date:
    return day_in(member.organisation.time_zone)


@pytest.fixture
def owned(owner: Member, administrator: Member) -> tuple[Evidence, Task, Supplier]:
    """Three records of three kinds that one member owns."""
    return (
        made.evidence(owner, "Minutes"),
        create(owner.organisation, TaskDraft(title="Write it", owner=owner), by=administrator),
        Supplier.add(owner.organisation, owner=owner, by=administrator, name="Cloud host", supplies="Servers"),
    )


def came(member: Member, *, years: int) -> Member:
    """Return the member as one who came so many years ago, behind the verbs."""
    then = member.created_at - dt.timedelta(days=366 * years)
    Member.objects.filter(pk=member.pk).update(created_at=then)
    return Member.objects.select_related("organisation").get(pk=member.pk)


def sources(member: Member) -> set[str]:
    return {row.source for row in owed_by(member, today(member))}


def test_keeps_an_answer_for_everything_and_asks_again_in_a_year(owned: Any, owner: Member) -> None:
    check = confirm_ownership(owner, lambda _kind, _line: MINE, by=owner)
    assert (check.kept, check.given, check.flagged) == (3, 0, [])
    assert (check.checked_on, check.next_due_on) == (today(owner), add_months(today(owner), 12))


def test_gives_away_and_flags_what_is_not_theirs(owned: Any, owner: Member, administrator: Member) -> None:
    answers = {"task": Answer(new_owner=administrator), "evidence": FLAG}
    check = confirm_ownership(owner, lambda _kind, line: answers.get(line.kind.partition(".")[2], MINE), by=owner)
    evidence, task, _supplier = owned
    assert (check.kept, check.given, check.flagged) == (1, 1, [evidence.reference])
    assert Task.objects.get(pk=task.pk).owner == administrator
    assert Evidence.objects.get(pk=evidence.pk).owner == owner
    sentences = [one.what for one in Notice.objects.of(owner.organisation).to(administrator)]
    assert any(f"not theirs any more: {evidence.reference}" in one for one in sentences)


def test_changes_nothing_while_a_record_has_no_answer(owned: Any, owner: Member, administrator: Member) -> None:
    before = Head.objects.get(pk=owner.organisation_id).seq
    answers = {"task": Answer(new_owner=administrator), "evidence": MINE}
    with pytest.raises(OwnershipUnanswered):
        confirm_ownership(owner, lambda _kind, line: answers.get(line.kind.partition(".")[2]), by=owner)
    assert Head.objects.get(pk=owner.organisation_id).seq == before


def test_asks_nobody_who_owns_nothing(owner: Member) -> None:
    with pytest.raises(OwnsNothing):
        confirm_ownership(owner, lambda _kind, _line: MINE, by=owner)
    assert "ownership" not in sources(came(owner, years=2))


def test_owes_it_a_year_after_a_member_came_and_after_each_answer(owned: Any, owner: Member) -> None:
    assert "ownership" not in sources(owner)
    old = came(owner, years=1)
    assert "ownership" in sources(old)
    check = confirm_ownership(old, lambda _kind, _line: MINE, by=old)
    assert "ownership" not in sources(old)
    OwnershipCheck.objects.filter(pk=check.pk).update(next_due_on=today(old) + dt.timedelta(days=20))
    (row,) = [one for one in owed_by(old, today(old)) if one.source == "ownership"]
    assert row.due_on == today(old) + dt.timedelta(days=20)
    (shown,) = [one for one in owed_by(old, today(old)).shown() if one.what == row.what]
    assert shown.url == reverse("member_ownership", args=[old.organisation.slug, old.pk])


def test_reminds_of_it_once(owned: Any, owner: Member, run_jobs: Any) -> None:
    came(owner, years=1)
    for _ in range(2):
        remind.enqueue()
        run_jobs()
    sentences = [one.what for one in Notice.objects.of(owner.organisation).to(owner)]
    assert sum("what you own is still yours" in one for one in sentences) == 1


def test_answers_on_one_page(
    owned: Any, owner: Member, administrator: Member, django_assert_max_num_queries: Any
) -> None:
    evidence, task, supplier = owned
    owner.grant([Role.CONTRIBUTOR], by=administrator)
    browser, address = client_of(owner), reverse("member_ownership", args=[owner.organisation.slug, owner.pk])
    with django_assert_max_num_queries(12):
        page = browser.get(address).content.decode()
    assert " checked" not in page
    some = {"mine-kind-evidence": "on", f"else-tasks-{task.pk}": str(administrator.pk)}
    refused = browser.post(address, some)
    assert refused.status_code == 422
    assert "1 record has no answer" in refused.content.decode()
    answer = browser.post(address, {**some, f"else-suppliers-{supplier.pk}": "flag"}, follow=True).content.decode()
    assert "Saved. The next confirmation is due in a year." in answer
    check = OwnershipCheck.objects.get()
    assert (check.kept, check.given, check.flagged) == (1, 1, [supplier.reference])
    assert Evidence.objects.get(pk=evidence.pk).owner == owner


def test_shows_nobody_else_but_aims_managers_what_a_member_owns(
    owned: Any, owner: Member, administrator: Member
) -> None:
    address = reverse("member_ownership", args=[owner.organisation.slug, owner.pk])
    other = factories.member(owner.organisation, Role.CONTRIBUTOR, name="Other")
    page = client_of(other).get(address).content.decode()
    assert "Minutes" not in page
    assert "Cloud host" not in page
    assert client_of(other).post(address, {"mine-kind-evidence": "on"}).status_code == 404
    assert "Minutes" in client_of(administrator).get(address).content.decode()


def test_lists_at_the_console_who_has_answered(owned: Any, owner: Member) -> None:
    confirm_ownership(owner, lambda _kind, _line: MINE, by=owner)
    rows = console_answer("ownership", "list", "--org", owner.organisation.slug, "--json")
    assert {row["name"]: row["kept"] for row in rows}[owner.name] == 3


def program_of(member: Member) -> Client:
    """Return a client that sends a token of a member, with all their rights."""
    secret = Token.issue(member, name="Any", rights=tuple(member.rights), days=1, by=member)[1]
    return Client(headers={"Authorization": f"Bearer {secret}"})


def of_api(name: str, member: Member) -> str:
    return reverse(f"api:{name}", args=[member.organisation.slug, member.pk])


def test_answers_by_name_in_the_api(owned: Any, owner: Member, administrator: Member) -> None:
    evidence, task, supplier = owned
    owner.grant([Role.CONTRIBUTOR], by=administrator)
    program = program_of(owner)
    listed = program.get(of_api("member_ownership", owner)).json()["records"]
    assert {one["reference"] for one in listed} == {evidence.reference, task.reference, supplier.reference}
    answers: dict[str, Any] = {"mine": [evidence.reference], "given": [f"tasks-{task.pk}={administrator.pk}"]}
    address = of_api("member_ownership_confirmation", owner)
    unanswered = program.post(address, answers, content_type="application/json")
    assert (unanswered.status_code, unanswered.json()["error"]["code"]) == (422, "ownership-unanswered")
    made = program.post(address, {**answers, "flagged": [supplier.reference]}, content_type="application/json")
    assert made.status_code == 201
    assert {name: made.json()[name] for name in ("kept", "given", "flagged")} == {
        "kept": 1,
        "given": 1,
        "flagged": [supplier.reference],
    }
    assert Task.objects.get(pk=task.pk).owner == administrator


@pytest.mark.parametrize(
    "answers",
    [
        {"mine": ["EV-4711"], "rest_is_mine": True},
        {"mine": ["EV-1"], "flagged": ["EV-1"], "rest_is_mine": True},
        {"given": ["EV-1"], "rest_is_mine": True},
        {"given": ["EV-1=4711"], "rest_is_mine": True},
        {"mine": ["EV-1"]},
        {},
    ],
)
def test_refuses_in_the_api_what_is_not_an_answer_for_everything(
    answers: dict[str, Any], owned: Any, owner: Member, administrator: Member
) -> None:
    program = program_of(administrator)
    before = Head.objects.get(pk=owner.organisation_id).seq
    answer = program.post(of_api("member_ownership_confirmation", owner), answers, content_type="application/json")
    assert answer.status_code == 422
    assert Head.objects.get(pk=owner.organisation_id).seq == before


def test_shows_no_program_of_somebody_else_what_a_member_owns(owned: Any, owner: Member) -> None:
    program = program_of(factories.member(owner.organisation, Role.CONTRIBUTOR, name="Other"))
    assert program.get(of_api("member_ownership", owner)).status_code == 404
    confirmation = of_api("member_ownership_confirmation", owner)
    assert program.post(confirmation, {"rest_is_mine": True}, content_type="application/json").status_code == 404


def test_answers_at_the_console(owned: Any, owner: Member, administrator: Member) -> None:
    evidence, task, _supplier = owned
    words = ("--org", owner.organisation.slug)
    rows = console_answer("ownership", "show", owner.name, *words)
    assert {row["reference"] for row in rows} >= {evidence.reference, task.reference}
    refused = run("ownership", "confirm", owner.name, *words, "--mine", evidence.reference)
    assert refused.exit_code == 1
    assert "ownership-unanswered" in refused.output
    given = ("--give", f"{task.reference}={administrator.name}", "--flag", evidence.reference)
    done = run("ownership", "confirm", owner.name, *words, *given, "--rest-is-mine")
    assert "1 record still theirs, 1 given to someone else, 1 flagged" in done.output
    assert Task.objects.get(pk=task.pk).owner == administrator
