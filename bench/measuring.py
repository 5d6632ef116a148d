"""Does a work often and notes what it costs."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext

REPEATS = 40


@dataclass(frozen=True)
class Figure:
    """What was measured, run by run in ms: process time, and the wall clock beside it."""

    what: str
    cpu: tuple[float, ...]
    wall: tuple[float, ...]
    queries: int | None
    budget: float

    @property
    def least(self) -> float:
        """Return the least CPU of all runs: the steady figure on a shared machine."""
        return min(self.cpu)

    @property
    def p95(self) -> float:
        """Return the wall clock that 95 of 100 runs stay under."""
        return sorted(self.wall)[int(len(self.wall) * 0.95)]


@dataclass(frozen=True)
class Work:
    """Something to measure, with its budget in ms of CPU."""

    what: str
    act: Callable[[], object]
    budget: float


def measure(work: Work, repeats: int = REPEATS) -> Figure:
    """Do a work often and return its figures."""
    return side_by_side([work], repeats)[0]


def side_by_side(works: Sequence[Work], repeats: int = REPEATS) -> list[Figure]:
    """Do works in turn, each as often, and return their figures; the first run of each warms up and does not count.

    In turn, because a shared machine is twice as fast in one minute as in the next: whatever slows one work slows
    the other too, and their ratio stays true.
    """
    queries = [_queries(work) for work in works]
    cpu: list[list[float]] = [[] for _work in works]
    wall: list[list[float]] = [[] for _work in works]
    for turn in range(repeats):
        for index in range(len(works)) if turn % 2 else reversed(range(len(works))):
            at, spent = time.perf_counter(), time.process_time()
            works[index].act()
            cpu[index].append((time.process_time() - spent) * 1000)
            wall[index].append((time.perf_counter() - at) * 1000)
    return [
        Figure(work.what, tuple(cpu[index]), tuple(wall[index]), queries[index], work.budget)
        for index, work in enumerate(works)
    ]


def _queries(work: Work) -> int | None:
    work.act()
    with CaptureQueriesContext(connection) as caught:
        work.act()
    asked = sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for one in caught)
    return asked or None
