"""The page on which an organisation goes over to the next edition of its framework."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.conformity.carrying.acts import carry_over_to
from waymark.conformity.carrying.preview import preview
from waymark.conformity.forms import CarryOverForm
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.queries import next_edition
from waymark.conformity.views.fetch import framework_or_404
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit


@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_AIMS)
def carry_over(request: OrganisationRequest) -> HttpResponseBase:
    """Show what the next edition changes for this organisation, and take it over in one act."""
    organisation = request.organisation
    upcoming = next_edition(organisation)
    form = CarryOverForm(request.POST or None, initial={"edition": upcoming.slug if upcoming else ""})

    def done(made: GapAssessment) -> HttpResponseBase:
        messages.success(request, _("The organisation now uses the new edition. Look again at the marked verdicts."))
        return see_other("gap_round", organisation.slug, made.number)

    def page(shown: CarryOverForm) -> HttpResponse:
        context = {
            "form": shown,
            "current": framework_or_404(organisation),
            "preview": preview(organisation, upcoming) if upcoming else None,
        }
        status = 422 if shown.is_bound else 200
        return respond(request, page="conformity/carry_over.html", context=context, status=status)

    return submit(
        request,
        form,
        lambda typed: carry_over_to(organisation, typed["edition"], by=request.member),
        on_refusal=page,
        done=done,
    )
