"""Appends entries to a chain: the one place that takes the head, last of all locks."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from waymark.core.clock import now
from waymark.trail.actors import Acts
from waymark.trail.canonical import FORM, GENESIS, canonical, linked_hash, moment
from waymark.trail.models import Entry, Head

INSTALLATION = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """What happened to one record, before it has a place in the chain."""

    record: models.Model
    changes: Mapping[str, Sequence[Any]]


def begin(organisation_id: int, *, sample: bool = False) -> None:
    """Begin a chain; a chain that exists already stays as it is."""
    Head.objects.get_or_create(organisation_id=organisation_id, defaults={"hash": GENESIS, "sample": sample})


def append(
    drafts: Sequence[Draft], event: str, *, organisation_id: int, by: Acts, note: str, at: dt.datetime
) -> list[Entry]:
    """Append one entry per draft; the caller's transaction holds the change itself.

    On PostgreSQL the head's row is locked; on SQLite the transaction already holds the one write lock.
    """
    with transaction.atomic(savepoint=False):
        head = _locked_head(organisation_id, drafts[0].record)
        entries = []
        for draft in drafts:
            head.seq += 1
            entry = _entry(draft, event, head=head, by=by, note=note, at=at)
            head.hash = entry.hash
            entries.append(entry)
        Entry.objects.bulk_create(entries, batch_size=200)
        Head.objects.filter(pk=head.pk).update(seq=head.seq, hash=head.hash)
    return entries


def note(record: models.Model, event: str, *, organisation_id: int, by: Acts, text: str) -> Entry:
    """Append an entry about a record that is not, or no longer, in that chain's organisation."""
    return append([Draft(record, {})], event, organisation_id=organisation_id, by=by, note=text, at=now())[0]


def _locked_head(organisation_id: int, record: models.Model) -> Head:
    heads = Head.objects.select_for_update(no_key=True)
    head = heads.filter(organisation_id=organisation_id).first()
    if head is None:
        # Only the record that founds an organisation gets here; it says whether the chain is a demo's.
        begin(organisation_id, sample=bool(getattr(record, "sample", False)))
        head = heads.get(organisation_id=organisation_id)
    return head


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
