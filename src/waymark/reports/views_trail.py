"""The trail: the page, one entry, the export, and checkpoints to hand out and to check."""

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_safe

from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.reports.trail.checking import CheckpointForm, ForeignCheckpoint, check, compare_with_chain, key_of, refused
from waymark.reports.trail.choice import Choice, TrailFilterForm
from waymark.reports.trail.listing import entry_page, length_of, trail_page
from waymark.reports.trail.table import trail_csv
from waymark.trail import checkpoint as checkpoints


@require_safe
@needs(Can.READ_TRAIL)
def trail(request: OrganisationRequest) -> HttpResponse:
    """List every change, newest first, by who, what, when and which record."""
    form = TrailFilterForm(request.GET, organisation=request.organisation)
    is_valid = form.is_valid()
    if form.has_wrong_place:
        raise Http404
    choice = Choice.of(form) if is_valid else Choice()
    before, after = form.cleaned_data.get("before"), form.cleaned_data.get("after")
    context = {
        "form": form,
        "choice": choice,
        "shown": trail_page(choice, request.member, before=before, after=after) if is_valid else None,
        "length": length_of(request.member),
    }
    page, part = "reports/trail.html", "reports/_trail.html"
    return respond(request, page=page, part=part, context=context, status=200 if is_valid else 422)


@require_safe
@needs(Can.READ_TRAIL)
def entry(request: OrganisationRequest, seq: int) -> HttpResponse:
    """Show one entry: what changed, its hash and the one before it."""
    shown = entry_page(request.member, seq)
    if shown is None:
        raise Http404
    return respond(
        request, page="reports/trail_entry.html", context={"shown": shown, "length": length_of(request.member)}
    )


@require_safe
@needs(Can.READ_TRAIL)
def export(request: OrganisationRequest) -> HttpResponseBase:
    """Download the chosen entries as CSV, sent while it is made."""
    form = TrailFilterForm(request.GET, organisation=request.organisation)
    if not form.is_valid():
        context = {"form": form, "choice": Choice(), "shown": None, "length": length_of(request.member)}
        return respond(request, page="reports/trail.html", context=context, status=422)
    response = StreamingHttpResponse(trail_csv(Choice.of(form), request.member), content_type="text/csv; charset=utf-8")
    return _download(response, f"{request.organisation.slug}-trail.csv")


@require_safe
@needs(Can.READ_TRAIL)
def checkpoint(request: OrganisationRequest) -> HttpResponseBase:
    """Download where the chain ends now, signed."""
    text = checkpoints.write(request.organisation.pk)
    seq = checkpoints.read(text.encode()).statement.seq
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    return _download(response, f"{request.organisation.slug}-checkpoint-{seq}.txt")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.READ_TRAIL)
def checking(request: OrganisationRequest) -> HttpResponse:
    """Show the key of the installation; hold an uploaded checkpoint, or with `records` each record, to the chain.

    Both take their time with a long chain, so no link, prefetch or picture from elsewhere sets them off.
    """
    compares = "records" in request.POST
    form = CheckpointForm(None if compares else request.POST or None, None if compares else request.FILES or None)
    checked = None
    compared = compare_with_chain(request.organisation) if compares else None
    if form.is_bound and form.is_valid():
        try:
            checked = check(request.organisation, form.cleaned_data["file"])
        except ForeignCheckpoint as broken:
            refused(form, broken)
    known = {"key": key_of(request.organisation), "length": length_of(request.member)}
    context = {"form": form, "checked": checked, "compared": compared, **known}
    status = 422 if request.method == "POST" and not (checked or compared) else 200
    return respond(request, page="reports/trail_check.html", context=context, status=status)


def _download(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    add_never_cache_headers(response)
    return response
