"""The shapes of what a law file holds, and what may be asked of it."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LawText:
    """One sentence of the law in our own words, such as a role, an exclusion or a prohibited practice."""

    id: str
    article: str
    text: str
    name: str = ""
    note: str = ""
    is_full: bool = False
    section: str = ""


@dataclass(frozen=True, slots=True)
class LawClass:
    """A class that a use of AI can have; several can hold at once."""

    id: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class LawAnswer:
    """One answer to a question: the classes it sets, and the question that follows."""

    answer: str
    sets: tuple[str, ...]
    go: str


@dataclass(frozen=True, slots=True)
class LawQuestion:
    """One question of the classification. `listed` names the list that its answer is picked from, if any."""

    id: str
    article: str
    ask: str
    help: str
    pick: str
    listed: str
    if_unsure: str
    answers: tuple[LawAnswer, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """What is owed by some roles for some classes. `applies_from` holds the day for each route, or for `all`."""

    id: str
    article: str
    kind: str
    roles: tuple[str, ...]
    classes: tuple[str, ...]
    condition: str
    text: str
    evidence: tuple[str, ...]
    related: tuple[str, ...]
    applies_from: dict[str, dt.date]


@dataclass(frozen=True, slots=True)
class Law:
    """One version of one law. `version` names the edition of the data; a classification keeps it."""

    id: str
    version: str
    title: str
    next_check: dt.date
    roles: tuple[LawText, ...]
    classes: tuple[LawClass, ...]
    questions: tuple[LawQuestion, ...]
    lists: dict[str, tuple[LawText, ...]]
    duties: tuple[Duty, ...]
    fria: tuple[LawText, ...]

    def question(self, key: str) -> LawQuestion:
        """Return a question. Raises KeyError."""
        return {one.id: one for one in self.questions}[key]

    def class_name(self, key: str) -> str:
        """Return what a class is called; the key itself for one that is not there any more."""
        return next((one.name for one in self.classes if one.id == key), key)

    def duty(self, key: str) -> Duty | None:
        """Return a duty, or None."""
        return next((one for one in self.duties if one.id == key), None)
