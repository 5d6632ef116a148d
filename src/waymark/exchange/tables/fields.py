"""Proposes what each column holds: its heading says it, and only a column without one is told by its cells."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from waymark.exchange.tables.dates import read_date
from waymark.exchange.tables.references import recognise
from waymark.exchange.tables.severities import severity_meaning
from waymark.exchange.tables.standards import mentioned
from waymark.exchange.tables.verdicts import is_mark, is_no_mark, verdict_meaning
from waymark.exchange.tables.words import FIELD_BY_WORD, LEFT_ALONE, folded
from waymark.exchange.tables.workbook import Cell, Row

_ENOUGH: Final = 0.6
_HALF: Final = 0.5
_FEWEST: Final = 2
_CLEARLY_MORE: Final = 0.3
_MARK_COLUMNS: Final = 2
_SURE: Final = "verdict"
"""The heading of our own sheet, beside which nothing else is the verdict."""
# What a status says that follows an action rather than a requirement.
_ACTION_WORDS: Final = """
    open|closed|in progress|done|completed|complete|planned|not started|overdue|to do|todo|ongoing|started|pending|
    on hold|cancelled|offen|geschlossen|erledigt|in arbeit|geplant|überfällig|begonnen|ouvert|fermé|en cours|terminé|
    abierto|cerrado|en curso|terminado
"""
_OF_AN_ACTION: Final = frozenset(map(folded, _ACTION_WORDS.split("|")))
_BEFORE_A_STATUS: Final = frozenset({"action", "owner", "target_date"})
_MARKED: Final = {
    "in_place": "mark_in_place",
    "partial": "mark_partial",
    "missing": "mark_missing",
    "not_applicable": "mark_not_applicable",
    "not_assessed": "mark_not_assessed",
}
Rows = tuple[Row, ...]
Look = Callable[[Cell], bool]


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """A 0-based column, its heading, and the field it seems to hold.

    `how` is "heading", "content", "contested" (an earlier column already has that field), "rival" (one of those that
    may be the verdict), "left_alone" (its heading says that it is no conformity), "other" (it belongs to another
    standard), or "".
    """

    index: int
    heading: str
    field: str | None
    how: str


def is_known_heading(text: str) -> str:
    """The field that a heading names, or the heading itself where it is known and not imported; else nothing."""
    return field_of(text) or (folded(text) if _is_left_alone(text) else "")


def field_of(heading: str, own: str = "") -> str | None:
    """The field of a whole heading, of its lower part, or of the words before a bracket."""
    return next((field for part in _parts(heading, own) if (field := FIELD_BY_WORD.get(folded(part)))), None)


def is_reference(known: frozenset[str]) -> Look:
    """A look at a cell: whether it holds a reference of the edition, or a range of them."""

    def looks(cell: Cell) -> bool:
        found = recognise(cell, known)
        return found.ref is not None or found.how == "range"

    return looks


def columns_of(
    headings: list[str], rows: Rows, known: frozenset[str], own: str
) -> tuple[tuple[ProposedColumn, ...], tuple[int, ...]]:
    """The columns with their fields, and the rivals for the verdict where it is not clear which one it is."""
    columns = _by_heading(headings, own)
    columns = _with_marks(columns, rows)
    columns = _with_references(columns, rows, known)
    columns, rivals = _with_verdict(columns, rows)
    columns = _by_content(columns, rows)
    return tuple(columns), rivals


def _parts(heading: str, own: str) -> Iterable[str]:
    bare = heading
    if own:
        number = own.partition(":")[0].rpartition(" ")[2]
        if number and number in heading:
            bare = heading.partition(number)[2].removeprefix(":2023").strip(" -:/") or heading
            yield bare
            yield heading.partition(number)[0].removesuffix("ISO/IEC ").removesuffix("ISO ").strip(" -:/(")
    yield from (heading, heading.rpartition(" / ")[2], heading.partition("(")[0], heading.partition(" / ")[0])
    yield heading.partition("\n")[0]


def _is_left_alone(heading: str) -> bool:
    return any(
        folded(part) in LEFT_ALONE for part in (heading, heading.rpartition(" / ")[2], heading.partition("(")[0])
    )


def _by_heading(headings: list[str], own: str) -> list[ProposedColumn]:
    """The first column of a field has it; a column of another standard has none, and one left alone neither."""
    columns: list[ProposedColumn] = []
    taken: set[str] = set()
    for index, heading in enumerate(headings):
        field, how = field_of(heading, own), "heading"
        if field is None:
            how = "left_alone" if _is_left_alone(heading) else ""
        if mentioned(heading, own):
            field, how = None, "other"
        if field in taken and field not in {"verdict", "reference"}:
            columns.append(ProposedColumn(index, heading, None, "contested"))
            continue
        if field is not None:
            taken.add(field)
        columns.append(ProposedColumn(index, heading, field, how))
    return columns


def _with_marks(columns: list[ProposedColumn], rows: Rows) -> list[ProposedColumn]:
    """Columns headed by verdicts with nothing but marks below them: the mark says which verdict it is."""
    found: dict[str, int] = {}
    for column in columns:
        meaning = verdict_meaning(column.heading.rpartition(" / ")[2])
        mark = _MARKED.get(meaning or "")
        if mark is None or mark in found:
            continue
        cells = [row.cell(column.index) for row in rows]
        if all(is_mark(cell) or is_no_mark(cell) for cell in cells):
            found[mark] = column.index
    if len(found) < _MARK_COLUMNS or not any(is_mark(row.cell(index)) for row in rows for index in found.values()):
        return columns
    by_index = {index: mark for mark, index in found.items()}
    return [
        ProposedColumn(column.index, column.heading, by_index[column.index], "heading")
        if column.index in by_index
        else column
        for column in columns
    ]


def _with_references(columns: list[ProposedColumn], rows: Rows, known: frozenset[str]) -> list[ProposedColumn]:
    """One column of references: of those headed so the best filled, or another that is so much more like one."""
    looks = is_reference(known)
    headed = [column.index for column in columns if column.field == "reference"]
    shares = {column.index: _share(rows, column.index, looks) if known else 0.0 for column in columns}
    chosen = max(headed, key=lambda index: (shares[index], -index), default=None)
    free = [one.index for one in columns if one.how == "" or one.field in {"title", "point_text"}]
    free = free or [one.index for one in columns if one.how == "other"]
    best = max(free, key=lambda index: (shares[index], -index), default=None)
    if best is not None and shares[best] >= _ENOUGH:
        if chosen is None or shares[best] > shares[chosen] + _CLEARLY_MORE:
            chosen = best
    elif chosen is None:
        others = [one.index for one in columns if one.how == "other" and shares[one.index] >= _ENOUGH]
        chosen = others[0] if others else None
    return [_with_reference(column, chosen, columns, rows) for column in columns]


def _with_reference(
    column: ProposedColumn, chosen: int | None, columns: list[ProposedColumn], rows: Rows
) -> ProposedColumn:
    if column.index == chosen:
        how = "heading" if column.field == "reference" else "content"
        return ProposedColumn(column.index, column.heading, "reference", how)
    if column.field != "reference":
        return column
    # "Control" or "Clause" beside the numbers heads the titles.
    has_title = any(one.field == "title" and one.index != chosen for one in columns)
    if not has_title and _share(rows, column.index, _is_wording) >= _ENOUGH:
        first = next(one.index for one in columns if one.field == "reference" and one.index != chosen)
        if first == column.index:
            return ProposedColumn(column.index, column.heading, "title", "heading")
    return ProposedColumn(column.index, column.heading, None, "contested")


def _is_wording(cell: Cell) -> bool:
    return cell.kind == "text" and sum(letter.isalpha() for letter in cell.text) > len(cell.text) / 2


def _with_verdict(columns: list[ProposedColumn], rows: Rows) -> tuple[list[ProposedColumn], tuple[int, ...]]:
    """The verdict by its heading; where several columns could be it, or only the cells say so, they are rivals."""
    headed = [one for one in columns if one.field == "verdict"]
    if any((one.field or "").startswith("mark_") for one in columns):
        return [_contested(one) if one in headed else one for one in columns], ()
    sure = next((one for one in headed if folded(one.heading) == _SURE), None)
    alike = [one for one in headed if _share(rows, one.index, _is_verdict, fewest=1) >= _HALF]
    chosen = sure or next(iter(alike or headed), None)
    if sure is None and len(alike) > 1:
        return _asked(columns, alike)
    if chosen is not None:
        if sure is None and _follows_an_action(chosen, columns, rows):
            return _asked(columns, [chosen])
        return [_contested(one) if one in headed and one is not chosen else one for one in columns], ()
    by_cells = [one for one in columns if one.field is None and one.how == "" and _looks_like_verdict(one, rows)]
    bare = [one for one in by_cells if not one.heading.strip()]
    if len(by_cells) == 1 and bare:
        taken = ProposedColumn(bare[0].index, "", "verdict", "content")
        return [taken if one is bare[0] else one for one in columns], ()
    return _asked(columns, by_cells)


def _asked(columns: list[ProposedColumn], rivals: list[ProposedColumn]) -> tuple[list[ProposedColumn], tuple[int, ...]]:
    marked = [ProposedColumn(one.index, one.heading, None, "rival") if one in rivals else one for one in columns]
    rest = [_contested(one) if one.field == "verdict" else one for one in marked]
    return rest, tuple(one.index for one in rivals)


def _contested(column: ProposedColumn) -> ProposedColumn:
    return ProposedColumn(column.index, column.heading, None, "contested")


def _is_verdict(cell: Cell) -> bool:
    return verdict_meaning(cell) is not None


def _looks_like_verdict(column: ProposedColumn, rows: Rows) -> bool:
    return _share(rows, column.index, _is_verdict) >= _ENOUGH


def _follows_an_action(column: ProposedColumn, columns: list[ProposedColumn], rows: Rows) -> bool:
    """Whether a status stands behind an action, its owner or its date and says only what actions say."""
    if not any(one.field in _BEFORE_A_STATUS for one in columns[max(column.index - 1, 0) : column.index]):
        return False
    words = {folded(text) for row in rows if (text := row.cell(column.index).text).strip()}
    return bool(words) and words <= _OF_AN_ACTION


def _by_content(columns: list[ProposedColumn], rows: Rows) -> list[ProposedColumn]:
    """Give the columns without any heading the field that most of their cells look like."""
    taken = {column.field for column in columns}
    looks: tuple[tuple[str, Look], ...] = (
        ("severity", lambda cell: severity_meaning(cell) is not None),
        ("target_date", lambda cell: read_date(cell) is not None),
    )
    found = list(columns)
    for field, is_one in looks:
        free = [one for one in found if one.field is None and one.how == "" and not one.heading.strip()]
        best = max(free, key=lambda one: _share(rows, one.index, is_one), default=None)
        if field not in taken and best is not None and _share(rows, best.index, is_one) > _ENOUGH:
            found[best.index] = ProposedColumn(best.index, best.heading, field, "content")
    return found


def _share(rows: Rows, index: int, is_one: Look, *, fewest: int = _FEWEST) -> float:
    """The part of a column's filled cells that look like something; 0 for fewer than two cells."""
    cells = [cell for row in rows if (cell := row.cell(index)).text.strip()]
    return sum(map(is_one, cells)) / len(cells) if len(cells) >= fewest else 0.0
