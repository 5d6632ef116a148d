"""Marks in a draft: what still has to be written, as it stands in the text. No data access.

A mark is `{{name}}`, with its label in italics beside it or in bold above it. A person overwrites it with what the
label asks for, or answers it with "none" and a reason. What came from a register is escaped, so that no record can put
a mark, or any other sign of Markdown, into a document.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.utils.translation import gettext as _

from waymark.core.errors import RuleBroken
from waymark.core.text import normal
from waymark.documents.package_data import document_data

_MARK: Final = re.compile(r"\{\{[ \t]*([A-Za-z][A-Za-z0-9_]{0,59})[ \t]*\}\}(?:[ \t]+\*(?!\*)([^*\n]+)\*)?")
"""A mark with what stands beside it in italics."""
_ABOVE: Final = re.compile(r"\*\*([^*]+)\*\*")
_HEADING: Final = re.compile(r" {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$")
_FENCE: Final = re.compile(r" {0,3}(```|~~~)")
_SIGNS: Final = re.compile(r"[\\`*_\[\]<|{}~&]")
_FIRST: Final = re.compile(r"^([-+=>#]|\d+(?=[.)]))", re.MULTILINE)


class NoReason(RuleBroken):
    """Why a mark is answered with "none" has to be there for who reads the document."""

    code = "mark-without-reason"


class NotAMark(RuleBroken):
    """A mark that is not left in the text cannot be answered: somebody has filled it meanwhile."""

    code = "mark-not-left"


@dataclass(frozen=True, slots=True)
class LeftMark:
    """A mark that is still to be filled. `line` counts from 1; `note` is what stands beside it under its label."""

    name: str
    label: str
    section: str
    line: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """The lines of one section of a text, from its heading on; the first may have none."""

    heading: str
    first: int
    lines: tuple[str, ...]


def marked(name: str, beside: str = "") -> str:
    """Return a mark as it is written into a text, with its label, or why it still stands, beside it."""
    return f"{{{{{name}}}}} *{beside}*" if beside else f"{{{{{name}}}}}"


def marks_left(text: str) -> tuple[LeftMark, ...]:
    """Return the marks that are left in a text, in order, each with its section and its label."""
    found = []
    for part in _parts(text):
        above = ""
        for number, line in enumerate(part.lines, start=part.first):
            for mark in _MARK.finditer(line):
                beside = mark[2] or ""
                note = beside if above else ""
                found.append(LeftMark(mark[1], above or beside, part.heading, number, note))
            bold = _ABOVE.fullmatch(line.strip())
            above = bold[1] if bold else "" if line.strip() else above
    return tuple(found)


def answered_none(text: str, name: str, reason: str) -> str:
    """Return a text in which a mark is answered with "none" and the reason. Raises NoReason and NotAMark."""
    why = " ".join(normal(reason).split())
    if not why or _MARK.search(why):
        raise NoReason(_("Say why there is nothing to write here."), way_out=_("Write a sentence without marks."))
    mark = next((one for one in _MARK.finditer(text) if one[1] == name), None)
    if mark is None:
        raise NotAMark(_("This mark is not left in the text any more."), way_out=_("Reload the page."))
    return settled(f"{text[: mark.start()]}{_('None.')} {why}{text[mark.end() :]}")


def settled(text: str) -> str:
    """Return a text without the guidance of the sections in which no mark is left."""
    kept: list[str] = []
    for part in _parts(text):
        is_open = any(_MARK.search(line) for line in part.lines)
        kept += part.lines if is_open else _without_guidance(part.lines)
    return "\n".join(kept)


def quoted(guidance: str) -> str:
    """Return guidance as the quotation that stands under the heading of a section."""
    return f"> {guidance}"


def literal(text: str) -> str:
    """Return words of a record as Markdown that shows them as they are, with their line breaks and no mark in them."""
    lines = "\n".join(line.strip() for line in normal(text).split("\n"))
    return _FIRST.sub(_first_escaped, _escaped(lines))


def in_cell(text: str) -> str:
    """Return words of a record as one cell of a table: in one line, shown as they are."""
    return _escaped(" ".join(normal(text).split()))


def _escaped(text: str) -> str:
    return _SIGNS.sub(lambda sign: f"\\{sign[0]}", text)


def _first_escaped(sign: re.Match[str]) -> str:
    # A number is escaped behind its digits, any other sign before it.
    return f"{sign[1]}\\" if sign[1].isdigit() else f"\\{sign[1]}"


def _parts(text: str) -> Iterator[_Part]:
    heading, first, fence = "", 1, ""
    lines: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        edge = _FENCE.match(line)
        if edge and fence in {"", edge[1]}:
            fence = "" if fence else edge[1]
        title = None if fence else _HEADING.match(line)
        if title:
            yield _Part(heading, first, tuple(lines))
            heading, first, lines = title[1], number, []
        lines.append(line)
    yield _Part(heading, first, tuple(lines))


def _without_guidance(lines: Collection[str]) -> list[str]:
    known, kept, was_dropped = _known_guidance(), [], False
    for line in lines:
        if line.strip() in known:
            was_dropped = True
        elif not (was_dropped and not line.strip()):
            kept.append(line)
            was_dropped = False
    return kept


@cache
def _known_guidance() -> frozenset[str]:
    outlines = document_data().outlines.values()
    return frozenset(quoted(section.guidance) for outline in outlines for section in outline.sections)
