"""One system in the order of a public register, to read and as a file."""

from django.http import Http404, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe

from waymark.context.acts.system import ACTS
from waymark.context.extracting import extract
from waymark.context.inventory.reading import inventory
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can


@require_safe
@needs(Can.READ)
def system_extract(request: OrganisationRequest, system: int, extract_of: str) -> HttpResponseBase:
    """Show what the inventory holds in the order of a public register; empty stays empty."""
    one, register = ACTS.find(request.member, system), inventory().register(extract_of)
    if one is None or register is None:
        raise Http404
    context = {"system": one, "extract": extract(one, register)}
    return respond(request, page="context/extract.html", context=context)


@require_safe
@needs(Can.READ)
def system_extract_file(request: OrganisationRequest, system: int, extract_of: str) -> HttpResponseBase:
    """Download the same as JSON; a text over its limit is refused with the limit."""
    one, register = ACTS.find(request.member, system), inventory().register(extract_of)
    if one is None or register is None:
        raise Http404
    response = JsonResponse(extract(one, register).plain(), json_dumps_params={"ensure_ascii": False, "indent": 2})
    name = f"{request.organisation.slug}-{one.reference}-{register.id}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
