"""Items of the master list whose content lives in records of the product, and what the registers hold of each.

A package registers which of its records are an item, or a draft or a part of one. All of them are counted in one query.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from django.db import connection
from django.db.models import Count, DateField, DateTimeField, IntegerField, Max, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise

from waymark.core.clock import day_in
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader
from waymark.records.governed import Governed
from waymark.records.kinds import RecordLine, lines_for
from waymark.records.written_questions import ANY_DAY, WrittenQuestion, anyone, write

MOST_NAMED: Final = 10
"""Records of one kind that the page of an item names at most."""
Rows = Callable[[Organisation, dt.date], Any]
"""Returns the records of an organisation on a day, as a QuerySet."""
_MOMENTS: Final = frozenset({"created_at", "changed_at"})


@dataclass(frozen=True, slots=True)
class ItemRecords:
    """Records of one kind that are items of the master list: `rows` returns them, `label` says which they are.

    An item is there once each kind that `is_whole` has records; the others are its drafts, or a part of it. `address`
    and `query` lead to their list, `newest` names the field with the day or the moment that the newest of them has.
    """

    items: tuple[str, ...]
    model: type[Governed]
    label: str | Promise
    rows: Rows
    address: str
    query: str = ""
    newest: str = "changed_at"
    is_whole: bool = True

    @classmethod
    def part(cls, *given: Any, **more: Any) -> "ItemRecords":
        """Describe records that are a draft or a part of an item."""
        return replace(cls(*given, **more), is_whole=False)


@dataclass(frozen=True, slots=True)
class RecordCount:
    """How many records of one kind there are of an item, with the highest of their numbers and their newest day."""

    records: ItemRecords
    count: int = 0
    number: int = 0
    newest_on: dt.date | None = None

    @property
    def in_words(self) -> str:
        """Return the reference of the only record, or how many there are, such as "4 factors"; empty for none."""
        if self.count <= 1:
            return f"{self.records.model.prefix}-{self.number}" if self.count else ""
        return f"{self.count} {self.records.model._meta.verbose_name_plural}"


_registered: list[ItemRecords] = []


def register(one: ItemRecords) -> None:
    """Let records of one more kind be items of the master list; registering them again changes nothing."""
    if one not in _registered:
        _registered.append(one)
        _question.cache_clear()


def item_records() -> tuple[ItemRecords, ...]:
    """Return every kind of record that is an item, or a part of one."""
    return tuple(_registered)


def is_whole(counts: Sequence[RecordCount]) -> bool:
    """Return whether the registers hold the whole of an item."""
    whole = [one for one in counts if one.records.is_whole]
    return bool(whole) and all(one.count for one in whole)


def counts_of(organisation: Organisation, today: dt.date) -> Mapping[str, tuple[RecordCount, ...]]:
    """Return what the registers hold on a day, by the id of the item; one query. What they may hold counts none."""
    answers = _question(connection.vendor).answers(organisation, today) if _registered else ()
    found = {place: (count, number, day, moment) for place, count, number, day, moment in answers}
    by_item: dict[str, list[RecordCount]] = defaultdict(list)
    for place, one in enumerate(_registered):
        count, number, day, moment = found.get(place, (0, 0, None, None))
        newest = day_in(organisation.time_zone, _moment(moment)) if moment is not None else _day(day)
        for item in one.items:
            by_item[item].append(RecordCount(one, count, number, newest))
    return {item: tuple(some) for item, some in by_item.items()}


def _moment(stored: Any) -> dt.datetime:
    # SQLite keeps moments, and days below, as texts in UTC.
    return dt.datetime.fromisoformat(stored).replace(tzinfo=dt.UTC) if isinstance(stored, str) else stored


def _day(stored: Any) -> dt.date | None:
    return dt.date.fromisoformat(stored) if isinstance(stored, str) else stored


Counted = tuple[RecordCount, Sequence[RecordLine]]


def newest_lines(reader: Reader, counts: Sequence[RecordCount], today: dt.date) -> Sequence[Counted]:
    """Return each kind with its newest records, as far as a reader may read them; a query for each and one more."""
    keys: dict[RecordCount, list[int]] = {}
    for one in counts:
        rows = one.records.rows(reader.organisation, today) if one.count else None
        keys[one] = list(rows.order_by("-number").values_list("pk", flat=True)[:MOST_NAMED]) if rows is not None else []
    lines = lines_for(reader, [(_kind(one), pk) for one, found in keys.items() for pk in found])
    return [(one, [lines[_kind(one), pk] for pk in keys[one] if (_kind(one), pk) in lines]) for one in counts]


def _kind(count: RecordCount) -> str:
    return count.records.model._meta.label_lower


@cache
def _question(_vendor: str) -> WrittenQuestion:
    """Return the question about the records of each kind, each row with the place of its kind."""
    return write(_counted(one, place) for place, one in enumerate(_registered))


def _counted(one: ItemRecords, place: int) -> Any:
    is_moment = one.newest in _MOMENTS
    nothing = Value(None)
    rows = one.rows(anyone(), ANY_DAY).order_by().values(at_place=Value(place, output_field=IntegerField()))
    return rows.annotate(
        found=Count("pk", distinct=True),
        highest=Max("number"),
        newest_day=Cast(nothing, DateField()) if is_moment else Max(one.newest),
        newest_moment=Max(one.newest) if is_moment else Cast(nothing, DateTimeField()),
    ).values_list("at_place", "found", "highest", "newest_day", "newest_moment")
