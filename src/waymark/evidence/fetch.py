"""What views and operations fetch first; what a member may not see does not exist."""

from django.http import Http404
from django.utils.translation import gettext as _

from waymark.core.redirects import came_from
from waymark.evidence.models.capture import Capture, CaptureFile
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.models.request import EvidenceRequest
from waymark.evidence.queries import with_answering
from waymark.evidence.refusals import FileInfected, UnknownRecord
from waymark.people.policy import OrganisationRequest
from waymark.records.governed import NotYours
from waymark.records.kinds import RecordLine, line_written


def item_or_404(request: OrganisationRequest, item: int) -> Evidence:
    """Return one visible piece of evidence."""
    visible = Evidence.objects.of(request.organisation).visible_to(request.member)
    found = with_answering(visible.numbered(item)).select_related("owner").first()
    if found is None:
        raise Http404
    found.organisation = request.organisation
    return found


def own_item_or_404(request: OrganisationRequest, item: int) -> Evidence:
    """Return one visible piece of evidence that the member may change; raises NotYours for others'."""
    found = item_or_404(request, item)
    return found.require_changer(request.member)


def capture_or_404(request: OrganisationRequest, evidence: Evidence, capture: int) -> Capture:
    """Return one capture of a piece of evidence."""
    captures = Capture.objects.of(request.organisation).filter(evidence=evidence, number=capture)
    found = captures.select_related("collected_by").first()
    if found is None:
        raise Http404
    found.evidence, found.organisation = evidence, request.organisation
    return found


def evidence_request_or_404(request: OrganisationRequest, evidence_request: int) -> EvidenceRequest:
    """Return one request for evidence."""
    everything = EvidenceRequest.objects.of(request.organisation).numbered(evidence_request)
    found = everything.select_related("owner", "asked_by", "evidence__owner").first()
    if found is None:
        raise Http404
    found.organisation = request.organisation
    return found


def require_asked(request: OrganisationRequest, asked: EvidenceRequest) -> None:
    """Raise NotYours unless the member was asked, or manages the AIMS."""
    if not asked.may_be_answered_by(request.member):
        raise NotYours(
            _("This was requested from %(name)s, not from you.") % {"name": asked.owner.name},
            way_out=_("Add the evidence on its own page, or ask an AIMS manager."),
        )


def link_or_404(request: OrganisationRequest, evidence: Evidence, link: int) -> EvidenceLink:
    """Return one link of a piece of evidence that was not ended."""
    found = EvidenceLink.objects.of(request.organisation).unended().filter(evidence=evidence, pk=link).first()
    if found is None:
        raise Http404
    found.evidence = evidence
    return found


def file_or_404(request: OrganisationRequest, item: int, capture: int, position: int) -> CaptureFile:
    """Return one file of a capture; raises FileInfected for one that nobody should open."""
    found = capture_or_404(request, item_or_404(request, item), capture)
    files = CaptureFile.objects.of(request.organisation).filter(capture=found, position=position)
    attached = files.select_related("file").first()
    if attached is None:
        raise Http404
    if attached.file.is_infected:
        raise FileInfected(
            _("The scanner found malware in %(name)s: %(what)s.")
            % {"name": attached.name, "what": attached.file.scan_note},
            way_out=_("Upload a clean copy as a new version."),
        )
    return attached


def record_named(request: OrganisationRequest) -> RecordLine | None:
    """Return the record an address names as `?for=requirement:57`, or None where it names none the member may read.

    Raises UnknownRecord where something is sent for a record that is not there, so that it is not saved for none.
    """
    named = request.POST.get("for", "") or request.GET.get("for", "")
    line = line_written(request.member, named)
    if line is None and named and request.method == "POST":
        raise UnknownRecord(
            _("There is no such record in this organisation."), way_out=_("Search for it by its number.")
        )
    return line


def way_back(request: OrganisationRequest, line: RecordLine | None) -> str:
    """Return the page to go back to: the one the address names, if it lies in this organisation, else the record's."""
    return came_from(request, line.url if line is not None else "", below=f"/o/{request.organisation.slug}/")
