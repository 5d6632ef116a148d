"""Documents by the month in which their review is due, twelve months ahead: a square for each, and the table."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.documents.choices import DocumentState
from waymark.evidence.freshness import add_months
from waymark.records.listing import sorted_rows
from waymark.records.registers import Display, Reading

AHEAD: Final = 12
NAMED: Final = 5
"""Documents of one month that the table names."""
_DAY: Final = dt.timedelta(days=1)
_DUE, _COMING, _NONE = "miss", "in", "na"
"""The shapes of squares; words stand beside them, so that colour alone carries nothing."""


@dataclass(frozen=True, slots=True)
class DueDocument:
    """A document whose review is due on a day, or on none; `is_due` once the day has come."""

    number: int
    title: str
    on: dt.date | None
    is_due: bool

    @property
    def shape(self) -> str:
        """Return the shape of its square."""
        return _NONE if self.on is None else _DUE if self.is_due else _COMING


@dataclass(frozen=True, slots=True)
class DueMonth:
    """The documents of one month, of the time before or after, or without a day; `address` lists just these."""

    label: str | Promise
    documents: Sequence[DueDocument]
    address: str = ""

    @property
    def named(self) -> Sequence[DueDocument]:
        """Return those that the table names."""
        return self.documents[:NAMED]

    @property
    def others(self) -> int:
        """Return how many it does not name."""
        return len(self.documents) - len(self.named)


@dataclass(frozen=True, slots=True)
class DuePicture:
    """Each of the months ahead, and what is due before and after them or has no day, where there is any."""

    months: Sequence[DueMonth]
    legend: Sequence[tuple[str, str | Promise, int]]
    total: int


def picture(chosen: Any, reading: Reading) -> DuePicture:
    """Return what the filters leave of the documents in use, by the month of the next review; one query."""
    first = reading.today.replace(day=1)
    rows = sorted_rows(chosen, reading).filter(state=DocumentState.CURRENT).order_by("next_review_on", "number")
    by_month: dict[dt.date | None, list[DueDocument]] = defaultdict(list)
    for number, title, on in rows.values_list("number", "title", "next_review_on"):
        by_month[_month(on, first)].append(DueDocument(number, title, on, on is not None and on <= reading.today))
    months = [_of_month(chosen, add_months(first, n), by_month) for n in range(AHEAD)]
    before, after = first - _DAY, add_months(first, AHEAD)
    earlier = DueMonth(_("Earlier"), by_month[before], _address(chosen, until=before))
    later = DueMonth(_("Later"), by_month[after], _address(chosen, start=after))
    dateless = DueMonth(_("No review date"), by_month[None])
    shown = [*([earlier] if earlier.documents else []), *months, *(one for one in (later, dateless) if one.documents)]
    every = [one for some in by_month.values() for one in some]
    words = ((_DUE, _("Review due")), (_COMING, _("Review ahead")), (_NONE, _("No review date")))
    counts = [(shape, label, sum(one.shape == shape for one in every)) for shape, label in words]
    return DuePicture(shown, [one for one in counts if one[2]], len(every))


def _month(on: dt.date | None, first: dt.date) -> dt.date | None:
    """Return the first day of the month; one day stands for all time before, another for all time after."""
    if on is None:
        return None
    return min(max(on.replace(day=1), first - _DAY), add_months(first, AHEAD))


def _of_month(chosen: Any, first: dt.date, found: dict[dt.date | None, list[DueDocument]]) -> DueMonth:
    label = f"{MONTHS[first.month]} {first.year}"
    return DueMonth(label, found[first], _address(chosen, start=first, until=add_months(first, 1) - _DAY))


def _address(chosen: Any, *, start: dt.date | None = None, until: dt.date | None = None) -> str:
    """Return the address of the list with the same filters, of reviews from a day until another one."""
    days = {"review_from": start, "review_until": until}
    return str(chosen.but(display="", **{name: day.isoformat() if day else "" for name, day in days.items()}))


PICTURE: Final = Display(name="picture", label=_("Picture"), template="documents/_picture.html", build=picture)
