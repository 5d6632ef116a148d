"""What lies behind a point or a requirement, added up and kept: derived from links and evidence, nobody's record."""

from typing import ClassVar

from django.db import models

from waymark.catalogue.models.framework import Point, Requirement
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet


class KeptBacking(InOrganisation):
    """The sums of `conformity.backing.Backing` for one point, or for a requirement as a whole without a point.

    Only `conformity.keeping` writes them, in the transaction of each act that changes them, so that a page reads as
    many rows as there are points however many pieces there are. The table can be emptied and worked out again at any
    time: `conformity.keeping.keep_all`.
    """

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    point = models.ForeignKey(Point, null=True, on_delete=models.PROTECT, related_name="+")
    pieces = models.PositiveIntegerField()
    described = models.PositiveIntegerField()
    unverified = models.PositiveIntegerField()
    held_since = models.DateField(null=True)
    newest_on = models.DateField(null=True)
    good_until = models.DateField(null=True)

    objects: ClassVar[InOrganisationQuerySet["KeptBacking"]] = InOrganisationQuerySet["KeptBacking"].as_manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "point"], name="conformity_backing_of_point"),
            models.UniqueConstraint(
                fields=["organisation", "requirement"],
                condition=models.Q(point=None),
                name="conformity_backing_of_whole",
            ),
        ]

    def __str__(self) -> str:
        """Name what it is about, by keys."""
        return f"{self.requirement_id}/{self.point_id}: {self.pieces}"
