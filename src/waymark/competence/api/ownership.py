"""What members confirm as theirs, for programs: who has answered when, what one owns, and the answers for it."""

from typing import Any, Final

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from waymark.competence.forms.ownership import OwnershipAnswersForm
from waymark.competence.models.ownership import OwnershipCheck
from waymark.competence.ownership import confirm_ownership, rows_of
from waymark.competence.registers.ownership import OWNERSHIP
from waymark.core.wire.described import WRITES, request_body, responses
from waymark.people.models.member import Member
from waymark.people.policy import OrganisationRequest
from waymark.people.rights import Can
from waymark.people.token_auth import api_needs
from waymark.records.api import add_list, perform
from waymark.work.owned import owned_records

router: Final = Router(tags=["Still mine?"])
add_list(router, OWNERSHIP)
_MEMBER: Final = "/ownership/{int:pk}"


class OwnedOut(Schema):
    """One owned record: `name` and `reference` call it in answers."""

    name: str
    kind: str
    reference: str
    title: str


class OwnedList(Schema):
    """Everything a member owns."""

    records: list[OwnedOut]


class Confirmed(Schema):
    """An answer for everything a member owned on a day."""

    checked_on: str
    next_due_on: str
    kept: int
    given: int
    flagged: list[str]


@router.get(_MEMBER, response=responses(ok=OwnedList), url_name="member_ownership")
@api_needs(Can.READ)
def show_owned(request: OrganisationRequest, pk: int) -> dict[str, Any]:
    """Show what a member owns: the member themselves, and who manages the AIMS."""
    return {"records": rows_of(owned_records(_asked_for(request, pk)))}


@router.post(
    f"{_MEMBER}/confirmation",
    response=responses(*WRITES, made=Confirmed),
    openapi_extra=request_body(OwnershipAnswersForm),
    url_name="member_ownership_confirmation",
)
@api_needs(Can.WORK)
def confirm_member_ownership(request: OrganisationRequest, pk: int) -> Status[Any]:
    """Keep an answer for everything a member owns: theirs, given to someone else, or flagged."""
    person = _asked_for(request, pk)
    form = OwnershipAnswersForm(member=person, owned=owned_records(person))
    check: OwnershipCheck = perform(
        request, form, lambda _typed: confirm_ownership(person, form.answer, by=request.member)
    )
    return Status(
        201,
        {
            "checked_on": check.checked_on.isoformat(),
            "next_due_on": check.next_due_on.isoformat(),
            "kept": check.kept,
            "given": check.given,
            "flagged": check.flagged,
        },
    )


def _asked_for(request: OrganisationRequest, pk: int) -> Member:
    """Return an active member if the reader may see what they own, as on the page."""
    everybody = Member.objects.of(request.organisation).active().select_related("organisation")
    person = get_object_or_404(everybody, pk=pk)
    if person.pk != request.member.pk and not request.member.can(Can.MANAGE_AIMS):
        raise Http404
    return person
