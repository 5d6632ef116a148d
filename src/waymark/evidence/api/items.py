"""Operations on evidence, its captures, checks and links."""

from django.http import HttpResponseBase
from ninja import Router, Status

from waymark.core.clock import day_in
from waymark.core.wire.described import READS, WRITES, answers, asking, taking
from waymark.core.wire.sent import asked_by, fill, sent_by
from waymark.evidence.api import shown
from waymark.evidence.api.key import key_of, require_same
from waymark.evidence.checking import reject, verify
from waymark.evidence.collecting import add_capture, collect
from waymark.evidence.files.serving import answer
from waymark.evidence.files.uploads import takes_evidence
from waymark.evidence.forecasting import forecast
from waymark.evidence.forms import (
    USUAL_ROWS,
    CaptureForm,
    CheckForm,
    ForecastForm,
    ListForm,
    NewEvidenceForm,
    TargetForm,
    WhyForm,
)
from waymark.evidence.freshness import add_months
from waymark.evidence.linking import end_link, link
from waymark.evidence.listing import slice_of
from waymark.evidence.models.capture import Source
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.queries import item_view
from waymark.evidence.receiving import receive
from waymark.evidence.views.fetch import capture_or_404, file_or_404, item_or_404, link_or_404
from waymark.people.bearing import asks
from waymark.people.policy import OrganisationRequest
from waymark.people.rights import Can

router = Router(tags=["Evidence"])
_ITEM = "/evidence/{int:item}"
_CAPTURE = f"{_ITEM}/captures/{{int:capture}}"
_FILE = f"{_CAPTURE}/files/{{int:position}}"
_OWN = frozenset({"key"})
_OWNER = {"type": "integer", "description": "Key of the owner; the member of the token unless given."}
_KIND = {"type": "string", "description": "Kind of record, such as requirement or point."}
_CONTENT = {"responses": {200: {"content": {"application/octet-stream": {"schema": {"type": "string"}}}}}}


@router.get("/evidence", response=answers(*READS, ok=shown.Listed), openapi_extra=asking(ListForm), url_name="evidence")
@asks(Can.READ)
def list_evidence(request: OrganisationRequest) -> shown.Listed:
    """List the evidence the member may see, the newest first; what is retired only if asked for by its condition."""
    form = ListForm()
    fill(form, asked_by(request))
    typed = form.cleaned_data
    day = day_in(request.organisation.time_zone)
    limit, cursor = typed["limit"] or USUAL_ROWS, typed["cursor"]
    return shown.listed(slice_of(request.member, typed, day, limit=limit, cursor=cursor))


@router.post(
    "/evidence",
    response=answers(*WRITES, made=shown.Item),
    openapi_extra=taking(NewEvidenceForm, own=_OWN, files=True, owner=_OWNER),
    url_name="evidence",
)
@asks(Can.COLLECT)
@takes_evidence
def name_evidence(request: OrganisationRequest) -> Status[shown.Item]:
    """Name a piece of evidence with its first capture: files, a link or a note."""
    organisation, member, key = request.organisation, request.member, key_of(request)
    sent = sent_by(request, with_files=True)
    today = day_in(organisation.time_zone)
    given = receive(sent.files, [], by=member)
    form = NewEvidenceForm(given=given, today=today, organisation=organisation, member=member)
    fill(form, sent, key=key)
    collected = form.collected(Source.API)
    evidence, capture = collect(organisation, form.naming(), collected, by=member)
    require_same(capture, collected)
    return _item(request, evidence, status=201)


@router.get(
    "/evidence/forecast",
    response=answers(*READS, ok=shown.ForecastOut),
    openapi_extra=asking(ForecastForm),
    url_name="evidence_forecast",
)
@asks(Can.READ)
def foresee(request: OrganisationRequest) -> shown.ForecastOut:
    """Tell what will no longer carry a claim on a day; in three months unless `on` says otherwise."""
    form = ForecastForm()
    fill(form, asked_by(request))
    day = form.cleaned_data["on"] or add_months(day_in(request.organisation.time_zone), 3)
    return shown.foreseen(forecast(request.organisation, request.member, day))


@router.get(_ITEM, response=answers(ok=shown.Item), url_name="evidence_item")
@asks(Can.READ)
def show_evidence(request: OrganisationRequest, item: int) -> Status[shown.Item]:
    """Show one piece of evidence down to each file, check and use."""
    return _item(request, item_or_404(request, item))


@router.post(
    f"{_ITEM}/captures",
    response=answers(*WRITES, made=shown.Item),
    openapi_extra=taking(CaptureForm, own=_OWN, files=True),
    url_name="evidence_captures",
)
@asks(Can.COLLECT)
@takes_evidence
def capture_evidence(request: OrganisationRequest, item: int) -> Status[shown.Item]:
    """Add what was collected anew; from now on it counts."""
    evidence, key = item_or_404(request, item), key_of(request)
    evidence.require_used()
    sent = sent_by(request, with_files=True)
    given = receive(sent.files, [], by=request.member)
    form = CaptureForm(given=given, today=day_in(request.organisation.time_zone))
    fill(form, sent, key=key)
    collected = form.collected(Source.API)
    require_same(add_capture(evidence, collected, by=request.member), collected)
    return _item(request, item_or_404(request, item), status=201)


@router.post(
    f"{_CAPTURE}/verifications",
    response=answers(*WRITES, made=shown.Item),
    openapi_extra=taking(CheckForm),
    url_name="evidence_check",
)
@asks(Can.VERIFY)
def check_capture(request: OrganisationRequest, item: int, capture: int) -> Status[shown.Item]:
    """State what was checked on the newest capture, or reject it; not on one the member collected."""
    checked = capture_or_404(request, item_or_404(request, item), capture)
    form = CheckForm()
    fill(form, sent_by(request))
    statement = form.cleaned_data["statement"]
    if form.cleaned_data["outcome"] == "rejected":
        reject(checked, by=request.member, reason=statement)
    else:
        verify(checked, by=request.member, statement=statement)
    return _item(request, item_or_404(request, item), status=201)


@router.get(_FILE, response=answers(422), openapi_extra=_CONTENT, url_name="evidence_file")
@asks(Can.READ)
def download_file(request: OrganisationRequest, item: int, capture: int, position: int) -> HttpResponseBase:
    """Hand out one file as it was given."""
    attached = file_or_404(request, item, capture, position)
    return answer(attached.file.sha256, attached.name, attached.file.media_type, request=request)


@router.post(
    f"{_ITEM}/links",
    response=answers(*WRITES, made=shown.Item),
    openapi_extra=taking(TargetForm, kind=_KIND),
    url_name="evidence_links",
)
@asks(Can.COLLECT)
def link_evidence(request: OrganisationRequest, item: int) -> Status[shown.Item]:
    """Use evidence for one more record; a link that is there already stays."""
    evidence = item_or_404(request, item)
    form = TargetForm(organisation=request.organisation)
    fill(form, sent_by(request))
    link(evidence, form.line.kind, form.line.pk, by=request.member, why=form.cleaned_data["why"])
    return _item(request, evidence, status=201)


@router.post(
    f"{_ITEM}/links/{{int:link}}/ending",
    response=answers(*WRITES, made=shown.Item),
    openapi_extra=taking(WhyForm),
    url_name="evidence_unlinking",
)
@asks(Can.COLLECT)
def unlink_evidence(request: OrganisationRequest, item: int, link: int) -> Status[shown.Item]:
    """Use evidence for a record no longer."""
    evidence = item_or_404(request, item)
    made = link_or_404(request, evidence, link)
    form = WhyForm()
    fill(form, sent_by(request))
    end_link(made.read_at(form.cleaned_data["version"]), by=request.member, reason=form.cleaned_data["reason"])
    return _item(request, evidence, status=201)


def _item(request: OrganisationRequest, evidence: Evidence, *, status: int = 200) -> Status[shown.Item]:
    day = day_in(request.organisation.time_zone)
    return Status(status, shown.item(item_view(evidence, day)))
