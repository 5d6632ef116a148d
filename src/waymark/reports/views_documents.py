"""Downloads of versions of documents."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from waymark.documents.models.version import DocumentVersion
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.reports.documents import FORMS, version_called, version_file, version_file_name


@require_safe
@needs(Can.READ)
def document_file(request: OrganisationRequest, document_version: int, form: str) -> HttpResponse:
    """Download a version as PDF, Word document or Markdown."""
    one = version_called(request.member, f"{DocumentVersion.prefix}-{document_version}")
    if one is None or form not in FORMS:
        raise Http404
    content, media_type = version_file(one, form)
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{version_file_name(one, form)}"'
    return response
