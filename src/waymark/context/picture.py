"""The inventory as a picture: our roles down, legal classes across, a square for each system, and its table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.context.inventory.words import role_choices
from waymark.context.system_choices import LegalClass
from waymark.records.listing import sorted_rows
from waymark.records.registers import Display, Reading

_SHAPES: Final = {
    LegalClass.PROHIBITED: "miss",
    LegalClass.HIGH_RISK_USE: "part",
    LegalClass.HIGH_RISK_PRODUCT: "part",
    LegalClass.HIGH_RISK_SECTOR: "part",
    LegalClass.EXEMPTED: "claimed",
    LegalClass.TRANSPARENCY: "claimed",
    LegalClass.NO_SPECIAL: "in",
    LegalClass.OUT_OF_SCOPE: "na",
    LegalClass.OPEN: "open",
}
"""The shape and tone of each class; the words stand beside it, so that colour alone carries nothing."""
_NO_ROLE: Final = ""


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many systems of a row have a class, and the address of the list that makes the number up."""

    label: str | Promise
    shape: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    """The systems for which we hold one role."""

    label: str | Promise
    counts: Sequence[ClassCount]

    @property
    def total(self) -> int:
        """Return how many there are."""
        return sum(one.count for one in self.counts)

    @property
    def squares(self) -> Sequence[str]:
        """Return the shape of the square of each system."""
        return [one.shape for one in self.counts for _square in range(one.count)]


@dataclass(frozen=True, slots=True)
class InventoryPicture:
    """Rows by role with counts by class; only classes that some system has. A system with two roles stands twice."""

    rows: Sequence[RoleRow]
    legend: Sequence[ClassCount]
    total: int


def picture(chosen: Any, reading: Reading) -> InventoryPicture:
    """Return what the filters leave as a picture; one query."""
    found = [
        (tuple(roles), legal_class)
        for roles, legal_class in sorted_rows(chosen, reading).values_list("roles", "legal_class")
    ]
    classes = Counter(legal_class for _roles, legal_class in found)
    shown = [one for one in LegalClass if classes[one]]
    roles = [(key, label) for key, label in role_choices() if "." not in key]
    rows = [_row(key, label, [c for held, c in found if key in held], shown) for key, label in roles]
    nobody = [legal_class for held, legal_class in found if not held]
    rows.append(_row(_NO_ROLE, _("No role yet"), nobody, shown))
    legend = [_count("", one, classes[one]) for one in shown]
    return InventoryPicture([one for one in rows if one.total], legend, len(found))


def _row(role: str, label: str | Promise, classes: Sequence[str], shown: Sequence[LegalClass]) -> RoleRow:
    counts = Counter(classes)
    return RoleRow(label, [_count(role, one, counts[one], is_linked=role != _NO_ROLE) for one in shown])


def _count(role: str, one: LegalClass, count: int, *, is_linked: bool = True) -> ClassCount:
    asked = {name: value for name, value in (("role", role), ("legal_class", one.value)) if value}
    return ClassCount(one.label, _SHAPES[one], count, f"?{urlencode(asked)}" if is_linked and count else "")


PICTURE: Final = Display(name="picture", label=_("Picture"), template="context/_picture.html", build=picture)
