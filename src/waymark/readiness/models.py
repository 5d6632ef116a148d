"""The figures of an organisation as they were last worked out, for those who look at many organisations at once."""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models

from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.organisation import Organisation


class KeptFiguresQuerySet(InOrganisationQuerySet["KeptFigures"]):
    """Questions about kept figures."""

    def of_any(self, organisations: Iterable[Organisation]) -> Self:
        """Return those of some organisations."""
        return self.filter(organisation__in=[one.pk for one in organisations])


class KeptFigures(InOrganisation):
    """What followed from the records of an organisation on a day, when its chain ended in the entry with hash `head`.

    As long as chain and day are the same, nothing that the figures follow from has changed. They can be worked out
    again at any time and are no record of anybody's.
    """

    head = models.CharField(max_length=64)
    day = models.DateField()
    worked_out_at = models.DateTimeField()
    figures = models.JSONField()

    objects = KeptFiguresQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation"], name="readiness_figures_once"),
        ]

    def __str__(self) -> str:
        """Return the day they are of."""
        return f"figures of {self.day}"
