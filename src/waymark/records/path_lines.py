"""The lines of step 2 of the path: which records implement the AIMS, how many there are, and what is open about them.

A package registers a line for its records, and `readiness` shows all lines in the order of work. Everything is counted
in one query, whose text is written once for all organisations: building it takes longer than asking it.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Count, IntegerField, Value
from django.utils.functional import Promise

from waymark.people.models.organisation import Organisation
from waymark.people.rights import Can
from waymark.records.registers import register_named
from waymark.records.written_questions import ANY_DAY, WrittenQuestion, anyone, write


class Stage(IntEnum):
    """The order of work when building an AIMS (path.md section 3), as far as records exist."""

    CONTEXT = 1  # 4.1
    PARTIES = 2  # 4.2
    INVENTORY = 3  # AI systems
    SCOPE = 4  # 4.3
    POLICY = 5  # 5.2
    ROLES = 6  # 5.3
    COMPETENCE = 7  # 7.2, 7.3
    DOCUMENTS = 8  # 7.5
    OPERATION = 9  # controls put to work


@dataclass(frozen=True, slots=True, kw_only=True)
class PathFigure:
    """One figure of a line. `rows` are what it counts, of an organisation as of a day; `words` say so many of them.

    It leads to the list of the line, or that of another `address`, with the filters of `query`; both hold the same
    rows. Without `words` it says nothing while there are any. `is_open`: something is left to do while there are any.
    `when_none` says what is missing where there is none.
    The condition of `rows` may hold the organisation and the day as they are, and days so many days before or after.
    """

    rows: Callable[[Organisation, dt.date], Any]
    words: Callable[[int], str] = lambda _n: ""
    query: str = ""
    address: str = ""
    is_open: bool = False
    when_none: str | Promise = ""


@dataclass(frozen=True, slots=True)
class FirstAct:
    """What to do where a line has no records: a sentence, and the button with its address and the right it needs."""

    sentence: str | Promise
    address: str
    label: str | Promise
    right: Can


@dataclass(frozen=True, slots=True, kw_only=True)
class PathLine:
    """One kind of record that implements the AIMS.

    `requirement` is the number of the clause or control whose owner answers for it. The first of the `figures` says how
    many there are. Where there are none, `nothing` says what to do first, and `start` where, for who has the right;
    unless told otherwise, both are those of the register whose list is at `address`.
    """

    name: str
    stage: Stage
    label: str | Promise
    requirement: str
    address: str
    figures: tuple[PathFigure, ...]
    nothing: str | Promise = ""
    start: str = ""
    start_label: str | Promise = ""
    start_right: Can = Can.MANAGE_AIMS

    @property
    def first_act(self) -> FirstAct:
        """Return what to do where there are no records yet."""
        register = register_named(self.address)
        if self.start or register is None:
            return FirstAct(self.nothing, self.start, self.start_label, self.start_right)
        return FirstAct(self.nothing or register.nothing[1], register.new, register.new_label, register.new_right)


_lines: dict[str, PathLine] = {}


def register(line: PathLine) -> None:
    """Show one more line; registering it again changes nothing."""
    if line.name not in _lines:
        _lines[line.name] = line
        _question.cache_clear()


def lines() -> tuple[PathLine, ...]:
    """Return every line in the order of work."""
    return tuple(sorted(_lines.values(), key=lambda one: one.stage))


def counts(organisation: Organisation, today: dt.date) -> Mapping[str, Sequence[int]]:
    """Return how many each figure of each line counts, by the name of the line; one query."""
    shown = lines()
    found = [0] * sum(len(one.figures) for one in shown)
    for place, count in _question(connection.vendor).answers(organisation, today):
        found[int(place)] = count
    by_line, at = {}, 0
    for line in shown:
        by_line[line.name] = found[at : at + len(line.figures)]
        at += len(line.figures)
    return by_line


@cache
def _question(_vendor: str) -> WrittenQuestion:
    """Return the question about every figure, each row with the place of its figure."""
    figures = [figure for line in lines() for figure in line.figures]
    return write(_counted(figure.rows(anyone(), ANY_DAY), place) for place, figure in enumerate(figures))


def _counted(rows: Any, place: int) -> Any:
    placed = rows.order_by().values(path_place=Value(place, output_field=IntegerField()))
    return placed.annotate(path_count=Count("pk")).values_list("path_place", "path_count")
