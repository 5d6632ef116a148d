"""What any record said on a day: the page that every history leads to."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from waymark.core.redirects import moved_to
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.reports.trail.past import past_page, record_called
from waymark.trail.forms import AsOfForm
from waymark.trail.history import history_about


@require_safe
@needs(Can.READ)
def record_as_of(request: OrganisationRequest, word: str, pk: int) -> HttpResponse:
    """Show a record as it stood at the end of a day; without a day, as it is, with its history."""
    organisation = request.organisation
    found = record_called(request.member, word, pk)
    if found is None:
        raise Http404
    kind, line = found
    days = {"as_of": request.GET["as_of"]} if "as_of" in request.GET else {}
    if kind.shows_own_past:
        return moved_to(f"{line.url}?{urlencode(days)}" if days else line.url)
    form = AsOfForm(request.GET if days else None, zone=organisation.time_zone)
    day = form.cleaned_data["as_of"] if form.is_valid() else form.today
    context = {
        "shown": past_page(request.member, kind, line, day),
        "is_past": form.is_valid(),
        "as_of": form,
        "as_of_address": request.path,
        "history": None if form.is_valid() else history_about(organisation.pk, (kind.kind, line.pk)),
    }
    status = 422 if form.errors else 200
    return respond(request, page="reports/record_as_of.html", context=context, status=status)
