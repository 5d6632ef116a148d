"""Rounds: the list, opening, the overview, the result, closing, comparing."""

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.conformity.excluded_before import excluded_in, newest_round, ratings_again
from waymark.conformity.extension_points import download_notes
from waymark.conformity.forms import ClosingForm, OpeningForm
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.standing import Standing
from waymark.conformity.planned import plan_of
from waymark.conformity.queries import compare, picture_of, rounds_of, tree_of
from waymark.conformity.rounds import close_round, open_round
from waymark.conformity.scale import CLOSE_FIRST_RULE, Severity, Verdict
from waymark.conformity.views.fetch import framework_or_404, round_or_404
from waymark.conformity.warnings import warnings_in
from waymark.core.clock import day_in
from waymark.core.dates import day
from waymark.core.redirects import moved_to, see_other
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.trail.history import history_of

ROUNDS_A_PAGE: Final = 20
"""Rounds that one page of their list shows."""


@require_safe
@needs(Can.READ)
def rounds(request: OrganisationRequest) -> HttpResponse:
    """List the rounds with their figures and the progress between them."""
    shown = rounds_of(request.organisation)
    page = Paginator(shown.rounds, ROUNDS_A_PAGE).get_page(request.GET.get("page"))
    still_open = GapAssessment.objects.of(request.organisation).filter(pk__in=[one.pk for one in page if one.is_open])
    context = {
        "progress": shown.progress,
        "page": page,
        "open_pictures": {one.pk: picture_of(one) for one in still_open.select_related("organisation")},
        "may_open": request.member.can(Can.MANAGE_AIMS),
    }
    return respond(request, page="conformity/rounds.html", context=context)


@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_AIMS)
def opening(request: OrganisationRequest) -> HttpResponseBase:
    """Open a round over all clauses and the chosen controls."""
    organisation = request.organisation
    framework = framework_or_404(organisation)
    controls = tree_of(organisation, framework.pk).controls
    out = (
        Standing.objects.of(organisation).on(framework).filter(left_out=True).values_list("requirement__ref", flat=True)
    )
    before = newest_round(organisation, framework.pk)
    excluded = excluded_in(before)
    today = day_in(organisation.time_zone)
    title = _("Gap assessment %(day)s") % {"day": day(today, request.user.locale)}
    first = {
        "title": GapAssessment.objects.of(organisation).free_title(title),
        "started_on": today,
        "controls": [one.ref for one in controls if one.ref not in set(out)],
    }
    offered = [(one.control.ref, f"{one.control.ref} {one.control.title} · {one.because}") for one in excluded]
    form = OpeningForm(request.POST or None, initial=first, controls=controls, excluded=offered)

    def page(shown: OpeningForm) -> HttpResponseBase:
        context = {"form": shown, "controls": controls, "before": before, "excluded": excluded}
        return respond(request, page="conformity/opening.html", context=context, status=422 if shown.is_bound else 200)

    return submit(
        request,
        form,
        lambda typed: open_round(
            organisation,
            framework,
            by=request.member,
            **typed | {"excluded": ratings_again(excluded, typed["excluded"])},
        ),
        on_refusal=page,
        done=lambda made: see_other("gap_round", organisation.slug, made.number),
    )


@require_safe
@needs(Can.READ)
def overview(request: OrganisationRequest, number: int) -> HttpResponse:
    """Show where a round stands: counts, clauses, and the requirement to go on with."""
    assessment = round_or_404(request.organisation, number)
    picture = picture_of(assessment)
    upcoming = next((one for one in picture.requirements if one.status.incomplete), None)
    context = {
        "assessment": assessment,
        "picture": picture,
        "download_notes": download_notes(assessment, picture),
        "upcoming": upcoming,
        "may_rate": request.member.can(Can.RATE),
        "may_close": request.member.can(Can.MANAGE_AIMS) and assessment.is_open,
        "history": history_of(assessment),
    }
    return respond(request, page="conformity/overview.html", context=context)


@require_safe
@needs(Can.READ)
def points(request: OrganisationRequest, number: int) -> HttpResponseBase:
    """Lead to the points of a round in the list of points, with the same filters: links of before lead here."""
    round_or_404(request.organisation, number)
    asked = request.GET.copy()
    asked["round"] = str(number)
    return moved_to(f"{reverse('points', args=[request.organisation.slug])}?{asked.urlencode()}")


@require_safe
@needs(Can.READ)
def result(request: OrganisationRequest, number: int) -> HttpResponse:
    """Show the three lists, the plan, the counts per clause."""
    assessment = round_or_404(request.organisation, number)
    picture = picture_of(assessment)
    context = {
        "assessment": assessment,
        "picture": picture,
        "download_notes": download_notes(assessment, picture),
        "plan": plan_of(request.organisation, picture),
        "warned": warnings_in(picture),
        "lead": _sheets(request, number),
        "severities": Severity,
        "close_first_rule": CLOSE_FIRST_RULE,
        "verdicts": [Verdict.MISSING, Verdict.PARTIAL, Verdict.IN_PLACE],
        "may_plan": request.member.can(Can.MANAGE_AIMS),
        "may_describe": request.member.can(Can.MANAGE_AIMS) and assessment.is_open,
        "report_text": assessment.report_text,
        "history": history_of(assessment),
    }
    return respond(request, page="conformity/result.html", context=context)


@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_AIMS)
def closing(request: OrganisationRequest, number: int) -> HttpResponseBase:
    """Close a round for ever, with a reason if points are unrated."""
    assessment = round_or_404(request.organisation, number)
    assessment.require_open()
    form = ClosingForm(request.POST or None, initial={"version": assessment.version})

    def done(_result: object) -> HttpResponseBase:
        messages.success(request, _("%(title)s is closed permanently.") % {"title": assessment.title})
        return see_other("gap_result", request.organisation.slug, number)

    def page(shown: ClosingForm) -> HttpResponseBase:
        picture = picture_of(assessment)
        context = {"assessment": assessment, "picture": picture, "form": shown}
        context |= {"warned": warnings_in(picture), "lead": _sheets(request, number)}
        return respond(request, page="conformity/closing.html", context=context, status=422 if shown.is_bound else 200)

    return submit(
        request,
        form,
        lambda typed: close_round(assessment, by=request.member, reason=typed["reason"]),
        record=assessment,
        on_refusal=page,
        done=done,
    )


def _sheets(request: OrganisationRequest, number: int) -> str:
    return reverse("gap_round", args=[request.organisation.slug, number]) + "sheet/"


@require_safe
@needs(Can.READ)
def comparison(request: OrganisationRequest) -> HttpResponse:
    """Compare two rounds; without a choice the two newest, closed ones first, and the older one before."""
    every = list(rounds_of(request.organisation).rounds)
    numbers = {str(one.number): one for one in every}
    closed = [one for one in every if one.is_closed]
    others = [one for one in every if not one.is_closed]
    newest = sorted((closed + others)[:2], key=every.index)
    before = numbers.get(request.GET.get("from", ""), newest[1] if len(newest) > 1 else None)
    after = numbers.get(request.GET.get("to", ""), newest[0] if newest else None)
    if any(request.GET.get(name, "") not in {"", *numbers} for name in ("from", "to")):
        raise Http404
    both = None
    if before is not None and after is not None:
        both = compare(
            round_or_404(request.organisation, before.number),
            round_or_404(request.organisation, after.number),
        )
    context = {"rounds": every, "both": both, "before": before, "after": after}
    return respond(request, page="conformity/comparison.html", context=context)
