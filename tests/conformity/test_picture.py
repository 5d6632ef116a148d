"""The picture of a round: statuses, counts, severities and the order of the plan. No database but the catalogue's."""

import datetime as dt
from collections.abc import Mapping

import pytest

from tests.conformity.rating import tree
from waymark.conformity.assignment import Assignment
from waymark.conformity.backing import Backing
from waymark.conformity.found import Found
from waymark.conformity.picture import Picture, draw, figures_of
from waymark.conformity.rollup import Grades
from waymark.conformity.scale import Severity, Verdict

DAY = dt.date(2026, 3, 2)

pytestmark = pytest.mark.django_db


def drawn(
    verdicts: Mapping[str, Found | str],
    *,
    controls: tuple[str, ...] = (),
    assignments: Mapping[str, Assignment] | None = None,
) -> Picture:
    whole_tree = tree()
    chosen = [one for one in whole_tree.auditable if not one.is_control or one.ref in controls]
    found = {
        whole_tree.point(ref).pk: what if isinstance(what, Found) else Found(what) for ref, what in verdicts.items()
    }
    return draw(whole_tree, found, assignments=assignments or {}, requirements=chosen)


def points_of(*refs: str, but: frozenset[str] = frozenset()) -> list[str]:
    return [point.ref for ref in refs for point in tree().requirement(ref).points if point.ref not in but]


def test_counts_the_points_of_the_clauses_and_not_those_of_the_controls() -> None:
    every = tuple(one.ref for one in tree().controls)
    picture = drawn({"4.1-1": Verdict.IN_PLACE, "4.1-2": Verdict.PARTIAL}, controls=every)
    assert (picture.clause_counts.total, picture.clause_counts.in_place, picture.clause_counts.partial) == (140, 1, 1)
    assert picture.control_point_counts.total == 48
    assert picture.control_counts.total == 38
    assert picture.requirement_counts.total == 70
    # What there is to rate: definitions and guidance come on top.
    assert (picture.all_points.total, picture.every_point.total) == (188, 261)


def test_leaves_out_controls_that_were_not_chosen() -> None:
    picture = drawn({}, controls=("A.2.2",))
    assert [one.ref for one in picture.controls] == ["A.2.2"]
    assert len(picture.clauses) == 32
    assert [group.ref for group in picture.groups][-1] == "A.2"


def test_decides_a_control_by_its_own_points() -> None:
    control = next(one for one in tree().controls if {point.basis for point in one.points} == {"control", "guidance"})
    verdicts = {point.ref: Verdict.MISSING if point.is_guidance else Verdict.IN_PLACE for point in control.points}
    picture = drawn(verdicts, controls=(control.ref,))
    view = picture.by_ref[control.ref]
    assert view.status.verdict is Verdict.IN_PLACE
    assert {gap.severity for gap in view.gaps} == {Severity.LOW}
    assert picture.control_counts.in_place == 1


def test_closes_a_whole_that_is_missing_first() -> None:
    picture = drawn(dict.fromkeys(points_of("6.1.2"), Verdict.MISSING))
    assert {gap.view.severity for gap in picture.plan} == {Severity.CLOSE_FIRST}
    but_one = dict.fromkeys(points_of("6.1.2"), Verdict.MISSING) | {"6.1.2-1": Verdict.PARTIAL}
    assert Severity.CLOSE_FIRST not in {gap.view.severity for gap in drawn(but_one).plan}


@pytest.mark.parametrize("ref", ["8.2", "8.3", "8.4", "9.2.1", "9.2.2", "9.3.1"])
def test_takes_each_part_of_what_comes_first_for_itself(ref: str) -> None:
    picture = drawn(dict.fromkeys(points_of(ref), Verdict.MISSING))
    assert {gap.view.severity for gap in picture.plan} == {Severity.CLOSE_FIRST}


def test_counts_what_to_close_first_by_requirement() -> None:
    picture = drawn(dict.fromkeys(points_of("6.1.2", "9.2.2"), Verdict.MISSING))
    assert len(picture.plan) > 2
    assert [one.ref for one in picture.close_first] == ["6.1.2", "9.2.2"]


def test_closes_a_missing_document_the_standard_names_first() -> None:
    others = [one for one in tree().clauses if not one.ref.startswith(("6.1.", "8.", "9."))]
    named = next(one for one in others if one.asks_for_documents)
    silent = next(one for one in others if not one.asks_for_documents)
    for requirement, severity in ((named, Severity.CLOSE_FIRST), (silent, Severity.HIGH)):
        picture = drawn(dict.fromkeys(points_of(requirement.ref), Verdict.MISSING))
        assert {gap.view.severity for gap in picture.plan} == {severity}


def test_prefers_the_severity_of_the_assessor() -> None:
    picture = drawn(
        {"4.1-1": Found(Verdict.PARTIAL, severity=Severity.CLOSE_FIRST), "4.1-2": Found(Verdict.IN_PLACE, severity=1)}
    )
    assert [view.severity for view in picture.by_ref["4.1"].points][:2] == [Severity.CLOSE_FIRST, None]


def test_orders_the_plan_by_severity_then_by_the_order_of_work() -> None:
    verdicts = [point.ref for point in tree().points if point.requirement[0] != "A"]
    picture = drawn(dict.fromkeys(verdicts, Verdict.PARTIAL) | dict.fromkeys(points_of("8.4"), Verdict.MISSING))
    worst = [gap.view.severity for gap in picture.plan]
    assert worst == sorted(worst, key=lambda severity: severity or Severity.LOW)
    rest = [gap.requirement.ref for gap in picture.plan if gap.view.severity is Severity.MEDIUM]
    firsts = list(dict.fromkeys(rest))
    order = [tree().requirement(ref).order_of_work for ref in firsts]
    assert order == sorted(order)
    # Section 3 of the path: context first; impact assessment before risk assessment; review before correction.
    for before, after in (
        ("4.1", "4.2"),
        ("4.3", "5.2"),
        ("6.1.2", "6.1.4"),
        ("6.1.4", "6.1.3"),
        ("9.1", "9.3.1"),
        ("9.3.1", "10.2"),
    ):
        assert firsts.index(before) < firsts.index(after), (before, after)


def test_numbers_the_points_of_one_requirement_in_order() -> None:
    picture = drawn(dict.fromkeys(points_of("5.2"), Verdict.PARTIAL))
    assert [gap.view.point.ref for gap in picture.plan] == points_of("5.2")


def test_calls_in_place_without_evidence_claimed() -> None:
    verdicts: dict[str, Found | str] = {
        ref: Found(Verdict.IN_PLACE, evidence="Minutes of 3 May") for ref in points_of("4.1")
    }
    assert drawn(verdicts).claimed == ()
    assert not drawn(verdicts).by_ref["4.1"].is_claimed
    verdicts["4.1-1"] = Found(Verdict.IN_PLACE)
    picture = drawn(verdicts)
    assert [gap.view.point.ref for gap in picture.claimed] == ["4.1-1"]
    assert picture.by_ref["4.1"].is_claimed
    assert "1 without evidence" in picture.by_ref["4.1"].because
    assert dict(picture.squares)["4"][0] == "claimed"


def test_splits_the_points_in_place_of_the_clauses_and_no_others() -> None:
    control = tree().requirement("A.2.2").points[0].ref
    kept = Found(
        Verdict.IN_PLACE, evidence="Minutes", judged_on=DAY, backing=Backing(1, held_since=DAY, good_until=DAY)
    )
    picture = drawn(
        {"4.1-1": kept, "4.1-2": Found(Verdict.IN_PLACE, evidence="Minutes"), "4.2-1": Verdict.IN_PLACE, control: kept},
        controls=("A.2.2",),
    )
    assert picture.clause_grades == Grades(shown=1, named=1, claimed=1)
    assert picture.clause_grades.total == picture.clause_counts.in_place


def test_tells_why_a_status_is_what_it_is() -> None:
    refs = points_of("4.2")
    picture = drawn({refs[0]: Found(Verdict.IN_PLACE, evidence="x"), refs[1]: Verdict.MISSING})
    assert picture.by_ref["4.2"].because == f"1 of {len(refs)} points in place, 1 missing" + (
        f", {len(refs) - 2} not assessed" if len(refs) > 2 else ""
    )


def test_sorts_points_into_three_lists() -> None:
    picture = drawn({"4.1-1": Verdict.IN_PLACE, "4.1-2": Verdict.PARTIAL, "4.2-1": Verdict.MISSING})
    lists = {
        verdict: [gap.view.point.ref for gap in picture.with_verdict(verdict)]
        for verdict in ("in_place", "partial", "missing")
    }
    assert lists == {"in_place": ["4.1-1"], "partial": ["4.1-2"], "missing": ["4.2-1"]}


def test_names_the_groups_and_their_owners() -> None:
    picture = drawn({}, assignments={"4.1": Assignment(owner="Mia", owner_id=1)})
    clause = picture.groups[0]
    assert (clause.ref, clause.owned, clause.counts.total) == ("4", 1, len(points_of("4.1", "4.2", "4.3", "4.4")))
    assert len(picture.unowned) == 31


def test_keeps_figures_as_plain_data() -> None:
    figures = figures_of(drawn({"4.1-1": Verdict.IN_PLACE}))
    assert figures["points"] == {"in_place": 1, "partial": 0, "missing": 0, "not_assessed": 139, "not_applicable": 0}
    assert (figures["readiness"], figures["completion"], figures["claimed"]) == (0, 0, 1)
    assert figures["controls"]["in_place"] == 0
    assert figures["all_points"]["not_assessed"] == 139
