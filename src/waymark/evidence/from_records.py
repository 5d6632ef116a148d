"""Records of the product as evidence: what is written here stands behind its requirements by itself.

A package registers its kinds with the points that they show. They are evidence like a file that somebody uploads, with
the same two clocks; no verdict changes because of them (path.md sections 2 and 17).
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.catalogue.models.framework import Point
from waymark.catalogue.outline import FAMILY
from waymark.core.clock import day_in
from waymark.evidence.freshness import add_months
from waymark.people.in_organisation import InOrganisation
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records import backing
from waymark.records.backing import Asked, Source, Subject
from waymark.records.governed import Governed
from waymark.trail import door

POINT: Final = "catalogue.point"


@dataclass(frozen=True, slots=True)
class RecordPiece:
    """One record as a piece of evidence (a `records.backing.Piece`), behind some `points`, by their numbers.

    `good_until` is None for a record that is not in force, `title` what it is called. `is_unverified` as long as nobody
    has reviewed or approved it.
    """

    subject: Subject
    reference: str
    title: str
    held_since: dt.date | None
    newest_on: dt.date | None
    good_until: dt.date | None
    is_unverified: bool
    points: frozenset[str]

    def because(self, day: dt.date) -> str:
        """Return in a few words why it is not current on a day; empty where it is."""
        if self.good_until is None:
            return _("not in force")
        late = (day - self.good_until).days
        if late <= 0:
            return ""
        return ngettext("review overdue for %(n)d day", "review overdue for %(n)d days", late) % {"n": late}


@dataclass(frozen=True, slots=True)
class RecordsAsEvidence:
    """A kind of record that stands behind requirements by itself.

    `pieces` returns its records in use that show something, by number, only so many of the newest where that is given;
    `points` are the numbers of all points that they may show. A change of a record of `models` is announced for those,
    unless it is one that shows nothing before and after, as `matters` says.
    """

    kind: str
    points: frozenset[str]
    pieces: Callable[[Organisation, int | None], Sequence[RecordPiece]]
    models: tuple[type[InOrganisation], ...]
    matters: Callable[[Any], bool] = lambda _record: True


_kinds: dict[str, RecordsAsEvidence] = {}
_following: dict[type[InOrganisation], list[RecordsAsEvidence]] = defaultdict(list)
"""The kinds that depend on the records of a class: however many there are, a change is announced once."""


_read: ContextVar[dict[tuple[str, int], Sequence[RecordPiece]] | None] = ContextVar("read_once", default=None)


def register(described: RecordsAsEvidence) -> None:
    """Let the records of one more kind stand behind requirements; registering it again changes nothing."""
    if described.kind in _kinds:
        return
    _kinds[described.kind] = described
    for model in described.models:
        _following[model].append(described)
        door.follow(model, _announce)


def kinds_shown() -> tuple[RecordsAsEvidence, ...]:
    """Return every kind of record that stands behind requirements by itself."""
    return tuple(_kinds.values())


def newest_behind(pieces: Iterable[RecordPiece], most: int | None) -> Sequence[RecordPiece]:
    """Return pieces, given the newest first, by number; where that is limited, so many behind each of their points.

    For kinds whose records show different points: many new ones must not crowd out the only one of another point.
    """
    behind: Counter[str] = Counter()
    kept: list[RecordPiece] = []
    for piece in pieces:
        points = piece.points if most is None else frozenset(one for one in piece.points if behind[one] < most)
        behind.update(points)
        if points:
            kept.append(replace(piece, points=points))
    return kept[::-1]


def reviewed(
    model: type[Governed], *, points: Iterable[str], months: int, among: Q | None = None, kind: str = ""
) -> RecordsAsEvidence:
    """Describe the records in use of a kind that is retired and reviewed (`Retirable`, `Reviewed`).

    One is current until its next review, or for so many `months` after its last one; before the first, after the day it
    was added. `among` says which of them show something. `kind` tells two parts of one kind apart.
    """
    shown = frozenset(points)
    condition = among or Q()

    def pieces(organisation: Organisation, most: int | None) -> Sequence[RecordPiece]:
        manager: Any = model._default_manager
        rows = manager.of(organisation).active().filter(condition).order_by("-number")
        columns = ("pk", "number", model.title_field, "created_at", "reviewed_on", "next_review_on")
        found = rows.values_list(*columns)[:most]
        return [_reviewed_piece(model, organisation, shown, months, row) for row in reversed(found)]

    return RecordsAsEvidence(kind or model._meta.label_lower, shown, pieces, (model,))


def _reviewed_piece(
    model: type[Governed], organisation: Organisation, points: frozenset[str], months: int, row: Sequence[Any]
) -> RecordPiece:
    pk, number, title, created_at, reviewed_on, next_review_on = row
    since = day_in(organisation.time_zone, created_at)
    newest = reviewed_on or since
    return RecordPiece(
        subject=(model._meta.label_lower, pk),
        reference=f"{model.prefix}-{number}",
        title=model.titled(title),
        held_since=since,
        newest_on=newest,
        good_until=next_review_on or add_months(newest, months),
        is_unverified=reviewed_on is None,
        points=points,
    )


def kept_up(
    model: type[Governed],
    *,
    points: Iterable[str],
    months: int,
    among: Q | None = None,
    follows: tuple[type[InOrganisation], ...] = (),
) -> RecordsAsEvidence:
    """Describe the records in use of a kind that is retired (`Retirable`), is not reviewed, and has no owner.

    One is current for so many `months` after somebody added, edited or reinstated it; nobody verifies it. `among` says
    which of them show something, and `follows` of which other records that depends. A kind with an owner would look
    newer whenever it is handed over.
    """
    shown = frozenset(points)
    condition = among or Q()

    def pieces(organisation: Organisation, most: int | None) -> Sequence[RecordPiece]:
        manager: Any = model._default_manager
        rows = manager.of(organisation).active().filter(condition).order_by("-number")
        found = rows.values_list("pk", "number", model.title_field, "created_at", "changed_at")[:most]
        return [_kept_up_piece(model, organisation, shown, months, row) for row in reversed(found)]

    return RecordsAsEvidence(model._meta.label_lower, shown, pieces, (model, *follows))


def _kept_up_piece(
    model: type[Governed], organisation: Organisation, points: frozenset[str], months: int, row: Sequence[Any]
) -> RecordPiece:
    pk, number, title, created_at, changed_at = row
    newest = day_in(organisation.time_zone, changed_at)
    return RecordPiece(
        subject=(model._meta.label_lower, pk),
        reference=f"{model.prefix}-{number}",
        title=model.titled(title),
        held_since=day_in(organisation.time_zone, created_at),
        newest_on=newest,
        good_until=add_months(newest, months),
        is_unverified=True,
        points=points,
    )


def _announce(items: Sequence[InOrganisation]) -> None:
    """Announce the points that records which changed may show, in every edition of the standard; one query."""
    model = type(items[0])
    # Nothing can depend on somebody who has just been added.
    if model is Member and all(one.version == 1 for one in items if isinstance(one, Member)):
        return
    points = {one for kind in _following[model] if any(map(kind.matters, items)) for one in kind.points}
    if not points:
        return
    keys = [(POINT, pk) for pk in Point.objects.of_family(FAMILY).numbered(points).values_list("pk", flat=True)]
    for organisation in sorted({one.organisation_id for one in items}):
        backing.changed(organisation, keys)


@contextmanager
def read_once() -> Iterator[None]:
    """Read the records of each kind once for all that is asked within, as a page does that shows them in two places.

    Nothing may change them within.
    """
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def _pieces(described: RecordsAsEvidence, organisation: Organisation, most: int | None) -> Sequence[RecordPiece]:
    there = _read.get()
    if there is None:
        return described.pieces(organisation, most)
    key = (described.kind, organisation.pk)
    if key not in there:
        there[key] = described.pieces(organisation, None)
    return newest_behind(reversed(there[key]), most)


def behind_points(organisation: Organisation, asked: Asked) -> Mapping[Subject, tuple[RecordPiece, ...]]:
    """Return the records behind the points asked about, by (kind, key); one query for each kind that shows one."""
    wanted = asked.numbers
    if asked.subjects is not None:
        wanted = {pk: number for pk, number in wanted.items() if (POINT, pk) in asked.subjects}
    numbers = frozenset(wanted.values())
    found: dict[str, list[RecordPiece]] = defaultdict(list)
    for described in _kinds.values():
        if described.points & numbers:
            for piece in _pieces(described, organisation, asked.most):
                for number in piece.points & numbers:
                    found[number].append(piece)
    return {(POINT, pk): tuple(found[number]) for pk, number in wanted.items() if number in found}


def kept_of(organisation: Organisation, subjects: Collection[Subject]) -> Mapping[Subject, Mapping[str, Any]]:
    """Return what a closed round keeps of records behind its points: what each was called, and its newest day."""
    kinds = {kind for kind, _pk in subjects}
    kept: dict[Subject, Mapping[str, Any]] = {}
    for described in _kinds.values():
        if kinds & {model._meta.label_lower for model in described.models}:
            for piece in described.pieces(organisation, None):
                if piece.subject in subjects:
                    day = piece.newest_on.isoformat() if piece.newest_on else ""
                    kept[piece.subject] = {"title": piece.title, "newest_on": day}
    return kept


SOURCE: Final = Source("records", behind_points, keep=kept_of)
