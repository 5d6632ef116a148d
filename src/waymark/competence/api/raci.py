"""The RACI table for programs."""

from typing import Any, Final

from ninja import Router, Schema, Status

from waymark.competence.acts.raci import ACTS
from waymark.competence.forms.raci import AdoptTableForm
from waymark.competence.raci import adopt_activities
from waymark.core.wire.described import WRITES, request_body, responses
from waymark.people.policy import OrganisationRequest
from waymark.people.rights import Can
from waymark.people.token_auth import api_needs
from waymark.records.api import add_acts, add_list, perform

router = Router(tags=["RACI table"])
_Row: Final = add_list(router, ACTS.register)


class AdoptedActivities(Schema):
    """The activities that were adopted, by their references."""

    activities: list[str]


@router.post(
    "/raci/adoption",
    response=responses(*WRITES, made=AdoptedActivities),
    openapi_extra=request_body(AdoptTableForm),
    url_name="raci_adoption",
)
@api_needs(Can.MANAGE_AIMS)
def adopt_raci_table(request: OrganisationRequest) -> Status[Any]:
    """Adopt every proposed activity of the RACI table that is left."""
    made = perform(request, AdoptTableForm(), lambda _typed: adopt_activities(request.organisation, by=request.member))
    return Status(201, {"activities": [one.reference for one in made]})


add_acts(router, ACTS, _Row)
