"""Versions of documents for programs: each operation has the form, the act and the right of its page."""

from collections.abc import Callable
from typing import Any, Final

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from ninja import Router, Schema, Status

from waymark.core.forms import VERSION, VersionedForm
from waymark.core.wire.described import WRITES, request_body, responses
from waymark.core.wire.sent import FILES, body_of, fill
from waymark.documents.acts.version import ACTS
from waymark.documents.changing import KIND, add_approval_file, attach_file
from waymark.documents.models.version import DocumentVersion
from waymark.documents.queries import text_blocks
from waymark.documents.refusals import NotOneFile
from waymark.evidence.api.key import key_of
from waymark.evidence.files.serving import answer
from waymark.evidence.files.uploads import takes_evidence
from waymark.evidence.receiving import receive
from waymark.people.models.access import digest
from waymark.people.policy import OrganisationRequest
from waymark.people.rights import Can
from waymark.people.submit import once
from waymark.people.token_auth import api_needs
from waymark.records.api import add_acts, add_list, row_out
from waymark.records.kinds import kinds

router: Final = Router(tags=["Versions of documents"])
_Row: Final = add_list(router, ACTS.register)
add_acts(router, ACTS, _Row)
_ONE: Final = "/document-versions/{int:document_version}"
_CONTENT = {"responses": {200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}}}


class BlockOut(Schema):
    """One block of a text; a comment on it names its `anchor`. `level` is that of a heading, else 0."""

    anchor: str
    kind: str
    level: int
    source: str


class TextOut(Schema):
    """The text of a version in Markdown, and its blocks. `record` and `id` are what comments on it are on."""

    record: str
    id: int
    version: int
    text: str
    blocks: list[BlockOut]


@router.get(f"{_ONE}/text", response=responses(ok=TextOut), url_name="document_version_text")
@api_needs(Can.READ)
def show_document_version_text(request: OrganisationRequest, document_version: int) -> dict[str, Any]:
    """Show the text of a version and its blocks; empty for a version that is a file or is kept elsewhere."""
    one = _found(request, document_version)
    blocks = text_blocks(request.organisation, one.pk)
    return {
        "record": next(kind.word for kind in kinds() if kind.kind == KIND),
        "id": one.pk,
        "version": one.version,
        "text": one.text if blocks else "",
        "blocks": [
            {"anchor": block.anchor, "kind": block.kind, "level": block.level, "source": block.source}
            for block in blocks
        ],
    }


@router.get(f"{_ONE}/file", response=responses(422), openapi_extra=_CONTENT, url_name="document_version_file")
@api_needs(Can.READ)
def download_document_version_file(request: OrganisationRequest, document_version: int) -> HttpResponseBase:
    """Download the uploaded file of a version, unchanged."""
    one = _found(request, document_version)
    if one.file is None:
        raise Http404
    return answer(one.file.sha256, one.file_name, one.file.media_type, request=request)


@router.get(
    f"{_ONE}/approval-file", response=responses(422), openapi_extra=_CONTENT, url_name="document_version_approval_file"
)
@api_needs(Can.READ)
def download_document_version_approval(request: OrganisationRequest, document_version: int) -> HttpResponseBase:
    """Download the file that shows an approval outside Waymark."""
    one = _found(request, document_version)
    if one.outside_file is None:
        raise Http404
    return answer(one.outside_file.sha256, one.outside_file_name, one.outside_file.media_type, request=request)


@router.post(
    f"{_ONE}/upload",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(VersionedForm, files=True),
    url_name="document_version_upload",
)
@api_needs(Can.WORK)
@takes_evidence
def upload_document_version(request: OrganisationRequest, document_version: int) -> Status[Any]:
    """Make one file the content of a draft; a version in review is a draft again, and its requests are void."""
    return _uploaded(request, document_version, attach_file)


@router.post(
    f"{_ONE}/approval-file/upload",
    response=responses(*WRITES, made=_Row),
    openapi_extra=request_body(VersionedForm, files=True),
    url_name="document_version_approval_upload",
)
@api_needs(Can.MANAGE_AIMS)
@takes_evidence
def upload_document_version_approval(request: OrganisationRequest, document_version: int) -> Status[Any]:
    """Keep one file as what shows an approval outside Waymark."""
    return _uploaded(request, document_version, add_approval_file)


def _uploaded(request: OrganisationRequest, number: int, keep: Callable[..., Any]) -> Status[Any]:
    one, key, payload = _found(request, number), key_of(request), body_of(request, with_files=True)
    one.require_changer(request.member)
    form = VersionedForm()
    fill(form, payload)
    if len(payload.files) != 1:
        raise NotOneFile(
            ngettext(
                "%(n)d file was sent. Nothing was saved.",
                "%(n)d files were sent. Nothing was saved.",
                len(payload.files),
            )
            % {"n": len(payload.files)},
            way_out=_("Send exactly one file in the part “%(name)s” of a multipart body.") % {"name": FILES},
        )
    (given,) = receive(payload.files, (), by=request.member)

    def act() -> DocumentVersion:
        one.read_at(form.cleaned_data[VERSION])
        keep(one, given, by=request.member)
        return one

    once(request.member, key, act, content=digest(f"{given.sha256} {given.name}"))
    return Status(201, row_out(ACTS.register, ACTS.row_of(_found(request, number), request.member)))


def _found(request: OrganisationRequest, number: int) -> DocumentVersion:
    one = ACTS.find(request.member, number)
    if one is None:
        raise Http404
    return one
