"""Which characters of a paper no font has, and where each stands first: said before and in the file itself."""

from collections.abc import Collection, Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.reports.paper import Bullets, Figures, Heading, Kind, Paper, Paragraph, Table
from waymark.reports.writers.literal import paper_text

MOST: Final = 10
"""Characters that are named; the others are counted."""


def unprintable_line(paper: Paper, lacking: Collection[str]) -> str:
    """Return the sentence about characters that no font has, by their numbers: they cannot stand for themselves."""
    first = _first_places(paper, frozenset(lacking))
    places: dict[str, list[str]] = {}
    for character in list(first)[:MOST]:
        places.setdefault(first[character], []).append(f"U+{ord(character):04X}")
    named = "; ".join(
        _("%(place)s: %(numbers)s") % {"place": place, "numbers": ", ".join(numbers)}
        for place, numbers in places.items()
    )
    sentence = _("Some characters of this document cannot be printed: no font on this machine has them.")
    if not named:
        return sentence
    rest = len(first) - MOST
    more = " " + ngettext("%(n)d more.", "%(n)d more.", rest) % {"n": rest} if rest > 0 else ""
    return f"{sentence} {named}.{more}"


def texts_of(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield every text of a paper in its order, with the words for where it stands."""
    yield _("Organisation"), paper.organisation
    yield _("Title"), paper.title
    yield _("Subtitle"), paper.subtitle
    yield _("Notice"), paper.notice
    for block in paper.blocks:
        match block:
            case Heading() | Paragraph():
                yield (_("Heading") if isinstance(block, Heading) else _("Paragraph")), block.text
            case Bullets():
                yield from ((_("Sentences"), item) for item in block.items)
            case Figures():
                yield from ((_("Figures"), f"{label} {value}") for label, value in block.items)
            case Table():
                yield from _cells(block)


def _cells(table: Table) -> Iterator[tuple[str, str]]:
    yield _("Table"), table.caption
    naming = next((at for at in table.shown() if table.columns[at].kind is Kind.REFERENCE), None)
    for row in table.rows:
        name = "" if naming is None else str(row[naming])
        for at in table.shown():
            label = table.columns[at].label
            place = _("%(column)s of %(row)s") % {"column": label, "row": name} if name else label
            yield place, str(row[at] or "")


def _first_places(paper: Paper, lacking: frozenset[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, text in texts_of(paper):
        for character in paper_text(text) if lacking.intersection(text) else ():
            if character in lacking:
                found.setdefault(character, paper_text(place))
    return found
