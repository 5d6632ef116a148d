"""Pages of the import of a work sheet: choose a file, look at what it would do, take it over or discard it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from waymark.conformity.models.assessment import GapAssessment
from waymark.core.bodies import takes_files
from waymark.core.errors import RuleBroken
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.exchange import sentences
from waymark.exchange.columns import propose_sheet, propose_under
from waymark.exchange.forms import DecisionForm, ReadingForm, SheetForm, upload_limit
from waymark.exchange.gap import bring, ground_of, preview, take_over
from waymark.exchange.models import SheetImport
from waymark.exchange.preview import Preview
from waymark.exchange.queries import import_into, imports_into, round_numbered
from waymark.exchange.sheet_rows import Choices, visible
from waymark.exchange.table_sentences import SheetRefused, remark
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.trail.door import StaleRecord
from waymark.trail.history import history_of

_SAMPLE_ROWS = 10


@takes_files(upload_limit)
@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_AIMS)
def upload(request: OrganisationRequest, number: int) -> HttpResponse:
    """Take a filled-in work sheet; a file that cannot be read leaves nothing behind."""
    assessment = _round_or_404(request, number)
    assessment.require_open()
    form = SheetForm(request.POST or None, request.FILES or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        encoding = form.cleaned_data["encoding"] or None
        try:
            brought = bring(assessment, file.chunks(), file.name, by=request.member, encoding=encoding)
        except SheetRefused as broken:
            refusal = broken
        else:
            return see_other("gap_import_preview", request.organisation.slug, number, brought.number)
    context = {"assessment": assessment, "form": form, "refusal": refusal, "earlier": imports_into(assessment)}
    context["asks_encoding"] = bool(refusal and refusal.code.startswith("encoding"))
    status = 422 if request.method == "POST" else 200
    return respond(request, page="exchange/upload.html", context=context, status=status)


@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_AIMS)
def previewed(request: OrganisationRequest, number: int, importing: int) -> HttpResponse:
    """Show what an import would do, and settle how its sheet is read."""
    brought = _import_or_404(request, number, importing)
    if request.method == "GET":
        return _page(request, brought)
    brought.require_waiting()
    form = _reading_form(brought, preview(brought), request.POST)
    if not form.is_valid():
        return _page(request, brought, reading=form, status=422)
    brought.read_at(form.cleaned_data["version"]).choose(_settled(brought, form), by=request.member)
    return see_other("gap_import_preview", request.organisation.slug, number, importing)


@require_POST
@needs(Can.MANAGE_AIMS)
def application(request: OrganisationRequest, number: int, importing: int) -> HttpResponse:
    """Take the sheet over: every change or none."""
    brought = _import_or_404(request, number, importing)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, brought, decision=form, status=422)
    chosen = form.cleaned_data
    wins = chosen["conflicts"] == "sheet"
    try:
        given = take_over(
            brought, by=request.member, digest=chosen["digest"], leave_out=chosen["leave_out"], sheet_wins=wins
        )
    except RuleBroken as broken:
        status = 409 if isinstance(broken, StaleRecord) else 422
        now = _import_or_404(request, number, importing)
        return _page(request, now, broken=broken, chosen=chosen, status=status)
    text = ngettext("%(n)d point rated from %(name)s.", "%(n)d points rated from %(name)s.", len(given))
    messages.success(request, text % {"n": len(given), "name": brought.file_name})
    return see_other("gap_round", request.organisation.slug, number)


@require_POST
@needs(Can.MANAGE_AIMS)
def discarding(request: OrganisationRequest, number: int, importing: int) -> HttpResponse:
    """Put an import away and forget what was in its file."""
    brought = _import_or_404(request, number, importing)
    brought.discard(by=request.member)
    messages.success(request, _("%(name)s was discarded. No rating was changed.") % {"name": brought.file_name})
    return see_other("gap_round", request.organisation.slug, number)


def _round_or_404(request: OrganisationRequest, number: int) -> GapAssessment:
    assessment = round_numbered(request.organisation, number)
    if assessment is None:
        raise Http404
    return assessment


def _import_or_404(request: OrganisationRequest, number: int, importing: int) -> SheetImport:
    brought = import_into(_round_or_404(request, number), importing)
    if brought is None:
        raise Http404
    return brought


def _reading_form(brought: SheetImport, dry: Preview, data: Any = None) -> ReadingForm:
    initial = {"version": brought.version}
    return ReadingForm(data, workbook=brought.workbook, choices=brought.choices, preview=dry, initial=initial)


def _settled(brought: SheetImport, form: ReadingForm) -> Choices:
    """Return the choices a person made; another sheet or heading row is read anew."""
    sheet, heading_row = form.chosen_place()
    if (sheet, heading_row) == (brought.sheet, brought.heading_row):
        return form.answered()
    known = ground_of(brought.assessment).known
    if sheet != brought.sheet and heading_row == brought.heading_row:
        return propose_sheet(brought.workbook.sheets[sheet], sheet, known)
    return propose_under(brought.workbook.sheets[sheet], sheet, heading_row, known)


def _page(  # noqa: PLR0913 -- what was asked for and what came of it
    request: OrganisationRequest,
    brought: SheetImport,
    *,
    reading: ReadingForm | None = None,
    decision: DecisionForm | None = None,
    broken: RuleBroken | None = None,
    chosen: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"brought": brought, "assessment": brought.assessment, "broken": broken}
    context["history"] = history_of(brought)
    if not brought.is_waiting or brought.assessment.is_closed:
        return respond(request, page="exchange/settled.html", context=context, status=status)
    dry = preview(brought)
    sheet = brought.workbook.sheets[brought.sheet]
    context |= {
        "dry": dry,
        "sentences": sentences,
        "remarks": [remark(one) for one in dry.remarks],
        "reading": reading or _reading_form(brought, dry),
        "decision": decision or DecisionForm(initial={**(chosen or {}), "digest": dry.digest}),
        "visible": visible,
        "sample": [row for row in sheet.rows if row.number >= brought.first_row][:_SAMPLE_ROWS],
    }
    return respond(request, page="exchange/preview.html", context=context, status=status)
