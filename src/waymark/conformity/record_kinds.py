"""Requirements and points as others point at them: those of the frameworks an organisation has taken up."""

from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.catalogue.outline import Outline, OutlinePoint, OutlineRequirement
from waymark.conformity.models.standing import Standing
from waymark.conformity.queries import tree_of
from waymark.people.models.organisation import Organisation
from waymark.people.records import RecordKind, RecordLine

REQUIREMENT, POINT = "catalogue.requirement", "catalogue.point"
_CHOOSABLE = 20


def trees(organisation: Organisation) -> list[Outline]:
    """Return the frameworks an organisation has taken up; one query, the trees themselves are kept."""
    taken = Standing.objects.of(organisation).values_list("requirement__framework", flat=True).distinct()
    return [tree_of(organisation, pk) for pk in sorted(taken)]


def requirement_line(organisation: Organisation, one: OutlineRequirement) -> RecordLine:
    """Return one requirement as a line with its address."""
    address = reverse("requirement", args=[organisation.slug, one.ref])
    return RecordLine(REQUIREMENT, one.pk, one.ref, one.title, address)


def point_line(organisation: Organisation, one: OutlinePoint) -> RecordLine:
    """Return one point as a line; its address is its place on the page of its requirement."""
    address = reverse("requirement", args=[organisation.slug, one.requirement])
    return RecordLine(POINT, one.pk, one.ref, one.text, f"{address}#{one.ref}")


def _requirements(organisation: Organisation, keys: Sequence[int]) -> Mapping[int, RecordLine]:
    wanted = set(keys)
    found = (one for tree in trees(organisation) for one in tree.auditable if one.pk in wanted)
    return {one.pk: requirement_line(organisation, one) for one in found}


def _points(organisation: Organisation, keys: Sequence[int]) -> Mapping[int, RecordLine]:
    wanted = set(keys)
    found = (one for tree in trees(organisation) for one in tree.points if one.pk in wanted)
    return {one.pk: point_line(organisation, one) for one in found}


def _choose_requirements(organisation: Organisation, text: str) -> Sequence[RecordLine]:
    every = (one for tree in trees(organisation) for one in tree.auditable)
    return list(_first(requirement_line(organisation, one) for one in every if _fits(text, one.ref, one.title)))


def _choose_points(organisation: Organisation, text: str) -> Sequence[RecordLine]:
    every = (one for tree in trees(organisation) for one in tree.points)
    return list(_first(point_line(organisation, one) for one in every if _fits(text, one.ref, one.text)))


def _fits(text: str, ref: str, title: str) -> bool:
    asked = text.casefold()
    return ref.casefold().startswith(asked) or asked in title.casefold()


def _first(lines: Iterator[RecordLine]) -> Iterator[RecordLine]:
    return (line for line, _number in zip(lines, range(_CHOOSABLE), strict=False))


KINDS = (
    RecordKind(REQUIREMENT, "requirement", _("Requirement"), _requirements, _choose_requirements),
    RecordKind(POINT, "point", _("Point"), _points, _choose_points),
)
