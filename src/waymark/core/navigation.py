"""The menu: what stands at once, and one hub for each step of the path with everything that belongs to it."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry: an address name inside the organisation and the right it needs. `about` says what one finds there.

    `section` is the first part of the address below the organisation; it marks the current entry.
    """

    label: str | Promise
    address: str
    right: str
    section: str
    about: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Hub:
    """One step of the path, or what all steps share: a line of the menu whose page leads to its entries."""

    name: str
    label: str | Promise
    about: str | Promise
    entries: tuple[MenuEntry, ...]


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A menu line as one page shows it."""

    label: str | Promise
    url: str
    is_current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A menu group as one page shows it."""

    label: str | Promise
    entries: list[ShownEntry]
