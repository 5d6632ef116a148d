"""The page of one version of the scope, its comparison with another, and which one was in force on a day."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from waymark.context.acts.scope_version import ACTS
from waymark.context.forms.scope_version import OnDayForm
from waymark.context.models.scope_version import KIND, ScopeVersion
from waymark.context.record_kinds import SCOPE_VERSION
from waymark.context.scope_content import PARTS, sections_of
from waymark.context.scope_view import compared, in_force_on, register_differences
from waymark.core.references import number_in
from waymark.core.respond import respond
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.queries import linked_to
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.records.kinds import table_of
from waymark.records.listing import reading_of
from waymark.records.pages import RecordPage, shown_acts
from waymark.signing.queries import items_on, signatures_on
from waymark.trail.history import history_of

_ROW_ACTS: Final = {
    "set_activity": "activities",
    "set_interface": "interfaces",
    "set_outside": "outside",
    "leave_out_system": "outside_systems",
}


def _editing(request: OrganisationRequest, refused: Mapping[str, forms.Form]) -> str:
    """Return which part of the page is being edited: what was just refused, or what the address names."""
    name = next(iter(refused), request.GET.get("edit", ""))
    return _ROW_ACTS.get(name, name)


def _row_forms(
    request: OrganisationRequest, one: ScopeVersion, acts: Mapping[str, Any], refused: Mapping[str, forms.Form]
) -> int | None:
    """Let the form of the part that is edited propose the row that the address names; return its number."""
    part, row = request.GET.get("edit", ""), number_in(f"ROW-{request.GET.get('row', '')}", "ROW")
    name = next((act for act, edited in _ROW_ACTS.items() if edited == part), "")
    shown = acts.get(name)
    if shown is None or name in refused or row is None or not 1 <= row <= len(getattr(one, part)):
        return None
    stored = getattr(one, part)[row - 1]
    site = stored.get("site")
    proposed = {
        **stored,
        "row": row,
        "system": str(stored.get("number", "")),
        "site": str(site["number"]) if site else "",
    }
    shown.form.initial = {**shown.form.initial, **{k: v for k, v in proposed.items() if k in shown.form.fields}}
    return row


def _show(request: OrganisationRequest, one: ScopeVersion, refused: Mapping[str, forms.Form]) -> HttpResponseBase:
    reading = reading_of(request.member)
    organisation = request.organisation
    acts = shown_acts(ACTS, one, reading, refused)
    edited_row = _row_forms(request, one, acts, refused)
    line = table_of(SCOPE_VERSION).line(organisation, one.pk, one.number, one.version_number)
    subject = (line.kind, line.pk)
    pieces = EvidenceLink.objects.of(organisation).live().to_any([subject]).count()
    asked = items_on(organisation, KIND, one.pk)
    context = {
        "scope": one,
        "acts": acts,
        "sections": sections_of(one),
        "parts": PARTS,
        "editing": _editing(request, refused),
        "edited_row": edited_row,
        "held": None if one.is_past else register_differences(one),
        "asked": asked,
        "is_pending": any(item.is_pending for item in asked),
        "signatures": signatures_on(organisation, KIND, [one.pk]).get(one.pk, ()),
        "other": ScopeVersion.before(organisation, than=one.number),
        "is_due": one.is_review_due(reading.today),
        "linked": linked_to(request.member, reading.today, {subject: line.reference}, pieces=pieces),
        "linked_for": f"{SCOPE_VERSION.word}:{one.pk}",
        "offers": (),
        "may_collect": request.member.can(Can.COLLECT),
        "history": history_of(one),
    }
    return respond(request, page="context/scope_version.html", context=context, status=422 if refused else 200)


PAGE: Final[RecordPage[ScopeVersion]] = RecordPage(acts=ACTS, template="context/scope_version.html", show=_show)


@require_safe
@needs(Can.READ)
def comparison(request: OrganisationRequest, scope: int) -> HttpResponse:
    """Compare a version with another one: that of `with`, or the one before it."""
    rows = ScopeVersion.objects.of(request.organisation)
    after = rows.filter(number=scope).first()
    if after is None:
        raise Http404
    wanted = request.GET.get("with", "")
    number = number_in(wanted, ScopeVersion.prefix) if wanted else None
    found = rows.filter(number=number).first() if number else ScopeVersion.before(request.organisation, than=scope)
    before = None if found is None or found.pk == after.pk else found
    if wanted and before is None:
        raise Http404
    context = {
        "scope": after,
        "before": before,
        "sections": compared(before, after) if before is not None else (),
        "others": rows.exclude(pk=after.pk).order_by("-number"),
    }
    return respond(request, page="context/scope_comparison.html", context=context)


@require_safe
@needs(Can.READ)
def in_force(request: OrganisationRequest) -> HttpResponse:
    """Say which version of the scope was in force on a day."""
    today = reading_of(request.member).today
    form = OnDayForm(request.GET or None)
    asked = form.cleaned_data["on"] if form.is_valid() else None
    day = asked or today
    context = {
        "form": form,
        "day": day,
        "today": today,
        "found": in_force_on(request.organisation, day) if not form.errors else None,
        "periods": ScopeVersion.objects.of(request.organisation).from_any_day(),
    }
    return respond(request, page="context/scope_in_force.html", context=context, status=422 if form.errors else 200)
