"""The base of everything that belongs to an organisation."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models

from waymark.core.folding import folded_in

if TYPE_CHECKING:
    # Members are held too, so the organisation's module cannot be loaded before this one.
    from waymark.people.models.organisation import Organisation

M = TypeVar("M", bound=models.Model)


class InOrganisationQuerySet(models.QuerySet[M]):
    """A QuerySet that starts from the holder."""

    def of(self, organisation: "Organisation") -> Self:
        """Return the rows of one organisation; every query begins here."""
        return self.filter(organisation=organisation)


def holding(text: str, fields: Iterable[str]) -> models.Q:
    """Return the condition that one of some fields holds a text, whatever its case and accents."""
    return folded_in(text, fields)


class InOrganisation(models.Model):
    """A row that belongs to exactly one organisation, in its own column."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True
