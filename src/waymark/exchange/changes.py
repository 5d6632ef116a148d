"""What an import would change on the points of a round. No data access."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from waymark.conformity.found import Found
from waymark.conformity.ratings import RatingInput
from waymark.conformity.scale import Severity, Verdict
from waymark.core.text import normal
from waymark.exchange.readings import Place

_INPUT_FIELDS: Final = tuple(one.name for one in fields(RatingInput))


@dataclass(frozen=True, slots=True)
class Difference:
    """One value of a point, before and after; `name` is that of an opinion's part."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """What a row would do to one point. `whole` is the requirement, where the row speaks for all its points.

    `rows` are all rows that it was rolled up from.
    """

    row: int
    place: Place
    entered: RatingInput
    differences: tuple[Difference, ...]
    whole: str = ""
    rows: tuple[int, ...] = ()

    @property
    def base_revision(self) -> int:
        """Return how often the point had been judged when the preview was made."""
        return self.place.found.revision

    @property
    def is_new(self) -> bool:
        """Return whether nobody has judged the point yet."""
        return not self.place.found.revision

    @property
    def is_first_rating(self) -> bool:
        """Return whether the point is rated for the first time: a finding alone is no rating."""
        return self.is_new and self.entered.verdict != Verdict.NOT_ASSESSED


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows of one kind: a reason (or a text), the first of them, and how many there are."""

    reason: str
    rows: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class OwnerNote:
    """An owner in the file that differs from the one in Waymark; it is not taken."""

    row: int
    ref: str
    found: str
    present: str


def with_given(found: Found, given: Mapping[str, Any]) -> RatingInput:
    """Return what stands with what a row states; a blank cell states nothing and so keeps what is there."""
    entered = replace(_rating_input(found), **given)
    return entered if entered.verdict == Verdict.NOT_APPLICABLE else replace(entered, reason_code=None)


def _rating_input(found: Found) -> RatingInput:
    return RatingInput(*(getattr(found, name) for name in _INPUT_FIELDS))


def differences_of(found: Found, entered: RatingInput) -> tuple[Difference, ...]:
    """Return what an opinion would change of what stands."""
    before = _rating_input(found)
    return tuple(
        Difference(name, getattr(before, name), getattr(entered, name))
        for name in _INPUT_FIELDS
        if _settled(getattr(before, name)) != _settled(getattr(entered, name))
    )


def _settled(value: Any) -> Any:
    """Return a value for comparison: a text in its normal form, whoever stored it."""
    return normal(value) if isinstance(value, str) else value


def plain(entered: RatingInput) -> list[Any]:
    """Return an opinion in JSON types."""
    values = (getattr(entered, name) for name in _INPUT_FIELDS)
    return [value.isoformat() if isinstance(value, dt.date) else _number(value) for value in values]


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, Severity) else str(value) if isinstance(value, str) else value
