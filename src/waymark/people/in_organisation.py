"""The base of everything that belongs to an organisation."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import connection, models

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
    """Return the condition that one of some fields holds a text, whatever its case, on every database alike.

    SQLite's own comparison knows no other letters than those of English, so that `äpfel` would not find `Äpfel`; its
    regular expressions are Python's.
    """
    is_foreign = connection.vendor == "sqlite" and not text.isascii()
    lookup, wanted = ("iregex", re.escape(text)) if is_foreign else ("icontains", text)
    holds = models.Q()
    for name in fields:
        holds |= models.Q(**{f"{name}__{lookup}": wanted})
    return holds


class InOrganisation(models.Model):
    """A row that belongs to exactly one organisation, in its own column."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True
