"""How a sheet is read, the round it is read for, and its rows as they were understood. No data access."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal

from waymark.conformity.found import Found
from waymark.core.text import first_unwanted
from waymark.exchange.doubts import AmbiguousDate, Word
from waymark.exchange.tables.references import order_of
from waymark.exchange.tables.titles import Titles

RATED: Final = ("verdict", "finding", "evidence", "reason_code", "severity", "action", "target_date")
"""The fields an import may change; all others are for reading."""
MARKS: Final[Mapping[str, str]] = {
    "mark_in_place": "in_place",
    "mark_partial": "partial",
    "mark_missing": "missing",
    "mark_not_applicable": "not_applicable",
    "mark_not_assessed": "not_assessed",
}
"""The fields of columns in which a mark chooses the verdict, with that verdict."""
BY_NUMBER: Final = "numbers"
BY_TITLE: Final = "titles"
"""What a person says about a sheet that seems to be another standard's: follow its numbers, or only equal titles."""
SHOWN: Final = 160
"""Characters of a text from the file that a page shows."""


@dataclass(frozen=True, slots=True)
class Choices:
    """How a person, or the proposal, reads a sheet.

    `references` gives the reference meant in a row that was asked about ("" leaves the row out); `words` the verdict
    meant by a word, by its key; `slashes` the order of dates such as 3/4/2026 ("" while nobody said); `dates` the day
    meant by one of them, by its key. `standard` is what a person said about a sheet of another standard, and `rivals`
    are the columns that may be the verdict while nobody has chosen one. `exclusion` is the reason code of rows that
    say not applicable without one.
    """

    sheet: int = 0
    heading_row: int = 0
    first_row: int = 1
    columns: Mapping[str, int] = field(default_factory=dict)
    references: Mapping[int, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    slashes: str = ""
    dates: Mapping[str, str] = field(default_factory=dict)
    standard: str = ""
    rivals: tuple[int, ...] = ()
    exclusion: str = ""

    def answers(self) -> dict[str, Any]:
        """Return what the person said about the contents, in JSON types."""
        return {
            "references": {str(row): ref for row, ref in self.references.items()},
            "words": dict(self.words),
            "slashes": self.slashes,
            "dates": dict(self.dates),
            "standard": self.standard,
            "rivals": list(self.rivals),
            "exclusion": self.exclusion,
        }

    @classmethod
    def from_answers(cls, answers: Mapping[str, Any], **place: Any) -> "Choices":
        """Return the choices that `answers` described; `place` is where the table stands."""
        return cls(
            references={int(row): ref for row, ref in answers.get("references", {}).items()},
            words=answers.get("words", {}),
            slashes=answers.get("slashes", ""),
            dates=answers.get("dates", {}),
            standard=answers.get("standard", ""),
            rivals=tuple(answers.get("rivals", ())),
            exclusion=answers.get("exclusion", ""),
            **place,
        )

    @property
    def is_readable(self) -> bool:
        """Return whether rows can be told apart: by references or, failing that, by titles."""
        return "reference" in self.columns or "title" in self.columns

    @property
    def names(self) -> str:
        """Return the field that names the requirement of a row."""
        return "reference" if "reference" in self.columns else "title"


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
    nobody rates as such. `titles` are those of the edition, by reference, and `standard` is what it is called.
    """

    reference: str
    places: Mapping[str, Place]
    requirements: Mapping[str, tuple[str, ...]]
    outside: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()
    verdicts: Mapping[str, str] = field(default_factory=dict)
    severities: Mapping[str, int] = field(default_factory=dict)
    reason_codes: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    standard: str = ""

    @cached_property
    def known(self) -> frozenset[str]:
        """Return every reference of the edition."""
        return frozenset({*self.places, *self.requirements, *self.outside, *self.headings})

    @cached_property
    def wordings(self) -> Titles:
        """Return the titles ready to be compared with."""
        return Titles(self.titles)

    @cached_property
    def rateable(self) -> tuple[str, ...]:
        """Return the requirements of the edition that have points, in this round or not."""
        return tuple(sorted({*self.requirements, *(ref for ref in self.outside if "-" not in ref)}, key=order_of))

    def requirement_of(self, ref: str) -> str:
        """Return the requirement of a point, or the reference itself."""
        place = self.places.get(ref)
        return place.requirement if place else ref.partition("-")[0]

    def is_control(self, ref: str) -> bool:
        """Return whether a requirement or point belongs to a control."""
        points = self.requirements.get(self.requirement_of(ref), ())
        return bool(points) and self.places[points[0]].is_control


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
class Another:
    """Another standard that a sheet seems to be about: its `name` if it is known, the edition's `own`, and examples."""

    name: str
    own: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """The hidden key of our own work sheet: round, point and how often the point had been judged."""

    round: str
    point: str
    revision: int


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row as it was understood. `skip` names why nothing is taken from it; `given` are the values it states.

    `troubles` keep the whole row back, `doubts` only the cell they are about. `answers` is the requirement whose
    verdict the row has a part in, be it readable or not; `asks` is the question it stands for. `rows` are all rows
    that this one was rolled up from.
    """

    number: int
    ref: str | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    troubles: tuple[Trouble, ...] = ()
    doubts: tuple[Trouble, ...] = ()
    skip: Literal["", "empty", "heading", "no_content", "left_out", "unanswered"] = ""
    key: Key | None = None
    owner: str = ""
    answers: str = ""
    asks: str = ""
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetRead:
    """A sheet as it was understood, row by row; `carried` are rows that continue the reference above them."""

    rows: tuple[RowRead, ...]
    questions: tuple[Question, ...]
    words: tuple[Word, ...]
    dates: tuple[AmbiguousDate, ...]
    another: Another | None = None
    carried: tuple[int, ...] = ()


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
