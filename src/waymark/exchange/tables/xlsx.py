"""An Office Open XML workbook: its sheets, shared texts and number formats, in bounded memory."""

import posixpath
from dataclasses import dataclass
from typing import Final

from waymark.exchange.tables.container import Container
from waymark.exchange.tables.limits import LIMITS, Limits
from waymark.exchange.tables.number_formats import BUILT_IN, EPOCH_1900, EPOCH_1904
from waymark.exchange.tables.refusals import TableRefused
from waymark.exchange.tables.workbook import Sheet, Workbook
from waymark.exchange.tables.xlsx_sheet import Book, Budget, SheetListener, unescaped, whole_number
from waymark.exchange.tables.xml_parts import Attributes, parse_part

_ROOT_RELATIONS: Final = "_rels/.rels"
_MAX_SHEETS: Final = 500
_MAX_STYLES: Final = 100_000


def read_xlsx(content: bytes, *, max_rows: int, limits: Limits = LIMITS) -> Workbook:
    """The workbook with the values it stores; formulas are never calculated.

    Raises TableRefused.
    """
    container = Container(content, limits)
    main = _main_part(container)
    listed = _SheetList()
    parse_part(container.open(main), listed, main)
    relations = _relations(container, main)
    budget = Budget(limits)
    book = Book(
        texts=_shared_texts(container, relations, budget),
        formats=_formats(container, relations),
        epoch=EPOCH_1904 if listed.is_1904 else EPOCH_1900,
    )
    sheets: list[Sheet] = []
    seen: set[str] = set()
    for entry in listed.entries:
        relation = relations.by_id.get(entry.relation)
        if relation is None or relation.kind != "worksheet":
            continue
        if relation.target in seen:
            raise TableRefused("damaged", what="two sheets are the same part")
        seen.add(relation.target)
        sheets.append(_sheet(container, entry, relation.target, book, budget, max_rows))
    if not any(sheet.rows for sheet in sheets):
        raise TableRefused("empty_file")
    return Workbook("xlsx", tuple(sheets))


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    target: str


class _Relations:
    """The relationships of one part, with targets as full part names."""

    def __init__(self, base: str) -> None:
        self._base = base
        self.by_id: dict[str, _Relation] = {}

    def first(self, kind: str) -> str | None:
        return next((relation.target for relation in self.by_id.values() if relation.kind == kind), None)

    def start(self, name: str, attributes: Attributes) -> None:
        if name != "Relationship" or attributes.get("TargetMode", "").casefold() == "external":
            return
        target = attributes.get("Target", "")
        full = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(self._base, target))
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.by_id[attributes.get("Id", "")] = _Relation(kind, full)

    def end(self, name: str) -> None:
        """Closing tags say nothing here."""

    def text(self, piece: str) -> None:
        """There is no text here."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    relation: str
    hidden: bool


class _SheetList:
    """The sheets in their order, and the date system."""

    def __init__(self) -> None:
        self.entries: list[_Entry] = []
        self.is_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.entries.append(_Entry(attributes.get("name", "")[:200], relation, hidden))
            if len(self.entries) > _MAX_SHEETS:
                raise TableRefused("too_many_entries", limit=_MAX_SHEETS)
        elif name == "workbookPr":
            self.is_1904 = attributes.get("date1904", "0") in {"1", "true", "on"}

    def end(self, name: str) -> None:
        """Closing tags say nothing here."""

    def text(self, piece: str) -> None:
        """There is no text here."""


class _SharedTexts:
    """The shared texts; phonetic readings are no part of them."""

    def __init__(self, budget: Budget) -> None:
        self.texts: list[str] = []
        self._limits = budget.limits
        self._pieces: list[str] = []
        self._length = self._total = 0
        self._is_text = self._in_phonetic = False

    def start(self, name: str, _attributes: Attributes) -> None:
        if name == "si":
            self._pieces, self._length = [], 0
        elif name == "t":
            self._is_text = not self._in_phonetic
        elif name == "rPh":
            self._in_phonetic = True

    def end(self, name: str) -> None:
        if name == "si":
            self.texts.append(unescaped("".join(self._pieces)))
            if len(self.texts) > self._limits.visited_cells:
                raise TableRefused("too_many_cells", limit=self._limits.visited_cells)
        elif name == "t":
            self._is_text = False
        elif name == "rPh":
            self._in_phonetic = False

    def text(self, piece: str) -> None:
        if not self._is_text:
            return
        self._length += len(piece)
        self._total += len(piece)
        if self._length > self._limits.cell_characters:
            place = f"shared text {len(self.texts) + 1}"
            raise TableRefused("cell_too_long", place=place, limit=self._limits.cell_characters)
        if self._total > self._limits.all_characters:
            raise TableRefused("too_much_text", limit=self._limits.all_characters // 2**20)
        self._pieces.append(piece)


class _Formats:
    """The number format code of every cell style."""

    def __init__(self) -> None:
        self.own: dict[str, str] = {}
        self.styles: list[str] = []
        self._in_cell_styles = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            self.own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:255]
        elif name == "cellXfs":
            self._in_cell_styles = True
        elif name == "xf" and self._in_cell_styles:
            self.styles.append(attributes.get("numFmtId", "0"))
        if len(self.styles) > _MAX_STYLES or len(self.own) > _MAX_STYLES:
            raise TableRefused("damaged", what="it has too many cell styles")

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cell_styles = False

    def text(self, piece: str) -> None:
        """There is no text here."""

    def codes(self) -> tuple[str, ...]:
        return tuple(self.own.get(style) or _built_in(style) for style in self.styles)


def _built_in(style: str) -> str:
    number = whole_number(style)
    return "General" if number is None else BUILT_IN.get(number, "General")


def _main_part(container: Container) -> str:
    roots = _Relations("")
    parse_part(container.open(_ROOT_RELATIONS), roots, _ROOT_RELATIONS)
    main = roots.first("officeDocument")
    if main is None:
        raise TableRefused("damaged", what="the list of its sheets is missing")
    return main


def _relations(container: Container, part: str) -> _Relations:
    folder, _, name = part.rpartition("/")
    relations = _Relations(folder)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    parse_part(container.open(path), relations, path)
    return relations


def _shared_texts(container: Container, relations: _Relations, budget: Budget) -> tuple[str, ...]:
    part = relations.first("sharedStrings")
    if part is None:
        return ()
    listener = _SharedTexts(budget)
    parse_part(container.open(part), listener, part)
    return tuple(listener.texts)


def _formats(container: Container, relations: _Relations) -> tuple[str, ...]:
    part = relations.first("styles")
    if part is None:
        return ()
    listener = _Formats()
    parse_part(container.open(part), listener, part)
    return listener.codes()


def _sheet(container: Container, entry: _Entry, part: str, book: Book, budget: Budget, max_rows: int) -> Sheet:
    listener = SheetListener(entry.name, hidden=entry.hidden, book=book, budget=budget, max_rows=max_rows)
    parse_part(container.open(part), listener, entry.name)
    return listener.sheet()
