"""What a member owes, from every package that knows of something; sorted by consequence and date."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from django.utils.functional import Promise

from waymark.people.models.member import Member
from waymark.people.records import RecordLine

_WEEK = dt.timedelta(days=7)


class Consequence(IntEnum):
    """What happens if it is not done."""

    BLOCKS = 1  # certification cannot be had
    MAJOR = 2  # a major nonconformity may follow
    MINOR = 3  # a minor one
    LOW = 4  # nothing an auditor would write up


@dataclass(frozen=True, slots=True, kw_only=True)
class OneClick:
    """An act that ends what is owed where it stands: a form with hidden fields, and a note if one is asked for."""

    url: str
    label: str | Promise
    fields: tuple[tuple[str, str], ...] = ()
    note: str = ""
    note_label: str | Promise = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One thing a member owes. `kind` is a word such as task, evidence, review; `since` is when it came to them."""

    kind: str | Promise
    what: str
    url: str
    about: RecordLine | None = None
    reference: str = ""
    due_on: dt.date | None = None
    consequence: Consequence = Consequence.MINOR
    finish: OneClick | None = None
    since: dt.datetime | None = None
    state: str | Promise = ""

    def is_overdue(self, today: dt.date) -> bool:
        """Return whether its date has passed."""
        return self.due_on is not None and self.due_on < today

    @property
    def names_its_kind(self) -> bool:
        """Return whether the reference says already what kind of thing it is, as TASK-6 does."""
        return self.reference.casefold().startswith(str(self.kind).casefold())

    def is_due_soon(self, today: dt.date) -> bool:
        """Return whether it is due within a week."""
        return self.due_on is not None and today <= self.due_on <= today + _WEEK


Source = Callable[[Member, dt.date], Sequence[Owed]]

# A sanctioned way to speak upward: packages beside and above register what members owe to them.
sources: list[Source] = []


@dataclass(frozen=True)
class Owing:
    """All one member owes, the gravest first."""

    lines: tuple[Owed, ...]
    today: dt.date
    overdue: int = field(init=False)
    soon: int = field(init=False)

    def __post_init__(self) -> None:
        """Count what presses."""
        object.__setattr__(self, "overdue", sum(one.is_overdue(self.today) for one in self.lines))
        object.__setattr__(self, "soon", sum(one.is_due_soon(self.today) for one in self.lines))

    @property
    def by_consequence(self) -> list[tuple[Consequence, list[Owed]]]:
        """Return the lines under what happens if they are not done."""
        return [(one, found) for one in Consequence if (found := [o for o in self.lines if o.consequence is one])]


def owing(member: Member, today: dt.date) -> Owing:
    """Return everything one member owes on a day."""
    return Owing(pressing_first(one for source in sources for one in source(member, today)), today)


def pressing_first(lines: Iterable[Owed]) -> tuple[Owed, ...]:
    """Return the gravest first, then by date; what has no date comes after what has one."""
    return tuple(sorted(lines, key=lambda one: (one.consequence, one.due_on or dt.date.max, one.reference, one.what)))
