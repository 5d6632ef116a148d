"""What stands behind a record: evidence today, documents and records of other packages next; one registry for all.

It is asked for many records at once, by (kind, key), so that a page costs as many queries as there are sources.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader
from waymark.records.kinds import RecordLine, lines_for

Subject = tuple[str, int]


class Piece(Protocol):
    """One thing that stands behind a record."""

    @property
    def subject(self) -> Subject:
        """Return which record it is, by kind and key."""

    @property
    def reference(self) -> str:
        """Return its short human reference."""

    def lowers(self, day: dt.date) -> bool:
        """Return whether it no longer carries a claim on a day."""

    def is_unverified(self, day: dt.date) -> bool:
        """Return whether nobody has checked what counts of it on a day."""

    def because(self, day: dt.date) -> str:
        """Return in a few words why it no longer carries a claim; empty where it does."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source: `behind` returns what stands behind every record of some kinds in one query.

    `keep` returns what a record that is closed for good keeps of some of its pieces, such as their hashes; those that
    it does not know are kept by their reference alone. `bring` names the address at which somebody brings more of it,
    which takes the organisation and `?for=`.
    """

    name: str
    behind: Callable[[Organisation, Collection[str]], Mapping[Subject, tuple[Piece, ...]]]
    keep: Callable[[Organisation, Collection[Subject]], Mapping[Subject, Mapping[str, Any]]] | None = None
    bring: str = ""


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Let one more kind of thing stand behind records; registering it again changes nothing."""
    _sources.setdefault(source.name, source)


def behind(organisation: Organisation, kinds: Collection[str]) -> dict[Subject, tuple[Piece, ...]]:
    """Return what stands behind every record of some kinds, by (kind, key); one query for each source."""
    found: dict[Subject, list[Piece]] = defaultdict(list)
    for source in _sources.values():
        for subject, pieces in source.behind(organisation, kinds).items():
            found[subject] += pieces
    return {subject: tuple(pieces) for subject, pieces in found.items()}


def kept_of(organisation: Organisation, pieces: Iterable[Piece]) -> dict[Subject, dict[str, Any]]:
    """Return what a record that is closed for good keeps of what stands behind it, by piece: at least its reference."""
    kept: dict[Subject, dict[str, Any]] = {one.subject: {"reference": one.reference} for one in pieces}
    for source in _sources.values():
        if source.keep is not None:
            for subject, more in source.keep(organisation, kept.keys()).items():
                kept[subject].update(more)
    return kept


def lines_behind(reader: Reader, subjects: Iterable[Subject]) -> tuple[RecordLine, ...]:
    """Return what stands behind some records, as far as a reader may read it, in the order of the sources."""
    asked = set(subjects)
    found = behind(reader.organisation, {kind for kind, _pk in asked})
    pieces = [piece.subject for subject in sorted(asked) for piece in found.get(subject, ())]
    return tuple(lines_for(reader, pieces).values())


def bringing() -> str:
    """Return the name of the address at which somebody brings something to stand behind a record; empty for none."""
    return next((source.bring for source in _sources.values() if source.bring), "")
