"""Puts each row of a sheet where it belongs: a change, a conflict, nothing new, or not understood. No data access."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from waymark.conformity.exclusions import is_reason
from waymark.conformity.ratings import RatingInput
from waymark.conformity.scale import Verdict
from waymark.core.text import normal
from waymark.exchange.cells import LONGEST
from waymark.exchange.changes import Change, OwnerNote, differences_of, with_given
from waymark.exchange.excluding import whole_controls
from waymark.exchange.readings import Choices, Ground, Place, RowRead, Trouble, letters, visible
from waymark.exchange.rolling import Rolled, roll_up

_FIRST: Final = 6
"""Rows named in one sentence."""


class Sorting:
    """The rows of one sheet, sorted by what they would do."""

    def __init__(self, choices: Choices, ground: Ground) -> None:
        """Begin with nothing sorted."""
        self.choices, self.ground = choices, ground
        self.new: list[Change] = []
        self.changed: list[Change] = []
        self.conflicts: list[Change] = []
        self.unchanged = 0
        self.touched: set[str] = set()
        self.skipped: dict[str, list[int]] = {}
        self._troubles: dict[Trouble, None] = {}
        self.owners: list[OwnerNote] = []
        self.misplaced: list[int] = []
        self.rolled: list[Rolled] = []
        self._same: set[int] = set()

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """Return what was not understood, or not surely, each once."""
        return tuple(self._troubles)

    @property
    def unchanged_rows(self) -> tuple[int, ...]:
        """Return the rows that were understood and say nothing that is not in Waymark already."""
        changing = {row for one in (*self.new, *self.changed, *self.conflicts) for row in one.rows}
        in_trouble = {one.row for one in self.troubles}
        return tuple(sorted(self._same - changing - in_trouble))

    def sort(self, rows: Iterable[RowRead]) -> None:
        """Sort all rows; a row about a requirement gives way to rows about its points."""
        read = list(rows)
        sound: dict[str, list[RowRead]] = {}
        for one in read:
            if one.skip:
                self._skip(one.skip, one.number)
            elif one.troubles or one.ref is None:
                self._note(one.troubles + one.doubts)
            else:
                self._note(one.doubts)
                sound.setdefault(one.ref, []).append(one)
        # Rows that are left out for what they say about a point must not hand it to the row of the whole requirement.
        places = self.ground.places
        by_points = {places[one.ref].requirement for one in read if one.ref is not None and one.ref in places}
        unanswered = self._unanswered(read)
        only = {ref: self._only(ref, same, unanswered.get(ref, [])) for ref, same in sound.items()}
        # What waits for a choice, or is left out, does not say that nothing changes.
        clear = {ref: row for ref, row in only.items() if row is not None and (row.given or not row.doubts)}
        settled = self._settle_controls(clear, read)
        for ref, row in clear.items():
            self._note_owner(ref, row)
            if ref not in settled:
                self._place(ref, row, points_decide=ref in by_points)

    def _settle_controls(self, clear: Mapping[str, RowRead], read: Iterable[RowRead]) -> set[str]:
        """Take what leaves controls out, or includes them again, as a whole; return the references this settles."""
        found = whole_controls(clear, read, self.ground, self.choices)
        for place, row, entered, whole in found.ratings:
            self._take(row, place, whole=whole, entered=entered)
        for row, code, ref in found.troubles:
            self._note([self._not_applicable(row, code, ref)])
        return found.settled

    def _unanswered(self, rows: Iterable[RowRead]) -> dict[str, list[int]]:
        """Return the rows with a part in the verdict of a requirement whose answer is not there or not readable."""
        found: dict[str, list[int]] = {}
        for one in rows:
            if one.answers and (one.troubles or one.skip or one.ref is None or "verdict" not in one.given):
                found.setdefault(one.answers, []).append(one.number)
        return found

    def _note(self, troubles: Sequence[Trouble]) -> None:
        """Keep what is wrong with a row, once: a row about several requirements has each of its cells only once."""
        self._troubles |= dict.fromkeys(troubles)

    def _place(self, ref: str, row: RowRead, *, points_decide: bool) -> None:
        if ref in self.ground.places:
            self._take(row, self.ground.places[ref])
        elif points_decide:
            self._skip("points_decide" if row.given else "heading", row.number)
        else:
            self._take_whole(ref, row)

    def _only(self, ref: str, same: list[RowRead], unanswered: list[int]) -> RowRead | None:
        """Return the one row that speaks for a reference, or None where rows about a point contradict each other."""
        stating = [row for row in same if row.given] or same[:1]
        first = replace(stating[0], rows=(stating[0].number,))
        is_one = all(row.given == first.given for row in stating)
        is_list = ref in self.ground.requirements and (unanswered or len({row.asks for row in stating}) > 1)
        if is_one and not is_list:
            for row in same:
                if row.number != first.number:
                    self._skip("repeated", row.number)
            return first
        if ref in self.ground.requirements:
            return self._rolled_up(ref, stating, unanswered)
        numbers = ", ".join(str(row.number) for row in stating[:_FIRST])
        self._note([Trouble(row.number, self._names, "duplicate", ref, numbers) for row in stating])
        return None

    @property
    def _names(self) -> str:
        return letters(self.choices.columns[self.choices.names])

    def _rolled_up(self, ref: str, rows: list[RowRead], unanswered: list[int]) -> RowRead | None:
        whole, rolled = roll_up(ref, rows, unanswered, is_control=self.ground.is_control(ref))
        too_long = [name for name, most in LONGEST.items() if len(str(whole.given.get(name, ""))) > most]
        if too_long:
            column = letters(self.choices.columns[too_long[0]])
            self._note([Trouble(whole.number, column, "text_too_long", ref, str(LONGEST[too_long[0]]))])
            return None
        if rolled.open_rows:
            numbers = ", ".join(str(number) for number in rolled.open_rows[:_FIRST])
            column = letters(self.choices.columns.get("verdict", self.choices.columns[self.choices.names]))
            self._note([Trouble(rolled.open_rows[0], column, "answers_open", ref, numbers)])
        if len(rolled.rows) > 1 and rolled.answers:
            self.rolled.append(rolled)
        return whole if whole.given or not rolled.open_rows else None

    def _take_whole(self, ref: str, row: RowRead) -> None:
        places = [self.ground.places[point] for point in self.ground.requirements[ref]]
        # One refusal speaks for all points of the requirement.
        for place in places:
            refused = self._refusal(row, place, with_given(place.found, row.given))
            if refused is not None:
                self._note([refused])
                return
        for place in places:
            self._take(row, place, whole=ref)

    def _take(self, row: RowRead, place: Place, *, whole: str = "", entered: RatingInput | None = None) -> None:
        self.touched.add(place.ref)
        entered = entered or with_given(place.found, row.given)
        differences = differences_of(place.found, entered)
        is_older = self._is_older(row, place)
        if not differences:
            self.unchanged += 1
            self._same.update(row.rows)
            return
        refused = self._refusal(row, place, entered) if not whole else None
        if refused is not None:
            self._note([refused])
            return
        change = Change(row.number, place, entered, differences, whole, row.rows)
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
        if entered.verdict != Verdict.NOT_APPLICABLE or not differences_of(place.found, entered):
            return None
        if not place.is_control:
            return self._not_applicable(row, "not_applicable_clause", place.ref)
        return None if is_reason(entered.finding) else self._not_applicable(row, "not_applicable_reason", place.ref)

    def _not_applicable(self, row: RowRead, code: str, ref: str) -> Trouble:
        fields = ("verdict", "applicability", "finding") if "verdict" in row.given else ("finding",)
        index = next((self.choices.columns[name] for name in fields if name in self.choices.columns), None)
        column = letters(index) if index is not None else self._names
        return Trouble(row.number, column, code, str(Verdict.NOT_APPLICABLE.label), ref)

    def _note_owner(self, ref: str, row: RowRead) -> None:
        place = self.ground.places.get(ref) or self.ground.places.get(
            next(iter(self.ground.requirements.get(ref, ())), "")
        )
        if place and row.owner and row.owner.casefold() != normal(place.owner).casefold():
            self.owners.append(OwnerNote(row.number, ref, visible(row.owner, limit=80), place.owner))

    def _skip(self, reason: str, row: int) -> None:
        rows = self.skipped.setdefault(reason, [])
        if row not in rows:
            rows.append(row)
