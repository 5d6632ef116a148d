"""Every register gets these tests by being registered: filters, order, files, API, console, acts on many, bad input."""

import csv
import io
import json
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.examples import EXAMPLES
from tests.factories import client_of
from tests.ground import Once, once_per_module
from tests.records.filter_values import values_of
from tests.records.peopled import Peopled, an_organisation
from tests.records.reading_ways import command_of, file_of, operation, rows_by_program, token_of
from tests.records.wrong_queries import BY_A_PROGRAM, IN_A_CHOICE, ON_A_PAGE, REFUSED_IN_PYTHON
from tests.site.console import answer as console_answer
from tests.site.console import run
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.records.backing import together
from waymark.records.choosing import ChoiceForm, Chosen, everything
from waymark.records.listing import all_rows, page_of, reading_of
from waymark.records.registers import MOST_AT_ONCE, ComputedRows, Register, registers
from waymark.trail.models import Head

pytestmark = pytest.mark.django_db
REGISTERS = registers()
EVERY = pytest.mark.parametrize("register", REGISTERS, ids=lambda one: one.name)
HAND_OVER = [one for one in REGISTERS if any(act.name == "owner" for act in one.acts)]
WITH_ACTS = pytest.mark.parametrize("register", HAND_OVER, ids=lambda one: one.name)
"""Lists whose rows are given to another owner; `tests.documents.test_signing_many` requests signatures on many."""
WITH_ANY_ACT = pytest.mark.parametrize("register", [one for one in REGISTERS if one.acts], ids=lambda one: one.name)
NO_NUMBERS = ("0", "x", "٣", "1.0", "1_0")
MOST_QUERIES = 12
"""Of a page with its session, member, menu and counts; how many rows it shows must not matter."""


peopled_once = once_per_module(an_organisation)
crowded_once = once_per_module(lambda: an_organisation(times=2))


@pytest.fixture
def cast(peopled_once: Once[Peopled], db: None) -> Peopled:
    return peopled_once.copy()


@pytest.fixture
def organisation(cast: Peopled) -> Organisation:
    return cast.organisation


@pytest.fixture
def peopled(organisation: Organisation) -> Organisation:
    return organisation


@pytest.fixture
def administrator(cast: Peopled) -> Member:
    return cast.administrator


@pytest.fixture
def owner(cast: Peopled) -> Member:
    return cast.owner


def chosen_of(register: Register[Any], reader: Member, **asked: Any) -> Chosen[Any]:
    form = ChoiceForm(asked, register=register, reader=reader)
    assert form.is_valid(), form.errors
    return form.chosen()


def keys(register: Register[Any], rows: Any) -> list[str]:
    return [register.key(row) for row in rows]


def keys_on(browser: Client, register: Register[Any], slug: str, query: dict[str, str]) -> list[str]:
    """Return the keys of the rows on all pages: what each selects, is called, or else where each leads."""
    before, after = reverse(register.address, args=[slug, "987654321"]).split("987654321")
    row = rf'<a href="{before}([^"/]+){after}"><bdi>'
    if register.acts:
        row = r'name="chosen" value="([^"]+):\d+"'
    elif register.link is not None:
        row = r'<span class="id">([^<]+)</span>'
    shown: list[str] = []
    while True:
        number = str(len(shown) // register.page_size + 1)
        page = browser.get(reverse(register.name, args=[slug]), {**query, "page": number})
        found = re.findall(row, page.content.decode())
        shown += found
        if len(found) < register.page_size:
            return shown


def widest(register: Register[Any]) -> dict[str, str]:
    """Return the values under which a register leaves nothing out."""
    return {one.name: "all" for one in register.filters if one.has_default and "all" in _choices(one)}


def _choices(one: Any) -> set[str]:
    return {str(value) for value, _label in getattr(one.field(None), "choices", ())}


@pytest.mark.parametrize("register", REGISTERS, ids=lambda one: one.name)
def test_names_no_two_columns_alike(register: Register[Any]) -> None:
    labels = [str(column.label).casefold() for column in register.columns]
    assert sorted(labels) == sorted(set(labels))


@EVERY
def test_filters_as_plain_python_would(register: Register[Any], peopled: Organisation, administrator: Member) -> None:
    reading = reading_of(administrator)
    source, every = register.source, []
    if not isinstance(source, ComputedRows):
        every = list(source.wrap(list(source.prepare(source.rows(administrator)).order_by("-number")), reading))
    seen = 0
    for one in register.filters:
        if one.name == "q" and register.search is not None:
            continue
        for value in values_of(one, administrator):
            chosen = chosen_of(register, administrator, **{one.name: value})
            if isinstance(source, ComputedRows):
                every = list(source.rows(reading, chosen.filters))
            kept = [
                row
                for row in every
                if all(
                    known.keeps(row, wanted, reading)
                    for name, wanted in chosen.filters.items()
                    if (known := register.filter(name)) is not None
                )
            ]
            shown = list(all_rows(chosen, reading))
            assert sorted(keys(register, shown)) == sorted(keys(register, kept)), (one.name, value)
            seen += bool(kept)
    assert seen, "no filter keeps anything: tests/examples.py makes too little"


@EVERY
def test_sorts_both_ways_with_what_is_empty_last(
    register: Register[Any], peopled: Organisation, administrator: Member
) -> None:
    reading = reading_of(administrator)
    everyone = set(keys(register, all_rows(chosen_of(register, administrator, **widest(register)), reading)))
    for name in register.sortable:
        for sort in (name, f"-{name}"):
            chosen = chosen_of(register, administrator, sort=sort, **widest(register))
            rows = list(all_rows(chosen, reading))
            assert set(keys(register, rows)) == everyone, sort
            if isinstance(register.source, ComputedRows):
                continue
            column = register.column(name)
            assert column is not None
            empty = [column.value(row) in (None, "") for row in rows]
            assert empty == sorted(empty), sort


@EVERY
def test_gives_page_files_programs_and_console_the_same_rows(
    register: Register[Any], peopled: Organisation, administrator: Member
) -> None:
    browser, slug, query = client_of(administrator), peopled.slug, widest(register)
    shown = keys_on(browser, register, slug, query)
    assert shown, "an empty register shows nothing"
    address = reverse("register_file", args=[slug, register.name, "json"])
    as_json = json.loads(browser.get(address, query).getvalue())
    as_csv = list(csv.reader(io.StringIO(file_of(browser, register, slug, "csv", query).decode("utf-8-sig"))))
    assert [row["key"] for row in as_json] == shown
    assert len(as_csv) == len(shown) + 1
    assert len(as_csv[0]) == len(register.columns)
    assert file_of(browser, register, slug, "xlsx", query)[:2] == b"PK"
    # A token may ask 120 times a minute; a long list is read in longer pieces.
    programs = rows_by_program(administrator, slug, register, query, 2 if len(shown) < 100 else 50)
    assert sorted(programs, key=lambda row: str(row["key"])) == sorted(as_json, key=lambda row: str(row["key"]))
    words = [word for name, value in query.items() for word in (f"--{name.replace('_', '-')}", value)]
    listed = console_answer(*command_of(register), "list", "--org", slug, *words)
    assert sorted(row["key"] for row in listed) == sorted(shown)


@EVERY
def test_asks_as_often_for_many_rows_as_for_few(
    register: Register[Any], administrator: Member, crowded_once: Once[Peopled]
) -> None:
    def count(by: Member) -> int:
        browser, address = client_of(by), reverse(register.name, args=[by.organisation.slug])
        assert browser.get(address, widest(register)).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address, widest(register)).status_code == 200
        return len(queries)

    crowded = crowded_once.copy().administrator
    few = count(administrator)
    assert count(crowded) <= few
    chosen, reading = everything(register), reading_of(crowded)
    with CaptureQueriesContext(connection) as queries:
        page_of(chosen, reading)
    assert len(queries) <= 8
    assert few <= MOST_QUERIES + len(register.acts), few


@EVERY
def test_shows_nothing_of_another_organisation(register: Register[Any], peopled: Organisation) -> None:
    stranger = factories.organisation("Elsewhere", administrator=factories.user("Else Where"))
    member = Member.objects.of(stranger).get()
    ours = list(all_rows(chosen_of(register, member, **widest(register)), reading_of(member)))
    # Requirements are the same everywhere; who answers for them is not.
    assert [one for one in ours if not register.is_computed or getattr(register.record(one), "owner_id", None)] == []
    peoples = {str(one.pk) for one in Member.objects.of(peopled)}
    assert register.name != "members" or not peoples & set(keys(register, ours))
    page = client_of(member).get(reverse(register.name, args=[stranger.slug]))
    assert page.status_code == 200
    assert client_of(member).get(reverse(register.name, args=[peopled.slug])).status_code == 404


@REFUSED_IN_PYTHON
@EVERY
@pytest.mark.parametrize("query", ON_A_PAGE)
def test_says_what_of_an_address_it_does_not_understand(
    register: Register[Any], query: dict[str, str], organisation: Organisation, administrator: Member
) -> None:
    if not set(query) <= {"sort", "page", "colour", *(one.name for one in register.filters)}:
        pytest.skip("the register has no such filter")
    page = client_of(administrator).get(reverse(register.name, args=[organisation.slug]), query)
    assert page.status_code == 422
    assert "This list cannot be shown" in page.content.decode()
    file = client_of(administrator).get(reverse("register_file", args=[organisation.slug, register.name, "csv"]), query)
    assert file.status_code == 422


@REFUSED_IN_PYTHON
@EVERY
@pytest.mark.parametrize("query", BY_A_PROGRAM)
def test_refuses_a_program_what_it_does_not_understand(
    register: Register[Any], query: dict[str, str], organisation: Organisation, administrator: Member
) -> None:
    secret = token_of(administrator)
    answer = Client().get(operation(register, organisation.slug), query, headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 422
    assert next(iter(query)) in answer.content.decode()


@EVERY
def test_refuses_the_cursor_of_another_list_and_of_other_filters(
    register: Register[Any], organisation: Organisation, administrator: Member
) -> None:
    secret = token_of(administrator)
    other = next(one for one in REGISTERS if one is not register)
    cut = register.filters[-1]
    filtered = chosen_of(register, administrator, **{cut.name: next(values_of(cut, administrator))})
    for cursor in (everything(other).cursor_after(1), filtered.cursor_after(1)):
        answer = Client().get(
            operation(register, organisation.slug), {"cursor": cursor}, headers={"Authorization": f"Bearer {secret}"}
        )
        assert answer.status_code == 422
        assert "foreign-cursor" in answer.content.decode()


@REFUSED_IN_PYTHON
@EVERY
def test_refuses_an_unknown_filter_at_the_console(register: Register[Any], organisation: Organisation) -> None:
    result = run(*command_of(register), "list", "--org", organisation.slug, "--colour", "red")
    assert result.exit_code != 0
    assert "--colour" in result.output


def ticks(register: Register[Any], reader: Member) -> list[str]:
    """Return what ticking every open row of a page sends."""
    rows = all_rows(everything(register), reading_of(reader))
    return [f"{register.key(row)}:{register.record(row).version}" for row in rows]


def send(register: Register[Any], by: Member, chosen: list[str], **typed: Any) -> Any:
    data = {"act": "owner", "chosen": chosen, **typed}
    return client_of(by).post(
        reverse(register.changes, args=[by.organisation.slug]),
        urlencode(data, doseq=True),
        content_type="application/x-www-form-urlencoded",
    )


def entry(member: Member) -> int:
    return Head.objects.get(pk=member.organisation_id).seq


@WITH_ACTS
def test_hands_many_over_at_once(
    register: Register[Any], peopled: Organisation, administrator: Member, owner: Member
) -> None:
    answer = send(register, administrator, ticks(register, administrator), owner=owner.pk)
    assert answer.status_code == 303
    rows = list(all_rows(everything(register), reading_of(administrator)))
    assert {register.record(row).owner_id for row in rows} == {owner.pk}


@WITH_ACTS
@pytest.mark.parametrize("bad", IN_A_CHOICE)
def test_changes_none_of_many_where_one_is_wrong(
    register: Register[Any], bad: str, peopled: Organisation, administrator: Member, owner: Member
) -> None:
    # Requirements come with their edition; of every other kind some more are made.
    model = type(_any_record(register, administrator))
    example = next((one for one in EXAMPLES if one.model is model), None)
    for number in range(4 if example else 0):
        example.make(administrator, number)  # type: ignore[union-attr]  # asked a line above
    chosen, more, status = ticks(register, administrator), {}, 422
    if bad == "many":
        chosen = [f"{number}:1" for number in range(1, 10_001)]
    elif bad == "elsewhere":
        stranger = factories.organisation("Elsewhere", administrator=factories.user("Else Where"))
        them = Member.objects.of(stranger).get()
        # More than here, so that the number of the last is none of ours.
        ours = keys(register, all_rows(everything(register), reading_of(administrator)))
        with together():
            for number in range(max(map(int, ours)) + 1 if example else 0):
                example.make(them, number)  # type: ignore[union-attr]  # as above
        theirs = keys(register, all_rows(chosen_of(register, them, **widest(register)), reading_of(them)))
        chosen.append(f"{max(theirs, key=int)}:1" if example else "4.99:1")
    elif bad == "stale":
        key, _colon, version = chosen[-1].rpartition(":")
        chosen[-1], status = f"{key}:{int(version) + 1}", 409
    elif bad == "nothing":
        chosen = []
    elif bad == "act":
        more, status = {"act": "burn"}, 422
    else:
        chosen.append({"unreadable": "x", "arabic": "\u0663:1", "long": "9" * 40 + ":1"}[bad])
    before = entry(administrator)
    answer = send(register, administrator, chosen, owner=owner.pk, **more)
    assert answer.status_code == status, answer.content.decode()[-3000:]
    assert entry(administrator) == before
    if bad == "many":
        assert f"At most {MOST_AT_ONCE} rows" in answer.content.decode()


@WITH_ANY_ACT
def test_changes_nothing_by_one_click(register: Register[Any], peopled: Organisation, administrator: Member) -> None:
    chosen, before = ticks(register, administrator), entry(administrator)
    for act in register.acts:
        assert send(register, administrator, chosen, act=act.name).status_code == 422
    assert entry(administrator) == before


@WITH_ACTS
def test_hands_many_over_once_where_the_form_is_sent_twice(
    register: Register[Any], peopled: Organisation, administrator: Member, owner: Member
) -> None:
    chosen, entries = ticks(register, administrator), []
    for _time in range(2):
        assert send(register, administrator, chosen, owner=owner.pk).status_code == 303
        entries.append(entry(administrator))
    assert entries[0] == entries[1]
    assert send(register, administrator, chosen, owner=administrator.pk).status_code == 409


@WITH_ACTS
def test_says_to_htmx_too_that_a_chosen_row_is_stale(
    register: Register[Any], peopled: Organisation, administrator: Member, owner: Member
) -> None:
    key, _colon, version = ticks(register, administrator)[0].rpartition(":")
    data = urlencode({"act": "owner", "chosen": f"{key}:{int(version) + 1}", "owner": owner.pk})
    address, form = reverse(register.changes, args=[peopled.slug]), "application/x-www-form-urlencoded"
    answer = client_of(administrator).post(address, data, content_type=form, headers={"HX-Request": "true"})
    assert answer.status_code == 409


def _any_record(register: Register[Any], reader: Member) -> Any:
    return register.record(next(iter(all_rows(everything(register), reading_of(reader)))))


@WITH_ACTS
def test_lets_only_those_act_who_may(register: Register[Any], peopled: Organisation, administrator: Member) -> None:
    reader = factories.member(peopled, Role.READER, name="Rita")
    before = entry(administrator)
    page = client_of(reader).get(reverse(register.name, args=[peopled.slug]))
    assert 'name="chosen"' not in page.content.decode()
    assert send(register, reader, ticks(register, administrator), owner=reader.pk).status_code == 403
    assert entry(administrator) == before
