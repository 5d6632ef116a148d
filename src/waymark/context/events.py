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
    NOTICE_LOGGED = "supplier-notice.logged", _("Supplier notice logged")
    NOTICE_EDITED = "supplier-notice.edited", _("Supplier notice edited")
    NOTICE_OWNED = "supplier-notice.owned", _("Owner of supplier notice changed")
    NOTICE_SCREENED = "supplier-notice.screened", _("Supplier notice screened")
    NOTICE_DECIDED = "supplier-notice.decided", _("Supplier notice decided")
    NOTICE_INFORMED = "supplier-notice.informed", _("Users informed of supplier notice")
    NOTICE_CLOSED = "supplier-notice.closed", _("Supplier notice closed")


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
    CLASSIFIED = "classification.made", _("AI system classified by the law")
    CLASS_KEPT = "system.classified", _("Legal class of AI system changed")
    MEASURED = "system.measured", _("Measures of AI system edited")
    METRIC_SET = "system-metric.set", _("Measure of AI system edited")
    DUTIES_EDITED = "system.duties-edited", _("Duties of AI system edited")
    DUTY_FOLLOWED = "system-duty.followed", _("Duty follows from the classification")
    DUTY_SET = "system-duty.set", _("Duty of AI system edited")
    DUTY_OWNED = "system-duty.owned", _("Owner of a duty changed")
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


class TriggerEvent(Event):
    """What can happen to a trigger."""

    FIRED = "trigger.fired", _("Trigger entered")
    RESCHEDULED = "trigger.rescheduled", _("Due date of trigger changed")
    SETTLED = "trigger.settled", _("Trigger closed")
    OWNED = "trigger.owned", _("Owner of trigger changed")


class UnitEvent(Event):
    """What can happen to a unit of the inventory."""

    ADDED = "inventory-unit.added", _("Unit added")
    EDITED = "inventory-unit.edited", _("Unit edited")
    CONFIRMED = "inventory-unit.confirmed", _("Inventory of the unit confirmed as complete")
    OWNED = "inventory-unit.owned", _("Owner of unit changed")
    RETIRED = "inventory-unit.retired", _("Unit retired")
    REINSTATED = "inventory-unit.reinstated", _("Unit reinstated")


class ScopeEvent(Event):
    """What can happen to a version of the scope statement."""

    DRAFTED = "scope.drafted", _("Version of the scope drafted")
    EDITED = "scope.edited", _("Draft of the scope edited")
    OWNED = "scope.owned", _("Owner of scope version changed")
    ASKED = "scope.approval-requested", _("Approval of the scope requested")
    RETURNED = "scope.returned", _("Changes to the scope requested")
    TAKEN_BACK = "scope.taken-back", _("Scope returned to draft")
    APPROVED = "scope.approved", _("Scope approved")
    RECORDED = "scope.approval-recorded", _("Approval of the scope given outside recorded")
    TOOK_EFFECT = "scope.took-effect", _("Scope took effect")
    SUPERSEDED = "scope.superseded", _("Scope superseded by another version")
    REVIEWED = "scope.reviewed", _("Scope reviewed")
    WITHDRAWN = "scope.withdrawn", _("Version of the scope withdrawn")
