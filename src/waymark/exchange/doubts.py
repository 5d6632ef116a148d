"""What a sheet says that can be read, but not surely: `OK?`, 3/4/2027. A person decides; nothing is guessed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from waymark.core.text import normal
from waymark.exchange.tables.dates import SlashOrder, read_date
from waymark.exchange.tables.verdicts import verdict_meaning
from waymark.exchange.tables.words import folded
from waymark.exchange.tables.workbook import Cell

DOUBTFUL: Final = frozenset(
    {
        "verdict_doubtful",
        "date_ambiguous",
        "reference_uncertain",
        "title_differs",
        "other_standard",
        "verdict_rivals",
        "not_applicable_code",
    }
)
"""The troubles that wait for a choice and keep nothing else from being imported."""
LOST: Final = frozenset({"date_unknown", "excluded_but_rated", "marks_contradict", "answers_open"})
"""The troubles that cost their own cell and nothing else; there is nothing to choose about them."""
NO_RATING: Final = "no_rating"
"""The meaning of words such as TBD: the cell says nothing, and what is in Waymark stays."""
NOT_TAKEN: Final = "-"
"""The answer that leaves a date out."""
_ORDERS: Final[tuple[SlashOrder, ...]] = ("dmy", "mdy")
_QUESTION_MARKS: Final = ("?", "\uff1f", "\u061f", "\u00bf")


@dataclass(frozen=True, slots=True)
class Word:
    """A verdict word of the file: how often it occurs, what it seems to mean and what a person said it means."""

    key: str
    found: str
    count: int
    proposed: str
    chosen: str
    is_doubtful: bool = False

    @property
    def meaning(self) -> str:
        """Return the verdict it stands for, or nothing."""
        return self.chosen or self.proposed


@dataclass(frozen=True, slots=True)
class AmbiguousDate:
    """A date of the file that can be read in two ways, asked about once; `chosen` is a day as text, or nothing."""

    key: str
    found: str
    count: int
    readings: tuple[date, ...]
    chosen: str


def word_key(text: str) -> str:
    """Return a short plain key for a word; spellings share it that differ in case or accents, but not in doubt."""
    plain = (folded(text) or normal(text)) + ("?" if has_question_mark(text) else "")
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()[:12]


def has_question_mark(text: str) -> bool:
    """Return whether whoever wrote it was not sure."""
    return any(mark in text for mark in _QUESTION_MARKS)


def verdict_in(cell: Cell, own_words: Mapping[str, str]) -> str:
    """Return the verdict a cell stands for, `NO_RATING`, or nothing where it is not understood or doubtful."""
    meaning = own_words.get(folded(cell.text)) or verdict_meaning(cell) or ""
    return "" if has_question_mark(cell.text) and meaning != NO_RATING else meaning


def is_doubtful_verdict(cell: Cell, own_words: Mapping[str, str]) -> bool:
    """Return whether a cell holds a known verdict with a question mark behind it."""
    without = cell.text
    for mark in _QUESTION_MARKS:
        without = without.replace(mark, " ")
    known = own_words.get(folded(without)) or verdict_meaning(without)
    return has_question_mark(cell.text) and known not in {None, NO_RATING}


def date_readings(cell: Cell) -> tuple[date, ...]:
    """Return the two days a cell such as 3/4/2027 may mean, or nothing where it has one meaning or none."""
    if read_date(cell) is not None:
        return ()
    days = [read_date(cell, slashes=order) for order in _ORDERS]
    return tuple(day for day in days if day is not None) if None not in days else ()


def words_in(cells: list[Cell], own_words: Mapping[str, str], chosen: Mapping[str, str]) -> tuple[Word, ...]:
    """Return the different verdict words of a column, each with what it means or what a person has `chosen` for it."""
    filled = [cell for cell in cells if cell.text.strip() and cell.kind != "unreadable"]
    return tuple(
        Word(
            key,
            same[0].text,
            len(same),
            verdict_in(same[0], own_words),
            chosen.get(key, ""),
            is_doubtful_verdict(same[0], own_words),
        )
        for key, same in _grouped(filled).items()
    )


def ambiguous_dates(cells: list[Cell], chosen: Mapping[str, str]) -> tuple[AmbiguousDate, ...]:
    """Return the different dates of a column that have two readings, with what a person has `chosen` for each."""
    unclear = [cell for cell in cells if date_readings(cell)]
    return tuple(
        AmbiguousDate(key, same[0].text, len(same), date_readings(same[0]), chosen.get(key, ""))
        for key, same in _grouped(unclear).items()
    )


def _grouped(cells: list[Cell]) -> dict[str, list[Cell]]:
    same: dict[str, list[Cell]] = {}
    for cell in cells:
        same.setdefault(word_key(cell.text), []).append(cell)
    return same
