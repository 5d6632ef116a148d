"""The list of evidence, and the forecast of what will be stale."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from waymark.core.clock import day_in
from waymark.core.respond import respond
from waymark.evidence.forecasting import Ageing, Forecast, forecast
from waymark.evidence.forms import FilterForm, ForecastForm
from waymark.evidence.freshness import Condition, add_months
from waymark.evidence.kinds import EvidenceKind
from waymark.evidence.listing import filtered
from waymark.evidence.models.evidence import Evidence, EvidenceQuerySet
from waymark.evidence.queries import Row, counts_of, rows_of, rows_of_hits, with_links
from waymark.evidence.search.index import MOST_HITS, find
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can

_PAGE = 50
_FIRST_OF_EACH = 10


@require_safe
@needs(Can.READ)
def items(request: OrganisationRequest) -> HttpResponse:
    """List the evidence a member may see, with its condition and what it is used for."""
    organisation = request.organisation
    day = day_in(organisation.time_zone)
    asked = FilterForm(request.GET)
    asked.is_valid()
    chosen = asked.cleaned_data
    visible = Evidence.objects.of(organisation).visible_to(request.member)
    found = filtered(visible, chosen, day)
    rows, page = _shown(organisation, found, chosen, day)
    kept = {name: value for name, value in chosen.items() if value and name != "page"}
    context = {
        "page": page,
        "rows": rows,
        "counts": counts_of(visible, day),
        "chosen": chosen,
        "query": urlencode(kept),
        "conditions": Condition.choices,
        "kinds": EvidenceKind.choices,
        "members": list(Member.objects.of(organisation).active().by_name()),
        "may_collect": request.member.can(Can.COLLECT),
    }
    return respond(request, page="evidence/items.html", part="evidence/_items.html", context=context)


def _shown(
    organisation: Organisation, found: EvidenceQuerySet, chosen: dict[str, Any], day: dt.date
) -> tuple[list[Row], Page[Any]]:
    wanted = chosen.get("page") or 1
    if chosen.get("q"):
        # The best hits first, whatever order the list had.
        hits = Paginator(find(organisation.pk, chosen["q"], allowed=found, limit=MOST_HITS), _PAGE).get_page(wanted)
        return rows_of_hits(found, hits.object_list, day), hits
    page = Paginator(with_links(found).in_order(chosen.get("order") or "newest"), _PAGE).get_page(wanted)
    return rows_of(page.object_list, day), page


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
