"""One piece of evidence: what it shows, its captures and checks, what it is used for."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.core.clock import day_in
from waymark.core.forms import VERSION
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.evidence.checking import check_as
from waymark.evidence.fetch import capture_or_404, item_or_404, link_or_404, own_item_or_404
from waymark.evidence.forms.evidence import CheckForm, EditEvidenceForm, ShownFileForm, TargetForm
from waymark.evidence.independence import interests_of
from waymark.evidence.linking import end_link, link
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.previewing import file_shown
from waymark.evidence.queries import ItemView, item_view
from waymark.people.models.member import Member
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.records.forms import ReasonForm
from waymark.trail.door import Recorded
from waymark.trail.history import history_of
from waymark.work.owners import OwnerForm, give


@require_safe
@needs(Can.READ)
def item(request: OrganisationRequest, item: int) -> HttpResponseBase:
    """Show one piece of evidence with each file, check and link."""
    return _page(request, item_or_404(request, item))


@require_http_methods(["GET", "POST"])
@needs(Can.COLLECT)
def description(request: OrganisationRequest, item: int) -> HttpResponseBase:
    """Edit the description of a piece of evidence."""
    evidence = own_item_or_404(request, item)
    first = {**EditEvidenceForm.first(evidence), VERSION: evidence.version}

    def page(form: EditEvidenceForm) -> HttpResponseBase:
        context = {"evidence": evidence, "form": form}
        return respond(request, page="evidence/description.html", context=context, status=422 if form.errors else 200)

    return submit(
        request,
        EditEvidenceForm(request.POST or None, initial=first),
        lambda typed: evidence.edit(by=request.member, **typed),
        record=evidence,
        on_refusal=page,
        done=lambda _result: _done(request, evidence),
    )


@require_POST
@needs(Can.COLLECT)
def owner(request: OrganisationRequest, item: int) -> HttpResponseBase:
    """Change the owner."""
    evidence = own_item_or_404(request, item)
    form = OwnerForm(request.POST, reader=request.member, needed=True)
    return _act(request, evidence, "owner_form", form, lambda typed: give(evidence, by=request.member, **typed))


@require_POST
@needs(Can.VERIFY)
def check(request: OrganisationRequest, item: int, capture: int) -> HttpResponseBase:
    """Verify the newest capture, or reject it."""
    evidence = item_or_404(request, item)
    checked = capture_or_404(request, evidence, capture)
    form = CheckForm(request.POST)
    return _act(request, evidence, "check_form", form, lambda typed: check_as(checked, by=request.member, **typed))


@require_POST
@needs(Can.COLLECT)
def links(request: OrganisationRequest, item: int) -> HttpResponseBase:
    """Use evidence for one more record."""
    evidence = item_or_404(request, item)
    form = TargetForm(request.POST, reader=request.member)
    return _act(
        request,
        evidence,
        "target_form",
        form,
        lambda typed: link(evidence, form.line.kind, form.line.pk, by=request.member, why=typed["why"]),
        lambda: _("Linked to %(record)s.") % {"record": form.line},
    )


@require_POST
@needs(Can.COLLECT)
def unlinking(request: OrganisationRequest, item: int, link: int) -> HttpResponseBase:
    """End the link of evidence to a record."""
    evidence = item_or_404(request, item)
    made = link_or_404(request, evidence, link)
    form = ReasonForm(request.POST, auto_id=f"unlink-{made.pk}-%s")
    act = partial(end_link, made, by=request.member)
    return _act(request, evidence, "unlink_form", form, lambda typed: act(**typed), record=made)


@require_POST
@needs(Can.COLLECT)
def retirement(request: OrganisationRequest, item: int) -> HttpResponseBase:
    """Retire a piece of evidence."""
    evidence = own_item_or_404(request, item)
    form = ReasonForm(request.POST, auto_id="retire_%s")
    return _act(request, evidence, "retire_form", form, lambda typed: evidence.retire(by=request.member, **typed))


@require_POST
@needs(Can.COLLECT)
def reinstatement(request: OrganisationRequest, item: int) -> HttpResponseBase:
    """Reinstate a retired piece of evidence."""
    evidence = own_item_or_404(request, item)
    form = ReasonForm(request.POST, auto_id="retire_%s")
    return _act(request, evidence, "retire_form", form, lambda typed: evidence.reinstate(by=request.member, **typed))


def _act(  # noqa: PLR0913 -- one argument for each thing in which the acts differ
    request: OrganisationRequest,
    evidence: Evidence,
    name: str,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    message: Callable[[], str] = lambda: _("Saved."),
    *,
    record: Recorded | None = None,
) -> HttpResponseBase:
    return submit(
        request,
        form,
        act,
        record=record or evidence,
        on_refusal=lambda refused: _page(request, item_or_404(request, evidence.number), **{name: refused}),
        done=lambda _result: _done(request, evidence, message()),
    )


def _done(request: OrganisationRequest, evidence: Evidence, message: str = "") -> HttpResponseBase:
    messages.success(request, message or _("Saved."))
    return see_other("evidence_item", request.organisation.slug, evidence.number)


def _page(request: OrganisationRequest, evidence: Evidence, **refused: forms.Form) -> HttpResponseBase:
    """Show the page; a form that was refused takes the place of the fresh one."""
    organisation, member = request.organisation, request.member
    day = day_in(organisation.time_zone)
    view = item_view(evidence, member, day)
    known = {"version": evidence.version}
    mine = view.newest is not None and view.newest.collected_by_id == member.pk
    parts: list[Recorded] = [*view.captures, *(check for one in view.captures for check in one.verifications.all())]
    asked = ShownFileForm(request.GET)
    asked.is_valid()
    context: dict[str, Any] = {
        "view": view,
        "shown": file_shown(view.captures, asked.cleaned_data.get("capture"), asked.cleaned_data.get("file")),
        "history": history_of(evidence, *parts, *(one.link for one in view.links), known=_names(view, member)),
        "lines_known": {(one.link.kind, one.link.record_id): one.line for one in view.links},
        "evidence": evidence,
        "day": day,
        "check_form": CheckForm(),
        "target_form": TargetForm(reader=member),
        "owner_form": OwnerForm(reader=member, needed=True, initial={"owner": evidence.owner_id, **known}),
        "retire_form": ReasonForm(initial=known, auto_id="retire_%s"),
        "unlink_form": None,
        "may_collect": member.can(Can.COLLECT),
        "may_change": evidence.may_be_changed_by(member),
        "may_check": member.can(Can.VERIFY) and not mine and view.newest is not None and not evidence.is_retired,
        "is_mine": mine,
        "interests": interests_of(evidence, member) if member.can(Can.VERIFY) and not mine else (),
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
