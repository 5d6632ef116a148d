"""What is confidential is nowhere to be found by somebody who may not read it: no page, list, picker, file or error.

One piece of evidence is confidential, and everything that can point at a record points at it. Then every address and
every operation is asked by members without the right, and no answer holds a word of it.
"""

import dataclasses
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.architecture import filled as ground
from tests.architecture.filled import Filled
from tests.architecture.house import Address, inside_organisations, operations
from tests.architecture.test_operations import program_of
from tests.conformity.rating import tree
from tests.evidence import made
from tests.factories import client_of
from waymark.core.clock import day_in
from waymark.evidence.asking import RequestDraft, answer, ask
from waymark.evidence.checking import reject
from waymark.evidence.kinds import Confidentiality
from waymark.evidence.linking import link
from waymark.evidence.models.evidence import Evidence
from waymark.people.models.member import Member
from waymark.people.rights import RIGHTS, Can, Role
from waymark.records.kinds import find, lines_for
from waymark.records.registers import registers
from waymark.reports.registers import FORMATS
from waymark.tasks.models.task import Task
from waymark.tasks.work import TaskDraft, create, finish
from waymark.work.daily import digest_to
from waymark.work.owners import give

pytestmark = pytest.mark.django_db
WORDS = ("zanzibar", "quixotic", "mulberry", "persimmon", "tamarind")
"""Title, note, statement of the check, name of the file, reason of the link: words that stand nowhere else."""
WITHOUT = [role for role in Role if Can.READ_CONFIDENTIAL not in RIGHTS[role]]
NOBODYS = 999_999


@dataclass(frozen=True)
class Secret:
    """A confidential piece of evidence, and what points at it."""

    filled: Filled
    evidence: Evidence
    tasks: tuple[Task, ...]
    requested: int
    asked: Member

    @property
    def named(self) -> dict[str, Any]:
        """Return what addresses call it."""
        return {"item": self.evidence.number, "capture": 1, "position": 1}


@pytest.fixture
def secret() -> Secret:
    filled = ground.filled()
    of, by = filled.organisation, filled.administrator
    colleague = ground.colleague(filled, Role.CONTRIBUTOR)
    checker = ground.colleague(filled, Role.AIMS_MANAGER)
    files = (made.kept_file(b"The ledger", name="persimmon.txt"),)
    evidence = made.evidence(
        by,
        "Zanzibar ledger",
        about="quixotic",
        confidentiality=Confidentiality.CONFIDENTIAL,
        what=made.collected(files=files, note="Quixotic words"),
    )
    reject(made.newest(evidence), by=checker, reason="Mulberry")
    evidence.refresh_from_db()
    about, today = ("evidence.evidence", evidence.pk), day_in(of.time_zone)
    link(evidence, "catalogue.point", tree().point("6.1.4-2").pk, by=by, why="Tamarind")
    drafts = [
        TaskDraft(title=f"Task about it {number}", owner=colleague, about=about, due_on=today) for number in (1, 2)
    ]
    first, second = (create(of, draft, by=by) for draft in drafts)
    link(evidence, "tasks.task", first.pk, by=by, why="Tamarind")
    finish(second, by=by, finisher=by, evidence=about)
    wanted = ask(of, RequestDraft(what="Something", asked_of=colleague, due_on=today), by=colleague)
    answer(wanted, evidence, by=by)
    # It was the colleague's until today: what told of it then is still there.
    give(evidence, colleague, by=by)
    evidence.refresh_from_db()
    give(evidence, by, by=by)
    evidence.refresh_from_db()
    return Secret(filled, evidence, (first, second), wanted.number, colleague)


def body_of(browser: Client, address: str, data: Any = None, method: str = "get") -> tuple[int, str]:
    """Return status and text of an answer; of a workbook the text of its parts."""
    cache.clear()
    answer_ = getattr(browser, method)(address, data)
    body = answer_.getvalue() if answer_.streaming else answer_.content
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            body = b"".join(parts.read(name) for name in parts.namelist())
    return answer_.status_code, body.decode("utf-8", "replace").lower()


def leaks(text: str) -> list[str]:
    return [word for word in WORDS if word in text]


def ways(secret: Secret, one: Address) -> Iterator[str]:
    """Yield an address for what is ordinary, for the secret, and for each thing that points at it."""
    yield secret.filled.address(one)
    if set(one.arguments) & set(secret.named):
        yield secret.filled.address(one, **secret.named)
    if "task" in one.arguments:
        for task in secret.tasks:
            yield secret.filled.address(one, task=task.number)
    if "evidence_request" in one.arguments:
        yield secret.filled.address(one, evidence_request=secret.requested)
    if "ref" in one.arguments or "point" in one.arguments:
        yield secret.filled.address(one, ref="6.1.4", **({"point": "6.1.4-2"} if "point" in one.arguments else {}))


def members(secret: Secret) -> Iterator[Member]:
    yield secret.asked
    for role in WITHOUT:
        yield ground.colleague(secret.filled, role)


def test_is_there_for_those_who_may_read_it(secret: Secret) -> None:
    browser = client_of(secret.filled.administrator)
    _status, page = body_of(
        browser, reverse("evidence_item", args=[secret.filled.organisation.slug, secret.evidence.number])
    )
    assert sorted(leaks(page)) == sorted(WORDS)


@pytest.mark.parametrize("method", ["get", "post"])
def test_stands_on_no_page(secret: Secret, method: str) -> None:
    wrong = {}
    for member in members(secret):
        browser = client_of(member)
        for one in inside_organisations():
            for address in ways(secret, one):
                status, text = body_of(browser, address, method=method)
                if leaks(text) or status >= 500:
                    wrong[f"{member.name} {address}"] = (status, leaks(text))
    assert wrong == {}


def test_is_told_to_no_program(secret: Secret) -> None:
    wrong = {}
    for member in members(secret):
        program = program_of(member)
        for one in operations():
            for method in ("get", "post"):
                for address in ways(secret, one) if one.arguments else [secret.filled.address(one)]:
                    status, text = body_of(program, address, method=method)
                    if leaks(text) or status >= 500:
                        wrong[f"{member.name} {method} {address}"] = (status, leaks(text))
    assert wrong == {}


def test_is_in_no_file_and_no_search(secret: Secret) -> None:
    slug, wrong = secret.filled.organisation.slug, []
    for member in members(secret):
        browser = client_of(member)
        for register in registers():
            for query in ({}, {"q": "zanzibar"}, {"q": secret.evidence.reference}, {"q": "quixotic"}):
                addresses = [reverse(register.name, args=[slug])]
                addresses += [reverse("register_file", args=[slug, register.name, form.extension]) for form in FORMATS]
                for address in addresses:
                    _status, text = body_of(browser, address, query)
                    # What was typed into the search field stands in it.
                    text = text.replace(f'value="{query.get("q", "-").lower()}"', "").replace(f"q={query.get('q')}", "")
                    wrong += [f"{address} {query}: {word}" for word in leaks(text)]
    assert wrong == []


def test_is_offered_by_no_picker_and_no_reference(secret: Secret) -> None:
    which = ("evidence.evidence", secret.evidence.pk)
    for member in members(secret):
        for text in ("zanzibar", secret.evidence.reference, f"evidence:{secret.evidence.number}"):
            assert all("zanzibar" not in str(line).lower() for lines in find(member, text).values() for line in lines)
        assert lines_for(member, [which]) == {}


@pytest.mark.parametrize("field", ["about", "evidence"])
def test_cannot_be_named_where_a_record_is_asked_for(secret: Secret, field: str) -> None:
    slug, member = secret.filled.organisation.slug, secret.asked
    mine = create(secret.filled.organisation, TaskDraft(title="Mine", owner=member), by=member)
    address, sent = {
        "about": (reverse("new_task", args=[slug]), {"title": "x"}),
        "evidence": (reverse("task_finish", args=[slug, mine.number]), {"note": ""}),
    }[field]
    answers = []
    for number in (secret.evidence.number, NOBODYS):
        named = f"evidence:EV-{number}"
        status, text = body_of(client_of(member), address, {**sent, field: named, "version": mine.version}, "post")
        shown = re.search(r'<div class="error-summary".*?</div>', text, re.DOTALL)
        assert shown, text
        answers.append((status, shown[0].replace(str(number), "N"), leaks(text)))
        assert status == 422
    assert answers[0] == answers[1]
    assert Task.objects.get(pk=mine.pk).version == mine.version


def test_answers_for_it_as_for_what_never_was(secret: Secret) -> None:
    wrong = {}
    browser, program = client_of(secret.asked), program_of(secret.asked)
    for one in [*inside_organisations(), *operations()]:
        if "item" not in one.arguments:
            continue
        who = program if one.is_operation else browser
        for method in ("get", "post"):
            theirs = body_of(who, secret.filled.address(one, **secret.named), method=method)[0]
            nobodys = body_of(who, secret.filled.address(one, item=NOBODYS, capture=1, position=1), method=method)[0]
            if theirs != nobodys:
                wrong[f"{method} {one}"] = (theirs, nobodys)
    assert wrong == {}


def test_is_in_no_digest(secret: Secret, settings: Any) -> None:
    settings.CONFIGURATION = dataclasses.replace(settings.CONFIGURATION, email={"EMAIL_HOST": "x"})
    for member in members(secret):
        digest_to.func(member.pk)
    assert mail.outbox
    assert [word for message in mail.outbox for word in leaks(message.body.lower())] == []
