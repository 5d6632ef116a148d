"""The pieces of evidence that pages, reports and programs name, point by point: of many only a few."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final

from waymark.catalogue.outline import Outline
from waymark.conformity.backing import NO_PIECES, ShownPieces, pieces_today, shown_frozen, shown_today
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.picture import Picture, PointView, RequirementView
from waymark.core.clock import day_in
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.backing import Piece
from waymark.records.kinds import references_hidden_from

MOST: Final = 8
"""So many pieces of one point a page names; the list of evidence has the others."""


def pieces_shown(reader: Reader, tree: Outline, view: RequirementView) -> dict[int, ShownPieces]:
    """Return the pieces behind the points of a requirement today that a reader may know of, by key of the point.

    At most three queries; none where nothing is behind.
    """
    organisation = reader.organisation
    backed = [one for one in view.points if one.found.backing.pieces]
    if not backed:
        return {}
    known = view.assignment.standing_id
    standings = {known: view.ref} if known else None
    asked = replace(view.requirement, points=tuple(one.point for one in backed))
    found = pieces_today(organisation, tree, [asked], standings=standings, most=MOST)
    day = day_in(organisation.time_zone)
    shown = {
        one.point.pk: shown_today(_last(found.get(one.point.pk, ()), MOST), one.found.backing, one.found.judged_on, day)
        for one in backed
    }
    return _readable(shown, reader)


def pieces_of_round(
    reader: Reader, assessment: GapAssessment, view: RequirementView, tree: Outline
) -> dict[int, ShownPieces]:
    """Return the pieces behind the points of one requirement in a round: of a closed one those that it kept."""
    if assessment.is_closed:
        return _readable(_frozen(assessment, view.points, MOST), reader)
    return pieces_shown(reader, tree, view)


def every_piece(assessment: GapAssessment, picture: Picture, *, most: int | None) -> dict[int, ShownPieces]:
    """Return the pieces behind all points of a round, at most so many of each if that is said; two queries."""
    points = [one for view in picture.requirements for one in view.points if one.found.backing.pieces]
    if not points:
        return {}
    if assessment.is_closed:
        return _frozen(assessment, points, most)
    found = pieces_today(assessment.organisation, picture.outline, most=most)
    day = day_in(assessment.organisation.time_zone)
    return {
        one.point.pk: shown_today(_last(found.get(one.point.pk, ()), most), one.found.backing, one.found.judged_on, day)
        for one in points
    }


def _frozen(assessment: GapAssessment, points: Iterable[PointView], most: int | None) -> dict[int, ShownPieces]:
    backed = [one for one in points if one.found.backing.pieces]
    kept = (assessment.evidence or {}) if backed else {}
    return {
        one.point.pk: shown_frozen(kept[one.point.ref], one.found.judged_on, most)
        if one.point.ref in kept
        else NO_PIECES
        for one in backed
    }


def _last(pieces: tuple[Piece, ...], most: int | None) -> tuple[Piece, ...]:
    return pieces if most is None else pieces[-most:]


def _readable(found: Mapping[int, ShownPieces], reader: Reader) -> dict[int, ShownPieces]:
    """Return the same without what is hidden from a reader, which is counted with those that are not named.

    Who may read everything costs none.
    """
    given = {one.reference for shown in found.values() for one in shown.pieces}
    if not given or reader.can(Can.READ_CONFIDENTIAL):
        return dict(found)
    hidden = references_hidden_from(reader, given)
    return {pk: _without(shown, hidden) for pk, shown in found.items()}


def _without(shown: ShownPieces, hidden: Collection[str]) -> ShownPieces:
    named = tuple(one for one in shown.pieces if one.reference not in hidden)
    return ShownPieces(named, shown.more + len(shown.pieces) - len(named))
