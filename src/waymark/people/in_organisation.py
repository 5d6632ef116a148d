"""The base of everything that belongs to an organisation."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import connection, models
from django.db.models.functions import Collate, Upper
from django.db.models.lookups import Contains

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

    SQLite's own comparison, and PostgreSQL's under the locale C, know no other letters than those of English, so that
    `äpfel` would not find `Äpfel`. SQLite's regular expressions are Python's; PostgreSQL has the letters of all
    languages in its collations of ICU.
    """
    holds = models.Q()
    for name in fields:
        if text.isascii():
            holds |= models.Q(**{f"{name}__icontains": text})
        elif connection.vendor == "sqlite":
            holds |= models.Q(**{f"{name}__iregex": re.escape(text)})
        else:
            holds |= models.Q(Contains(Upper(Collate(models.F(name), "und-x-icu")), text.upper()))
    return holds


class InOrganisation(models.Model):
    """A row that belongs to exactly one organisation, in its own column."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True
