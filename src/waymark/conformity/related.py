"""What a requirement or a point is related to through the mappings of the catalogue, for evidence to be used again."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from waymark.catalogue.models.framework import Point
from waymark.catalogue.outline import Outline, OutlineRequirement, outline
from waymark.catalogue.relations import Related, related_requirements
from waymark.conformity.backing import POINT, STANDING
from waymark.conformity.models.standing import Standing
from waymark.conformity.picture import Picture, RequirementView
from waymark.evidence.related import Kin
from waymark.people.readers import Reader

Place = tuple[int, int]
"""A requirement by the edition and its key."""


def kin_of_requirement(reader: Reader, standing_id: int) -> Kin:
    """Return what the requirement of a standing is related to; two queries."""
    rows = Standing.objects.of(reader.organisation).filter(pk=standing_id)
    place: Place | None = rows.values_list("requirement__framework", "requirement").first()
    return _kin_now(reader, place) if place is not None else Kin()


def kin_of_point(reader: Reader, point_id: int) -> Kin:
    """Return what a point is related to: what its requirement is. Evidence of the requirement's other points counts."""
    rows = Point.objects.filter(pk=point_id).values_list("requirement__framework", "requirement")
    place: Place | None = rows.first()
    return _kin_now(reader, place, point_id) if place is not None else Kin()


def kin_shown(picture: Picture, view: RequirementView) -> Kin:
    """Return what a requirement is related to by a picture that was read already; none where nothing stands behind it.

    No query, so that a page whose requirement has no kin in use does not ask for any.
    """
    by = picture.outline.framework_id
    chosen = [one for one in picture.requirements if one.assignment.standing_id and not one.assignment.left_out]
    standings = {(by, one.requirement.pk): one.assignment.standing_id or 0 for one in chosen}
    found = _kin({by: picture.outline}, standings, (by, view.requirement.pk))
    backed = {(STANDING, one.assignment.standing_id) for one in chosen if one.pieces}
    return found if backed & found.others.keys() else Kin()


def _kin_now(reader: Reader, place: Place, point_id: int | None = None) -> Kin:
    organisation = reader.organisation
    columns = ("requirement__framework", "requirement", "pk")
    standings = {(by, pk): key for by, pk, key in Standing.objects.of(organisation).chosen().values_list(*columns)}
    trees = {by: outline(by, organisation.language) for by, _pk in sorted(standings)}
    return _kin(trees, standings, place, point_id)


def _kin(
    trees: Mapping[int, Outline], standings: Mapping[Place, int], place: Place, point_id: int | None = None
) -> Kin:
    if place not in standings:
        return Kin()
    here = trees[place[0]].requirement_with(place[1])
    own = {(POINT, point_id)} if point_id else {(POINT, one.pk) for one in here.points}
    others: dict[tuple[str, int], str] = {}
    for one in related_requirements(tuple(trees), place[1]):
        found = _found(trees, standings, one)
        if found is not None:
            standing_id, requirement = found
            because = _because(requirement.ref, one)
            others |= {(POINT, point.pk): because for point in requirement.points}
            others[STANDING, standing_id] = because
    return Kin(frozenset({*own, (STANDING, standings[place])}), others)


def _found(
    trees: Mapping[int, Outline], standings: Mapping[Place, int], related: Related
) -> tuple[int, OutlineRequirement] | None:
    """Return a related requirement with its standing, where the organisation has taken it up."""
    pk = related.requirement_id
    by = next((by for by in trees if (by, pk) in standings), None)
    return (standings[by, pk], trees[by].requirement_with(pk)) if by is not None else None


def _because(ref: str, related: Related) -> str:
    if not related.through:
        return ref
    return _("%(ref)s (both relate to %(entry)s)") % {"ref": ref, "entry": related.through}
