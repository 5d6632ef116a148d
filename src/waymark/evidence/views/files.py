"""Handing out the files of a capture."""

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from waymark.core.respond import respond
from waymark.evidence.fetch import file_or_404
from waymark.evidence.files.serving import answer, frame
from waymark.evidence.forms.evidence import PageForm
from waymark.evidence.previewing import preview_of
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


@require_safe
@needs(Can.READ)
def preview(request: OrganisationRequest, item: int, capture: int, position: int) -> HttpResponse:
    """Show what is in a file, for a frame of the page of evidence; rights are asked as for the file itself."""
    attached = file_or_404(request, item, capture, position)
    form = PageForm(request.GET)
    form.is_valid()
    shown = preview_of(attached.file, form.cleaned_data.get("page") or 1)
    status = 200 if shown.beginning or shown.drawn else 422
    context = {"attached": attached, "preview": shown}
    return frame(respond(request, page="evidence/preview.html", context=context, status=status))
