"""Where the search leads beside records: pages, what can be begun, one's own pages, one's organisations.

Everything follows from the menu and from the registers; nothing is listed here.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.core.addresses import address_of
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.people.rights import Can
from waymark.records.registers import registers
from waymark.site.menu import ACCOUNT_PLACES, HUBS, account_menu, entries, own_entries


@dataclass(frozen=True, slots=True)
class Destination:
    """One line that leads to a page. `about` is what its words are looked for in too, after its label.

    `place` names the organisation it lies in, where none is open.
    """

    label: str
    url: str
    about: str = ""
    place: str = ""


def pages(member: Member) -> Iterator[Destination]:
    """Yield the pages that a member may open, in the order of the menu."""
    slug = member.organisation.slug
    own = own_entries(member)
    for entry in (*own, *entries()):
        if entry in own or entry.right in member.rights:
            yield Destination(str(entry.label), reverse(entry.address, args=[slug]), str(entry.about))
        for place in entry.places:
            if place.right in member.rights and not place.makes:
                yield Destination(str(place.label), reverse(place.address, args=[slug]))
    in_menu = {entry.address for entry in entries()} | {place.address for one in entries() for place in one.places}
    for register in registers():
        if register.name not in in_menu and register.right in member.rights:
            yield Destination(str(register.label), reverse(register.name, args=[slug]), str(register.intro))
    for hub in HUBS:
        if any(entry.right in member.rights for entry in hub.entries):
            yield Destination(str(hub.label), reverse("hub", args=[slug, hub.name]), str(hub.about))


def acts(member: Member) -> Iterator[Destination]:
    """Yield what a member may begin, such as to add a supplier, in the order of the menu."""
    for label, address, about in _acts_with(member.rights):
        yield Destination(label, address_of(address, member.organisation.slug), about)


def _acts_with(rights: Collection[Can]) -> list[tuple[str, str, str]]:
    """Return what some rights allow to begin: its label, the name of its address, and what it is about."""
    about = _("add create new start")
    made = [(str(one.new_label), one.new, about) for one in registers() if one.new and one.new_right in rights]
    return made + [
        (str(place.label), place.address, f"{about} {entry.label}")
        for entry in entries()
        for place in entry.places
        if place.makes and place.right in rights
    ]


def own_pages(user: User, organisation: Organisation | None) -> Iterator[Destination]:
    """Yield a person's own pages."""
    for entry in account_menu(user, organisation):
        yield Destination(str(entry.label), entry.url)
    for place in ACCOUNT_PLACES:
        if not place.makes:
            yield Destination(str(place.label), reverse(place.address))


def acts_outside(user: User) -> Iterator[Destination]:
    """Yield what a person may begin where no organisation is open."""
    for place in ACCOUNT_PLACES:
        if place.makes and (user.runs_installation or not place.for_operators):
            yield Destination(str(place.label), reverse(place.address), _("add create new start"))


def acts_across(memberships: Iterable[Member]) -> Iterator[Destination]:
    """Yield what a person may begin in each of their organisations, named with it, in alphabetical order of these."""
    # Once for each set of rights, of which a person has few; of organisations they may have hundreds.
    begun: dict[Collection[Can], list[tuple[str, str, str]]] = {}
    for member in sorted(memberships, key=lambda one: one.organisation.name.casefold()):
        rights, organisation = member.rights, member.organisation
        if rights not in begun:
            begun[rights] = _acts_with(rights)
        for label, address, about in begun[rights]:
            yield Destination(label, address_of(address, organisation.slug), about, organisation.name)


def organisations(memberships: Iterable[Member], *, but: Organisation | None = None) -> Iterator[Destination]:
    """Yield a person's organisations in alphabetical order, but the one they are in; before several the portfolio."""
    every = [one.organisation for one in memberships]
    if len(every) > 1:
        yield Destination(
            _("Your organisations"), reverse("portfolio"), _("portfolio all organisations side by side clients")
        )
    others = (one for one in every if one != but)
    for one in sorted(others, key=lambda one: one.name.casefold()):
        yield Destination(one.name, address_of("path", one.slug))


def matching(found: Iterable[Destination], text: str) -> tuple[list[Destination], bool]:
    """Return those of some destinations that words find, the best first, and whether one is found by its label.

    Each word begins a word of the label, or else of what the destination is about.
    """
    words = tuple(text.casefold().split())
    ranked = [(rank, one) for one in found if (rank := _rank(one, words)) is not None]
    best = sorted(ranked, key=lambda pair: pair[0])
    return [one for _rank_of, one in best], bool(best) and best[0][0] < _ABOUT


_WORDS = re.compile(r"\w+")
_ABOUT = 2


def _rank(one: Destination, words: tuple[str, ...]) -> int | None:
    if one.place:
        # The name of an organisation narrows what can be begun, and finds none of it by itself.
        if narrowing := _begun_in(one.place, words):
            label = _words(one.label)
            words = tuple(word for word in words if word not in narrowing or _begin([word], label))
        if not words:
            return None
    return _rank_of(one.label, one.about, words)


@lru_cache(maxsize=1024)
def _begun_in(place: str, words: tuple[str, ...]) -> frozenset[str]:
    # The same of every act in an organisation.
    of = _words(place)
    return frozenset(word for word in words if _begin([word], of))


@lru_cache(maxsize=1024)
def _rank_of(label: str, about: str, words: tuple[str, ...]) -> int | None:
    if not words or label.casefold().startswith(" ".join(words)):
        return 0
    of = _words(label)
    if _begin(words, of):
        return 1
    return _ABOUT if _begin(words, [*of, *_words(about)]) else None


@lru_cache(maxsize=512)
def _words(text: str) -> tuple[str, ...]:
    # The same few texts are looked at in every organisation of a person.
    return tuple(_WORDS.findall(text.casefold()))


def _begin(words: Sequence[str], of: Sequence[str]) -> bool:
    return all(any(one.startswith(word) for one in of) for word in words)
