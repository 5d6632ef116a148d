"""One piece of evidence: what it shows, its captures and checks, what it is used for."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.core.clock import day_in
from waymark.core.respond import respond
from waymark.evidence.checking import reject, verify
from waymark.evidence.collecting import hand_over
from waymark.evidence.forms import CheckForm, DescribeForm, OwnerForm, TargetForm, WhyForm
from waymark.evidence.linking import end_link, link
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.queries import ItemView, item_view
from waymark.evidence.views.fetch import capture_or_404, item_or_404, link_or_404, own_item_or_404
from waymark.people.answers import see_other
from waymark.people.forms import refusals_in
from waymark.people.models.member import Member
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.trail.door import Recorded
from waymark.trail.history import history_of

_DESCRIBED = ("title", "kind", "confidentiality", "fresh_months", "about", "version")


@require_safe
@needs(Can.READ)
def item(request: OrganisationRequest, item: int) -> HttpResponse:
    """Show one piece of evidence down to each file, check and use."""
    return _page(request, item_or_404(request, item))


@require_http_methods(["GET", "POST"])
@needs(Can.COLLECT)
def description(request: OrganisationRequest, item: int) -> HttpResponse:
    """Describe a piece of evidence anew."""
    evidence = own_item_or_404(request, item)
    first = {name: getattr(evidence, name) for name in _DESCRIBED}
    form = DescribeForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            typed = dict(form.cleaned_data)
            evidence.read_at(typed.pop("version")).describe(by=request.member, **typed)
            return _done(request, evidence)
    context = {"evidence": evidence, "form": form}
    status = 422 if request.method == "POST" else 200
    return respond(request, page="evidence/description.html", context=context, status=status)


@require_POST
@needs(Can.COLLECT)
def owner(request: OrganisationRequest, item: int) -> HttpResponse:
    """Name another owner."""
    evidence = own_item_or_404(request, item)
    form = OwnerForm(request.POST, organisation=request.organisation)
    if form.is_valid():
        with refusals_in(form):
            hand_over(evidence.read_at(form.cleaned_data["version"]), form.cleaned_data["owner"], by=request.member)
            return _done(request, evidence)
    return _page(request, evidence, owner_form=form)


@require_POST
@needs(Can.VERIFY)
def check(request: OrganisationRequest, item: int, capture: int) -> HttpResponse:
    """Verify the newest capture, or reject it."""
    evidence = item_or_404(request, item)
    checked = capture_or_404(request, evidence, capture)
    form = CheckForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            statement = form.cleaned_data["statement"]
            if form.cleaned_data["outcome"] == "rejected":
                reject(checked, by=request.member, reason=statement)
            else:
                verify(checked, by=request.member, statement=statement)
            return _done(request, evidence)
    return _page(request, evidence, check_form=form)


@require_POST
@needs(Can.COLLECT)
def links(request: OrganisationRequest, item: int) -> HttpResponse:
    """Use evidence for one more record."""
    evidence = item_or_404(request, item)
    form = TargetForm(request.POST, organisation=request.organisation)
    if form.is_valid():
        with refusals_in(form):
            line = form.line
            link(evidence, line.kind, line.pk, by=request.member, why=form.cleaned_data["why"])
            messages.success(request, _("Linked to %(record)s.") % {"record": line})
            return see_other("evidence_item", request.organisation.slug, evidence.number)
    return _page(request, evidence, target_form=form)


@require_POST
@needs(Can.COLLECT)
def unlinking(request: OrganisationRequest, item: int, link: int) -> HttpResponse:
    """Use evidence for a record no longer."""
    evidence = item_or_404(request, item)
    return _with_reason(request, evidence, "unlink", link_or_404(request, evidence, link), end_link)


@require_POST
@needs(Can.COLLECT)
def retirement(request: OrganisationRequest, item: int) -> HttpResponse:
    """Stop using a piece of evidence."""
    evidence = own_item_or_404(request, item)
    return _with_reason(request, evidence, "retire", evidence, Evidence.retire)


@require_POST
@needs(Can.COLLECT)
def comeback(request: OrganisationRequest, item: int) -> HttpResponse:
    """Use a retired piece of evidence again."""
    evidence = own_item_or_404(request, item)
    return _with_reason(request, evidence, "retire", evidence, Evidence.take_up)


def _with_reason(
    request: OrganisationRequest, evidence: Evidence, name: str, record: Recorded, act: Callable[..., None]
) -> HttpResponse:
    """Do to a record, as it was seen, what needs its reason; a refusal is shown in the form of that name."""
    form = WhyForm(request.POST, auto_id=f"{name}_%s")
    if form.is_valid():
        with refusals_in(form):
            act(record.read_at(form.cleaned_data["version"]), by=request.member, reason=form.cleaned_data["reason"])
            return _done(request, evidence)
    return _page(request, evidence, **{f"{name}_form": form})


def _done(request: OrganisationRequest, evidence: Evidence) -> HttpResponse:
    messages.success(request, _("Saved."))
    return see_other("evidence_item", request.organisation.slug, evidence.number)


def _page(request: OrganisationRequest, evidence: Evidence, **refused: forms.Form) -> HttpResponse:
    """Show the page; a form that was refused takes the place of the fresh one."""
    organisation, member = request.organisation, request.member
    day = day_in(organisation.time_zone)
    view = item_view(evidence, day)
    known = {"version": evidence.version}
    mine = view.newest is not None and view.newest.collected_by_id == member.pk
    parts: list[Recorded] = [*view.captures, *(check for one in view.captures for check in one.verifications.all())]
    context: dict[str, Any] = {
        "view": view,
        "history": history_of(evidence, *parts, *(one.link for one in view.links), known=_names(view, member)),
        "evidence": evidence,
        "day": day,
        "check_form": CheckForm(),
        "target_form": TargetForm(organisation=organisation),
        "owner_form": OwnerForm(organisation=organisation, initial={"owner": evidence.owner_id, **known}),
        "retire_form": WhyForm(initial=known, auto_id="retire_%s"),
        "unlink_form": None,
        "may_collect": member.can(Can.COLLECT),
        "may_change": evidence.is_open_to(member),
        "may_check": member.can(Can.VERIFY) and not mine and view.newest is not None and not evidence.is_retired,
        "is_mine": mine,
        **refused,
    }
    return respond(request, page="evidence/item.html", context=context, status=422 if refused else 200)


def _names(view: ItemView, reader: Member) -> dict[tuple[str, int], str]:
    """Return what the page has read already of the people and the evidence that its history names."""
    checkers = (check.checked_by for one in view.captures for check in one.verifications.all())
    collectors = (one.collected_by for one in view.captures if one.collected_by is not None)
    people = {("people.member", one.pk): one.name for one in (reader, view.evidence.owner, *collectors, *checkers)}
    captures = {("evidence.capture", one.pk): one.reference for one in view.captures}
    return {**people, **captures, ("evidence.evidence", view.evidence.pk): view.evidence.reference}
