"""What a member owes, from every package that knows of something, sorted and cut by the database.

A source says as a query what is owed, row by row: what happens if it is not done, by when, and its words. All sources
are asked together (`UNION ALL`), so that a page costs the same however many kinds of record there are.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, Case, CharField, DateField, F, Value, When
from django.db.models.functions import Cast
from django.utils.functional import Promise

from waymark.people.models.member import Member
from waymark.people.rights import Can
from waymark.records.kinds import RecordKind, RecordLine, lines_for, table_of
from waymark.work.models.notice import Notice
from waymark.work.owned import owned_keys

WEEK: Final = dt.timedelta(days=7)
_NO_WORDS: Final = Value("", output_field=CharField())
# Said with their types: where two sources have none, PostgreSQL would take both for texts.
_NO_RECORD: Final = Cast(Value(None), BigIntegerField())
_NO_DAY: Final = Cast(Value(None), DateField())


class Consequence(IntEnum):
    """How much depends on it (path.md, section 2)."""

    BLOCKS = 1  # a required document or record, or a whole requirement, is missing
    MAJOR = 2  # a point is missing
    MINOR = 3  # a point is partial
    LOW = 4  # guidance and good practice


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
    consequence: Consequence = Consequence.MINOR
    record: tuple[str, int] | None = None
    about: RecordLine | None = None
    reference: str = ""
    due_on: dt.date | None = None
    finish: OneClick | None = None
    state: str | Promise = ""

    def is_overdue(self, today: dt.date) -> bool:
        """Return whether its date has passed."""
        return self.due_on is not None and self.due_on < today

    @property
    def names_its_kind(self) -> bool:
        """Return whether the reference says already what kind of thing it is, as TASK-6 does."""
        return self.reference.casefold().startswith(str(self.kind).casefold())


class OwedRow(NamedTuple):
    """One thing a member owes, as the database returns it; `number` sorts, and names the record with its prefix."""

    source: str
    pk: int
    consequence: int
    due_on: dt.date | None
    number: int
    what: str
    state: str
    about_kind: str
    about_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedSource:
    """One source of what members owe. `label` is what its things are called, many of them, such as tasks.

    `rows` returns a QuerySet that `owed_rows` has given its columns, or None where there is nothing to ask. `show`
    makes a line of a row that a member owes. `states` returns, for the rows of one page alone, words on how they stand,
    by key. `right` is what somebody needs to be done with it.
    """

    name: str
    label: str | Promise
    rows: Callable[[Member, dt.date], Any]
    show: Callable[[Member, OwedRow], Owed]
    states: Callable[[Member, dt.date, Sequence[int]], Mapping[int, str]] | None = None
    right: Can = Can.WORK


# A sanctioned way to speak upward: packages above register what members owe to them.
_sources: dict[str, OwedSource] = {}


def register(source: OwedSource) -> None:
    """Let My work ask one more source; registering it again changes nothing."""
    _sources.setdefault(source.name, source)


def sources() -> tuple[OwedSource, ...]:
    """Return every source of what members owe."""
    return tuple(_sources.values())


def owed_rows(  # noqa: PLR0913 -- one argument for each column
    rows: Any,
    *,
    consequence: Any,
    what: Any,
    due_on: Any = None,
    number: Any = "number",
    state: Any = "",
    about_kind: Any = "",
    about_id: Any = None,
) -> Any:
    """Return a QuerySet with the columns of what is owed; names are fields, other texts are `Value`s."""
    return rows.order_by().annotate(
        owed_consequence=_term(consequence),
        owed_due=F(due_on) if isinstance(due_on, str) else due_on or _NO_DAY,
        owed_number=_term(number),
        owed_what=_term(what),
        owed_state=_term(state) if state else _NO_WORDS,
        owed_about_kind=_term(about_kind) if about_kind else _NO_WORDS,
        owed_about_id=_term(about_id) if about_id else _NO_RECORD,
    )


def by_value(field: str, values: Mapping[Any, Any], otherwise: Any) -> Case:
    """Return an expression that turns the values of a field into others, such as a priority into a consequence."""
    return Case(*(When(**{field: key}, then=Value(value)) for key, value in values.items()), default=Value(otherwise))


def shown_as(label: str | Promise, kind: RecordKind) -> Callable[[Member, OwedRow], Owed]:
    """Return how rows of a kind are shown that lead to the page of the record and have no act of their own."""

    def show(member: Member, row: OwedRow) -> Owed:
        line = table_of(kind).line(member.organisation, row.pk, row.number, row.what)
        return Owed(kind=label, what=line.title, reference=line.reference, url=line.url)

    return show


class OwedList(Sequence[OwedRow]):
    """All one member owes, the gravest first, read from the database as far as it is looked at.

    `pressing` narrows it to what is `overdue` or due `soon` (within a week), `kind` to what one source knows of.
    """

    def __init__(
        self, member: Member, today: dt.date, pressing: str = "", kind: str = "", asked: "_Asked | None" = None
    ) -> None:
        """Keep who owes, and on which day; lists that are narrowed differently share what was `asked`."""
        self.member, self.today, self.pressing, self.kind = member, today, pressing, kind
        self._asked = asked or _Asked(member, today)

    def that_are(self, pressing: str = "", kind: str = "") -> "OwedList":
        """Return what is `overdue` or due `soon`, of one kind or of any; counted once for all."""
        return OwedList(self.member, self.today, pressing, kind, self._asked)

    @property
    def total(self) -> int:
        """Return how much of the kind is owed, pressing or not."""
        return self._count(0)

    @property
    def overdue(self) -> int:
        """Return how much of the kind is late."""
        return self._count(1)

    @property
    def soon(self) -> int:
        """Return how much of the kind is due within a week."""
        return self._count(2)

    @property
    def kinds(self) -> list[tuple[str, str | Promise, int]]:
        """Return each kind of which something is owed: its name, what it is called, and how much of it there is."""
        counts = self._asked.counts
        named = [(one, sum(some[0] for (name, _), some in counts.items() if name == one.name)) for one in sources()]
        return [(one.name, one.label, count) for one, count in named if count]

    @property
    def is_out_of_reach(self) -> bool:
        """Return whether the member owes something that their roles do not let them finish."""
        owed = {name for (name, _weight), some in self._asked.counts.items() if some[0]}
        return any(one.name in owed and not self.member.can(one.right) for one in sources())

    def _count(self, place: int) -> int:
        return sum(some[place] for (name, _weight), some in self._asked.counts.items() if self.kind in {"", name})

    def __len__(self) -> int:
        """Return how much of it there is."""
        return {"overdue": self.overdue, "soon": self.soon}.get(self.pressing, self.total)

    def __getitem__(self, place: Any) -> Any:
        """Return one row, or some of them; one query."""
        if isinstance(place, slice):
            return self._rows(place.start or 0, len(self) if place.stop is None else place.stop)
        return self._rows(place, place + 1)[0]

    def __iter__(self) -> Iterator[OwedRow]:
        """Yield all rows; one query."""
        return iter(self._rows(0, len(self)))

    def shown(self, rows: Sequence[OwedRow] | None = None) -> list[Owed]:
        """Return rows, or all, as lines of a page, without what they are about; their states cost a query a source."""
        some = list(self if rows is None else rows)
        states = self._states(some)
        lines = []
        for row in some:
            line = _sources[row.source].show(self.member, row)
            record = (row.about_kind, row.about_id) if row.about_id is not None else None
            state = states.get((row.source, row.pk), line.state)
            lines.append(
                replace(line, consequence=Consequence(row.consequence), due_on=row.due_on, record=record, state=state)
            )
        return lines

    def _rows(self, start: int, stop: int) -> list[OwedRow]:
        if stop <= start or not len(self):
            return []
        return self._asked.rows(self.pressing, self.kind, start, stop)

    def _states(self, rows: Sequence[OwedRow]) -> dict[tuple[str, int], str]:
        found: dict[tuple[str, int], str] = {}
        for name, source in _sources.items():
            keys = [row.pk for row in rows if row.source == name] if source.states is not None else []
            if keys and source.states is not None:
                states = source.states(self.member, self.today, keys)
                found |= {(name, pk): state for pk, state in states.items()}
        return found


def owed_by(member: Member, today: dt.date) -> OwedList:
    """Return everything one member owes on a day; counting costs one query, a page of it one more."""
    return OwedList(member, today)


def has_work(member: Member) -> bool:
    """Return whether something is assigned to a member, is theirs, or has been notified to them.

    A membership that was found for a page knows two of these figures already; else one query.
    """
    known = getattr(member, "open_tasks", None) or getattr(member, "unread_notices", None)
    if known:
        return True
    notices = Notice.objects.to(member).order_by().values_list("pk")
    return bool(notices.union(*owned_keys(member), all=True).exists())


def by_consequence(found: OwedList, rows: Sequence[OwedRow], reader: Member) -> list[tuple[Consequence, list[Owed]]]:
    """Return a page of what is owed under what happens if it is not done.

    What each is about is named as far as the reader may read it, in one query for all kinds that have a table.
    """
    lines = found.shown(rows)
    about = lines_for(reader, [line.record for line in lines if line.record is not None])
    shown = [replace(line, about=about.get(line.record) if line.record else None) for line in lines]
    return [
        (weight, some) for weight in Consequence if (some := [line for line in shown if line.consequence is weight])
    ]


class _Asked:
    """The questions of all sources as one text of SQL, written once: building it costs more than asking it."""

    def __init__(self, member: Member, today: dt.date) -> None:
        self._member, self._today = member, today

    @cached_property
    def counts(self) -> Mapping[tuple[str, int], tuple[int, int, int]]:
        """Return by source and consequence how much is owed, how much of it is late, how much due within a week."""
        (late, until), (soon, week) = _PRESSING["overdue"], _PRESSING["soon"]
        days = [_adapted(one) for one in (*until(self._today), *week(self._today))]
        # Source by source: a database reads no more columns than it counts, and sorts nothing.
        pressing = f"COUNT(CASE WHEN {late} THEN 1 END), COUNT(CASE WHEN {soon} THEN 1 END)"
        asked = [
            f"SELECT %s, {'owed_consequence' if one.weight is None else int(one.weight)}, COUNT(*), {pressing} "  # noqa: S608 -- see `_read`
            f"FROM ({one.sql}) AS owed{' GROUP BY owed_consequence' if one.weight is None else ''}"
            for one in self._questions
        ]
        found = self._read(
            " UNION ALL ".join(asked), [v for one in self._questions for v in (one.name, *days, *one.given)]
        )
        return {(source, weight): (total, late, due_soon) for source, weight, total, late, due_soon in found if total}

    def rows(self, pressing: str, kind: str, start: int, stop: int) -> list[OwedRow]:
        """Return some of what is owed, the gravest first; only sources that have a part in it are asked."""
        where, days = _PRESSING.get(pressing, ("", lambda _today: ()))
        weights, names, graver = self._parts(pressing, kind, start, stop)
        some = [one for one in self._questions if one.name in names]
        only = " AND ".join(["owed_consequence BETWEEN %s AND %s", *([where] if where else [])])
        order = "owed_consequence, owed_due IS NULL, owed_due, owed_source, owed_number, owed_pk"
        union = " UNION ALL ".join(one.sql for one in some)
        rest = f"WHERE {only} ORDER BY {order} LIMIT {stop - start} OFFSET {start - graver}"
        sql = f"SELECT {', '.join(_COLUMNS)} FROM ({union}) AS owed {rest}"  # noqa: S608 -- see `_read`
        given = [v for one in some for v in one.given] + [weights[0], weights[-1], *map(_adapted, days(self._today))]
        return [
            row._replace(due_on=_day(row.due_on)) for row in map(OwedRow._make, self._read(sql, given) if some else ())
        ]

    def _parts(self, pressing: str, kind: str, start: int, stop: int) -> tuple[list[int], set[str], int]:
        """Return which consequences stand between two places, of which sources, and how much is graver than they."""
        place = list(_PRESSING).index(pressing) + 1 if pressing in _PRESSING else 0
        counted = {key: some[place] for key, some in self.counts.items() if kind in {"", key[0]} and some[place]}
        weights, graver, until = [0], 0, 0
        for weight in sorted({weight for _name, weight in counted}):
            begins, until = until, until + sum(count for key, count in counted.items() if key[1] == weight)
            if until <= start:
                graver = until
            elif begins < stop:
                weights.append(weight)
        weights = weights[1:] or weights
        return weights, {name for name, weight in counted if weight in weights}, graver

    def _read(self, sql: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
        if not self._questions:
            return []
        with connection.cursor() as cursor:
            # All texts are ours: what members wrote stands among the parameters.
            cursor.execute(sql, given)
            return list(cursor.fetchall())

    @cached_property
    def _questions(self) -> "list[_Question]":
        asked = ((name, source.rows(self._member, self._today)) for name, source in _sources.items())
        return [one for name, rows in asked if rows is not None and (one := _question(name, rows)) is not None]


class _Question(NamedTuple):
    """What one source asks the database, as SQL with its values; and the consequence of all its rows, if it is one."""

    name: str
    weight: Any
    sql: str
    given: tuple[Any, ...]


def _question(name: str, rows: Any) -> _Question | None:
    columns = rows.annotate(owed_source=Value(name, output_field=CharField()), owed_pk=F("pk")).values_list(*_COLUMNS)
    try:
        sql, given = columns.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        # Django knows without asking that there is nothing.
        return None
    return _Question(name, getattr(rows.query.annotations["owed_consequence"], "value", None), sql, tuple(given))


_COLUMNS: Final = tuple(
    f"owed_{name}"
    for name in ("source", "pk", "consequence", "due", "number", "what", "state", "about_kind", "about_id")
)
# What is pressing, in SQL, and the days that this asks with.
_PRESSING: Final[Mapping[str, tuple[str, Callable[[dt.date], Sequence[dt.date]]]]] = {
    "overdue": ("owed_due < %s", lambda today: (today,)),
    "soon": ("owed_due BETWEEN %s AND %s", lambda today: (today, today + WEEK)),
}


def _adapted(given: dt.date | str) -> Any:
    return given if isinstance(given, str) else connection.ops.adapt_datefield_value(given)


def _day(given: Any) -> dt.date | None:
    # SQLite knows no dates: what a union returns is text there.
    return dt.date.fromisoformat(given) if isinstance(given, str) else given


def _term(given: Any) -> Any:
    if isinstance(given, str):
        return F(given)
    return Value(given) if isinstance(given, int) else given
