"""Filters of the list of requirements; they live in the address, so that a link keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass

from waymark.conformity.picture import Picture, RequirementView

UNASSIGNED = "unassigned"
CLAIMED = "claimed"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reader wants to see; empty means all. `order` is one of `ref`, `status`, `owner`, `due`, `gaps`."""

    kind: str = ""
    group: str = ""
    status: str = ""
    owner: str = ""
    order: str = "ref"

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Filter":
        """Read a filter from an address; unknown names and orders are ignored."""
        order = given.get("order", "ref")
        return cls(
            kind=given.get("kind", ""),
            group=given.get("group", ""),
            status=given.get("status", ""),
            owner=given.get("owner", ""),
            order=order if order in _ORDERS else "ref",
        )

    @property
    def is_set(self) -> bool:
        """Return whether anything is left out of the list."""
        return bool(self.kind or self.group or self.status or self.owner)

    def takes(self, view: RequirementView) -> bool:
        """Return whether a requirement belongs in the list."""
        kind = "control" if view.requirement.is_control else "clause"
        return (
            self.kind in {"", kind}
            and self.group in {"", view.requirement.group}
            and self._status(view)
            and self._owner(view)
        )

    def _status(self, view: RequirementView) -> bool:
        if self.status == "left-out":
            return view.assignment.left_out
        if self.status == CLAIMED:
            return view.is_claimed
        return self.status in {"", view.status.verdict.value}

    def _owner(self, view: RequirementView) -> bool:
        if self.owner == UNASSIGNED:
            return view.assignment.owner_id is None
        return self.owner in {"", str(view.assignment.owner_id)}


_STATUS_ORDER = ("missing", "partial", "not_assessed", "in_place", "not_applicable")
_ORDERS = {
    "ref": None,
    "status": lambda view: _STATUS_ORDER.index(view.status.verdict.value),
    "owner": lambda view: view.assignment.owner.casefold() or "\uffff",
    "due": lambda view: str(view.assignment.due_on or "9999"),
    "gaps": lambda view: -len(view.gaps),
}


def chosen_from(picture: Picture, wanted: Filter) -> list[RequirementView]:
    """Return the requirements a filter takes, in the order it asks for."""
    rows = [view for view in picture.requirements if wanted.takes(view)]
    key = _ORDERS[wanted.order]
    return sorted(rows, key=key) if key else rows
