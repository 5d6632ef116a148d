"""The evidence kept behind each point: whether it still carries what was found, and what a closed round keeps of it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from waymark.catalogue.outline import Outline, OutlineRequirement
from waymark.conformity.models.standing import Standing
from waymark.core.clock import day_in
from waymark.evidence.queries import Support, newest_content, support_for
from waymark.people.models.organisation import Organisation

STANDING, POINT = "conformity.standing", "catalogue.point"


class Backing(NamedTuple):
    """What lies behind one point on a day. `troubles` say why a piece no longer carries a claim."""

    pieces: tuple[str, ...] = ()
    unverified: int = 0
    troubles: tuple[str, ...] = ()


UNBACKED = Backing()
Behind = Mapping[int, tuple[Support, ...]]


def backing_today(
    organisation: Organisation, tree: Outline, standings: Mapping[int, str] | None = None
) -> dict[int, Backing]:
    """Return what lies behind each point today, by its key; one query.

    Evidence of a requirement stands behind each of its points. Without `standings`, the references of the
    requirements by the keys of their standings, another query may be needed to learn them.
    """
    today = day_in(organisation.time_zone)
    return {pk: _backing(supports, today) for pk, supports in _behind(organisation, tree, standings).items()}


def frozen_backing(frozen: Mapping[str, Any], tree: Outline) -> dict[int, Backing]:
    """Return what lay behind each point when a round was closed; what has become of it since does not matter."""
    kept: dict[int, Backing] = {}
    for of_requirement in frozen.values():
        for ref, pieces in of_requirement.get("evidence", {}).items():
            kept[tree.point(ref).pk] = Backing(tuple(piece["reference"] for piece in pieces))
    return kept


def to_freeze(
    organisation: Organisation, tree: Outline, requirements: Iterable[OutlineRequirement]
) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return what a closing round keeps: by requirement and point, each piece with its newest capture and hashes."""
    behind = _behind(organisation, tree, None)
    content = newest_content(organisation, {one.number for supports in behind.values() for one in supports})
    kept: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for one in requirements:
        points = {
            point.ref: [content[support.number] for support in behind[point.pk]]
            for point in one.points
            if point.pk in behind
        }
        if points:
            kept[one.ref] = points
    return kept


def _behind(organisation: Organisation, tree: Outline, standings: Mapping[int, str] | None) -> Behind:
    found = support_for(organisation, (STANDING, POINT))
    behind: dict[int, dict[int, Support]] = defaultdict(dict)
    for (kind, pk), supports in found.items():
        if kind == POINT:
            behind[pk].update({one.number: one for one in supports})
    whole = {pk: supports for (kind, pk), supports in found.items() if kind == STANDING}
    if whole and standings is None:
        rows = Standing.objects.of(organisation).on(tree.framework_id).filter(pk__in=whole)
        standings = dict(rows.values_list("pk", "requirement__ref"))
    for pk, supports in whole.items():
        ref = (standings or {}).get(pk)
        for point in tree.requirement(ref).points if ref else ():
            behind[point.pk].update({one.number: one for one in supports})
    return {pk: tuple(one for _number, one in sorted(supports.items())) for pk, supports in behind.items()}


def _backing(supports: Iterable[Support], day: dt.date) -> Backing:
    given = tuple(supports)
    return Backing(
        tuple(one.reference for one in given),
        sum(one.is_unverified(day) for one in given),
        tuple(f"{one.reference}: {one.age.because(day)}" for one in given if one.lowers(day)),
    )
