"""Rows of a gap work sheet as typed values, or as what could not be understood, row by row. No data access."""

import re
from dataclasses import replace
from typing import Final

from waymark.exchange.cells import Cells, values_of
from waymark.exchange.doubts import AmbiguousDate, Word, ambiguous_dates, words_in
from waymark.exchange.matching import Match, match_rows, meant
from waymark.exchange.readings import Choices, Ground, Key, RowRead, SheetRead, Trouble, letters, visible
from waymark.exchange.tables.words import folded
from waymark.exchange.tables.workbook import Row, Sheet

_KEY: Final = re.compile(r"(GA-[0-9]{1,9}) (\S{1,60}) ([0-9]{1,6})")


def read_rows(sheet: Sheet, choices: Choices, ground: Ground) -> SheetRead:
    """Read every row below the heading. Raises KeyError where neither references nor titles have a column."""
    rows = _data_rows(sheet, choices)
    matches = match_rows(rows, sheet, choices, ground)
    is_held = matches.another is not None and not choices.standard
    read = tuple(
        one
        for row, match in zip(rows, matches.rows, strict=True)
        for one in _read(Cells(row, choices, ground), match, is_held=is_held)
    )
    carried = tuple(row.number for row, match in zip(rows, matches.rows, strict=True) if match.is_carried)
    words, dates = _words(rows, choices, ground), _dates(rows, choices)
    return SheetRead(read, matches.questions, words, dates, matches.another, carried)


def _data_rows(sheet: Sheet, choices: Choices) -> list[Row]:
    """Return the rows of the table, without a heading that comes again on every printed page."""
    heading = sheet.row(choices.heading_row) if choices.heading_row else None
    rows = [row for row in sheet.rows if row.number >= choices.first_row]
    return [row for row in rows if not _repeats(row, heading)] if heading else rows


def _repeats(row: Row, heading: Row) -> bool:
    return len(row.cells) == len(heading.cells) and all(
        folded(cell.text) == folded(title.text) for cell, title in zip(row.cells, heading.cells, strict=True)
    )


def _words(rows: list[Row], choices: Choices, ground: Ground) -> tuple[Word, ...]:
    column = choices.columns.get("verdict")
    cells = [row.cell(column) for row in rows] if column is not None else []
    found = words_in(cells, ground.verdicts, choices.words)
    return tuple(replace(word, found=visible(word.found, limit=60)) for word in found)


def _dates(rows: list[Row], choices: Choices) -> tuple[AmbiguousDate, ...]:
    column = choices.columns.get("target_date")
    if column is None or choices.slashes:
        return ()
    found = ambiguous_dates([row.cell(column) for row in rows], choices.dates)
    return tuple(replace(one, found=visible(one.found, limit=60)) for one in found)


def _read(cells: Cells, match: Match, *, is_held: bool) -> list[RowRead]:
    """Return what a row says about each requirement or point it speaks for; usually that is one."""
    refs = meant(match, cells.ground)
    if len(refs) <= 1:
        return [_read_about(cells, match, refs[0] if refs else None, is_held=is_held)]
    return [_read_about(cells, match, ref, is_held=is_held) for ref in refs]


def _read_about(cells: Cells, match: Match, ref: str | None, *, is_held: bool) -> RowRead:
    number, question = cells.row.number, match.question
    part = _answers(cells, match, ref)
    if question is not None and question.answer == "":
        return RowRead(number, skip="left_out", answers=part)
    trouble = _trouble_with(cells, match, ref)
    if not cells.states_something:
        is_question = bool(part) and ref == part
        reason = "empty" if match.found.how == "empty" else "heading" if ref is not None else "no_content"
        return RowRead(number, skip="unanswered" if is_question else reason, answers=part if is_question else "")  # type: ignore[arg-type]  # one of the reasons above
    if is_held:
        held = cells.trouble(cells.choices.names, "other_standard")
        return RowRead(number, ref, troubles=(held,))
    given, troubles, doubts = values_of(cells)
    if cells.choices.rivals and "verdict" not in cells.choices.columns:
        doubts += _rivals(cells)
    every = ((trouble,) if trouble else ()) + troubles
    asks = cells.text("point_text")
    return RowRead(
        number, ref, given, every, doubts, key=_key(cells), owner=cells.text("owner"), answers=part, asks=asks
    )


def _answers(cells: Cells, match: Match, ref: str | None) -> str:
    """Return the requirement in whose verdict the row has a part: it answers, or it asks and nobody answered."""
    if not (cells.cell("verdict").text.strip() or cells.marks or cells.text("point_text")):
        return ""
    if ref is None:
        # Nobody knows yet what the row is about, but what it may be about must not look better without it.
        one = match.found.candidates[0] if len(match.found.candidates) == 1 else ""
        likely = one or (match.question.proposed if match.question is not None else "")
        ref = cells.ground.requirement_of(likely)
    return ref if ref in cells.ground.requirements else ""


def _rivals(cells: Cells) -> tuple[Trouble, ...]:
    """Return that the verdict waits for a choice among columns, at the first of them that says something here."""
    for index in cells.choices.rivals:
        if text := cells.row.cell(index).text.strip():
            return (Trouble(cells.row.number, letters(index), "verdict_rivals", visible(text)),)
    return ()


def _trouble_with(cells: Cells, match: Match, ref: str | None) -> Trouble | None:
    """Return what is wrong with the reference of a row."""
    names = cells.choices.names
    if ref is None:
        return _no_reference(cells, match)
    if ref in cells.ground.outside:
        return cells.trouble(names, "outside_round", ref)
    if ref in cells.ground.headings:
        return cells.trouble(names, "heading_rated", ref)
    return None


def _no_reference(cells: Cells, match: Match) -> Trouble:
    names, question = cells.choices.names, match.question
    if question is not None and question.how == "title_differs":
        return cells.trouble(names, "title_differs", ", ".join(question.candidates[:6]))
    if question is not None and question.how != "unknown":
        return cells.trouble(names, "reference_uncertain", ", ".join(question.candidates[:6]))
    return cells.trouble(names, "reference_missing" if match.found.how == "empty" else "reference_unknown")


def _key(cells: Cells) -> Key | None:
    match = _KEY.fullmatch(cells.text("key"))
    return Key(match[1], match[2], int(match[3])) if match else None
