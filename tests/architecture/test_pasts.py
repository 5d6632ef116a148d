"""Every governed record has its history, and can be seen as of any day; whatever cannot stands here with its reason."""

import re
from collections.abc import Iterator

import pytest
from django.db import models
from django.test import Client
from django.utils.html import strip_tags

from tests.architecture import filled as ground
from tests.architecture.filled import Filled
from tests.architecture.house import inside_organisations, our_models
from tests.architecture.pages import templates
from tests.conformity.screens import at, text_of
from tests.factories import client_of
from tests.ground import Once, once_per_module
from waymark.core.clock import day_in
from waymark.evidence.models.evidence import Evidence
from waymark.people.rights import Can, Role
from waymark.records.kinds import RecordKind, RecordLine, hidden_from, kinds, lines_for
from waymark.trail.door import Recorded
from waymark.trail.models import Entry
from waymark.trail.words import has_past

# A new governed model is registered as a kind of record (see docs/guide/developer.md), or stands here.
NAMELESS = {
    "people.user": "a person of the installation: told in its own chain, and named in each organisation by a member",
    "people.accesslink": "a way in: its member's page tells whether one is open, the trail who made and used it",
    "catalogue.framework": "reference data of the installation, told in its own chain; an edition never changes",
    "catalogue.translation": "as the framework",
    "evidence.storedfile": "content without a page: captures name it by its hash; only what a scanner said changes",
}
# Kinds whose own page shows no history of theirs.
TOLD_ELSEWHERE = {
    "people.organisation": "its line leads to the path; its history stands on the settings page",
    "competence.ownershipcheck": "never changed: the page on what a member owns lists every one there ever was",
    "conformity.judgement": "never changed: the page of its requirement lists every one there ever was",
}
_PANEL = re.compile(r'<section class="card" id="history">.*?</section>', re.DOTALL)
_FORM = re.compile(r'<form class="as-of" method="get" action="([^"]+)">')


filled_once = once_per_module(ground.filled)


@pytest.fixture
def filled(filled_once: Once[Filled], db: None) -> Filled:
    return filled_once.copy()


def governed() -> dict[str, type[models.Model]]:
    return {one._meta.label_lower: one for one in our_models() if issubclass(one, Recorded)}


def with_a_past() -> list[RecordKind]:
    return [one for one in kinds() if has_past(one.kind)]


def one_of(kind: RecordKind, filled: Filled) -> RecordLine:
    """Return the newest record of a kind that the trail of the organisation tells of."""
    entry = Entry.objects.of(filled.organisation).of_kind(kind.kind).newest_first().first()
    assert entry is not None, f"{kind.kind}: say in tests/architecture/filled.py how one comes about"
    found = (kind.kind, entry.record_id)
    return lines_for(filled.administrator, [found])[found]


def past_of(kind: RecordKind, line: RecordLine, filled: Filled) -> str:
    return at("record_as_of", filled.organisation, kind.word, line.pk)


def test_registers_every_governed_model_or_says_why_not() -> None:
    known = {one.kind for one in kinds()}
    assert set(governed()) - known == set(NAMELESS)


def test_keeps_words_apart() -> None:
    words = [one.word for one in kinds()]
    assert sorted(words) == sorted(set(words))
    assert [word for word in words if not re.fullmatch(r"[a-z]+(-[a-z]+)*", word)] == []


def test_points_at_records_with_columns_there_are() -> None:
    for kind, model in governed().items():
        columns = {field.attname for field in model._meta.concrete_fields if not field.primary_key}
        pointers: dict[str, str] = model.pointers  # type: ignore[attr-defined]  # every Recorded has it
        assert set(pointers) | set(pointers.values()) <= columns, kind
        # A pair named by kind and key is a pointer, under whatever names.
        pairs = {name for name in columns if name.endswith("kind") and _partner(name) & columns}
        assert pairs == set(pointers.values()), kind


def _partner(kind: str) -> set[str]:
    return {kind.removesuffix("kind") + "id", kind.removesuffix("kind") + "record_id"}


def test_ends_parts_with_columns_there_are() -> None:
    parts = [part for kind in kinds() for part in kind.parts]
    assert parts
    for part in parts:
        columns = {field.attname for field in governed()[part.kind]._meta.concrete_fields}
        assert {part.ends_with} - {""} <= columns


def histories(browser: Client, filled: Filled) -> Iterator[tuple[str, str]]:
    """Return the address and the panel of every page that shows a history."""
    for one in inside_organisations():
        answer = browser.get(filled.address(one))
        is_page = answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]
        for panel in _PANEL.findall(text_of(answer)) if is_page and not answer.streaming else ():
            yield one.name, panel


@pytest.mark.sqlite_only("a template shows the panel")
def test_asks_for_a_day_in_every_history_there_is(filled: Filled) -> None:
    browser, today = client_of(filled.administrator), day_in(filled.organisation.time_zone)
    shown = dict(histories(browser, filled))
    including = [one.name for one in templates() if one.is_page and "trail/_history.html" in one.text]
    assert len(shown) >= len(including) - 1  # an import that is settled looks different from one that waits
    for name, panel in shown.items():
        form = _FORM.search(panel)
        assert form, f"{name}: the history asks for no day"
        answer = browser.get(form[1], {"as_of": today.isoformat()}, follow=True)
        assert answer.status_code == 200, name
        assert "As of the end of" in text_of(answer), name


def test_shows_histories_by_the_one_panel() -> None:
    """The panel asks for the day by itself; a page that wrote the lines of a history would come without it."""
    writing = {one.name for one in templates() if "history_act(" in one.text and not one.name.startswith("ui/")}
    assert writing == {"trail/_history.html"}


@pytest.mark.sqlite_only("a template shows the panel")
def test_shows_the_history_on_the_page_of_every_kind(filled: Filled) -> None:
    browser = client_of(filled.administrator)
    without = [
        kind.kind
        for kind in with_a_past()
        if not _PANEL.search(text_of(browser.get(one_of(kind, filled).url.partition("#")[0])))
    ]
    assert sorted(without) == sorted(TOLD_ELSEWHERE)


def test_shows_every_kind_of_record_as_of_a_day(filled: Filled) -> None:
    browser, today = client_of(filled.administrator), day_in(filled.organisation.time_zone)
    for kind in with_a_past():
        line = one_of(kind, filled)
        shown = text_of(browser.get(past_of(kind, line, filled), {"as_of": today.isoformat()}, follow=True))
        section = re.search(r'<section class="card" id="as-of">.*?</section>', shown, re.DOTALL)
        assert section, kind.kind
        assert "the same as today" in section[0], kind.kind
        assert strip_tags(section[0]).count("nothing") < section[0].count("<dt>"), kind.kind


@pytest.mark.sqlite_only("rights are decided in Python")
@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.READER, Role.AIMS_MANAGER], ids=str)
def test_shows_the_past_to_nobody_who_may_not_open_the_record(role: Role, filled: Filled) -> None:
    colleague = ground.colleague(filled, role)
    browser, pages = client_of(colleague), {"people.organisation": at("organisation_settings", filled.organisation)}
    for kind in with_a_past():
        line = one_of(kind, filled)
        opens = browser.get(pages.get(kind.kind, line.url.partition("#")[0])).status_code == 200
        if kind.kind == "people.token":
            opens = False  # somebody else's
        may = opens or colleague.can(Can.READ_TRAIL)
        answer = browser.get(past_of(kind, line, filled), follow=True)
        assert answer.status_code == (200 if may else 404), kind.kind


def test_shows_no_past_of_a_record_of_another_organisation(filled: Filled) -> None:
    elsewhere = ground.bare("Elsewhere")
    browser = client_of(elsewhere.administrator)
    for kind in with_a_past():
        theirs = one_of(kind, filled).pk
        for query in ("", "?as_of=2026-01-01", "?as_of=x"):
            address = at("record_as_of", elsewhere.organisation, kind.word, theirs) + query
            assert browser.get(address).status_code == 404, kind.kind


def test_shows_no_past_of_a_record_that_is_hidden(filled: Filled) -> None:
    colleague = ground.colleague(filled, Role.CONTRIBUTOR)
    browser, hidden = client_of(colleague), []
    for item in Evidence.objects.of(filled.organisation).select_related("organisation"):
        known = {name: getattr(item, name) for name in ("title", "about", "kind", "fresh_months")}
        item.edit(by=filled.administrator, **known, confidentiality="confidential")
    for kind in with_a_past():
        line = one_of(kind, filled)
        if hidden_from(colleague, [(kind.kind, line.pk)]):
            hidden.append(kind.kind)
            assert browser.get(past_of(kind, line, filled)).status_code == 404, kind.kind
            assert browser.get(past_of(kind, line, filled), {"as_of": "x"}).status_code == 404, kind.kind
    assert {"evidence.evidence", "evidence.capture", "evidence.evidencelink"} <= set(hidden)


def test_finds_what_it_looks_for() -> None:
    page = '<section class="card" id="history"><form class="as-of" method="get" action="/x"></form></section>'
    assert _FORM.findall(_PANEL.findall(page)[0]) == ["/x"]
    assert {"people.member", "evidence.storedfile"} <= set(governed())
