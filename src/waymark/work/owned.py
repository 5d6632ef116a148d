"""What members own, of every kind of record, in one query however many kinds there are."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.text import capfirst

from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records.kinds import RecordKind, RecordLine, table_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a record needs from its owner, in words; `is_waiting` if it waits for them now, `url` where it is done."""

    what: str | Promise
    url: str = ""
    due_on: dt.date | None = None
    is_waiting: bool = False

    def is_overdue(self, today: dt.date) -> bool:
        """Return whether its date has passed."""
        return self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedKind:
    """One kind of record that members own.

    `rows` returns what a member owns and would leave behind; `number` and `title` are the columns by which `line`
    names one; `model` is what `work.owners.assign_owner` is given. `needs` returns what some of them, by key, need from
    the member who owns them.
    """

    name: str
    label: str | Promise
    model: type[Any]
    rows: Callable[[Member], Any]
    title: str
    line: Callable[[Organisation, int, int, str], RecordLine]
    number: str = "number"
    needs: Callable[[Member, Sequence[int]], Mapping[int, Need]] | None = None


@dataclass(frozen=True, slots=True)
class OwnedRecords:
    """What a member owns of one kind."""

    kind: OwnedKind
    records: Sequence[RecordLine]


# A sanctioned way to speak upward: packages above register what members own there.
_kinds: dict[str, OwnedKind] = {}


def register(kind: OwnedKind) -> None:
    """Let a departure hand over one kind of record; registering it again changes nothing."""
    _kinds.setdefault(kind.name, kind)


def owned_kind(
    model: type[Any],
    kind: RecordKind,
    *,
    name: str = "",
    label: str | Promise = "",
    need: str | Promise = "",
    due_on: str = "",
) -> OwnedKind:
    """Return what is owned of a governed model with an owner, from its kind.

    `name` and `label` stand for several of them, where a plural of the word will not do. `need` says what each needs
    from its owner, and `due_on` names the column of the day by which.
    """
    table = table_of(kind)
    return OwnedKind(
        name=name or f"{kind.word}s",
        label=label or capfirst(str(model._meta.verbose_name_plural)),
        model=model,
        rows=lambda member: model.objects.of(member.organisation).owned_by(member).to_hand_over(),
        title=table.title,
        line=table.line,
        needs=lambda member, keys: _needs(model, member, keys, need, due_on),
    )


def _needs(
    model: type[Any], member: Member, keys: Sequence[int], need: str | Promise, due_on: str
) -> Mapping[int, Need]:
    days: Mapping[int, dt.date | None] = dict.fromkeys(keys)
    if due_on:
        days = dict(model.objects.of(member.organisation).filter(pk__in=keys).values_list("pk", due_on))
    return {pk: Need(what=need, due_on=day, is_waiting=day is not None) for pk, day in days.items()}


def kinds() -> tuple[OwnedKind, ...]:
    """Return every kind of record that members own."""
    return tuple(_kinds.values())


def owned_keys(member: Member) -> list[Any]:
    """Return a query for each kind, of the keys of what a member owns of it."""
    return [kind.rows(member).order_by().values_list("pk") for kind in _kinds.values()]


def count_owned(member: Member) -> int:
    """Return how many records a member owns; one query."""
    questions = owned_keys(member)
    if not questions:
        return 0
    both: int = (questions[0].union(*questions[1:], all=True) if len(questions) > 1 else questions[0]).count()
    return both


def owned_records(member: Member) -> list[OwnedRecords]:
    """Return everything a member owns, kind by kind; kinds of which they own nothing are left out; one query."""
    questions = [
        kind.rows(member)
        .order_by()
        .annotate(
            of_kind=Value(name, output_field=CharField()),
            owned_number=Cast(F(kind.number), IntegerField()),
            called=Cast(F(kind.title), CharField()),
        )
        .values_list("of_kind", "pk", "owned_number", "called")
        for name, kind in _kinds.items()
    ]
    if not questions:
        return []
    rows = questions[0].union(*questions[1:], all=True) if len(questions) > 1 else questions[0]
    found: dict[str, list[tuple[int, RecordLine]]] = defaultdict(list)
    for name, pk, place, called in rows:
        found[name].append((place, _kinds[name].line(member.organisation, pk, place, called)))
    return [
        OwnedRecords(kind, [line for _place, line in sorted(found[name], key=lambda one: one[0])])
        for name, kind in _kinds.items()
        if found[name]
    ]
