"""What can be done with a unit of the inventory."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.context.forms.inventory_unit import ConfirmForm, EditUnitForm, NewUnitForm
from waymark.context.models.inventory_unit import LIFECYCLE, InventoryUnit
from waymark.context.registers.inventory_unit import UNITS
from waymark.records import retiring
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.work.owners import OWNER, giving

ACTS: Final[RecordActs[InventoryUnit]] = RecordActs(
    model=InventoryUnit,
    register=UNITS,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        form=NewUnitForm,
        given=lambda reader: {"organisation": reader.organisation},
        make=lambda organisation, typed, by: InventoryUnit.add(organisation, by=by, **typed),
        described={"owner": OWNER},
    ),
    acts=(
        RecordAct(
            name="confirm",
            path="confirmations",
            form=ConfirmForm,
            do=lambda one, typed, by: one.confirm(by=by, **typed),
        ),
        RecordAct(
            name="edit",
            path="edit",
            form=EditUnitForm,
            kept=("name", "next_confirmation_on"),
            do=lambda one, typed, by: one.edit(by=by, **typed),
            button=_("Save"),
        ),
        giving(),
        *retiring.ACTS,
    ),
)
