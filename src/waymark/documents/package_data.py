"""Reads `data/documents.yaml`: what an AIMS documents, the outlines to draft it from, and what a draft is filled with.

A file of our own words, read as strictly as a catalogue: every id is unique, everything that is named is there, and the
counts of its head are those of its rows. Nothing in it is a fact about an organisation.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from waymark.catalogue.rows import Faults, Row
from waymark.competence.starter import starter
from waymark.context.package_data import ids_of, prose, require_sound, root_in

FILE: Final = Path(__file__).parent / "data" / "documents.yaml"
PERSON: Final = "person"
"""The source that nothing but a person fills."""
MUST, IF_CONTROL_INCLUDED, CUSTOMARY = "must", "if_control_included", "customary"
ORGANISATION: Final = "organisation"
ABOUT: Final = (
    *(ORGANISATION, "one AI system", "one impact assessment", "one audit programme", "one audit"),
    *("one management review", "one nonconformity", "one change or improvement"),
)
"""What there is one document of an outline for."""
_TOP: Final = (
    *("edition", "meta", "header", "retention_rules", "registers", "sources", "drift_kinds", "drift_checks"),
    *("items", "templates"),
)
_COUNTS: Final = (
    *("item_count", "template_count", "section_count", "mark_count", "person_mark_count", "source_count"),
    *("drift_check_count", "register_count", "retention_rule_count"),
)


@dataclass(frozen=True, slots=True)
class HeaderMark:
    """One line of the head that every document has."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class LongerRetention:
    """A longer time, in months, and the case that asks for it."""

    months: int
    starts: str
    when: str


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long something is kept at least: whole months from what `starts` names."""

    id: str
    months: int
    starts: str
    applies_to: str
    source: str
    longer: LongerRetention | None


@dataclass(frozen=True, slots=True)
class FeedingRegister:
    """A register that documents draw from; `package` is where its records are kept, `noun` what they are."""

    id: str
    package: str
    noun: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a mark may be filled from. `register` is None for a person and for the day; a list has columns."""

    id: str
    register: str | None
    what: str
    columns: tuple[str, ...]

    @property
    def is_list(self) -> bool:
        """Return whether it gives a table, and not a single value."""
        return self.id.endswith("[]")


@dataclass(frozen=True, slots=True)
class DriftCheck:
    """What of a document is compared with a register; `how` is one of the six drift kinds."""

    id: str
    how: str
    register: str
    compare: str


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the master list. No `review_months`: a record. No `approver_role`: approval is no step of it."""

    id: str
    title: str
    clauses: tuple[str, ...]
    controls: tuple[str, ...]
    kind: str
    mandatory: str
    documentation: str
    outlines: tuple[str, ...]
    review_months: int | None
    retention: str
    owner_role: str
    approver_role: str | None
    fed_by: tuple[str, ...]
    drift: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in an outline to be filled from its source; `columns` are those of the table, none for a value."""

    name: str
    source: str
    columns: tuple[str, ...]
    label: str

    @property
    def is_for_person(self) -> bool:
        """Return whether only a person can fill it."""
        return self.source == PERSON


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of an outline, what helps to write under it, and its marks."""

    heading: str
    guidance: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a draft starts from. `one_per` is one of ABOUT; `serves` are ids of items."""

    id: str
    title: str
    one_per: str
    serves: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Return the marks of all sections, in order."""
        return tuple(mark for section in self.sections for mark in section.marks)


@dataclass(frozen=True, slots=True)
class DocumentData:
    """All of the file, each kind of row by its id in the order of the file."""

    edition: int
    header: tuple[HeaderMark, ...]
    retention_rules: dict[str, RetentionRule]
    registers: dict[str, FeedingRegister]
    sources: dict[str, Source]
    drift_kinds: dict[str, str]
    drift_checks: dict[str, DriftCheck]
    items: dict[str, Item]
    outlines: dict[str, Outline]


@cache
def document_data() -> DocumentData:
    """Return what the shipped file holds; read once. Raises UnsoundData."""
    return read_document_data(FILE.read_bytes())


def read_document_data(content: bytes) -> DocumentData:
    """Return what a file holds. Raises UnsoundData with every fault."""
    faults = Faults()
    root = root_in(content, FILE.name, faults)
    root.allow(*_TOP)
    registers = {row.text("id"): _register(row) for row in _listed(root, "registers")}
    sources = {row.text("id"): _source(row, registers) for row in _listed(root, "sources")}
    kinds = _words(root.row("drift_kinds", needed=True))
    checks = {row.text("id"): _check(row, kinds, registers) for row in _listed(root, "drift_checks")}
    rules = {row.text("id"): _rule(row) for row in _listed(root, "retention_rules")}
    item_rows, outline_rows = _listed(root, "items"), _listed(root, "templates")
    outline_ids, item_ids = [row.text("id") for row in outline_rows], [row.text("id") for row in item_rows]
    found = DocumentData(
        edition=root.number("edition", least=1),
        header=_header(root),
        retention_rules=rules,
        registers=registers,
        sources=sources,
        drift_kinds=kinds,
        drift_checks=checks,
        items={row.text("id"): _item(row, outline_ids, rules, registers, checks) for row in item_rows},
        outlines={row.text("id"): _outline(row, item_ids, sources) for row in outline_rows},
    )
    _compare_both_ways(root, found)
    _compare_counts(root.row("meta", needed=True), found)
    require_sound(faults)
    return found


def _listed(root: Row, name: str) -> tuple[Row, ...]:
    rows = root.rows(name, needed=True)
    ids_of(rows)
    return rows


def _words(row: Row) -> dict[str, str]:
    return {name: row.text(name) for name in row.names()}


def _header(root: Row) -> tuple[HeaderMark, ...]:
    found = []
    for row in root.rows("header", needed=True):
        row.allow("mark", "from", "label")
        row.choice("from", ("document",))
        found.append(HeaderMark(row.text("mark"), row.text("label")))
    _refuse_repeated(root, [one.name for one in found])
    return tuple(found)


def _register(row: Row) -> FeedingRegister:
    row.allow("id", "package", "noun")
    return FeedingRegister(row.text("id"), row.text("package"), row.text("noun", most=200))


def _source(row: Row, registers: Collection[str]) -> Source:
    row.allow("id", "register", "what", "columns")
    is_named = bool(row.text("register", needed=False))
    found = Source(
        id=row.text("id"),
        register=row.choice("register", registers) if is_named else None,
        what=row.text("what", most=200),
        columns=row.texts("columns"),
    )
    if found.is_list != bool(found.columns):
        row.faults.note("columns", f"“{found.id}” has columns only if it is a list.", row)
    _refuse_repeated(row, found.columns)
    return found


def _check(row: Row, kinds: Collection[str], registers: Collection[str]) -> DriftCheck:
    row.allow("id", "how", "register", "compare")
    how, register = row.choice("how", kinds), row.choice("register", registers)
    return DriftCheck(row.text("id"), how, register, row.text("compare", most=300))


def _rule(row: Row) -> RetentionRule:
    row.allow("id", "months", "starts", "applies_to", "source", "longer")
    longer = row.row("longer")
    longer.allow("months", "starts", "when")
    return RetentionRule(
        id=row.text("id"),
        months=row.number("months", least=1),
        starts=row.text("starts", most=200),
        applies_to=row.text("applies_to", most=300),
        source=row.text("source"),
        longer=LongerRetention(longer.number("months", least=1), longer.text("starts"), longer.text("when"))
        if row.has("longer")
        else None,
    )


def _item(
    row: Row, outlines: Collection[str], rules: Collection[str], registers: Collection[str], checks: Collection[str]
) -> Item:
    row.allow(
        *("id", "title", "clauses", "controls", "kind", "mandatory", "documentation", "templates", "review_months"),
        *("retention", "owner_role", "approver_role", "fed_by", "drift", "note"),
    )
    roles = [role.id for role in starter().roles]
    mandatory = row.choice("mandatory", (MUST, IF_CONTROL_INCLUDED, CUSTOMARY))
    if row.has("documentation") != (mandatory == IF_CONTROL_INCLUDED):
        row.faults.note("documentation", "What a control asks for is explicit or implied, and nothing else is.", row)
    return Item(
        id=row.text("id"),
        title=row.text("title", most=200),
        clauses=row.texts("clauses"),
        controls=row.texts("controls"),
        kind=row.choice("kind", ("D", "R", "D+R")),
        mandatory=mandatory,
        documentation=row.choice("documentation", ("explicit", "implied")) if row.has("documentation") else "",
        outlines=row.choices("templates", outlines),
        review_months=row.number("review_months", least=1, most=120)
        if row.text("review_months", needed=False)
        else None,
        retention=row.choice("retention", rules),
        owner_role=row.choice("owner_role", roles),
        approver_role=row.choice("approver_role", roles) if row.text("approver_role", needed=False) else None,
        fed_by=row.choices("fed_by", registers),
        drift=row.choices("drift", checks),
        note=prose(row, "note", needed=False),
    )


def _outline(row: Row, items: Collection[str], sources: dict[str, Source]) -> Outline:
    row.allow("id", "title", "one_per", "serves", "sections")
    found = Outline(
        id=row.text("id"),
        title=row.text("title", most=200),
        one_per=row.choice("one_per", ABOUT),
        serves=row.choices("serves", items),
        sections=tuple(_section(one, sources) for one in row.rows("sections", needed=True)),
    )
    _refuse_repeated(row, [mark.name for mark in found.marks])
    _refuse_repeated(row, [section.heading for section in found.sections])
    return found


def _section(row: Row, sources: dict[str, Source]) -> Section:
    row.allow("heading", "guidance", "marks")
    marks = tuple(_mark(one, sources) for one in row.rows("marks", needed=True))
    return Section(row.text("heading", most=200), prose(row, "guidance"), marks)


def _mark(row: Row, sources: dict[str, Source]) -> Mark:
    row.allow("mark", "from", "columns", "label")
    source = row.choice("from", sources)
    offered = sources[source].columns if source else ()
    columns = row.choices("columns", offered)
    if bool(offered) != bool(columns):
        row.faults.note("columns", "A list is drafted with some of its columns, and a value has none.", row)
    _refuse_repeated(row, columns)
    return Mark(row.text("mark", most=60), source, columns, row.text("label", most=200))


def _refuse_repeated(row: Row, words: Collection[str]) -> None:
    for word, times in Counter(words).items():
        if times > 1:
            row.faults.note("duplicate-id", f"“{word}” is used twice.", row)


def _compare_both_ways(root: Row, found: DocumentData) -> None:
    drafted = {(outline, item.id) for item in found.items.values() for outline in item.outlines}
    served = {(outline.id, item) for outline in found.outlines.values() for item in outline.serves}
    for outline, item in sorted(drafted ^ served):
        root.faults.note("one-way", f"“{outline}” and “{item}” do not name each other.", root)


def _compare_counts(meta: Row, found: DocumentData) -> None:
    meta.allow("serves", "sources", "mandatory", "kinds", "rules", "drafting", *_COUNTS)
    marks = [mark for outline in found.outlines.values() for mark in outline.marks]
    counted = (
        *(len(found.items), len(found.outlines), sum(len(one.sections) for one in found.outlines.values()), len(marks)),
        *(sum(mark.is_for_person for mark in marks), len(found.sources), len(found.drift_checks)),
        *(len(found.registers), len(found.retention_rules)),
    )
    for name, count in zip(_COUNTS, counted, strict=True):
        if meta.number(name) != count:
            meta.faults.note("count", f"“{name}” differs from the {count} in the file.", meta)
