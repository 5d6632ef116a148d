"""What importing a work sheet would do, worked out before anything is stored. No data access."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from waymark.conformity.scale import Verdict
from waymark.exchange.changes import Change, Listed, OwnerNote, plain
from waymark.exchange.doubts import DOUBTFUL, LOST, AmbiguousDate, Word
from waymark.exchange.readings import Another, Choices, Ground, Question, Trouble, letters, visible
from waymark.exchange.rolling import Rolled
from waymark.exchange.sheet_rows import read_rows
from waymark.exchange.sorting import Sorting
from waymark.exchange.tables.workbook import Remark, Sheet

FIRST: Final = 20
"""How many places of one kind are listed; the total is always said."""


@dataclass(frozen=True)
class Preview:
    """The dry run of an import. Points are new, changed, in conflict or unchanged; rows are skipped or in trouble.

    `conflicts` are changes from rows that were exported before somebody judged the point again. `misplaced` are rows
    whose hidden key belongs to another point or round: the reference was followed. `rolled` are requirements that
    several rows speak for, `carried` rows that continue the reference above them. `another` is the standard the sheet
    seems to be about, and `is_held` says that nothing is taken before somebody has said what it is.
    """

    is_readable: bool
    new: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    conflicts: tuple[Change, ...] = ()
    unchanged: int = 0
    untouched: int = 0
    skipped: tuple[Listed, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    questions: tuple[Question, ...] = ()
    words: tuple[Word, ...] = ()
    dates: tuple[AmbiguousDate, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    owners: tuple[OwnerNote, ...] = ()
    misplaced: tuple[int, ...] = ()
    remarks: tuple[Remark, ...] = ()
    unchanged_rows: tuple[int, ...] = ()
    rolled: tuple[Rolled, ...] = ()
    carried: tuple[int, ...] = ()
    another: Another | None = None
    is_held: bool = False
    rivals: tuple[int, ...] = ()

    @property
    def rows_not_understood(self) -> tuple[int, ...]:
        """Return the numbers of the rows from which nothing can be taken as they are."""
        return tuple(sorted({trouble.row for trouble in self.troubles}))

    @property
    def doubts(self) -> tuple[Trouble, ...]:
        """Return the cells that wait for a choice; everything else can be imported without them."""
        return tuple(trouble for trouble in self.troubles if trouble.code in DOUBTFUL)

    @property
    def misunderstood(self) -> tuple[Trouble, ...]:
        """Return the cells that were not understood at all; their rows are left out, or nothing is imported."""
        return tuple(trouble for trouble in self.troubles if trouble.code not in DOUBTFUL | LOST)

    @property
    def lost(self) -> tuple[Trouble, ...]:
        """Return the cells left out by themselves, such as a date nobody can read; the rest of the row counts."""
        return tuple(trouble for trouble in self.troubles if trouble.code in LOST)

    @property
    def understands_nothing(self) -> bool:
        """Return whether no row was understood, so that there is nothing the sheet could say."""
        return not (self.new or self.changed or self.conflicts or self.unchanged)

    @property
    def changing_rows(self) -> tuple[int, ...]:
        """Return the numbers of the rows that something is imported from."""
        return tuple(sorted({row for change in (*self.new, *self.changed) for row in change.rows}))

    @property
    def values(self) -> dict[str, int]:
        """Return how many verdicts, findings, target dates and other values would change."""
        counted = {"verdict": 0, "finding": 0, "target_on": 0, "other": 0}
        for change in (*self.new, *self.changed):
            for one in change.differences:
                counted[one.name if one.name in counted else "other"] += 1
        return counted

    @property
    def wholes(self) -> tuple[Listed, ...]:
        """Return the requirements that one row rates as a whole, with the number of their points that change."""
        counted: dict[tuple[str, int], int] = {}
        for change in (*self.new, *self.changed):
            if change.whole and len(change.rows) <= 1:
                counted[change.whole, change.row] = counted.get((change.whole, change.row), 0) + 1
        return tuple(Listed(ref, (row,), count) for (ref, row), count in counted.items())

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Return the references that still need somebody's yes."""
        return tuple(question for question in self.questions if question.answer is None)

    @property
    def first_ratings(self) -> tuple[Change, ...]:
        """Return the points that are rated for the first time."""
        return tuple(change for change in self.new if change.is_first_rating)

    @property
    def first_notes(self) -> tuple[Change, ...]:
        """Return the points that get a finding or another value for the first time, and no rating."""
        return tuple(change for change in self.new if not change.is_first_rating)

    def taken(self, *, sheet_wins: bool) -> tuple[Change, ...]:
        """Return the changes to make; those in conflict only if the sheet shall win."""
        return (*self.new, *self.changed, *(self.conflicts if sheet_wins else ()))

    @property
    def partly_excluded(self) -> tuple[str, ...]:
        """Return the controls that would be excluded, or included again, in part if conflicts were left alone."""
        turned = {
            one.place.requirement
            for one in (*self.new, *self.changed)
            if Verdict.NOT_APPLICABLE in {one.entered.verdict, one.place.found.verdict}
        }
        return tuple(dict.fromkeys(one.place.requirement for one in self.conflicts if one.place.requirement in turned))

    def counts(self) -> dict[str, int]:
        """Return the figures of the dry run."""
        return {
            "new": len(self.new),
            "first_ratings": len(self.first_ratings),
            "first_notes": len(self.first_notes),
            "changed": len(self.changed),
            "conflicts": len(self.conflicts),
            "unchanged": self.unchanged,
            "untouched": self.untouched,
            "skipped": sum(listed.total for listed in self.skipped),
            "not_understood": len({trouble.row for trouble in self.misunderstood}),
            "doubtful": len(self.doubts),
            "left_out_cells": len(self.lost),
            "rows": len(self.changing_rows),
            "unchanged_rows": len(self.unchanged_rows),
            "verdicts": self.values["verdict"],
            "findings": self.values["finding"],
            "target_dates": self.values["target_on"],
            "other_values": self.values["other"],
        }

    @cached_property
    def digest(self) -> str:
        """Return a fingerprint of everything that would be done or left out, to be compared at applying."""
        content = {
            "changes": [
                [kind, change.row, change.place.ref, change.base_revision, change.whole, plain(change.entered)]
                for kind, changes in (("new", self.new), ("changed", self.changed), ("conflict", self.conflicts))
                for change in changes
            ],
            "troubles": [[one.row, one.column, one.code, one.found] for one in self.troubles],
            "skipped": [[one.reason, one.rows, one.total] for one in self.skipped],
            "counts": self.counts(),
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def look(sheet: Sheet, choices: Choices, ground: Ground) -> Preview:
    """Return what importing the sheet into the round would do; not readable while no column has the references."""
    unknown = _unknown_columns(sheet, choices)
    if not choices.is_readable:
        return Preview(is_readable=False, unknown_columns=unknown, remarks=sheet.remarks, rivals=choices.rivals)
    read = read_rows(sheet, choices, ground)
    sorting = Sorting(choices, ground)
    sorting.sort(read.rows)
    return Preview(
        is_readable=True,
        new=tuple(sorting.new),
        changed=tuple(sorting.changed),
        conflicts=tuple(sorting.conflicts),
        unchanged=sorting.unchanged,
        untouched=len(ground.places) - len(sorting.touched),
        skipped=tuple(_listed(reason, rows) for reason, rows in sorting.skipped.items()),
        troubles=tuple(
            sorted(sorting.troubles, key=lambda trouble: (trouble.row, len(trouble.column), trouble.column))
        ),
        questions=read.questions,
        words=read.words,
        dates=read.dates,
        unknown_columns=unknown,
        owners=tuple(sorting.owners),
        misplaced=tuple(sorting.misplaced),
        remarks=sheet.remarks,
        unchanged_rows=sorting.unchanged_rows,
        rolled=tuple(sorting.rolled),
        carried=read.carried,
        another=read.another,
        is_held=read.another is not None and not choices.standard,
        rivals=choices.rivals,
    )


def _listed(reason: str, rows: list[int]) -> Listed:
    return Listed(reason, tuple(rows[:FIRST]), len(rows))


def _unknown_columns(sheet: Sheet, choices: Choices) -> tuple[str, ...]:
    """Return the columns with contents that nothing is taken from, by heading or letter."""
    used = {*choices.columns.values(), *choices.rivals}
    filled = {
        index
        for row in sheet.rows
        if row.number >= choices.first_row
        for index, cell in enumerate(row.cells)
        if cell.text.strip()
    }
    heading = sheet.row(choices.heading_row) if choices.heading_row else None
    return tuple(
        visible(heading.cell(index).text if heading else "", limit=60) or letters(index)
        for index in sorted(filled - used)
    )
