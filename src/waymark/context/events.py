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
