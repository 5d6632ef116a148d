"""What views and operations of this package fetch first; what a member may not read does not exist."""

from django.http import Http404

from waymark.context.models.supplier import Supplier
from waymark.people.policy import OrganisationRequest


def supplier_or_404(request: OrganisationRequest, number: int) -> Supplier:
    """Return one supplier that the member may read."""
    readable = Supplier.objects.of(request.organisation).visible_to(request.member)
    found = readable.numbered(number).select_related("owner").first()
    if found is None:
        raise Http404
    found.organisation = request.organisation
    return found
