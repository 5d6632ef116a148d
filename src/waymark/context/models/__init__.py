"""The nouns of this package, gathered where Django looks for them."""

from waymark.context.models.classification import Classification, SystemDuty
from waymark.context.models.factor import Factor
from waymark.context.models.headcount import Headcount
from waymark.context.models.inventory_unit import InventoryUnit
from waymark.context.models.need import Need
from waymark.context.models.obligation import Obligation
from waymark.context.models.party import Party
from waymark.context.models.planned_change import PlannedChange
from waymark.context.models.scope_version import ScopeVersion
from waymark.context.models.site import Site
from waymark.context.models.supplier import Supplier
from waymark.context.models.supplier_notice import SupplierNotice
from waymark.context.models.system import AISystem
from waymark.context.models.system_answer import SystemAnswer
from waymark.context.models.system_metric import SystemMetric
from waymark.context.models.system_request import SystemRequest
from waymark.context.models.trigger import SystemTrigger

__all__ = [
    "AISystem",
    "Classification",
    "Factor",
    "Headcount",
    "InventoryUnit",
    "Need",
    "Obligation",
    "Party",
    "PlannedChange",
    "ScopeVersion",
    "Site",
    "Supplier",
    "SupplierNotice",
    "SystemAnswer",
    "SystemDuty",
    "SystemMetric",
    "SystemRequest",
    "SystemTrigger",
]
