"""Pages of the trail: its entries in words, with the records they are about, and nothing a member may not read."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.records.kinds import RecordLine, hidden_from, lines_for
from waymark.reports.trail.choice import LAST, Choice
from waymark.trail.canonical import linked_hash
from waymark.trail.history import HistoryLine, history_lines
from waymark.trail.models import Entry, Head
from waymark.trail.words import address_words, event_label

A_PAGE = 50
_NAMED = 4


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry. What is hidden from the reader has neither record nor note nor changes."""

    entry: Entry
    words: HistoryLine
    record: RecordLine | None
    is_hidden: bool = False

    @property
    def fields(self) -> str:
        """Return what changed in short: the names of the fields, or how many a new record began with."""
        changes = self.words.changes
        if len(changes) > 1 and all(change.before.is_empty for change in changes):
            return ngettext("%(n)d field", "%(n)d fields", len(changes)) % {"n": len(changes)}
        labels = ", ".join(change.label for change in changes[:_NAMED])
        more = len(changes) - _NAMED
        return labels if more <= 0 else _("%(labels)s and %(n)d more") % {"labels": labels, "n": more}

    @property
    def past_word(self) -> str:
        """Return the word in the address that shows its record as of a day; empty where there is none to show."""
        return address_words.get(self.words.kind, "") if self.record else ""


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Some entries, newest first; `older` and `newer` are the places to go on from, None where there is an end."""

    lines: tuple[TrailLine, ...]
    older: int | None
    newer: int | None


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry with its neighbours, the day it fell on, and whether its hashes are what they should be."""

    line: TrailLine
    day: dt.date
    fits: bool
    follows: bool
    has_next: bool


def trail_page(
    choice: Choice, member: Member, *, before: int | None = None, after: int | None = None, size: int = A_PAGE
) -> TrailPage:
    """Return the entries before or after a place in the chain; without one, the newest."""
    entries = choice.entries(member)
    if after is not None:
        found = list(entries.newer_than(after).order_by("seq")[: size + 1])
        more, found = len(found) > size, found[:size][::-1]
        older = found[-1].seq if found else after + 1
        return TrailPage(lines(found, member), older, found[0].seq if more and found else None)
    if before is not None:
        entries = entries.older_than(before)
    found = list(entries.newest_first()[: size + 1])
    more, found = len(found) > size, found[:size]
    newer = None if before is None else (found[0].seq if found else before - 1)
    return TrailPage(lines(found, member), found[-1].seq if more else None, newer)


def entry_page(member: Member, seq: int) -> EntryPage | None:
    """Return one entry of the member's organisation, or None where the chain has no such place."""
    if seq > LAST:
        return None
    near = Entry.objects.of(member.organisation).filter(seq__range=(seq - 1, seq + 1))
    around = {entry.seq: entry for entry in near}
    entry = around.get(seq)
    if entry is None:
        return None
    before = around.get(seq - 1)
    return EntryPage(
        line=lines([entry], member)[0],
        day=day_in(member.organisation.time_zone, entry.at),
        fits=linked_hash(entry.previous, entry.body) == entry.hash,
        follows=entry.previous == (before.hash if before else "0" * 64),
        has_next=seq + 1 in around,
    )


def length_of(member: Member) -> int:
    """Return how many entries the chain of the member's organisation has, without counting them."""
    return Head.objects.filter(organisation_id=member.organisation_id).values_list("seq", flat=True).first() or 0


def lines(entries: Sequence[Entry], member: Member) -> tuple[TrailLine, ...]:
    """Return entries of the member's organisation in words; a few queries, however many entries there are."""
    organisation = member.organisation
    hidden = hidden_from(member, {(one.kind, one.record_id) for one in entries})
    shown = [one for one in entries if (one.kind, one.record_id) not in hidden]
    words = {one.seq: one for one in history_lines(shown, organisation.pk)}
    records = lines_for(member, {(one.kind, one.record_id) for one in shown})
    return tuple(
        TrailLine(one, words[one.seq], records.get((one.kind, one.record_id)))
        if one.seq in words
        else TrailLine(one, _bare(one), None, is_hidden=True)
        for one in entries
    )


def _bare(entry: Entry) -> HistoryLine:
    return HistoryLine(
        seq=entry.seq,
        at=entry.at,
        event=entry.event,
        what=event_label(entry.event),
        who=entry.actor_name,
        note="",
        kind=entry.kind,
        record_id=0,
        subject="",
        changes=(),
    )
