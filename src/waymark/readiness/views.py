"""The path page."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.readiness.queries import path_page


@require_safe
@needs(Can.READ)
def path(request: OrganisationRequest) -> HttpResponse:
    """Show where the organisation is on the path, what is in the way, and what to do next."""
    context = {"page": path_page(request.organisation, request.member)}
    return respond(request, page="readiness/path.html", context=context)
