"""The units whose heads confirm that the inventory is complete."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.context.models.inventory_unit import InventoryUnit
from waymark.people.rights import Can
from waymark.records import columns, filters, retiring
from waymark.records.registers import QuerySetRows, Register
from waymark.work.owners import owner_act


def _is_due(row: InventoryUnit, reading: Any) -> bool:
    return row.is_confirmation_due(reading.today)


UNITS: Final[Register[InventoryUnit]] = Register(
    name="inventory_units",
    path="inventory-units",
    word="inventory-unit",
    label=_("Units"),
    intro=_("Each head of a unit confirms at an interval that every AI system of the unit is listed (A.4.2)."),
    source=QuerySetRows.of(InventoryUnit, prepare=lambda rows: rows.select_related("owner")),
    columns=(
        columns.reference(),
        columns.text("name", _("Name"), opens=True),
        columns.owner(),
        columns.day("confirmed_on", _("Last confirmation")),
        columns.number("confirmed_count", _("AI systems confirmed")),
        columns.text("confirmed_note", _("Note"), width=40, only_in_files=True),
        columns.day("next_confirmation_on", _("Next confirmation"), is_late=_is_due),
        *retiring.COLUMNS,
    ),
    filters=(
        filters.words(lambda one: (one.name,)),
        filters.owner(lambda one: one.owner_id),
        filters.tick(
            "confirmation_due",
            label=_("Confirmation due"),
            narrow=lambda rows, reading: rows.confirmation_due_by(reading.today),
            keeps=_is_due,
        ),
        retiring.STATE,
    ),
    acts=(owner_act(Can.WORK),),
    address="inventory_unit",
    changes="inventory_unit_changes",
    new="inventory_unit_new",
    new_label=_("Add unit"),
    nothing=(
        _("No units yet"),
        _("Add each unit with its head, who confirms at an interval that every AI system of the unit is listed."),
    ),
)
