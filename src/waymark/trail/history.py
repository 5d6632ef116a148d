"""The history of a record: who changed what, when and why, in words."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from waymark.trail.bodies import read_body
from waymark.trail.door import Recorded
from waymark.trail.models import Entry
from waymark.trail.words import (
    Change,
    Names,
    Rows,
    Value,
    address_words,
    changes_in_words,
    event_label,
    kind_label,
    names_in,
    rows_of,
    sentence_with_records,
    shown_in_history,
)

SHOWN = 100
_UNREADABLE: Mapping[str, Any] = {"note": "", "reference": "", "changes": {}}
_MOMENT = dt.timedelta(seconds=1)
"""Entries of one person that lie closer together are of one act: a request makes them one after the other."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry in words. `what` is the sentence of its event, `subject` the kind of record and its reference.

    Of one that somebody altered so that it cannot be read, there is only what its columns say.
    `with_records` is the sentence that names the records it points at, in place of `%(records)s`, if it has one.
    """

    seq: int
    at: dt.datetime
    event: str
    what: str
    who: str
    note: str
    kind: str
    record_id: int
    subject: str
    changes: tuple[Change, ...]
    is_readable: bool = True
    with_records: str = ""

    @property
    def pointed_at(self) -> tuple[Value, ...]:
        """Return the records that it points at."""
        return tuple(change.after for change in self.changes if change.after.record is not None)

    @property
    def reason(self) -> str:
        """Return the note, unless one of the changed fields says the same."""
        return "" if any(self.note == change.after.text for change in self.changes) else self.note


@dataclass(frozen=True, slots=True)
class History:
    """What happened to a record, the newest first; `has_more` says that older entries are in the trail only.

    `main` is the record it is of, by kind and key; of several the first one, whose parts the others are.
    """

    history_lines: tuple[HistoryLine, ...]
    has_more: bool
    main: tuple[str, int] | None = None

    @property
    def past_word(self) -> str:
        """Return the word in the address that shows the record as of a day; empty where there is no such page."""
        return address_words.get(self.main[0], "") if self.main else ""

    @property
    def past_key(self) -> int:
        """Return the key of the record."""
        return self.main[1] if self.main else 0

    @property
    def pointed_at(self) -> frozenset[tuple[str, int]]:
        """Return the records, by kind and key, that entries name without their titles."""
        values = (
            value for one in self.history_lines for change in one.changes for value in (change.before, change.after)
        )
        return frozenset(value.record for value in values if value.record is not None)

    @property
    def moments(self) -> tuple[tuple[HistoryLine, ...], ...]:
        """Return what happened, the newest first: the entries of one act, at one moment, together."""
        groups: list[list[HistoryLine]] = []
        for one in self.history_lines:
            newest = groups[-1][0] if groups else None
            if newest is not None and newest.who == one.who and abs(newest.at - one.at) < _MOMENT:
                groups[-1].append(one)
            else:
                groups.append([one])
        return tuple(tuple(group) for group in groups)

    @property
    def newest(self) -> HistoryLine | None:
        """Return the last thing that happened."""
        return self.history_lines[0] if self.history_lines else None

    @property
    def is_mixed(self) -> bool:
        """Return whether it tells of several records, so that each line must say of which."""
        return len({(one.kind, one.record_id) for one in self.history_lines}) > 1


def history_of(*records: Recorded | None, known: Names | None = None) -> History:
    """Return the history of a record, or of one together with its parts; None stands for no record.

    One query, and one more for each table its foreign keys point at, unless all its names are `known` or came along
    with the records. Ask only for what the reader may see.
    """
    there = [record for record in records if record is not None]
    if not there:
        return History((), has_more=False)
    organisation_id = there[0].chain_id
    subjects = [(one._meta.label_lower, one.pk) for one in there]
    return _history(organisation_id, subjects, known, rows_of(organisation_id, there))


def history_about(organisation_id: int, *subjects: tuple[str, int], known: Names | None = None) -> History:
    """Return the same for records that are known by kind and key only; names that are `known` are not asked for."""
    return _history(organisation_id, subjects, known)


def _history(
    organisation_id: int, subjects: Sequence[tuple[str, int]], known: Names | None, loaded: Rows | None = None
) -> History:
    entries = Entry.objects.last_about(organisation_id, dict.fromkeys(subjects), SHOWN + 1)
    found = list(entries.newest_first()[: SHOWN + 1])
    lines = (
        replace(one, changes=shown_in_history(one.kind, one.changes))
        for one in history_lines(found[:SHOWN], organisation_id, known, loaded)
    )
    return History(tuple(lines), has_more=len(found) > SHOWN, main=subjects[0])


def history_lines(
    entries: Iterable[Entry], organisation_id: int, known: Names | None = None, loaded: Rows | None = None
) -> tuple[HistoryLine, ...]:
    """Return entries of one organisation in words, with one query for each table their foreign keys point at."""
    decoded = [(entry, read_body(entry.body)) for entry in entries]
    changed = ((entry.kind, body["changes"]) for entry, body in decoded if body is not None)
    names = names_in(organisation_id, changed, known, loaded)
    return tuple(_history_line(entry, body or _UNREADABLE, names) for entry, body in decoded)


def _history_line(entry: Entry, body: Mapping[str, Any], names: Names) -> HistoryLine:
    return HistoryLine(
        seq=entry.seq,
        at=entry.at,
        event=entry.event,
        what=event_label(entry.event),
        who=entry.actor_name,
        note=body["note"],
        kind=entry.kind,
        record_id=entry.record_id,
        subject=" ".join(filter(None, (kind_label(entry.kind), body["reference"]))),
        changes=changes_in_words(entry.kind, body["changes"], names),
        is_readable=body is not _UNREADABLE,
        with_records=sentence_with_records(entry.kind, entry.event),
    )
