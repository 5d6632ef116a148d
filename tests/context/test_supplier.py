"""A supplier, from the page, by the API and at the console: what is kept, what is refused, and who is told."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.evidence.api_calls import Program, error_of
from tests.factories import client_of
from tests.site.console import answer as console_answer
from tests.site.console import run
from waymark.context.models.supplier import Supplier
from waymark.core.clock import day_in
from waymark.core.forms import KEY
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.records.retirable import UseState
from waymark.records.reviewed import Review, ReviewDateWrong, ReviewResult
from waymark.trail.models import Head
from waymark.work.daily import remind
from waymark.work.leaving import depart
from waymark.work.models.notice import Notice
from waymark.work.owed import owed_by
from waymark.work.owned import owned_records

pytestmark = pytest.mark.django_db
ODD = ["\u0663", "9" * 40, "EV-1", "SUP-", "-1", "1.0", "SUP-2", "1 1"]


@pytest.fixture
def supplier(administrator: Member, owner: Member) -> Supplier:
    return Supplier.add(
        administrator.organisation, owner=owner, by=administrator, name="Cloud host", supplies="Servers in two regions"
    )


def to(act: str, supplier: Supplier) -> str:
    return reverse(act, args=[supplier.organisation.slug, supplier.number])


def kept(supplier: Supplier) -> Supplier:
    return Supplier.objects.select_related("organisation", "owner").get(pk=supplier.pk)


def entries(supplier: Supplier) -> int:
    return Head.objects.get(pk=supplier.organisation_id).seq


def post(browser: Client, address: str, **typed: Any) -> tuple[int, str]:
    answer = browser.post(address, typed)
    return answer.status_code, answer.content.decode()


def test_is_added_once_however_often_the_form_is_sent(organisation: Organisation, administrator: Member) -> None:
    browser, address = client_of(administrator), reverse("supplier_new", args=[organisation.slug])
    page = browser.get(address).content.decode()
    key = page.split(f'name="{KEY}" value="', 1)[1].split('"', 1)[0]
    typed = {"name": "Cloud host", "supplies": "Servers", "owner": administrator.pk, KEY: key}
    answers = [browser.post(address, typed) for _time in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert [one.name for one in Supplier.objects.of(organisation)] == ["Cloud host"]


@pytest.mark.parametrize("name", ["", "  ", "a\u0000b", "x" * 201, "a\u202eb"])
def test_is_not_added_without_a_name_and_loses_nothing_typed(
    name: str, organisation: Organisation, administrator: Member
) -> None:
    status, page = post(
        client_of(administrator),
        reverse("supplier_new", args=[organisation.slug]),
        name=name,
        supplies="Servers & <b>more</b>",
        owner=administrator.pk,
    )
    assert status == 422
    assert "Servers &amp; &lt;b&gt;more&lt;/b&gt;" in page
    assert not Supplier.objects.exists()


def test_is_edited_reviewed_given_retired_and_used_again(supplier: Supplier, administrator: Member) -> None:
    browser, today = client_of(administrator), day_in("UTC")
    acts: list[tuple[str, dict[str, Any]]] = [
        ("supplier_edit", {"name": "Host", "supplies": "Servers", "matters_to": "All systems"}),
        (
            "supplier_reviews",
            {"on": today, "result": "conditional", "note": "Read", "next_on": today + dt.timedelta(90)},
        ),
        ("supplier_owner", {"owner": administrator.pk}),
        ("supplier_retirement", {"reason": "Moved elsewhere"}),
        ("supplier_reinstatement", {"reason": "Moved back"}),
    ]
    for act, typed in acts:
        status, page = post(browser, to(act, supplier), version=kept(supplier).version, **typed)
        assert status == 303, (act, page)
    found = kept(supplier)
    assert (found.name, found.review_result, found.owner, found.state) == (
        "Host",
        ReviewResult.CONDITIONAL,
        administrator,
        UseState.ACTIVE,
    )
    page = browser.get(to("supplier", supplier)).content.decode()
    for words in ("Supplier reviewed", "Supplier retired", "Supplier reinstated", "Moved elsewhere"):
        assert words in page


@pytest.mark.parametrize("act", ["supplier_edit", "supplier_reviews", "supplier_owner", "supplier_retirement"])
def test_changes_nothing_once_retired_whoever_asks(act: str, supplier: Supplier, administrator: Member) -> None:
    supplier.retire(reason="Moved", by=administrator)
    version, before, today = kept(supplier).version, entries(supplier), day_in("UTC")
    every: dict[str, dict[str, Any]] = {
        "supplier_edit": {"name": "x", "supplies": "y"},
        "supplier_reviews": {"on": today, "result": "satisfactory", "next_on": today + dt.timedelta(9)},
        "supplier_owner": {"owner": administrator.pk},
        "supplier_retirement": {"reason": "Again"},
    }
    typed = every[act]
    status, page = post(client_of(administrator), to(act, supplier), version=version, **typed)
    assert status == 422
    assert "SUP-1 is retired and cannot be changed." in page
    path = to(act, supplier).partition("/suppliers/")[2].partition("/")[2]
    path = {"review": "reviews"}.get(path, path)
    sent = {name: str(value) if isinstance(value, dt.date) else value for name, value in typed.items()}
    refused = error_of(Program(administrator).post(f"/suppliers/1/{path}", {**sent, "version": version}), 422)
    assert refused["code"] == "supplier-retired"
    assert entries(supplier) == before + 1  # the token that the program needed


def test_refuses_at_the_console_what_the_page_refuses(supplier: Supplier, organisation: Organisation) -> None:
    words = ("--org", organisation.slug, "--reason", "Moved")
    assert run("supplier", "retire", "SUP-1", *words).exit_code == 0
    again = run("supplier", "retire", "sup-1", *words)
    assert again.exit_code != 0
    assert "SUP-1 is retired and cannot be changed." in again.output
    assert run("supplier", "reinstate", "1", *words).exit_code == 0
    assert run("supplier", "reinstate", "1", *words).exit_code != 0


@pytest.mark.parametrize("reference", ODD)
def test_finds_nothing_by_a_reference_that_is_none(
    reference: str, supplier: Supplier, administrator: Member, organisation: Organisation
) -> None:
    before = entries(supplier)
    result = run("supplier", "retire", reference, "--org", organisation.slug, "--reason", "x")
    assert result.exit_code != 0
    assert "has no supplier" in result.output or "No such option" in result.output
    browser = client_of(administrator)
    page = browser.post(reverse("new_task", args=[organisation.slug]), {"title": "x", "about": f"supplier:{reference}"})
    assert page.status_code == 422
    assert entries(supplier) == before


def test_shows_both_versions_where_two_people_edit(supplier: Supplier, administrator: Member) -> None:
    version = supplier.version
    supplier.edit(name="Theirs", supplies=supplier.supplies, by=administrator)
    typed = {"name": "Mine", "supplies": "Servers", "version": version}
    status, page = post(client_of(administrator), to("supplier_edit", supplier), **typed)
    assert status == 409
    assert "Mine" in page
    assert "Theirs" in page
    assert kept(supplier).name == "Theirs"


def test_is_changed_by_its_owner_and_by_nobody_else(supplier: Supplier, organisation: Organisation) -> None:
    other = factories.member(organisation, Role.CONTRIBUTOR)
    typed = {"reason": "x", "version": supplier.version}
    status, page = post(client_of(other), to("supplier_retirement", supplier), **typed)
    assert status == 422
    assert "belongs to Omar Owner" in page
    assert kept(supplier).state == UseState.ACTIVE
    assert to("supplier_retirement", supplier) not in client_of(other).get(to("supplier", supplier)).content.decode()
    assert supplier.owner is not None
    assert post(client_of(supplier.owner), to("supplier_retirement", supplier), **typed)[0] == 303


@pytest.mark.parametrize(("ago", "later"), [(-1, 30), (0, 0), (5, 5)])
def test_is_not_reviewed_in_the_future_or_backwards(ago: int, later: int, supplier: Supplier, owner: Member) -> None:
    on = day_in("UTC") - dt.timedelta(days=ago)
    with pytest.raises(ReviewDateWrong):
        supplier.review(
            Review(on=on, result=ReviewResult.SATISFACTORY, next_on=on + dt.timedelta(days=min(later, 0))), by=owner
        )


def test_is_owed_by_its_owner_when_the_review_is_due(
    supplier: Supplier, owner: Member, run_jobs: Callable[[], int]
) -> None:
    today = day_in("UTC")
    for next_on, owed in ((today + dt.timedelta(30), 0), (today + dt.timedelta(3), 1), (today, 1)):
        supplier = kept(supplier)
        supplier.edit(name=supplier.name, supplies="x", next_review_on=next_on, by=owner)
        assert owed_by(owner, today).total == owed
    page = client_of(owner).get(reverse("my_work", args=[owner.organisation.slug])).content.decode()
    assert "Review of supplier" in page
    assert to("supplier", supplier) in page
    for _time in range(2):
        remind.enqueue()
        run_jobs()
    assert [one.what for one in Notice.objects.to(owner)] == ["SUP-1 is due soon: Cloud host"]


def test_finds_a_new_owner_when_its_owner_leaves(supplier: Supplier, owner: Member, administrator: Member) -> None:
    assert [str(line) for one in owned_records(owner) for line in one.records] == ["SUP-1 Cloud host"]
    depart(owner, lambda _kind, _line: administrator, by=administrator, reason="Moved on")
    assert kept(supplier).owner == administrator


def test_is_as_it_was_on_a_day(supplier: Supplier, administrator: Member) -> None:
    address = reverse("record_as_of", args=[supplier.organisation.slug, "supplier", supplier.pk])
    answer = client_of(administrator).get(address, {"on": str(day_in("UTC"))})
    assert answer.status_code == 200
    assert "Cloud host" in answer.content.decode()


@pytest.mark.parametrize("words", ["überraschung", "ÜBERRASCHUNG", "äpfel.", "ÄPFEL.", "ПРИВЕТ", "привет", "SUP-1"])
def test_is_found_whatever_the_case_of_its_letters(words: str, organisation: Organisation, manager: Member) -> None:
    Supplier.add(organisation, owner=None, by=manager, name="Überraschung", supplies="Äpfel. Привет", matters_to="")
    Supplier.add(organisation, owner=None, by=manager, name="Another", supplies="ÄpfelX", matters_to="")
    found = Program(manager).get("/suppliers", q=words).json()["items"]
    assert [one["reference"] for one in found] == ["SUP-1"]


def test_is_added_once_by_a_program_and_read_back(organisation: Organisation, manager: Member) -> None:
    program = Program(manager)
    sent = {"name": "Model by API", "supplies": "A language model", "owner": manager.pk}
    made = [program.post("/suppliers", sent, key="k1") for _time in range(2)]
    assert [one.status_code for one in made] == [201, 201]
    assert Supplier.objects.of(organisation).count() == 1
    assert program.get("/suppliers", q="language").json()["items"] == [made[0].json()]
    error_of(program.post("/suppliers", {**sent, "state": "retired"}), 422)


def test_is_added_and_reviewed_at_the_console(organisation: Organisation) -> None:
    slug = organisation.slug
    added = run("supplier", "add", "Cloud host", "--org", slug, "--supplies", "Servers")
    assert added.output.strip() == "SUP-1"
    reviewed = run(
        *("supplier", "review", "SUP-1", "--org", slug, "--on", "2026-03-01", "--result", "satisfactory"),
        *("--next-on", "2027-03-01"),
    )
    assert reviewed.exit_code == 0, reviewed.output
    (row,) = console_answer("supplier", "list", "--org", slug)
    assert (row["reference"], row["review_result"], row["next_review_on"]) == ("SUP-1", "satisfactory", "2027-03-01")
