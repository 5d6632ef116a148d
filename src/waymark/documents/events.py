"""What can happen to documents and to their versions."""

from django.utils.translation import gettext_lazy as _

from waymark.trail.events import Event


class DocumentEvent(Event):
    """Events of this package."""

    ADDED = "document.added", _("Document added")
    EDITED = "document.edited", _("Document edited")
    OWNED = "document.owned", _("Owner of document changed")
    REVIEWED = "document.reviewed", _("Document reviewed")
    REVIEW_SET = "document.review-scheduled", _("Next review of document set")
    REPLACED = "document.replaced", _("Document replaced")
    WITHDRAWN = "document.withdrawn", _("Document withdrawn")
    DRAFTED = "document-version.drafted", _("Version drafted")
    DRAFT_EDITED = "document-version.edited", _("Draft edited")
    FILE_ATTACHED = "document-version.file-attached", _("File of version uploaded")
    FILE_DROPPED = "document-version.file-dropped", _("Text of version used instead of the file")
    TEXT_IMPORTED = "document-version.text-imported", _("Text of Word document imported")
    SUBMITTED = "document-version.submitted", _("Version submitted for approval")
    RETURNED = "document-version.returned", _("Changes to version requested")
    APPROVED = "document-version.approved", _("Version approved")
    APPROVED_OUTSIDE = "document-version.approved-outside", _("Approval outside Waymark recorded")
    APPROVAL_FILE_ADDED = "document-version.approval-file-added", _("File of approval outside Waymark added")
    IN_FORCE = "document-version.in-force", _("Version took effect")
    SUPERSEDED = "document-version.superseded", _("Version superseded")
    VERSION_WITHDRAWN = "document-version.withdrawn", _("Version withdrawn")
    RETENTION_SET = "document-version.retention-set", _("Disposal day of version set")
    DISPOSED = "document-version.disposed", _("Version disposed of")


class ExternalEvent(Event):
    """What can happen to external documents."""

    ADDED = "external-document.added", _("External document added")
    EDITED = "external-document.edited", _("External document edited")
    OWNED = "external-document.owned", _("Watcher of external document changed")
    CHECKED = "external-document.checked", _("External document checked")
    RETIRED = "external-document.retired", _("External document retired")
    REINSTATED = "external-document.reinstated", _("External document reinstated")


class CampaignEvent(Event):
    """What can happen to acknowledgement campaigns."""

    STARTED = "campaign.started", _("Acknowledgement campaign started")
    OWNED = "campaign.owned", _("Owner of campaign changed")
    EXTENDED = "campaign.extended", _("Due date of campaign changed")
    WIDENED = "campaign.widened", _("More members asked by campaign")
    CARRIED_ON = "campaign.carried-on", _("Campaign carried on to a new version")
    CLOSED = "campaign.closed", _("Acknowledgement campaign closed")
    READER_ASKED = "campaign-reader.asked", _("Member asked to read")
    READER_ASKED_AGAIN = "campaign-reader.asked-again", _("Member asked to read again")
