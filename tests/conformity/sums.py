"""Compares the sums kept behind points with the plain computation over every piece."""

from tests.conformity.rating import tree
from waymark.conformity.backing import pieces_today
from waymark.conformity.keeping import keep_all, kept_rows
from waymark.conformity.models.backing import KeptBacking
from waymark.conformity.queries import picture_taken_up
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation


def as_kept(organisation: Organisation) -> list[tuple[object, ...]]:
    """Return what is kept, without the keys of its rows."""
    rows = KeptBacking.objects.of(organisation).order_by("requirement", "point")
    return list(
        rows.values_list("requirement", "point", "pieces", "unverified", "held_since", "newest_on", "good_until")
    )


def assert_sums_kept(organisation: Organisation) -> None:
    """Fail unless what the acts kept is what working everything out again gives."""
    kept = as_kept(organisation)
    assert len(kept) == len(kept_rows(organisation, tree().auditable, pieces_today(organisation, tree())))
    keep_all(organisation)
    assert as_kept(organisation) == kept


def shown_by(organisation: Organisation) -> dict[str, tuple[str, ...]]:
    """Return the references of what stands behind each point with something behind it."""
    found = pieces_today(organisation, tree())
    points = [point for one in tree().auditable for point in one.points if found.get(point.pk)]
    return {point.ref: tuple(piece.reference for piece in found[point.pk]) for point in points}


def grades(member: Member, requirement: str) -> dict[str, tuple[str, str]]:
    """Return the verdict and the grade of each point of a requirement."""
    picture = picture_taken_up(member.organisation)
    assert picture is not None
    return {one.point.ref: (one.found.verdict, one.found.grade) for one in picture.by_ref[requirement].points}
