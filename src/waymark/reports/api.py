"""Files of the product for programs: the same bytes as from its page."""

from django.http import Http404, HttpResponse
from ninja import Router

from waymark.core.wire.described import responses
from waymark.documents.models.version import DocumentVersion
from waymark.people.policy import OrganisationRequest
from waymark.people.rights import Can
from waymark.people.token_auth import api_needs
from waymark.reports.documents import FORMS, version_called, version_file, version_file_name

router = Router(tags=["Versions of documents"])
_CONTENT = {"responses": {200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}}}


@router.get(
    "/document-versions/{int:document_version}/export/{slug:form}",
    response=responses(422),
    openapi_extra=_CONTENT,
    url_name="document_file",
)
@api_needs(Can.READ)
def export_document_version(request: OrganisationRequest, document_version: int, form: str) -> HttpResponse:
    """Download a version as `pdf`, `docx` or `md`, with its head, its change history and its signatures."""
    one = version_called(request.member, f"{DocumentVersion.prefix}-{document_version}")
    if one is None or form not in FORMS:
        raise Http404
    content, media_type = version_file(one, form)
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{version_file_name(one, form)}"'
    return response
