"""What docs/reference says of the code; `.venv/bin/python -m tests.architecture.references` writes them."""

import re

import pytest

from tests.architecture.references import PAGES, path_of
from waymark.trail.events import Event


@pytest.mark.parametrize("name", PAGES)
def test_says_exactly_what_there_is(name: str) -> None:
    written = path_of(name).read_text(encoding="utf-8")
    assert written == PAGES[name](), ".venv/bin/python -m tests.architecture.references writes the page anew"


def events() -> list[Event]:
    return [event for kind in Event.__subclasses__() for event in kind]


def test_gives_every_event_a_name_of_its_own() -> None:
    values = [event.value for event in events()]
    assert len(values) > 30
    assert len(set(values)) == len(values)
    assert [value for value in values if not re.fullmatch(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*", value)] == []


def test_fits_every_event_into_its_column() -> None:
    assert max(len(event.value) for event in events()) <= 80
