"""Every kind of record: how it is called, found, and shown to somebody who reads.

Two reads exist, and both ask who reads: `find` looks for records by words, `lines_for` names records that are known by
kind and key. What a reader may not read does not exist for them: no title, no reference, no hit. Packages register
their kinds in `<package>/wiring.py`, so that a lower package can name, show and find records of upper ones without
importing them.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise

from waymark.core.references import key_in, number_in, pair_in
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.trail.words import address_words, has_past, reserved

OFFERED: Final = 20
"""Records of one kind that a search offers at most."""


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


Lines = Mapping[int, RecordLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """One kind of record that others may point at.

    `look_up` returns those of the given keys that a reader may read, and leaves out all others: those of another
    organisation, those that are hidden from this reader, those that never were. `choose` returns at most `OFFERED`
    readable ones that a text finds, the one whose reference it is alone, or the first for an empty text; a kind
    without it cannot be picked. Only `find` and `lines_for` call the two. `word` stands in forms and addresses;
    `plural` heads several records.
    `hides` says that some records of the kind are hidden from some who may read at all: history and trail then ask.
    `together` looks up several kinds at once, by (kind, key): kinds that name the same function share its queries.
    `table` does so for kinds whose rows have a number and a title: all of them are asked in one query.
    `asks_for_documents` says whether any of some records, by key, asks for documented information.
    `by_reference` returns those of some references, in capitals, that a reader may read, of a kind without a table.

    Every kind whose changes leave entries can be shown as of a day (`reports.trail.past`), with its `parts`. Where
    the record's own page takes `?as_of=` and shows more, `shows_own_past` leads there instead.
    """

    kind: str
    word: str
    label: str | Promise
    look_up: Callable[[Reader, Sequence[int]], Lines]
    choose: Callable[[Reader, str], Sequence[RecordLine]] | None = None
    hides: bool = False
    parts: tuple[Part, ...] = ()
    shows_own_past: bool = False
    together: Callable[[Reader, Mapping[str, Sequence[int]]], Mapping[tuple[str, int], RecordLine]] | None = None
    table: "Table | None" = None
    plural: str | Promise = ""
    asks_for_documents: Callable[[Organisation, Sequence[int]], bool] | None = None
    by_reference: Callable[[Reader, Collection[str]], Sequence[RecordLine]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows behind a kind: `rows` returns those that a reader may read, `line` names one by key, number and title.

    `rows_of_all` returns those that some readers may read, each in their own organisation.
    `title` is the field with the title, `searched` are those that words may stand in, `prefix` is what
    their references begin with, such as `SUP`.
    """

    rows: Callable[[Reader], Any]
    rows_of_all: Callable[[Sequence[Reader]], Any]
    title: str
    prefix: str
    searched: tuple[str, ...]
    line: Callable[[Organisation, int, int, str], RecordLine]


_kinds: dict[str, RecordKind] = {}


def table_of(kind: RecordKind) -> Table:
    """Return the rows behind a kind. Raises ValueError for a kind that has none."""
    if kind.table is None:
        message = f"{kind.kind} has no table, so it says itself how its rows are named"
        raise ValueError(message)
    return kind.table


def register(kind: RecordKind) -> None:
    """Let others point at a kind of record; registering it again changes nothing."""
    _kinds.setdefault(kind.kind, kind)
    if kind.hides:
        reserved.add(kind.kind)
    if has_past(kind.kind):
        address_words.setdefault(kind.kind, kind.word)


def kinds() -> tuple[RecordKind, ...]:
    """Return every registered kind, in the order of registration."""
    return tuple(_kinds.values())


def any_asks_for_documents(organisation: Organisation, subjects: Iterable[tuple[str, int]]) -> bool:
    """Return whether any of some records, by (kind, key), asks for documented information."""
    asked: dict[str, list[int]] = {}
    for kind, pk in subjects:
        asked.setdefault(kind, []).append(pk)
    known = ((_kinds[kind].asks_for_documents, keys) for kind, keys in asked.items() if kind in _kinds)
    return any(asks(organisation, keys) for asks, keys in known if asks is not None)


def kind_called(word: str) -> RecordKind | None:
    """Return the kind with this word, or None."""
    return next((kind for kind in _kinds.values() if kind.word == word), None)


def page_of(organisation: Organisation, reference: str) -> str:
    """Return the address of the page of a record by its reference, such as `EV-3`; empty for no such kind.

    Whether the record is there, and who may read it, its page says itself.
    """
    prefix, _dash, digits = reference.partition("-")
    number = number_in(digits)
    table = next((one.table for one in _kinds.values() if one.table is not None and one.table.prefix == prefix), None)
    return table.line(organisation, 0, number, "").url if table is not None and number is not None else ""


def find(reader: Reader, text: str, *, among: Iterable[RecordKind] | None = None) -> dict[str, Sequence[RecordLine]]:
    """Return what a text finds, by the word of the kind, at most `OFFERED` of each; kinds without a hit are left out.

    One look-up for each kind that can be picked, or for each of those `among` which is asked for.
    """
    asked = _kinds.values() if among is None else among
    found = {kind.word: kind.choose(reader, text) for kind in asked if kind.choose is not None}
    return {word: lines[:OFFERED] for word, lines in found.items() if lines}


def line_for(reader: Reader, kind: str, pk: int) -> RecordLine | None:
    """Return one record, or None where this reader has none like that."""
    return lines_for(reader, [(kind, pk)]).get((kind, pk))


def line_written(reader: Reader, text: str) -> RecordLine | None:
    """Return the record that is written by the word of its kind and its key, as `requirement:57`, or None."""
    pair = pair_in(text)
    kind = kind_called(pair[0]) if pair else None
    key = key_in(pair[1]) if pair else None
    return line_for(reader, kind.kind, key) if kind is not None and key is not None else None


def line_referred(reader: Reader, text: str) -> RecordLine | None:
    """Return the record that people write by the word of its kind and its reference, as `requirement:6.1.4`, or None.

    The reference is what a page shows; several records that bear it are none.
    """
    pair = pair_in(text)
    kind = kind_called(pair[0]) if pair else None
    if pair is None or kind is None:
        return None
    lines = find(reader, pair[1], among=[kind]).get(kind.word, ())
    same = [line for line in lines if line.reference.casefold() == pair[1].casefold()]
    return same[0] if len(same) == 1 else None


def lines_referred(reader: Reader, references: Collection[str]) -> list[RecordLine]:
    """Return those of some references, in capitals, that a reader may read; one query for all kinds with a table."""
    rows: dict[str, Any] = {}
    for kind in _kinds.values():
        if kind.table is not None:
            numbers = [one for ref in references if (one := _numbered(ref, kind.table.prefix)) is not None]
            if numbers:
                rows[kind.kind] = kind.table.rows(reader).filter(number__in=numbers)
    found = list(name_rows(reader, rows).values())
    for kind in _kinds.values() if references else ():
        found += kind.by_reference(reader, references) if kind.by_reference is not None else ()
    return found


def lines_for(reader: Reader, which: Iterable[tuple[str, int]]) -> dict[tuple[str, int], RecordLine]:
    """Return those of many records that a reader may read, by (kind, key).

    One query for all kinds that have a table, one look-up for each of the others, or for some of them together.
    Unknown kinds have no records.
    """
    found: dict[tuple[str, int], RecordLine] = {}
    shared: dict[Any, dict[str, list[int]]] = {}
    tables: dict[str, Any] = {}
    for kind, keys in _by_kind(which).items():
        known = _kinds.get(kind)
        if known is not None and known.table is not None:
            tables[kind] = known.table.rows(reader).filter(pk__in=sorted(keys))
        elif known is not None and known.together is not None:
            shared.setdefault(known.together, {})[kind] = sorted(keys)
        elif known is not None:
            found |= {(kind, pk): line for pk, line in known.look_up(reader, sorted(keys)).items()}
    for look_up_together, asked in shared.items():
        found |= look_up_together(reader, asked)
    return found | name_rows(reader, tables)


def name_rows(reader: Reader, rows: Mapping[str, Any]) -> dict[tuple[str, int], RecordLine]:
    """Return the lines of rows of several kinds that have a table, by (kind, key); one query.

    `rows` are QuerySets by kind, each cut to what the reader may read.
    """
    return {key: line for key, (line, _organisation) in name_rows_of_all([reader], rows).items()}


def name_rows_of_all(
    readers: Sequence[Reader], rows: Mapping[str, Any]
) -> dict[tuple[str, int], tuple[RecordLine, Organisation]]:
    """Return the same for rows of several organisations, each with its organisation; one query.

    `rows` are cut to what the readers may read, each in their own organisation.
    """
    inside = {one.organisation.pk: one.organisation for one in readers}
    tables = {kind: table_of(_kinds[kind]) for kind in rows}
    questions = [
        some.order_by()
        .annotate(of_kind=Value(kind, output_field=CharField()), called=Cast(F(tables[kind].title), CharField()))
        .values_list("of_kind", "organisation_id", "pk", "number", "called")
        for kind, some in rows.items()
    ]
    if not questions:
        return {}
    found = questions[0].union(*questions[1:], all=True) if len(questions) > 1 else questions[0]
    return {
        (kind, pk): (tables[kind].line(inside[organisation], pk, number, title), inside[organisation])
        for kind, organisation, pk, number, title in found
    }


def hidden_from(reader: Reader, which: Iterable[tuple[str, int]]) -> frozenset[tuple[str, int]]:
    """Return those of the given records (kind, key) that may be hidden and that this reader may not read.

    One look-up for each kind that hides; of a kind that hides nothing, nothing is hidden.
    """
    hiding = {(kind, pk) for kind, pk in which if (known := _kinds.get(kind)) is not None and known.hides}
    return frozenset(hiding - set(lines_for(reader, hiding)))


def references_hidden_from(reader: Reader, references: Collection[str]) -> frozenset[str]:
    """Return those of some references that belong to records which this reader may not read.

    One query for each kind that hides and is named.
    """
    hidden: set[str] = set()
    for kind in _kinds.values():
        if kind.hides and kind.table is not None:
            numbers = {number: ref for ref in references if (number := _numbered(ref, kind.table.prefix)) is not None}
            if numbers:
                rows = kind.table.rows(reader).filter(number__in=numbers)
                seen = set(rows.values_list("number", flat=True))
                hidden |= {ref for number, ref in numbers.items() if number not in seen}
    return frozenset(hidden)


def _numbered(reference: str, prefix: str) -> int | None:
    return number_in(reference, prefix) if reference.startswith(f"{prefix}-") else None


def readers_among(some: Sequence[Reader], kind: str, pk: int) -> frozenset[int]:
    """Return the keys of those readers who may read one record.

    No query where the kind hides nothing, one for all of them where it has a table, else a look-up for each.
    """
    known = _kinds.get(kind)
    if known is None or not known.hides:
        return frozenset(one.pk for one in some if known is not None and one.can(Can.READ))
    if known.table is None:
        return frozenset(one.pk for one in some if line_for(one, kind, pk) is not None)
    keys = [
        known.table.rows(one).filter(pk=pk).order_by().values_list(Value(one.pk, output_field=IntegerField()))
        for one in some
    ]
    if not keys:
        return frozenset()
    found = keys[0].union(*keys[1:], all=True) if len(keys) > 1 else keys[0]
    return frozenset(key for (key,) in found)


def readable_with(reader: Reader, *rights: Can) -> bool:
    """Return whether a reader holds one of some rights."""
    return any(reader.can(right) for right in rights)


def _by_kind(which: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    asked: dict[str, set[int]] = {}
    for kind, pk in which:
        # A key in an address may have any number of digits; one that no column holds names nothing.
        if key_in(str(pk)) is not None:
            asked.setdefault(kind, set()).add(pk)
    return asked
