"""The RACI table for programs."""

from typing import Any, Final

from ninja import Router, Schema, Status

from waymark.competence.acts.raci import ACTS
from waymark.competence.forms.raci import AdoptTableForm, ColumnListForm
from waymark.competence.models.raci_columns import RaciColumns
from waymark.competence.raci import adopt_activities
from waymark.competence.raci_columns import arrange_columns
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


class ColumnsOut(Schema):
    """The roles that are columns, from left to right."""

    columns: list[str]


@router.get("/raci/columns", response=responses(ok=ColumnsOut), url_name="raci_columns")
@api_needs(Can.READ)
def show_raci_columns(request: OrganisationRequest) -> dict[str, Any]:
    """Show which roles are columns of the RACI table, from left to right."""
    return {"columns": RaciColumns.objects.in_force(request.organisation).roles}


@router.post(
    "/raci/columns",
    response=responses(*WRITES, made=ColumnsOut),
    openapi_extra=request_body(ColumnListForm),
    url_name="raci_columns",
)
@api_needs(Can.MANAGE_AIMS)
def set_raci_columns(request: OrganisationRequest) -> Status[Any]:
    """Choose which roles are columns of the RACI table, from left to right."""
    kept = perform(
        request,
        ColumnListForm(),
        lambda typed: arrange_columns(request.organisation, typed["columns"], by=request.member),
    )
    return Status(201, {"columns": kept.roles})


add_acts(router, ACTS, _Row)
