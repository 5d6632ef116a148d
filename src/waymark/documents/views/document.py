"""The page of one document: what is in force, its versions, and which one was in force on a day."""

from collections.abc import Mapping
from typing import Final

from django import forms
from django.http import HttpResponseBase

from waymark.core.respond import respond
from waymark.documents.acts.campaign import may_start_campaign
from waymark.documents.acts.document import ACTS
from waymark.documents.forms.reading import ValidOnForm
from waymark.documents.models.document import Document
from waymark.documents.queries import document_view
from waymark.people.policy import OrganisationRequest
from waymark.records.listing import reading_of
from waymark.records.pages import RecordPage, shown_acts
from waymark.trail.history import history_of


def _show(request: OrganisationRequest, one: Document, refused: Mapping[str, forms.Form]) -> HttpResponseBase:
    reading = reading_of(request.member)
    view = document_view(one, request.member)
    asked = ValidOnForm(request.GET if "on" in request.GET else None)
    day = asked.cleaned_data["on"] if asked.is_bound and asked.is_valid() else None
    context = {
        "document": one,
        "view": view,
        "asked": asked,
        "day": day,
        "valid": view.valid_on(day) if day is not None else None,
        "is_editing": "edit" in refused or request.GET.get("edit") == "facts",
        "is_due": one.is_review_due(reading.today),
        "may_start": one.is_current and view.effective is not None and may_start_campaign(request.member),
        "acts": shown_acts(ACTS, one, reading, refused),
        "history": history_of(one, *reversed(view.versions)),
    }
    is_wrong = bool(refused) or bool(asked.errors)
    return respond(request, page=PAGE.template, context=context, status=422 if is_wrong else 200)


PAGE: Final[RecordPage[Document]] = RecordPage(acts=ACTS, template="documents/document.html", show=_show)
