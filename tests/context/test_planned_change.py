"""A planned change: approved by top management before it is made, and again after it was changed."""

from typing import Any

import pytest
from django.urls import reverse

from tests import factories
from tests.evidence.api_calls import Program, error_of
from tests.factories import client_of
from tests.site.console import answer as console_answer
from tests.site.console import run
from waymark.context.models.planned_change import ChangeNotApproved, ChangeOver, ChangeState, PlannedChange
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.work.owed import owed_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.TOP_MANAGEMENT, name="Cleo Chief")


@pytest.fixture
def change(owner: Member) -> PlannedChange:
    day = day_in(owner.organisation.time_zone)
    known = {"title": "One dashboard", "purpose": "Three files are too many.", "due_on": day}
    return PlannedChange.propose(owner.organisation, owner=owner, by=owner, **known)


def post(member: Member, name: str, change: PlannedChange, **typed: Any) -> tuple[int, str]:
    version = PlannedChange.objects.get(pk=change.pk).version
    address = reverse(name, args=[member.organisation.slug, change.number])
    answer = client_of(member).post(address, {"version": version, **typed})
    return answer.status_code, answer.content.decode()


def state(change: PlannedChange) -> str:
    return PlannedChange.objects.get(pk=change.pk).state


def test_is_approved_by_top_management_and_by_nobody_else(
    change: PlannedChange, owner: Member, manager: Member, chief: Member
) -> None:
    assert post(owner, "planned_change_approval", change)[0] == 403
    assert post(manager, "planned_change_approval", change)[0] == 403
    assert post(chief, "planned_change_approval", change)[0] == 303
    found = PlannedChange.objects.get()
    assert (found.state, found.approved_by, found.approved_on) == (ChangeState.APPROVED, chief, day_in("UTC"))


def test_is_not_completed_before_it_is_approved(change: PlannedChange, owner: Member, chief: Member) -> None:
    with pytest.raises(ChangeNotApproved):
        change.complete(outcome="Done", by=owner)
    assert error_of(Program(owner).post("/planned-changes/1/completion", {"outcome": "x", "version": 1}), 422)[
        "code"
    ] == ("change-not-approved")
    change.approve(by=chief)
    assert post(owner, "planned_change_completion", change, outcome="All is on it.")[0] == 303
    assert state(change) == ChangeState.COMPLETED
    page = client_of(owner).get(reverse("planned_change", args=[owner.organisation.slug, 1])).content.decode()
    assert "All is on it." in page
    assert "Cleo Chief" in page


def test_loses_its_approval_when_it_is_changed(change: PlannedChange, owner: Member, chief: Member) -> None:
    change.approve(by=chief)
    typed = {"title": "Two dashboards", "purpose": "More to see."}
    assert post(owner, "planned_change_edit", change, **typed)[0] == 303
    found = PlannedChange.objects.get()
    assert (found.state, found.approved_by, found.approved_on) == (ChangeState.PROPOSED, None, None)


def test_is_dropped_with_a_reason_and_stays_as_it_is(change: PlannedChange, owner: Member, chief: Member) -> None:
    assert post(owner, "planned_change_dropping", change, reason="")[0] == 422
    assert post(owner, "planned_change_dropping", change, reason="Too costly")[0] == 303
    change.refresh_from_db()
    with pytest.raises(ChangeOver):
        change.edit(title="x", purpose="y", by=owner)
    with pytest.raises(ChangeOver):
        change.drop(reason="Again", by=owner)
    assert state(change) == ChangeState.DROPPED


def test_is_work_of_those_who_approve_until_somebody_does(change: PlannedChange, administrator: Member) -> None:
    chief = factories.member(change.organisation, Role.TOP_MANAGEMENT, name="Chief")

    def owed(member: Member) -> list[str]:
        return [one.source for one in owed_by(member, day_in("UTC")) if one.source == "planned-changes-to-approve"]

    assert owed(chief) == ["planned-changes-to-approve"]
    assert owed(administrator) == []
    change.approve(by=chief)
    assert owed(chief) == []


def test_is_owed_by_its_owner_until_it_is_over(change: PlannedChange, owner: Member) -> None:
    today = day_in("UTC")
    assert owed_by(owner, today).total == 1
    change.drop(reason="Too costly", by=owner)
    assert owed_by(owner, today).total == 0


def test_is_proposed_and_approved_at_the_console(organisation: Organisation) -> None:
    slug = organisation.slug
    proposed = run("planned-change", "propose", "One dashboard", "--org", slug, "--purpose", "Order")
    assert proposed.output.strip() == "CHG-1"
    assert run("planned-change", "complete", "CHG-1", "--org", slug, "--outcome", "Done").exit_code != 0
    assert run("planned-change", "approve", "CHG-1", "--org", slug).exit_code == 0
    (row,) = console_answer("planned-change", "list", "--org", slug)
    assert (row["state"], row["approved_by"]) == ("approved", None)
