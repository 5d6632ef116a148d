"""What can happen to the context of an organisation."""

from django.utils.translation import gettext_lazy as _

from waymark.trail.events import Event


class ContextEvent(Event):
    """Events of this package."""

    SUPPLIER_ADDED = "supplier.added", _("Supplier added")
    SUPPLIER_EDITED = "supplier.edited", _("Supplier edited")
    SUPPLIER_REVIEWED = "supplier.reviewed", _("Supplier reviewed")
    SUPPLIER_OWNED = "supplier.owned", _("Owner of supplier changed")
    SUPPLIER_RETIRED = "supplier.retired", _("Supplier retired")
    SUPPLIER_REINSTATED = "supplier.reinstated", _("Supplier reinstated")
    FACTOR_ADDED = "factor.added", _("Factor added")
    FACTOR_EDITED = "factor.edited", _("Factor edited")
    FACTOR_DECIDED = "factor.climate-decided", _("Decision on climate change made")
    FACTOR_REVIEWED = "factor.reviewed", _("Factor reviewed")
    FACTOR_OWNED = "factor.owned", _("Owner of factor changed")
    FACTOR_RETIRED = "factor.retired", _("Factor retired")
    FACTOR_REINSTATED = "factor.reinstated", _("Factor reinstated")
