"""The page of one item of the master list, on which a document for it begins."""

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from waymark.core.respond import respond
from waymark.documents.forms.document import NewDocumentForm
from waymark.documents.items import proposed_for
from waymark.documents.master_list import master_rows
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can


@require_safe
@needs(Can.READ)
def item(request: OrganisationRequest, item: str) -> HttpResponseBase:
    """Show one item with its documents, and the form that begins another one with what the item proposes."""
    row = next((one for one in master_rows(request.organisation) if one.item.id == item), None)
    if row is None:
        raise Http404
    proposed = {"owner": request.member.pk, "classification": "internal", **proposed_for([item])}
    may_begin = request.member.can(Can.WORK)
    form = NewDocumentForm(initial=proposed, organisation=request.organisation) if may_begin else None
    return respond(request, page="documents/master_list_item.html", context={"row": row, "form": form})
