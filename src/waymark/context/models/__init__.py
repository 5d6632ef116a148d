"""The nouns of this package, gathered where Django looks for them."""

from waymark.context.models.factor import Factor
from waymark.context.models.headcount import Headcount
from waymark.context.models.need import Need
from waymark.context.models.party import Party
from waymark.context.models.planned_change import PlannedChange
from waymark.context.models.site import Site
from waymark.context.models.supplier import Supplier
from waymark.context.models.system import AISystem
from waymark.context.models.system_answer import SystemAnswer
from waymark.context.models.system_request import SystemRequest

__all__ = [
    "AISystem",
    "Factor",
    "Headcount",
    "Need",
    "Party",
    "PlannedChange",
    "Site",
    "Supplier",
    "SystemAnswer",
    "SystemRequest",
]
