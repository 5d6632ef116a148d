"""Operations on evidence, its captures, checks and links."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponseBase
from ninja import Router, Status

from waymark.core.clock import day_in
from waymark.core.wire.described import READS, WRITES, query_parameters, request_body, responses
from waymark.core.wire.sent import body_of, fill, query_of
from waymark.evidence.api import shown
from waymark.evidence.api.key import key_of, require_same
from waymark.evidence.checking import check_as
from waymark.evidence.collecting import add_capture, collect_for
from waymark.evidence.fetch import capture_or_404, file_or_404, item_or_404, link_or_404, own_item_or_404
from waymark.evidence.files.serving import answer
from waymark.evidence.files.uploads import takes_evidence
from waymark.evidence.forecasting import forecast
from waymark.evidence.forms.capture import CaptureForm
from waymark.evidence.forms.evidence import (
    CheckForm,
    EditEvidenceForm,
    ForecastForm,
    InvolvementForm,
    NewEvidenceForm,
    TargetForm,
)
from waymark.evidence.freshness import add_months
from waymark.evidence.involvement import involvements
from waymark.evidence.linking import end_link, link
from waymark.evidence.models.capture import Source
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.queries import item_view
from waymark.evidence.receiving import receive
from waymark.evidence.registers.evidence import EVIDENCE
from waymark.people.policy import OrganisationRequest
from waymark.people.rights import Can
from waymark.people.token_auth import api_needs
from waymark.records.api import add_list, perform
from waymark.records.forms import ReasonForm
from waymark.records.picking import REFERENCES
from waymark.work.owners import OWNER, OwnerForm, give

router = Router(tags=["Evidence"])
_ITEM = "/evidence/{int:item}"
_CAPTURE = f"{_ITEM}/captures/{{int:capture}}"
_FILE = f"{_CAPTURE}/files/{{int:position}}"
_OWNER = {"type": "integer", "description": "Key of the owner; by default the member of the token."}
_KIND = {"type": "string", "description": "Kind of record, such as requirement or point."}
_CONTENT = {"responses": {200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}}}


add_list(router, EVIDENCE)


@router.post(
    "/evidence",
    response=responses(*WRITES, made=shown.Item),
    openapi_extra=request_body(NewEvidenceForm, files=True, owner=_OWNER, records=REFERENCES),
    url_name="evidence",
)
@api_needs(Can.COLLECT)
@takes_evidence
def create_evidence(request: OrganisationRequest) -> Status[shown.Item]:
    """Add evidence with its first version (files, a link or a note), and link it to records."""
    organisation, member, key = request.organisation, request.member, key_of(request)
    payload = body_of(request, with_files=True)
    today = day_in(organisation.time_zone)
    given = receive(payload.files, [], by=member)
    form = NewEvidenceForm(given=given, today=today, organisation=organisation, member=member)
    fill(form, payload, key=key)
    collected = form.capture_draft(Source.API)
    evidence, capture = collect_for(organisation, form.draft(), collected, form.cleaned_data["records"], by=member)
    require_same(capture, collected)
    return _item(request, evidence, status=201)


@router.get(
    "/evidence/forecast",
    response=responses(*READS, ok=shown.ForecastOut),
    openapi_extra=query_parameters(ForecastForm),
    url_name="evidence_forecast",
)
@api_needs(Can.READ)
def foresee(request: OrganisationRequest) -> shown.ForecastOut:
    """List evidence that will no longer count on a day; in three months unless `on` is given."""
    form = ForecastForm()
    fill(form, query_of(request))
    day = form.cleaned_data["on"] or add_months(day_in(request.organisation.time_zone), 3)
    return shown.foreseen(forecast(request.organisation, request.member, day))


@router.get(
    "/evidence/verifications",
    response=responses(*READS, ok=list[shown.InvolvementOut]),
    openapi_extra=query_parameters(InvolvementForm),
    url_name="evidence_verifications",
)
@api_needs(Can.READ)
def list_verifications(request: OrganisationRequest) -> list[shown.InvolvementOut]:
    """List who checked which evidence, newest first; `member` asks for the checks of one."""
    form = InvolvementForm()
    fill(form, query_of(request))
    found = involvements(request.member, member=form.cleaned_data["member"])
    return [shown.involved(one) for one in found]


@router.get(_ITEM, response=responses(ok=shown.Item), url_name="evidence_item")
@api_needs(Can.READ)
def show_evidence(request: OrganisationRequest, item: int) -> Status[shown.Item]:
    """Show one piece of evidence with each file, check and link."""
    return _item(request, item_or_404(request, item))


@router.post(
    f"{_ITEM}/captures",
    response=responses(*WRITES, made=shown.Item),
    openapi_extra=request_body(CaptureForm, files=True),
    url_name="evidence_captures",
)
@api_needs(Can.COLLECT)
@takes_evidence
def capture_evidence(request: OrganisationRequest, item: int) -> Status[shown.Item]:
    """Add a new version, which replaces the current one."""
    evidence, key = item_or_404(request, item), key_of(request)
    evidence.require_used()
    payload = body_of(request, with_files=True)
    given = receive(payload.files, [], by=request.member)
    form = CaptureForm(given=given, today=day_in(request.organisation.time_zone))
    fill(form, payload, key=key)
    collected = form.capture_draft(Source.API)
    require_same(add_capture(evidence, collected, by=request.member), collected)
    return _item(request, item_or_404(request, item), status=201)


@router.post(
    f"{_CAPTURE}/verifications",
    response=responses(*WRITES, made=shown.Item),
    openapi_extra=request_body(CheckForm),
    url_name="evidence_check",
)
@api_needs(Can.VERIFY)
def check_capture(request: OrganisationRequest, item: int, capture: int) -> Status[shown.Item]:
    """Verify or reject the newest version, unless the member collected it."""
    checked = capture_or_404(request, item_or_404(request, item), capture)
    form = CheckForm()
    fill(form, body_of(request))
    check_as(checked, by=request.member, **form.cleaned_data)
    return _item(request, item_or_404(request, item), status=201)


@router.get(_FILE, response=responses(422), openapi_extra=_CONTENT, url_name="evidence_file")
@api_needs(Can.READ)
def download_file(request: OrganisationRequest, item: int, capture: int, position: int) -> HttpResponseBase:
    """Download one file, unchanged."""
    attached = file_or_404(request, item, capture, position)
    return answer(attached.file.sha256, attached.name, attached.file.media_type, request=request)


@router.post(
    f"{_ITEM}/links",
    response=responses(*WRITES, made=shown.Item),
    openapi_extra=request_body(TargetForm, kind=_KIND),
    url_name="evidence_links",
)
@api_needs(Can.COLLECT)
def link_evidence(request: OrganisationRequest, item: int) -> Status[shown.Item]:
    """Link evidence to one more record; an existing link stays."""
    evidence = item_or_404(request, item)
    form = TargetForm(reader=request.member)
    fill(form, body_of(request))
    link(evidence, form.line.kind, form.line.pk, by=request.member, why=form.cleaned_data["why"])
    return _item(request, evidence, status=201)


@router.post(
    f"{_ITEM}/links/{{int:link}}/ending",
    response=responses(*WRITES, made=shown.Item),
    openapi_extra=request_body(ReasonForm),
    url_name="evidence_unlinking",
)
@api_needs(Can.COLLECT)
def unlink_evidence(request: OrganisationRequest, item: int, link: int) -> Status[shown.Item]:
    """End the link of evidence to a record."""
    evidence = item_or_404(request, item)
    made = link_or_404(request, evidence, link)
    form = ReasonForm()
    fill(form, body_of(request))
    end_link(made.read_at(form.cleaned_data["version"]), by=request.member, reason=form.cleaned_data["reason"])
    return _item(request, evidence, status=201)


@router.post(
    f"{_ITEM}/description",
    response=responses(*WRITES, made=shown.Item),
    openapi_extra=request_body(EditEvidenceForm, kept=EditEvidenceForm.KEPT),
    url_name="evidence_description",
)
@api_needs(Can.COLLECT)
def edit_evidence(request: OrganisationRequest, item: int) -> Status[shown.Item]:
    """Edit the description of a piece of evidence."""
    form = EditEvidenceForm(initial=EditEvidenceForm.first(own_item_or_404(request, item)))
    return _act(request, item, form, lambda one, typed: one.edit(by=request.member, **typed))


@router.post(
    f"{_ITEM}/owner",
    response=responses(*WRITES, made=shown.Item),
    openapi_extra=request_body(OwnerForm, owner=OWNER),
    url_name="evidence_owner",
)
@api_needs(Can.COLLECT)
def give_evidence(request: OrganisationRequest, item: int) -> Status[shown.Item]:
    """Change the owner."""
    form = OwnerForm(reader=request.member, needed=True)
    return _act(request, item, form, lambda one, typed: give(one, by=request.member, **typed))


@router.post(
    f"{_ITEM}/retirement",
    response=responses(*WRITES, made=shown.Item),
    openapi_extra=request_body(ReasonForm),
    url_name="evidence_retirement",
)
@api_needs(Can.COLLECT)
def retire_evidence(request: OrganisationRequest, item: int) -> Status[shown.Item]:
    """Retire a piece of evidence."""
    return _act(request, item, ReasonForm(), lambda one, typed: one.retire(by=request.member, **typed))


@router.post(
    f"{_ITEM}/reinstatement",
    response=responses(*WRITES, made=shown.Item),
    openapi_extra=request_body(ReasonForm),
    url_name="evidence_reinstatement",
)
@api_needs(Can.COLLECT)
def reinstate_evidence(request: OrganisationRequest, item: int) -> Status[shown.Item]:
    """Reinstate a retired piece of evidence."""
    return _act(request, item, ReasonForm(), lambda one, typed: one.reinstate(by=request.member, **typed))


def _act(
    request: OrganisationRequest, item: int, form: forms.Form, act: Callable[[Evidence, dict[str, Any]], object]
) -> Status[shown.Item]:
    evidence = own_item_or_404(request, item)
    perform(request, form, lambda typed: act(evidence, typed), record=evidence)
    return _item(request, item_or_404(request, item), status=201)


def _item(request: OrganisationRequest, evidence: Evidence, *, status: int = 200) -> Status[shown.Item]:
    day = day_in(request.organisation.time_zone)
    return Status(status, shown.item(item_view(evidence, request.member, day)))
