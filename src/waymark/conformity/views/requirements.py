"""Requirements: who answers for each, by when, and how it stands today."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.catalogue.relations import relations_of
from waymark.conformity.backing import POINT, STANDING
from waymark.conformity.exclusions import PROVISIONAL
from waymark.conformity.forms import ApplicabilityForm, AssignmentForm, OwnersForm
from waymark.conformity.models.standing import Standing
from waymark.conformity.owners import owners_by_group, suggestions
from waymark.conformity.past import requirement_as_of
from waymark.conformity.picture import Picture, RequirementView
from waymark.conformity.pieces import pieces_shown
from waymark.conformity.queries import (
    JUDGEMENTS_SHOWN,
    judgements_on,
    newest_round,
    picture_taken_up,
    picture_today,
    tree_of,
)
from waymark.conformity.record_kinds import point_line
from waymark.conformity.registers.requirement import REQUIREMENTS
from waymark.conformity.related import kin_shown
from waymark.conformity.views.fetch import framework_or_404
from waymark.core.clock import day_in
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.evidence.from_records import read_once
from waymark.evidence.queries import Linked, linked_to
from waymark.evidence.related import Offer, offers
from waymark.people.models.member import Member
from waymark.people.owner_roles import OwnerRole
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.records.kinds import RecordLine, page_of
from waymark.records.views import changes_view, register_view
from waymark.tasks.queries import tasks_about
from waymark.trail.forms import AsOfForm
from waymark.trail.history import history_about
from waymark.work.owners import assign_owner

TASKS_SHOWN: Final = 20
"""So many tasks the page of a requirement shows first."""

requirements, assignments = register_view(REQUIREMENTS), changes_view(REQUIREMENTS)


@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_AIMS)
def owners(request: OrganisationRequest) -> HttpResponseBase:
    """Name owners clause by clause in one go, with suggestions from typical roles."""
    organisation = request.organisation
    framework = framework_or_404(organisation)
    picture = picture_today(organisation, framework.pk, with_left_out=True)
    groups = [(group.ref, group.title) for group in picture.groups]
    members = list(Member.objects.of(organisation).active().by_name())
    suggested = suggestions(picture, members)
    initial = {f"group-{ref}": str(member.pk) for ref, member in suggested.items()}
    form = OwnersForm(request.POST or None, organisation=organisation, groups=groups, initial=initial)

    def act(typed: dict[str, Any]) -> int:
        wanted = owners_by_group(picture, form.owners(), also_owned=typed["also_owned"])
        standings = list(Standing.objects.of(organisation).filter(pk__in=wanted))
        return len(assign_owner(standings, wanted, by=request.member))

    def done(count: int) -> HttpResponseBase:
        text = ngettext("%(n)d requirement has a new owner.", "%(n)d requirements have a new owner.", count)
        messages.success(request, text % {"n": count})
        return see_other("requirements", organisation.slug)

    def page(shown: OwnersForm) -> HttpResponseBase:
        context = {"form": shown, "picture": picture, "suggested": suggested, "members": members}
        return respond(request, page="conformity/owners.html", context=context, status=422 if shown.is_bound else 200)

    return submit(request, form, act, on_refusal=page, done=done)


@require_safe
@needs(Can.READ)
def requirement(request: OrganisationRequest, ref: str) -> HttpResponse:
    """Show one requirement: its points today or on a day, who answers for it, what it maps to, how it got here."""
    if "as_of" not in request.GET:
        return _page(request, ref)
    form = AsOfForm(request.GET, zone=request.organisation.time_zone)
    if not form.is_valid():
        return _page(request, ref, {"as_of": form}, status=422)
    return _past(request, ref, form)


def _past(request: OrganisationRequest, ref: str, form: AsOfForm) -> HttpResponse:
    standing = _standing_or_404(request, ref)
    tree = tree_of(request.organisation, standing.requirement.framework_id)
    day = form.cleaned_data["as_of"]
    context = {
        "then": requirement_as_of(request.organisation, tree, tree.requirement(ref), standing.pk, day),
        "tree": tree,
        "as_of": form,
        "as_of_address": reverse("requirement", args=[request.organisation.slug, ref]),
    }
    return respond(request, page="conformity/requirement_past.html", context=context)


@require_POST
@needs(Can.MANAGE_AIMS)
def assignment(request: OrganisationRequest, ref: str) -> HttpResponseBase:
    """Name the owner and the due date of one requirement."""
    standing = _standing_or_404(request, ref)
    return submit(
        request,
        AssignmentForm(request.POST, organisation=request.organisation),
        lambda typed: standing.assign(typed["owner"], typed["due_on"], by=request.member),
        record=standing,
        on_refusal=lambda form: _page(request, ref, {"assignment_form": form}, status=422),
        done=lambda _result: _saved(request, ref),
    )


@require_POST
@needs(Can.MANAGE_AIMS)
def applicability(request: OrganisationRequest, ref: str) -> HttpResponseBase:
    """Choose a control or leave it out with a reason."""
    standing = _standing_or_404(request, ref)

    def act(typed: dict[str, Any]) -> None:
        if typed["left_out"]:
            standing.leave_out(code=typed["reason_code"], reason=typed["reason"], by=request.member)
        else:
            standing.take_up(by=request.member)

    return submit(
        request,
        ApplicabilityForm(request.POST),
        act,
        record=standing,
        on_refusal=lambda form: _page(request, ref, {"applicability_form": form}, status=422),
        done=lambda _result: _saved(request, ref),
    )


def _saved(request: OrganisationRequest, ref: str) -> HttpResponseBase:
    messages.success(request, _("Saved."))
    return see_other("requirement", request.organisation.slug, ref)


def _standing_or_404(request: OrganisationRequest, ref: str) -> Standing:
    framework = framework_or_404(request.organisation)
    standings = Standing.objects.of(request.organisation).on(framework).with_refs([ref])
    standing = standings.select_related("requirement").first()
    if standing is None:
        raise Http404
    return standing


def _page(
    request: OrganisationRequest, ref: str, forms: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    organisation = request.organisation
    picture = picture_taken_up(organisation, with_left_out=True)
    view = picture.by_ref.get(ref) if picture else None
    if picture is None or view is None:
        raise Http404
    assigned, tree = view.assignment, picture.outline
    first = {"owner": assigned.owner_id, "due_on": assigned.due_on, "version": assigned.version}
    here = reverse("requirement", args=[organisation.slug, ref])
    about = [RecordLine("conformity.standing", assigned.standing_id or 0, ref, view.requirement.title, here)]
    about += [point_line(organisation, one.point) for one in view.points]
    out = {
        "left_out": "yes" if assigned.left_out else "no",
        "reason_code": assigned.left_out_code or "",
        "reason": assigned.left_out_reason,
        "version": assigned.version,
    }
    with read_once():
        behind, linked = pieces_shown(request.member, tree, view), _linked(request, view, tree.numbers)
    context = {
        "view": view,
        "tree": tree,
        "behind": behind,
        "linked": linked,
        "provisional": PROVISIONAL,
        **_judgements(request, view),
        "history": history_about(
            organisation.pk,
            ("conformity.standing", assigned.standing_id or 0),
            known={("people.member", assigned.owner_id): assigned.owner} if assigned.owner_id else None,
        ),
        "page_of": partial(page_of, organisation),
        "linked_for": f"requirement:{assigned.standing_id}",
        "may_collect": request.member.can(Can.COLLECT),
        "offers": _offers(request, picture, view),
        "as_of": AsOfForm(zone=organisation.time_zone),
        "as_of_address": reverse("requirement", args=[organisation.slug, ref]),
        "owner_role": _role(view.requirement.owner_role),
        "relations": relations_of(tree.framework_id, view.requirement.pk),
        "open_round": newest_round(organisation, closed=False),
        "assignment_form": AssignmentForm(organisation=organisation, initial=first),
        "applicability_form": ApplicabilityForm(initial=out),
        **_tasks(request, about),
        "may_manage": request.member.can(Can.MANAGE_AIMS),
        "may_work": request.member.can(Can.WORK),
        **(forms or {}),
    }
    return respond(request, page="conformity/requirement.html", context=context, status=status)


def _tasks(request: OrganisationRequest, about: list[RecordLine]) -> dict[str, Any]:
    every = request.GET.get("tasks") == "all"
    day = day_in(request.organisation.time_zone)
    found = tasks_about(request.organisation, about, day, most=None if every else TASKS_SHOWN + 1)
    cut = not every and len(found) > TASKS_SHOWN
    return {"tasks": found[:TASKS_SHOWN] if cut else found, "has_more_tasks": cut}


def _judgements(request: OrganisationRequest, view: RequirementView) -> dict[str, Any]:
    every = request.GET.get("ratings") == "all"
    found = judgements_on(request.organisation, view.requirement, most=None if every else JUDGEMENTS_SHOWN + 1)
    cut = not every and len(found) > JUDGEMENTS_SHOWN
    return {
        "judgements": found[:JUDGEMENTS_SHOWN] if cut else found,
        "every_judgement": every,
        "has_older_judgements": cut,
    }


def _linked(request: OrganisationRequest, view: RequirementView, numbers: Mapping[int, str]) -> Linked:
    # Evidence is linked to the requirement as a whole, or to its points; the page calls both by their numbers.
    records = {(POINT, one.point.pk): one.point.ref for one in view.points}
    records[STANDING, view.assignment.standing_id or 0] = view.ref
    day = day_in(request.organisation.time_zone)
    known = {one.point.pk: numbers[one.point.pk] for one in view.points if one.point.pk in numbers}
    return linked_to(request.member, day, records, pieces=view.pieces, numbers=known)


def _offers(request: OrganisationRequest, picture: Picture, view: RequirementView) -> tuple[Offer, ...]:
    """Return evidence of related requirements, for those who may use it here."""
    if not request.member.can(Can.COLLECT):
        return ()
    return offers(request.member, kin_shown(picture, view), day_in(request.organisation.time_zone))


def _role(name: str) -> str:
    # A framework somebody loaded may name roles of its own; they are shown as they are.
    return str(OwnerRole(name).label) if name in OwnerRole.values else name
