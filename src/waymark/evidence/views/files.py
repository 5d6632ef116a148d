"""Handing out the files of a capture."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from waymark.evidence.fetch import file_or_404
from waymark.evidence.files.serving import answer
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can


@require_safe
@needs(Can.READ)
def file(request: OrganisationRequest, item: int, capture: int, position: int) -> HttpResponseBase:
    """Hand out one file as it was given: as a download, or `?inline=1` for kinds a browser shows safely."""
    attached = file_or_404(request, item, capture, position)
    stored = attached.file
    inline = bool(request.GET.get("inline")) and stored.opens_inline
    return answer(stored.sha256, attached.name, stored.media_type, inline=inline, request=request)
