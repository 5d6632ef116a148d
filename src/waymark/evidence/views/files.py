"""Handing out the files of a capture."""

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from waymark.evidence.files.serving import answer
from waymark.evidence.models.capture import CaptureFile
from waymark.evidence.refusals import FileInfected
from waymark.evidence.views.fetch import capture_or_404, item_or_404
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can


@require_safe
@needs(Can.READ)
def file(request: OrganisationRequest, item: int, capture: int, position: int) -> HttpResponseBase:
    """Hand out one file as it was given: as a download, or `?inline=1` for kinds a browser shows safely."""
    found = capture_or_404(request, item_or_404(request, item), capture)
    files = CaptureFile.objects.of(request.organisation).filter(capture=found, position=position)
    attached = files.select_related("file").first()
    if attached is None:
        raise Http404
    stored = attached.file
    if stored.is_infected:
        raise FileInfected(
            _("The scanner found something harmful in %(name)s: %(what)s.")
            % {"name": attached.name, "what": stored.scan_note},
            way_out=_("Bring a clean copy as a new capture."),
        )
    inline = bool(request.GET.get("inline")) and stored.opens_inline
    return answer(stored.sha256, attached.name, stored.media_type, inline=inline, request=request)
