"""The menu: what stands at once, and one hub for each step of the path with everything that belongs to it."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Place:
    """A page that belongs to an entry without standing in the menu: the search leads there.

    `makes` says that something new begins there, such as a round.
    """

    label: str | Promise
    address: str
    right: str
    makes: bool = False


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry: an address name inside the organisation and the right it needs. `about` says what one finds there.

    `section` is the first part of the address below the organisation; it marks the current entry. `places` are pages
    that belong to it; where a register says how a new record is added, that need not be repeated here.
    """

    label: str | Promise
    address: str
    right: str
    section: str
    about: str | Promise = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """One entry of a person's own menu: `in_organisation` takes the current one, `for_operators` only some may see."""

    label: str | Promise
    address: str
    icon: str
    in_organisation: bool = False
    for_operators: bool = False


@dataclass(frozen=True, slots=True)
class AccountPlace:
    """A page behind a person's own pages, which the search leads to; `makes`: something is begun there."""

    label: str | Promise
    address: str
    makes: bool = False
    for_operators: bool = False


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
    icon: str = ""


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A menu group as one page shows it."""

    label: str | Promise
    entries: list[ShownEntry]
