"""The portfolio: for people in several organisations."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from waymark.core.respond import respond
from waymark.people.models.member import Member
from waymark.people.policy import UserRequest, signed_in
from waymark.readiness.forms import PortfolioForm
from waymark.readiness.portfolio import portfolio_of

_LINES = 50


@require_safe
@signed_in
def portfolio(request: UserRequest) -> HttpResponse:
    """Show where each of the person's organisations stands."""
    request.memberships = list(Member.objects.for_user(request.user))
    form = PortfolioForm(request.GET)
    context = {"form": form, "may_found": request.user.runs_installation, "portfolio": None, "page": None}
    if form.is_valid():
        found = portfolio_of(request.memberships, words=form.cleaned_data["q"], sort=form.order)
        page = Paginator(found.rows, _LINES).get_page(form.cleaned_data["page"])
        context |= {"portfolio": found, "page": page}
    return respond(request, page="readiness/portfolio.html", context=context, status=422 if form.errors else 200)
