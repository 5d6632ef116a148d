"""What is hidden from somebody is nowhere: in no field, picker, list, history, notice, export, search or error.

`confidential.py` makes one record of each kind that hides. A new such kind fails until it says there how one comes
about; a new page, file or operation is swept without being named.
"""

import dataclasses
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse, QueryDict
from django.test import Client

from tests.architecture.confidential import LOOKED_FOR, SECRET, SHOWN, TEXTS, Hidden, hidden, hiding
from tests.architecture.house import Address, inside_organisations, operations
from tests.architecture.test_operations import program_of
from tests.conformity.screens import text_of as words_of
from tests.evidence import made
from tests.factories import client_of
from tests.ground import Once, do_jobs, once_per_module
from tests.site.found import lines
from tests.template import is_postgresql
from waymark.core.clock import day_in
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.models.request import EvidenceRequest
from waymark.people.rights import Can, Role
from waymark.records.kinds import find, line_for
from waymark.records.registers import registers
from waymark.site.edge import RefusalMiddleware
from waymark.tasks.models.task import Task
from waymark.trail.door import StaleRecord
from waymark.work.daily import digest_to
from waymark.work.models.notice import Notice

pytestmark = pytest.mark.django_db
NEVER = 999_999
NONSENSE = "Zwiebelturm"
# Where the number of a hidden record may stand, never its title: each is a decision of somebody that exists.
NUMBERS = {
    "task": "a rejection gives the owner work: Renew the evidence EV-3",
    "tasks": "as the task",
    "comments": "as the record that they are on",
    "register_file": "as the task; and what a request was answered with",
    "notices": "as the request",
    "record_as_of": "a task, or a request and what it was answered with, as of a day",
    "evidence_request": "who asked is told with what it was answered",
    "requirement": "a judgement says which import brought it, a lowered status by which evidence it is lowered",
}
_PASSING = re.compile(
    r'\b[A-Za-z0-9]{64}\b|name="key" value="[^"]*"|id="id_key"[^>]*|nonce="[^"]*"|name="signed_in_as" value="[^"]*"'
)
SWEPT_ONCE = pytest.mark.sqlite_only("pages show what the same conditions allow that searches ask on both")
Open = Callable[[str], Any]


def _with_work_done(role: Role) -> Hidden:
    found = hidden(role)
    # The words of files are read in the background.
    do_jobs()
    return found


# Asked of one role only: the contributor may do what readers may not, and reads as little. On PostgreSQL all is.
_ROLES = [Role.CONTRIBUTOR] if is_postgresql() else [Role.READER, Role.CONTRIBUTOR]
secret_once = once_per_module(_with_work_done, params=_ROLES)
of_contributor = pytest.mark.parametrize("secret_once", [Role.CONTRIBUTOR], indirect=True, ids=str)


@pytest.fixture
def secret(secret_once: Once[Hidden], db: None) -> Hidden:
    return secret_once.copy()


def text_of(answer: Any) -> str:
    """Return all text of an answer, also of the sheets in a workbook."""
    body = answer.getvalue() if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    return str(body.decode("utf-8", "replace"))


def opened(browser: Client) -> Open:
    def get(address: str) -> Any:
        cache.clear()
        return browser.get(address)

    return get


def places(secret: Hidden, table: list[Address]) -> Iterator[tuple[str, str]]:
    """Yield name and address of everything that can be opened, for whatever points at the hidden records."""
    seen = set()
    for one in table:
        for other in ({}, *secret.arguments()):
            address = secret.filled.address(one, **{name: other[name] for name in other if name in one.arguments})
            if address not in seen:
                seen.add(address)
                yield one.name, address


def pages(secret: Hidden) -> Iterator[tuple[str, str]]:
    """Yield the pages, also as of today, with every register as a file and with everything in it."""
    today = day_in(secret.filled.organisation.time_zone).isoformat()
    for name, address in places(secret, inside_organisations()):
        yield name, address
        if name in {"record_as_of", "requirement"}:
            yield name, f"{address}?as_of={today}"
    slug = secret.filled.organisation.slug
    for one in registers():
        for extension in ("csv", "xlsx", "json"):
            yield "register_file", f"/o/{slug}/reports/registers/{one.name}.{extension}"
            yield "register_file", f"/o/{slug}/reports/registers/{one.name}.{extension}?state=all"
        yield one.name, f"/o/{slug}/{one.path}?state=all"


Shown = tuple[str, str, int, str]
"""Name and address of what was opened, and the status and the text of the answer."""


@pytest.fixture(scope="module")
def opened_once(secret_once: Once[Hidden]) -> list[Shown]:
    return []


@pytest.fixture
def strangers_pages(secret: Hidden, opened_once: list[Shown]) -> list[Shown]:
    """Return what the stranger finds on every page, which is opened once for all tests that ask."""
    if not opened_once:
        opened_once += answers(opened(client_of(secret.stranger)), pages(secret))
    return opened_once


def answers(get: Open, found: Iterator[tuple[str, str]]) -> Iterator[Shown]:
    for name, address in found:
        answer = get(address)
        yield name, address, answer.status_code, text_of(answer)


def numbers(secret: Hidden, shown: str) -> list[str]:
    return [one for one in secret.references if re.search(rf"\b{one}\b(?!-)", shown)]


def leaks(secret: Hidden, found: Iterable[Shown]) -> dict[str, str]:
    """Return where a word of the hidden stands, or its number where it should not, with what is around it."""
    wrong = {}
    for name, address, status, shown in found:
        hit = re.search(f"{LOOKED_FOR}|{SHOWN}", shown, re.IGNORECASE)
        if hit is not None:
            wrong[address] = shown[max(0, hit.start() - 160) : hit.end() + 40]
        elif name not in NUMBERS and numbers(secret, shown):
            wrong[address] = f"names {numbers(secret, shown)}"
        elif status >= 500:
            wrong[address] = "fails"
    return wrong


def test_knows_how_a_record_of_each_hiding_kind_comes_about(secret: Hidden) -> None:
    assert set(secret.records) == {one.kind for one in hiding()}, "say in tests/architecture/confidential.py how"
    by = secret.filled.administrator
    assert [kind for kind, pk in secret.records.items() if line_for(by, kind, pk) is None] == []
    assert Notice.objects.to(secret.stranger).filter(what__contains=SHOWN).count() > 1


def test_names_no_record_that_is_hidden(secret: Hidden) -> None:
    assert [kind for kind, pk in secret.records.items() if line_for(secret.stranger, kind, pk) is not None] == []
    for text in (SECRET, LOOKED_FOR, *secret.references, secret.filled.organisation.name):
        lines = [str(line) for some in find(secret.stranger, text).values() for line in some]
        assert [line for line in lines if SHOWN in line or line.startswith(secret.references)] == [], text


def test_shows_it_to_who_may_read_it(secret: Hidden) -> None:
    get = opened(client_of(secret.filled.administrator))
    missing = {*TEXTS, f"{SECRET}.txt", f"{SECRET}.csv"}
    for _name, address in pages(secret):
        shown = text_of(get(address))
        missing -= {text for text in missing if text in shown}
        if not missing:
            break
    assert missing == set()


@SWEPT_ONCE
def test_shows_it_on_no_page(secret: Hidden, strangers_pages: list[Shown]) -> None:
    assert leaks(secret, strangers_pages) == {}


@SWEPT_ONCE
def test_shows_it_to_no_program(secret: Hidden) -> None:
    assert leaks(secret, answers(opened(program_of(secret.stranger)), places(secret, operations()))) == {}


@of_contributor
@SWEPT_ONCE
def test_shows_it_to_no_token_with_fewer_rights_than_its_member(secret: Hidden) -> None:
    """The checker manages the AIMS and may read everything as a person; their token may not."""
    program = program_of(secret.checker, Can.READ, Can.COLLECT, Can.VERIFY, Can.WORK)
    assert leaks(secret, answers(opened(program), places(secret, operations()))) == {}


@of_contributor
@SWEPT_ONCE
def test_allows_no_number_where_none_stands(secret: Hidden, strangers_pages: list[Shown]) -> None:
    found = {name for name, _address, _status, shown in strangers_pages if numbers(secret, shown)}
    assert set(NUMBERS) - found == set()


@SWEPT_ONCE
def test_keeps_it_out_of_every_error(secret: Hidden) -> None:
    browser = client_of(secret.stranger)
    wrong = {}
    for name, address in places(secret, inside_organisations()):
        shown = words_of(browser.post(address))
        # An act on a task, a request or a sheet is refused on its page.
        is_on_its_page = name.startswith((*NUMBERS, "gap_judgements", "gap_whole", "gap_exclusion", "gap_reversal"))
        if re.search(f"{LOOKED_FOR}|{SHOWN}", shown) or (numbers(secret, shown) and not is_on_its_page):
            wrong[address] = shown
    assert wrong == {}


def test_finds_nothing_by_its_words(secret: Hidden) -> None:
    browser = client_of(secret.stranger)
    slug = secret.filled.organisation.slug
    searched = [f"/o/{slug}/{one.path}?q=" for one in registers()]
    searched += [f"/o/{slug}/{path}?find=" for path in ("tasks/new", "tasks/subjects", "evidence/new")]
    searched += [f"/o/{slug}/search?q=", "/search?q="]
    for address in searched:
        theirs = _PASSING.sub("", words_of(browser.get(address + LOOKED_FOR))).replace(LOOKED_FOR, NONSENSE)
        assert theirs == _PASSING.sub("", words_of(browser.get(address + NONSENSE))), address
    for address in (f"/o/{slug}/evidence/?q=", f"/o/{slug}/search?q="):
        assert SHOWN in words_of(client_of(secret.filled.administrator).get(address + LOOKED_FOR)), address
    program = program_of(secret.stranger)
    for one in registers():
        if (path := f"/api/v1/o/{slug}/{one.path}") and program.get(path).status_code == 200:
            cache.clear()
            theirs, nobodys = (text_of(program.get(path, {"q": word})) for word in (LOOKED_FOR, NONSENSE))
            assert theirs == nobodys, path


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "palette"])
def test_finds_nothing_by_its_reference(headers: dict[str, str], secret: Hidden) -> None:
    """Nor by its key or its words, in the palette as on the page of the search."""
    address = f"/o/{secret.filled.organisation.slug}/search"
    for text in (LOOKED_FOR, SECRET, *secret.references, *(one.rpartition("-")[2] for one in secret.references)):
        answer = client_of(secret.stranger).get(address, {"q": text}, headers=headers)
        # What was looked for stands as it was typed in the line that leads to all results.
        found = [words for url, words in lines(text_of(answer)) if not url.startswith(address)]
        assert [one for one in found if re.search(f"{SHOWN}|{LOOKED_FOR}", one)] == [], text
        # A task may name it, as its page does; the record itself is no line.
        assert [one for one in found if one.split()[0] in secret.references] == [], text
    for text in (SHOWN, secret.evidence.reference):
        theirs = lines(text_of(client_of(secret.filled.administrator).get(address, {"q": text}, headers=headers)))
        assert secret.evidence.reference in [words.split()[0] for _url, words in theirs], text


@pytest.mark.usefixtures("_with_mail")
def test_mails_it_to_nobody(secret: Hidden) -> None:
    digest_to.func(secret.stranger.pk)
    (message,) = mail.outbox
    assert not re.search(f"{LOOKED_FOR}|{SHOWN}", f"{message.subject}\n{message.body}")
    assert "a record you no longer have access to" in message.body


@pytest.fixture
def _with_mail(settings: Any) -> None:
    settings.CONFIGURATION = dataclasses.replace(
        settings.CONFIGURATION, email={"EMAIL_HOST": "x"}, base_url="https://aims.example.org"
    )


def test_shows_it_in_no_conflict(secret: Hidden) -> None:
    """An answer that lost a race shows what is stored: with which evidence somebody else answered."""
    asked = EvidenceRequest.objects.filter(evidence=secret.evidence).first()
    shown = {}
    for member in (secret.stranger, secret.filled.administrator):
        request = client_of(member).get(f"/o/{secret.filled.organisation.slug}/evidence/").wsgi_request
        request.method, request.member = "POST", member  # type: ignore[attr-defined]  # as the policy sets it
        request.POST = QueryDict(f"what=Mine&evidence={secret.evidence.pk}")
        answer = RefusalMiddleware(lambda _request: HttpResponse()).process_exception(request, StaleRecord(asked))
        assert answer is not None
        assert answer.status_code == 409
        shown[member] = SHOWN in words_of(answer)
    assert shown == {secret.stranger: False, secret.filled.administrator: True}


def posts(secret: Hidden) -> dict[str, tuple[str, Callable[[str, int], dict[str, Any]]]]:
    """Return the address and the fields of everything that takes a record, by the word of its kind and its key."""
    base = f"/o/{secret.filled.organisation.slug}"
    later = made.days_ago(-9).isoformat()
    asks = {"what": "More", "asked_of": secret.stranger.pk, "due_on": later, "key": "once"}
    answering = next(one for one in secret.requests if one.is_open)
    return {
        "task about": (f"{base}/tasks/new", lambda word, pk: _task(f"{word}:{pk}")),
        "request about": (f"{base}/evidence/requests/new", lambda word, pk: {**asks, "for": f"{word}:{pk}"}),
        "evidence for": (f"{base}/evidence/new", lambda word, pk: {"title": "New", "for": f"{word}:{pk}"}),
        "use for": (f"{base}/evidence/{secret.visible.number}/uses", lambda word, pk: {"for": f"{word}:{pk}"}),
        "link": (f"{base}/evidence/{secret.visible.number}/links", lambda word, pk: {"kind": word, "text": str(pk)}),
        "answer": (f"{base}/evidence/requests/{answering.number}", lambda _word, pk: {"evidence": str(pk)}),
        "finish": (
            f"{base}/tasks/TASK-{secret.tasks[0].number}/finish",
            lambda word, pk: {"evidence": f"evidence.{word}:{pk}"},
        ),
    }


def _task(about: str) -> dict[str, Any]:
    return {"title": "New", "priority": 3, "repeat": "none", "about": about, "key": "once"}


def _answer_to(browser: Client, address: str, sent: dict[str, Any], pk: int) -> tuple[int, str]:
    answer = browser.post(address, sent)
    return answer.status_code, re.sub(rf"\b{pk}\b", "N", _PASSING.sub("", words_of(answer)))


@of_contributor
def test_answers_a_hidden_record_as_one_that_never_was(secret: Hidden) -> None:
    browser, before = client_of(secret.stranger), _counts()
    for what, (address, fields) in posts(secret).items():
        for kind in hiding():
            pk = secret.records[kind.kind]
            theirs = _answer_to(browser, address, fields(kind.word, pk), pk)[0]
            nobodys = _answer_to(browser, address, fields(kind.word, NEVER), NEVER)[0]
            assert theirs == nobodys == 422, (what, kind.kind, theirs, nobodys)
    assert _counts() == before


@of_contributor
def test_answers_programs_about_a_hidden_record_as_about_one_that_never_was(secret: Hidden) -> None:
    program, before = program_of(secret.stranger), _counts()
    base = f"/api/v1/o/{secret.filled.organisation.slug}"
    later = made.days_ago(-9).isoformat()
    asks = {"what": "More", "asked_of": secret.stranger.pk, "due_on": later}
    answering = next(one for one in secret.requests if one.is_open)
    for kind in hiding():
        pk = secret.records[kind.kind]
        sent: dict[str, Callable[[int], dict[str, Any]]] = {
            "/tasks": lambda pk, word=kind.word: {"title": "New", "about": f"{word}:{pk}"},  # type: ignore[misc]
            "/evidence/requests": lambda pk, word=kind.word: {**asks, "record": f"{word}:{pk}"},  # type: ignore[misc]
            f"/evidence/{secret.visible.number}/links": lambda pk, word=kind.word: {"kind": word, "text": f"{pk}"},  # type: ignore[misc]
            f"/evidence/requests/{answering.number}/answer": lambda pk: {"evidence": str(pk)},
        }
        for path, fields in sent.items():
            cache.clear()
            theirs, nobodys = (
                program.post(base + path, fields(one), content_type="application/json") for one in (pk, NEVER)
            )
            assert theirs.status_code == nobodys.status_code >= 400, (path, kind.kind)
            assert theirs.content == nobodys.content, (path, kind.kind)
    assert _counts() == before


def _counts() -> tuple[int, ...]:
    return tuple(model._default_manager.count() for model in (Task, EvidenceRequest, EvidenceLink))
