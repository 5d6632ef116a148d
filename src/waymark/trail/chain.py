"""Appends entries to a chain, and lets those who write to one take turns.

Whoever writes to a chain holds its head until the transaction ends, and takes it before any other row. So nobody ever
waits for somebody who waits for the head, and PostgreSQL sees no deadlock. On SQLite the transaction itself does the
same: it begins with the one write lock.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction

from waymark.core.clock import is_scenario, now
from waymark.trail.actors import Acts
from waymark.trail.canonical import FORM, GENESIS, canonical, linked_hash, moment
from waymark.trail.models import Entry, Head
from waymark.trail.tree import frontier_of

INSTALLATION = 0
UNBEGUN = -1
"""Stands for the chain of an organisation that is being founded and has no key yet."""


class ScenarioTimeEscaped(RuntimeError):
    """A moment of a demo's scenario was about to enter a chain that is not a demo's."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What happened to one record, before it has a place in the chain."""

    record: models.Model
    changes: Mapping[str, Sequence[Any]]


def lock_chain(organisation_id: int) -> None:
    """Wait until nobody else writes to a chain; from then on nobody does until the transaction ends.

    Call it first in a transaction that looks before it writes, such as for the next number or whether an owner is
    still there: what was seen then stays true.
    """
    if connection.features.has_select_for_update:
        locked_head(organisation_id)


def locked_head(organisation_id: int) -> Head | None:
    """Return the head of a chain, held as above, or None for a chain that has not begun."""
    return Head.objects.select_for_update(no_key=True).filter(organisation_id=organisation_id).first()


def begin(organisation_id: int, *, sample: bool = False) -> Head:
    """Begin a chain and return its head, held; a chain that exists already stays as it is."""
    Head.objects.get_or_create(organisation_id=organisation_id, defaults={"hash": GENESIS, "sample": sample})
    return Head.objects.select_for_update(no_key=True).get(organisation_id=organisation_id)


def append(drafts: Sequence[Draft], event: str, *, head: Head, by: Acts, note: str, at: dt.datetime) -> list[Entry]:
    """Append one entry per draft to the chain whose head is held; the caller's transaction holds the change itself.

    Raises ScenarioTimeEscaped where the clock tells a scenario and the chain is not a demo's.
    """
    if is_scenario() and not head.sample:
        raise ScenarioTimeEscaped
    entries, tree = [], frontier_of(head)
    for draft in drafts:
        head.seq += 1
        entry = _entry(draft, event, head=head, by=by, note=note, at=at)
        head.hash = entry.hash
        tree.add(entry.body.encode())
        entries.append(entry)
    head.frontier = str(tree)
    Entry.objects.bulk_create(entries, batch_size=200)
    Head.objects.filter(pk=head.pk).update(seq=head.seq, hash=head.hash, frontier=head.frontier)
    return entries


def installation_id() -> str:
    """Return what tells this installation from all others: the hash of the first entry of its own chain.

    It belongs to the database, not to the key: who restores a backup has the same one.
    """
    first = Entry.objects.filter(organisation_id=INSTALLATION, seq=1).values_list("hash", flat=True).first()
    return first or GENESIS


def note(record: models.Model, event: str, *, organisation_id: int, by: Acts, text: str) -> Entry:
    """Append an entry about a record that is not, or no longer, in that chain's organisation."""
    with transaction.atomic(savepoint=False):
        head = locked_head(organisation_id) or begin(organisation_id)
        return append([Draft(record, {})], event, head=head, by=by, note=text, at=now())[0]


def _entry(draft: Draft, event: str, *, head: Head, by: Acts, note: str, at: dt.datetime) -> Entry:
    actor = by.actor
    kind = draft.record._meta.label_lower
    body = canonical(
        {
            "form": FORM,
            "organisation": head.organisation_id,
            "seq": head.seq,
            "at": moment(at),
            "event": str(event),
            "kind": kind,
            "record": draft.record.pk,
            "reference": str(getattr(draft.record, "reference", "")),
            "actor": {"kind": actor.kind, "id": actor.id, "name": actor.name},
            "changes": draft.changes,
            "note": note,
        }
    )
    return Entry(
        organisation_id=head.organisation_id,
        seq=head.seq,
        at=at,
        event=str(event),
        kind=kind,
        record_id=draft.record.pk,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        body=body,
        previous=head.hash,
        hash=linked_hash(head.hash, body),
    )
