"""The size of a file is said in one unit everywhere."""

from pathlib import Path

import pytest

import waymark
from waymark.core.sizes import size_in_words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1023, "1023 bytes"),
        (1024, "1 KiB"),
        (1536, "1.5 KiB"),
        (10_189, "10 KiB"),
        (512 * 1024, "512 KiB"),
        (1024 * 1024 - 1, "1 MiB"),
        (1_468_006, "1.4 MiB"),
        (16 * 1024 * 1024, "16 MiB"),
        (3 * 1024**3, "3 GiB"),
        (5000 * 1024**3, "5,000 GiB"),
    ],
)
def test_says_a_size_in_words(count: int, words: str) -> None:
    assert size_in_words(count) == words


def test_is_the_only_way_to_say_a_size() -> None:
    folder = Path(waymark.__file__).parent
    users = [path.name for path in folder.rglob("*.py") if "filesizeformat" in path.read_text()]
    assert users == []
