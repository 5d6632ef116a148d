"""What a record said at the end of a day, put together from the entries of the chain alone."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from waymark.trail.canonical import FORM
from waymark.trail.door import Recorded
from waymark.trail.models import Entry
from waymark.trail.words import Names, Value, columns_of, event_label, field_label, names_in, value_in_words

Subject = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Past:
    """One record as it stood after its last entry: each column as the chain keeps it, and that last entry."""

    kind: str
    record_id: int
    values: Mapping[str, Any]
    began_at: dt.datetime
    at: dt.datetime
    event: str
    who: str

    def day(self, column: str) -> dt.date | None:
        """Return a column that holds a day."""
        value = self.values.get(column)
        return dt.date.fromisoformat(value) if isinstance(value, str) and value else None


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a record as it stood, in words."""

    name: str
    label: str
    value: Value


@dataclass(frozen=True, slots=True)
class PastRecord:
    """A record as it stood at the end of a day, in words; `past` is None where it did not exist yet."""

    day: dt.date
    past: Past | None
    what: str = ""
    lines: tuple[Line, ...] = ()

    def value(self, name: str) -> Value:
        """Return one field by its column's name."""
        return next((line.value for line in self.lines if line.name == name), Value())


def replay(bodies: Iterable[Mapping[str, Any]]) -> dict[Subject, Past]:
    """Return every record told of by the bodies of entries, which come in the order of their chain.

    Pure: each entry says what its columns held before and after, so the last one told of a column counts. What the
    trail conceals stays concealed.
    """
    found: dict[Subject, Past] = {}
    for body in bodies:
        subject = (body["kind"], body["record"])
        before = found.get(subject)
        at = dt.datetime.fromisoformat(body["at"])
        told = {column: after for column, (_before, after) in body["changes"].items()}
        found[subject] = Past(
            kind=body["kind"],
            record_id=body["record"],
            values={**(before.values if before else {}), **told},
            began_at=before.began_at if before else at,
            at=at,
            event=body["event"],
            who=body["actor"]["name"],
        )
    return found


def end_of(day: dt.date, zone: str) -> dt.datetime:
    """Return the moment in which a day ends in an IANA time zone; a day of 23 or 25 hours ends where it does."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, ZoneInfo(zone))


def as_of(organisation_id: int, end: dt.datetime, subjects: Mapping[str, Sequence[int]]) -> dict[Subject, Past]:
    """Return records by kind and key as they stood just before a moment; those that did not exist are left out.

    One query, however many records are asked for.
    """
    asked = {kind: keys for kind, keys in subjects.items() if keys}
    if not asked:
        return {}
    entries = Entry.objects.filter(organisation_id=organisation_id).about_any(asked).between(None, end).order_by("seq")
    bodies = (json.loads(body) for body in entries.values_list("body", flat=True))
    return replay(body for body in bodies if body["form"] == FORM)


def past_of(record: Recorded, day: dt.date, *, zone: str) -> PastRecord:
    """Return a record as it stood at the end of a day, in words. One query, and one for each table it names.

    This is all a kind of record needs to be seen as of a day: `trail/_past.html` shows what it returns.
    """
    kind, organisation_id = record._meta.label_lower, record.chain_id
    past = as_of(organisation_id, end_of(day, zone), {kind: [record.pk]}).get((kind, record.pk))
    return in_words(past, day, names_in(organisation_id, [(kind, past.values)] if past else []))


def in_words(past: Past | None, day: dt.date, names: Names) -> PastRecord:
    """Return a record as it stood, in words; columns nobody ever filled are empty."""
    if past is None:
        return PastRecord(day, None)
    columns = columns_of(past.kind) or tuple(past.values)
    lines = tuple(
        Line(name, field_label(past.kind, name), value_in_words(past.kind, name, past.values.get(name), names))
        for name in columns
    )
    return PastRecord(day, past, event_label(past.event), lines)
