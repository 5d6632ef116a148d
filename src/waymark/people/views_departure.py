"""Leaving: what a member owns finds new owners, and the membership ends, in one act."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from waymark.people.answers import see_other
from waymark.people.departure_form import DepartureForm
from waymark.people.forms import refusals_in
from waymark.people.leaving import belongings, depart
from waymark.people.models.member import Member
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can


@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_PEOPLE)
def departure(request: OrganisationRequest, pk: int) -> HttpResponseBase:
    """Show everything a member owns; hand it over and end the membership."""
    everybody = Member.objects.of(request.organisation).select_related("organisation")
    person = get_object_or_404(everybody, pk=pk)
    if person.left_on is not None:
        raise Http404
    owned = belongings(person)
    typed = request.POST if request.method == "POST" else None
    form = DepartureForm(typed, organisation=request.organisation, leaving=person, owned=owned)
    if form.is_valid():
        with refusals_in(form):
            count = depart(person, form.new_owner, by=request.member, reason=form.cleaned_data["reason"])
            messages.success(
                request,
                ngettext(
                    "%(name)s has left. %(n)d record was handed over.",
                    "%(name)s has left. %(n)d records were handed over.",
                    count,
                )
                % {"name": person.name, "n": count},
            )
            return see_other("members", request.organisation.slug)
    context = {"person": person, "owned": owned, "form": form, "total": sum(len(one.records) for one in owned)}
    return render(request, "people/departure.html", context, status=422 if form.errors else 200)
