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
