"""Step 2 of the path as the list of its records in the order of work: what is there, what is open, who owns it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from waymark.conformity.picture import Picture
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records.path_lines import FirstAct, PathFigure, PathLine, counts, lines


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """One figure in words with the list that holds its rows; `is_open` where something is left to do."""

    words: str
    address: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class RecordsLine:
    """The records of one kind. `first` is what to do where there are none, for a reader who may do it.

    `owner` has the requirement; None where nobody has it, or no framework is used. `comes_first`: it is the first in
    the order of work of which there are no records.
    """

    line: PathLine
    address: str
    figures: Sequence[ShownFigure]
    owner: str | None
    is_empty: bool
    first: FirstAct | None
    first_address: str
    comes_first: bool

    @property
    def label(self) -> str | Promise:
        """Return what the records are called."""
        return self.line.label

    @property
    def there(self) -> Sequence[ShownFigure]:
        """Return what is there."""
        return [one for one in self.figures if not one.is_open]

    @property
    def open(self) -> Sequence[ShownFigure]:
        """Return what is open."""
        return [one for one in self.figures if one.is_open]


def records_lines(
    organisation: Organisation, member: Member, picture: Picture | None, today: dt.date
) -> tuple[RecordsLine, ...]:
    """Return the records that implement the AIMS as one member may act on them; one query."""
    found, shown = counts(organisation, today), lines()
    empty = [one.name for one in shown if not found[one.name][0]]
    return tuple(
        _line(one, found[one.name], organisation, member, picture, comes_first=one.name in empty[:1]) for one in shown
    )


def _line(
    line: PathLine,
    found: Sequence[int],
    organisation: Organisation,
    member: Member,
    picture: Picture | None,
    *,
    comes_first: bool,
) -> RecordsLine:
    is_empty = not found[0]
    act = line.first_act if is_empty else None
    may = act is not None and bool(act.address) and member.can(act.right)
    requirement = picture.by_ref.get(line.requirement) if picture is not None else None
    return RecordsLine(
        line,
        reverse(line.address, args=[organisation.slug]),
        list(_figures(line, found, organisation, is_empty=is_empty)),
        requirement.assignment.owner or None if requirement is not None else None,
        is_empty,
        act,
        reverse(act.address, args=[organisation.slug]) if act is not None and may else "",
        comes_first,
    )


def _figures(
    line: PathLine, found: Sequence[int], organisation: Organisation, *, is_empty: bool
) -> Iterator[ShownFigure]:
    for place, (figure, count) in enumerate(zip(line.figures, found, strict=True)):
        words = _words(figure, count, names_missing=bool(place) and not is_empty)
        if words:
            address = reverse(figure.address or line.address, args=[organisation.slug]) + figure.query
            yield ShownFigure(words, address, is_open=figure.is_open or not count)


def _words(figure: PathFigure, count: int, *, names_missing: bool) -> str:
    if count:
        return figure.words(count)
    return str(figure.when_none) if names_missing else ""
