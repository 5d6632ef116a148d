"""What views and operations of this package fetch first."""

from django.http import Http404

from waymark.people.policy import OrganisationRequest
from waymark.tasks.models.task import Task


def task_or_404(request: OrganisationRequest, number: int) -> Task:
    """Return one task that the member may read."""
    readable = Task.objects.of(request.organisation).visible_to(request.member).numbered(number)
    found = readable.select_related("owner", "finished_by", "follows").first()
    if found is None:
        raise Http404
    found.organisation = request.organisation
    return found
