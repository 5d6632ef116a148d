"""The page of one unit: its systems, and when its head confirmed that the list is complete."""

from typing import Final

from waymark.context.acts.inventory_unit import ACTS
from waymark.context.models.inventory_unit import InventoryUnit
from waymark.records.pages import RecordPage

PAGE: Final[RecordPage[InventoryUnit]] = RecordPage(
    acts=ACTS,
    template="context/inventory_unit.html",
    more=lambda one, reading: {"systems": one.systems(), "is_due": one.is_confirmation_due(reading.today)},
)
