"""Two texts side by side: nothing is lost, nothing is invented, and the smallest change is found."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from waymark.core.comparing import MOST_WORDS, Change, Comparison, Words, compare, words_between

BLOCKS = st.lists(st.text(alphabet="ab \n.", max_size=12), max_size=12)
TEXT = st.text(alphabet="abc d.\n", max_size=60)


def changes(found: Comparison) -> list[str]:
    return [one.change.value for one in found.rows]


def text_of(words: Sequence[Words], *kinds: Change) -> str:
    return "".join(one.text for one in words if one.change in kinds)


def test_finds_nothing_in_equal_texts() -> None:
    found = compare(["One.", "Two."], ["One.", "Two."])
    assert found.is_same
    assert changes(found) == ["same", "same"]


def test_takes_other_line_breaks_for_the_same_text() -> None:
    assert compare(["One two\nthree."], ["One  two three."]).is_same


def test_puts_a_changed_block_beside_what_it_was() -> None:
    found = compare(
        ["Title", "We use AI to answer letters.", "End"], ["Title", "We use AI to answer all letters.", "End"]
    )
    assert changes(found) == ["same", "changed", "same"]
    assert text_of(found.rows[1].words, Change.ADDED) == "all "
    assert text_of(found.rows[1].words, Change.REMOVED) == ""


def test_keeps_apart_blocks_that_share_hardly_a_word() -> None:
    found = compare(["We use AI to answer letters."], ["Nobody enters personal data."])
    assert changes(found) == ["removed", "added"]


def test_says_what_was_put_in_between() -> None:
    found = compare(["A one.", "B two."], ["A one.", "New.", "B two."])
    assert [(one.before, one.after, one.change.value) for one in found.rows] == [
        (0, 0, "same"),
        (None, 1, "added"),
        (1, 2, "same"),
    ]
    assert (found.count(Change.ADDED), found.count(Change.REMOVED)) == (1, 0)


def test_finds_the_pairs_that_are_most_alike() -> None:
    found = compare(
        ["The owner reviews it each year.", "The policy is public."],
        ["All of it is new here today.", "The owner reviews it every year.", "The policy is public now."],
    )
    assert [(one.before, one.after) for one in found.rows] == [(None, 0), (0, 1), (1, 2)]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(BLOCKS, BLOCKS)
def test_loses_no_block_and_keeps_both_orders(before: list[str], after: list[str]) -> None:
    found = compare(before, after)
    assert [one.before for one in found.rows if one.before is not None] == list(range(len(before)))
    assert [one.after for one in found.rows if one.after is not None] == list(range(len(after)))
    for one in found.rows:
        sides = (one.before is not None, one.after is not None)
        assert sides == {"added": (False, True), "removed": (True, False)}.get(one.change, (True, True))


@given(TEXT, TEXT)
def test_gives_back_both_texts_word_for_word(before: str, after: str) -> None:
    words = tuple(words_between(before, after))
    assert text_of(words, Change.SAME, Change.REMOVED) == before
    assert text_of(words, Change.SAME, Change.ADDED) == after


@pytest.mark.parametrize("line", ["word " * 3, "word"])
def test_gives_back_both_texts_of_a_block_too_long_to_compare(line: str) -> None:
    before = "\n".join(f"{line} {n}" for n in range(MOST_WORDS))
    after = before.replace(f"{line} 700\n", f"{line} seven hundred\n")
    words = tuple(words_between(before, after))
    assert text_of(words, Change.SAME, Change.REMOVED) == before
    assert text_of(words, Change.SAME, Change.ADDED) == after
    assert text_of(words, Change.ADDED) == "seven hundred"


def test_shows_one_endless_line_as_replaced() -> None:
    before, after = "a " * MOST_WORDS * 2, "b " * MOST_WORDS * 2
    words = tuple(words_between(before, after))
    assert [one.change for one in words] == [Change.REMOVED, Change.ADDED]
