"""What a mark was filled with, and from which records: kept with the version of a document, so that drift can be seen.

No data access. The values are a copy: what the text was made from is known even when a record is edited or retired.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

VALUE: Final = "value"
"""The name of the only cell of a row that a single value comes from."""


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One record as it was written into a text.

    `record` names it among all of its register and never changes, such as `SYS-3`; `version` counts its changes.
    """

    record: str
    name: str
    version: int = 0
    cells: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return {"record": self.record, "name": self.name, "version": self.version, "cells": dict(self.cells)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "FilledRow":
        """Return it as it was stored. Raises KeyError for anything else."""
        cells = {str(name): str(words) for name, words in stored["cells"].items()}
        return cls(str(stored["record"]), str(stored["name"]), int(stored["version"]), cells)


@dataclass(frozen=True, slots=True)
class FilledMark:
    """A mark of an outline that a register filled: with what, on which day, from which versions of which records.

    `columns` are those of the table, none for a single value. `left_out` counts the records that were confidential.
    `about` is the reference of the one record that the document is for, such as `SYS-3`; empty where it is for none.
    """

    outline: str
    mark: str
    source: str
    register: str
    day: dt.date
    rows: tuple[FilledRow, ...]
    columns: tuple[str, ...] = ()
    left_out: int = 0
    about: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as it is stored with the version of a document."""
        return {
            "outline": self.outline,
            "mark": self.mark,
            "source": self.source,
            "register": self.register,
            "day": self.day.isoformat(),
            "rows": [row.as_json() for row in self.rows],
            "columns": list(self.columns),
            "left_out": self.left_out,
            "about": self.about,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "FilledMark":
        """Return it as it was stored. Raises KeyError or ValueError for anything else."""
        return cls(
            outline=str(stored["outline"]),
            mark=str(stored["mark"]),
            source=str(stored["source"]),
            register=str(stored["register"]),
            day=dt.date.fromisoformat(stored["day"]),
            rows=tuple(FilledRow.from_json(row) for row in stored["rows"]),
            columns=tuple(map(str, stored["columns"])),
            left_out=int(stored["left_out"]),
            about=str(stored["about"]),
        )


def as_stored(marks: Sequence[FilledMark]) -> list[dict[str, Any]]:
    """Return what filled a text as the column of its version keeps it."""
    return [one.as_json() for one in marks]


def from_stored(stored: Sequence[Mapping[str, Any]]) -> tuple[FilledMark, ...]:
    """Return what filled a text from the column of its version."""
    return tuple(FilledMark.from_json(one) for one in stored)
