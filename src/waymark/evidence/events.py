"""What can happen to evidence, captures, links and requests."""

from django.utils.translation import gettext_lazy as _

from waymark.trail.events import Event


class EvidenceEvent(Event):
    """Events of this package."""

    BEGUN = "evidence.begun", _("Evidence added")
    DESCRIBED = "evidence.described", _("Evidence edited")
    HANDED_OVER = "evidence.handed-over", _("Owner of evidence changed")
    RETIRED = "evidence.retired", _("Evidence retired")
    TAKEN_UP = "evidence.taken-up", _("Evidence reinstated")
    RENEWED = "evidence.renewed", _("Evidence renewed")
    CHECKED = "evidence.checked", _("Evidence checked")
    STORED = "file.stored", _("File stored")
    SCANNED = "file.scanned", _("File scanned")
    CAPTURED = "capture.added", _("Version added")
    ATTACHED = "capture-file.attached", _("File attached to a version")
    VERIFIED = "verification.given", _("Version verified")
    REJECTED = "verification.refused", _("Version rejected")
    LINKED = "evidence-link.made", _("Evidence linked")
    UNLINKED = "evidence-link.ended", _("Link of evidence ended")
    ASKED = "evidence-request.made", _("Evidence requested")
    ANSWERED = "evidence-request.answered", _("Request for evidence answered")
    WITHDRAWN = "evidence-request.withdrawn", _("Request for evidence withdrawn")
    REQUEST_EDITED = "evidence-request.edited", _("Request for evidence edited")
    REQUEST_CARRIED = "evidence-request.carried", _("Request for evidence moved to the new edition")
    REASSIGNED = "evidence-request.handed-over", _("Request for evidence reassigned")
