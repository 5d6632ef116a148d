"""How many of the points that apply: the one sentence of every total, with what it leaves out. No data access."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class Total(NamedTuple):
    """How many points of those that count and apply; `left_out` are those that do not apply.

    Definitions and guidance are in none of the three.
    """

    counted: int
    base: int
    left_out: int = 0

    @property
    def without(self) -> str:
        """Return what the base leaves out, in brackets after a space; empty where it leaves nothing out."""
        return " " + _("(without %(n)d not applicable)") % {"n": self.left_out} if self.left_out else ""

    @property
    def points(self) -> str:
        """Return the base in words."""
        return ngettext("%(n)d point", "%(n)d points", self.base) % {"n": self.base} + self.without

    @property
    def rated(self) -> str:
        """Return in words how many are rated."""
        words = ngettext("%(n)d of %(all)d point rated", "%(n)d of %(all)d points rated", self.base)
        return words % {"n": self.counted, "all": self.base} + self.without

    @property
    def in_place(self) -> str:
        """Return in words how many are in place."""
        words = ngettext("%(n)d of %(all)d point in place", "%(n)d of %(all)d points in place", self.base)
        return words % {"n": self.counted, "all": self.base} + self.without
