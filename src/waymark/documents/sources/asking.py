"""What a source is asked with, and what it answers."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from waymark.core.clock import day_in
from waymark.core.dates import day
from waymark.documents.filled import VALUE, FilledRow
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, on which day, and about which record where the outline is for one: an AI system, a planned change."""

    organisation: Organisation
    reader: Reader
    day: dt.date
    about: Any = None

    @classmethod
    def today(cls, reader: Reader, about: Any = None) -> "Asking":
        """Return what a reader asks today."""
        organisation = reader.organisation
        return cls(organisation, reader, day_in(organisation.time_zone), about)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a source answered: rows in the order of the register; `left_out` counts the confidential ones."""

    rows: tuple[FilledRow, ...] = ()
    left_out: int = 0


Draw = Callable[[Asking], Drawn]


def row_of(record: Any, name: str, /, **cells: str) -> FilledRow:
    """Return a governed record as a row."""
    return FilledRow(record.reference, name, record.version, cells)


def drawn(rows: Iterable[FilledRow], *, left_out: int = 0) -> Drawn:
    """Return rows as an answer."""
    return Drawn(tuple(rows), left_out)


def value_of(record: Any, name: str, text: str) -> Drawn:
    """Return a single value of a record; nothing where it is empty."""
    return Drawn((FilledRow(record.reference, name, record.version, {VALUE: text}),)) if text else Drawn()


def on(when: dt.date | None) -> str:
    """Return a day as documents write it; empty for none."""
    return day(when) if when is not None else ""


def owner_of(record: Any) -> str:
    """Return the name of the owner; empty for none."""
    return record.owner.name if record.owner is not None else ""


def chosen(record: Any, field: str, *, open_as: str = "open") -> str:
    """Return a choice in words; empty while it is open."""
    return "" if getattr(record, field) == open_as else str(getattr(record, f"get_{field}_display")())


Sources = Mapping[str, Draw]
"""Functions by the id of the source that they answer for."""
