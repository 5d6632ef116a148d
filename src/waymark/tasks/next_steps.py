"""Where a finished task leads: back to what it was about, for kinds of record whose package says so."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from waymark.people.readers import Reader
from waymark.tasks.models.task import Task


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is worth doing once a task is finished: the button, where it leads, and a sentence beside it."""

    label: str | Promise
    url: str
    note: str | Promise = ""


# A sanctioned way to speak upward: packages above say what follows from a task about one of their records.
_steps: dict[str, Callable[[Reader, int], NextStep | None]] = {}


def register(kind: str, step: Callable[[Reader, int], NextStep | None]) -> None:
    """Let finished tasks about records of a kind lead on; registering it again changes nothing."""
    _steps.setdefault(kind, step)


def leads_on(kind: str) -> bool:
    """Return whether something may follow from tasks about records of a kind."""
    return kind in _steps


def next_step(task: Task, reader: Reader) -> NextStep | None:
    """Return where a finished task leads its reader, or None."""
    if not task.is_done or task.about is None or task.about_kind not in _steps:
        return None
    kind, key = task.about
    return _steps[kind](reader, key)
