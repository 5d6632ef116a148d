"""Any record as it stood at the end of a day, beside what it says today, with what belonged to it by then."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from waymark.people.models.member import Member
from waymark.records.kinds import Part, RecordKind, RecordLine, kind_called, lines_for
from waymark.reports.trail.choice import LAST
from waymark.trail.as_of import RecordState, RecordThen, Replay, Steps, Subject, as_of, end_of, in_words, steps
from waymark.trail.words import Names, has_past, names_in


@dataclass(frozen=True, slots=True)
class PartsThen:
    """What belonged to a record of one kind when a day ended; `later` counts what has come since."""

    label: str | Promise
    there: tuple[RecordThen, ...]
    later: int


@dataclass(frozen=True, slots=True)
class PastPage:
    """A record on a day. `lines` names, by kind and key, the records it points at that the reader may see.

    `unreadable` are the entries of the chain about it that cannot be read.
    """

    kind: RecordKind
    line: RecordLine
    record: RecordThen
    parts: tuple[PartsThen, ...]
    steps: Steps
    lines: Mapping[Subject, RecordLine]
    unreadable: tuple[int, ...]


def record_called(member: Member, word: str, pk: int) -> tuple[RecordKind, RecordLine] | None:
    """Return the kind and the line of a record, or None where the member may read none like that, or it has no past."""
    kind = kind_called(word)
    if kind is None or not has_past(kind.kind) or pk > LAST:
        return None
    found = (kind.kind, pk)
    line = lines_for(member, [found]).get(found)
    return (kind, line) if line is not None else None


def past_page(member: Member, kind: RecordKind, line: RecordLine, day: dt.date) -> PastPage:
    """Return a record of the member's organisation as it stood at the end of a day.

    One query for the entries, one for each kind of part, one for each table that foreign keys point at, and two for
    each kind of record that it or a part points at otherwise.
    """
    organisation, subject = member.organisation, (kind.kind, line.pk)
    keys = {part.kind: part.keys(organisation, line.pk) for part in kind.parts}
    replayed = as_of(organisation.pk, end_of(day, organisation.time_zone), {**keys, kind.kind: [line.pk]})
    states = [*replayed.then.values(), *(past for key, past in replayed.now.items() if key in replayed.then)]
    # Parts say whose they are; that is known already.
    names = names_in(organisation.pk, ((past.kind, past.values) for past in states), {subject: str(line)})
    record = in_words(replayed.then.get(subject), day, names, now=replayed.now.get(subject))
    parts = [_parts(part, replayed, day, names, subject) for part in kind.parts if record.past is not None]
    shown = [record, *(one for group in parts for one in group.there)]
    return PastPage(
        kind,
        line,
        record,
        tuple(group for group in parts if group.there or group.later),
        steps(replayed.moments, day, organisation.time_zone),
        lines_for(member, _pointed_at(shown)),
        replayed.unreadable,
    )


def _parts(part: Part, replayed: Replay, day: dt.date, names: Names, whole: Subject) -> PartsThen:
    then = [past for past in replayed.then.values() if past.kind == part.kind and not _has_ended(part, past)]
    later = [key for key in replayed.now if key[0] == part.kind and key not in replayed.then]
    there = tuple(in_words(past, day, names, part_of=whole) for past in then)
    return PartsThen(part.label, there, len(later))


def _has_ended(part: Part, past: RecordState) -> bool:
    return bool(part.ends_with and past.values.get(part.ends_with))


def _pointed_at(records: Iterable[RecordThen]) -> set[Subject]:
    values = (value for record in records for line in record.lines for value in (line.value, line.now))
    return {value.record for value in values if value.record is not None}
