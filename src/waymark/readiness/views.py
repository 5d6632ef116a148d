"""The path page, and the target date that is set there."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.readiness.forms import TargetForm
from waymark.readiness.queries import path_page


@require_safe
@needs(Can.READ)
def path(request: OrganisationRequest) -> HttpResponse:
    """Show where the organisation is on the path, what is in the way, and what to do next."""
    organisation = request.organisation
    known = {"certificate_target_on": organisation.certificate_target_on, "version": organisation.version}
    return _page(request, TargetForm(initial=known))


@require_POST
@needs(Can.MANAGE_AIMS)
def target(request: OrganisationRequest) -> HttpResponseBase:
    """Set the target date for the certificate."""

    def saved(_result: object) -> HttpResponseBase:
        messages.success(request, _("Saved."))
        return see_other("path", request.organisation.slug)

    return submit(
        request,
        TargetForm(request.POST),
        lambda typed: request.organisation.set_target(typed["certificate_target_on"], by=request.member),
        record=request.organisation,
        on_refusal=lambda form: _page(request, form),
        done=saved,
    )


def _page(request: OrganisationRequest, form: TargetForm) -> HttpResponse:
    context = {
        "page": path_page(request.organisation, request.member),
        "target_form": form,
        "may_set_target": request.member.can(Can.MANAGE_AIMS),
    }
    return respond(request, page="readiness/path.html", context=context, status=422 if form.errors else 200)
