"""The page of one factor, and the decision on climate change."""

from typing import Final

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.context.acts.factor import ACTS
from waymark.context.forms.factor import NewClimateForm
from waymark.context.models.factor import Factor, Origin
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.records.listing import reading_of
from waymark.records.pages import RecordPage
from waymark.records.reviewing import year_after

PAGE: Final[RecordPage[Factor]] = RecordPage(
    acts=ACTS,
    template="context/factor.html",
    more=lambda one, reading: {"is_due": one.is_review_due(reading.today)},
)


@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_AIMS)
def new_climate(request: OrganisationRequest) -> HttpResponseBase:
    """Decide whether climate change is relevant, as a factor that must exist."""
    reading = reading_of(request.member)
    proposed = {
        "title": _("Climate change"),
        "origin": Origin.EXTERNAL,
        "owner": request.member.pk,
        "next_review_on": year_after(reading.today),
    }
    form = NewClimateForm(request.POST or None, initial=proposed, organisation=request.organisation)
    if request.method != "POST":
        return _show_climate(request, form)
    return submit(
        request,
        form,
        lambda typed: Factor.add(request.organisation, by=request.member, **typed),
        on_refusal=lambda refused: _show_climate(request, refused),
        done=lambda one: see_other("factor", request.organisation.slug, one.number),
    )


def _show_climate(request: OrganisationRequest, form: NewClimateForm) -> HttpResponseBase:
    status = 422 if form.errors else 200
    return respond(request, page="context/climate.html", context={"form": form}, status=status)
