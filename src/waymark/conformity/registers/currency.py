"""The columns that say whether evidence is current, and how old a verdict is: beside conformity, never part of it."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.conformity.backing import Currency
from waymark.records.cells import Choice

_STATES: Final = {
    "current": Choice("current", _("Current"), shape="in"),
    "soon": Choice("soon", _("Due soon"), shape="claimed"),
    "stale": Choice("stale", _("Not current"), shape="part"),
}
CURRENCY: Final[tuple[tuple[str, Any], ...]] = (
    *((name, one.label) for name, one in _STATES.items()),
    ("none", _("None")),
)
"""What a filter by currency offers."""
_ORDER: Final = ("stale", "soon", "current", "")


def cell(currency: Currency) -> Choice | None:
    """Return the state as a cell of a list; None where there is no evidence."""
    return _STATES.get(currency.state)


def place(currency: Currency) -> int:
    """Return where the state stands in a list that is sorted by it, what is not current first."""
    return _ORDER.index(currency.state)


def has_state(currency: Currency, name: str) -> bool:
    """Return whether the state is the one that a filter asks for; `none` asks for no evidence."""
    return (currency.state or "none") == name
