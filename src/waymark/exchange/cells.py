"""The cells of one row by field: what they state and what was not understood. No data access."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError

from waymark.conformity.scale import Severity, Verdict
from waymark.core.dates import day
from waymark.core.text import first_unwanted, name_of, normal, some_lines
from waymark.exchange.doubts import (
    DOUBTFUL,
    LOST,
    NO_RATING,
    NOT_TAKEN,
    date_readings,
    is_doubtful_verdict,
    verdict_in,
    word_key,
)
from waymark.exchange.readings import MARKS, RATED, Choices, Ground, Trouble, letters, visible
from waymark.exchange.tables.dates import SlashOrder, read_date
from waymark.exchange.tables.severities import severity_meaning
from waymark.exchange.tables.verdicts import is_mark, verdict_meaning
from waymark.exchange.tables.words import folded
from waymark.exchange.tables.workbook import Cell, Row

LONGEST: Final = {"finding": 8000, "evidence": 2000, "action": 2000}
_SEVERITIES: Final = {
    "close_first": Severity.CLOSE_FIRST,
    "high": Severity.HIGH,
    "medium": Severity.MEDIUM,
    "low": Severity.LOW,
}
_EXCLUDED: Final = frozenset({"missing", "not_applicable"})
_RATED_ALL_THE_SAME: Final = frozenset({Verdict.IN_PLACE.value, Verdict.PARTIAL.value})


@dataclass(frozen=True, slots=True)
class Cells:
    """One row by field instead of by column."""

    row: Row
    choices: Choices
    ground: Ground

    def cell(self, name: str) -> Cell:
        """Return the cell of a field, empty where no column has it."""
        return self.row.cell(self.choices.columns.get(name, -1))

    def text(self, name: str) -> str:
        """Return the text of a field in its normal form."""
        return normal(self.cell(name).text)

    def trouble(self, name: str, code: str, detail: str = "") -> Trouble:
        """Return what is wrong with the cell of a field."""
        column = letters(self.choices.columns[name])
        return Trouble(self.row.number, column, code, visible(self.cell(name).text), detail)

    @property
    def marks(self) -> tuple[str, ...]:
        """Return the fields whose column is marked in this row."""
        return tuple(name for name in MARKS if name in self.choices.columns and is_mark(self.cell(name)))

    @property
    def is_excluded(self) -> bool:
        """Return whether the row says that the control does not apply; that is no verdict on conformity otherwise."""
        return verdict_meaning(self.cell("applicability")) in _EXCLUDED

    @property
    def states_something(self) -> bool:
        """Return whether there is anything to import."""
        waits = any(self.row.cell(index).text.strip() for index in self.choices.rivals)
        return any(self.cell(name).text.strip() for name in RATED) or bool(self.marks) or self.is_excluded or waits


def values_of(cells: Cells) -> tuple[dict[str, Any], tuple[Trouble, ...], tuple[Trouble, ...]]:
    """Return the values a row states, by the names of an opinion, what was not understood, and what is doubtful."""
    given: dict[str, Any] = {}
    troubles: list[Trouble] = []
    doubts: list[Trouble] = []
    for name in RATED:
        cell = cells.cell(name)
        if not cell.text.strip():
            continue
        outcome = _unreadable(cells, name) if cell.kind == "unreadable" else _value(cells, name, cell)
        if isinstance(outcome, Trouble):
            (doubts if outcome.code in DOUBTFUL | LOST else troubles).append(outcome)
        elif outcome is not None:
            given["target_on" if name == "target_date" else name] = outcome
    if len(cells.marks) == 1:
        given["verdict"] = MARKS[cells.marks[0]]
    elif cells.marks:
        doubts.append(cells.trouble(cells.marks[0], "marks_contradict", str(len(cells.marks))))
    if cells.is_excluded:
        troubles = [one for one in troubles if one.code != "verdict_unknown"]
        doubts += _exclude(cells, given)
    return given, tuple(troubles), tuple(doubts)


def _exclude(cells: Cells, given: dict[str, Any]) -> list[Trouble]:
    """Make a row that says its control does not apply a verdict with its reason, unless it also says it is done."""
    if given.get("verdict") in _RATED_ALL_THE_SAME:
        del given["verdict"]
        return [cells.trouble("applicability", "excluded_but_rated")]
    given["verdict"] = Verdict.NOT_APPLICABLE.value
    reason = cells.text("exclusion_reason")
    if reason and reason != given.get("finding"):
        given["finding"] = "\n".join(part for part in (reason, given.get("finding", "")) if part)
    return []


def _unreadable(cells: Cells, name: str) -> Trouble:
    return cells.trouble(name, "date_unknown" if name == "target_date" else "unreadable")


def _value(cells: Cells, name: str, cell: Cell) -> Any:
    """Return the value of a cell, the trouble with it, or None where it says nothing."""
    if name == "verdict":
        return _verdict(cells, cell)
    if name == "severity":
        word = severity_meaning(cell)
        own = cells.ground.severities.get(folded(cell.text))
        return own or (int(_SEVERITIES[word]) if word else cells.trouble(name, "severity_unknown"))
    if name == "reason_code":
        return cells.ground.reason_codes.get(folded(cell.text)) or cells.trouble(name, "reason_code_unknown")
    return _day(cells, cell) if name == "target_date" else _prose(cells, name)


def _verdict(cells: Cells, cell: Cell) -> str | Trouble | None:
    chosen = cells.choices.words.get(word_key(cell.text), "") or verdict_in(cell, cells.ground.verdicts)
    if chosen == NO_RATING:
        return None
    if chosen:
        return chosen
    is_doubtful = is_doubtful_verdict(cell, cells.ground.verdicts)
    return cells.trouble("verdict", "verdict_doubtful" if is_doubtful else "verdict_unknown")


def _day(cells: Cells, cell: Cell) -> dt.date | Trouble | None:
    order: SlashOrder | None = "dmy" if cells.choices.slashes == "dmy" else "mdy" if cells.choices.slashes else None
    found = read_date(cell, slashes=order)
    if found is not None:
        return found
    readings = date_readings(cell)
    if not readings:
        return cells.trouble("target_date", "date_unknown")
    chosen = cells.choices.dates.get(word_key(cell.text), "")
    if chosen == NOT_TAKEN:
        return None
    by_text = {reading.isoformat(): reading for reading in readings}
    return by_text.get(chosen) or cells.trouble("target_date", "date_ambiguous", ", ".join(map(day, readings)))


def _prose(cells: Cells, name: str) -> str | Trouble:
    text = cells.text(name)
    if len(text) > LONGEST[name]:
        return cells.trouble(name, "text_too_long", str(LONGEST[name]))
    try:
        some_lines(text)
    except ValidationError as refusal:
        unwanted = first_unwanted(text, lines=True)
        if unwanted is None:
            return cells.trouble(name, str(refusal.code).replace("-", "_"))
        return cells.trouble(name, "unwanted_character", name_of(unwanted))
    return text
