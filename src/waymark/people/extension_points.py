"""Where packages above add to the pages of this one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery
from django.db.models.expressions import BaseExpression, Combinable
from django.utils.functional import Promise

from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation


@dataclass(frozen=True, slots=True)
class SettingsPanel:
    """A link on the settings page of an organisation. `address` is an address name that takes the slug."""

    title: str | Promise
    text: str | Promise
    button: str | Promise
    address: str
    belongs: Callable[[Organisation], bool]


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One line of a panel on the page of a member: a reference that leads somewhere, and words beside it."""

    reference: str
    title: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class MemberPanel:
    """What a package above knows of a member, on the page of the member."""

    title: str | Promise
    intro: str | Promise
    lines: list[MemberLine]


# Asked with the reader and the member whose page it is; nothing where there is nothing to show.
member_panels: list[Callable[[Member, Member], MemberPanel | None]] = []


# Figures that every page shows about the reader, counted in the query that finds their memberships: an expression by
# the name it gets on the member.
member_counts: dict[str, BaseExpression | Combinable] = {}


def counted(rows: QuerySet[Any], by: str) -> Subquery:
    """Return how many of some rows, which name a member by `OuterRef`, there are for each."""
    numbers = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Subquery(numbers, output_field=IntegerField())


# Who knows of a better page for a member to land on returns the name of its address, or nothing.
landings: list[Callable[[Member], str]] = []
# The names of addresses, without arguments, of pages on which members of several organisations see them side by side.
overviews: list[str] = []
settings_panels: list[SettingsPanel] = []
# Templates that packages above show on the page of a member, before the history; they are given what the page is given.
member_parts: list[str] = []


def panels_about(reader: Member, person: Member) -> list[MemberPanel]:
    """Return what packages above know of a member, as far as the reader may see it."""
    return [panel for one in member_panels if (panel := one(reader, person)) is not None]


def panels_for(organisation: Organisation) -> list[SettingsPanel]:
    """Return the panels that belong on this organisation's settings page."""
    return [panel for panel in settings_panels if panel.belongs(organisation)]
