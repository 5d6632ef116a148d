"""Registers as files."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from waymark.people.policy import NotYourRole, OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.records.choosing import ChoiceForm
from waymark.records.registers import register_named
from waymark.records.views import show_register
from waymark.reports.registers import FORMATS, file_name, register_file


@require_safe
@needs(Can.READ)
def register_file_view(request: OrganisationRequest, register: str, extension: str) -> HttpResponseBase:
    """Download exactly the rows that the page of a register shows with the same filters, all of them."""
    found = register_named(register)
    form = next((one for one in FORMATS if one.extension == extension), None)
    if found is None or form is None:
        raise Http404
    if not request.member.can(found.right):
        raise NotYourRole(_("Your role does not allow this."))
    asked = ChoiceForm(request.GET, register=found, reader=request.member)
    if not asked.is_valid():
        return show_register(request, found)
    chosen = asked.chosen()
    response = HttpResponse(register_file(chosen, form, request.member), content_type=form.content_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name(chosen, form, request.member)}"'
    add_never_cache_headers(response)
    return response
