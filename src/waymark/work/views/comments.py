"""Comments on a record: the page with all of them, writing one, and editing one's own."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_http_methods, require_safe

from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.records.kinds import RecordLine, kind_called, kinds, line_for
from waymark.trail.history import history_of
from waymark.work.block_texts import blocks_on, quoted_block
from waymark.work.comments import CommentView, comments_on, edit_comment, mentioned_in, offered
from waymark.work.comments import comment as write
from waymark.work.forms import NEW, CommentForm, NewCommentForm
from waymark.work.models.comment import Comment


@require_http_methods(["GET", "POST"])
@needs(Can.DISCUSS)
def comments(request: OrganisationRequest, word: str, pk: int) -> HttpResponseBase:
    """Show what was said about a record, and say something, about one block of its text where `?block=` names one."""
    line = _line_or_404(request, word, pk)
    if request.method != "POST":
        return _all(request, line, word)
    form = NewCommentForm(
        request.POST,
        auto_id=NEW,
        find=partial(mentioned_in, line, by=request.member),
        quote=partial(quoted_block, request.organisation, line.kind, line.pk),
    )

    def act(typed: dict[str, Any]) -> Comment:
        return write(line, typed["text"], by=request.member, mentioned=form.mentioned, block=form.quoted)

    return submit(
        request,
        form,
        act,
        on_refusal=lambda refused: _all(request, line, word, refused),
        done=lambda made: see_other(f"{line.url}#{(made.anchor if made is not None else '') or 'comments'}"),
    )


def _all(
    request: OrganisationRequest, line: RecordLine, word: str, refused: NewCommentForm | None = None
) -> HttpResponseBase:
    blocks = blocks_on(request.organisation, line.kind, line.pk)
    asked = request.GET.get("block", "") if refused is None else str(refused["block"].value() or "")
    block = blocks.get(asked)
    if refused is not None and block is None:
        refused.without_block()
    found = comments_on(request.member, (line.kind, line.pk), blocks) or []
    context = {
        "line": line,
        "word": word,
        "found": [one for one in found if block is None or one.comment.anchor == block.anchor],
        "form": refused or NewCommentForm(auto_id=NEW, initial={"block": asked if block is not None else ""}),
        "block": block,
        "is_gone": bool(asked) and block is None and refused is None,
    }
    status = 422 if refused is not None and refused.errors else 200
    return respond(request, page="work/comments.html", context=context, status=status)


@require_safe
@needs(Can.DISCUSS)
def mentions(request: OrganisationRequest, word: str, pk: int) -> HttpResponseBase:
    """Offer whom a comment on a record can mention, while somebody types a name behind an @."""
    line = _line_or_404(request, word, pk)
    found = offered(line, request.GET.get("find", ""), by=request.member)
    return respond(request, page="work/_mentions.html", context={"found": found})


@require_http_methods(["GET", "POST"])
@needs(Can.DISCUSS)
def comment(request: OrganisationRequest, comment: int) -> HttpResponseBase:
    """Show one comment, and edit it while its author may."""
    found = Comment.objects.of(request.organisation).select_related("author").filter(pk=comment).first()
    line = line_for(request.member, found.kind, found.record_id) if found is not None else None
    if found is None or line is None:
        raise Http404
    first = {"text": found.text, "version": found.version}
    word = next(one.word for one in kinds() if one.kind == line.kind)

    def page(form: CommentForm) -> HttpResponseBase:
        one = _shown(request, line, found)
        context = {"line": line, "word": word, "one": one, "form": form, "history": history_of(found)}
        return respond(request, page="work/comment.html", context=context, status=422 if form.errors else 200)

    if request.method != "POST":
        return page(CommentForm(initial=first))
    form = CommentForm(request.POST, find=partial(mentioned_in, line, by=request.member))
    return submit(
        request,
        form,
        lambda typed: edit_comment(line, found, typed["text"], by=request.member, mentioned=form.mentioned),
        record=found,
        on_refusal=page,
        done=lambda _made: see_other(f"{line.url}#comments"),
    )


def _line_or_404(request: OrganisationRequest, word: str, pk: int) -> RecordLine:
    kind = kind_called(word)
    line = line_for(request.member, kind.kind, pk) if kind is not None else None
    if line is None:
        raise Http404
    return line


def _shown(request: OrganisationRequest, line: RecordLine, found: Comment) -> CommentView:
    every = comments_on(request.member, (line.kind, line.pk)) or []
    return next(one for one in every if one.comment.pk == found.pk)
