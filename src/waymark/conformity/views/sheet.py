"""The gap sheet: one requirement with its points; every act is saved at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from waymark.catalogue.outline import OutlineRequirement
from waymark.conformity.forms import RatingForm, WholeForm
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.picture import Picture, PointView, RequirementView
from waymark.conformity.queries import picture_of, picture_of_section, tree_of
from waymark.conformity.rounds import Rating, RatingInput, judge, judge_many
from waymark.conformity.scale import REASON_LEAST, Severity, Verdict
from waymark.conformity.views.fetch import round_or_404
from waymark.conformity.whole_requirements import ratings_for_whole
from waymark.core.redirects import see_other
from waymark.core.references import key_in
from waymark.core.respond import respond, wants_part
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.records.backing import bringing
from waymark.records.kinds import page_of
from waymark.trail.door import StaleRecord


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an act was not saved: what its form says, or somebody else's judgement beside mine."""

    form: RatingForm | None = None
    mine: RatingInput | None = None
    theirs: Judgement | None = None


NO_TROUBLE = Trouble()


@require_safe
@needs(Can.READ)
def sheet(request: OrganisationRequest, number: int, ref: str) -> HttpResponse:
    """Show one requirement with its points, plain questions and usual evidence."""
    assessment = round_or_404(request.organisation, number)
    picture = picture_of(assessment)
    context = _context(request, assessment, picture, _requirement_or_404(picture, ref))
    return respond(request, page="conformity/sheet.html", context=context)


@require_POST
@needs(Can.RATE)
def judgements(request: OrganisationRequest, number: int, ref: str, point: str) -> HttpResponseBase:
    """Judge one point."""
    assessment = round_or_404(request.organisation, number)
    tree = tree_of(request.organisation, assessment.framework_id)
    if not tree.has_point(point) or tree.point(point).requirement != ref:
        raise Http404
    one, what = tree.requirement(ref), tree.point(point)
    form = RatingForm(request.POST)

    def stale(shown: RatingForm, lost: StaleRecord) -> HttpResponseBase:
        # Both opinions stand side by side on the sheet itself.
        trouble = Trouble(theirs=lost.theirs, mine=shown.rating_input())
        return _answer(request, assessment, one, point, trouble=trouble, status=409)

    return submit(
        request,
        form,
        lambda typed: judge(assessment, Rating(what, form.rating_input(), typed["base_revision"]), by=request.member),
        on_refusal=lambda shown: _answer(request, assessment, one, point, trouble=Trouble(form=shown), status=422),
        on_stale=stale,
        done=lambda _result: _answer(request, assessment, one, point),
    )


@require_POST
@needs(Can.RATE)
def whole(request: OrganisationRequest, number: int, ref: str) -> HttpResponseBase:
    """Judge all points of one requirement, or of a whole clause or area, at once."""
    assessment = round_or_404(request.organisation, number)
    picture = picture_of(assessment)
    chosen = [one for one in picture.requirements if ref in {one.ref, one.requirement.group}]
    if not chosen:
        raise Http404

    def refused(shown: WholeForm) -> HttpResponseBase:
        context = _context(request, assessment, picture, chosen[0]) | {"whole": shown}
        return respond(request, page="conformity/sheet.html", context=context, status=422)

    def done(given: Sequence[object]) -> HttpResponseBase:
        text = ngettext("%(n)d point rated.", "%(n)d points rated.", len(given)) % {"n": len(given)}
        refine = _("Refine them where they differ.")
        messages.success(request, f"{text} {refine}" if given else _("Nothing to rate there."))
        return see_other("gap_sheet", request.organisation.slug, number, chosen[0].ref)

    return submit(
        request,
        WholeForm(request.POST, controls=all(one.requirement.is_control for one in chosen)),
        lambda typed: judge_many(assessment, ratings_for_whole(chosen, **typed), by=request.member),
        on_refusal=refused,
        done=done,
    )


@require_safe
@needs(Can.READ)
def news(request: OrganisationRequest, number: int, ref: str) -> HttpResponse:
    """Tell an open sheet what others judged since it was loaded."""
    assessment = round_or_404(request.organisation, number)
    picture = picture_of(assessment)
    view = _requirement_or_404(picture, ref)
    since = key_in(request.GET.get("since", "")) or 0
    context = _context(request, assessment, picture, view)
    context["since"] = since
    context["changed"] = [one for one in view.points if one.found.judgement_id > since]
    return respond(request, page="conformity/_news.html", context=context)


def _requirement_or_404(picture: Picture, ref: str) -> RequirementView:
    view = picture.by_ref.get(ref)
    if view is None:
        raise Http404
    return view


def _context(
    request: OrganisationRequest,
    assessment: GapAssessment,
    picture: Picture,
    view: RequirementView,
    rated: tuple[int, int] | None = None,
) -> dict[str, Any]:
    index = picture.requirements.index(view)
    bring = bringing()
    return {
        "assessment": assessment,
        "rated": rated or (picture.all_points.rated, picture.all_points.applicable),
        "view": view,
        "group": next(group for group in picture.groups if group.ref == view.requirement.group),
        "before": picture.requirements[index - 1] if index else None,
        "after": picture.requirements[index + 1] if index + 1 < len(picture.requirements) else None,
        "newest_id": max((one.found.judgement_id for other in picture.requirements for one in other.points), default=0),
        "may_rate": request.member.can(Can.RATE) and assessment.is_open,
        "may_collect": bool(bring) and request.member.can(Can.COLLECT) and assessment.is_open,
        "page_of": partial(page_of, request.organisation),
        "bring": reverse(bring, args=[request.organisation.slug]) if bring else "",
        "here": reverse("gap_sheet", args=[request.organisation.slug, assessment.number, view.ref]),
        "verdicts": _verdicts(view),
        "severities": [(value, str(label)) for value, label in Severity.choices],
        "reason_least": REASON_LEAST,
        "trouble": {},
        "whole": None,
        "no_trouble": NO_TROUBLE,
        "saved": False,
    }


def _verdicts(view: RequirementView) -> list[tuple[str, Any, str]]:
    keys = {Verdict.IN_PLACE: "1", Verdict.PARTIAL: "2", Verdict.MISSING: "3", Verdict.NOT_ASSESSED: "0"}
    shown = [*keys, Verdict.NOT_APPLICABLE] if view.requirement.is_control else list(keys)
    return [(verdict.value, str(verdict.label), keys.get(verdict, "4")) for verdict in shown]


def _answer(
    request: OrganisationRequest,
    assessment: GapAssessment,
    one: OutlineRequirement,
    point: str,
    *,
    trouble: Trouble | None = None,
    status: int = 200,
) -> HttpResponseBase:
    if not trouble and not wants_part(request):
        here = reverse("gap_sheet", args=[request.organisation.slug, assessment.number, one.ref])
        return see_other(f"{here}#{point}")
    # One act changes little on the sheet: beside the point itself, its clause and how far the round is.
    if wants_part(request):
        picture, rated = picture_of_section(assessment, one.group)
    else:
        picture, rated = picture_of(assessment), None
    view = _requirement_or_404(picture, one.ref)
    context = _context(request, assessment, picture, view, rated) | {
        "point": _point(view, point),
        "trouble": {point: trouble} if trouble else {},
        "saved": not trouble,
    }
    return respond(request, page="conformity/sheet.html", part="conformity/_saved.html", context=context, status=status)


def _point(view: RequirementView, ref: str) -> PointView:
    return next(one for one in view.points if one.point.ref == ref)
