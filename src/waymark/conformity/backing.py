"""What stands behind each point: how well it backs what was found, and what a closed round keeps of it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, Self

from waymark.catalogue.outline import Outline, OutlinePoint, OutlineRequirement
from waymark.conformity.models.backing import KeptBacking
from waymark.conformity.models.standing import Standing
from waymark.core.clock import day_in
from waymark.evidence.freshness import SOON, add_months
from waymark.people.models.organisation import Organisation
from waymark.records.backing import Asked, Piece, Subject, behind, kept_of, settle

STANDING, POINT = "conformity.standing", "catalogue.point"
WORDS_FRESH = 12
"""Months after its verdict for which evidence that is only named in words is current (path.md sections 2 and 17)."""
_SHORT = dt.timedelta(days=SOON)


class Backing(NamedTuple):
    """What lies behind one point, added up: enough for every list, however many pieces there are.

    `held_since` is the first day on which content of one of them was held here, `newest_on` the day of the newest,
    `good_until` the last day on which one of them is current; None where there is no such day. Some are only
    `described`, and nobody has checked those that are `unverified`.
    """

    pieces: int = 0
    described: int = 0
    unverified: int = 0
    held_since: dt.date | None = None
    newest_on: dt.date | None = None
    good_until: dt.date | None = None

    @classmethod
    def of(cls, pieces: Iterable[Piece]) -> Self:
        """Add up some pieces."""
        given = list(pieces)
        current = [one for one in given if one.good_until is not None]
        return cls(
            len(given),
            sum(one.held_since is None for one in given),
            sum(one.is_unverified for one in given),
            # What was rejected shows nothing, however long it has been here.
            min((one.held_since for one in current if one.held_since), default=None),
            max((one.newest_on for one in given if one.newest_on), default=None),
            max((one.good_until for one in current if one.good_until), default=None),
        )

    def holds_on(self, judged_on: dt.date | None) -> bool:
        """Return whether content of a piece was held by the day of a verdict: what came later does not back it."""
        return self.held_since is not None and judged_on is not None and self.held_since <= judged_on

    def came_later(self, judged_on: dt.date | None) -> bool:
        """Return whether all that is held came after the day of a verdict."""
        return self.held_since is not None and judged_on is not None and self.held_since > judged_on

    def is_newer_than(self, judged_on: dt.date | None) -> bool:
        """Return whether some of it was collected after the day of a verdict, so that somebody should judge again."""
        return self.newest_on is not None and judged_on is not None and self.newest_on > judged_on


UNBACKED = Backing()


class Currency(NamedTuple):
    """Whether the evidence behind a point is current on a day, which is another question than conformity.

    `state` is `current`, `soon`, `stale`, or empty where there is no evidence; `until` the last day it is current.
    """

    state: str = ""
    until: dt.date | None = None


NO_CURRENCY = Currency()


def currency_of(backing: Backing, judged_on: dt.date | None, day: dt.date, *, is_named: bool) -> Currency:
    """Return whether the evidence behind a point is current on a day: one current piece is enough.

    Evidence that is only named in words ages from the day of the verdict, and counts beside pieces that grow old: what
    the words name may be current still. It does not make up for pieces of which none was ever good.
    """
    named_until = add_months(judged_on, WORDS_FRESH) if is_named and judged_on is not None else None
    if not backing.pieces and named_until is None:
        return NO_CURRENCY
    until = backing.good_until if backing.pieces else named_until
    if until is not None and named_until is not None:
        until = max(until, named_until)
    if until is None or until < day:
        return Currency("stale", until)
    return Currency("soon" if until - day <= _SHORT else "current", until)


class Behind(NamedTuple):
    """What lies behind the points and requirements of a picture, by their keys.

    A piece behind several points of one requirement counts once behind the requirement. `day` is the one it is looked
    at on, None for a closed round; whether it `lowers` what nothing current backs, is asked of the picture of today.
    """

    points: Mapping[int, Backing] = MappingProxyType({})
    requirements: Mapping[int, int] = MappingProxyType({})
    day: dt.date | None = None
    lowers: bool = False


NOTHING_BEHIND = Behind()


def backing_today(
    organisation: Organisation, requirements: Iterable[OutlineRequirement] | None = None, *, lowers: bool = False
) -> Behind:
    """Return what lies behind each point today, or behind those of some requirements; one query.

    It is kept by the acts that change it (`conformity.keeping`), and does not depend on the day.
    """
    settle()
    rows = KeptBacking.objects.of(organisation)
    if requirements is not None:
        rows = rows.filter(requirement__in=[one.pk for one in requirements])
    points: dict[int, Backing] = {}
    whole: dict[int, int] = {}
    for requirement, point, *sums in rows.values_list("requirement_id", "point_id", *Backing._fields):
        if point is None:
            whole[requirement] = sums[0]
        else:
            points[point] = Backing(*sums)
    return Behind(points, whole, day_in(organisation.time_zone), lowers)


def pieces_today(
    organisation: Organisation,
    tree: Outline,
    requirements: Iterable[OutlineRequirement] | None = None,
    *,
    standings: Mapping[int, str] | None = None,
    most: int | None = None,
) -> dict[int, tuple[Piece, ...]]:
    """Return the pieces behind each point, by its key, or behind those of some requirements.

    Two queries, and one for each kind of record that shows one of the points by itself.

    What stands behind a requirement stands behind each of its points. With `most`, only so many that were added last
    behind each point, and as many behind each requirement as a whole. Who knows the numbers of the requirements by the
    keys of their `standings` saves a query.
    """
    given = None if requirements is None else list(requirements)
    if standings is None:
        rows = Standing.objects.of(organisation).on(tree.framework_id)
        rows = rows if given is None else rows.filter(requirement__in=[one.pk for one in given])
        standings = dict(rows.values_list("pk", "requirement__ref"))
    if given is None and most is None:
        asked = Asked(frozenset((STANDING, POINT)), numbers=tree.numbers)
    else:
        # The last few of each of many records are found one record after the other, however many pieces there are.
        points = tree.points if given is None else [one for whole in given for one in whole.points]
        subjects = [(STANDING, pk) for pk in standings] + [(POINT, one.pk) for one in points]
        asked = Asked.about(subjects, most=most, numbers=tree.numbers)
    return _by_point(behind(organisation, asked), tree, standings)


def _by_point(
    found: Mapping[Subject, tuple[Piece, ...]], tree: Outline, standings: Mapping[int, str]
) -> dict[int, tuple[Piece, ...]]:
    by_point: dict[int, dict[Subject, Piece]] = defaultdict(dict)
    for (kind, pk), pieces in found.items():
        if kind == POINT:
            targets: Iterable[OutlinePoint | int] = (pk,) if tree.has_point_with(pk) else ()
        else:
            targets = tree.requirement(standings[pk]).points if pk in standings else ()
        for target in targets:
            by_point[target if isinstance(target, int) else target.pk].update({one.subject: one for one in pieces})
    return {pk: tuple(one for _subject, one in sorted(pieces.items())) for pk, pieces in by_point.items()}


def frozen_backing(kept: Mapping[str, Any] | None, tree: Outline) -> Behind:
    """Return what lay behind each point when a round was closed; what has become of it since does not matter."""
    if kept is None:
        return NOTHING_BEHIND
    points = {tree.point(ref).pk: _read(sums) for ref, sums in kept["points"].items()}
    return Behind(points, {tree.requirement(ref).pk: count for ref, count in kept["requirements"].items()})


def backing_to_freeze(behind_all: Behind, requirements: Iterable[OutlineRequirement]) -> dict[str, dict[str, Any]]:
    """Return the sums a closing round keeps, by number: few, however many pieces there are."""
    given = list(requirements)
    points = {
        one.ref: [value.isoformat() if isinstance(value, dt.date) else value for value in behind_all.points[one.pk]]
        for whole in given
        for one in whole.points
        if one.pk in behind_all.points
    }
    whole = {one.ref: behind_all.requirements[one.pk] for one in given if one.pk in behind_all.requirements}
    return {"points": points, "requirements": whole}


def _read(sums: Iterable[Any]) -> Backing:
    pieces, described, unverified, *days = sums
    return Backing(pieces, described, unverified, *(dt.date.fromisoformat(one) if one else None for one in days))


def to_freeze(
    organisation: Organisation, tree: Outline, requirements: Iterable[OutlineRequirement]
) -> dict[str, list[dict[str, Any]]]:
    """Return the pieces a closing round keeps, by the number of the point.

    Of evidence that is its newest capture with the hashes, whether nobody had verified it by then, and since when
    its content is held.
    """
    found = pieces_today(organisation, tree)
    every = {one.subject: one for pieces in found.values() for one in pieces}
    content = kept_of(organisation, every.values())
    for subject, piece in every.items():
        if piece.is_unverified:
            content[subject]["unverified"] = True
        if piece.held_since is not None:
            content[subject]["held_since"] = piece.held_since.isoformat()
    return {
        point.ref: [content[piece.subject] for piece in found[point.pk]]
        for one in requirements
        for point in one.points
        if found.get(point.pk)
    }


class ShownPiece(NamedTuple):
    """One piece behind a point as a page names it; `because` says why it is not current, and is empty if it is.

    A record of the product has a `title`; evidence is named by its reference alone.
    """

    reference: str
    is_unverified: bool = False
    is_described: bool = False
    came_later: bool = False
    because: str = ""
    title: str = ""


class ShownPieces(NamedTuple):
    """The pieces behind one point that a page names, and how many more there are."""

    pieces: tuple[ShownPiece, ...] = ()
    more: int = 0

    @property
    def troubles(self) -> list[str]:
        """Return why pieces are not current, with their references."""
        return [f"{one.reference}: {one.because}" for one in self.pieces if one.because]


NO_PIECES = ShownPieces()


def shown_today(pieces: Iterable[Piece], backing: Backing, judged_on: dt.date | None, day: dt.date) -> ShownPieces:
    """Return some of the pieces behind a point as a page names them on a day."""
    given = tuple(
        ShownPiece(
            one.reference,
            is_unverified=one.is_unverified,
            is_described=one.held_since is None,
            came_later=one.held_since is not None and judged_on is not None and one.held_since > judged_on,
            because=one.because(day),
            title=one.title,
        )
        for one in pieces
    )
    return ShownPieces(given, max(backing.pieces - len(given), 0))


def shown_frozen(pieces: Iterable[Mapping[str, Any]], judged_on: dt.date | None, most: int | None) -> ShownPieces:
    """Return the pieces that a closed round kept of a point as a page names them."""
    given = list(pieces)
    shown = tuple(
        ShownPiece(
            one["reference"],
            is_unverified=bool(one.get("unverified")),
            is_described="held_since" not in one,
            came_later=judged_on is not None and one.get("held_since", "") > judged_on.isoformat(),
            title=one.get("title", ""),
        )
        for one in given[:most]
    )
    return ShownPieces(shown, len(given) - len(shown))
