"""AIMS roles for programs: each operation has the form, the act and the right of its page."""

from typing import Any, Final

from ninja import Router, Schema, Status

from waymark.competence.acts.role import ACTS
from waymark.competence.forms.role import AdoptForm
from waymark.competence.holding import adopt, proposed
from waymark.competence.registers.separation import SEPARATIONS
from waymark.core.wire.described import WRITES, request_body, responses
from waymark.people.policy import OrganisationRequest
from waymark.people.rights import Can
from waymark.people.token_auth import api_needs
from waymark.records.api import add_acts, add_list, perform

router = Router(tags=["AIMS roles"])
_Row: Final = add_list(router, ACTS.register)


class AdoptedRoles(Schema):
    """The roles that were adopted, by their references."""

    roles: list[str]


@router.post(
    "/aims-roles/proposals",
    response=responses(*WRITES, made=AdoptedRoles),
    openapi_extra=request_body(AdoptForm),
    url_name="aims_role_proposals",
)
@api_needs(Can.MANAGE_AIMS)
def adopt_aims_roles(request: OrganisationRequest) -> Status[Any]:
    """Adopt some of the proposed roles; from then on they are the organisation's own."""
    organisation = request.organisation
    form = AdoptForm(offered=proposed(organisation))
    roles = perform(request, form, lambda typed: adopt(organisation, typed["roles"], by=request.member))
    return Status(201, {"roles": [one.reference for one in roles]})


add_acts(router, ACTS, _Row)
add_list(router, SEPARATIONS)
