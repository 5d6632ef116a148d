"""The page of one version, the editor of a draft, its file, and what changed since the version in force."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.documents.acts.version import ACTS
from waymark.documents.changing import KIND, attach_file
from waymark.documents.choices import Content
from waymark.documents.forms.reading import CompareForm
from waymark.documents.forms.version import ApprovalFileForm, FileForm
from waymark.documents.marks import marks_left
from waymark.documents.models.version import DocumentVersion
from waymark.documents.outlining import drift_shown
from waymark.documents.queries import base_of, comparison_view, discussions_of
from waymark.documents.version_life import LIFECYCLE
from waymark.documents.views.word import import_page
from waymark.evidence.files.serving import answer
from waymark.evidence.files.uploads import takes_evidence
from waymark.evidence.receiving import receive
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.records.listing import reading_of
from waymark.records.pages import RecordPage, shown_acts
from waymark.records.texts import blocks_shown
from waymark.signing.queries import items_on, signatures_on
from waymark.trail.history import history_of
from waymark.work.comments import discussion_on


def _show(request: OrganisationRequest, one: DocumentVersion, refused: Mapping[str, forms.Form]) -> HttpResponseBase:
    acts = shown_acts(ACTS, one, reading_of(request.member), refused)
    is_text = one.content == Content.TEXT
    edit = acts.get("edit")
    context = {
        "document_version": one,
        "document": one.document,
        "acts": acts,
        "marks": marks_left(one.text) if is_text and one.is_open else (),
        "history": history_of(one),
    }
    if edit is not None and ("edit" in refused or (request.GET.get("edit") == "text" and edit.is_possible)):
        status = 422 if refused else 200
        return respond(request, page="documents/editing.html", context={**context, "edit": edit}, status=status)
    taking: Any = refused.get("import_text")
    if taking is not None:
        return import_page(request, one, taking.cleaned_data.get("taken"), refused=taking)
    blocks = blocks_shown(request.member, one.text) if is_text else ()
    context |= {
        "blocks": blocks,
        "discussion": discussion_on(request.member, (KIND, one.pk), blocks) if blocks else None,
        "places": {block.source.lstrip("# "): block.anchor for block in blocks if block.level},
        "drift": drift_shown(one, request.member) if one.is_draft or one.is_effective else (),
        "may_redraft": request.member.can(Can.WORK) and one.may_be_changed_by(request.member),
        "signatures": signatures_on(request.organisation, KIND, [one.pk]).get(one.pk, []),
        "requests": [item for item in items_on(request.organisation, KIND, one.pk) if item.is_pending],
        "approval_file_form": ApprovalFileForm() if _lacks_approval_file(request, one) else None,
        "file_form": FileForm() if edit is not None and edit.is_possible else None,
    }
    return respond(request, page=PAGE.template, context=context, status=422 if refused else 200)


def _lacks_approval_file(request: OrganisationRequest, one: DocumentVersion) -> bool:
    may = request.member.can(Can.MANAGE_AIMS) and one.may_be_changed_by(request.member)
    return may and not LIFECYCLE.why_not(one, "add_approval_file")


PAGE: Final[RecordPage[DocumentVersion]] = RecordPage(acts=ACTS, template="documents/version.html", show=_show)


@takes_evidence
@require_http_methods(["POST"])
@needs(Can.WORK)
def upload(request: OrganisationRequest, document_version: int) -> HttpResponseBase:
    """Make a file the content of a draft, or of a version in review, which then is a draft again."""
    one = _found(request, document_version)
    one.require_changer(request.member)
    form = FileForm(request.POST, request.FILES)

    def attached(voided: int) -> HttpResponseBase:
        messages.success(
            request,
            _("The file was uploaded.") if not voided else _("The file was uploaded. Requested signatures are void."),
        )
        return see_other("document_version", request.organisation.slug, one.number)

    def act(_typed: object) -> int:
        (given,) = receive(request.FILES.getlist("file")[:1], (), by=request.member)
        return attach_file(one, given, by=request.member)

    return submit(
        request,
        form,
        act,
        record=one,
        on_refusal=lambda shown: _upload_refused(request, one, shown),
        done=attached,
    )


def _upload_refused(request: OrganisationRequest, one: DocumentVersion, form: forms.Form) -> HttpResponseBase:
    context = {"document_version": one, "document": one.document, "form": form, "is_approval": False}
    return respond(request, page="documents/upload.html", context=context, status=422)


@require_safe
@needs(Can.READ)
def file(request: OrganisationRequest, document_version: int) -> HttpResponseBase:
    """Hand out the controlled file of a version as it was given."""
    one = _found(request, document_version)
    if one.file is None:
        raise Http404
    inline = bool(request.GET.get("inline")) and one.file.opens_inline
    return answer(one.file.sha256, one.file_name, one.file.media_type, inline=inline, request=request)


@require_safe
@needs(Can.READ)
def comparison(request: OrganisationRequest, document_version: int) -> HttpResponseBase:
    """Show what changed since the version that was in force before, or since the one asked for."""
    one = _found(request, document_version)
    asked = CompareForm(request.GET)
    wanted = asked.cleaned_data["base"] if asked.is_valid() else None
    others = one.document.versions.exclude(pk=one.pk)
    before = others.filter(edition=wanted).first() if wanted is not None else base_of(one)
    if wanted is not None and before is None:
        raise Http404
    view = comparison_view(before, one, request.member) if before is not None else None
    context = {
        "document_version": one,
        "document": one.document,
        "before": before,
        "view": view,
        "discussions": discussions_of(view, request.member) if view is not None else None,
        "others": others.defer("text").newest_edition_first(),
    }
    return respond(request, page="documents/comparison.html", context=context)


def _found(request: OrganisationRequest, number: int) -> DocumentVersion:
    one = ACTS.find(request.member, number)
    if one is None:
        raise Http404
    return one
