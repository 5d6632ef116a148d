"""What several views fetch first, and where they lead afterwards."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from waymark.people.models.organisation import Organisation
from waymark.people.policy import OrganisationRequest
from waymark.tasks.models.task import Task


def task_or_404(organisation: Organisation, number: int) -> Task:
    """Return one task of an organisation."""
    found = (
        Task.objects.of(organisation)
        .numbered(number)
        .select_related("owner", "finished_by", "follows", "organisation")
        .first()
    )
    if found is None:
        raise Http404
    return found


def back(request: OrganisationRequest, name: str, *args: int) -> HttpResponse:
    """Lead to the page the form came from, if it names one of ours, else to a named address; status 303."""
    wanted = request.POST.get("next", "")
    own = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return HttpResponseRedirect(wanted if own else reverse(name, args=[request.organisation.slug, *args]), status=303)
