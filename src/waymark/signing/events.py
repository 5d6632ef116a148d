"""What can happen to requests for signatures and to signatures."""

from django.utils.translation import gettext_lazy as _

from waymark.trail.events import Event


class SigningEvent(Event):
    """Events of this package."""

    ASKED = "signing-request.made", _("Signature requested")
    REASSIGNED = "signing-request.handed-over", _("Request for signature reassigned")
    ANSWERED = "signing-request.answered", _("Request for signature answered")
    WITHDRAWN = "signing-request.withdrawn", _("Request for signature withdrawn")
    VOIDED = "signing-request.voided", _("Request for signature void")
    RESCHEDULED = "signing-request.rescheduled", _("Due date of request for signature changed")
    ITEM_ADDED = "signing-item.added", _("Version put before a signer")
    ITEM_SIGNED = "signing-item.signed", _("Version signed")
    ITEM_RETURNED = "signing-item.returned", _("Changes requested")
    ITEM_VOIDED = "signing-item.voided", _("Pending signature void")
    SIGNED = "signature.given", _("Signature given")
    RULES_SET = "signing-rules.set", _("Rules on signatures edited")
