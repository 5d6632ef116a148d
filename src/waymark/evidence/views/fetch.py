"""What several views fetch first; what a member may not see does not exist."""

from django.http import Http404, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from waymark.evidence.models.capture import Capture, CaptureFile
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.models.request import EvidenceRequest
from waymark.evidence.queries import with_answering
from waymark.evidence.refusals import FileInfected, NotYours
from waymark.people.policy import OrganisationRequest
from waymark.people.records import RecordLine, line_written
from waymark.people.rights import Can


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
    if not found.is_open_to(request.member):
        raise NotYours(
            _("%(reference)s belongs to %(name)s.") % {"reference": found.reference, "name": found.owner.name},
            way_out=_("Ask its owner, or an AIMS manager."),
        )
    return found


def capture_or_404(request: OrganisationRequest, evidence: Evidence, capture: int) -> Capture:
    """Return one capture of a piece of evidence."""
    captures = Capture.objects.of(request.organisation).filter(evidence=evidence, number=capture)
    found = captures.select_related("collected_by").first()
    if found is None:
        raise Http404
    found.evidence, found.organisation = evidence, request.organisation
    return found


def wish_or_404(request: OrganisationRequest, wish: int) -> EvidenceRequest:
    """Return one request for evidence."""
    everything = EvidenceRequest.objects.of(request.organisation).numbered(wish)
    found = everything.select_related("asked_of", "asked_by", "evidence__owner").first()
    if found is None:
        raise Http404
    found.organisation = request.organisation
    return found


def require_asked(request: OrganisationRequest, asked: EvidenceRequest) -> None:
    """Raise NotYours unless the member was asked, or manages the AIMS."""
    if asked.asked_of_id != request.member.pk and not request.member.can(Can.MANAGE_AIMS):
        raise NotYours(
            _("%(name)s was asked for this, not you.") % {"name": asked.asked_of.name},
            way_out=_("Bring the evidence on its own page, or ask an AIMS manager."),
        )


def require_asker(request: OrganisationRequest, asked: EvidenceRequest) -> None:
    """Raise NotYours unless the member has asked, or manages the AIMS."""
    if asked.asked_by_id != request.member.pk and not request.member.can(Can.MANAGE_AIMS):
        raise NotYours(_("Only who asked, or an AIMS manager, takes a request back."))


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
            _("The scanner found something harmful in %(name)s: %(what)s.")
            % {"name": attached.name, "what": attached.file.scan_note},
            way_out=_("Bring a clean copy as a new capture."),
        )
    return attached


def record_named(request: OrganisationRequest) -> RecordLine | None:
    """Return the record an address names as `?for=requirement:57`, or None where it names none of ours."""
    return record_called(request, request.POST.get("for", "") or request.GET.get("for", ""))


def record_called(request: OrganisationRequest, text: str) -> RecordLine | None:
    """Return the record written as `requirement:57`, or None."""
    return line_written(request.member, text)


def way_back(request: OrganisationRequest, line: RecordLine | None) -> str:
    """Return the page to go back to: the one the address names, if it lies in this organisation, else the record's."""
    named = request.POST.get("back", "") or request.GET.get("back", "")
    inside = named.startswith(f"/o/{request.organisation.slug}/")
    if inside and url_has_allowed_host_and_scheme(named, allowed_hosts=None):
        return named
    return line.url if line is not None else ""


def see(address: str) -> HttpResponseRedirect:
    """Return a redirect with status 303 to a page of ours."""
    return HttpResponseRedirect(address, status=303)
