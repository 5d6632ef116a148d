"""A register: one description of a list of records, from which its page, API, console command and files follow.

The description is read top to bottom: where the rows come from, the columns, the filters, the acts on many. Rows come
from a QuerySet, which the database filters, sorts and cuts, or are computed, filtered and sorted here.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from django import forms
from django.utils.functional import Promise

from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.cells import Cell, Choice, Kind

R = TypeVar("R")
Rows = Any
"""A QuerySet; which one only the register itself knows."""
MOST_AT_ONCE: Final = 200
"""Rows that one act changes at most."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads a register, and on which day where the organisation is.

    `kept` is for what several parts of one page would otherwise work out once more each.
    """

    reader: Reader
    today: dt.date
    kept: dict[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[R]):
    """One column. `name` is stable: programs, files and addresses use it.

    `value` reads the cell from a row. `sort` makes the head a button: names for the database's order, or, for computed
    rows, a function that returns the key to sort by. `opens` marks the column whose words lead to the record's page.
    A column `only_in_files` is left out on the page. `badge` and `note` add to the cell on the page alone: one word
    beside it, and a line below, as text or as pieces of which some are hits of a search. `is_late` says of a day
    whether it has passed with something left to do.
    """

    name: str
    label: str | Promise
    value: Callable[[R], Cell]
    kind: Kind = Kind.TEXT
    sort: tuple[str, ...] | Callable[[R], Any] = ()
    opens: bool = False
    only_in_files: bool = False
    badge: Callable[[R], Choice | None] | None = None
    note: Callable[[R], Any] | None = None
    is_late: "Callable[[R, Reading], bool] | None" = None
    width: int = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter(Generic[R]):
    """One filter, by a typed value. `field` makes the form field, with choices cut to the reader's organisation.

    `narrow` says in the database's words what `keeps` says of one row in Python; for computed rows `keeps` alone is
    asked, and a test holds the two against each other. `as_chips` shows the choices as a row of chips. A filter that
    `selects` leaves no row out but says of what the rows are computed, such as of one gap assessment: it is no field in
    the row of filters, and clearing the filters keeps it. One that only links of other pages set, `by_link`, is no
    field there either.
    """

    name: str
    field: Callable[[Reader], forms.Field]
    keeps: Callable[[R, Any, Reading], bool]
    narrow: Callable[[Rows, Any, Reading], Rows] | None = None
    as_chips: bool = False
    selects: bool = False
    by_link: bool = False
    otherwise: Any = None

    @property
    def has_default(self) -> bool:
        """Return whether the list is cut by it even where nothing was asked for, such as to what is open."""
        return self.otherwise is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkAct(Generic[R]):
    """An act on many rows. `form` has its fields; `apply` is given the records, what was typed, and who acts.

    It returns how many records it changed. All of them change, or none. `noun` says what it is about, such as Owner,
    `label` what its button does. No field may do anything by what it shows before somebody chooses.
    """

    name: str
    noun: str | Promise
    label: str | Promise
    right: Can
    form: Callable[[Reader], forms.Form]
    apply: Callable[[Sequence[Any], Mapping[str, Any], Any], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuerySetRows(Generic[R]):
    """Rows that the database filters, sorts and cuts.

    `rows` returns what a reader may read at all; `prepare` adds what the columns need without a query for each row;
    `wrap` turns one page of records into rows where a record alone does not say enough.
    """

    rows: Callable[[Reader], Rows]
    prepare: Callable[[Rows], Rows] = lambda rows: rows
    wrap: Callable[[Sequence[Any], Reading], Sequence[R]] = lambda records, _reading: records

    @classmethod
    def of(
        cls,
        model: Any,
        *,
        prepare: Callable[[Rows], Rows] = lambda rows: rows,
        wrap: Callable[[Sequence[Any], Reading], Sequence[R]] = lambda records, _reading: records,
    ) -> "QuerySetRows[R]":
        """Return the rows of a kind of governed record: of one organisation, what its reader may see."""

        def rows(reader: Reader) -> Rows:
            return model.objects.of(reader.organisation).visible_to(reader)

        return cls(rows=rows, prepare=prepare, wrap=wrap)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputedRows(Generic[R]):
    """Rows that are computed as a whole, in their natural order.

    `rows` is given the filters that hold as well, for a filter that `selects` of what the rows are computed.
    """

    rows: Callable[[Reading, Mapping[str, Any]], Sequence[R]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search(Generic[R]):
    """A search that ranks its hits, instead of a filter that keeps the order: the declared exception.

    `hits` returns at most some hundred hits among rows, the best first; `show` makes rows of some of them.
    """

    hits: Callable[[Rows, str, Reading], Sequence[Any]]
    show: Callable[[Rows, Sequence[Any], Reading], Sequence[R]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """Another way to look at a register than as a table, such as a board, with the same filters and the same address.

    `build` is given what was asked for and who reads, and returns what the part `template` shows as `seen`. `fields`
    make what it asks for beside the filters, such as a month; `otherwise` says of filters what holds here unless told
    otherwise, where that is not what holds in the table.
    """

    name: str
    label: str | Promise
    template: str
    build: Callable[[Any, Reading], Any]
    fields: Mapping[str, Callable[[], forms.Field]] = field(default_factory=dict)
    otherwise: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(Generic[R]):
    """One register.

    `name` is that of its page's address, `path` how that reads below the organisation, `word` that of one row.
    `address` is the page of one row, which takes the organisation and what `key` returns; where that does not name the
    page, `link` returns its address. `record` returns the governed
    record behind a row, for versions and acts; `find` returns such records with their keys, where these are no
    numbers. `order` is the sort of the page unless another is asked for. `changes` names the address that takes acts
    on many. `new` and `new_right` make the button for a new one. `page_size` is how many rows one page shows.
    `displays` are what it can be looked at as beside the table. `more` adds to what the page `page` is given. Where an
    organisation has columns of its own, `arrange` returns all as it has them; programs get `columns`, which are typed.
    """

    name: str
    path: str
    word: str
    label: str | Promise
    intro: str | Promise
    source: QuerySetRows[R] | ComputedRows[R]
    columns: tuple[Column[R], ...]
    filters: tuple[Filter[R], ...] = ()
    acts: tuple[BulkAct[R], ...] = ()
    search: Search[R] | None = None
    displays: tuple[Display, ...] = ()
    address: str
    link: Callable[[R, Reading], str] | None = None
    key: Callable[[R], str] = lambda row: str(row.number)  # type: ignore[attr-defined]  # numbered records
    record: Callable[[R], Any] = lambda row: row
    find: Callable[[Reader, Sequence[str]], Sequence[Any]] | None = None
    order: str = "-number"
    right: Can = Can.READ
    changes: str = ""
    new: str = ""
    new_label: str | Promise = ""
    new_right: Can = Can.MANAGE_AIMS
    nothing: tuple[str | Promise, str | Promise] = ("", "")
    page: str = "records/register.html"
    page_size: int = 50
    part: str = "records/_register.html"
    more: Callable[[Reading], Mapping[str, Any]] = field(default=lambda _reading: {})
    arrange: Callable[[Reader], tuple[Column[R], ...]] | None = None

    @property
    def is_computed(self) -> bool:
        """Return whether its rows are computed as a whole."""
        return isinstance(self.source, ComputedRows)

    def columns_for(self, reader: Reader) -> tuple[Column[R], ...]:
        """Return the columns that people get: pages, files and the console."""
        return self.columns if self.arrange is None else self.arrange(reader)

    def column(self, name: str) -> Column[R] | None:
        """Return a column by its name."""
        return next((one for one in self.columns if one.name == name), None)

    def filter(self, name: str) -> Filter[R] | None:
        """Return a filter by its name."""
        return next((one for one in self.filters if one.name == name), None)

    def act(self, name: str) -> BulkAct[R] | None:
        """Return an act on many by its name."""
        return next((one for one in self.acts if one.name == name), None)

    def display(self, name: str) -> Display | None:
        """Return a display by its name; None for the table."""
        return next((one for one in self.displays if one.name == name), None)

    @property
    def sortable(self) -> tuple[str, ...]:
        """Return the names of the columns that can be sorted by."""
        return tuple(one.name for one in self.columns if one.sort)


_registers: dict[str, Register[Any]] = {}


def add_register(one: Register[Any]) -> None:
    """Give a register its files, its API list and its command; registering it again changes nothing."""
    _registers.setdefault(one.name, one)


def registers() -> tuple[Register[Any], ...]:
    """Return every register, in the order of registration."""
    return tuple(_registers.values())


def register_named(name: str) -> Register[Any] | None:
    """Return a register by its name, or None."""
    return _registers.get(name)
