"""Asking members for evidence, and answering."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.core.clock import day_in
from waymark.core.respond import respond
from waymark.evidence.answering import answer_with
from waymark.evidence.asking import Wish, ask
from waymark.evidence.files.uploads import takes_evidence
from waymark.evidence.forms import AnswerForm, AskForm, WhyForm
from waymark.evidence.models.request import EvidenceRequest
from waymark.evidence.queries import requests_of
from waymark.evidence.views.collecting import kept_files, taken, tell_remarks, valid_with
from waymark.evidence.views.fetch import record_named, require_asked, require_asker, see, way_back, wish_or_404
from waymark.people.answers import see_other
from waymark.people.forms import refusals_in
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.records import RecordLine, lines_for
from waymark.people.rights import Can
from waymark.trail.history import history_of


@require_safe
@needs(Can.READ)
def requests(request: OrganisationRequest) -> HttpResponse:
    """List what was asked for, of whom, by when; `?of=me` shows only what was asked of the reader."""
    mine = request.GET.get("of") == "me"
    day = day_in(request.organisation.time_zone)
    context = {
        "requests": requests_of(request.organisation, day, asked_of=request.member if mine else None),
        "mine": mine,
        "may_collect": request.member.can(Can.COLLECT),
    }
    return respond(request, page="evidence/requests.html", context=context)


@require_http_methods(["GET", "POST"])
@needs(Can.COLLECT)
def new_request(request: OrganisationRequest) -> HttpResponse:
    """Ask a member for evidence, about a record if the address names one."""
    organisation, line = request.organisation, record_named(request)
    today = day_in(organisation.time_zone)
    form = AskForm(request.POST or None, organisation=organisation, today=today)
    form.may_carry |= {"for"}
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            kind, record_id = (line.kind, line.pk) if line else ("", None)
            made = ask(organisation, Wish(**form.cleaned_data, kind=kind, record_id=record_id), by=request.member)
            messages.success(request, _("%(name)s was asked.") % {"name": made.asked_of.name})
            return see(way_back(request, line)) if line else see_other("evidence_requests", organisation.slug)
    status = 422 if request.method == "POST" else 200
    return respond(request, page="evidence/ask.html", context={"form": form, "line": line}, status=status)


@takes_evidence
@require_http_methods(["GET", "POST"])
@needs(Can.READ, write=Can.COLLECT)
def one_request(request: OrganisationRequest, wish: int) -> HttpResponse:
    """Show a request, and answer it with something new or with evidence that is there already."""
    asked = wish_or_404(request, wish)
    given, refused = taken(request)
    today = day_in(request.organisation.time_zone)
    form = AnswerForm(request.POST or None, given=given, today=today, member=request.member, asked=asked)
    if request.method == "POST":
        require_asked(request, asked)
        if valid_with(form, refused):
            with refusals_in(form):
                evidence = answer_with(asked, form.answer(), by=request.member)
                tell_remarks(request, given)
                messages.success(
                    request, _("Answered with %(reference)s. Thank you.") % {"reference": evidence.reference}
                )
                return see_other("evidence_request", request.organisation.slug, asked.number)
    return _page(request, asked, form)


@require_POST
@needs(Can.COLLECT)
def withdrawal(request: OrganisationRequest, wish: int) -> HttpResponse:
    """Ask no longer, with the reason."""
    asked = wish_or_404(request, wish)
    require_asker(request, asked)
    form = WhyForm(request.POST, auto_id="withdraw_%s")
    if form.is_valid():
        with refusals_in(form):
            asked.read_at(form.cleaned_data["version"]).withdraw(by=request.member, reason=form.cleaned_data["reason"])
            return see_other("evidence_requests", request.organisation.slug)
    today = day_in(request.organisation.time_zone)
    return _page(request, asked, AnswerForm(today=today, member=request.member, asked=asked), withdraw_form=form)


def _about(request: OrganisationRequest, asked: EvidenceRequest) -> RecordLine | None:
    found = (asked.kind, asked.record_id or 0)
    return lines_for(request.member, [found]).get(found)


def _page(request: OrganisationRequest, asked: EvidenceRequest, form: AnswerForm, **more: Any) -> HttpResponse:
    member, day = request.member, day_in(request.organisation.time_zone)
    manages = member.can(Can.MANAGE_AIMS)
    context = {
        "asked": asked,
        "line": _about(request, asked),
        "form": form,
        "kept": kept_files(form, request),
        "withdraw_form": WhyForm(initial={"version": asked.version}, auto_id="withdraw_%s"),
        "may_answer": asked.is_open and member.can(Can.COLLECT) and (asked.asked_of_id == member.pk or manages),
        "may_withdraw": asked.is_open and (manages or (asked.asked_by_id == member.pk and member.can(Can.COLLECT))),
        "is_overdue": asked.is_open and asked.due_on < day,
        "history": history_of(asked),
        **more,
    }
    status = 422 if request.method == "POST" else 200
    return respond(request, page="evidence/request.html", context=context, status=status)
