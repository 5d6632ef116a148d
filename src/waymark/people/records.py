"""What a link, a task or an entry of the trail may point at: any record, by its kind and its key.

Packages register their kinds in `AppConfig.ready()`, so that a lower package can name, show and find records of upper
ones without importing them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Can
from waymark.trail.words import address_words, has_past, reserved


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record as others name it. `kind` is the model's label in small letters, such as `evidence.evidence`."""

    kind: str
    pk: int
    reference: str
    title: str
    url: str

    def __str__(self) -> str:
        """Return reference and title, each only where there is one."""
        return " ".join(part for part in (self.reference, self.title) if part)


@dataclass(frozen=True, slots=True)
class Part:
    """What belongs to a record, is as readable as that, and is shown with its past: rows of another registered kind.

    `keys` returns those that a record of the organisation has or ever had. `ends_with` names the column that is filled
    once a row is no part of it any more.
    """

    kind: str
    label: str | Promise
    keys: Callable[[Organisation, int], Sequence[int]]
    ends_with: str = ""


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One kind of record that others may point at.

    `look_up` returns those of the given keys that the organisation has, and leaves out the others: a key of another
    organisation does not exist. `choose` returns at most 20 that a text finds, or the first 20 for an empty text; a
    kind without it cannot be picked from a list. `word` stands in forms and addresses, such as `requirement`.
    `readable` returns those of the given keys that a member may read; a kind without it hides nothing from those who
    may read at all. What it hides has no title and no changes for that member, wherever it is told of.
    `together` looks up several kinds at once, by (kind, key): kinds that name the same function share its queries.

    Every kind whose changes leave entries can be shown as of a day (`reports.trail.past`), with its `parts`. Where
    the record's own page takes `?as_of=` and shows more, `shows_own_past` leads there instead.
    """

    kind: str
    word: str
    label: str | Promise
    look_up: Callable[[Organisation, Sequence[int]], Mapping[int, RecordLine]]
    choose: Callable[[Organisation, str], Sequence[RecordLine]] | None = None
    readable: Callable[[Member, Sequence[int]], frozenset[int]] | None = None
    parts: tuple[Part, ...] = ()
    shows_own_past: bool = False
    together: Callable[[Organisation, Mapping[str, Sequence[int]]], Mapping[tuple[str, int], RecordLine]] | None = None


_LONGEST = 18  # digits of the longest number a database key can be
_kinds: dict[str, RecordKind] = {}


def register(kind: RecordKind) -> None:
    """Let others point at a kind of record; registering it again changes nothing."""
    _kinds.setdefault(kind.kind, kind)
    if kind.readable is not None:
        reserved.add(kind.kind)
    if has_past(kind.kind):
        address_words.setdefault(kind.kind, kind.word)


def readable_with(*rights: Can) -> Callable[[Member, Sequence[int]], frozenset[int]]:
    """Return the `readable` of a kind that is for members with one of some rights; the others read none of it."""

    def readable(member: Member, keys: Sequence[int]) -> frozenset[int]:
        return frozenset(keys) if any(member.can(right) for right in rights) else frozenset()

    return readable


def kinds() -> tuple[RecordKind, ...]:
    """Return every registered kind, in the order of registration."""
    return tuple(_kinds.values())


def kind_called(word: str) -> RecordKind | None:
    """Return the kind with this word, or None."""
    return next((kind for kind in _kinds.values() if kind.word == word), None)


def line_of(organisation: Organisation, kind: str, pk: int) -> RecordLine | None:
    """Return one record of an organisation, or None where the kind is unknown or the record is not theirs."""
    known = _kinds.get(kind)
    return known.look_up(organisation, [pk]).get(pk) if known else None


def line_written(member: Member, text: str) -> RecordLine | None:
    """Return the record that is written as `requirement:57`, or None where it names none the member may read."""
    word, _colon, key = text.partition(":")
    kind = kind_called(word)
    if kind is None or not (key.isascii() and key.isdigit() and len(key) <= _LONGEST):
        return None
    found = (kind.kind, int(key))
    return lines_for(member, [found]).get(found)


def hidden_from(member: Member, which: Iterable[tuple[str, int]]) -> frozenset[tuple[str, int]]:
    """Return those of the given records (kind, key) that this member may not read, with one question for each kind."""
    hidden: set[tuple[str, int]] = set()
    for kind, keys in _by_kind(which).items():
        known = _kinds.get(kind)
        if known is not None and known.readable is not None:
            hidden |= {(kind, pk) for pk in keys - known.readable(member, sorted(keys))}
    return frozenset(hidden)


def lines_for(member: Member, which: Iterable[tuple[str, int]]) -> dict[tuple[str, int], RecordLine]:
    """Return those of many records that a member may read, by (kind, key)."""
    asked = set(which)
    found = lines_of(member.organisation, asked)
    hidden = hidden_from(member, found)
    return {key: line for key, line in found.items() if key not in hidden}


def lines_of(organisation: Organisation, which: Iterable[tuple[str, int]]) -> dict[tuple[str, int], RecordLine]:
    """Return many records of an organisation by (kind, key), with one look-up for each kind, or for some together."""
    found: dict[tuple[str, int], RecordLine] = {}
    shared: dict[Any, dict[str, list[int]]] = {}
    for kind, keys in _by_kind(which).items():
        known = _kinds.get(kind)
        if known is not None and known.together is not None:
            shared.setdefault(known.together, {})[kind] = sorted(keys)
        elif known is not None:
            found |= {(kind, pk): line for pk, line in known.look_up(organisation, sorted(keys)).items()}
    for look_up_together, asked in shared.items():
        found |= look_up_together(organisation, asked)
    return found


def _by_kind(which: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    asked: dict[str, set[int]] = {}
    for kind, pk in which:
        asked.setdefault(kind, set()).add(pk)
    return asked
