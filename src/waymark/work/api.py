"""Comments for programs: what was said about a record, and saying something, as on its page."""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import Http404
from ninja import Router, Schema, Status

from waymark.core.markdown_blocks import TextBlock
from waymark.core.wire.described import WRITES, request_body, responses
from waymark.people.policy import OrganisationRequest
from waymark.people.rights import Can
from waymark.people.token_auth import api_needs
from waymark.records.api import PersonOut, perform
from waymark.records.kinds import RecordLine, kind_called, line_for
from waymark.work.block_texts import blocks_on, quoted_block
from waymark.work.comments import comment as write
from waymark.work.comments import comments_on, edit_comment, mentioned_in
from waymark.work.forms import CommentForm, NewCommentForm
from waymark.work.models.comment import Comment

router = Router(tags=["Comments"])
_ON = "/comments/on/{slug:word}/{int:pk}"


class CommentOut(Schema):
    """One comment. `block` is the anchor of the block that it hangs on, and `quoted` how that began.

    `is_in_text` says whether the block is in the text of the record still.
    """

    id: int
    version: int
    author: PersonOut
    text: str
    written_at: dt.datetime
    edited_at: dt.datetime | None
    block: str
    quoted: str
    is_in_text: bool


class CommentList(Schema):
    """All that was said about a record, the oldest first."""

    items: list[CommentOut]


@router.get(_ON, response=responses(ok=CommentList), url_name="comments")
@api_needs(Can.DISCUSS)
def list_comments(request: OrganisationRequest, word: str, pk: int) -> dict[str, Any]:
    """List what was said about a record."""
    line = _line_or_404(request, word, pk)
    found = comments_on(request.member, (line.kind, line.pk)) or []
    return {"items": [_out(one.comment, is_in_text=one.is_in_text) for one in found]}


@router.post(_ON, response=responses(*WRITES, made=CommentOut), openapi_extra=request_body(NewCommentForm))
@api_needs(Can.DISCUSS)
def write_comment(request: OrganisationRequest, word: str, pk: int) -> Status[Any]:
    """Say something about a record, or about one block of its text."""
    line = _line_or_404(request, word, pk)
    form = NewCommentForm(
        find=partial(mentioned_in, line, by=request.member),
        quote=partial(quoted_block, request.organisation, line.kind, line.pk),
    )

    def act(typed: dict[str, Any]) -> Comment:
        return write(line, typed["text"], by=request.member, mentioned=form.mentioned, block=form.quoted)

    return Status(201, _shown(request, perform(request, form, act)))


@router.post(
    "/comments/{int:comment}",
    response=responses(*WRITES, made=CommentOut),
    openapi_extra=request_body(CommentForm),
    url_name="comment",
)
@api_needs(Can.DISCUSS)
def edit_own_comment(request: OrganisationRequest, comment: int) -> Status[Any]:
    """Put another text in the place of one's own comment, within ten minutes."""
    found = Comment.objects.of(request.organisation).select_related("author").filter(pk=comment).first()
    line = line_for(request.member, found.kind, found.record_id) if found is not None else None
    if found is None or line is None:
        raise Http404
    form = CommentForm(find=partial(mentioned_in, line, by=request.member))

    def act(typed: dict[str, Any]) -> None:
        edit_comment(line, found, typed["text"], by=request.member, mentioned=form.mentioned)

    perform(request, form, act, record=found)
    return Status(201, _shown(request, found))


def _line_or_404(request: OrganisationRequest, word: str, pk: int) -> RecordLine:
    kind = kind_called(word)
    line = line_for(request.member, kind.kind, pk) if kind is not None else None
    if line is None:
        raise Http404
    return line


def _shown(request: OrganisationRequest, one: Comment) -> dict[str, Any]:
    blocks: Mapping[str, TextBlock] = blocks_on(request.organisation, one.kind, one.record_id) if one.anchor else {}
    return _out(one, is_in_text=one.anchor in blocks)


def _out(one: Comment, *, is_in_text: bool) -> dict[str, Any]:
    return {
        "id": one.pk,
        "version": one.version,
        "author": {"id": one.author.pk, "name": one.author.name},
        "text": one.text,
        "written_at": one.written_at,
        "edited_at": one.edited_at,
        "block": one.anchor,
        "quoted": one.quoted,
        "is_in_text": is_in_text,
    }
