"""Pages of the import of a work sheet: choose a file, look at what it would do, take it over or discard it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from waymark.conformity.models.assessment import GapAssessment
from waymark.core.bodies import takes_files
from waymark.core.errors import RuleBroken
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.exchange import sentences
from waymark.exchange.columns import propose_sheet, propose_under, ranked
from waymark.exchange.forms import DecisionForm, ReadingForm, SheetForm, upload_limit
from waymark.exchange.gap import bring, ground_of, preview, take_over
from waymark.exchange.models import LIFECYCLE, SheetImport
from waymark.exchange.preview import Preview
from waymark.exchange.queries import import_into, imports_into, round_numbered
from waymark.exchange.readings import Choices, visible
from waymark.exchange.table_sentences import remark
from waymark.people.forms import AcceptForm
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.trail.door import StaleRecord
from waymark.trail.history import history_of

_SAMPLE_ROWS = 10


@takes_files(upload_limit)
@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_AIMS)
def upload(request: OrganisationRequest, number: int) -> HttpResponseBase:
    """Take a filled-in work sheet; a file that cannot be read leaves nothing behind."""
    assessment = _round_or_404(request, number)
    assessment.require_open()
    form = SheetForm(*((request.POST, request.FILES) if request.method == "POST" else (None, None)))

    def act(typed: dict[str, Any]) -> SheetImport:
        file, encoding = typed["file"], typed["encoding"] or None
        return bring(assessment, file.chunks(), file.name, by=request.member, encoding=encoding)

    def page(shown: SheetForm) -> HttpResponseBase:
        codes = [str(one.code) for one in shown.non_field_errors().as_data()]
        context = {"assessment": assessment, "form": shown, "earlier": imports_into(assessment)}
        context["asks_encoding"] = any(code.startswith("encoding") for code in codes)
        return respond(request, page="exchange/upload.html", context=context, status=422 if shown.is_bound else 200)

    return submit(
        request,
        form,
        act,
        on_refusal=page,
        done=lambda brought: see_other("gap_import_preview", request.organisation.slug, number, brought.number),
    )


@require_http_methods(["GET", "POST"])
@needs(Can.MANAGE_AIMS)
def previewed(request: OrganisationRequest, number: int, importing: int) -> HttpResponseBase:
    """Show what an import would do, and settle how its sheet is read."""
    brought = _import_or_404(request, number, importing)
    if request.method == "GET":
        return _page(request, brought)
    try:
        LIFECYCLE.require(brought, "choose")
    except RuleBroken as broken:
        return _page(request, brought, broken=broken, status=422)
    form = _reading_form(brought, preview(brought), request.POST)
    return submit(
        request,
        form,
        lambda _typed: brought.choose(_settled(brought, form), by=request.member),
        record=brought,
        on_refusal=lambda shown: _page(request, brought, reading=shown, status=422),
        done=lambda _result: see_other("gap_import_preview", request.organisation.slug, number, importing),
    )


@require_POST
@needs(Can.MANAGE_AIMS)
def application(request: OrganisationRequest, number: int, importing: int) -> HttpResponseBase:
    """Import the sheet: every change or none."""
    brought = _import_or_404(request, number, importing)

    def act(typed: dict[str, Any]) -> Sequence[object]:
        wins = typed["conflicts"] == "sheet"
        return take_over(
            brought, by=request.member, digest=typed["digest"], leave_out=typed["leave_out"], sheet_wins=wins
        )

    def stale(shown: DecisionForm, lost: StaleRecord) -> HttpResponseBase:
        # What would change now stands below, with the choices as they were made.
        now = _import_or_404(request, number, importing)
        return _page(request, now, broken=lost, chosen=shown.cleaned_data, status=409)

    def refused(shown: DecisionForm) -> HttpResponseBase:
        return _page(request, _import_or_404(request, number, importing), decision=shown, status=422)

    def done(given: Sequence[object]) -> HttpResponseBase:
        text = ngettext("%(n)d point imported from %(name)s.", "%(n)d points imported from %(name)s.", len(given))
        messages.success(request, text % {"n": len(given), "name": brought.file_name})
        return see_other("gap_round", request.organisation.slug, number)

    return submit(request, DecisionForm(request.POST), act, on_refusal=refused, on_stale=stale, done=done)


@require_POST
@needs(Can.MANAGE_AIMS)
def discarding(request: OrganisationRequest, number: int, importing: int) -> HttpResponseBase:
    """Put an import away and forget what was in its file."""
    brought = _import_or_404(request, number, importing)

    def done(_result: object) -> HttpResponseBase:
        messages.success(request, _("%(name)s was discarded. No rating was changed.") % {"name": brought.file_name})
        return see_other("gap_round", request.organisation.slug, number)

    return submit(
        request,
        AcceptForm(request.POST),
        lambda _typed: brought.discard(by=request.member),
        on_refusal=lambda shown: _page(request, brought, discard=shown, status=422),
        done=done,
    )


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
    workbook = brought.workbook
    several = len(workbook.sheets) > 1
    return ReadingForm(
        data,
        workbook=workbook,
        choices=brought.choices,
        preview=dry,
        ranking=ranked(workbook, ground_of(brought.assessment)) if several else (),
        initial={"version": brought.version},
    )


def _settled(brought: SheetImport, form: ReadingForm) -> Choices:
    """Return the choices a person made; another sheet or heading row is read anew."""
    sheet, heading_row = form.chosen_place()
    if (sheet, heading_row) == (brought.sheet, brought.heading_row):
        return form.answered()
    ground = ground_of(brought.assessment)
    if sheet != brought.sheet and heading_row == brought.heading_row:
        return propose_sheet(brought.workbook.sheets[sheet], sheet, ground)
    return propose_under(brought.workbook.sheets[sheet], sheet, heading_row, ground)


def _page(  # noqa: PLR0913 -- what was asked for and what came of it
    request: OrganisationRequest,
    brought: SheetImport,
    *,
    reading: ReadingForm | None = None,
    decision: DecisionForm | None = None,
    discard: AcceptForm | None = None,
    broken: RuleBroken | None = None,
    chosen: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "brought": brought,
        "assessment": brought.assessment,
        "broken": broken,
        "sentences": sentences,
    }
    offers = {one.transition.act: one for one in LIFECYCLE.offers(brought, request.member)}
    context |= {"offers": offers, "history": history_of(brought), "discard": discard}
    context["refused"] = decision or reading or discard
    if not offers["choose"].is_possible:
        return respond(request, page="exchange/settled.html", context=context, status=status)
    dry = preview(brought)
    sheet = brought.workbook.sheets[brought.sheet]
    context |= {
        "dry": dry,
        "remarks": [remark(one) for one in dry.remarks],
        "reading": reading or _reading_form(brought, dry),
        "decision": decision or DecisionForm(initial={**(chosen or {}), "digest": dry.digest}),
        "visible": visible,
        "sample": [row for row in sheet.rows if row.number >= brought.first_row][:_SAMPLE_ROWS],
    }
    return respond(request, page="exchange/preview.html", context=context, status=status)
