"""The texts of a round's report, as a person writes them."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.conformity.forms import ReportTextForm
from waymark.conformity.models.report_text import REPORT_TEXT
from waymark.conformity.views.fetch import round_or_404
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit


@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_AIMS)
def report_text(request: OrganisationRequest, number: int) -> HttpResponseBase:
    """Write objective, scope, method, people met, samples, limits and conclusion of an open round."""
    assessment = round_or_404(request.organisation, number)
    assessment.require_open()
    first = {name: getattr(assessment, name) or "" for name in REPORT_TEXT} | {"version": assessment.version}
    form = ReportTextForm(request.POST or None, initial=first)

    def page(shown: ReportTextForm) -> HttpResponseBase:
        context = {"assessment": assessment, "form": shown, "names": REPORT_TEXT}
        status = 422 if shown.is_bound else 200
        return respond(request, page="conformity/report_text.html", context=context, status=status)

    def done(_result: object) -> HttpResponseBase:
        messages.success(request, _("Report text saved."))
        return see_other("gap_result", request.organisation.slug, number)

    return submit(
        request,
        form,
        lambda typed: assessment.describe(typed, by=request.member),
        record=assessment,
        on_refusal=page,
        done=done,
    )
