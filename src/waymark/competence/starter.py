"""What Waymark proposes for clauses 5.3, 7.2 and 7.3: roles, what they take, conflicts. Proposals, never facts.

The file is package data of our own words, checked when it is read: every id that is named is there, and nothing is
in it that this module does not know.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from waymark.catalogue.rows import Faults, Row, as_row
from waymark.catalogue.strict_yaml import parse

FILE: Final = Path(__file__).parent / "data" / "people.yaml"
NEVER, AVOID = "never", "avoid"


@dataclass(frozen=True, slots=True)
class StarterNeed:
    """A competence that a role takes; any one of the proofs shows it, or all of them. No months: shown once."""

    id: str
    what: str
    proofs: tuple[str, ...]
    needs_all: bool
    renewal_months: int | None


@dataclass(frozen=True, slots=True)
class StarterRole:
    """A role as it is proposed. A function is a role without responsibilities of its own, under another role."""

    id: str
    title: str
    purpose: str
    responsibilities: tuple[str, ...]
    authorities: tuple[str, ...]
    deputy_rule: str
    deputy_may: tuple[str, ...]
    deputy_may_not: tuple[str, ...]
    needs: tuple[StarterNeed, ...]
    under: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two roles that do not belong in one hand; `small` is what a small organisation does instead."""

    id: str
    roles: frozenset[str]
    is_never: bool
    basis: str
    why: str
    small: str


@dataclass(frozen=True, slots=True)
class Separation:
    """An act of which one hand does not do both sides; `small` is what a small organisation does instead."""

    id: str
    act: str
    rule: str
    small: str
    source: str


@dataclass(frozen=True, slots=True)
class StarterActivity:
    """One line of the proposed RACI table: letters and words by the id of the role or of the outside party."""

    id: str
    title: str
    clauses: tuple[str, ...]
    letters: tuple[tuple[str, frozenset[str]], ...]
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is to be aware of something: whoever holds one of some roles; without roles, what `includes` says."""

    id: str
    title: str
    includes: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Topic:
    """What an audience is to be aware of, and what would show that it arrived."""

    id: str
    audience: str
    what: str
    points: tuple[str, ...]
    effect: tuple[str, ...]
    interval_months: int | None
    also_when: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Starter:
    """All of the file that this package uses."""

    edition: int
    roles: tuple[StarterRole, ...]
    conflicts: tuple[Conflict, ...]
    separations: tuple[Separation, ...]
    raci_columns: tuple[str, ...]
    activities: tuple[StarterActivity, ...]
    audiences: tuple[Audience, ...]
    topics: tuple[Topic, ...]

    @property
    def audience_ids(self) -> list[str]:
        """Return the ids of the audiences, in the order of the file."""
        return [one.id for one in self.audiences]

    @property
    def topic_ids(self) -> list[str]:
        """Return the ids of the topics, in the order of the file."""
        return [one.id for one in self.topics]

    def audience(self, key: str) -> Audience | None:
        """Return an audience by its id."""
        return next((one for one in self.audiences if one.id == key), None)

    def topic(self, key: str) -> Topic | None:
        """Return a topic by its id."""
        return next((one for one in self.topics if one.id == key), None)

    def role(self, key: str) -> StarterRole | None:
        """Return a proposed role by its id."""
        return next((one for one in self.roles if one.id == key), None)

    def conflict(self, key: str) -> Conflict | None:
        """Return a conflict by its id."""
        return next((one for one in self.conflicts if one.id == key), None)


@cache
def starter() -> Starter:
    """Return what the package proposes. Raises CatalogueFault for the first fault of a broken file."""
    found, faults = read_starter(FILE.read_bytes())
    if faults.found:
        raise faults.in_order[0]
    return found


def read_starter(data: bytes) -> tuple[Starter, Faults]:
    """Read a file of proposals, with every fault that is in it."""
    faults = Faults()
    top = as_row(parse(data), FILE.name, faults)
    top.allow(*_TOP)
    kinds, rules = top.row("proof_kinds", needed=True).names(), top.row("deputy_rules", needed=True).names()
    roles = tuple(_role(row, kinds, rules) for row in top.rows("roles", needed=True))
    functions = tuple(_function(row, kinds, [one.id for one in roles]) for row in top.rows("functions"))
    known = [one.id for one in roles]
    conflicts = tuple(_conflict(row, known) for row in top.rows("conflicts"))
    separations = tuple(_separation(row) for row in top.rows("separations", needed=True))
    _refuse_repeated([one.id for one in separations], top, faults)
    _refuse_repeated([*known, *(one.id for one in functions)], top, faults)
    _refuse_repeated([one.id for one in conflicts], top, faults)
    _refuse_repeated([need.id for one in (*roles, *functions) for need in one.needs], top, faults)
    raci_columns, activities = _activities(top.row("raci", needed=True), known, faults)
    audiences, topics = _awareness(top, [*known, *(one.id for one in functions)], faults)
    edition = top.number("edition", least=1)
    return Starter(
        edition, (*roles, *functions), conflicts, separations, raci_columns, activities, audiences, topics
    ), faults


_TOP: Final = (
    *("edition", "meta", "proof_kinds", "deputy_rules", "roles", "functions", "conflicts", "separations"),
    *("audiences", "awareness", "raci"),
)


def _role(row: Row, kinds: tuple[str, ...], rules: tuple[str, ...]) -> StarterRole:
    row.allow("id", "title", "purpose", "responsibilities", "authorities", "deputy", "conflicts", "competence")
    deputy = row.row("deputy", needed=True)
    deputy.allow("rule", "may", "may_not")
    return StarterRole(
        id=row.text("id"),
        title=row.text("title"),
        purpose=row.text("purpose"),
        responsibilities=row.texts("responsibilities", needed=True),
        authorities=row.texts("authorities", needed=True),
        deputy_rule=deputy.choice("rule", rules),
        deputy_may=deputy.texts("may"),
        deputy_may_not=deputy.texts("may_not"),
        needs=_needs(row, kinds),
    )


def _function(row: Row, kinds: tuple[str, ...], roles: list[str]) -> StarterRole:
    row.allow("id", "title", "purpose", "under", "competence")
    return StarterRole(
        id=row.text("id"),
        title=row.text("title"),
        purpose=row.text("purpose"),
        responsibilities=(),
        authorities=(),
        deputy_rule="",
        deputy_may=(),
        deputy_may_not=(),
        needs=_needs(row, kinds),
        under=row.choice("under", roles),
    )


def _needs(row: Row, kinds: tuple[str, ...]) -> tuple[StarterNeed, ...]:
    found = []
    for one in row.rows("competence", needed=True):
        one.allow("id", "what", "proofs", "all_of", "renewal_months")
        months = one.text("renewal_months", needed=False)
        found.append(
            StarterNeed(
                id=one.text("id"),
                what=one.text("what"),
                proofs=one.choices("proofs", kinds),
                needs_all=one.choice("all_of", ("true", "false"), default="false") == "true",
                renewal_months=one.number("renewal_months", least=1, most=120) if months else None,
            )
        )
    return tuple(found)


def _conflict(row: Row, roles: list[str]) -> Conflict:
    row.allow("id", "roles", "strength", "basis", "why", "small")
    return Conflict(
        id=row.text("id"),
        roles=frozenset(row.choices("roles", roles)),
        is_never=row.choice("strength", (NEVER, AVOID)) == NEVER,
        basis=row.text("basis"),
        why=row.text("why"),
        small=row.text("small"),
    )


def _separation(row: Row) -> Separation:
    row.allow("id", "act", "rule", "small", "source")
    return Separation(
        row.text("id"), row.text("act"), row.text("rule"), row.text("small"), row.text("source", needed=False)
    )


def _activities(row: Row, roles: list[str], faults: Faults) -> tuple[tuple[str, ...], tuple[StarterActivity, ...]]:
    """Return the roles that are columns, outside parties left out, and the lines of the table."""
    row.allow("letters", "columns", "outside_parties", "rules", "activities")
    letters, outside = row.row("letters", needed=True).names(), row.row("outside_parties").names()
    columns = row.choices("columns", [*roles, *outside])
    found = []
    for one in row.rows("activities", needed=True):
        one.allow("id", "title", "clauses", "cells", "says")
        cells, words = one.row("cells", needed=True), one.row("says")
        cells.allow(*columns)
        words.allow(*columns)
        parts = tuple((name, frozenset(cells.choices(name, letters))) for name in cells.names())
        every = [letter for _name, some in parts for letter in some]
        if every.count("A") != 1 or "R" not in every or any(some for name, some in parts if name in outside):
            faults.note("letters", "One A and at least one R for each activity, and none for outside parties.", one)
        remarks = tuple((name, words.text(name)) for name in words.names())
        found.append(StarterActivity(one.text("id"), one.text("title"), one.texts("clauses"), parts, remarks))
    _refuse_repeated([one.id for one in found], row, faults)
    return tuple(one for one in columns if one not in outside), tuple(found)


def _awareness(top: Row, roles: list[str], faults: Faults) -> tuple[tuple[Audience, ...], tuple[Topic, ...]]:
    audiences = []
    for one in top.rows("audiences", needed=True):
        one.allow("id", "title", "includes", "roles", "functions")
        named = frozenset((*one.choices("roles", roles), *one.choices("functions", roles)))
        includes = one.text("includes", needed=False)
        audiences.append(Audience(one.text("id"), one.text("title"), includes, named))
    known = [one.id for one in audiences]
    topics = tuple(_topic(one, known) for one in top.rows("awareness", needed=True))
    _refuse_repeated(known, top, faults)
    _refuse_repeated([one.id for one in topics], top, faults)
    return tuple(audiences), topics


def _topic(row: Row, audiences: list[str]) -> Topic:
    row.allow("id", "audience", "what", "points", "effect", "interval_months", "also_when")
    months = row.text("interval_months", needed=False)
    return Topic(
        id=row.text("id"),
        audience=row.choice("audience", audiences),
        what=row.text("what"),
        points=row.texts("points"),
        effect=row.texts("effect", needed=True),
        interval_months=row.number("interval_months", least=1, most=120) if months else None,
        also_when=row.texts("also_when"),
    )


def _refuse_repeated(ids: list[str], top: Row, faults: Faults) -> None:
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        faults.note("repeated", f"{one} is there twice.", top)
