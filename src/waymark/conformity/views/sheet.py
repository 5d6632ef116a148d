"""The gap sheet: one requirement with its points; every act is saved at once."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from waymark.catalogue.outline import OutlineRequirement
from waymark.conformity.exclusions import PROVISIONAL, code_label
from waymark.conformity.forms import ExclusionForm, RatingForm
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.picture import Picture, PointView, RequirementView
from waymark.conformity.pieces import pieces_of_round
from waymark.conformity.queries import picture_of, picture_of_section, tree_of
from waymark.conformity.ratings import RatingInput
from waymark.conformity.rounds import judge
from waymark.conformity.scale import Severity, Verdict
from waymark.conformity.totals import Total
from waymark.conformity.undoing import rated_at_once
from waymark.conformity.views.fetch import round_or_404
from waymark.conformity.warnings import Warned, warnings_in
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
    context = sheet_context(request, assessment, picture, requirement_or_404(picture, ref))
    if context["may_rate"] and (last := key_in(request.GET.get("rated", ""))) is not None:
        context["at_once"] = rated_at_once(assessment, last, by=request.member)
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
        lambda _typed: judge(assessment, form.rating_of(what), by=request.member),
        on_refusal=lambda shown: _answer(request, assessment, one, point, trouble=Trouble(form=shown), status=422),
        on_stale=stale,
        done=lambda _result: _answer(request, assessment, one, point),
    )


@require_safe
@needs(Can.READ)
def news(request: OrganisationRequest, number: int, ref: str) -> HttpResponse:
    """Tell an open sheet what others judged since it was loaded."""
    assessment = round_or_404(request.organisation, number)
    picture = picture_of(assessment)
    view = requirement_or_404(picture, ref)
    since = key_in(request.GET.get("since", "")) or 0
    context = sheet_context(request, assessment, picture, view)
    context["since"] = since
    context["changed"] = [one for one in view.points if one.found.judgement_id > since]
    return respond(request, page="conformity/_news.html", context=context)


def requirement_or_404(picture: Picture, ref: str) -> RequirementView:
    """Return one requirement of a round."""
    view = picture.by_ref.get(ref)
    if view is None:
        raise Http404
    return view


def newest_id(picture: Picture) -> int:
    """Return the key of the newest judgement that a picture shows, or 0."""
    return max((one.found.judgement_id for other in picture.requirements for one in other.points), default=0)


def sheet_context(
    request: OrganisationRequest,
    assessment: GapAssessment,
    picture: Picture,
    view: RequirementView,
    rated: Total | None = None,
    shown: tuple[PointView, ...] | None = None,
) -> dict[str, Any]:
    """Return what the sheet of one requirement shows; `rated` as `progress_of`, where the picture is a part.

    Pieces of evidence are read for the points that are `shown`: all of the requirement, unless some are given.
    """
    index = picture.requirements.index(view)
    group = next(group for group in picture.groups if group.ref == view.requirement.group)
    bring = bringing()
    newest = newest_id(picture)
    return {
        "assessment": assessment,
        "rated": rated or picture.all_points.rated_total,
        "view": view,
        "group": group,
        "group_points": sum(len(one.points) for one in group.requirements),
        "behind": pieces_of_round(
            request.member, assessment, replace(view, points=shown or view.points), picture.outline
        ),
        "before": picture.requirements[index - 1] if index else None,
        "after": picture.requirements[index + 1] if index + 1 < len(picture.requirements) else None,
        "newest_id": newest,
        "may_rate": request.member.can(Can.RATE) and assessment.is_open,
        "exclusion_form": ExclusionForm(initial={"newest_known": newest}) if view.requirement.is_control else None,
        "excluded": _exclusion(view),
        "may_collect": bool(bring) and request.member.can(Can.COLLECT) and assessment.is_open,
        "page_of": partial(page_of, request.organisation),
        "bring": reverse(bring, args=[request.organisation.slug]) if bring else "",
        "here": reverse("gap_sheet", args=[request.organisation.slug, assessment.number, view.ref]),
        "verdicts": _verdicts(),
        "severities": [(str(value), str(label)) for value, label in Severity.choices],
        "warned": _warned(picture, view.ref),
        "lead": reverse("gap_round", args=[request.organisation.slug, assessment.number]) + "sheet/",
        "trouble": {},
        "refused": None,
        "at_once": (),
        "no_trouble": NO_TROUBLE,
        "saved": False,
        "out_of_band": False,
    }


def _warned(picture: Picture, ref: str) -> list[Warned]:
    return [one for one in warnings_in(picture) if ref in {one.requirement, one.against.partition("-")[0]}]


def _exclusion(view: RequirementView) -> dict[str, Any] | None:
    found = view.excluded
    if found is None:
        return None
    return {"code": code_label(found.reason_code), "reason": found.finding, "state": PROVISIONAL}


def _verdicts() -> list[tuple[str, Any, str]]:
    # Not applicable is decided for a whole control, not here.
    keys = {Verdict.IN_PLACE: "1", Verdict.PARTIAL: "2", Verdict.MISSING: "3", Verdict.NOT_ASSESSED: "0"}
    return [(verdict.value, str(verdict.label), key) for verdict, key in keys.items()]


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
    view = requirement_or_404(picture, one.ref)
    shown = _point(view, point)
    context = sheet_context(request, assessment, picture, view, rated, (shown,) if rated else None) | {
        "point": shown,
        "trouble": {point: trouble} if trouble else {},
        "saved": not trouble,
    }
    return respond(request, page="conformity/sheet.html", part="conformity/_saved.html", context=context, status=status)


def _point(view: RequirementView, ref: str) -> PointView:
    return next(one for one in view.points if one.point.ref == ref)
