"""Walks a chain from its first entry to its head and names the first broken link, in constant memory."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.trail.canonical import FORM, GENESIS, linked_hash
from waymark.trail.chain import INSTALLATION
from waymark.trail.events import TrailEvent
from waymark.trail.key_change import is_signed_by_both
from waymark.trail.merkle import Frontier
from waymark.trail.models import Entry, Head

BATCH = 1000
STEP = dt.timedelta(seconds=5)
"""How far a clock that is kept right may step back; what is further back is told."""
_COLUMNS = ("seq", "body", "previous", "hash", "at_text", "event", "kind", "record_id")
_ACTOR = ("actor_kind", "actor_id", "actor_name")
_Row = tuple[Any, ...]
# Straight to the reader: a chain has many entries, and each is read once.
_read = json.JSONDecoder().raw_decode


class Fault(models.TextChoices):
    """What can be wrong with a link, in the order in which it is looked for."""

    MISSING = "missing", gettext_lazy("an entry is missing here")
    PREVIOUS = "previous", gettext_lazy("it is not linked to the previous entry")
    HASH = "hash", gettext_lazy("its hash does not match its body")
    BODY = "body", gettext_lazy("its body has the wrong format")
    COLUMNS = "columns", gettext_lazy("its columns do not match its body")
    HEAD = "head", gettext_lazy("the head does not match the last entry")
    BEYOND = "beyond", gettext_lazy("it comes after the head")
    NO_HEAD = "no-head", gettext_lazy("the chain has no head")
    UNBEGUN = "unbegun", gettext_lazy("the chain of an organisation has no entry")
    KEY = "key", gettext_lazy("a change of the signing key is not signed by the old key and the new one")
    SAMPLE = "sample", gettext_lazy("the demo mark is not the one the chain started with")
    TREE = "tree", gettext_lazy("the Merkle tree of the head does not match the entries")
    TIME = "time", gettext_lazy("its time is before that of the previous entry")


@dataclass(frozen=True, slots=True)
class Break:
    """The first broken link: the place in the chain, what is wrong, and the two texts that should agree."""

    seq: int
    fault: Fault
    expected: str = ""
    found: str = ""

    def __str__(self) -> str:
        """Return the finding as a sentence."""
        sentence = _("Entry %(seq)d: %(fault)s.") % {"seq": self.seq, "fault": self.fault.label}
        if not self.expected and not self.found:
            return sentence
        return sentence + " " + _("Expected %(one)s, found %(other)s.") % {"one": self.expected, "other": self.found}


@dataclass(frozen=True, slots=True)
class Verified:
    """What a walk along one chain found: how many entries are sound, and the first break if there is one.

    `turned_back` is the first entry whose time lies before that of the entry before it, and `turns` counts them: the
    links are whole there, and the clock was set back, or somebody chose the time.
    """

    organisation_id: int
    count: int
    hash: str
    broken: Break | None = None
    turned_back: Break | None = None
    turns: int = 0

    @property
    def is_sound(self) -> bool:
        """Return whether the chain is unbroken from its first entry to its head, and its time only runs on."""
        return self.broken is None and self.turned_back is None


def _nothing(_count: int) -> None:
    """Watch nothing."""


def verify(organisation_id: int, *, watch: Callable[[int], None] = _nothing) -> Verified:
    """Walk one chain up to the head it has now; `watch` hears how many entries have been walked.

    Entries that are appended meanwhile are left for the next time.
    """
    head = Head.objects.filter(organisation_id=organisation_id).first()
    walk = _Walk(organisation_id)
    if head is None:
        return walk.ended(Break(1, Fault.NO_HEAD))
    for batch in _batches(organisation_id, head.seq):
        for row in batch:
            broken = walk.step(row, head)
            if broken is not None:
                return walk.ended(broken)
        watch(walk.count)
    return walk.ended(_end(head, walk.count, walk.last) or walk.tree_fault(head))


def chains(existing: Iterable[int] = ()) -> list[int]:
    """Return the organisations that have a chain, the installation's own (0) first, and those that lost their head.

    `existing` are organisations that must have one: one whose chain was deleted, or never begun, is among them.
    """
    known = {INSTALLATION, *existing, *Head.objects.values_list("organisation_id", flat=True)}
    last = -1
    while True:
        # One probe of the index for each chain, instead of a look at every entry.
        later = Entry.objects.filter(organisation_id__gt=last).order_by("organisation_id")
        found = later.values_list("organisation_id", flat=True).first()
        if found is None:
            return sorted(known)
        known.add(found)
        last = found


def _batches(organisation_id: int, end: int) -> Iterator[list[_Row]]:
    last = 0
    # Making a moment of every text and a text of every moment would take a quarter of the walk.
    entries = Entry.objects.annotate(at_text=Cast("at", models.CharField())).order_by("seq")
    entries = entries.filter(organisation_id=organisation_id, seq__lte=end)
    while True:
        batch = list(entries.filter(seq__gt=last).values_list(*_COLUMNS, *_ACTOR)[:BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1][0]


class _Walk:
    """How far a walk along one chain is, and what it has met."""

    def __init__(self, organisation_id: int) -> None:
        self.organisation_id = organisation_id
        self.count, self.last, self.at = 0, GENESIS, ""
        self.tree = Frontier()
        self.turned_back: Break | None = None
        self.turns = 0

    def step(self, row: _Row, head: Head) -> Break | None:
        """Take one entry; return what is broken there."""
        seq, body, previous, digest, at = row[:5]
        if seq != self.count + 1:
            return Break(self.count + 1, Fault.MISSING)
        if previous != self.last:
            return Break(seq, Fault.PREVIOUS, self.last, previous)
        computed = linked_hash(previous, body)
        if computed != digest:
            return Break(seq, Fault.HASH, computed, digest)
        broken = _disagreement(row, self.organisation_id) or _of_its_kind(row, head)
        if broken is not None:
            return broken
        # The texts of one database compare as the moments do.
        if at < self.at:
            self._note_time(seq, at)
        self.count, self.last, self.at = seq, digest, at
        self.tree.add(body.encode())
        return None

    def tree_fault(self, head: Head) -> Break | None:
        """Return whether the head keeps another tree than that of the entries."""
        if head.frontier == str(self.tree):
            return None
        kept = Frontier.read(head.seq, head.frontier)
        return Break(self.count, Fault.TREE, self.tree.root.hex(), kept.root.hex() if kept else head.frontier[:64])

    def ended(self, broken: Break | None) -> Verified:
        """Return what was found."""
        found = broken
        if found is None and self.count == 0 and self.organisation_id != INSTALLATION:
            found = Break(1, Fault.UNBEGUN)
        return Verified(self.organisation_id, self.count, self.last, found, self.turned_back, self.turns)

    def _note_time(self, seq: int, at: str) -> None:
        before, found = _moment(self.at), _moment(at)
        if dt.datetime.fromisoformat(before) - dt.datetime.fromisoformat(found) <= STEP:
            return
        self.turns += 1
        self.turned_back = self.turned_back or Break(seq, Fault.TIME, _("at least %(at)s") % {"at": before}, found)


def _of_its_kind(row: _Row, head: Head) -> Break | None:
    """Return what is wrong with the entry that begins a chain, or with one that changes a key."""
    seq, body, event = row[0], row[1], row[5]
    if seq == 1 and _began_as_sample(body) != head.sample:
        return Break(seq, Fault.SAMPLE, str(not head.sample), str(head.sample))
    if event == TrailEvent.KEY_CHANGED and not is_signed_by_both(_read(body)[0].get("changes")):
        return Break(seq, Fault.KEY)
    return None


def _began_as_sample(body: str) -> bool:
    changes = _read(body)[0].get("changes")
    sample = changes.get("sample") if isinstance(changes, dict) else None
    return isinstance(sample, list) and sample[-1:] == [True]


def _disagreement(row: _Row, organisation_id: int) -> Break | None:
    seq, text = row[:2]
    try:
        body, end = _read(text)
        actor = body["actor"]
        recorded = (
            body["organisation"], body["seq"], body["at"], body["event"], body["kind"], body["record"],
            actor["kind"], actor["id"], actor["name"],
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, RecursionError):
        return Break(seq, Fault.BODY)
    if end != len(text) or body.get("form") != FORM:
        return Break(seq, Fault.BODY)
    stored = (organisation_id, seq, _moment(row[4]), *row[5:])
    if recorded == stored:
        return None
    names = ("organisation_id", "seq", "at", "event", "kind", "record_id", *_ACTOR)
    name, one, other = next(
        (name, one, other) for name, one, other in zip(names, recorded, stored, strict=True) if one != other
    )
    return Break(seq, Fault.COLUMNS, f"{name} {one}", f"{name} {other}")


def _moment(text: str) -> str:
    # SQLite: 2026-03-02 08:30:00.120000, the fraction only where there is one. PostgreSQL: 2026-03-02 08:30:00.12+00.
    text = text.removesuffix("+00")
    return f"{text[:10]}T{text[11:19]}.{text[20:]:0<6}Z"


def _end(head: Head, count: int, last: str) -> Break | None:
    if (head.seq, head.hash) != (count, last):
        return Break(count, Fault.HEAD, f"{count} {last}", f"{head.seq} {head.hash}")
    beyond = Entry.objects.filter(organisation_id=head.organisation_id, seq__gt=head.seq).order_by("seq")
    first = beyond.values_list("seq", flat=True).first()
    # Somebody may have written while we walked; then the head has moved on with the entries.
    if first is not None and not Head.objects.filter(organisation_id=head.organisation_id, seq__gte=first).exists():
        return Break(first, Fault.BEYOND)
    return None
