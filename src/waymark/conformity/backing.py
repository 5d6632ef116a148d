"""What stands behind each point: whether it still carries what was found, and what a closed round keeps of it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from waymark.catalogue.outline import Outline, OutlineRequirement
from waymark.conformity.models.standing import Standing
from waymark.core.clock import day_in
from waymark.people.models.organisation import Organisation
from waymark.records.backing import Piece, Subject, behind, kept_of

STANDING, POINT = "conformity.standing", "catalogue.point"


class Backing(NamedTuple):
    """What lies behind one point on a day, by reference, and which of it nobody has verified.

    `troubles` say why a piece no longer carries a claim.
    """

    pieces: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()


UNBACKED = Backing()
_UNVERIFIED = "unverified"
Behind = Mapping[int, tuple[Piece, ...]]


def backing_today(
    organisation: Organisation, tree: Outline, standings: Mapping[int, str] | None = None
) -> dict[int, Backing]:
    """Return what lies behind each point today, by its key; one query for each source.

    What stands behind a requirement stands behind each of its points. Without `standings`, the references of the
    requirements by the keys of their standings, another query may be needed to learn them.
    """
    today = day_in(organisation.time_zone)
    return {pk: _backing(pieces, today) for pk, pieces in _behind(organisation, tree, standings).items()}


def frozen_backing(frozen: Mapping[str, Any], tree: Outline) -> dict[int, Backing]:
    """Return what lay behind each point when a round was closed; what has become of it since does not matter.

    A round that was closed before rounds kept what was verified says nothing of that.
    """
    kept: dict[int, Backing] = {}
    for of_requirement in frozen.values():
        for ref, pieces in of_requirement.get("evidence", {}).items():
            kept[tree.point(ref).pk] = Backing(
                tuple(piece["reference"] for piece in pieces),
                tuple(piece["reference"] for piece in pieces if piece.get(_UNVERIFIED)),
            )
    return kept


def to_freeze(
    organisation: Organisation, tree: Outline, requirements: Iterable[OutlineRequirement]
) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return what a closing round keeps, by requirement and point.

    Of evidence that is its newest capture with the hashes, and whether nobody had verified it by then.
    """
    found = _behind(organisation, tree, None)
    today = day_in(organisation.time_zone)
    every = {one.subject: one for pieces in found.values() for one in pieces}
    content = kept_of(organisation, every.values())
    for subject, piece in every.items():
        if piece.is_unverified(today):
            content[subject][_UNVERIFIED] = True
    kept: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for one in requirements:
        points = {
            point.ref: [content[piece.subject] for piece in found[point.pk]]
            for point in one.points
            if found.get(point.pk)
        }
        if points:
            kept[one.ref] = points
    return kept


def _behind(organisation: Organisation, tree: Outline, standings: Mapping[int, str] | None) -> Behind:
    found = behind(organisation, (STANDING, POINT))
    by_point: dict[int, dict[Subject, Piece]] = defaultdict(dict)
    for (kind, pk), pieces in found.items():
        if kind == POINT:
            by_point[pk].update({one.subject: one for one in pieces})
    whole = {pk: pieces for (kind, pk), pieces in found.items() if kind == STANDING}
    if whole and standings is None:
        rows = Standing.objects.of(organisation).on(tree.framework_id).filter(pk__in=whole)
        standings = dict(rows.values_list("pk", "requirement__ref"))
    for pk, pieces in whole.items():
        ref = (standings or {}).get(pk)
        for point in tree.requirement(ref).points if ref else ():
            by_point[point.pk].update({one.subject: one for one in pieces})
    return {pk: tuple(one for _subject, one in sorted(pieces.items())) for pk, pieces in by_point.items()}


def _backing(pieces: Iterable[Piece], day: dt.date) -> Backing:
    given = tuple(pieces)
    return Backing(
        tuple(one.reference for one in given),
        tuple(one.reference for one in given if one.is_unverified(day)),
        tuple(f"{one.reference}: {one.because(day)}" for one in given if one.lowers(day)),
    )
