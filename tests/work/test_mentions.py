"""Who is meant by an @."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.work.mentions import Mentions, count_mentions, mentions_in

NAMES = {"Ada": 1, "Ada Lovelace": 2, "Ömer Öz": 3, "omar@example.org": 4}


@pytest.mark.parametrize(
    ("text", "members", "strangers"),
    [
        ("@Ada Lovelace, please look", (2,), ()),
        ("@ada, please look", (1,), ()),
        ("(@ömer öz) and @omar@example.org", (3, 4), ()),
        ("write to ada@example.org", (), ()),
        ("@Adam is not here", (), ("Adam",)),
        ("at 5 @ noon", (), ()),
        ("@@Ada", (), ()),
        ("@Bob. @Bob! @Ada", (1,), ("Bob",)),
        ("", (), ()),
    ],
)
def test_finds_the_longest_name(text: str, members: tuple[int, ...], strangers: tuple[str, ...]) -> None:
    found = mentions_in(text, NAMES)
    assert (found.members, found.strangers) == (members, strangers)


@given(st.text(max_size=300))
def test_reads_any_text(text: str) -> None:
    found = mentions_in(text, NAMES)
    assert set(found.members) <= {1, 2, 3, 4}
    assert all(one and len(one) <= 40 for one in found.strangers)


@given(st.sampled_from(sorted(NAMES)), st.text(max_size=20))
def test_finds_a_name_wherever_it_stands_by_itself(name: str, before: str) -> None:
    assert NAMES[name] in mentions_in(f"{before} @{name} .", NAMES).members


@pytest.mark.parametrize(
    ("text", "members"),
    [("İİİ @Ada", (1,)), ("@karl weiß", (5,)), ("@KARL WEISS.", (5,)), ("@Karl Weißer", ()), ("@ada lovelace_", (1,))],
)
def test_finds_a_name_behind_and_in_letters_that_become_several(text: str, members: tuple[int, ...]) -> None:
    assert mentions_in(text, {**NAMES, "Karl Weiß": 5}).members == members


def test_gives_a_name_that_two_share_to_the_first() -> None:
    assert mentions_in("@kim lee", {"Kim Lee": 1, "KIM LEE": 2}).members == (1,)


def test_counts_only_what_could_be_a_name() -> None:
    assert count_mentions("@Ada, @Bob; write to ada@example.org at 5 @ noon @@Ada") == 2


def test_looks_a_comment_up_among_many_members_at_once() -> None:
    names = {f"Member Number {number}": number for number in range(10_000)}
    begun = time.perf_counter()
    found = mentions_in("@m " * 3000, names)
    assert found == Mentions((), ("m",))
    # Trying each name at each @ takes seconds.
    assert time.perf_counter() - begun < 0.5
