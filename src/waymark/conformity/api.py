"""Operations on requirements: programs read the list as its page shows it, and go over to the next edition."""

from ninja import Router, Schema, Status

from waymark.conformity.carrying.acts import carry_over_to
from waymark.conformity.carrying.editions import edition_named
from waymark.conformity.carrying.preview import preview
from waymark.conformity.forms import CarryOverForm
from waymark.conformity.registers.point import POINTS
from waymark.conformity.registers.requirement import REQUIREMENTS
from waymark.core.wire.described import READS, WRITES, query_parameters, request_body, responses
from waymark.core.wire.sent import fill, query_of
from waymark.people.policy import OrganisationRequest
from waymark.people.rights import Can
from waymark.people.token_auth import api_needs
from waymark.records.api import add_list, perform

router = Router(tags=["Requirements"])
add_list(router, REQUIREMENTS)
add_list(router, POINTS)


class PointLine(Schema):
    """What happens to one point: `sources` are points before, `becomes` is as_it_is, look_again or nothing."""

    point: str
    text: str
    basis: str
    verdict: str
    becomes: str
    evidence: int
    owner: str
    why: str
    sources: str


class PreviewOut(Schema):
    """What going over to an edition would change, point by point; points that stay are only counted."""

    current: str
    edition: str
    counts: dict[str, int]
    reworded: list[PointLine]
    moves: list[PointLine]
    comes: list[PointLine]
    goes: list[PointLine]


class RoundOut(Schema):
    """The new round in which the verdicts stand that were carried over."""

    reference: str
    title: str


@router.get(
    "/edition",
    response=responses(*READS, ok=PreviewOut),
    openapi_extra=query_parameters(CarryOverForm),
    url_name="edition",
)
@api_needs(Can.MANAGE_AIMS)
def show_carry_over(request: OrganisationRequest) -> PreviewOut:
    """Show what going over to an edition would change."""
    form = CarryOverForm()
    fill(form, query_of(request))
    shown = preview(request.organisation, edition_named(form.cleaned_data["edition"]))
    return PreviewOut(**shown.as_data())


@router.post(
    "/edition",
    response=responses(*WRITES, made=RoundOut),
    openapi_extra=request_body(CarryOverForm),
    url_name="edition",
)
@api_needs(Can.MANAGE_AIMS)
def carry_over(request: OrganisationRequest) -> Status[RoundOut]:
    """Go over to the edition that replaces the one in use; the second time is refused and changes nothing."""
    form = CarryOverForm()
    made = perform(
        request,
        form,
        lambda typed: carry_over_to(request.organisation, typed["edition"], by=request.member),
    )
    return Status(201, RoundOut(reference=made.reference, title=made.title))
