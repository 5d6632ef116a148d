"""What stands in one cell of a register, whatever shows it: a page, a program, a console, a file."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from waymark.records.kinds import RecordLine


class Kind(StrEnum):
    """What a column holds: it decides how a page sets it, what a program is given, and how a file keeps it."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    YES_NO = "yes_no"
    CHOICE = "choice"
    PERSON = "person"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a list: the word that programs know, the label that people read, and the tone of its badge.

    `tone` is empty, or one of `good`, `warn`, `late`, `pine`, `line`. `shape` makes it a mark with a shape instead,
    such as those of verdicts: `in`, `claimed`, `part`, `miss`, `open`, `na`.
    """

    value: str
    label: str | Promise
    tone: str = ""
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A member, by key and name."""

    pk: int
    name: str


Cell = str | int | bool | dt.date | Choice | Person | RecordLine | None


def plain(cell: Cell) -> Any:
    """Return a cell as programs get it: days in ISO form, people and records as objects, choices by their value."""
    match cell:
        case Choice():
            return cell.value
        case Person():
            return {"id": cell.pk, "name": cell.name}
        case RecordLine():
            return {"record": cell.kind, "id": cell.pk, "reference": cell.reference, "title": cell.title}
        case dt.date():
            return cell.isoformat()
    return cell


def in_words(cell: Cell) -> str | int | dt.date | None:
    """Return a cell as files and the console show it to people: choices and records in words, days as days."""
    match cell:
        case bool():
            return _("Yes") if cell else _("No")
        case Choice():
            return str(cell.label)
        case Person():
            return cell.name
        case RecordLine():
            return str(cell)
    return cell
