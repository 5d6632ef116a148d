"""Downloads."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from waymark.conformity.views.fetch import round_or_404
from waymark.context.acts.system import ACTS as SYSTEM_ACTS
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.reports.exports.system_card import system_card
from waymark.reports.gap import export_gap, file_name
from waymark.reports.writers.formats import Format, write


@require_safe
@needs(Can.READ)
def system_card_file(request: OrganisationRequest, system: int) -> HttpResponse:
    """Download the card of an AI system."""
    one = SYSTEM_ACTS.find(request.member, system)
    if one is None:
        raise Http404
    response = HttpResponse(write(Format.PDF, system_card(one)), content_type=Format.PDF.content_type)
    response["Content-Disposition"] = f'attachment; filename="{request.organisation.slug}-{one.reference}.pdf"'
    return response


@require_safe
@needs(Can.READ)
def gap_export(request: OrganisationRequest, number: int, extension: str) -> HttpResponse:
    """Download a round in one of the formats; `?only=gaps` leaves out what is no gap."""
    form = next((one for one in Format if one.extension == extension), None)
    only = request.GET.get("only", "")
    if form is None or only not in {"", "gaps"} or (only and form is Format.JSON):
        raise Http404
    assessment = round_or_404(request.organisation, number)
    response = HttpResponse(export_gap(assessment, form, gaps_only=bool(only)), content_type=form.content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name(assessment, form, gaps_only=bool(only))}"'
    return response
