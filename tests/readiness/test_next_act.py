"""The next best act: one rule after the other along the path, each with its reason. No database."""

from dataclasses import dataclass, replace

import pytest

from waymark.conformity.totals import Total
from waymark.people.rights import Can
from waymark.readiness.next_act import Situation, acts_for
from waymark.readiness.steps import steps_for


@dataclass(frozen=True)
class Named:
    """A round as the rules see it."""

    title: str


SPRING, AUTUMN = Named("Spring"), Named("Autumn")
FRESH = Situation(
    has_framework=True,
    members=1,
    unowned=70,
    requirements=70,
    current=None,
    unrated=0,
    last=None,
    close_first=0,
    gaps=0,
    undated=0,
    claimed=0,
)
DONE = replace(FRESH, members=5, unowned=0, last=SPRING)


def rules(now: Situation) -> list[str]:
    return [act.rule for act in acts_for(now)]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (FRESH, ["N-01", "N-03", "N-02"]),
        (replace(FRESH, members=5), ["N-03", "N-02"]),
        (replace(FRESH, unowned=1), ["N-01", "N-03", "N-02"]),
        (replace(FRESH, unowned=0), ["N-03"]),
        (replace(FRESH, has_framework=False, unowned=0, requirements=0), ["N-01"]),
        (replace(DONE, members=1), ["N-09"]),
        (replace(FRESH, members=5, has_framework=False), ["N-02"]),
        (replace(FRESH, members=5, unowned=0, current=SPRING, unrated=225), ["N-04"]),
        (replace(FRESH, members=5, current=SPRING, unrated=3), ["N-02", "N-04"]),
        (replace(FRESH, members=5, unowned=0, current=SPRING), ["N-05"]),
        (DONE, ["N-09"]),
        (replace(DONE, close_first=2, gaps=9, undated=4, claimed=1), ["N-06", "N-07", "N-08", "N-09"]),
        # What is to be closed first comes before the points of a later round; a first round is rated to its end.
        (replace(DONE, current=AUTUMN, unrated=7, close_first=2, undated=4), ["N-06", "N-04", "N-07"]),
        (replace(DONE, current=AUTUMN, close_first=2), ["N-06", "N-05"]),
        (replace(DONE, last=None, current=SPRING, unrated=7, close_first=2), ["N-04"]),
    ],
    ids=str,
)
def test_follows_the_path(now: Situation, expected: list[str]) -> None:
    assert rules(now) == expected


def test_always_says_why_and_what_to_press() -> None:
    busy = replace(FRESH, current=None, close_first=1, undated=1, claimed=1, last=SPRING)
    for now in (FRESH, busy, replace(FRESH, current=SPRING, unrated=1), replace(FRESH, current=SPRING)):
        for act in acts_for(now):
            assert all(str(text) for text in (act.sentence, act.why, act.button, act.address)), act.rule
            assert str(act.sentence).endswith(".")
            assert str(act.why).endswith(".")


@pytest.mark.parametrize(
    ("unowned", "sentence"),
    [(1, "Assign an owner to 1 requirement."), (2, "Assign owners to 2 requirements.")],
)
def test_counts_in_words(unowned: int, sentence: str) -> None:
    act = next(act for act in acts_for(replace(FRESH, unowned=unowned)) if act.rule == "N-02")
    assert str(act.sentence) == sentence


def test_asks_for_the_right_its_page_asks_for() -> None:
    rights = {act.rule: act.right for now in (FRESH, DONE) for act in acts_for(now)}
    assert rights == {
        "N-01": Can.MANAGE_PEOPLE,
        "N-02": Can.MANAGE_AIMS,
        "N-03": Can.MANAGE_AIMS,
        "N-09": Can.MANAGE_AIMS,
    }


class TestSteps:
    def test_begins_with_the_gap_assessment(self) -> None:
        steps = steps_for(FRESH, None)
        assert [step.is_here for step in steps] == [True, False, False, False, False]
        assert not any(step.is_done for step in steps)
        assert steps[0].note == "not started"

    def test_says_how_far_the_open_round_is(self) -> None:
        assert (
            steps_for(replace(FRESH, current=SPRING, unrated=100), Total(40, 140))[0].note == "40 of 140 points rated"
        )

    def test_goes_on_after_the_first_closed_round(self) -> None:
        steps = steps_for(replace(DONE, gaps=12), None)
        assert [step.is_here for step in steps] == [False, True, False, False, False]
        assert [step.is_done for step in steps] == [True, False, False, False, False]
        assert (steps[0].note, steps[1].note) == ("closed: Spring", "12 gaps to close")

    def test_stays_on_the_first_step_while_no_round_rated_every_point(self) -> None:
        # A round closed with 14 of 143 points rated once made the first step done.
        now = replace(DONE, gaps=12, left_unrated=129)
        steps = steps_for(now, None)
        assert [step.is_here for step in steps] == [True, False, False, False, False]
        assert not any(step.is_done for step in steps)
        assert steps[0].note == "closed with 129 points unrated"
        assert (
            next(act for act in acts_for(now) if act.rule == "N-09").sentence
            == "Rate the points that have no rating yet."
        )

    def test_says_what_the_later_steps_wait_for(self) -> None:
        assert all(step.note for step in steps_for(FRESH, None))
