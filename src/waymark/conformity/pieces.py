"""The pieces of evidence that pages, reports and programs name, point by point: of many only a few."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from waymark.catalogue.outline import Outline
from waymark.conformity.backing import NO_PIECES, ShownPieces, pieces_today, shown_frozen, shown_today
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.picture import Picture, PointView, RequirementView
from waymark.core.clock import day_in
from waymark.people.models.organisation import Organisation

MOST: Final = 8
"""So many pieces of one point a page names; the list of evidence has the others."""


def pieces_shown(organisation: Organisation, tree: Outline, view: RequirementView) -> dict[int, ShownPieces]:
    """Return the pieces behind the points of a requirement today, by key of the point.

    One query, or two where the picture is without owners; none where nothing is behind.
    """
    backed = [one for one in view.points if one.found.backing.pieces]
    if not backed:
        return {}
    known = view.assignment.standing_id
    standings = {known: view.ref} if known else None
    asked = replace(view.requirement, points=tuple(one.point for one in backed))
    found = pieces_today(organisation, tree, [asked], standings=standings, most=MOST)
    day = day_in(organisation.time_zone)
    return {
        one.point.pk: shown_today(found.get(one.point.pk, ())[-MOST:], one.found.backing, one.found.judged_on, day)
        for one in backed
    }


def pieces_of_round(assessment: GapAssessment, view: RequirementView, tree: Outline) -> dict[int, ShownPieces]:
    """Return the pieces behind the points of one requirement in a round: of a closed one those that it kept."""
    if assessment.is_closed:
        return _frozen(assessment, view.points, MOST)
    return pieces_shown(assessment.organisation, tree, view)


def every_piece(assessment: GapAssessment, picture: Picture, *, most: int) -> dict[int, ShownPieces]:
    """Return the pieces behind all points of a round, at most so many of each; two queries."""
    points = [one for view in picture.requirements for one in view.points if one.found.backing.pieces]
    if not points:
        return {}
    if assessment.is_closed:
        return _frozen(assessment, points, most)
    found = pieces_today(assessment.organisation, picture.outline, most=most)
    day = day_in(assessment.organisation.time_zone)
    return {
        one.point.pk: shown_today(found.get(one.point.pk, ())[-most:], one.found.backing, one.found.judged_on, day)
        for one in points
    }


def _frozen(assessment: GapAssessment, points: Iterable[PointView], most: int) -> dict[int, ShownPieces]:
    backed = [one for one in points if one.found.backing.pieces]
    kept = (assessment.evidence or {}) if backed else {}
    return {
        one.point.pk: shown_frozen(kept[one.point.ref], one.found.judged_on, most)
        if one.point.ref in kept
        else NO_PIECES
        for one in backed
    }
