"""The trail as a table for spreadsheet programs, made piece by piece so that a long one needs no more memory."""

from collections.abc import Iterator

from django.utils.translation import get_language, gettext, override

from waymark.people.models.member import Member
from waymark.reports.paper import Cell
from waymark.reports.trail.choice import Choice
from waymark.reports.trail.listing import TrailLine, lines
from waymark.reports.writers.csvs import pieces
from waymark.trail.canonical import moment
from waymark.trail.history import HistoryLine
from waymark.trail.words import Change, Value

_BATCH = 200


def trail_csv(choice: Choice, member: Member) -> Iterator[bytes]:
    """Yield the chosen entries as a CSV file, newest first, in the language that is active now."""
    return _in_language(get_language() or "en", choice, member)


def _in_language(language: str, choice: Choice, member: Member) -> Iterator[bytes]:
    # The pieces are made while the answer is sent, after the request's own language has been put away.
    with override(language):
        heads = [
            gettext("Entry"), gettext("Time (UTC)"), gettext("Who"), gettext("Event"), gettext("What happened"),
            gettext("Kind of record"), gettext("Key"), gettext("Reference"), gettext("Title"), gettext("Note"),
            gettext("Changes"), gettext("Hash"), gettext("Hash of the entry before"),
        ]  # fmt: skip
        yield from pieces(heads, _rows(choice, member))


def _rows(choice: Choice, member: Member) -> Iterator[list[Cell]]:
    entries = choice.entries(member).newest_first()
    before: int | None = None
    while True:
        batch = list((entries if before is None else entries.older_than(before))[:_BATCH])
        if not batch:
            return
        yield from (_row(line) for line in lines(batch, member))
        before = batch[-1].seq


def _row(line: TrailLine) -> list[Cell]:
    entry, words, record = line.entry, line.words, line.record
    return [
        entry.seq,
        moment(entry.at),
        words.who,
        entry.event,
        words.what,
        "" if line.is_hidden else entry.kind,
        "" if line.is_hidden else entry.record_id,
        record.reference if record else "",
        record.title if record else "",
        words.note,
        _changes(words),
        entry.hash,
        entry.previous,
    ]


def _changes(words: HistoryLine) -> str:
    if not words.is_readable:
        return gettext("This entry cannot be read, because it was altered.")
    return "\n".join(_change(one) for one in words.changes)


def _change(one: Change) -> str:
    if one.before.is_empty:
        return f"{one.label}: {_value(one.after)}"
    return f"{one.label}: {_value(one.before)} → {_value(one.after)}"


def _value(value: Value) -> str:
    if value.is_concealed:
        return gettext("not shown")
    if value.is_empty:
        return gettext("nothing")
    if value.day is not None:
        return value.day.isoformat()
    return moment(value.moment) if value.moment is not None else value.text
