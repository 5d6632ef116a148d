"""The scope statement for programs: each operation has the form, the act and the right of its page."""

from typing import Any, Final

from django.http import Http404
from ninja import Router

from waymark.context.acts.scope_version import ACTS
from waymark.context.forms.scope_version import OnDayForm
from waymark.context.registers.scope_version import SCOPE_VERSIONS
from waymark.context.scope_view import in_force_on
from waymark.core.wire.described import READS, query_parameters, responses
from waymark.core.wire.sent import fill, query_of
from waymark.people.policy import OrganisationRequest
from waymark.people.rights import Can
from waymark.people.token_auth import api_needs
from waymark.records.api import add_acts, add_list, row_out
from waymark.records.listing import reading_of

router = Router(tags=["Scope of the AIMS"])
_Row: Final = add_list(router, SCOPE_VERSIONS)


@router.get(
    "/scope/in-force",
    response=responses(*READS, ok=_Row),
    openapi_extra=query_parameters(OnDayForm),
    url_name="scope_in_force",
)
@api_needs(Can.READ)
def scope_in_force(request: OrganisationRequest) -> dict[str, Any]:
    """Show the version of the scope that was in force on a day, or is today; 404 where there was none."""
    form = OnDayForm()
    fill(form, query_of(request))
    day = form.cleaned_data["on"] or reading_of(request.member).today
    found = in_force_on(request.organisation, day)
    if found is None:
        raise Http404
    return row_out(SCOPE_VERSIONS, found)


add_acts(router, ACTS, _Row)
