"""What records said at the end of a day, beside what they say now, put together from the entries of the chain alone."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from waymark.core.clock import day_in
from waymark.trail.bodies import read_body
from waymark.trail.canonical import FORM
from waymark.trail.door import HIDDEN
from waymark.trail.models import Entry
from waymark.trail.words import (
    Names,
    Value,
    columns_of,
    event_label,
    field_label,
    foreign_kind,
    pointed_at,
    value_in_words,
)

Subject = tuple[str, int]


@dataclass(frozen=True, slots=True)
class LastChange:
    """When a column was last told of, and by whom."""

    at: dt.datetime
    who: str


@dataclass(frozen=True, slots=True)
class RecordState:
    """One record as it stood after an entry: each column as the chain keeps it, who told it last, and that entry."""

    kind: str
    record_id: int
    values: Mapping[str, Any]
    last_changes: Mapping[str, LastChange]
    began_at: dt.datetime
    at: dt.datetime
    event: str
    who: str

    def day(self, column: str) -> dt.date | None:
        """Return a column that holds a day."""
        value = self.values.get(column)
        try:
            return dt.date.fromisoformat(value) if isinstance(value, str) and value else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Replay:
    """Some records as they stood just before a moment and as they stand now, and when anything about them changed.

    `unreadable` are the places in the chain of entries about them that somebody altered: what those told is missing.
    """

    then: Mapping[Subject, RecordState]
    now: Mapping[Subject, RecordState]
    moments: tuple[dt.datetime, ...]
    unreadable: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Steps:
    """The days to go on to from a day: of the change before the one it shows, and of the next one."""

    before: dt.date | None
    after: dt.date | None


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a record as it stood, in words; `now` is what it says today, `has_changed` whether it differs."""

    name: str
    label: str
    value: Value
    now: Value
    has_changed: bool


@dataclass(frozen=True, slots=True)
class RecordThen:
    """A record as it stood at the end of a day, in words; `past` is None where it did not exist yet."""

    day: dt.date
    past: RecordState | None
    what: str = ""
    lines: tuple[Line, ...] = ()

    @property
    def changed(self) -> tuple[Line, ...]:
        """Return the fields that say something else today."""
        return tuple(line for line in self.lines if line.has_changed)

    @property
    def filled(self) -> tuple[Line, ...]:
        """Return the fields that say something, then or today."""
        return tuple(line for line in self.lines if not (line.value.is_empty and line.now.is_empty))

    @property
    def empty(self) -> tuple[Line, ...]:
        """Return the fields in which there was nothing, and is nothing."""
        return tuple(line for line in self.lines if line.value.is_empty and line.now.is_empty)

    def value(self, name: str) -> Value:
        """Return one field by its column's name."""
        return next((line.value for line in self.lines if line.name == name), Value())


def replay(bodies: Iterable[Mapping[str, Any]]) -> dict[Subject, RecordState]:
    """Return every record told of by the bodies of entries, which come in the order of their chain.

    Pure: each entry says what its columns held before and after, so the last one told of a column counts. What the
    trail conceals stays concealed.
    """
    found: dict[Subject, RecordState] = {}
    for body in bodies:
        subject = (body["kind"], body["record"])
        before = found.get(subject)
        at, who = dt.datetime.fromisoformat(body["at"]), body["actor"]["name"]
        written = {column: after for column, (_before, after) in body["changes"].items()}
        found[subject] = RecordState(
            kind=body["kind"],
            record_id=body["record"],
            values={**(before.values if before else {}), **written},
            last_changes={**(before.last_changes if before else {}), **dict.fromkeys(written, LastChange(at, who))},
            began_at=before.began_at if before else at,
            at=at,
            event=body["event"],
            who=who,
        )
    return found


def replay_until(bodies: Sequence[Mapping[str, Any]], end: dt.datetime) -> Replay:
    """Return what the bodies of entries tell up to a moment, and what they tell altogether. Pure."""
    moments = tuple(dt.datetime.fromisoformat(body["at"]) for body in bodies)
    earlier = [body for body, at in zip(bodies, moments, strict=True) if at < end]
    return Replay(replay(earlier), replay(bodies), moments)


def steps(moments: Iterable[dt.datetime], day: dt.date, zone: str) -> Steps:
    """Return where to step to from a day, given when something changed. Pure.

    What a day shows came about on the last day of a change up to it; before that lies the change before.
    """
    days = sorted({day_in(zone, at) for at in moments})
    earlier = [one for one in days if one <= day]
    return Steps(earlier[-2] if len(earlier) > 1 else None, next((one for one in days if one > day), None))


def end_of(day: dt.date, zone: str) -> dt.datetime:
    """Return the moment in which a day ends in an IANA time zone; a day of 23 or 25 hours ends where it does."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, ZoneInfo(zone))


def as_of(organisation_id: int, end: dt.datetime, subjects: Mapping[str, Sequence[int]]) -> Replay:
    """Return records by kind and key just before a moment and now; those that did not exist are left out.

    One query, however many records are asked for.
    """
    asked = {kind: keys for kind, keys in subjects.items() if keys}
    if not asked:
        return Replay({}, {}, ())
    entries = Entry.objects.filter(organisation_id=organisation_id).about_any(asked).order_by("seq")
    read = [(seq, read_body(body)) for seq, body in entries.values_list("seq", "body")]
    replayed = replay_until([body for _seq, body in read if body is not None and body["form"] == FORM], end)
    return replace(replayed, unreadable=tuple(seq for seq, body in read if body is None))


def in_words(
    past: RecordState | None,
    day: dt.date,
    names: Names,
    *,
    now: RecordState | None = None,
    part_of: Subject | None = None,
) -> RecordThen:
    """Return a record as it stood, in words, beside what it says `now`; columns nobody ever filled are empty.

    Of a part of another record, what says so goes without saying.
    """
    if past is None:
        return RecordThen(day, None)
    columns = [
        name
        for name in columns_of(past.kind) or tuple(past.values)
        if part_of is None or (foreign_kind(past.kind, name), past.values.get(name)) != part_of
    ]
    return RecordThen(
        day, past, event_label(past.event), tuple(_line(name, past, now or past, names) for name in columns)
    )


def _line(name: str, past: RecordState, now: RecordState, names: Names) -> Line:
    then, today = (_in_words(name, one, names) for one in (past, now))
    return Line(name, field_label(past.kind, name), then, today, has_changed=_differs(name, past, now))


def _in_words(name: str, past: RecordState, names: Names) -> Value:
    record = pointed_at(past.kind, name, past.values)
    return Value(record=record) if record else value_in_words(past.kind, name, past.values.get(name), names)


def _differs(name: str, past: RecordState, now: RecordState) -> bool:
    before, after = (_meant(name, one) for one in (past, now))
    if before == after == HIDDEN:
        # What is concealed cannot be compared; that it was changed is all there is to know.
        return past.last_changes[name] != now.last_changes[name]
    return bool(before != after)


def _meant(name: str, past: RecordState) -> Any:
    value = past.values.get(name)
    return pointed_at(past.kind, name, past.values) or (None if value == "" else value)
