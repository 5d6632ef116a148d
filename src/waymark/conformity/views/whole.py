"""Rating a whole requirement, clause or area at once: how many points that is, the act itself, and undoing it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from waymark.conformity.forms import ExclusionForm, UndoForm, WholeForm
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.picture import Picture, RequirementView
from waymark.conformity.queries import picture_of
from waymark.conformity.rounds import judge_many
from waymark.conformity.scale import Verdict
from waymark.conformity.undoing import undo
from waymark.conformity.views.fetch import round_or_404
from waymark.conformity.views.sheet import newest_id, requirement_or_404, sheet_context
from waymark.conformity.whole_controls import ratings_for_exclusion
from waymark.conformity.whole_requirements import ratings_for_whole
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit

_OFFERED = (Verdict.IN_PLACE, Verdict.PARTIAL, Verdict.MISSING)


@require_http_methods(["GET", "POST"])
@needs(Can.RATE)
def whole(request: OrganisationRequest, number: int, ref: str) -> HttpResponseBase:
    """Ask how many points shall be rated at once, and judge all of them."""
    assessment = round_or_404(request.organisation, number)
    assessment.require_open()
    picture = picture_of(assessment)
    chosen = [one for one in picture.requirements if ref in {one.ref, one.requirement.group}]
    if not chosen:
        raise Http404
    form = WholeForm(request.POST if request.method == "POST" else None)

    def page(shown: WholeForm) -> HttpResponse:
        context = _asked(request, assessment, picture, chosen, ref) | {"form": shown}
        return respond(request, page="conformity/whole.html", context=context, status=422 if shown.is_bound else 200)

    return submit(
        request,
        form,
        lambda typed: judge_many(assessment, ratings_for_whole(chosen, **typed), by=request.member),
        on_refusal=page,
        done=lambda given: _rated(request, assessment, chosen[0], given),
    )


@require_POST
@needs(Can.RATE)
def exclusion(request: OrganisationRequest, number: int, ref: str) -> HttpResponseBase:
    """Leave a control out of a round as a whole, with a reason code and a reason."""
    assessment = round_or_404(request.organisation, number)
    assessment.require_open()
    picture = picture_of(assessment)
    view = requirement_or_404(picture, ref)

    def act(typed: dict[str, Any]) -> Sequence[object]:
        ratings = ratings_for_exclusion(
            view, code=typed["reason_code"], reason=typed["reason"], newest_known=typed["newest_known"]
        )
        return judge_many(assessment, ratings, by=request.member)

    def page(shown: ExclusionForm) -> HttpResponse:
        context = sheet_context(request, assessment, picture, view) | {"exclusion_form": shown}
        return respond(request, page="conformity/sheet.html", context=context, status=422)

    return submit(
        request,
        ExclusionForm(request.POST),
        act,
        on_refusal=page,
        done=lambda given: _rated(request, assessment, view, given),
    )


@require_POST
@needs(Can.RATE)
def reversal(request: OrganisationRequest, number: int, ref: str) -> HttpResponseBase:
    """Undo what was rated at once, as long as nobody has rated any of it since."""
    assessment = round_or_404(request.organisation, number)
    form = UndoForm(request.POST)

    def refused(shown: UndoForm) -> HttpResponse:
        picture = picture_of(assessment)
        context = sheet_context(request, assessment, picture, requirement_or_404(picture, ref)) | {"refused": shown}
        return respond(request, page="conformity/sheet.html", context=context, status=422)

    def done(given: Sequence[object]) -> HttpResponseBase:
        text = ngettext("%(n)d point restored.", "%(n)d points restored.", len(given))
        messages.success(request, text % {"n": len(given)} if given else _("That was already undone."))
        return see_other("gap_sheet", request.organisation.slug, number, ref)

    return submit(
        request,
        form,
        lambda typed: undo(assessment, typed["judgement"], by=request.member),
        on_refusal=refused,
        done=done,
    )


def _asked(
    request: OrganisationRequest,
    assessment: GapAssessment,
    picture: Picture,
    chosen: Sequence[RequirementView],
    ref: str,
) -> dict[str, Any]:
    verdict = request.POST.get("verdict") or request.GET.get("verdict", "")
    total = sum(len(one.points) for one in chosen)
    rated = sum(view.found.verdict != Verdict.NOT_ASSESSED for one in chosen for view in one.points)
    first = chosen[0].requirement
    return {
        "assessment": assessment,
        "ref": ref,
        "title": first.title if ref == first.ref else picture.outline.group_title(ref),
        "verdict": next((one for one in _OFFERED if one.value == verdict), None),
        "offered": _OFFERED,
        "total": total,
        "rated": rated,
        "unrated": total - rated,
        "newest_id": newest_id(picture),
        "back": reverse("gap_sheet", args=[request.organisation.slug, assessment.number, first.ref]),
    }


def _rated(
    request: OrganisationRequest, assessment: GapAssessment, first: RequirementView, given: Sequence[Any]
) -> HttpResponseBase:
    address = reverse("gap_sheet", args=[request.organisation.slug, assessment.number, first.ref])
    if not given:
        messages.success(request, _("There is nothing to rate."))
        return see_other(address)
    # The sheet says how many points that were, and offers to undo it.
    return see_other(f"{address}?rated={given[-1].pk}")
