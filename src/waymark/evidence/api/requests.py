"""Operations on requests for evidence."""

from ninja import Router, Status

from waymark.core.clock import day_in
from waymark.core.wire.described import READS, WRITES, answers, asking, taking
from waymark.core.wire.sent import Sent, asked_by, fill, sent_by
from waymark.evidence.answering import answer_with
from waymark.evidence.api import shown
from waymark.evidence.api.key import key_of
from waymark.evidence.asking import Wish, ask
from waymark.evidence.files.uploads import takes_evidence
from waymark.evidence.forms import AnswerForm, AskForm, RecordField, RequestListForm, WhyForm
from waymark.evidence.models.capture import Source
from waymark.evidence.models.request import EvidenceRequest
from waymark.evidence.queries import requests_of
from waymark.evidence.receiving import receive
from waymark.evidence.views.fetch import require_asked, require_asker, wish_or_404
from waymark.people.bearing import asks
from waymark.people.policy import OrganisationRequest
from waymark.people.rights import Can

router = Router(tags=["Requests for evidence"])
_WISH = "/evidence/requests/{int:wish}"
_RECORD = {"type": "string", "description": "The record it is about, as links name it, such as requirement:57."}
_ASKED = {"type": "integer", "description": "Key of the member who is asked."}
_THERE = {"type": "integer", "description": "Number of evidence that is there already."}


@router.get(
    "/evidence/requests",
    response=answers(*READS, ok=shown.Requests),
    openapi_extra=asking(RequestListForm),
    url_name="evidence_requests",
)
@asks(Can.READ)
def list_requests(request: OrganisationRequest) -> shown.Requests:
    """List what was asked for, of whom, by when."""
    form = RequestListForm()
    fill(form, asked_by(request))
    mine = request.member if form.cleaned_data["of"] else None
    found = requests_of(request.organisation, day_in(request.organisation.time_zone), asked_of=mine)
    return shown.Requests(
        open=[shown.asked(row) for row in found.open], settled=[shown.asked(row) for row in found.settled]
    )


@router.post(
    "/evidence/requests",
    response=answers(*WRITES, made=shown.RequestOut),
    openapi_extra=taking(AskForm, record=_RECORD, asked_of=_ASKED),
    url_name="evidence_requests",
)
@asks(Can.COLLECT)
def ask_member(request: OrganisationRequest) -> Status[shown.RequestOut]:
    """Ask a member for evidence, about a record if one is named."""
    organisation = request.organisation
    today = day_in(organisation.time_zone)
    form = AskForm(organisation=organisation, today=today)
    form.fields["record"] = RecordField(request.member)
    fill(form, sent_by(request))
    typed = dict(form.cleaned_data)
    line = typed.pop("record")
    kind, record_id = (line.kind, line.pk) if line else ("", None)
    return _request(request, ask(organisation, Wish(**typed, kind=kind, record_id=record_id), by=request.member))


@router.get(_WISH, response=answers(ok=shown.RequestOut), url_name="evidence_request")
@asks(Can.READ)
def show_request(request: OrganisationRequest, wish: int) -> Status[shown.RequestOut]:
    """Show one request for evidence."""
    return _request(request, wish_or_404(request, wish), status=200)


@router.post(
    f"{_WISH}/answer",
    response=answers(*WRITES, made=shown.RequestOut),
    openapi_extra=taking(AnswerForm, own=frozenset({"key"}), files=True, evidence=_THERE),
    url_name="evidence_request_answer",
)
@asks(Can.COLLECT)
@takes_evidence
def answer_request(request: OrganisationRequest, wish: int) -> Status[shown.RequestOut]:
    """Answer a request with something new, or with evidence that is there already."""
    asked, key = wish_or_404(request, wish), key_of(request)
    require_asked(request, asked)
    sent = sent_by(request, with_files=True)
    form = _answer_form(request, asked, sent)
    fill(form, sent, key=key)
    answer_with(asked, form.answer(Source.API), by=request.member)
    return _request(request, wish_or_404(request, wish))


@router.post(
    f"{_WISH}/withdrawal",
    response=answers(*WRITES, made=shown.RequestOut),
    openapi_extra=taking(WhyForm),
    url_name="evidence_request_withdrawal",
)
@asks(Can.COLLECT)
def withdraw_request(request: OrganisationRequest, wish: int) -> Status[shown.RequestOut]:
    """Ask no longer, with the reason."""
    asked = wish_or_404(request, wish)
    require_asker(request, asked)
    form = WhyForm()
    fill(form, sent_by(request))
    asked.read_at(form.cleaned_data["version"]).withdraw(by=request.member, reason=form.cleaned_data["reason"])
    return _request(request, asked)


def _answer_form(request: OrganisationRequest, asked: EvidenceRequest, sent: Sent) -> AnswerForm:
    given = receive(sent.files, [], by=request.member)
    form = AnswerForm(given=given, today=day_in(request.organisation.time_zone), member=request.member, asked=asked)
    # Programs know evidence by its number, as addresses do.
    form.fields["evidence"].to_field_name = "number"  # type: ignore[attr-defined]  # a model choice, as declared
    return form


def _request(request: OrganisationRequest, asked: EvidenceRequest, *, status: int = 201) -> Status[shown.RequestOut]:
    return Status(status, shown.asked(shown.row_of(asked, day_in(request.organisation.time_zone))))
