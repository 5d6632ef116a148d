"""The page of events lists what a chain can tell; `python -m tests.architecture.events` writes it."""

import re

from tests.architecture.events import PAGE, enumerations, page


def test_lists_exactly_the_events_there_are() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.architecture.events writes the page anew"


def test_gives_every_event_a_name_of_its_own() -> None:
    values = [event.value for kind in enumerations() for event in kind]
    assert len(values) > 30
    assert len(set(values)) == len(values)
    assert [value for value in values if not re.fullmatch(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*", value)] == []


def test_fits_every_event_into_its_column() -> None:
    assert max(len(event.value) for kind in enumerations() for event in kind) <= 80
