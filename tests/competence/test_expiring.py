"""What about people ends within ninety days: one list of proofs and assignments, and proofs on My work."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.factories import client_of
from tests.site.console import answer as console_answer
from waymark.competence.expiring import endings
from waymark.competence.holding import AssignmentDraft, assign, end
from waymark.competence.models.competence import Competence
from waymark.competence.models.proof import Proof
from waymark.competence.models.role import AimsRole
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.work.owed import owed_by

pytestmark = pytest.mark.django_db
DAYS = dt.timedelta


def today(member: Member) -> dt.date:
    return day_in(member.organisation.time_zone)


@pytest.fixture
def role(administrator: Member, owner: Member) -> AimsRole:
    """A role that its holder has held for a year, with one competence."""
    made = AimsRole.add(administrator.organisation, by=administrator, title="Watcher", purpose="Watches")
    Competence.add(made, by=administrator, title="Sees drift", proofs=["test"])
    assign(made, AssignmentDraft(member=owner, held_from=today(owner) - DAYS(365)), by=administrator)
    return made


def prove(role: AimsRole, person: Member, *, days: int) -> Proof:
    competence = Competence.objects.select_related("organisation", "role").get(role=role)
    return Proof.add(
        competence,
        person,
        owner=None,
        by=person,
        kind="test",
        title="Test of spring",
        shown_on=today(person) - DAYS(300),
        valid_until=today(person) + DAYS(days),
        confirmed_by="The examiner",
    )


def listed(member: Member) -> list[tuple[str, int]]:
    day = today(member)
    return [(one.kind.value, (one.ends_on - day).days) for one in endings(member.organisation, day)]


@pytest.mark.parametrize("days", [-5, 0, 90])
def test_lists_a_proof_that_ends_within_ninety_days_and_owes_it(days: int, role: AimsRole, owner: Member) -> None:
    prove(role, owner, days=days)
    assert listed(owner) == [("proof", days)]
    assert "ending-proofs" in {row.source for row in owed_by(owner, today(owner))}


def test_lists_and_owes_nothing_that_ends_later(role: AimsRole, owner: Member) -> None:
    prove(role, owner, days=91)
    assert listed(owner) == []
    assert list(owed_by(owner, today(owner))) == []


def test_lists_no_proof_that_a_newer_one_follows_nor_one_that_no_role_asks_for(
    role: AimsRole, owner: Member, administrator: Member
) -> None:
    prove(role, owner, days=20)
    prove(role, administrator, days=20)
    assert listed(owner) == [("proof", 20)]
    prove(role, owner, days=400)
    assert listed(owner) == []


def test_lists_an_assignment_that_ends(role: AimsRole, owner: Member, administrator: Member) -> None:
    end(role, owner, held_until=today(owner) + DAYS(70), reason="Retires", by=administrator)
    assert listed(owner) == [("assignment", 70)]


def test_owes_to_who_manages_the_aims_a_role_that_will_have_no_holder(
    role: AimsRole, owner: Member, administrator: Member
) -> None:
    end(role, owner, held_until=today(owner) + DAYS(70), reason="Retires", by=administrator)
    (row,) = [one for one in owed_by(administrator, today(owner)) if one.source == "leaving-roles"]
    assert (row.what, row.due_on) == (role.title, today(owner) + DAYS(70))
    (shown,) = [one for one in owed_by(administrator, today(owner)).shown() if one.due_on == row.due_on]
    assert shown.reference == role.reference
    assert "leaving-roles" not in {one.source for one in owed_by(owner, today(owner))}
    assign(role, AssignmentDraft(member=administrator, held_from=today(owner) + DAYS(71)), by=administrator)
    assert "leaving-roles" not in {one.source for one in owed_by(administrator, today(owner))}


def test_shows_on_the_page_and_at_the_console_what_ends_in_thirty_sixty_or_ninety_days(
    role: AimsRole, owner: Member, administrator: Member
) -> None:
    prove(role, owner, days=50)
    end(role, owner, held_until=today(owner) + DAYS(80), reason="Retires", by=administrator)
    address = reverse("expiring", args=[owner.organisation.slug])
    browser = client_of(administrator)
    shown = {days: browser.get(f"{address}?within={days}").content.decode() for days in (30, 60, 90)}
    assert ["Sees drift" in shown[days] for days in (30, 60, 90)] == [False, True, True]
    assert ["Assignment of an AIMS role</td>" in shown[days] for days in (30, 60, 90)] == [False, False, True]
    rows = console_answer("expiry", "list", "--org", owner.organisation.slug, "--within", "60")
    assert [row["kind"] for row in rows] == ["proof"]


def test_asks_the_database_no_more_for_many(
    role: AimsRole, owner: Member, administrator: Member, django_assert_max_num_queries: object
) -> None:
    for days in range(8):
        prove(role, owner, days=days)
    browser = client_of(administrator)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        browser.get(reverse("expiring", args=[owner.organisation.slug]))
