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


class SystemEvent(Event):
    """What can happen to AI systems."""

    ADDED = "system.added", _("AI system added")
    EDITED = "system.edited", _("AI system edited")
    DESCRIBED = "system.described", _("Details of AI system edited")
    INCLUDED = "system.included", _("AI system taken into the scope")
    LEFT_OUT = "system.left-out", _("AI system left out of the scope")
    WENT_LIVE = "system.went-live", _("AI system put into use")
    OWNED = "system.owned", _("Owner of AI system changed")
    RETIRED = "system.retired", _("AI system retired")
    REINSTATED = "system.reinstated", _("AI system reinstated")
    ANSWERED = "system-answer.given", _("Detail of AI system answered")
    ASKED = "system-answer.open", _("Detail of AI system not known yet")
    ANSWER_OWNED = "system-answer.owned", _("Owner of an open detail changed")


class RequestEvent(Event):
    """What can happen to a request for an AI system."""

    PROPOSED = "system-request.proposed", _("AI system proposed")
    ASKED = "system-request.asked", _("More information requested")
    ANSWERED = "system-request.answered", _("Question about a proposed AI system answered")
    TAKEN_IN = "system-request.taken-in", _("Proposed AI system added to the inventory")
    MERGED = "system-request.merged", _("Proposed AI system merged")
    DECLINED = "system-request.declined", _("Proposed AI system declined")
    OWNED = "system-request.owned", _("Owner of a proposed AI system changed")
