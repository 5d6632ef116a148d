import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.conformity.rollup import (
    CLOSE_FIRST_WHOLES,
    Counts,
    Status,
    count,
    count_grades,
    grade,
    roll_up,
    suggested_severity,
    that_count,
    with_definitions,
)
from waymark.conformity.scale import Severity, Verdict

IN, PART, MISS, OPEN, NA = (
    Verdict.IN_PLACE,
    Verdict.PARTIAL,
    Verdict.MISSING,
    Verdict.NOT_ASSESSED,
    Verdict.NOT_APPLICABLE,
)
verdicts = st.lists(st.sampled_from(list(Verdict)), max_size=12)


@pytest.mark.parametrize(
    ("points", "verdict", "incomplete"),
    [
        ([OPEN, OPEN], OPEN, True),
        ([IN, IN], IN, False),
        ([IN], IN, False),
        ([MISS, MISS], MISS, False),
        ([MISS, OPEN], MISS, True),
        ([IN, OPEN], PART, True),
        ([PART, OPEN], PART, True),
        ([IN, MISS], PART, False),
        ([IN, PART], PART, False),
        ([PART, PART], PART, False),
        ([PART, MISS], PART, False),
        ([NA, NA], NA, False),
        ([NA, IN], IN, False),
        ([NA, MISS], MISS, False),
        ([NA, OPEN], OPEN, True),
        ([NA, IN, OPEN], PART, True),
        ([], OPEN, True),
    ],
)
def test_rolls_points_up(points: list[Verdict], verdict: Verdict, *, incomplete: bool) -> None:
    assert roll_up(points) == Status(verdict, incomplete)


@given(st.lists(st.tuples(st.sampled_from(Verdict.values), st.booleans(), st.booleans()), max_size=30))
def test_splits_in_place_into_shown_named_and_claimed(points: list[tuple[str, bool, bool]]) -> None:
    grades = count_grades(grade(verdict, is_kept=kept, is_named=named) for verdict, kept, named in points)
    in_place = [(kept, named) for verdict, kept, named in points if verdict == Verdict.IN_PLACE]
    assert grades.total == len(in_place) == count(verdict for verdict, *_rest in points).in_place
    assert grades.shown == sum(kept for kept, _named in in_place)
    assert grades.claimed == in_place.count((False, False))


@given(verdicts, st.randoms())
def test_does_not_depend_on_the_order_of_points(points: list[Verdict], chance: random.Random) -> None:
    shuffled = list(points)
    chance.shuffle(shuffled)
    assert roll_up(shuffled) == roll_up(points)
    assert count(shuffled) == count(points)


@given(verdicts)
def test_is_in_place_only_if_every_point_that_applies_is(points: list[Verdict]) -> None:
    applying = [verdict for verdict in points if verdict != NA]
    assert (roll_up(points).verdict is IN) == (bool(applying) and set(applying) == {IN})


@given(verdicts)
def test_is_incomplete_exactly_while_a_point_has_no_rating(points: list[Verdict]) -> None:
    assert roll_up(points).incomplete == (OPEN in points or not points)
    assert not (roll_up(points).incomplete and roll_up(points).verdict is IN)


@given(verdicts)
def test_ignores_points_that_do_not_apply(points: list[Verdict]) -> None:
    applying = [verdict for verdict in points if verdict != NA]
    if applying:
        assert roll_up(points) == roll_up(applying)
    assert count(points).applicable == len(applying)
    assert count(points).readiness == count(applying).readiness
    assert count(points).completion == count(applying).completion


@given(verdicts, verdicts)
def test_never_lowers_a_status_because_of_guidance(control: list[Verdict], guidance: list[Verdict]) -> None:
    pairs = [("control", one.value) for one in control] + [("guidance", one.value) for one in guidance]
    pairs += [("definition", one.value) for one in guidance]
    assert that_count(pairs) == control
    assert roll_up(that_count(pairs)) == roll_up(control)


@given(verdicts, verdicts)
def test_lowers_a_status_because_of_a_definition_to_partial_at_worst(
    clause: list[Verdict], definitions: list[Verdict]
) -> None:
    before = roll_up(clause)
    after = with_definitions(before, definitions)
    unmet = bool({PART, MISS} & set(definitions))
    assert after.verdict == (PART if before.verdict == IN and unmet else before.verdict)
    assert after.incomplete == before.incomplete


@given(verdicts)
def test_keeps_percentages_between_nothing_and_everything(points: list[Verdict]) -> None:
    counts = count(points)
    if counts.readiness is None or counts.completion is None:
        assert set(points) <= {NA}
        return
    assert 0 <= counts.readiness <= counts.completion <= 100
    assert (counts.completion == 100) == (counts.not_assessed == 0)
    assert (counts.readiness == 100) == (counts.in_place == counts.applicable)


@given(verdicts)
def test_rises_with_each_point_that_is_put_in_place(points: list[Verdict]) -> None:
    for place, verdict in enumerate(points):
        if verdict != NA:
            better = [*points[:place], IN, *points[place + 1 :]]
            assert (count(better).readiness or 0) >= (count(points).readiness or 0)


@pytest.mark.parametrize(
    ("counts", "completion", "readiness"),
    [
        (Counts(in_place=139, not_assessed=1), 99, 99),
        (Counts(in_place=249, not_assessed=1), 99, 99),
        (Counts(in_place=249, partial=1), 100, 99),
        (Counts(partial=1, missing=0), 100, 50),
        (Counts(partial=1, missing=2), 100, 16),
        (Counts(in_place=1, partial=1, missing=1, not_assessed=1), 75, 37),
        # Where nothing applies there is nothing to be ready: a dash, never 100.
        (Counts(not_applicable=3), None, None),
        (Counts(), None, None),
        (Counts(not_assessed=9), 0, 0),
    ],
)
def test_rounds_percentages_down(counts: Counts, completion: int | None, readiness: int | None) -> None:
    assert (counts.completion, counts.readiness) == (completion, readiness)


def test_counts_every_verdict() -> None:
    counts = count([IN, PART, PART, MISS, OPEN, NA, NA])
    assert counts == Counts(in_place=1, partial=2, missing=1, not_assessed=1, not_applicable=2)
    assert (counts.total, counts.applicable, counts.rated) == (7, 5, 4)
    assert [counts.of(verdict) for verdict in Verdict.values] == [1, 2, 1, 2, 1]


@pytest.mark.parametrize(
    ("verdict", "basis", "whole_is_missing", "whole_comes_first", "explicit", "severity"),
    [
        (MISS, "control", True, True, False, Severity.CLOSE_FIRST),
        (MISS, "clause", True, False, True, Severity.CLOSE_FIRST),
        (MISS, "clause", True, False, False, Severity.HIGH),
        (MISS, "clause", False, True, True, Severity.HIGH),
        (MISS, "clause", False, False, False, Severity.HIGH),
        (PART, "clause", False, True, True, Severity.MEDIUM),
        (PART, "clause", True, True, True, Severity.MEDIUM),
        (MISS, "guidance", True, True, True, Severity.LOW),
        (PART, "guidance", False, False, False, Severity.LOW),
        (MISS, "definition", True, True, True, Severity.MEDIUM),
        (PART, "definition", False, False, False, Severity.MEDIUM),
        (IN, "clause", True, True, True, None),
        (OPEN, "clause", True, True, True, None),
        (NA, "control", True, True, True, None),
    ],
)
def test_suggests_a_severity(
    verdict: Verdict,
    basis: str,
    *,
    whole_is_missing: bool,
    whole_comes_first: bool,
    explicit: bool,
    severity: Severity | None,
) -> None:
    suggested = suggested_severity(
        verdict,
        basis=basis,
        whole_is_missing=whole_is_missing,
        whole_comes_first=whole_comes_first,
        document_is_explicit=explicit,
    )
    assert suggested is severity


def test_names_what_is_closed_first_when_it_is_missing_as_a_whole() -> None:
    assert sorted(CLOSE_FIRST_WHOLES) == ["6.1.2", "6.1.3", "6.1.4", "8.2", "8.3", "8.4", "9.2.1", "9.2.2", "9.3.1"]
