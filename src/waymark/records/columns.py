"""The columns that most registers have: number, text, owner, a choice from a list, a day."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.records.cells import Choice, Kind, Person
from waymark.records.registers import Column, Reading

_NUMBER, _OWNER = _("Number"), _("Owner")


def number() -> Column[Any]:
    """Return the column of the reference, sorted by the number in it."""
    return Column(name="reference", label=_NUMBER, value=attrgetter("reference"), sort=("number",), width=8)


def text(
    name: str,
    label: str | Promise,
    *,
    width: int = 28,
    is_sortable: bool = False,
    opens: bool = False,
    only_in_files: bool = False,
) -> Column[Any]:
    """Return the column of a text field."""
    sort = (name,) if is_sortable or opens else ()
    return Column(
        name=name,
        label=label,
        value=attrgetter(name),
        sort=sort,
        opens=opens,
        only_in_files=only_in_files,
        width=width,
    )


def owner() -> Column[Any]:
    """Return the column of who answers for a record."""
    return Column(
        name="owner",
        label=_OWNER,
        value=lambda one: Person(one.owner.pk, one.owner.name) if one.owner else None,
        kind=Kind.PERSON,
        sort=("owner__name",),
        width=22,
    )


def choice(
    name: str,
    label: str | Promise,
    choices: type[models.TextChoices],
    *,
    tones: Mapping[Any, str] | None = None,
    width: int = 16,
    only_in_files: bool = False,
) -> Column[Any]:
    """Return the column of a field that holds one value of a list; `tones` colour its badge."""
    # Made once: a list of thousands shows few values.
    cells = {one.value: Choice(str(one.value), one.label, (tones or {}).get(one, "")) for one in choices}
    return Column(
        name=name,
        label=label,
        value=lambda one: cells[getattr(one, name)],
        kind=Kind.CHOICE,
        only_in_files=only_in_files,
        width=width,
    )


def day(
    name: str,
    label: str | Promise,
    *,
    is_late: Callable[[Any, Reading], bool] | None = None,
    only_in_files: bool = False,
) -> Column[Any]:
    """Return the column of a day; `is_late` says whether it has passed with something left to do."""
    return Column(
        name=name,
        label=label,
        value=attrgetter(name),
        kind=Kind.DAY,
        sort=(name,),
        is_late=is_late,
        only_in_files=only_in_files,
    )
