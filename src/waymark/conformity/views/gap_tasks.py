"""Making tasks from the gaps of a round."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponseBase
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from waymark.conformity.forms import GapTasksForm
from waymark.conformity.gap_tasks import create_tasks, proposals
from waymark.conformity.scale import Severity
from waymark.conformity.views.fetch import round_or_404
from waymark.core.clock import day_in
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.people.models.member import Member
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit


@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_AIMS)
def gap_tasks(request: OrganisationRequest, number: int) -> HttpResponseBase:
    """Show which tasks the gaps would become, and make those that are chosen."""
    organisation = request.organisation
    assessment = round_or_404(organisation, number)
    members = list(Member.objects.of(organisation).active().by_name())
    found = proposals(assessment, members, day_in(organisation.time_zone))
    typed = request.POST if request.method == "POST" else None

    def done(made: Sequence[object]) -> HttpResponseBase:
        messages.success(request, ngettext("%(n)d task created.", "%(n)d tasks created.", len(made)) % {"n": len(made)})
        return see_other("tasks", organisation.slug)

    def page(form: GapTasksForm) -> HttpResponseBase:
        context = {
            "assessment": assessment,
            "found": found,
            "form": form,
            "severities": Severity,
            "unowned": sum(one.owner is None for one in found),
            "all_chosen": "matching" in request.POST,
            "chosen": set(request.POST.getlist("chosen")),
        }
        return respond(request, page="conformity/gap_tasks.html", context=context, status=422 if form.errors else 200)

    return submit(
        request,
        GapTasksForm(typed, organisation=organisation, gaps=[one.key for one in found]),
        lambda sent: create_tasks(assessment, found, sent["chosen"], otherwise=sent["owner"], by=request.member),
        on_refusal=page,
        done=done,
    )
