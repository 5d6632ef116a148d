"""Asking members for evidence, and answering."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.core.clock import day_in
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.evidence.acts.request import ACTS
from waymark.evidence.answering import answer_with
from waymark.evidence.asking import RequestDraft, ask
from waymark.evidence.fetch import evidence_request_or_404, record_named, require_asked, way_back
from waymark.evidence.files.uploads import takes_evidence
from waymark.evidence.forms.request import AnswerForm, AskForm
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.request import EvidenceRequest
from waymark.evidence.registers.request import REQUESTS
from waymark.evidence.views.collecting import kept_files, show_remarks, taken, valid_with
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.records.kinds import RecordLine, line_for
from waymark.records.listing import reading_of
from waymark.records.pages import RecordPage, shown_acts
from waymark.records.views import changes_view, register_view
from waymark.trail.history import history_of

requests, request_changes = register_view(REQUESTS), changes_view(REQUESTS)


@require_http_methods(["GET", "POST"])
@needs(Can.COLLECT)
def new_request(request: OrganisationRequest) -> HttpResponseBase:
    """Ask a member for evidence, about a record if the address names one."""
    organisation, line = request.organisation, record_named(request)
    form = AskForm(request.POST or None, organisation=organisation, today=day_in(organisation.time_zone))
    form.may_carry |= {"for"}
    about: dict[str, Any] = {"kind": line.kind, "record_id": line.pk} if line else {}

    def page(shown: AskForm) -> HttpResponseBase:
        context = {"form": shown, "line": line}
        return respond(request, page="evidence/ask.html", context=context, status=422 if shown.errors else 200)

    def asked(made: EvidenceRequest) -> HttpResponseBase:
        messages.success(request, _("Evidence requested from %(name)s.") % {"name": made.owner.name})
        return see_other(way_back(request, line)) if line else see_other("evidence_requests", organisation.slug)

    return submit(
        request,
        form,
        lambda typed: ask(organisation, RequestDraft(**typed, **about), by=request.member),
        on_refusal=page,
        done=asked,
    )


@takes_evidence
@require_http_methods(["GET", "POST"])
@needs(Can.READ, write=Can.COLLECT)
def one_request(request: OrganisationRequest, evidence_request: int) -> HttpResponseBase:
    """Show a request, and answer it with something new or with evidence that is there already."""
    asked = evidence_request_or_404(request, evidence_request)
    given, refused = taken(request)
    today = day_in(request.organisation.time_zone)
    form = AnswerForm(request.POST or None, given=given, today=today, member=request.member, asked=asked)
    if request.method == "POST":
        require_asked(request, asked)
        valid_with(form, refused)

    def answered(evidence: Evidence) -> HttpResponseBase:
        show_remarks(request, given)
        messages.success(request, _("Answered with %(reference)s.") % {"reference": evidence.reference})
        return see_other("evidence_request", request.organisation.slug, asked.number)

    return submit(
        request,
        form,
        lambda _typed: answer_with(asked, form.answer(), by=request.member),
        on_refusal=lambda shown: _page(request, asked, {}, shown),
        done=answered,
    )


def _about(request: OrganisationRequest, asked: EvidenceRequest) -> RecordLine | None:
    return line_for(request.member, asked.kind, asked.record_id or 0)


def _page(
    request: OrganisationRequest,
    asked: EvidenceRequest,
    refused: Mapping[str, forms.Form],
    answer: AnswerForm | None = None,
) -> HttpResponseBase:
    member, reading = request.member, reading_of(request.member)
    form = answer or AnswerForm(today=reading.today, member=member, asked=asked)
    context: dict[str, Any] = {
        "asked": asked,
        "line": _about(request, asked),
        "form": form,
        "kept": kept_files(form, request),
        "acts_on": shown_acts(ACTS, asked, reading, refused),
        "may_answer": asked.is_open and asked.may_be_answered_by(member),
        "is_overdue": asked.is_open and asked.due_on < reading.today,
        "history": history_of(asked),
    }
    status = 422 if refused or form.errors else 200
    return respond(request, page="evidence/request.html", context=context, status=status)


PAGE: Final = RecordPage(acts=ACTS, template="evidence/request.html", show=_page)
