"""Drafting a document from an outline: what is recorded is written in, and what is not stays a mark. Nothing is stored.

The rules are those of `meta.drafting` in `data/documents.yaml`: no default, no example and no guess is ever written in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.documents.filled import VALUE, FilledMark
from waymark.documents.marks import LeftMark, in_cell, literal, marked, marks_left, quoted, settled
from waymark.documents.package_data import Mark, Outline, Section, document_data
from waymark.documents.sources.asking import Asking, Drawn
from waymark.documents.sources.registry import source_of

_WORDS: Final = {"ai_role": "AI role", "annex_b_considered": "Annex B considered", "soa": "SoA"}
"""Heads of tables that are no plain words."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text in Markdown, and what filled which of its marks."""

    text: str
    filled: tuple[FilledMark, ...]

    @property
    def left(self) -> tuple[LeftMark, ...]:
        """Return the marks that a person still has to fill."""
        return marks_left(self.text)


def draft(outline: Outline, asking: Asking) -> Draft:
    """Return a draft of an outline, filled with what a reader may see of the registers.

    Each source is asked once, so that the number of queries follows from the outline and never from the records.
    """
    answers = _answers(outline, asking)
    parts = [part for section in outline.sections for part in _section(section, answers)]
    filled = tuple(
        _filled(outline, mark, answers[mark.source], asking) for mark in outline.marks if answers[mark.source].rows
    )
    return Draft(settled("\n\n".join(parts)) + "\n", filled)


def refreshed(text: str, filled: Sequence[FilledMark], outline: Outline, asking: Asking) -> Draft:
    """Return a text with today's records in place of those it was drafted from; what a person wrote stays.

    A part that a person has edited since is no longer what the records said, and stays as it is, with its record.
    """
    answers, before = _answers(outline, asking), {one.mark: one for one in filled}
    wanted = {}
    for section in outline.sections:
        for mark in section.marks:
            is_alone = len(section.marks) == 1
            written = _mark(mark, _as_drawn(before.get(mark.name)), is_alone=is_alone)
            if not mark.is_for_person:
                wanted[section.heading, written] = (mark, is_alone)
    kept, renewed, heading = [], set(), ""
    for block in text.split("\n\n"):
        heading = block.removeprefix("## ").strip() if block.startswith("## ") else heading
        found = wanted.pop((heading, block.strip("\n")), None)
        if found is not None:
            mark, is_alone = found
            renewed.add(mark.name)
            kept.append(_mark(mark, answers[mark.source], is_alone=is_alone))
        else:
            kept.append(block)
    now = [
        _filled(outline, mark, answers[mark.source], asking) if mark.name in renewed else before[mark.name]
        for mark in outline.marks
        if (mark.name in renewed and answers[mark.source].rows) or (mark.name not in renewed and mark.name in before)
    ]
    return Draft(settled("\n\n".join(kept)).rstrip("\n") + "\n", tuple(now))


def _as_drawn(filled: FilledMark | None) -> Drawn:
    return Drawn(filled.rows, filled.left_out) if filled is not None else Drawn()


def draw(source: str, asking: Asking) -> Drawn:
    """Return what a source holds today; nothing where its register does not exist."""
    found = source_of(source)
    return found(asking) if found is not None else Drawn()


def heading_of(column: str) -> str:
    """Return the head of a column as people read it."""
    return _WORDS.get(column) or column.replace("_", " ").capitalize()


def _answers(outline: Outline, asking: Asking) -> dict[str, Drawn]:
    found: dict[str, Drawn] = {}
    for mark in outline.marks:
        if mark.source not in found:
            found[mark.source] = draw(mark.source, asking)
    return found


def _filled(outline: Outline, mark: Mark, answer: Drawn, asking: Asking) -> FilledMark:
    register = document_data().sources[mark.source].register or ""
    written = mark.columns or (VALUE,)
    rows = tuple(replace(row, cells={one: row.cells.get(one, "") for one in written}) for row in answer.rows)
    return FilledMark(
        outline=outline.id,
        mark=mark.name,
        source=mark.source,
        register=register,
        day=asking.day,
        rows=rows,
        columns=mark.columns,
        left_out=answer.left_out,
        about=asking.about.reference if asking.about is not None else "",
    )


def _section(section: Section, answers: dict[str, Drawn]) -> Iterator[str]:
    yield f"## {section.heading}"
    yield quoted(section.guidance)
    is_alone = len(section.marks) == 1
    for mark in section.marks:
        if not is_alone:
            yield f"**{mark.label}**"
        yield _mark(mark, answers[mark.source], is_alone=is_alone)


def _mark(mark: Mark, answer: Drawn, *, is_alone: bool) -> str:
    if answer.rows:
        text = _table(mark.columns, answer) if mark.columns else ", ".join(_values(answer))
        return text + _left_out(answer)
    label = mark.label if is_alone else ""
    if mark.is_for_person:
        return marked(mark.name, label)
    register = (document_data().sources[mark.source].register or mark.source).replace("_", " ")
    nothing = _("nothing recorded in %(register)s") % {"register": register}
    return marked(mark.name, f"{label}: {nothing}" if label else nothing) + _left_out(answer)


def _values(answer: Drawn) -> Sequence[str]:
    return [literal(row.cells.get(VALUE, "")) for row in answer.rows]


def _table(columns: Sequence[str], answer: Drawn) -> str:
    lines = [_line(heading_of(one) for one in columns), _line("---" for _one in columns)]
    lines += [_line(in_cell(row.cells.get(one, "")) for one in columns) for row in answer.rows]
    return "\n".join(lines)


def _line(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _left_out(answer: Drawn) -> str:
    if not answer.left_out:
        return ""
    words = ngettext(
        "%(count)d confidential record is left out.", "%(count)d confidential records are left out.", answer.left_out
    )
    return f"\n\n{words % {'count': answer.left_out}}"
