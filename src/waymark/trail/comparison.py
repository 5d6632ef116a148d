"""Holds each governed row against what its chain tells of it, in flat memory, and names each that differs."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from waymark.trail.bodies import read_body
from waymark.trail.canonical import plain
from waymark.trail.door import OWN, Recorded
from waymark.trail.models import Entry

BATCH = 500
_TRIES = 5
_SHOWN = 120
_Row = dict[str, Any]
_Stated = tuple[int, "Statement"]
_Stored = tuple[int, _Row]


class Difference(models.TextChoices):
    """How a row and its chain can disagree."""

    DIFFERS = "differs", gettext_lazy("it differs from the chain")
    MISSING = "missing", gettext_lazy("it is in the chain, but does not exist")
    UNKNOWN = "unknown", gettext_lazy("it exists, but is not in the chain")
    UNREADABLE = "unreadable", gettext_lazy("it was not compared, because an entry about it cannot be read")


@dataclass(frozen=True, slots=True)
class ColumnDifference:
    """A column of a row: what the chain says it holds, and what it holds."""

    name: str
    stated: str
    stored: str

    def __str__(self) -> str:
        """Return both as a sentence, each of them cut where it is long."""
        values = {"name": self.name, "stated": self.stated[:_SHOWN], "stored": self.stored[:_SHOWN]}
        return _("%(name)s: the chain says %(stated)s, the row %(stored)s.") % values


@dataclass(frozen=True, slots=True)
class RecordFinding:
    """A row that disagrees with its chain: which one, how, and in which columns.

    `entries` are the places in the chain of the entries about it that cannot be read.
    """

    organisation_id: int
    kind: str
    record_id: int
    difference: Difference
    columns: tuple[ColumnDifference, ...] = ()
    entries: tuple[int, ...] = ()

    def __str__(self) -> str:
        """Return the finding as a sentence that names the row by its table and key."""
        names = ", ".join(
            [*(one.name for one in self.columns), *(_("entry %(seq)d") % {"seq": one} for one in self.entries)]
        )
        values = {"kind": self.kind, "key": self.record_id, "difference": self.difference.label}
        if not names:
            return pgettext("finding", "%(kind)s %(key)d: %(difference)s.") % values
        return _("%(kind)s %(key)d: %(difference)s (%(columns)s).") % {**values, "columns": names}


@dataclass(frozen=True, slots=True)
class Statement:
    """What the entries of a chain say of one record: the values of its columns, how many entries, the last of them.

    `unreadable` are the places of those that cannot be read; with one of them, the rest says nothing for sure.
    """

    values: Mapping[str, Any]
    count: int
    last: int
    began_at: str
    at: str
    unreadable: tuple[int, ...] = ()


def kinds() -> list[type[Recorded]]:
    """Return every kind of record whose changes the trail keeps."""
    return sorted(
        (one for one in apps.get_models() if issubclass(one, Recorded)), key=lambda one: one._meta.label_lower
    )


def _ignore(_count: int) -> None:
    """Watch nothing."""


def compare_records(organisation_id: int, *, watch: Callable[[int], None] = _ignore) -> Iterator[RecordFinding]:
    """Yield each row of one chain that disagrees with it; `watch` hears how many records have been compared.

    What is written meanwhile is no disagreement: a row that seems to differ is read again together with its entries.
    """
    count = 0
    for kind in kinds():
        label = kind._meta.label_lower
        pairs = _pairs(_statements(organisation_id, kind), _stored_rows(organisation_id, kind))
        for key, statement, row in pairs:
            count += 1
            if count % BATCH == 0:
                watch(count)
            if statement is not None and statement.unreadable:
                yield RecordFinding(organisation_id, label, key, Difference.UNREADABLE, entries=statement.unreadable)
                continue
            if _difference(kind, statement, row) is None:
                continue
            confirmed = _confirmed(organisation_id, kind, key)
            if confirmed is not None:
                difference, columns = confirmed
                yield RecordFinding(organisation_id, label, key, difference, columns)
    watch(count)


def _pairs(
    statements: Iterator[_Stated], rows: Iterator[_Stored]
) -> Iterator[tuple[int, Statement | None, _Row | None]]:
    """Yield what two streams in the order of their keys say of each key."""
    stated, stored = next(statements, None), next(rows, None)
    while stated is not None or stored is not None:
        if stored is None or (stated is not None and stated[0] < stored[0]):
            assert stated is not None  # noqa: S101 -- one of them is there
            yield stated[0], stated[1], None
            stated = next(statements, None)
        elif stated is None or stored[0] < stated[0]:
            yield stored[0], None, stored[1]
            stored = next(rows, None)
        else:
            yield stated[0], stated[1], stored[1]
            stated, stored = next(statements, None), next(rows, None)


def _statements(organisation_id: int, kind: type[Recorded], key: int | None = None) -> Iterator[_Stated]:
    entries = Entry.objects.filter(organisation_id=organisation_id).of_kind(kind._meta.label_lower)
    if key is not None:
        entries = entries.filter(record_id=key)
    found = entries.order_by("record_id", "seq").values_list("record_id", "seq", "body").iterator(BATCH)
    for record, group in groupby(found, itemgetter(0)):
        yield record, _folded((seq, read_body(body)) for _record, seq, body in group)


def _folded(bodies: Iterable[tuple[int, Mapping[str, Any] | None]]) -> Statement:
    values: dict[str, Any] = {}
    count, last, began_at, at = 0, 0, "", ""
    unreadable: list[int] = []
    for seq, body in bodies:
        if body is None:
            unreadable.append(seq)
            continue
        values |= {column: pair[1] for column, pair in body["changes"].items()}
        count, last, at = count + 1, seq, body["at"]
        began_at = began_at or at
    return Statement(values, count, last, began_at, at, tuple(unreadable))


def _stored_rows(organisation_id: int, kind: type[Recorded], key: int | None = None) -> Iterator[_Stored]:
    primary = kind._meta.pk.attname
    columns = [field.attname for field in kind._meta.concrete_fields if field.attname not in kind.concealed]
    rows = kind.rows_of_chain(organisation_id).order_by("pk")
    if key is not None:
        rows = rows.filter(pk=key)
    for row in rows.values(*columns).iterator(BATCH):
        yield row.pop(primary), row


def _confirmed(
    organisation_id: int, kind: type[Recorded], key: int
) -> tuple[Difference, tuple[ColumnDifference, ...]] | None:
    """Return how one record disagrees when row and entries are read at one moment; None where they agree then."""
    for _try in range(_TRIES):
        before = next(_statements(organisation_id, kind, key), (key, None))[1]
        row = next(_stored_rows(organisation_id, kind, key), (key, None))[1]
        after = next(_statements(organisation_id, kind, key), (key, None))[1]
        found = _difference(kind, after, row)
        if found is None or before == after:
            return found
    return found


def _difference(
    kind: type[Recorded], statement: Statement | None, row: _Row | None
) -> tuple[Difference, tuple[ColumnDifference, ...]] | None:
    if row is None:
        # What only notes tell of, such as a demo that was removed, is no record of this chain.
        return (Difference.MISSING, ()) if statement is not None and statement.values else None
    if statement is None:
        return Difference.UNKNOWN, ()
    columns = tuple(_columns(kind, statement, row))
    return (Difference.DIFFERS, columns) if columns else None


def _columns(kind: type[Recorded], statement: Statement, row: _Row) -> Iterator[ColumnDifference]:
    own = {"version": statement.count, "created_at": statement.began_at, "changed_at": statement.at}
    for name, value in row.items():
        if name in kind.unrecorded:
            continue
        stored = plain(value)
        stated = own[name] if name in OWN else statement.values.get(name)
        if stored == stated:
            continue
        if name not in OWN and name not in statement.values and _is_empty(kind, name, stored):
            continue
        yield ColumnDifference(name, _as_text(stated), _as_text(stored))


def _is_empty(kind: type[Recorded], name: str, stored: Any) -> bool:
    # A column that is younger than the record holds its default, and no entry tells of it.
    default = next(field.get_default() for field in kind._meta.concrete_fields if field.attname == name)
    return stored in (None, "") or stored == plain(default)


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
