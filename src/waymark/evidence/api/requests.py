"""Operations on requests for evidence."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from ninja import Router, Status

from waymark.core.clock import day_in
from waymark.core.wire.described import WRITES, request_body, responses
from waymark.core.wire.sent import Payload, body_of, fill
from waymark.evidence.answering import answer_with
from waymark.evidence.api.key import key_of
from waymark.evidence.asking import RequestDraft, ask
from waymark.evidence.fetch import evidence_request_or_404, require_asked, require_asker
from waymark.evidence.files.uploads import takes_evidence
from waymark.evidence.forms import AnswerForm, AskForm, EditRequestForm
from waymark.evidence.models.capture import Source
from waymark.evidence.models.request import EvidenceRequest
from waymark.evidence.queries import request_rows
from waymark.evidence.receiving import receive
from waymark.evidence.registers import REQUESTS
from waymark.people.policy import OrganisationRequest
from waymark.people.rights import Can
from waymark.people.token_auth import api_needs
from waymark.records.api import OWNER, add_list, perform, row_out
from waymark.records.forms import ReasonForm
from waymark.records.picking import REFERENCE, RecordField
from waymark.work.owners import OwnerForm, give

router = Router(tags=["Requests for evidence"])
_Row: Final = add_list(router, REQUESTS)
_REQUEST = "/evidence/requests/{int:evidence_request}"
_ASKED = {"type": "integer", "description": "Key of the member who is asked."}
_THERE = {"type": "integer", "description": "Number of evidence that is there already."}


@router.post(
    "/evidence/requests",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(AskForm, record=REFERENCE, asked_of=_ASKED),
    url_name="evidence_requests",
)
@api_needs(Can.COLLECT)
def ask_member(request: OrganisationRequest) -> Status[Any]:
    """Ask a member for evidence, about a record if one is named."""
    organisation = request.organisation
    form = AskForm(organisation=organisation, today=day_in(organisation.time_zone))
    form.fields["record"] = RecordField(request.member)

    def act(typed: dict[str, Any]) -> EvidenceRequest:
        line = typed.pop("record")
        about = {"kind": line.kind, "record_id": line.pk} if line else {}
        return ask(organisation, RequestDraft(**typed, **about), by=request.member)

    return _answer(request, perform(request, form, act))


@router.get(_REQUEST, response=responses(ok=_Row), url_name="evidence_request")
@api_needs(Can.READ)
def show_request(request: OrganisationRequest, evidence_request: int) -> Status[Any]:
    """Show one request for evidence."""
    return _answer(request, evidence_request_or_404(request, evidence_request), status=200)


@router.post(
    f"{_REQUEST}/answer",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(AnswerForm, files=True, evidence=_THERE),
    url_name="evidence_request_answer",
)
@api_needs(Can.COLLECT)
@takes_evidence
def answer_request(request: OrganisationRequest, evidence_request: int) -> Status[Any]:
    """Answer a request with something new, or with evidence that is there already."""
    asked, key = evidence_request_or_404(request, evidence_request), key_of(request)
    require_asked(request, asked)
    payload = body_of(request, with_files=True)
    form = _answer_form(request, asked, payload)
    fill(form, payload, key=key)
    answer_with(asked, form.answer(Source.API), by=request.member)
    return _answer(request, evidence_request_or_404(request, evidence_request))


@router.post(
    f"{_REQUEST}/edit",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(EditRequestForm),
    url_name="evidence_request_edit",
)
@api_needs(Can.COLLECT)
def edit_request(request: OrganisationRequest, evidence_request: int) -> Status[Any]:
    """Correct what is asked for, and by when."""
    form = EditRequestForm()
    return _act(request, evidence_request, form, lambda one, typed: one.edit(by=request.member, **typed))


@router.post(
    f"{_REQUEST}/owner",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(OwnerForm, owner=OWNER),
    url_name="evidence_request_owner",
)
@api_needs(Can.COLLECT)
def give_request(request: OrganisationRequest, evidence_request: int) -> Status[Any]:
    """Ask somebody else instead."""
    form = OwnerForm(reader=request.member, needed=True)
    return _act(request, evidence_request, form, lambda one, typed: give(one, by=request.member, **typed))


@router.post(
    f"{_REQUEST}/withdrawal",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(ReasonForm),
    url_name="evidence_request_withdrawal",
)
@api_needs(Can.COLLECT)
def withdraw_request(request: OrganisationRequest, evidence_request: int) -> Status[Any]:
    """Ask no longer, with the reason."""
    return _act(request, evidence_request, ReasonForm(), lambda one, typed: one.withdraw(by=request.member, **typed))


def _act(
    request: OrganisationRequest,
    number: int,
    form: forms.Form,
    act: Callable[[EvidenceRequest, dict[str, Any]], object],
) -> Status[Any]:
    asked = evidence_request_or_404(request, number)
    require_asker(request, asked)
    perform(request, form, lambda typed: act(asked, typed), record=asked)
    return _answer(request, asked)


def _answer_form(request: OrganisationRequest, asked: EvidenceRequest, payload: Payload) -> AnswerForm:
    given = receive(payload.files, [], by=request.member)
    form = AnswerForm(given=given, today=day_in(request.organisation.time_zone), member=request.member, asked=asked)
    # Programs know evidence by its number, as addresses do.
    form.fields["evidence"].to_field_name = "number"  # type: ignore[attr-defined]  # a model choice, as declared
    return form


def _answer(request: OrganisationRequest, asked: EvidenceRequest, *, status: int = 201) -> Status[Any]:
    return Status(status, row_out(REQUESTS, request_rows([asked], request.member)[0]))
