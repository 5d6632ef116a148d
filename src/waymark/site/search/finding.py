"""What the search finds: sections of lines, in the order in which somebody looks for them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from waymark.people.models.member import Member
from waymark.people.models.user import User
from waymark.people.rights import Can
from waymark.records.registers import registers
from waymark.records.searching import Hits, search, search_across
from waymark.site.search import destinations
from waymark.site.search.destinations import Destination, matching

IN_PALETTE: Final = 5
ON_PAGE: Final = 20
"""Lines of one section at most."""
_AT_REST: Final = 80


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is called, where it leads, the reference of a record, and the organisation it lies in."""

    label: str
    url: str
    reference: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of one sort under a heading. `all_url` leads to the list with all of them, where there are more."""

    name: str
    label: str | Promise
    icon: str
    lines: Sequence[Line]
    all_url: str = ""

    @property
    def total(self) -> int:
        """Return how many lines it has."""
        return len(self.lines)


def found_inside(
    user: User, member: Member, memberships: Iterable[Member], text: str, *, for_palette: bool
) -> list[Section]:
    """Return what words find in an organisation, as far as a member may open it; without words where they may go.

    A record that is named by its reference stands first; then pages and acts that are called so; then records.
    """
    organisation = member.organisation
    most = (IN_PALETTE if for_palette else ON_PAGE) if text else _AT_REST
    sorts = [
        ("pages", _("Go to"), "arrow-right", destinations.pages(member)),
        ("acts", _("Create"), "plus", destinations.acts(member)),
    ]
    if text:
        sorts.append(("own", _("Your account"), "user", destinations.own_pages(user, organisation)))
        others = destinations.organisations(memberships, but=organisation)
        sorts.append(("organisations", _("Switch to"), "building-2", others))
    called, about = _sections(sorts, text, most)
    hits = search(member, text, most=most, in_texts=not for_palette)
    records = [(one.is_exact, _of_records(one, _list_of(member, one, text))) for one in hits]
    return _in_order(called, records, about)


def found_outside(user: User, memberships: Iterable[Member], text: str, *, for_palette: bool) -> list[Section]:
    """Return what words find where no organisation is open: a person's own pages, what can be begun, organisations.

    With words, also what can be begun in each organisation, and the records of all, as far as they may there.
    """
    mine = list(memberships)
    most = (IN_PALETTE if for_palette else ON_PAGE) if text else _AT_REST
    sorts: list[tuple[str, str, str, Iterator[Destination]]] = [
        ("organisations", _("Organisations"), "building-2", destinations.organisations(mine)),
        ("own", _("Your account"), "user", destinations.own_pages(user, None)),
        ("acts", _("Create"), "plus", _acts(user, mine, text)),
    ]
    called, about = _sections(sorts, text, most)
    readers = [one for one in mine if one.can(Can.READ)]
    hits = search_across(readers, text, most=IN_PALETTE if for_palette else ON_PAGE, in_texts=not for_palette)
    return _in_order(called, [(one.is_exact, _of_records(one)) for one in hits], about)


def _acts(user: User, memberships: Iterable[Member], text: str) -> Iterator[Destination]:
    yield from destinations.acts_outside(user)
    if text:
        yield from destinations.acts_across(memberships)


def _in_order(called: list[Section], records: list[tuple[bool, Section]], about: list[Section]) -> list[Section]:
    return [
        *(section for is_exact, section in records if is_exact),
        *called,
        *(section for is_exact, section in records if not is_exact),
        *about,
    ]


def _sections(
    sorts: Iterable[tuple[str, str, str, Iterator[Destination]]], text: str, most: int
) -> tuple[list[Section], list[Section]]:
    called: list[Section] = []
    about: list[Section] = []
    for name, label, icon, every in sorts:
        found, is_called = matching(every, text)
        lines = [Line(one.label, one.url, place=one.place) for one in found[:most]]
        if lines:
            (called if is_called else about).append(Section(name, label, icon, lines))
    return called, about


def _of_records(hits: Hits, every: str = "") -> Section:
    lines = [
        Line(one.title or one.reference, one.url, one.reference if one.title else "", hits.places.get(one.pk, ""))
        for one in hits.lines
    ]
    return Section(hits.kind.word, hits.kind.plural or hits.kind.label, "", lines, every)


def _list_of(member: Member, hits: Hits, text: str) -> str:
    """Return the address of the register with more hits of the same words, or nothing where there is none."""
    word = hits.kind.word
    with_words = (one for one in registers() if one.word == word and one.filter("q") is not None)
    register = next(with_words, None)
    if not hits.are_more or register is None or not member.can(register.right):
        return ""
    return f"{reverse(register.name, args=[member.organisation.slug])}?{urlencode({'q': text})}"
