"""What stands behind a record: evidence today, documents and records of other packages next; one registry for all.

It is asked for many records at once, by (kind, key), so that a page costs as many queries as there are sources.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Protocol

from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader
from waymark.records.kinds import RecordLine, lines_for

Subject = tuple[str, int]
_NO_NUMBERS: Final[Mapping[int, str]] = MappingProxyType({})


class Piece(Protocol):
    """One thing that stands behind a record (path.md sections 2 and 17)."""

    @property
    def subject(self) -> Subject:
        """Return which record it is, by kind and key."""

    @property
    def reference(self) -> str:
        """Return its short human reference."""

    @property
    def title(self) -> str:
        """Return what it is called; empty for one that is named by its reference alone, as it may be confidential."""

    @property
    def held_since(self) -> dt.date | None:
        """Return the first day whose content is held here: a file, a fixed version, an interview; None for words."""

    @property
    def newest_on(self) -> dt.date | None:
        """Return the day of its newest content; None while it has none."""

    @property
    def good_until(self) -> dt.date | None:
        """Return the last day it is current; None for one that is not current on any day, as after a rejection."""

    @property
    def is_unverified(self) -> bool:
        """Return whether nobody has checked what counts of it."""

    def because(self, day: dt.date) -> str:
        """Return in a few words why it is not current on a day; empty where it is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which records are asked about: all of some kinds, or only `subjects`; `most` limits the pieces of each of these.

    The pieces that were added last come first into a limited answer. `numbers` are those of the points of the standard
    among them, by key: sources that know points by their numbers need no query for them.
    """

    kinds: frozenset[str]
    subjects: frozenset[Subject] | None = None
    most: int | None = None
    numbers: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def about(
        cls, subjects: Iterable[Subject], *, most: int | None = None, numbers: Mapping[int, str] = _NO_NUMBERS
    ) -> "Asked":
        """Ask about some records only."""
        given = frozenset(subjects)
        return cls(frozenset(kind for kind, _pk in given), given, most, numbers)


@dataclass(frozen=True, slots=True)
class Source:
    """One source: `behind` returns what stands behind the records that are asked about, in one query.

    `keep` returns what a record that is closed for good keeps of some of its pieces, such as their hashes; those that
    it does not know are kept by their reference alone. `bring` names the address at which somebody brings more of it,
    which takes the organisation and `?for=`. A source calls `changed` with each change of what stands behind records.
    """

    name: str
    behind: Callable[[Organisation, Asked], Mapping[Subject, tuple[Piece, ...]]]
    keep: Callable[[Organisation, Collection[Subject]], Mapping[Subject, Mapping[str, Any]]] | None = None
    bring: str = ""


Follower = Callable[[int, Collection[Subject]], None]

_sources: dict[str, Source] = {}
_followers: list[Follower] = []
_held: ContextVar[defaultdict[int, set[Subject]] | None] = ContextVar("waymark_backing_held", default=None)


def register(source: Source) -> None:
    """Let one more kind of thing stand behind records; registering it again changes nothing."""
    _sources.setdefault(source.name, source)


def follow(follower: Follower) -> None:
    """Call `follower` with an organisation's key and the records behind which something changes."""
    if follower not in _followers:
        _followers.append(follower)


def changed(organisation_id: int, subjects: Collection[Subject]) -> None:
    """Announce that something else stands behind some records now, in the transaction that changes it."""
    held = _held.get()
    if held is not None:
        held[organisation_id].update(subjects)
        return
    for follower in _followers if subjects else ():
        follower(organisation_id, subjects)


@contextmanager
def together() -> Iterator[None]:
    """Hold the announcements of many acts back, and make them once at the end, before the transaction around ends.

    Whoever adds up what stands behind a record then does so once, however many acts change it. Where the acts fail,
    nothing is announced: the transaction around them is undone. Inside another one it does nothing by itself.
    """
    if _held.get() is not None:
        yield
        return
    token = _held.set(defaultdict(set))
    try:
        yield
        settle()
    finally:
        _held.reset(token)


def settle() -> None:
    """Make the announcements that `together` holds back, because somebody reads what is kept of them."""
    held = _held.get()
    while held:
        organisation_id, subjects = held.popitem()
        for follower in _followers if subjects else ():
            follower(organisation_id, subjects)


def behind(organisation: Organisation, asked: Asked) -> dict[Subject, tuple[Piece, ...]]:
    """Return what stands behind the records asked about, by (kind, key); one query for each source."""
    found: dict[Subject, list[Piece]] = defaultdict(list)
    for source in _sources.values():
        for subject, pieces in source.behind(organisation, asked).items():
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
    asked = Asked.about(subjects)
    found = behind(reader.organisation, asked)
    pieces = [piece.subject for subject in sorted(asked.subjects or ()) for piece in found.get(subject, ())]
    return tuple(lines_for(reader, pieces).values())


def bringing() -> str:
    """Return the name of the address at which somebody brings something to stand behind a record; empty for none."""
    return next((source.bring for source in _sources.values() if source.bring), "")
