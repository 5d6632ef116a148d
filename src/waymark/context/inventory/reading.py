"""Reads `data/ai-systems.yaml`: every fault is found at once, and ids point only at what is there."""

from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Final

from waymark.catalogue.rows import Faults, Row
from waymark.context.inventory.choices import (
    ChangeKind,
    ChecklistItem,
    DataCategory,
    IntakeQuestion,
    Inventory,
    InventoryField,
    Metric,
    NoticeKind,
    Option,
    Stage,
    SystemRole,
    TriggerKind,
)
from waymark.context.inventory.registers import read_registers
from waymark.context.package_data import flag, ids_of, prose, require_sound, root_in

FILE: Final = Path(__file__).parent.parent / "data" / "ai-systems.yaml"
LISTS: Final = (
    "output_kinds",
    "human_involvement",
    "autonomy",
    "decision_effects",
    "origin_kinds",
    "oversight_measures",
)
"""The lists that are nothing but choices, some of them ladders."""
_PARTS: Final = (
    *("version", "checked_on", "meta", "roles", "role_map", *LISTS, "lifecycle_stages", "data_categories"),
    *("retirement_checklist", "due_words", "trigger_kinds", "change_kinds", "supplier_notice_kinds", "system_kinds"),
    *("metric_library", "intake_questions", "intake_outcomes", "inventory_fields", "organisation_fields"),
    *("record_fields", "registers"),
)
_DUE: Final = ("due", "look", "no")


@cache
def inventory() -> Inventory:
    """Return what the shipped file holds; read once. Raises UnsoundData."""
    return read_inventory(FILE.read_bytes())


def read_inventory(content: bytes) -> Inventory:
    """Return what a file holds. Raises UnsoundData with every fault."""
    faults = Faults()
    root = root_in(content, FILE.name, faults)
    root.allow(*_PARTS)
    triggers = tuple(_trigger(row) for row in _listed(root, "trigger_kinds"))
    fires = {one.id for one in triggers} | {"none"}
    fields = tuple(_field(row) for row in _listed(root, "inventory_fields"))
    known = {one.id for one in fields}
    kinds = root.texts("system_kinds", needed=True)
    found = Inventory(
        version=root.number("version", least=1),
        checked_on=root.text("checked_on"),
        roles=tuple(_role(row) for row in _listed(root, "roles")),
        lists={name: tuple(_option(row) for row in _listed(root, name)) for name in LISTS},
        stages=tuple(_stage(row) for row in _listed(root, "lifecycle_stages") if flag(row, "for_systems")),
        data_categories=tuple(_category(row) for row in _listed(root, "data_categories")),
        retirement=tuple(_item(row) for row in _listed(root, "retirement_checklist")),
        triggers=triggers,
        changes=tuple(_change(row, known, fires) for row in _listed(root, "change_kinds")),
        notices=tuple(_notice(row, fires) for row in _listed(root, "supplier_notice_kinds")),
        metrics=tuple(_metric(row, kinds) for row in _listed(root, "metric_library")),
        questions=tuple(_question(row, known) for row in _listed(root, "intake_questions")),
        outcomes=root.texts("intake_outcomes", needed=True),
        fields=fields,
        registers=read_registers(root, known),
    )
    require_sound(faults)
    return found


def _listed(root: Row, name: str) -> tuple[Row, ...]:
    rows = root.rows(name, needed=True)
    ids_of(rows)
    return rows


def _option(row: Row) -> Option:
    row.allow("id", "name", "text", "rung", "level", "adapts")
    name = next((one for one in ("rung", "level") if row.has(one)), "")
    return Option(row.text("id"), row.text("name"), row.text("text", needed=False), row.number(name) if name else 0)


def _role(row: Row) -> SystemRole:
    row.allow("id", "name", "text", "certifiable", "sub_roles")
    sub_roles = tuple(_option(one) for one in _listed(row, "sub_roles"))
    return SystemRole(row.text("id"), row.text("name"), prose(row, "text"), flag(row, "certifiable"), sub_roles)


def _stage(row: Row) -> Stage:
    row.allow("id", "for_systems", "name", "text", "gate")
    return Stage(row.text("id"), row.text("name"), prose(row, "text"), prose(row, "gate"))


def _category(row: Row) -> DataCategory:
    row.allow("id", "name", "personal", "special", "watch", "note")
    return DataCategory(row.text("id"), row.text("name"), flag(row, "personal"), flag(row, "special"))


def _item(row: Row) -> ChecklistItem:
    row.allow("id", "text", "kind")
    return ChecklistItem(row.text("id"), prose(row, "text"), row.text("kind"))


def _trigger(row: Row) -> TriggerKind:
    row.allow("id", "name", "risk", "impact", "classification", "soa", "serious", "by_notice_kind", "own_intervals")
    due = (row.choice(name, _DUE) for name in ("risk", "impact", "classification", "soa"))
    return TriggerKind(row.text("id"), row.text("name"), *due)


def _change(row: Row, fields: Collection[str], fires: Collection[str]) -> ChangeKind:
    row.allow("id", "name", "fields", "fires", "note")
    return ChangeKind(
        row.text("id"),
        row.text("name"),
        row.choices("fields", fields),
        row.choice("fires", fires),
        prose(row, "note", needed=False),
    )


def _notice(row: Row, fires: Collection[str]) -> NoticeKind:
    row.allow("id", "name", "fires", "days_to_screen", "mark")
    days = row.number("days_to_screen", least=1, most=365)
    return NoticeKind(
        row.text("id"), row.text("name"), row.choice("fires", fires), days, row.text("mark", needed=False)
    )


def _metric(row: Row, kinds: Collection[str]) -> Metric:
    row.allow("id", "name", "for", "direction", "unit", "why")
    return Metric(
        id=row.text("id"),
        name=row.text("name"),
        kinds=row.choices("for", kinds),
        direction=row.choice("direction", ("up", "down", "band")),
        unit=row.text("unit"),
        why=prose(row, "why"),
    )


def _question(row: Row, fields: Collection[str]) -> IntakeQuestion:
    row.allow("id", "text", "kind", "options", "required", "fills", "help", "shown_if")
    return IntakeQuestion(
        id=row.text("id"),
        text=prose(row, "text"),
        kind=row.choice("kind", ("text", "choice")),
        options=row.texts("options"),
        is_required=flag(row, "required"),
        fills=row.choice("fills", fields),
        help=prose(row, "help", needed=False),
    )


def _field(row: Row) -> InventoryField:
    row.allow("id", "label", "group", "options")
    return InventoryField(row.text("id"), row.text("label"), row.text("group"), row.text("options", needed=False))
