"""Who answers for what evidence is linked to: requirements, and points through their requirement."""

from collections.abc import Collection, Mapping

from waymark.conformity.models.standing import Standing
from waymark.evidence.independence import Behind
from waymark.people.models.organisation import Organisation


def requirements_behind(organisation: Organisation, keys: Collection[int]) -> Mapping[int, Behind]:
    """Return the requirements of some standings with their owners; one query."""
    rows = Standing.objects.of(organisation).filter(pk__in=keys).values_list("pk", "requirement__ref", "owner")
    return {pk: Behind(ref, owner) for pk, ref, owner in rows}


def points_behind(organisation: Organisation, keys: Collection[int]) -> Mapping[int, Behind]:
    """Return the requirements of some points with their owners; one query."""
    rows = Standing.objects.of(organisation).filter(requirement__points__in=keys)
    columns = rows.values_list("requirement__points", "requirement__ref", "owner")
    return {pk: Behind(ref, owner) for pk, ref, owner in columns if pk in keys}
