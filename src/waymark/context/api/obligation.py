"""Obligations for programs: each operation has the form, the act and the right of its page; the starter register."""

from typing import Any, Final

from django.http import Http404
from ninja import Router, Status

from waymark.context.acts.obligation import ACTS
from waymark.context.candidates import candidate_row, known_of
from waymark.context.forms.obligation import DeclineCandidateForm
from waymark.context.models.obligation import Obligation
from waymark.context.registers.obligation import CANDIDATES, OBLIGATIONS
from waymark.core.wire.described import WRITES, request_body, responses
from waymark.people.policy import OrganisationRequest
from waymark.people.rights import Can
from waymark.people.token_auth import api_needs
from waymark.records.api import add_acts, add_list, perform, row_out

router = Router(tags=["Obligations"])
add_list(router, CANDIDATES)
_Row: Final = add_list(router, OBLIGATIONS)


@router.post(
    "/obligations/candidates/{candidate}/declining",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(DeclineCandidateForm),
    url_name="obligation_candidate_declining",
)
@api_needs(Can.MANAGE_AIMS)
def decline_candidate(request: OrganisationRequest, candidate: str) -> Status[Any]:
    """Decline a candidate of the starter register, with a reason."""
    found = candidate_row(request.organisation, candidate)
    if found is None:
        raise Http404
    known = known_of(found.candidate)

    def act(typed: dict[str, Any]) -> Obligation:
        return Obligation.decline_candidate(
            request.organisation, candidate=candidate, by=request.member, **typed, **known
        )

    return Status(201, row_out(OBLIGATIONS, perform(request, DeclineCandidateForm(), act)))


add_acts(router, ACTS, _Row)
