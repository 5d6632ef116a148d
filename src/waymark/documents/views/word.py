"""The page on which the text of a version's Word document is seen before it is taken over."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from waymark.core.errors import RuleBroken
from waymark.core.respond import respond
from waymark.documents.acts.version import ACTS
from waymark.documents.from_word.of_version import text_of
from waymark.documents.from_word.reading import FromWord, NotTakenOver
from waymark.documents.models.version import DocumentVersion
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.records.listing import reading_of
from waymark.records.pages import shown_acts
from waymark.records.texts import blocks_shown


@require_safe
@needs(Can.WORK)
def word_text(request: OrganisationRequest, document_version: int) -> HttpResponseBase:
    """Show how the text of a Word document would look, and what would be lost, before it is taken over."""
    one = ACTS.find(request.member, document_version)
    if one is None:
        raise Http404
    one.require_changer(request.member)
    try:
        return import_page(request, one, text_of(one))
    except NotTakenOver as broken:
        return import_page(request, one, why_not=broken)


def import_page(
    request: OrganisationRequest,
    one: DocumentVersion,
    taken: FromWord | None = None,
    *,
    refused: forms.Form | None = None,
    why_not: RuleBroken | None = None,
) -> HttpResponseBase:
    """Answer with what would be taken over, or why nothing can be (422)."""
    acts = shown_acts(ACTS, one, reading_of(request.member), {"import_text": refused} if refused is not None else {})
    context: dict[str, Any] = {
        "document_version": one,
        "document": one.document,
        "act": acts["import_text"],
        "taken": taken,
        "blocks": blocks_shown(request.member, taken.text) if taken is not None else (),
        "replaced": blocks_shown(request.member, one.text),
        "why_not": why_not,
    }
    return respond(request, page="documents/word_text.html", context=context, status=200 if taken is not None else 422)
