"""Leaving: what a member owns finds new owners, and the membership ends, in one act."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from waymark.core.redirects import see_other
from waymark.people.models.member import Member
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.work.departure_form import DepartureForm
from waymark.work.leaving import depart
from waymark.work.owned import owned_records


@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_PEOPLE)
def departure(request: OrganisationRequest, pk: int) -> HttpResponseBase:
    """Show everything a member owns; hand it over and end the membership."""
    everybody = Member.objects.of(request.organisation).select_related("organisation")
    person = get_object_or_404(everybody, pk=pk)
    if person.left_on is not None:
        raise Http404
    owned = owned_records(person)
    typed = request.POST if request.method == "POST" else None
    form = DepartureForm(typed, organisation=request.organisation, leaving=person, owned=owned)

    def page(shown: DepartureForm) -> HttpResponseBase:
        total = sum(len(one.records) for one in owned)
        context = {"person": person, "owned": owned, "form": shown, "total": total}
        return render(request, "work/departure.html", context, status=422 if shown.errors else 200)

    def left(count: int) -> HttpResponseBase:
        words = ngettext(
            "%(name)s has left. %(n)d record has a new owner.",
            "%(name)s has left. %(n)d records have a new owner.",
            count,
        )
        messages.success(request, words % {"name": person.name, "n": count})
        return see_other("members", request.organisation.slug)

    return submit(
        request,
        form,
        lambda typed: depart(person, form.new_owner, by=request.member, reason=typed["reason"]),
        on_refusal=page,
        done=left,
    )
