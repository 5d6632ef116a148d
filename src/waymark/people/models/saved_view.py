"""A view that a person saved of a list: an address under a name of their own."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from waymark.core.errors import RuleBroken

MOST_VIEWS: Final = 20
"""Views of one list that a person keeps at most."""
LONGEST_QUERY: Final = 2000
LONGEST_NAME: Final = 60


class TooManyViews(RuleBroken):
    """A person keeps as many views of a list as they may."""

    code = "too-many-views"


@dataclass(frozen=True, slots=True)
class SavedView:
    """One view: its name, and the query of the list's address."""

    name: str
    query: str


def views_in(kept: Sequence[Any]) -> list[SavedView]:
    """Return the views that a column of a user keeps."""
    return [SavedView(str(one["name"]), str(one["query"])) for one in kept]


def with_view(kept: Sequence[Any], name: str, query: str) -> list[dict[str, str]]:
    """Return what is kept once a view is saved; one of the same name is replaced. Raises TooManyViews."""
    others = [asdict(one) for one in views_in(kept) if one.name != name]
    if len(others) >= MOST_VIEWS:
        raise TooManyViews(
            _("You already have %(most)d views of this list.") % {"most": MOST_VIEWS},
            way_out=_("Remove one first."),
        )
    return [*others, asdict(SavedView(name, query))]


def without_view(kept: Sequence[Any], name: str) -> list[dict[str, str]]:
    """Return what is kept once the view of a name is removed."""
    return [asdict(one) for one in views_in(kept) if one.name != name]
