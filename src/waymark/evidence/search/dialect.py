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


@dataclass(frozen=True, slots=True)
class Within:
    """Where to look: the keys of one organisation that a statement selects."""

    organisation_id: int
    visible: Statement


class Dialect(Protocol):
    """One database's way."""

    def put(self, document: Document) -> Iterable[Statement]:
        """Return the statements that index a document, whether it was indexed before or not."""

    def find(self, phrases: tuple[tuple[str, ...], ...], within: Within, limit: int) -> Iterable[Statement]:
        """Return questions, to be asked until there is enough: key, place and marked snippet, the best first.

        The place is 1 where the title has every word, 2 where the notes have, 3 where title, notes and text together
        have them; within a place the newest comes first. So no piece that a person may not see, and no piece of another
        organisation, has a part in the order. A key may be answered again with a later place.
        """
