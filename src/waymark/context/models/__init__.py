"""The nouns of this package, gathered where Django looks for them."""

from waymark.context.models.classification import Classification, SystemDuty
from waymark.context.models.supplier import Supplier
from waymark.context.models.system import AISystem
from waymark.context.models.system_answer import SystemAnswer
from waymark.context.models.system_request import SystemRequest
from waymark.context.models.trigger import SystemTrigger

__all__ = ["AISystem", "Classification", "Supplier", "SystemAnswer", "SystemDuty", "SystemRequest", "SystemTrigger"]
