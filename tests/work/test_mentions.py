"""Who is meant by an @."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.work.mentions import mentions_in

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
