"""What a member owes, from every package that knows of something; sorted by consequence and date."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any, NamedTuple

from django.utils.functional import Promise

from waymark.people.models.member import Member
from waymark.people.records import RecordLine, lines_for

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
    """One thing a member owes, as a page shows it. `kind` is a word such as task, evidence, review.

    `record` is what it is about, by kind and key; `about` is that record as far as the reader may read it.
    """

    kind: str | Promise
    what: str
    url: str
    record: tuple[str, int] | None = None
    about: RecordLine | None = None
    reference: str = ""
    due_on: dt.date | None = None
    finish: OneClick | None = None
    state: str | Promise = ""

    def is_overdue(self, today: dt.date) -> bool:
        """Return whether its date has passed."""
        return _is_overdue(self.due_on, today)

    @property
    def names_its_kind(self) -> bool:
        """Return whether the reference says already what kind of thing it is, as TASK-6 does."""
        return self.reference.casefold().startswith(str(self.kind).casefold())


class Due(NamedTuple):
    """One thing a member owes, as little of it as sorting needs: of thousands, a page shows a hundred.

    `shown_by` makes of `what` the line of a page; things of one kind share it, so that each takes little memory.
    """

    consequence: Consequence
    due_on: dt.date | None
    reference: str
    shown_by: Callable[[Any], Owed]
    what: Any

    def show(self) -> Owed:
        """Return it as a page shows it."""
        return self.shown_by(self.what)


Source = Callable[[Member, dt.date], Iterable[Due]]

# A sanctioned way to speak upward: packages beside and above register what members owe to them.
sources: list[Source] = []


@dataclass(frozen=True)
class Owing:
    """All one member owes, the gravest first."""

    dues: tuple[Due, ...]
    today: dt.date
    overdue: int = field(init=False)
    soon: int = field(init=False)

    def __post_init__(self) -> None:
        """Count what presses."""
        object.__setattr__(self, "overdue", len(self.that_are("overdue")))
        object.__setattr__(self, "soon", len(self.that_are("soon")))

    def that_are(self, pressing: str) -> Sequence[Due]:
        """Return what is `overdue`, what is due `soon` (within a week), or for any other word everything."""
        if pressing == "overdue":
            return [one for one in self.dues if _is_overdue(one.due_on, self.today)]
        if pressing == "soon":
            return [one for one in self.dues if one.due_on is not None and self.today <= one.due_on <= self._week]
        return self.dues

    @property
    def _week(self) -> dt.date:
        return self.today + _WEEK


def owing(member: Member, today: dt.date) -> Owing:
    """Return everything one member owes on a day."""
    return Owing(pressing_first(one for source in sources for one in source(member, today)), today)


def pressing_first(dues: Iterable[Due]) -> tuple[Due, ...]:
    """Return the gravest first, then by date; what has no date comes after what has one."""
    return tuple(sorted(dues, key=lambda one: (one.consequence, one.due_on or dt.date.max, one.reference)))


def by_consequence(dues: Iterable[Due], reader: Member) -> list[tuple[Consequence, list[Owed]]]:
    """Return a page of what is owed under what happens if it is not done.

    What each is about is named as far as the reader may read it, with one look-up for each kind of record.
    """
    built = [(one.consequence, one.show()) for one in dues]
    about = lines_for(reader, [owed.record for _consequence, owed in built if owed.record is not None])
    shown = [(weight, replace(owed, about=about.get(owed.record) if owed.record else None)) for weight, owed in built]
    return [(one, found) for one in Consequence if (found := [owed for weight, owed in shown if weight is one])]


def _is_overdue(due_on: dt.date | None, today: dt.date) -> bool:
    return due_on is not None and due_on < today
