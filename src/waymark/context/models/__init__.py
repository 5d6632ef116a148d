"""The nouns of this package, gathered where Django looks for them."""

from waymark.context.models.factor import Factor
from waymark.context.models.headcount import Headcount
from waymark.context.models.need import Need
from waymark.context.models.obligation import Obligation
from waymark.context.models.party import Party
from waymark.context.models.planned_change import PlannedChange
from waymark.context.models.site import Site
from waymark.context.models.supplier import Supplier
from waymark.context.models.supplier_notice import SupplierNotice

__all__ = ["Factor", "Headcount", "Need", "Obligation", "Party", "PlannedChange", "Site", "Supplier", "SupplierNotice"]
