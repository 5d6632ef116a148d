"""Roles, competence, trainings and the RACI table stand behind 5.3, 7.2, 7.3 and A.3.2 by themselves."""

import datetime as dt
from collections.abc import Callable

import pytest

from tests import factories
from tests.conformity.rating import a_round, rate, rating
from tests.conformity.sums import assert_sums_kept, grades, shown_by
from waymark.competence.holding import AssignmentDraft, adopt, assign, end
from waymark.competence.models.competence import Competence
from waymark.competence.models.proof import Proof
from waymark.competence.models.raci import RaciActivity
from waymark.competence.models.role import AimsRole
from waymark.competence.models.training import EffectCheck, Training
from waymark.conformity.queries import picture_taken_up
from waymark.core.clock import day_in
from waymark.evidence.freshness import add_months
from waymark.people.models.member import Member
from waymark.work.leaving import depart

pytestmark = pytest.mark.django_db
DAYS = dt.timedelta
DAY = day_in("UTC")


def plain_role(by: Member, **known: str) -> AimsRole:
    return AimsRole.add(by.organisation, by=by, **{"title": "Watcher", "purpose": "Watches", **known})


def held(role: AimsRole, member: Member, by: Member, **known: object) -> None:
    given = {"member": member, "held_from": DAY, **known}
    assign(role, AssignmentDraft(**given), by=by)  # type: ignore[arg-type]


def proof(competence: Competence, person: Member, **known: dt.date) -> Proof:
    given = {"kind": "test", "title": "Exercise", "shown_on": DAY - DAYS(10), "confirmed_by": "Somebody else", **known}
    return Proof.add(competence, person, owner=person, by=person, **given)


def training(owner: Member, kind: str = "training", *topics: str) -> Training:
    made = Training.add(owner.organisation, owner=owner, by=owner, title="Limits", kind=kind, topics=topics)
    made.hold(DAY, [owner], by=owner)
    return made


def checked(one: Training, by: Member, result: str = "effective") -> None:
    one.check_effect(EffectCheck(on=DAY, method="A test", result=result), by=by)


def backing_of(member: Member, ref: str) -> tuple[int, int, dt.date | None]:
    picture = picture_taken_up(member.organisation)
    assert picture is not None
    requirement = picture.by_ref[ref.rpartition("-")[0]]
    found = next(one for one in requirement.points if one.point.ref == ref).found.backing
    return found.pieces, found.unverified, found.good_until


def test_a_role_is_defined_by_its_responsibilities_and_assigned_by_its_holder(
    administrator: Member, owner: Member
) -> None:
    role = plain_role(administrator)
    assert shown_by(owner.organisation) == {}
    held(role, owner, administrator)
    assert shown_by(owner.organisation) == {"A.3.2-2": ("ROLE-1",)}
    role.edit(title="Watcher", purpose="Watches", responsibilities="Look", authorities="Stop it", by=administrator)
    assert set(shown_by(owner.organisation)) == {"A.3.2-1", "A.3.2-2", "5.3-1"}


def test_only_the_aims_manager_shows_who_keeps_the_aims_in_line_and_reports(
    administrator: Member, owner: Member, manager: Member
) -> None:
    one, other = adopt(administrator.organisation, ["aims_manager", "risk_manager"], by=administrator)
    held(other, owner, administrator)
    held(one, manager, administrator, is_deputy=True)
    assert not {"5.3-3", "5.3-4"} & set(shown_by(owner.organisation))
    held(one, owner, administrator)
    found = shown_by(owner.organisation)
    assert found["5.3-3"] == found["5.3-4"] == ("ROLE-1",)
    assert found["5.3-1"] == ("ROLE-2", "ROLE-1")


def test_an_assignment_is_unverified_unless_somebody_decided_it_and_ends_with_its_last_day(
    administrator: Member, owner: Member
) -> None:
    rate(a_round(owner.organisation), rating("5.3-1", "in_place"))
    role = plain_role(administrator, responsibilities="Look", authorities="Stop it")
    held(role, owner, administrator)
    assert backing_of(owner, "5.3-1") == (1, 1, add_months(DAY, 12))
    end(role, owner, held_until=DAY + DAYS(20), reason="New work", by=administrator)
    assert backing_of(owner, "5.3-1") == (1, 1, DAY + DAYS(20))
    other = factories.member(owner.organisation, name="Olga Other")
    held(role, other, administrator, decider=administrator)
    assert backing_of(owner, "5.3-1") == (2, 1, add_months(DAY, 12))


def test_who_left_holds_nothing_and_their_proofs_show_nothing(administrator: Member, owner: Member) -> None:
    (role,) = adopt(administrator.organisation, ["risk_manager"], by=administrator)
    held(role, owner, administrator)
    proof(Competence.add(role, by=administrator, title="Sees drift", proofs=["test"]), owner)
    assert {"5.3-1", "7.2-2", "7.2-4"} < set(shown_by(owner.organisation))
    depart(owner, lambda _kind, _line: administrator, by=administrator, reason="Moved away")
    assert not {"5.3-1", "A.3.2-2", "7.2-2", "7.2-4"} & set(shown_by(owner.organisation))
    assert_sums_kept(owner.organisation)


def test_a_competence_shows_what_is_needed_and_its_proof_that_it_is_there(administrator: Member, owner: Member) -> None:
    rate(a_round(owner.organisation), rating("7.2-4", "in_place"))
    role = plain_role(administrator)
    needed = Competence.add(role, by=administrator, title="Sees drift", proofs=["test"])
    assert shown_by(owner.organisation) == {"7.2-1": ("COMP-1",)}
    proof(needed, owner)
    found = shown_by(owner.organisation)
    assert found["7.2-2"] == found["7.2-4"] == ("PROOF-1",)
    assert backing_of(owner, "7.2-4") == (1, 0, add_months(DAY, 12))
    proof(needed, owner, valid_until=DAY + DAYS(900))
    assert backing_of(owner, "7.2-4") == (2, 0, DAY + DAYS(900))
    role.retire(reason="Not used", by=administrator)
    assert shown_by(owner.organisation) == {}


@pytest.mark.parametrize(("result", "points"), [("effective", {"7.2-3"}), ("partly", {"7.2-3"}), ("not", set())])
def test_a_training_shows_a_closed_gap_once_its_check_found_an_effect(
    result: str, points: set[str], owner: Member
) -> None:
    one = training(owner)
    assert shown_by(owner.organisation) == {}
    checked(one, owner, result)
    assert set(shown_by(owner.organisation)) == points


def test_awareness_shows_what_its_topics_are_about_and_stays_unverified_until_it_is_checked(owner: Member) -> None:
    rate(a_round(owner.organisation), rating("7.3-1", "in_place"))
    training(owner, "awareness", "AW-22")
    assert shown_by(owner.organisation) == {}
    one = training(owner, "awareness", "AW-01", "AW-03")
    assert set(shown_by(owner.organisation)) == {"7.3-1", "7.3-3"}
    assert backing_of(owner, "7.3-1") == (1, 1, add_months(DAY, 12))
    checked(one, owner)
    assert backing_of(owner, "7.3-1") == (1, 0, add_months(DAY, 12))
    assert "7.2-3" not in shown_by(owner.organisation)


def test_a_line_of_the_raci_table_shows_responsibilities(administrator: Member) -> None:
    RaciActivity.add(administrator.organisation, by=administrator, title="Release", aims_manager="ar")
    assert shown_by(administrator.organisation) == {"5.3-1": ("RACI-1",), "A.3.2-1": ("RACI-1",)}


def test_changes_no_verdict_and_shows_what_was_claimed(owner: Member) -> None:
    verdicts = {"7.3-1": "in_place", "7.3-2": "partial", "7.3-3": "missing"}
    rate(a_round(owner.organisation), *(rating(ref, verdict) for ref, verdict in verdicts.items()))
    assert grades(owner, "7.3")["7.3-1"] == ("in_place", "claimed")
    training(owner, "awareness", "AW-06")
    found = grades(owner, "7.3")
    assert {ref: found[ref][0] for ref in verdicts} == verdicts
    assert found["7.3-1"] == ("in_place", "shown")


def test_keeps_the_same_sums_as_the_plain_computation_after_each_act(administrator: Member, owner: Member) -> None:
    role = plain_role(administrator, responsibilities="Look", authorities="Stop it")
    made: dict[str, Competence] = {}
    raci = RaciActivity.add(administrator.organisation, by=administrator, title="Release", aims_manager="ar")

    def need() -> None:
        made["it"] = Competence.add(role, by=administrator, title="Sees drift", proofs=["test"])

    acts: tuple[Callable[[], object], ...] = (
        lambda: held(role, owner, administrator),
        lambda: role.edit(title="Watcher", purpose="Watches", by=administrator),
        need,
        lambda: proof(made["it"], owner).retire(reason="Wrong", by=owner),
        lambda: proof(made["it"], owner),
        lambda: checked(training(owner), owner),
        lambda: training(owner, "awareness", "AW-02"),
        lambda: made["it"].retire(reason="Not needed", by=administrator),
        lambda: made["it"].reinstate(reason="Needed", by=administrator),
        lambda: raci.retire(reason="Not done", by=administrator),
        lambda: end(role, owner, held_until=DAY, reason="New work", by=administrator),
    )
    for act in acts:
        act()
        assert_sums_kept(owner.organisation)
