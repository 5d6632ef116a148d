"""Reads what public registers ask for, and where the inventory holds it."""

from collections.abc import Collection
from typing import Final

from waymark.catalogue.rows import Row
from waymark.context.inventory.choices import ExtractField, ExtractSection, PublicRegister
from waymark.context.package_data import flag, ids_of, prose

NOT_HELD: Final = "not held"
OBLIGATIONS: Final = ("required", "required_if", "optional", "system_filled", "deleted")
_FIELD: Final = (
    *("id", "name", "type", "limit", "obligation", "when", "note", "values", "values_note", "from", "shown"),
    *("number_basis", "na_allowed"),
)


def read_registers(root: Row, fields: Collection[str]) -> tuple[PublicRegister, ...]:
    """Return every register; `fields` are those of the inventory that a value may come from."""
    sources = {f"system.{one}" for one in fields}
    sources |= {f"organisation.{one}" for one in root.texts("organisation_fields", needed=True)}
    sources |= {f"record.{one}" for one in root.texts("record_fields", needed=True)}
    rows = root.rows("registers", needed=True)
    ids_of(rows)
    return tuple(_register(row, sources) for row in rows)


def _register(row: Row, sources: Collection[str]) -> PublicRegister:
    row.allow("id", "name", "edition", "publisher", "limits_known", "below", "language", "notes", "sections")
    sections = row.rows("sections", needed=True)
    ids_of(sections)
    return PublicRegister(
        id=row.text("id"),
        name=row.text("name"),
        edition=row.text("edition"),
        publisher=row.text("publisher"),
        language=row.text("language", needed=False),
        is_below=flag(row, "below"),
        notes=row.texts("notes"),
        sections=tuple(_section(one, sources) for one in sections),
    )


def _section(row: Row, sources: Collection[str]) -> ExtractSection:
    row.allow("id", "for", "repeat", "fields")
    rows = row.rows("fields", needed=True)
    ids_of(rows)
    return ExtractSection(row.text("id"), row.text("for"), tuple(_field(one, sources) for one in rows))


def _field(row: Row, sources: Collection[str]) -> ExtractField:
    row.allow(*_FIELD)
    is_limited = row.has("limit") and row.text("limit", needed=False)
    is_not_held = row.table.entries.get("from") is not None and _is_not_held(row)
    return ExtractField(
        id=row.text("id"),
        name=row.text("name"),
        type=row.text("type"),
        limit=row.number("limit", least=1) if is_limited else 0,
        obligation=row.choice("obligation", OBLIGATIONS),
        when=prose(row, "when", needed=False),
        note=prose(row, "note", needed=False),
        values=row.texts("values"),
        sources=() if is_not_held else _sources(row, sources),
    )


def _is_not_held(row: Row) -> bool:
    return getattr(row.table.entries["from"], "text", "") == NOT_HELD


def _sources(row: Row, known: Collection[str]) -> tuple[str, ...]:
    # What an answer of an impact assessment says is not here yet: it comes with impact assessments.
    later = tuple(one for one in row.texts("from", needed=True) if one.startswith("impact."))
    return row.choices("from", {*known, *later})
