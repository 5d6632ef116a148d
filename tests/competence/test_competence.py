"""Competence: what shows it, until when, who lacks what, and what is owed while it is not shown."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import client_of
from tests.site.console import answer as console_answer
from tests.site.console import run
from waymark.competence.holding import AssignmentDraft, adopt, assign
from waymark.competence.models.competence import Competence
from waymark.competence.models.proof import (
    ConfirmedByThemselves,
    Proof,
    ProofDatesWrong,
    ProofNotAccepted,
    ProofRetired,
)
from waymark.competence.models.role import AimsRole
from waymark.competence.standing import Standing, competence_lines, counts_of
from waymark.competence.starter import starter
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.work.daily import remind
from waymark.work.leaving import depart
from waymark.work.models.notice import Notice
from waymark.work.owed import owed_by

pytestmark = pytest.mark.django_db
DAYS = dt.timedelta


def today(member: Member) -> dt.date:
    return day_in(member.organisation.time_zone)


@pytest.fixture
def role(administrator: Member, owner: Member) -> AimsRole:
    """A role that its holder holds for a year, with two competences."""
    made = AimsRole.add(administrator.organisation, by=administrator, title="Watcher", purpose="Watches")
    Competence.add(made, by=administrator, title="Sees drift", proofs=["course", "test"], renewal_months=12)
    Competence.add(made, by=administrator, title="Can stop it", proofs=["test", "supervised"], needs_all=True)
    assign(made, AssignmentDraft(member=owner, held_from=today(owner) - DAYS(365)), by=administrator)
    return made


def needed(role: AimsRole, place: int) -> Competence:
    rows = Competence.objects.select_related("organisation", "role").filter(role=role)
    return rows.order_by("number")[place]


def prove(competence: Competence, person: Member, by: Member, **known: Any) -> Proof:
    given = {"kind": "test", "title": "Test of spring", "shown_on": today(by), "confirmed_by": "The examiner"}
    return Proof.add(competence, person, owner=by, by=by, **given | known)


def standings(member: Member) -> list[str]:
    return [one.standing.value for one in competence_lines(member.organisation, today(member))]


def test_brings_the_proposed_competences_with_an_adopted_role(administrator: Member) -> None:
    (adopted,) = adopt(administrator.organisation, ["internal_auditor"], by=administrator)
    found = starter().role("internal_auditor")
    assert found is not None
    kept = Competence.objects.filter(role=adopted).order_by("number")
    assert [(one.starter, one.title, one.renewal_months) for one in kept] == [
        (one.id, one.what, one.renewal_months) for one in found.needs
    ]


def test_shows_a_competence_as_missing_until_a_proof_is_there(role: AimsRole, owner: Member) -> None:
    assert standings(owner) == ["missing", "missing"]
    prove(needed(role, 0), owner, owner)
    assert standings(owner) == ["met", "missing"]


@pytest.mark.parametrize(("age", "standing"), [(300, "met"), (340, "expiring"), (370, "expired")])
def test_follows_the_months_of_the_competence(age: int, standing: str, role: AimsRole, owner: Member) -> None:
    prove(needed(role, 0), owner, owner, shown_on=today(owner) - DAYS(age))
    assert standings(owner)[0] == standing


def test_counts_the_proof_that_lasts_longest(role: AimsRole, owner: Member) -> None:
    prove(needed(role, 0), owner, owner, shown_on=today(owner) - DAYS(500))
    newer = prove(needed(role, 0), owner, owner, kind="course", shown_on=today(owner) - DAYS(10))
    line = competence_lines(owner.organisation, today(owner), owner)[0]
    assert (line.standing, line.proof) == (Standing.MET, newer)
    newer.retire(reason="It was for someone else.", by=owner)
    assert standings(owner)[0] == "expired"


def test_wants_every_kind_of_proof_where_all_are_needed(role: AimsRole, owner: Member) -> None:
    both = needed(role, 1)
    prove(both, owner, owner, kind="test")
    assert standings(owner)[1] == "missing"
    prove(both, owner, owner, kind="supervised", valid_until=today(owner) + DAYS(9))
    assert standings(owner)[1] == "expiring"


def test_refuses_a_kind_of_proof_that_is_not_accepted(role: AimsRole, owner: Member) -> None:
    with pytest.raises(ProofNotAccepted) as refused:
        prove(needed(role, 0), owner, owner, kind="experience")
    assert "Course with its effect checked, Test or exercise" in str(refused.value.way_out)


def test_refuses_a_proof_of_tomorrow_and_one_that_ends_before_it_begins(role: AimsRole, owner: Member) -> None:
    day = today(owner)
    for known in ({"shown_on": day + DAYS(1)}, {"valid_until": day}, {"valid_until": day - DAYS(1)}):
        with pytest.raises(ProofDatesWrong):
            prove(needed(role, 0), owner, owner, **known)
    assert not Proof.objects.exists()


def test_refuses_to_let_somebody_confirm_their_own_competence(role: AimsRole, owner: Member) -> None:
    with pytest.raises(ConfirmedByThemselves):
        prove(needed(role, 0), owner, owner, confirmed_by=owner.name.upper())


def test_changes_nothing_on_a_withdrawn_proof(role: AimsRole, owner: Member) -> None:
    proof = prove(needed(role, 0), owner, owner)
    proof.retire(reason="A mistake", by=owner)
    with pytest.raises(ProofRetired):
        proof.edit(kind="test", title="Other", shown_on=today(owner), confirmed_by="The examiner", by=owner)


def test_owes_what_was_never_shown_to_the_member_once_for_each_role(role: AimsRole, owner: Member) -> None:
    rows = [row for row in owed_by(owner, today(owner)) if row.source == "competence-gaps"]
    assert [row.what for row in rows] == [role.title]
    prove(needed(role, 0), owner, owner)
    for kind in ("test", "supervised"):
        prove(needed(role, 1), owner, owner, kind=kind)
    assert list(owed_by(owner, today(owner))) == []


def test_owes_a_proof_that_ends_to_the_member_and_to_its_owner(
    role: AimsRole, owner: Member, administrator: Member, run_jobs: Any
) -> None:
    proof = prove(needed(role, 0), owner, administrator, valid_until=today(owner) + DAYS(5))
    for who in (owner, administrator):
        assert proof.pk in {row.pk for row in owed_by(who, today(who)) if row.source == "ending-proofs"}
    remind.enqueue()
    run_jobs()
    assert Notice.objects.of(owner.organisation).to(administrator).exists()
    prove(needed(role, 0), owner, administrator)
    for who in (owner, administrator):
        assert "ending-proofs" not in {row.source for row in owed_by(who, today(who))}


def test_owes_nothing_for_a_role_that_has_ended(role: AimsRole, owner: Member, administrator: Member) -> None:
    prove(needed(role, 0), owner, administrator, valid_until=today(owner) + DAYS(5))
    role.assignments.update(held_until=today(owner) - DAYS(1))
    assert [row.source for row in owed_by(administrator, today(owner))] == ["vacant-roles"]
    assert list(owed_by(owner, today(owner))) == []


def test_hands_proofs_over_when_their_owner_leaves(role: AimsRole, owner: Member, administrator: Member) -> None:
    proof = prove(needed(role, 0), administrator, owner)
    depart(owner, lambda _kind, _record: administrator, by=administrator, reason="Moved on")
    assert Proof.objects.get(pk=proof.pk).owner == administrator


def test_adds_a_proof_from_the_page_and_shows_who_lacks_what(
    role: AimsRole, owner: Member, administrator: Member, django_assert_max_num_queries: Any
) -> None:
    slug = owner.organisation.slug
    browser = client_of(administrator)
    known = {
        "person": owner.pk,
        "competence": needed(role, 0).number,
        "kind": "course",
        "title": "Course of spring",
        "shown_on": today(owner).isoformat(),
        "confirmed_by": "The trainer",
        "owner": administrator.pk,
    }
    refused = browser.post(reverse("competence_proof_new", args=[slug]), {**known, "competence": "4711"})
    assert refused.status_code == 422
    assert browser.post(reverse("competence_proof_new", args=[slug]), known).status_code == 303
    with django_assert_max_num_queries(12):
        page = browser.get(reverse("competence_standing", args=[slug])).content.decode()
    assert "1 met, 0 expires soon, 0 expired, 1 missing" in page
    assert "Course of spring" in browser.get(reverse("competence_proof", args=[slug, 1])).content.decode()
    assert owner.name in browser.get(reverse("competence", args=[slug, needed(role, 0).number])).content.decode()
    member = browser.get(reverse("member", args=[slug, owner.pk])).content.decode()
    assert "1 of 2 competences shown" in member


def test_adds_and_lists_at_the_console(role: AimsRole, owner: Member) -> None:
    words = ("--org", owner.organisation.slug)
    added = run(
        *("competence-proof", "add", "Certificate 4711", *words, "--person", owner.name, "--kind", "test"),
        *("--competence", needed(role, 0).reference, "--confirmed-by", "The academy"),
    )
    assert added.output == "PROOF-1\n"
    (line,) = console_answer("competence-line", "list", *words, "--standing", "missing", "--json")
    assert (line["competence"], line["member"]["name"]) == ("Can stop it", owner.name)


def test_asks_a_deputy_for_the_same_competences(role: AimsRole, owner: Member, administrator: Member) -> None:
    assign(role, AssignmentDraft(member=administrator, held_from=today(owner), is_deputy=True), by=administrator)
    lines = competence_lines(owner.organisation, today(owner), administrator)
    assert [one.competence.title for one in lines] == ["Sees drift", "Can stop it"]
    assert "competence-gaps" in {row.source for row in owed_by(administrator, today(administrator))}


def test_counts_each_standing() -> None:
    assert counts_of([]) == {"met": 0, "expiring": 0, "expired": 0, "missing": 0}
