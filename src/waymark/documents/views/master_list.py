"""The page of one item of the master list, on which a document for it begins."""

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from waymark.core.clock import day_in
from waymark.core.respond import respond
from waymark.documents.forms.document import NewDocumentForm
from waymark.documents.item_records import newest_lines
from waymark.documents.items import proposed_for
from waymark.documents.master_list import master_rows
from waymark.documents.package_data import document_data
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can


@require_safe
@needs(Can.READ)
def item(request: OrganisationRequest, master_item: str) -> HttpResponseBase:
    """Show one item with its documents and records, and the form that begins a document with what it proposes."""
    row = next((one for one in master_rows(request.organisation) if one.item.id == master_item), None)
    if row is None:
        raise Http404
    proposed = {"owner": request.member.pk, "classification": "internal", **proposed_for([master_item])}
    may_begin = request.member.can(Can.WORK)
    form = NewDocumentForm(initial=proposed, organisation=request.organisation) if may_begin else None
    counts = newest_lines(request.member, row.counts, day_in(request.organisation.time_zone))
    outlines = [document_data().outlines[key] for key in row.item.outlines]
    context = {"row": row, "counts": counts, "outlines": outlines, "form": form}
    return respond(request, page="documents/master_list_item.html", context=context)
