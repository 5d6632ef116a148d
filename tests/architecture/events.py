"""Writes docs/reference/events.md from the enumerations of events."""

import django

from tests.architecture.house import ROOT
from waymark.trail.events import Event

PAGE = ROOT / "docs" / "reference" / "events.md"
_HEAD = """\
# Events

What can be written into the trail, package by package. The name of an event is part of the chain ([trail.md](trail.md))
and therefore never changes; the sentence is what people read.
"""


def enumerations() -> list[type[Event]]:
    """Return the enumeration of each package, from the bottom of the house to its top."""
    return sorted(Event.__subclasses__(), key=lambda kind: kind.__module__)


def page() -> str:
    """Return the page."""
    parts = [_HEAD]
    for kind in enumerations():
        package = kind.__module__.split(".")[1]
        lines = [f"| `{event.value}` | {event.label} |" for event in kind]
        parts.append("\n".join([f"## {package}", "", "| Event | Sentence |", "| --- | --- |", *lines]) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
