"""The file that shows an approval outside Waymark: added once, and handed out."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.documents.acts.version import ACTS
from waymark.documents.changing import add_approval_file
from waymark.documents.forms.version import ApprovalFileForm
from waymark.documents.models.version import DocumentVersion
from waymark.evidence.files.serving import answer
from waymark.evidence.files.uploads import takes_evidence
from waymark.evidence.receiving import receive
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit


@takes_evidence
@require_http_methods(["POST"])
@needs(Can.MANAGE_AIMS)
def add(request: OrganisationRequest, document_version: int) -> HttpResponseBase:
    """Keep the file that shows an approval outside Waymark."""
    one = _found(request, document_version)
    one.require_changer(request.member)

    def act(_typed: object) -> None:
        (given,) = receive(request.FILES.getlist("file")[:1], (), by=request.member)
        add_approval_file(one, given, by=request.member)

    def added(_result: object) -> HttpResponseBase:
        messages.success(request, _("The file of the approval was added."))
        return see_other("document_version", request.organisation.slug, one.number)

    def refused(form: forms.Form) -> HttpResponseBase:
        context = {"document_version": one, "document": one.document, "form": form, "is_approval": True}
        return respond(request, page="documents/upload.html", context=context, status=422)

    form = ApprovalFileForm(request.POST, request.FILES)
    return submit(request, form, act, record=one, on_refusal=refused, done=added)


@require_safe
@needs(Can.READ)
def download(request: OrganisationRequest, document_version: int) -> HttpResponseBase:
    """Hand out the file that shows an approval outside Waymark."""
    one = _found(request, document_version)
    if one.outside_file is None:
        raise Http404
    return answer(one.outside_file.sha256, one.outside_file_name, one.outside_file.media_type, request=request)


def _found(request: OrganisationRequest, number: int) -> DocumentVersion:
    one = ACTS.find(request.member, number)
    if one is None:
        raise Http404
    return one
