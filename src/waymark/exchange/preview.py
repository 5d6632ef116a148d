"""What importing a work sheet would do, worked out before anything is stored. No data access."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Final

from waymark.conformity.exclusions import is_reason
from waymark.conformity.found import Found
from waymark.conformity.ratings import RatingInput
from waymark.conformity.scale import Severity, Verdict
from waymark.core.text import normal
from waymark.exchange.doubts import DOUBTFUL, AmbiguousDate, Word
from waymark.exchange.excluding import whole_controls
from waymark.exchange.sheet_rows import (
    Choices,
    Ground,
    Place,
    Question,
    RowRead,
    Trouble,
    letters,
    read_rows,
    visible,
)
from waymark.exchange.tables.workbook import Remark, Sheet

FIRST: Final = 20
"""How many places of one kind are listed; the total is always said."""
_INPUT_FIELDS: Final = tuple(one.name for one in fields(RatingInput))


@dataclass(frozen=True, slots=True)
class Difference:
    """One value of a point, before and after; `name` is that of an opinion's part."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """What a row would do to one point. `whole` is the requirement, where the row speaks for all its points."""

    row: int
    place: Place
    entered: RatingInput
    differences: tuple[Difference, ...]
    whole: str = ""

    @property
    def base_revision(self) -> int:
        """Return how often the point had been judged when the preview was made."""
        return self.place.found.revision

    @property
    def is_new(self) -> bool:
        """Return whether nobody has judged the point yet."""
        return not self.place.found.revision


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


@dataclass(frozen=True)
class Preview:
    """The dry run of an import. Points are new, changed, in conflict or unchanged; rows are skipped or in trouble.

    `conflicts` are changes from rows that were exported before somebody judged the point again. `misplaced` are rows
    whose hidden key belongs to another point or round: the reference was followed.
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
        return tuple(trouble for trouble in self.troubles if trouble.code not in DOUBTFUL)

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
            if change.whole:
                counted[change.whole, change.row] = counted.get((change.whole, change.row), 0) + 1
        return tuple(Listed(ref, (row,), count) for (ref, row), count in counted.items())

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Return the references that still need somebody's yes."""
        return tuple(question for question in self.questions if question.answer is None)

    def taken(self, *, sheet_wins: bool) -> tuple[Change, ...]:
        """Return the changes to make; those in conflict only if the sheet shall win."""
        return (*self.new, *self.changed, *(self.conflicts if sheet_wins else ()))

    def counts(self) -> dict[str, int]:
        """Return the figures of the dry run."""
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "conflicts": len(self.conflicts),
            "unchanged": self.unchanged,
            "untouched": self.untouched,
            "skipped": sum(listed.total for listed in self.skipped),
            "not_understood": len({trouble.row for trouble in self.misunderstood}),
            "doubtful": len(self.doubts),
        }

    @cached_property
    def digest(self) -> str:
        """Return a fingerprint of everything that would be done or left out, to be compared at applying."""
        content = {
            "changes": [
                [kind, change.row, change.place.ref, change.base_revision, change.whole, _plain(change.entered)]
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
    if "reference" not in choices.columns:
        return Preview(is_readable=False, unknown_columns=unknown, remarks=sheet.remarks)
    read = read_rows(sheet, choices, ground)
    sorting = _Sorting(choices, ground)
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
    )


class _Sorting:
    """Puts each row where it belongs: a change, a conflict, nothing new, left out, or not understood."""

    def __init__(self, choices: Choices, ground: Ground) -> None:
        self.choices, self.ground = choices, ground
        self.new: list[Change] = []
        self.changed: list[Change] = []
        self.conflicts: list[Change] = []
        self.unchanged = 0
        self.touched: set[str] = set()
        self.skipped: dict[str, list[int]] = {}
        self.troubles: list[Trouble] = []
        self.owners: list[OwnerNote] = []
        self.misplaced: list[int] = []

    def sort(self, rows: Iterable[RowRead]) -> None:
        """Sort all rows; a row about a requirement gives way to rows about its points."""
        sound: dict[str, list[RowRead]] = {}
        for one in rows:
            if one.skip:
                self._skip(one.skip, one.number)
            elif one.troubles or one.ref is None:
                self.troubles += one.troubles + one.doubts
            else:
                self.troubles += one.doubts
                sound.setdefault(one.ref, []).append(one)
        by_points = {self.ground.places[ref].requirement for ref in sound if ref in self.ground.places}
        read = {ref: row for ref, same in sound.items() if (row := self._only(ref, same)) is not None}
        settled = self._settle_controls(read)
        for ref, row in read.items():
            self._note_owner(ref, row)
            if ref not in settled:
                self._place(ref, row, points_decide=ref in by_points)

    def _settle_controls(self, read: Mapping[str, RowRead]) -> set[str]:
        """Take what leaves controls out, or includes them again, as a whole; return the references this settles."""
        found = whole_controls(read, self.ground, self.choices)
        for place, row, entered, whole in found.ratings:
            self._take(row, place, whole=whole, entered=entered)
        for row, code, name, detail in found.troubles:
            column = letters(self.choices.columns.get(name, self.choices.columns["reference"]))
            self.troubles.append(Trouble(row.number, column, code, str(Verdict.NOT_APPLICABLE.label), detail))
        return found.settled

    def _place(self, ref: str, row: RowRead, *, points_decide: bool) -> None:
        if ref in self.ground.places:
            self._take(row, self.ground.places[ref])
        elif points_decide:
            self._skip("points_decide" if row.given else "heading", row.number)
        else:
            self._take_whole(ref, row)

    def _only(self, ref: str, same: list[RowRead]) -> RowRead | None:
        """Return the one row that speaks for a reference, or None where rows contradict each other."""
        stating = [row for row in same if row.given] or same[:1]
        if all(row.given == stating[0].given for row in stating):
            for row in same:
                if row is not stating[0]:
                    self._skip("repeated", row.number)
            return stating[0]
        numbers = ", ".join(str(row.number) for row in stating[:6])
        column = letters(self.choices.columns["reference"])
        self.troubles += [Trouble(row.number, column, "duplicate", ref, numbers) for row in stating]
        return None

    def _take_whole(self, ref: str, row: RowRead) -> None:
        places = [self.ground.places[point] for point in self.ground.requirements[ref]]
        # One refusal speaks for all points of the requirement.
        for place in places:
            refused = self._refusal(row, place, _with(place.found, row.given))
            if refused is not None:
                self.troubles.append(refused)
                return
        for place in places:
            self._take(row, place, whole=ref)

    def _take(self, row: RowRead, place: Place, *, whole: str = "", entered: RatingInput | None = None) -> None:
        self.touched.add(place.ref)
        entered = entered or _with(place.found, row.given)
        differences = _differences(place.found, entered)
        is_older = self._is_older(row, place)
        if not differences:
            self.unchanged += 1
            return
        refused = self._refusal(row, place, entered) if not whole else None
        if refused is not None:
            self.troubles.append(refused)
            return
        change = Change(row.number, place, entered, differences, whole)
        (self.conflicts if is_older else self.new if change.is_new else self.changed).append(change)

    def _is_older(self, row: RowRead, place: Place) -> bool:
        """Return whether the point was judged after this row had been exported; note a key that is another's."""
        if row.key is None or (row.ref != place.ref and row.ref in self.ground.places):
            return False
        if row.key.round != self.ground.reference or row.key.point.casefold() != place.ref.casefold():
            if row.number not in self.misplaced:
                self.misplaced.append(row.number)
            return False
        return row.key.revision < place.found.revision

    def _refusal(self, row: RowRead, place: Place, entered: RatingInput) -> Trouble | None:
        if entered.verdict != Verdict.NOT_APPLICABLE or not _differences(place.found, entered):
            return None
        refused_field = "verdict" if "verdict" in row.given else "finding"
        column = letters(self.choices.columns.get(refused_field, self.choices.columns["reference"]))
        word = str(Verdict.NOT_APPLICABLE.label)
        if not place.is_control:
            return Trouble(row.number, column, "not_applicable_clause", word, place.ref)
        if not is_reason(entered.finding):
            return Trouble(row.number, column, "not_applicable_reason", word, place.ref)
        return None

    def _note_owner(self, ref: str, row: RowRead) -> None:
        place = self.ground.places.get(ref) or self.ground.places.get(
            next(iter(self.ground.requirements.get(ref, ())), "")
        )
        if place and row.owner and row.owner.casefold() != normal(place.owner).casefold():
            self.owners.append(OwnerNote(row.number, ref, visible(row.owner, limit=80), place.owner))

    def _skip(self, reason: str, row: int) -> None:
        self.skipped.setdefault(reason, []).append(row)


def _with(found: Found, given: Mapping[str, Any]) -> RatingInput:
    """Return what stands with what a row states; a blank cell states nothing and so keeps what is there."""
    entered = replace(_rating_input(found), **given)
    return entered if entered.verdict == Verdict.NOT_APPLICABLE else replace(entered, reason_code=None)


def _rating_input(found: Found) -> RatingInput:
    return RatingInput(*(getattr(found, name) for name in _INPUT_FIELDS))


def _differences(found: Found, entered: RatingInput) -> tuple[Difference, ...]:
    before = _rating_input(found)
    return tuple(
        Difference(name, getattr(before, name), getattr(entered, name))
        for name in _INPUT_FIELDS
        if _settled(getattr(before, name)) != _settled(getattr(entered, name))
    )


def _settled(value: Any) -> Any:
    """Return a value for comparison: a text in its normal form, whoever stored it."""
    return normal(value) if isinstance(value, str) else value


def _plain(entered: RatingInput) -> list[Any]:
    values = (getattr(entered, name) for name in _INPUT_FIELDS)
    return [value.isoformat() if isinstance(value, dt.date) else _number(value) for value in values]


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, Severity) else str(value) if isinstance(value, str) else value


def _listed(reason: str, rows: list[int]) -> Listed:
    return Listed(reason, tuple(rows[:FIRST]), len(rows))


def _unknown_columns(sheet: Sheet, choices: Choices) -> tuple[str, ...]:
    """Return the columns with contents that nothing is taken from, by heading or letter."""
    used = set(choices.columns.values())
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
