"""The menu: each app registers its entries; a person sees those their rights allow."""

from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of the menu: an address name inside the organisation and the right it needs.

    `section` is the first part of the address below the organisation; it marks the current entry.
    """

    label: str | Promise
    address: str
    right: str
    section: str


@dataclass(slots=True)
class MenuGroup:
    """Entries under one heading, in the order of the path."""

    label: str | Promise
    entries: list[MenuEntry] = field(default_factory=list)


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
