"""What a scope statement holds: its rows as they are stored, in words, and as the text that is signed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.context.inventory.words import role_in_words

MOST: Final = 200
"""Rows of one part of a statement."""
LONGEST: Final = 1000
"""Characters of one text of a row."""
NAMED: Final = ("number", "title")
"""What is kept of a site, a system, a factor or a need: a signed statement never changes its words."""
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "activities": ("activity", "ai_role", "site"),
    "interfaces": ("party", "what", "agreed_in"),
    "outside": ("what", "reason"),
    "outside_systems": ("number", "title", "reason"),
}
"""The parts that are edited row by row, with what each row holds."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a statement in words: what it is called, and its lines."""

    name: str
    label: str | Promise
    lines: tuple[str, ...]

    @property
    def is_first(self) -> bool:
        """Return whether a reader in haste begins with it: what will stand on the certificate."""
        return self.name == "sentence"


def _sound(value: Any, keys: tuple[str, ...]) -> None:
    is_sound = isinstance(value, list) and all(isinstance(one, dict) and set(one) == set(keys) for one in value)
    if not is_sound or len(value) > MOST:
        raise ValidationError(_("Rows of a scope statement are expected."), code="invalid")


def sound_named(value: Any) -> None:
    """Refuse anything but records by number and title."""
    _sound(value, NAMED)


def sound_activities(value: Any) -> None:
    """Refuse anything but activities with role and site."""
    _sound(value, PARTS["activities"])


def sound_interfaces(value: Any) -> None:
    """Refuse anything but interfaces with what passes and where that is agreed."""
    _sound(value, PARTS["interfaces"])


def sound_outside(value: Any) -> None:
    """Refuse anything but what lies outside, with its reason."""
    _sound(value, PARTS["outside"])


def sound_outside_systems(value: Any) -> None:
    """Refuse anything but AI systems left outside, with their reason."""
    _sound(value, PARTS["outside_systems"])


def named_line(prefix: str, row: Row) -> str:
    """Return a record that a statement names, in words."""
    return f"{prefix}-{row['number']} {row['title']}"


def site_line(row: Any) -> str:
    """Return a site in words."""
    return named_line("SITE", row)


def system_line(row: Any) -> str:
    """Return an AI system in words, with the reason where it lies outside."""
    line = named_line("SYS", row)
    return f"{line}: {row['reason']}" if "reason" in row else line


def factor_line(row: Any) -> str:
    """Return a factor in words."""
    return named_line("FAC", row)


def need_line(row: Any) -> str:
    """Return a need in words."""
    return named_line("NEED", row)


def activity_line(row: Any, role: Callable[[str], str] = role_in_words) -> str:
    """Return an activity in words, with role and site where they are given."""
    site = named_line("SITE", row["site"]) if row["site"] else ""
    return " · ".join(filter(None, (row["activity"], role(row["ai_role"]) if row["ai_role"] else "", site)))


def interface_line(row: Any) -> str:
    """Return an interface in words."""
    agreed = f" [{row['agreed_in']}]" if row["agreed_in"] else ""
    return f"{row['party']}: {row['what']}{agreed}"


def outside_line(row: Any) -> str:
    """Return what lies outside, with its reason."""
    return f"{row['what']}: {row['reason']}"


def sections_of(scope: Any, role: Callable[[str], str] = role_in_words) -> Sequence[Section]:
    """Return the parts of a statement in words, in the order of its page; empty ones too."""
    return (
        Section("sites", _("Sites"), tuple(map(site_line, scope.sites))),
        Section("units", _("Units"), tuple(one for one in scope.units.splitlines() if one.strip())),
        Section("activities", _("Activities"), tuple(activity_line(one, role) for one in scope.activities)),
        Section("systems", _("AI systems"), tuple(map(system_line, scope.systems))),
        Section("outside", _("Outside the scope"), tuple(map(outside_line, scope.outside))),
        Section("outside_systems", _("AI systems outside the scope"), tuple(map(system_line, scope.outside_systems))),
        Section("interfaces", _("Interfaces"), tuple(map(interface_line, scope.interfaces))),
        Section("factors", _("Factors considered"), tuple(map(factor_line, scope.factors))),
        Section("needs", _("Needs considered"), tuple(map(need_line, scope.needs))),
        Section("considered", _("How context and parties were considered"), _paragraphs(scope.considered)),
        Section("sentence", _("Sentence for the certificate"), _paragraphs(scope.sentence)),
    )


def canonical_text(scope: Any) -> str:
    """Return the text that is signed: the same for ever, in every language, for a version that is not edited."""
    effective = f"{scope.wanted_from}, or on the day of approval if that is later" if scope.wanted_from else ""
    head = [
        f"Scope of the AI management system, {scope.reference}",
        f"Version: {scope.version_number}",
        f"Reason for the version: {scope.reason}",
        f"What changed: {scope.summary}",
        f"Takes effect: {effective or 'on the day of approval'}",
    ]
    parts = [line for one in sections_of(scope, str) for line in ("", f"# {one.name}", *one.lines)]
    return "\n".join([*head, *parts, ""])


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(one for one in text.splitlines() if one.strip())
