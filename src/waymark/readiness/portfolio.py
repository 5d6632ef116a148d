"""The organisations of one person side by side: what is looked for, in which order, and where each figure leads."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Can
from waymark.readiness.figures import GAP, TASK, Figures
from waymark.readiness.keeping import KnownFigures, known_figures
from waymark.trail.words import event_label

AT_ONCE: Final = 5
"""Organisations whose figures one request works out; the others wait for the next request, or for the job."""


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """One membership with the figures of its organisation, or without any that the member may see."""

    member: Member
    known: KnownFigures | None = None

    @property
    def organisation(self) -> Organisation:
        """Return the organisation."""
        return self.member.organisation

    @property
    def may_read(self) -> bool:
        """Return whether the member's role lets them see figures."""
        return self.member.can(Can.READ)

    @property
    def figures(self) -> Figures | None:
        """Return the figures."""
        return self.known.figures if self.known else None

    @property
    def is_waiting(self) -> bool:
        """Return whether something has changed since the figures were worked out."""
        return self.may_read and (self.known is None or not self.known.is_current)

    @property
    def next_address(self) -> str:
        """Return where the next date stands: among the tasks, among the gaps, or on the path."""
        slug, next_is = self.organisation.slug, self.figures.next_is if self.figures else ""
        if next_is in {TASK, GAP}:
            return reverse("tasks" if next_is == TASK else "requirements", args=[slug]) + "?sort=due_on"
        return reverse("path", args=[slug]) + "#target"

    @property
    def last_act(self) -> str:
        """Return what happened last and who did it, to whom may read the trail; to others nothing."""
        if self.figures is None or not self.member.can(Can.READ_TRAIL):
            return ""
        return f"{event_label(self.figures.last_event)} · {self.figures.last_by}"

    @property
    def last_address(self) -> str:
        """Return where that is told."""
        return reverse("trail" if self.member.can(Can.READ_TRAIL) else "path", args=[self.organisation.slug])


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The rows that fit, in their order; `total` is how many organisations there are, `waiting` how many have moved."""

    rows: Sequence[PortfolioRow]
    total: int
    waiting: int


def portfolio_of(memberships: Sequence[Member], *, words: str = "", sort: str = "name") -> Portfolio:
    """Return the organisations of memberships. Two queries where nothing has moved."""
    chosen = [one for one in memberships if _fits(one.organisation, words.casefold().split())]
    known = known_figures([one.organisation for one in chosen if one.can(Can.READ)], at_most=AT_ONCE)
    rows = in_order((PortfolioRow(one, known.get(one.organisation_id)) for one in chosen), sort)
    return Portfolio(rows, len(memberships), sum(row.is_waiting for row in rows))


def _fits(organisation: Organisation, words: Iterable[str]) -> bool:
    text = f"{organisation.name} {organisation.about}".casefold()
    return all(word in text for word in words)


def _figure(read: Callable[[Figures], Any]) -> Callable[[PortfolioRow], Any]:
    return lambda row: read(row.figures) if row.figures else None


ORDERS: Final[dict[str, Callable[[PortfolioRow], Any]]] = {
    "name": lambda row: row.organisation.name.casefold(),
    "in_place": _figure(lambda figures: figures.in_place),
    "partial": _figure(lambda figures: figures.partial),
    "missing": _figure(lambda figures: figures.missing),
    "overdue": _figure(lambda figures: figures.overdue),
    "next": _figure(lambda figures: figures.next_on),
    "last": _figure(lambda figures: figures.last_at),
}
"""What a portfolio is sorted by, by the name in the address; `-` before it turns the order round."""


def in_order(rows: Iterable[PortfolioRow], sort: str) -> list[PortfolioRow]:
    """Return rows in an order; those without a value come last, and names decide between equals."""
    value = ORDERS[sort.removeprefix("-")]
    by_name = sorted(rows, key=lambda row: (row.organisation.name.casefold(), row.organisation.pk))
    with_value = [row for row in by_name if value(row) is not None]
    without = [row for row in by_name if value(row) is None]
    return [*sorted(with_value, key=value, reverse=sort.startswith("-")), *without]
