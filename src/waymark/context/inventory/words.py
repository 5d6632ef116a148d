"""Which details of a system stand in which section, what they choose from, and what a stored choice is called."""

from functools import cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.context.inventory.choices import InventoryField
from waymark.context.inventory.reading import inventory
from waymark.context.law.reading import current_law

OWN_COLUMNS: Final = frozenset(
    {"ref", "name", "owner", "unit", "roles", "ai_act_roles", "purpose", "origin", "supplier", "personal_data"}
    | {"decision_effect", "stage", "go_live_on", "retired_on", "legal_class", "high_risk_route", "in_scope"}
    | {"transparency_duties", "fria_owed", "last_risk", "last_impact", "metrics"}
)
"""Fields of the inventory that the system itself, its classification or its measures hold."""
SECTIONS: Final[dict[str, str | Promise]] = {
    "purpose": _("Use and purpose"),
    "setting": _("People and places"),
    "output": _("Output"),
    "oversight": _("Human oversight"),
    "origin": _("Supply"),
    "model": _("Model"),
    "data": _("Data"),
    "resources": _("Resources"),
    "life": _("Upkeep"),
    "identity": _("Names and summary"),
    "people": _("Responsibility and contact"),
    "law": _("Legal basis"),
    "public": _("Public information"),
}
"""The sections in the order of the page; each is edited by itself."""
LADDERS: Final = frozenset({"human_involvement", "autonomy"})
"""Lists of which one rung holds; of the others several choices may."""
PINNING: Final = {"pinned": _("Pinned: we decide when it changes"), "floating": _("Floating: the supplier changes it")}


def fields_of(section: str) -> tuple[InventoryField, ...]:
    """Return the details of a section, in their order."""
    return tuple(one for one in inventory().fields if one.group == section and one.id not in OWN_COLUMNS)


def label_of(field: str) -> str:
    """Return what a field is called; its id for one that is not there any more."""
    found = inventory().field(field)
    return found.label if found is not None else field


def choices_of(field: InventoryField) -> list[tuple[str, str | Promise]]:
    """Return what a detail chooses from, each with its sentence where it has one; empty for a text."""
    if field.id == "version_pinning":
        return list(PINNING.items())
    if field.options == "data_categories":
        return [(one.id, one.name) for one in inventory().data_categories]
    return [
        (one.id, f"{one.name}: {one.text}" if one.text else one.name)
        for one in inventory().lists.get(field.options, ())
    ]


def is_single(field: InventoryField) -> bool:
    """Return whether one choice holds and not several."""
    return field.options in LADDERS or field.id == "version_pinning"


@cache
def _names() -> dict[str, str | Promise]:
    found = inventory()
    names: dict[str, str | Promise] = {one.id: one.name for options in found.lists.values() for one in options}
    return {**names, **{one.id: one.name for one in found.data_categories}, **PINNING}


def choice_in_words(key: object) -> str:
    """Return what a stored choice is called."""
    return str(_names().get(str(key), key))


@cache
def role_choices() -> tuple[tuple[str, str], ...]:
    """Return the roles by ISO/IEC 22989 that an organisation can hold, each followed by its sub-roles."""
    return tuple(
        pair
        for role in inventory().roles
        if role.is_ours
        for pair in (
            (role.id, role.name),
            *((f"{role.id}.{one.id}", f"{role.name}: {one.name}") for one in role.sub_roles),
        )
    )


def role_in_words(key: object) -> str:
    """Return what a stored role is called."""
    return dict(role_choices()).get(str(key), str(key))


@cache
def act_role_choices() -> tuple[tuple[str, str], ...]:
    """Return the roles of the EU AI Act."""
    return tuple((one.id, one.name) for one in current_law().roles)


def act_role_in_words(key: object) -> str:
    """Return what a stored role of the EU AI Act is called."""
    return dict(act_role_choices()).get(str(key), str(key))
