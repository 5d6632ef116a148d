"""The columns that most registers have: number, text, person, a choice from a list, yes or no, a day.

`of` says where in a row the value is, such as `task.title`; without it, it is an attribute of the row itself, by the
name of the column. `more` goes to the `Column` as it is, such as `width`, `only_in_files` or `note`.
"""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.records.cells import Choice, Kind, Person
from waymark.records.registers import Column

_NUMBER, _OWNER = _("Number"), _("Owner")


def reference(*, of: str = "reference", width: int = 8) -> Column[Any]:
    """Return the column of the reference, sorted by the number in it."""
    return Column(name="reference", label=_NUMBER, value=attrgetter(of), sort=("number",), width=width)


def text(name: str, label: str | Promise, *, of: str = "", is_sortable: bool = False, **more: Any) -> Column[Any]:
    """Return the column of a text field; the one that opens the record can always be sorted by."""
    sort = (name,) if is_sortable or more.get("opens") else ()
    return Column(name=name, label=label, value=attrgetter(of or name), **{"sort": sort, "width": 28, **more})


def number(name: str, label: str | Promise, *, of: str = "", **more: Any) -> Column[Any]:
    """Return the column of a whole number."""
    return Column(name=name, label=label, value=attrgetter(of or name), kind=Kind.NUMBER, **more)


def person(name: str, label: str | Promise, *, of: str = "", sort: tuple[str, ...] = (), **more: Any) -> Column[Any]:
    """Return the column of a member, or of nobody."""
    member = attrgetter(of or name)

    def value(row: Any) -> Person | None:
        found = member(row)
        return None if found is None else Person(found.pk, found.name)

    return Column(name=name, label=label, value=value, kind=Kind.PERSON, sort=sort, **{"width": 22, **more})


def owner(*, of: str = "owner") -> Column[Any]:
    """Return the column of who answers for a record."""
    return person("owner", _OWNER, of=of, sort=("owner__name",))


def choice(
    name: str,
    label: str | Promise,
    choices: type[models.Choices],
    *,
    of: str = "",
    tones: Mapping[Any, str] | None = None,
    tone: str = "",
    **more: Any,
) -> Column[Any]:
    """Return the column of a field that holds one value of a list of `choices`.

    `tones` colour the badges of some values, `tone` those of all others. Programs read the value itself, as fields and
    filters take it.
    """
    # Made once for each value: a list of thousands of rows shows few of them.
    cells = {one.value: Choice(str(one.value), one.label, (tones or {}).get(one, tone)) for one in choices}
    found = attrgetter(of or name)
    return Column(name=name, label=label, value=lambda row: cells[found(row)], kind=Kind.CHOICE, **more)


def yes_no(name: str, label: str | Promise, *, of: str = "", is_sortable: bool = False, **more: Any) -> Column[Any]:
    """Return the column of a field that is true or false."""
    sort = (name,) if is_sortable else ()
    return Column(name=name, label=label, value=attrgetter(of or name), kind=Kind.YES_NO, **{"sort": sort, **more})


def day(name: str, label: str | Promise, *, of: str = "", is_sortable: bool = True, **more: Any) -> Column[Any]:
    """Return the column of a day; `is_late` says whether it has passed with something left to do."""
    sort = (name,) if is_sortable else ()
    return Column(name=name, label=label, value=attrgetter(of or name), kind=Kind.DAY, **{"sort": sort, **more})
