"""The outlines that documents are begun from, and drafting again from today's records."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.core.forms import VersionedForm
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.documents.acts.version import ACTS
from waymark.documents.forms.outline import BeginForm
from waymark.documents.models.document import Document
from waymark.documents.models.version import DocumentVersion
from waymark.documents.outlining import begin, draft_again
from waymark.documents.package_data import ORGANISATION, document_data
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit


@require_safe
@needs(Can.READ)
def outlines(request: OrganisationRequest) -> HttpResponseBase:
    """Show every outline with what it serves."""
    data = document_data()
    rows = [(one, [data.items[key] for key in one.serves]) for one in data.outlines.values()]
    return respond(request, page="documents/outlines.html", context={"rows": rows})


@require_http_methods(["GET", "POST"])
@needs(Can.READ, write=Can.WORK)
def outline(request: OrganisationRequest, outline: str) -> HttpResponseBase:
    """Show one outline, and begin a document from it."""
    found = document_data().outlines.get(outline.upper())
    if found is None:
        raise Http404
    member = request.member
    first: dict[str, Any] = {"title": found.title, "owner": member.pk}
    is_sent = request.method == "POST"
    form = BeginForm(request.POST if is_sent else None, reader=member, outline=found, initial=first)
    needs_record = found.one_per != ORGANISATION

    def page(shown: BeginForm) -> HttpResponseBase:
        context = {
            "outline": found,
            "items": [document_data().items[key] for key in found.serves],
            "form": shown if member.can(Can.WORK) and (shown.records or not needs_record) else None,
            "lacks_record": needs_record and not shown.records,
        }
        return respond(request, page="documents/outline.html", context=context, status=422 if shown.errors else 200)

    def begun(document: Document | None) -> HttpResponseBase:
        if document is None:
            return see_other("documents", request.organisation.slug)
        return see_other("document_version", request.organisation.slug, document.open_version.number)

    if not is_sent:
        return page(form)
    return submit(request, form, lambda typed: begin(found, by=member, **typed), on_refusal=page, done=begun)


@require_POST
@needs(Can.WORK)
def redraft(request: OrganisationRequest, document_version: int) -> HttpResponseBase:
    """Make a draft in which today's records stand in place of those of before."""
    one = ACTS.find(request.member, document_version)
    if one is None:
        raise Http404
    one.require_changer(request.member)

    def drafted(version: DocumentVersion | None) -> HttpResponseBase:
        messages.success(request, _("The draft holds today's records. Read it before it is submitted."))
        return see_other("document_version", request.organisation.slug, (version or one).number)

    def refused(form: VersionedForm) -> HttpResponseBase:
        context = {"document_version": one, "document": one.document, "form": form}
        return respond(request, page="documents/redraft.html", context=context, status=422)

    return submit(
        request,
        VersionedForm(request.POST),
        lambda _typed: draft_again(one, by=request.member),
        record=one,
        on_refusal=refused,
        done=drafted,
    )
