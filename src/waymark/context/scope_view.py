"""A scope statement held against the inventory, and against another version; nothing is edited by itself."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from waymark.context.models.scope_version import ScopeVersion
from waymark.context.models.site import Site
from waymark.context.models.system import AISystem
from waymark.context.scope_content import Section, sections_of
from waymark.core.comparing import Change, Words, compare
from waymark.people.models.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Difference:
    """One system or site on which statement and register differ; `record` is it as it is now."""

    record: AISystem | Site
    what: str


@dataclass(frozen=True, slots=True)
class RegisterDifferences:
    """A statement held against the registers: what it does not mention, and where the two disagree."""

    unmentioned: Sequence[AISystem]
    systems: Sequence[Difference]
    sites: Sequence[Difference]

    @property
    def differs(self) -> bool:
        """Return whether there is any difference."""
        return bool(self.unmentioned or self.systems or self.sites)


def register_differences(scope: ScopeVersion) -> RegisterDifferences:
    """Return where a statement and the registers of today differ; two queries."""
    inside = {one["number"] for one in scope.systems}
    outside = {one["number"] for one in scope.outside_systems}
    systems = list(AISystem.objects.of(scope.organisation).order_by("number"))
    named_sites = {one["number"] for one in scope.sites}
    sites = Site.objects.of(scope.organisation).order_by("number")
    return RegisterDifferences(
        unmentioned=[one for one in systems if not one.is_retired and one.number not in inside | outside],
        systems=[Difference(one, why) for one in systems if (why := _system(one, inside, outside))],
        sites=[Difference(one, why) for one in sites if (why := _site(one, named_sites))],
    )


def _system(one: AISystem, inside: set[int], outside: set[int]) -> str:
    if one.number in inside and not one.is_live:
        return _("Named in the scope, but retired.") if one.is_retired else _("Named in the scope, but not in use.")
    if one.number in inside and one.is_out_of_scope:
        return _("Named in the scope; its entry in the inventory says outside.")
    if one.number in outside and one.is_in_scope and not one.is_retired:
        return _("Left outside the scope; its entry in the inventory says inside.")
    return ""


def _site(one: Site, named: set[int]) -> str:
    if one.number in named and one.is_retired:
        return _("Named in the scope, but retired.")
    return _("In use, but not named in the scope.") if one.number not in named and not one.is_retired else ""


def in_force_on(organisation: Organisation, day: dt.date) -> ScopeVersion | None:
    """Return the version that was, is or will be in force on a day."""
    rows = ScopeVersion.objects.of(organisation).in_force_on(day)
    return rows.select_related("owner", "approved_by").first()


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line of one or both versions; `words` of a line that changed."""

    text: str
    change: Change
    words: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """One part of both versions."""

    label: str | Promise
    lines: tuple[ComparedLine, ...]

    @property
    def is_same(self) -> bool:
        """Return whether nothing changed in it."""
        return all(one.change == Change.SAME for one in self.lines)


def compared(before: ScopeVersion, after: ScopeVersion) -> Sequence[ComparedSection]:
    """Return two versions side by side, part by part; parts that are empty in both are left out."""
    pairs = zip(sections_of(before), sections_of(after), strict=True)
    return [_section(old, new) for old, new in pairs if old.lines or new.lines]


def _section(old: Section, new: Section) -> ComparedSection:
    lines = []
    for row in compare(old.lines, new.lines).rows:
        text = new.lines[row.after] if row.after is not None else old.lines[row.before or 0]
        lines.append(ComparedLine(text, row.change, row.words))
    return ComparedSection(new.label, tuple(lines))
