"""Rows of a register: a page of them for people, a slice for programs, all of them for files and the console."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Generic, TypeVar
from urllib.parse import quote

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.urls import reverse

from waymark.core.clock import day_in
from waymark.people.readers import Reader
from waymark.records.cells import Cell, Choice, Kind
from waymark.records.choosing import Chosen
from waymark.records.registers import Column, ComputedRows, QuerySetRows, Reading, Register, Search

R = TypeVar("R")
_BATCH: Final = 500
_ANY_KEY: Final = "987654321"
"""A key that every kind of address takes, and that none of the rest of an address contains."""


_STYLES: Final = {
    Kind.TEXT: "table__text",
    Kind.NUMBER: "table__number",
    Kind.PERSON: "table__person",
    Kind.DAY: "nowrap",
    Kind.CHOICE: "nowrap",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How the cells of one column look on a page: the words of its head, in the language of the reader, and a class."""

    label: str
    kind: str
    style: str
    opens: bool
    is_reference: bool


@dataclass(frozen=True)
class Shown(Generic[R]):
    """One page of a register."""

    chosen: Chosen[R]
    rows: Sequence[R]
    page: Page[Any]
    reading: Reading

    def lines(self) -> Iterator[tuple[str, str, str, list[tuple[Look, Cell, Choice | None, Any, bool]]]]:
        """Yield each row: its key, the key with the version that was read, the address of its page, and its cells.

        A cell has a look and a value, the word beside it, the line below, and whether it is late.
        """
        register, (before, after) = self.chosen.register, self._around_key
        for row in self.rows:
            key = register.key(row)
            cells = [
                (
                    look,
                    value := one.value(row),
                    one.badge(row) if one.badge is not None else None,
                    one.note(row) if one.note is not None else None,
                    value is not None and one.is_late is not None and one.is_late(row, self.reading),
                )
                for one, look in self._columns
            ]
            address = f"{before}{quote(key)}{after}" if register.link is None else register.link(row, self.reading)
            yield key, f"{key}:{register.record(row).version}", address, cells

    @property
    def columns(self) -> list[tuple[Column[R], Look]]:
        """Return the columns that are shown, and how their cells look."""
        return self._columns

    @cached_property
    def _columns(self) -> list[tuple[Column[R], Look]]:
        looks = []
        chosen = self.chosen.columns
        for one in self.chosen.offered:
            # What names a row and leads to it is always there.
            if one.opens or one.name == "reference" or (one.name in chosen if chosen else not one.only_in_files):
                is_reference = one.name == "reference"
                named = "nowrap table__reference" if is_reference else "table__opens" if one.opens else ""
                style = named or _STYLES.get(one.kind, "")
                looks.append((one, Look(str(one.label), str(one.kind), style, one.opens, is_reference)))
        return looks

    @cached_property
    def _around_key(self) -> tuple[str, str]:
        # The rows of a page differ in their keys alone; asking the table of addresses once for each takes long.
        any_address = reverse(self.chosen.register.address, args=[self.reading.reader.organisation.slug, _ANY_KEY])
        before, _key, after = any_address.rpartition(_ANY_KEY)
        return before, after


@dataclass(frozen=True, slots=True)
class Slice(Generic[R]):
    """Some rows for a program; `next` is the cursor of the rest, None at the end."""

    rows: Sequence[R]
    next: str | None


def reading_of(reader: Reader) -> Reading:
    """Return who reads, and the day where the organisation is."""
    return Reading(reader, day_in(reader.organisation.time_zone))


def page_of(chosen: Chosen[R], reading: Reading) -> Shown[R]:
    """Return the page that was asked for, or the last one where there are fewer."""
    search = _search(chosen)
    if search is not None:
        rows, text = _filtered(chosen, reading), str(chosen.asked["q"])
        page = Paginator(search.hits(rows, text, reading), chosen.register.page_size).get_page(chosen.page)
        return Shown(chosen, search.show(rows, list(page.object_list), reading), page, reading)
    found = sorted_rows(chosen, reading)
    page = Paginator(found, chosen.register.page_size).get_page(chosen.page)
    return Shown(chosen, _wrapped(chosen.register, list(page.object_list), reading), page, reading)


def slice_of(chosen: Chosen[R], reading: Reading) -> Slice[R]:
    """Return the next rows for a program, in an order that does not move while others are made: the newest first.

    The cursor of numbered records is the last number; of hits and of computed rows it counts them.
    """
    register, limit = chosen.register, chosen.limit
    search = _search(chosen)
    if search is None and isinstance(register.source, QuerySetRows):
        rows = _filtered(chosen, reading)
        rows = rows if chosen.after is None else rows.filter(number__lt=int(chosen.after))
        found = list(register.source.prepare(rows).order_by("-number")[: limit + 1])
        last = found[limit - 1].number if len(found) > limit else None
        shown = _wrapped(register, found[:limit], reading)
        return Slice(shown, None if last is None else chosen.cursor_after(last))
    begin = int(chosen.after or 0)
    if search is not None:
        rows = _filtered(chosen, reading)
        hits = search.hits(rows, str(chosen.asked["q"]), reading)
        shown, total = search.show(rows, list(hits[begin : begin + limit]), reading), len(hits)
    else:
        every = list(_computed(chosen, reading))
        shown, total = every[begin : begin + limit], len(every)
    return Slice(shown, chosen.cursor_after(begin + limit) if total > begin + limit else None)


def all_rows(chosen: Chosen[R], reading: Reading) -> Iterator[R]:
    """Yield every row that the filters leave, in the order asked for; of a QuerySet batch by batch, in flat memory."""
    register, search = chosen.register, _search(chosen)
    if search is not None:
        rows = _filtered(chosen, reading)
        hits = list(search.hits(rows, str(chosen.asked["q"]), reading))
        for begin in range(0, len(hits), _BATCH):
            yield from search.show(rows, hits[begin : begin + _BATCH], reading)
        return
    found = sorted_rows(chosen, reading)
    if not isinstance(found, QuerySet):
        yield from found
        return
    keys = list(found.values_list("pk", flat=True))
    for begin in range(0, len(keys), _BATCH):
        some = found.in_bulk(keys[begin : begin + _BATCH])
        yield from _wrapped(register, [some[key] for key in keys[begin : begin + _BATCH] if key in some], reading)


def sorted_rows(chosen: Chosen[Any], reading: Reading) -> Any:
    """Return what the filters leave, in the order asked for: a QuerySet, or a list of computed rows."""
    register, name = chosen.register, chosen.sort
    column = register.column(name.removeprefix("-"))
    is_down = name.startswith("-")
    if isinstance(register.source, ComputedRows):
        rows = _computed(chosen, reading)
        key = column.sort if column is not None and callable(column.sort) else None
        return sorted(rows, key=key, reverse=is_down) if key is not None else rows
    names = column.sort if column is not None and isinstance(column.sort, tuple) else ()
    found = register.source.prepare(_filtered(chosen, reading))
    if not names:
        return found.order_by(name if name.removeprefix("-") == "number" else "-number")
    # What is empty comes last, whichever way it is sorted; the number decides between equals.
    orders = [(F(one).desc(nulls_last=True) if is_down else F(one).asc(nulls_last=True)) for one in names]
    return found.order_by(*orders, "-number")


def _filtered(chosen: Chosen[Any], reading: Reading) -> Any:
    source = chosen.register.source
    assert isinstance(source, QuerySetRows)  # noqa: S101 -- asked by those who know
    found = source.rows(reading.reader)
    for name, value in chosen.filters.items():
        one = chosen.register.filter(name)
        if one is not None and one.narrow is not None and not (name == "q" and chosen.register.search is not None):
            found = one.narrow(found, value, reading)
    return found


def _computed(chosen: Chosen[R], reading: Reading) -> Sequence[R]:
    source = chosen.register.source
    assert isinstance(source, ComputedRows)  # noqa: S101 -- as above
    tests: list[tuple[Callable[[R, Any, Reading], bool], Any]] = [
        (one.keeps, value) for name, value in chosen.filters.items() if (one := chosen.register.filter(name))
    ]
    return [
        row for row in source.rows(reading, chosen.filters) if all(keeps(row, value, reading) for keeps, value in tests)
    ]


def _wrapped(register: Register[R], records: Sequence[Any], reading: Reading) -> Sequence[R]:
    source = register.source
    return source.wrap(records, reading) if isinstance(source, QuerySetRows) else records


def _search(chosen: Chosen[R]) -> Search[R] | None:
    return chosen.register.search if chosen.asked.get("q") else None
