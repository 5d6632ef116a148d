"""The list of evidence, and the forecast of what will be stale."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from waymark.core.clock import day_in
from waymark.core.respond import respond
from waymark.evidence.forecasting import Ageing, Forecast, forecast
from waymark.evidence.forms.evidence import ForecastForm
from waymark.evidence.freshness import add_months
from waymark.evidence.registers.evidence import EVIDENCE
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.records.views import changes_view, register_view

_PAGE = 50
_FIRST_OF_EACH = 10


items, changes = register_view(EVIDENCE), changes_view(EVIDENCE)


@require_safe
@needs(Can.READ)
def forecasts(request: OrganisationRequest) -> HttpResponse:
    """Show what will be stale on a day, by owner, and which stretches of time nothing covers.

    Of many, each owner's first are shown, and all of one owner page by page.
    """
    today = day_in(request.organisation.time_zone)
    form = ForecastForm(request.GET)
    form.is_valid()
    day = form.cleaned_data.get("on") or add_months(today, 3)
    found = forecast(request.organisation, request.member, day)
    context = {
        "forecast": found,
        "alone": _alone(found, form.cleaned_data),
        "first": _FIRST_OF_EACH,
        "day": day,
        "form": ForecastForm(initial={"on": day}),
        "day_today": today,
    }
    return respond(request, page="evidence/forecast.html", context=context)


def _alone(found: Forecast, chosen: dict[str, Any]) -> Page[Ageing] | None:
    """Return one page of what the chosen owner has to renew; None where nobody was chosen, or they have nothing."""
    items = [one for one in found.ageing if one.owner.pk == chosen.get("owner")]
    return Paginator(items, _PAGE).get_page(chosen.get("page") or 1) if items else None
