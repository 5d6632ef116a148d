"""Which requirement each row of a sheet is about: by its number and its title, or a question to a person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from waymark.exchange.readings import BY_NUMBER, RATED, Another, Choices, Ground, Question, visible
from waymark.exchange.tables.references import Recognition, between, recognise_column
from waymark.exchange.tables.standards import Counted, marked, other_standard
from waymark.exchange.tables.words import folded
from waymark.exchange.tables.workbook import Row, Sheet
from waymark.exchange.tables.xlsx_sheet import area_corners

_BEHIND_THE_NUMBER: Final = re.compile(r"^[^\d]{0,24}?\d{1,2}(?:\.\d{1,2})*(?:-\d{1,2})?[).:,;\s–—-]+")
_A_NUMBER: Final = re.compile(r"^(?:[a-z]\.? ?)?\d{1,2}(?:\.\d{1,2})*(?:-\d{1,2})?[).:,;\s–—-]+", re.IGNORECASE)
_LIKE_A_NUMBER: Final = re.compile(r"(?:[a-z]\.?)?\d{1,2}(?:\.\d{1,2}){1,3}", re.IGNORECASE)
_CONTENTS: Final = (*RATED, "point_text", "applicability")
_EXAMPLES: Final = 3
_SENTENCE: Final = 7
"""Words; a row that says more than a title asks something about what stands above it."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a row is about: how its reference was recognised, and the question to ask where that is not enough."""

    found: Recognition
    question: Question | None = None
    is_carried: bool = False


@dataclass(frozen=True, slots=True)
class Matches:
    """All rows with what they are about, in order, and the standard the sheet seems to have been made for."""

    rows: tuple[Match, ...]
    questions: tuple[Question, ...]
    another: Another | None = None


def match_rows(rows: Sequence[Row], sheet: Sheet, choices: Choices, ground: Ground) -> Matches:
    """Return which requirement each row is about.

    A number counts where its title does not deny it. While a sheet seems to be about another standard nothing in it
    is matched, unless a person has said to follow its numbers.
    """
    column = choices.columns.get("reference", -1)
    found = list(recognise_column([row.cell(column) for row in rows], ground.known))
    titles = [_title(row, choices) for row in rows]
    another = None if "key" in choices.columns else _another(rows, found, titles, sheet, choices, ground)
    if another is not None and not choices.standard:
        return Matches(tuple(Match(one) for one in found), (), another)
    origins = _carried(rows, found, titles, sheet, choices, ground)
    if "key" not in choices.columns and choices.standard != BY_NUMBER:
        for at, title in enumerate(titles):
            if title and at not in origins:
                found[at] = _with_title(found[at], title, ground, is_rated=_is_filled(rows[at], choices))
    for at, origin in origins.items():
        found[at] = found[origin]
    questions = _questions(rows, found, titles, origins, choices, ground)
    asked = {number: question for question in questions for number in question.rows}
    matched = tuple(
        Match(one, asked.get(row.number), at in origins) for at, (row, one) in enumerate(zip(rows, found, strict=True))
    )
    return Matches(matched, questions, another)


def meant(match: Match, ground: Ground) -> tuple[str, ...]:
    """Return the requirements or points a row speaks for: one, or all of a range, or none while nobody said."""
    if match.question is not None:
        return (match.question.answer,) if match.question.answer else ()
    if match.found.how == "range":
        first, last = match.found.candidates
        return between(first, last, ground.rateable)
    return (match.found.ref,) if match.found.ref is not None else ()


def _title(row: Row, choices: Choices) -> str:
    """Return the title of a row: its own cell, or what follows the number in the cell of the reference."""
    own = row.cell(choices.columns.get("title", -1)).text.strip()
    if own and not _A_NUMBER.fullmatch(own + " "):
        return _A_NUMBER.sub("", own, count=1)
    text = row.cell(choices.columns.get("reference", -1)).text.strip()
    behind = _BEHIND_THE_NUMBER.sub("", text, count=1)
    return behind if behind != text and sum(map(str.isalpha, behind)) > 2 and not _LIKE_A_NUMBER.search(behind) else ""  # noqa: PLR2004 -- a letter is no title


def _is_filled(row: Row, choices: Choices) -> bool:
    fields = (*_CONTENTS, *(name for name in choices.columns if name.startswith("mark_")))
    indexes = (*(choices.columns.get(name, -1) for name in fields), *choices.rivals)
    return any(row.cell(index).text.strip() for index in indexes)


def _carried(
    rows: Sequence[Row],
    found: Sequence[Recognition],
    titles: Sequence[str],
    sheet: Sheet,
    choices: Choices,
    ground: Ground,
) -> dict[int, int]:
    """Return which rows take the reference of which row above: in a merged cell, or as further questions."""
    column = choices.columns.get("reference", -1)
    merged = {
        number
        for left, top, right, bottom in map(area_corners, sheet.merged)
        if left <= column + 1 <= right
        for number in range(top + 1, bottom + 1)
    }
    origins: dict[int, int] = {}
    above: int | None = None
    for at, row in enumerate(rows):
        if found[at].how != "empty":
            is_usable = (found[at].ref is not None or found[at].candidates) and found[at].ref not in ground.headings
            above = at if is_usable else None
        elif above is not None and (row.number in merged or _goes_on(row, titles[at], found[above], choices, ground)):
            origins[at] = above
        elif titles[at] or _is_filled(row, choices):
            above = None
    return origins


def _goes_on(row: Row, title: str, above: Recognition, choices: Choices, ground: Ground) -> bool:
    """Return whether a row without a reference is one more question about the requirement above it."""
    if not _is_filled(row, choices):
        return False
    if not title or "?" in title or len(title.split()) >= _SENTENCE:
        return True
    return above.ref is not None and ground.wordings.agreement(ground.requirement_of(above.ref), title) == "same"


def _with_title(found: Recognition, title: str, ground: Ground, *, is_rated: bool) -> Recognition:
    """Return the recognition in the light of the title: confirmed, doubted, or proposed by the title alone."""
    ref = found.ref
    if found.how == "range" or (ref is not None and ref in ground.headings and not is_rated):
        return found
    if found.certain and ref is not None:
        if not _differs(ground.requirement_of(ref), title, ground):
            return found
        near = ground.wordings.best(title, ground.rateable)
        refs = tuple(dict.fromkeys((*near, ref)))
        return Recognition(ground.wordings.nearest(title, near), certain=False, how="title_differs", candidates=refs)
    agreeing = [
        one
        for one in found.candidates
        if ground.wordings.agreement(ground.requirement_of(one), title) == "same" and not _is_of_another(title, ground)
    ]
    if len(agreeing) == 1 and found.how not in {"several", "letter_dropped", "unknown"}:
        return Recognition(agreeing[0], certain=True, how="with_title", candidates=(agreeing[0],))
    if found.how in {"empty", "unknown"} and not found.candidates and is_rated and not _is_of_another(title, ground):
        near = ground.wordings.best(title, ground.rateable)
        if near:
            nearest = ground.wordings.nearest(title, near)
            return Recognition(nearest, certain=False, how="by_title", candidates=near)
    return found


def _differs(ref: str, title: str, ground: Ground) -> bool:
    return _is_of_another(title, ground) or ground.wordings.agreement(ref, title) == "different"


def _is_of_another(title: str, ground: Ground) -> bool:
    return bool(marked(title, ground.standard))


def _another(
    rows: Sequence[Row],
    found: Sequence[Recognition],
    titles: Sequence[str],
    sheet: Sheet,
    choices: Choices,
    ground: Ground,
) -> Another | None:
    """Return the standard the sheet seems to be about, if it is not that of the edition."""
    column = choices.columns.get("reference", -1)
    rated = [at for at, row in enumerate(rows) if _is_filled(row, choices)]
    compared = [at for at in rated if titles[at] and found[at].ref is not None and found[at].ref not in ground.headings]
    different = [at for at in compared if _differs(ground.requirement_of(found[at].ref or ""), titles[at], ground)]
    numbered = [at for at in rated if _LIKE_A_NUMBER.fullmatch(rows[at].cell(column).text.strip())]
    strange = [at for at in numbered if found[at].how == "unknown" and not found[at].candidates]
    counted = Counted(len(compared), len(different), len(numbered), len(strange))
    above = [row for row in sheet.rows if row.number < choices.heading_row]
    mentions = [sheet.name, *(cell.text for row in above for cell in row.cells[:8])]
    heading = sheet.row(choices.heading_row) if choices.heading_row else None
    mentions += [heading.cell(column).text] if heading is not None else []
    name = other_standard(mentions, [titles[at] for at in rated if titles[at]], counted, ground.standard)
    if name is None or not rated:
        return None
    shown = different or strange or rated
    return Another(name, ground.standard, tuple(_shown(rows[at], titles[at], choices) for at in shown[:_EXAMPLES]))


def _shown(row: Row, title: str, choices: Choices) -> str:
    text = row.cell(choices.columns.get("reference", -1)).text.strip()
    return visible(text if title in text else f"{text} {title}".strip(), limit=80)


def _questions(
    rows: Sequence[Row],
    found: Sequence[Recognition],
    titles: Sequence[str],
    origins: dict[int, int],
    choices: Choices,
    ground: Ground,
) -> tuple[Question, ...]:
    column = choices.columns.get("reference", -1)
    same: dict[tuple[str, str, str, str, int], list[tuple[int, Recognition, str]]] = {}
    for at, (row, one) in enumerate(zip(rows, found, strict=True)):
        # Rows below a doubtful reference that have none of their own wait for the same answer.
        origin = origins.get(at, at)
        if one.certain or not one.candidates:
            continue
        title, cell = titles[origin], rows[origin].cell(column)
        by_title = one.how in {"title_differs", "by_title"}
        # A number that comes back has lost a zero in one place only, so each place is asked about.
        apart = rows[origin].number if one.how == "number_repeated" else 0
        key = (cell.text, cell.format, one.how, folded(title) if by_title else "", apart)
        shown = _shown(rows[origin], title, choices) if by_title else visible(cell.text)
        same.setdefault(key, []).append((row.number, one, shown))
    return tuple(
        Question(
            key=places[0][0],
            rows=tuple(number for number, _found, _shown in places),
            found=places[0][2],
            how=key[2],
            proposed=places[0][1].ref or "",
            candidates=_offered(places[0][1], ground),
            answer=choices.references.get(places[0][0]),
        )
        for key, places in same.items()
    )


def _offered(found: Recognition, ground: Ground) -> tuple[str, ...]:
    """Return the candidates; where a letter was dropped, or a point is not known, also the points of it."""
    refs = dict.fromkeys(found.candidates)
    if found.how == "number_repeated" and found.ref is not None and f"{found.ref}0" in ground.known:
        refs[f"{found.ref}0"] = None
    if found.how in {"letter_dropped", "unknown"}:
        refs |= dict.fromkeys(point for ref in found.candidates for point in ground.requirements.get(ref, ()))
    return tuple(refs)
