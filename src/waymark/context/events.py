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
    PARTY_ADDED = "party.added", _("Interested party added")
    PARTY_EDITED = "party.edited", _("Interested party edited")
    PARTY_REVIEWED = "party.reviewed", _("Interested party reviewed")
    PARTY_OWNED = "party.owned", _("Owner of interested party changed")
    PARTY_RETIRED = "party.retired", _("Interested party retired")
    PARTY_REINSTATED = "party.reinstated", _("Interested party reinstated")
    NEED_ADDED = "need.added", _("Need added")
    NEED_EDITED = "need.edited", _("Need edited")
    NEED_OWNED = "need.owned", _("Owner of need changed")
    NEED_TAKEN_ON = "need.taken-on", _("Need taken on")
    NEED_DECLINED = "need.declined", _("Need declined")
    SITE_ADDED = "site.added", _("Site added")
    SITE_EDITED = "site.edited", _("Site edited")
    SITE_OWNED = "site.owned", _("Owner of site changed")
    SITE_RETIRED = "site.retired", _("Site retired")
    SITE_REINSTATED = "site.reinstated", _("Site reinstated")
    HEADCOUNT_RECORDED = "headcount.recorded", _("Headcount recorded")
    CHANGE_PROPOSED = "planned-change.proposed", _("Planned change proposed")
    CHANGE_EDITED = "planned-change.edited", _("Planned change edited")
    CHANGE_OWNED = "planned-change.owned", _("Owner of planned change changed")
    CHANGE_APPROVED = "planned-change.approved", _("Planned change approved")
    CHANGE_COMPLETED = "planned-change.completed", _("Planned change completed")
    CHANGE_DROPPED = "planned-change.dropped", _("Planned change dropped")
    OBLIGATION_ADDED = "obligation.added", _("Obligation added")
    OBLIGATION_EDITED = "obligation.edited", _("Obligation edited")
    OBLIGATION_CHECKED = "obligation.checked", _("Obligation checked")
    OBLIGATION_OWNED = "obligation.owned", _("Owner of obligation changed")
    OBLIGATION_DECLINED = "obligation.declined", _("Candidate obligation declined")
    OBLIGATION_RETIRED = "obligation.retired", _("Obligation retired")
    OBLIGATION_TAKEN_ON = "obligation.taken-on", _("Obligation taken on again")
