"""A notice of a supplier: each step on its day, in its order, counted in days; what was found late is marked."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from tests.evidence.api_calls import Program, error_of
from tests.factories import client_of
from tests.site.console import answer as console_answer
from tests.site.console import run
from waymark.context.models.supplier import Supplier, SupplierRetired
from waymark.context.models.supplier_notice import (
    NoticeClosed,
    NoticeDateWrong,
    NoticeState,
    NoticeStepWrong,
    SupplierNotice,
)
from waymark.context.models.system import AISystem
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.work.owed import owed_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def supplier(owner: Member) -> Supplier:
    return Supplier.add(owner.organisation, owner=owner, by=owner, name="Model by API", supplies="A model")


def ago(days: int) -> dt.date:
    return day_in("UTC") - dt.timedelta(days=days)


def notice(supplier: Supplier, by: Member, **other: Any) -> SupplierNotice:
    known = {"title": "Version 6", "kind": "new_version", "arrived_on": ago(20), **other}
    return SupplierNotice.log(supplier, owner=by, by=by, **known)


def post(member: Member, name: str, **typed: Any) -> tuple[int, str]:
    answer = client_of(member).post(reverse(name, args=[member.organisation.slug, 1]), typed)
    return answer.status_code, answer.content.decode()


def test_is_logged_on_the_page_of_its_supplier(supplier: Supplier, owner: Member) -> None:
    typed = {"title": "Version 6", "kind": "new_version", "arrived_on": ago(1)}
    assert post(owner, "supplier_arrivals", **typed)[0] == 303
    address = reverse("supplier", args=[owner.organisation.slug, 1])
    assert "Version 6" in client_of(owner).get(address).content.decode()
    found = SupplierNotice.objects.get()
    assert found.screen_due_on == ago(1) + dt.timedelta(days=10)


def test_counts_the_days_of_each_step(supplier: Supplier, owner: Member) -> None:
    one = notice(supplier, owner)
    assert (one.days_to_screen, one.days_to_decide, one.days_to_inform) == (None, None, None)
    one.screen(on=ago(15), screening="Touches one system", by=owner)
    one.decide(on=ago(8), decision="Pin the old one", by=owner)
    one.inform(on=ago(7), informed="Customers", by=owner)
    assert (one.days_to_screen, one.days_to_decide, one.days_to_inform) == (5, 7, 1)
    page = client_of(owner).get(reverse("supplier_notice", args=[owner.organisation.slug, 1])).content.decode()
    for words in ("5 days", "7 days", "1 day", "Pin the old one"):
        assert words in page


@pytest.mark.parametrize(
    ("kind", "days", "late"),
    [
        ("change_found_later", None, "Came late"),
        ("new_version", 21, "Came late"),
        ("new_version", 20, ""),
        ("new_version", 0, ""),
        ("new_version", None, ""),
    ],
)
def test_marks_what_was_found_only_after_the_change(
    kind: str, days: int | None, late: str, supplier: Supplier, owner: Member
) -> None:
    one = notice(supplier, owner, kind=kind, effective_on=None if days is None else ago(days))
    assert one.came_late is bool(late)
    page = client_of(owner).get(reverse("supplier_notice", args=[owner.organisation.slug, 1])).content.decode()
    assert ("Came late" in page) is bool(late)
    assert SupplierNotice.objects.of(owner.organisation).that_came_late().exists() is bool(late)


def test_leaves_no_step_out_and_does_none_twice(supplier: Supplier, owner: Member) -> None:
    one = notice(supplier, owner)
    with pytest.raises(NoticeStepWrong):
        one.decide(on=ago(0), decision="x", by=owner)
    with pytest.raises(NoticeStepWrong):
        one.close(reason="x", by=owner)
    one.screen(on=ago(0), screening="Nothing", by=owner)
    with pytest.raises(NoticeStepWrong):
        one.screen(on=ago(0), screening="Again", by=owner)
    sent = {"on": str(ago(0)), "informed": "x", "version": one.version}
    refused = error_of(Program(owner).post("/supplier-notices/1/informing", sent), 422)
    assert refused["code"] == "notice-step-wrong"


def test_refuses_a_step_of_the_future_or_before_the_step_before_it(supplier: Supplier, owner: Member) -> None:
    with pytest.raises(NoticeDateWrong):
        notice(supplier, owner, arrived_on=ago(-1))
    one = notice(supplier, owner)
    for day in (ago(21), ago(-1)):
        with pytest.raises(NoticeDateWrong):
            one.screen(on=day, screening="x", by=owner)
    one.refresh_from_db()
    one.screen(on=ago(10), screening="x", by=owner)
    with pytest.raises(NoticeDateWrong):
        one.edit(title="x", kind=one.kind, arrived_on=ago(9), by=owner)
    status, page = post(owner, "supplier_notice_decision", on=ago(11), decision="x", version=one.version)
    assert status == 422
    assert "before the step before it" in page


def test_is_closed_with_a_reason_where_nobody_is_informed(supplier: Supplier, owner: Member) -> None:
    one = notice(supplier, owner, kind="information_only")
    one.screen(on=ago(0), screening="Nothing changes", by=owner)
    assert post(owner, "supplier_notice_closing", reason="", version=one.version)[0] == 422
    assert post(owner, "supplier_notice_closing", reason="Nobody is touched", version=one.version)[0] == 303
    one.refresh_from_db()
    assert (one.state, one.informed_on) == (NoticeState.CLOSED, None)
    with pytest.raises(NoticeClosed):
        one.edit(title="x", kind=one.kind, arrived_on=one.arrived_on, by=owner)


def test_is_owed_until_it_is_screened(supplier: Supplier, owner: Member) -> None:
    one = notice(supplier, owner)
    assert owed_by(owner, ago(0)).overdue == 1
    one.screen(on=ago(0), screening="x", by=owner)
    assert owed_by(owner, ago(0)).total == 0


def test_is_not_logged_for_a_retired_supplier(supplier: Supplier, owner: Member) -> None:
    supplier.retire(reason="Contract ended", by=owner)
    with pytest.raises(SupplierRetired):
        notice(supplier, owner)


def test_is_worked_with_at_the_console(supplier: Supplier, organisation: Organisation) -> None:
    slug = organisation.slug
    words = ("--title", "Version 6", "--kind", "change_found_later")
    logged = run("supplier", "notice", "SUP-1", "--org", slug, *words)
    assert "SN-1 was added." in logged.output
    assert run("supplier-notice", "screen", "SN-1", "--org", slug, "--screening", "One system").exit_code == 0
    (row,) = console_answer("supplier-notice", "list", "--org", slug, "--came-late")
    assert (row["state"], row["days_to_screen"], row["supplier"]["reference"]) == ("screened", 0, "SUP-1")


def test_a_supplier_keeps_who_answers_for_what(owner: Member, organisation: Organisation) -> None:
    known = {"responsibilities": "They train, we test.", "must_notify": "New versions 30 days ahead."}
    Supplier.add(organisation, owner=owner, by=owner, name="Host", supplies="Servers", **known)
    page = client_of(owner).get(reverse("supplier", args=[organisation.slug, 1])).content.decode()
    assert "They train, we test." in page
    assert "New versions 30 days ahead." in page
    (row,) = console_answer("supplier", "list", "--org", organisation.slug)
    assert (row["responsibilities"], row["must_notify"]) == (known["responsibilities"], known["must_notify"])


def test_names_the_systems_that_the_supplier_serves(supplier: Supplier, owner: Member) -> None:
    notice(supplier, owner)
    organisation = owner.organisation
    known: dict[str, Any] = {"purpose": "Answers tickets", "owner": None, "by": owner}
    AISystem.add(organisation, name="Reply Assistant", supplier=supplier, **known)
    AISystem.add(organisation, name="Invoice Reader", **known)
    for name in ("supplier", "supplier_notice"):
        page = client_of(owner).get(reverse(name, args=[organisation.slug, 1])).content.decode()
        assert "Reply Assistant" in page
        assert "Invoice Reader" not in page
