"""What somebody with the database in their hands could do: the guards taken down, rows changed past the door."""

from importlib import import_module
from typing import Any

from django.db import connection

from waymark.core.clock import now
from waymark.trail.canonical import GENESIS, canonical, linked_hash, moment
from waymark.trail.guards import drop_guard
from waymark.trail.merkle import Frontier
from waymark.trail.models import Entry, Head


def unguarded() -> None:
    """Take down the guards of the chain, for the rest of this transaction."""
    steps = import_module("waymark.trail.migrations.0002_refuse_rewriting")
    with connection.cursor() as cursor:
        for guard in steps.GUARDS:
            for statement in drop_guard(guard, connection.vendor):
                cursor.execute(statement)


def chain_of(organisation_id: int) -> Any:
    """Return the entries of a chain in their order."""
    return Entry.objects.filter(organisation_id=organisation_id).order_by("seq")


def forge(organisation_id: int, count: int, *, length: int = 0) -> None:
    """Write a sound chain of made-up entries, past the door, so that a long one is quickly there."""
    at, previous, rows, tree = now(), GENESIS, [], Frontier()
    for seq in range(1, count + 1):
        actor = {"kind": "member", "id": 4, "name": "Rasa Kazlauskė"}
        body = canonical(
            {
                "form": "waymark-entry-1",
                "organisation": organisation_id,
                "seq": seq,
                "at": moment(at),
                "event": "judgement.given",
                "kind": "conformity.judgement",
                "record": seq,
                "reference": "",
                "actor": actor,
                "changes": {"finding": [None, "x" * length], "verdict": [None, "partial"]},
                "note": "",
            }
        )
        digest = linked_hash(previous, body)
        rows.append(
            Entry(
                organisation_id=organisation_id,
                seq=seq,
                at=at,
                event="judgement.given",
                kind="conformity.judgement",
                record_id=seq,
                actor_kind="member",
                actor_id=4,
                actor_name="Rasa Kazlauskė",
                body=body,
                previous=previous,
                hash=digest,
            )
        )
        previous = digest
        tree.add(body.encode())
    Entry.objects.bulk_create(rows, batch_size=500)
    Head.objects.create(organisation_id=organisation_id, seq=count, hash=previous, frontier=str(tree))


def every_guard_down() -> None:
    """Drop every trigger there is, for the rest of this transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, '' FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        for name, table in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}{f' ON {table}' if table else ''}")
