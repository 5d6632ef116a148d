"""Numbers, keys and references that people and programs write: one reader for all, and a sentence for what is none."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.architecture.test_operations import program_of
from tests.evidence import made
from tests.factories import client_of
from tests.site.console import run
from waymark.context.models.supplier import Supplier
from waymark.core.references import LONGEST_KEY, LONGEST_NUMBER, key_in, number_in, pair_in
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.models.request import EvidenceRequest
from waymark.people.models.member import Member
from waymark.people.readers import Operator
from waymark.records.kinds import find, line_referred, line_written
from waymark.tasks.models.task import Task
from waymark.trail.models import Entry

FORTY = "9" * 40
ARABIC = "\N{ARABIC-INDIC DIGIT ONE}"
_PREFIXES = st.sampled_from(["SUP", "EV", "TASK", "ER", "GA"])
_DIGITS = st.text("0123456789", min_size=1, max_size=60)


@given(st.text(max_size=60), st.sampled_from(["", "SUP"]))
def test_reads_any_text_as_a_number_in_range_or_none(text: str, prefix: str) -> None:
    found = number_in(text, prefix)
    assert found is None or 1 <= found < 10**LONGEST_NUMBER
    key = key_in(text)
    assert key is None or 1 <= key < 10**LONGEST_KEY


@given(st.integers(1, 10**LONGEST_NUMBER - 1), _PREFIXES, st.booleans(), st.text(" \t", max_size=3))
def test_reads_back_what_is_shown(number: int, prefix: str, is_small: bool, blank: str) -> None:  # noqa: FBT001 -- drawn
    shown = f"{prefix}-{number}"
    assert number_in(blank + (shown.lower() if is_small else shown) + blank, prefix) == number
    assert number_in(str(number), prefix) == number_in(str(number)) == key_in(str(number)) == number


@given(st.integers(1, 10**6), st.lists(_PREFIXES, min_size=2, max_size=2, unique=True))
def test_reads_no_reference_of_another_kind(number: int, prefixes: list[str]) -> None:
    written, wanted = prefixes
    assert number_in(f"{written}-{number}", wanted) is None
    assert number_in(f"{written}-{number}") is None


@given(_DIGITS)
def test_reads_digits_up_to_the_longest(text: str) -> None:
    assert number_in(text) == (int(text) or None if len(text) <= LONGEST_NUMBER else None)
    assert key_in(text) == (int(text) or None if len(text) <= LONGEST_KEY else None)


@given(st.text(st.characters(whitelist_categories=["Nd", "No", "Nl"], min_codepoint=128), min_size=1, max_size=9))
def test_reads_no_digits_of_another_script(text: str) -> None:
    assert number_in(text) is None
    assert number_in(f"SUP-{text}", "SUP") is None
    assert number_in(f"1{text}") is None
    assert key_in(text) is None


@given(st.text(max_size=30), st.text(max_size=30))
def test_takes_a_pair_apart_at_its_first_colon(word: str, rest: str) -> None:
    found = pair_in(f"{word}:{rest}")
    if found is not None:
        assert ":" not in found[0]
        assert all(found)
        assert pair_in(":".join(found)) == found


@pytest.mark.parametrize("text", ["", " ", "-1", "+1", "1.0", "1 2", "1e3", "0", "00", "SUP-", "SUP--1", "SUP- 1", "²"])
def test_reads_no_number_of_what_only_looks_like_one(text: str) -> None:
    assert number_in(text, "SUP") is None


@pytest.mark.parametrize("text", ["", ":", "requirement", "requirement:", ":57", "requirement: "])
def test_reads_no_pair_where_a_part_is_missing(text: str) -> None:
    assert pair_in(text) is None


# What stands for a record and is none. `{hidden}` is the key of evidence that the member may not read.
KEYS = [f"supplier:{ARABIC}", f"supplier:{FORTY}", "evidence:{hidden}", "supplier:{other}", "nobody:1", "supplier:-1"]
REFERENCES = [f"SUP-{ARABIC}", f"SUP-{FORTY}", "EV-1", "TASK-1", FORTY, ARABIC]


@pytest.fixture
def hidden(owner: Member, administrator: Member) -> Evidence:
    """Return evidence that the owner of the cast may not read, beside a supplier that everybody may."""
    Supplier.add(owner.organisation, owner=administrator, by=administrator, name="Cloud host", supplies="Servers")
    return made.evidence(administrator, "The merger", confidentiality="confidential")


@pytest.fixture
def own(owner: Member, hidden: Evidence) -> Evidence:
    return made.evidence(owner, "The policy is published")


def kept() -> tuple[int, ...]:
    models = (Task, EvidenceRequest, EvidenceLink, Entry)
    return tuple(model._default_manager.count() for model in models)


def written(text: str, hidden: Evidence) -> str:
    supplier = Supplier.objects.of(hidden.organisation).get()
    return text.replace("{hidden}", str(hidden.pk)).replace("{other}", str(supplier.pk + 1000))


def pages(member: Member, own: Evidence) -> dict[str, Callable[[str], tuple[str, dict[str, Any]]]]:
    base = f"/o/{member.organisation.slug}"
    task = {"title": "New", "priority": 3, "repeat": "none", "key": "once"}
    asks = {"what": "More", "asked_of": member.pk, "due_on": made.days_ago(-9).isoformat(), "key": "once"}
    return {
        "task": lambda text: (f"{base}/tasks/new", {**task, "about": text}),
        "request": lambda text: (f"{base}/evidence/requests/new", {**asks, "for": text}),
        "use": lambda text: (f"{base}/evidence/{own.number}/uses", {"for": text}),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["task", "request", "use"])
@pytest.mark.parametrize("text", KEYS)
def test_refuses_on_a_page_in_a_sentence(page: str, text: str, owner: Member, hidden: Evidence, own: Evidence) -> None:
    address, sent = pages(owner, own)[page](written(text, hidden))
    before = kept()
    answer = client_of(owner).post(address, sent)
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "This record does not exist" in words or "There is no such record" in words
    assert "The merger" not in words
    assert kept() == before


@pytest.mark.django_db
@pytest.mark.parametrize("text", REFERENCES)
def test_links_evidence_to_no_such_reference(text: str, owner: Member, hidden: Evidence, own: Evidence) -> None:
    before = kept()
    sent = {"kind": "supplier", "text": text}
    answer = client_of(owner).post(f"/o/{owner.organisation.slug}/evidence/{own.number}/links", sent)
    assert (answer.status_code, "No results." in answer.content.decode()) == (422, True)
    assert kept() == before


@pytest.mark.django_db
@pytest.mark.parametrize("text", KEYS)
def test_refuses_a_program_in_a_sentence(text: str, owner: Member, hidden: Evidence, own: Evidence) -> None:
    program, base = program_of(owner), f"/api/v1/o/{owner.organisation.slug}"
    named, before = written(text, hidden), kept()
    asks = {"what": "More", "asked_of": owner.pk, "due_on": made.days_ago(-9).isoformat()}
    for path, sent in {
        "/tasks": {"title": "New", "priority": 3, "repeat": "none", "about": named},
        "/evidence/requests": {**asks, "record": named},
        f"/evidence/{own.number}/links": {"kind": "supplier", "text": named},
    }.items():
        answer = program.post(base + path, sent, content_type="application/json")
        assert answer.status_code == 422, path
        assert answer.json()["error"]["message"]
    assert kept() == before


@pytest.mark.django_db
@pytest.mark.parametrize("number", [ARABIC, FORTY, "0", "-1"])
@pytest.mark.parametrize("path", ["suppliers", "evidence", "tasks/TASK-", "evidence/requests"])
def test_opens_no_page_for_what_is_no_number(path: str, number: str, owner: Member, hidden: Evidence) -> None:
    separator = "" if path.endswith("-") else "/"
    browser = Client(raise_request_exception=False)
    browser.force_login(owner.user, backend="allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[arg-type]  # the cast signs in
    answer = browser.get(f"/o/{owner.organisation.slug}/{path}{separator}{number}")
    assert answer.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        ("task", "finish", "--note", "Done", "{ref}"),
        ("supplier", "retire", "--reason", "Gone", "{ref}"),
        ("task", "add", "New", "--about", "supplier:{ref}"),
    ],
)
@pytest.mark.parametrize("text", [f"TASK-{ARABIC}", ARABIC, FORTY, f"TASK-{FORTY}", "EV-1"])
def test_refuses_at_the_console_in_a_sentence(words: tuple[str, ...], text: str, hidden: Evidence) -> None:
    before = kept()
    ended = run(*(one.replace("{ref}", text) for one in words), "--org", hidden.organisation.slug)
    assert ended.exit_code != 0
    assert text in ended.output
    assert "Traceback" not in ended.output
    assert kept() == before


@pytest.mark.django_db
def test_names_a_hidden_record_to_the_operator_alone(owner: Member, hidden: Evidence) -> None:
    operator = Operator(hidden.organisation)
    for reader, there in ((owner, False), (operator, True)):
        assert (line_written(reader, f"evidence:{hidden.pk}") is not None) is there
        assert (line_referred(reader, f"evidence:{hidden.reference}") is not None) is there
        assert bool(find(reader, hidden.reference)) is there
