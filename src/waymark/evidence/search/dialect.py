"""What a database has to offer to search evidence. Both speak SQL, and each has its own words for this."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

Statement = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Document:
    """What is indexed of one piece of evidence. `version` is that of the record, to tell what is out of date."""

    evidence_id: int
    version: int
    title: str
    notes: str
    text: str


class Dialect(Protocol):
    """One database's way."""

    def put(self, document: Document) -> Iterable[Statement]:
        """Return the statements that index a document, whether it was indexed before or not."""

    def find(self, phrases: tuple[tuple[str, ...], ...], visible: Statement, limit: int) -> Statement:
        """Return the question: key, rank and marked snippet, best first, among the keys `visible` selects."""
