"""Operations on requests for evidence."""

from typing import Any, Final

from ninja import Router, Status

from waymark.core.clock import day_in
from waymark.core.wire.described import WRITES, request_body, responses
from waymark.core.wire.sent import Payload, body_of, fill
from waymark.evidence.acts.request import ACTS
from waymark.evidence.answering import answer_with
from waymark.evidence.api.key import key_of
from waymark.evidence.asking import RequestDraft, ask
from waymark.evidence.fetch import evidence_request_or_404, require_asked
from waymark.evidence.files.uploads import takes_evidence
from waymark.evidence.forms.request import AnswerForm, AskForm
from waymark.evidence.models.capture import Source
from waymark.evidence.models.request import EvidenceRequest
from waymark.evidence.queries import request_rows
from waymark.evidence.receiving import receive
from waymark.evidence.registers.request import REQUESTS
from waymark.people.policy import OrganisationRequest
from waymark.people.rights import Can
from waymark.people.token_auth import api_needs
from waymark.records.api import add_acts, add_list, perform, row_out
from waymark.records.picking import REFERENCE, RecordField

router = Router(tags=["Requests for evidence"])
_Row: Final = add_list(router, REQUESTS)
_REQUEST = "/evidence/requests/{int:evidence_request}"
_ASKED = {"type": "integer", "description": "Key of the member who is asked."}
_THERE = {"type": "integer", "description": "Number of existing evidence."}


@router.post(
    "/evidence/requests",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(AskForm, record=REFERENCE, asked_of=_ASKED),
    url_name="evidence_requests",
)
@api_needs(Can.COLLECT)
def ask_member(request: OrganisationRequest) -> Status[Any]:
    """Request evidence from a member, about a record if given."""
    organisation = request.organisation
    form = AskForm(organisation=organisation, today=day_in(organisation.time_zone))
    form.fields["record"] = RecordField(request.member)

    def act(typed: dict[str, Any]) -> EvidenceRequest:
        line = typed.pop("record")
        about = {"kind": line.kind, "record_id": line.pk} if line else {}
        return ask(organisation, RequestDraft(**typed, **about), by=request.member)

    return _answer(request, perform(request, form, act))


@router.post(
    f"{_REQUEST}/answer",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(AnswerForm, files=True, evidence=_THERE),
    url_name="evidence_request_answer",
)
@api_needs(Can.COLLECT)
@takes_evidence
def answer_request(request: OrganisationRequest, evidence_request: int) -> Status[Any]:
    """Answer a request with new or existing evidence."""
    asked, key = evidence_request_or_404(request, evidence_request), key_of(request)
    require_asked(request, asked)
    payload = body_of(request, with_files=True)
    form = _answer_form(request, asked, payload)
    fill(form, payload, key=key)
    answer_with(asked, form.answer(Source.API), by=request.member)
    return _answer(request, evidence_request_or_404(request, evidence_request))


add_acts(router, ACTS, _Row)


def _answer_form(request: OrganisationRequest, asked: EvidenceRequest, payload: Payload) -> AnswerForm:
    given = receive(payload.files, [], by=request.member)
    form = AnswerForm(given=given, today=day_in(request.organisation.time_zone), member=request.member, asked=asked)
    # Programs know evidence by its number, as addresses do.
    form.fields["evidence"].to_field_name = "number"  # type: ignore[attr-defined]  # a model choice, as declared
    return form


def _answer(request: OrganisationRequest, asked: EvidenceRequest, *, status: int = 201) -> Status[Any]:
    return Status(status, row_out(REQUESTS, request_rows([asked], request.member)[0]))
