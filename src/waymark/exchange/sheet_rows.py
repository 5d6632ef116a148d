"""Rows of a gap work sheet as typed values, or as what could not be understood, row by row. No data access."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, Literal

from django.core.exceptions import ValidationError

from waymark.conformity.found import Found
from waymark.conformity.scale import Severity
from waymark.core.dates import day
from waymark.core.text import first_unwanted, name_of, normal, some_lines
from waymark.exchange.doubts import (
    DOUBTFUL,
    NO_RATING,
    NOT_TAKEN,
    AmbiguousDate,
    Word,
    ambiguous_dates,
    date_readings,
    is_doubtful_verdict,
    verdict_in,
    word_key,
    words_in,
)
from waymark.exchange.tables.dates import SlashOrder, read_date
from waymark.exchange.tables.references import Recognition, recognise_column
from waymark.exchange.tables.severities import severity_meaning
from waymark.exchange.tables.words import folded
from waymark.exchange.tables.workbook import Cell, Row, Sheet

RATED: Final = ("verdict", "finding", "evidence", "reason_code", "severity", "action", "target_date")
"""The fields an import may change; all others are for reading."""
LONGEST: Final = {"finding": 8000, "evidence": 2000, "action": 2000}
SHOWN: Final = 160
"""Characters of a text from the file that a page shows."""
_SEVERITIES: Final = {
    "close_first": Severity.CLOSE_FIRST,
    "high": Severity.HIGH,
    "medium": Severity.MEDIUM,
    "low": Severity.LOW,
}
_KEY: Final = re.compile(r"(GA-[0-9]{1,9}) (\S{1,60}) ([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Choices:
    """How a person, or the proposal, reads a sheet.

    `references` gives the reference meant in a row that was asked about ("" leaves the row out); `words` the verdict
    meant by a word, by its key; `slashes` the order of dates such as 3/4/2026 ("" while nobody said); `dates` the day
    meant by one of them, by its key; `exclusion` the reason code of rows that say not applicable without one.
    """

    sheet: int = 0
    heading_row: int = 0
    first_row: int = 1
    columns: Mapping[str, int] = field(default_factory=dict)
    references: Mapping[int, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    slashes: str = ""
    dates: Mapping[str, str] = field(default_factory=dict)
    exclusion: str = ""

    def answers(self) -> dict[str, Any]:
        """Return what the person said about the contents, in JSON types."""
        references = {str(row): ref for row, ref in self.references.items()}
        words, dates = dict(self.words), dict(self.dates)
        more = {"exclusion": self.exclusion} if self.exclusion else {}
        return {"references": references, "words": words, "slashes": self.slashes, "dates": dates, **more}

    @classmethod
    def from_answers(cls, answers: Mapping[str, Any], **place: Any) -> "Choices":
        """Return the choices that `answers` described; `place` is where the table stands."""
        references = {int(row): ref for row, ref in answers.get("references", {}).items()}
        words, dates = answers.get("words", {}), answers.get("dates", {})
        one = {name: answers.get(name, "") for name in ("slashes", "exclusion")}
        return cls(references=references, words=words, dates=dates, **one, **place)


@dataclass(frozen=True, slots=True)
class Place:
    """A point of the round, with what stands on it now."""

    ref: str
    requirement: str
    text: str
    is_control: bool
    found: Found
    owner: str = ""


@dataclass(frozen=True)
class Ground:
    """The round a sheet is read for: its points, what else the edition knows, and the product's own words.

    `outside` are references of the edition that do not belong to the round, `headings` its clauses and areas, which
    nobody rates as such.
    """

    reference: str
    places: Mapping[str, Place]
    requirements: Mapping[str, tuple[str, ...]]
    outside: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()
    verdicts: Mapping[str, str] = field(default_factory=dict)
    severities: Mapping[str, int] = field(default_factory=dict)
    reason_codes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def known(self) -> frozenset[str]:
        """Return every reference of the edition."""
        return frozenset({*self.places, *self.requirements, *self.outside, *self.headings})


@dataclass(frozen=True, slots=True)
class Trouble:
    """One cell that was not understood: `code` names the sentence, `found` is what stands there, made visible."""

    row: int
    column: str
    code: str
    found: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A reference that needs somebody's yes: asked once for all `rows` that say the same. `key` is the first row."""

    key: int
    rows: tuple[int, ...]
    found: str
    how: str
    proposed: str
    candidates: tuple[str, ...]
    answer: str | None


@dataclass(frozen=True, slots=True)
class Key:
    """The hidden key of our own work sheet: round, point and how often the point had been judged."""

    round: str
    point: str
    revision: int


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row as it was understood. `skip` names why nothing is taken from it; `given` are the values it states.

    `troubles` keep the whole row back, `doubts` only the cell they are about.
    """

    number: int
    ref: str | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    troubles: tuple[Trouble, ...] = ()
    doubts: tuple[Trouble, ...] = ()
    skip: Literal["", "empty", "heading", "no_content", "left_out"] = ""
    key: Key | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class SheetRead:
    """A sheet as it was understood, row by row."""

    rows: tuple[RowRead, ...]
    questions: tuple[Question, ...]
    words: tuple[Word, ...]
    dates: tuple[AmbiguousDate, ...]


def visible(text: str, *, limit: int = SHOWN) -> str:
    """Return a text that may be shown and stored: on one line, cut, and with controls and overrides by their name."""
    line = " ".join(text[: limit * 2].split(" ")).replace("\r\n", "\n").replace("\n", " ↵ ").replace("\t", " ")
    while (unwanted := first_unwanted(line, lines=False)) is not None:
        line = line.replace(unwanted, f"[U+{ord(unwanted):04X}]")
    return line if len(line) <= limit else line[: limit - 1] + "…"


def letters(index: int) -> str:
    """Return the letters of a 0-based column: A, B, … AA."""
    name, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def read_rows(sheet: Sheet, choices: Choices, ground: Ground) -> SheetRead:
    """Read every row below the heading. Raises KeyError where no column is chosen for the references."""
    column = choices.columns["reference"]
    rows = _data_rows(sheet, choices)
    recognised = recognise_column([row.cell(column) for row in rows], ground.known)
    questions = _questions(rows, column, recognised, choices, ground)
    asked = {number: question for question in questions for number in question.rows}
    read = tuple(
        _read(_Cells(row, choices, ground), found, asked.get(row.number))
        for row, found in zip(rows, recognised, strict=True)
    )
    return SheetRead(read, questions, _words(rows, choices, ground), _dates(rows, choices))


def _data_rows(sheet: Sheet, choices: Choices) -> list[Row]:
    """Return the rows of the table, without a heading that comes again on every printed page."""
    heading = sheet.row(choices.heading_row) if choices.heading_row else None
    rows = [row for row in sheet.rows if row.number >= choices.first_row]
    return [row for row in rows if not _repeats(row, heading)] if heading else rows


def _repeats(row: Row, heading: Row) -> bool:
    return len(row.cells) == len(heading.cells) and all(
        folded(cell.text) == folded(title.text) for cell, title in zip(row.cells, heading.cells, strict=True)
    )


def _questions(
    rows: list[Row], column: int, recognised: tuple[Recognition, ...], choices: Choices, ground: Ground
) -> tuple[Question, ...]:
    same: dict[tuple[str, str, str, int], list[tuple[int, Recognition]]] = {}
    for row, found in zip(rows, recognised, strict=True):
        if found.certain or not found.candidates:
            continue
        cell = row.cell(column)
        # A number that comes back has lost a zero in one place only, so each place is asked about.
        apart = row.number if found.how == "number_repeated" else 0
        same.setdefault((cell.text, cell.format, found.how, apart), []).append((row.number, found))
    return tuple(
        Question(
            key=places[0][0],
            rows=tuple(number for number, _found in places),
            found=visible(text),
            how=how,
            proposed=places[0][1].ref or "",
            candidates=_offered(places[0][1], ground),
            answer=choices.references.get(places[0][0]),
        )
        for (text, _format, how, _apart), places in same.items()
    )


def _offered(found: Recognition, ground: Ground) -> tuple[str, ...]:
    """Return the candidates; where a letter was dropped, or a point is not known, also the points of it."""
    refs = dict.fromkeys(found.candidates)
    if found.how == "number_repeated" and found.ref is not None and f"{found.ref}0" in ground.known:
        refs[f"{found.ref}0"] = None
    if found.how in {"letter_dropped", "unknown"}:
        refs |= dict.fromkeys(point for ref in found.candidates for point in ground.requirements.get(ref, ()))
    return tuple(refs)


def _words(rows: list[Row], choices: Choices, ground: Ground) -> tuple[Word, ...]:
    column = choices.columns.get("verdict")
    cells = [row.cell(column) for row in rows] if column is not None else []
    found = words_in(cells, ground.verdicts, choices.words)
    return tuple(replace(word, found=visible(word.found, limit=60)) for word in found)


def _dates(rows: list[Row], choices: Choices) -> tuple[AmbiguousDate, ...]:
    column = choices.columns.get("target_date")
    if column is None or choices.slashes:
        return ()
    found = ambiguous_dates([row.cell(column) for row in rows], choices.dates)
    return tuple(replace(one, found=visible(one.found, limit=60)) for one in found)


@dataclass(frozen=True, slots=True)
class _Cells:
    """One row by field instead of by column."""

    row: Row
    choices: Choices
    ground: Ground

    def cell(self, name: str) -> Cell:
        return self.row.cell(self.choices.columns.get(name, -1))

    def text(self, name: str) -> str:
        return normal(self.cell(name).text)

    def trouble(self, name: str, code: str, detail: str = "") -> Trouble:
        column = letters(self.choices.columns[name])
        return Trouble(self.row.number, column, code, visible(self.cell(name).text), detail)

    @property
    def states_something(self) -> bool:
        return any(self.cell(name).text.strip() for name in RATED)


def _read(cells: _Cells, found: Recognition, question: Question | None) -> RowRead:
    number = cells.row.number
    ref, trouble = found.ref, None
    if question is not None:
        if question.answer == "":
            return RowRead(number, skip="left_out")
        ref = question.answer
    if ref is None:
        trouble = _no_reference(cells, found, question)
    elif ref in cells.ground.outside:
        trouble = cells.trouble("reference", "outside_round", ref)
    elif ref in cells.ground.headings:
        trouble = cells.trouble("reference", "heading_rated", ref)
    if not cells.states_something and (ref is None or trouble):
        reason = "empty" if found.how == "empty" else "heading" if ref is not None else "no_content"
        return RowRead(number, skip=reason)  # type: ignore[arg-type]  # one of the reasons above
    given, troubles, doubts = _given(cells)
    every = ((trouble,) if trouble else ()) + troubles
    return RowRead(number, ref, given, every, doubts, key=_key(cells), owner=cells.text("owner"))


def _no_reference(cells: _Cells, found: Recognition, question: Question | None) -> Trouble:
    if question is not None and question.how != "unknown":
        return cells.trouble("reference", "reference_uncertain", ", ".join(question.candidates[:6]))
    if found.how == "empty":
        return cells.trouble("reference", "reference_missing")
    return cells.trouble("reference", "reference_unknown")


def _key(cells: _Cells) -> Key | None:
    match = _KEY.fullmatch(cells.text("key"))
    return Key(match[1], match[2], int(match[3])) if match else None


def _given(cells: _Cells) -> tuple[dict[str, Any], tuple[Trouble, ...], tuple[Trouble, ...]]:
    """Return the values the row states, by the names of an opinion, what was not understood, and what is doubtful."""
    given: dict[str, Any] = {}
    troubles: list[Trouble] = []
    doubts: list[Trouble] = []
    for name in RATED:
        cell = cells.cell(name)
        if not cell.text.strip():
            continue
        outcome = cells.trouble(name, "unreadable") if cell.kind == "unreadable" else _value(cells, name, cell)
        if isinstance(outcome, Trouble):
            (doubts if outcome.code in DOUBTFUL else troubles).append(outcome)
        elif outcome is not None:
            given["target_on" if name == "target_date" else name] = outcome
    return given, tuple(troubles), tuple(doubts)


def _value(cells: _Cells, name: str, cell: Cell) -> Any:
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


def _verdict(cells: _Cells, cell: Cell) -> str | Trouble | None:
    chosen = cells.choices.words.get(word_key(cell.text), "") or verdict_in(cell, cells.ground.verdicts)
    if chosen == NO_RATING:
        return None
    if chosen:
        return chosen
    is_doubtful = is_doubtful_verdict(cell, cells.ground.verdicts)
    return cells.trouble("verdict", "verdict_doubtful" if is_doubtful else "verdict_unknown")


def _day(cells: _Cells, cell: Cell) -> dt.date | Trouble | None:
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


def _prose(cells: _Cells, name: str) -> str | Trouble:
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
