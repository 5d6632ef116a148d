"""The page of one obligation, and the pages of the starter register."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from waymark.context.acts.obligation import ACTS
from waymark.context.candidates import CandidateRow, candidate_row, known_of
from waymark.context.forms.obligation import DeclineCandidateForm, NewObligationForm
from waymark.context.law.reading import current_law
from waymark.context.models.obligation import Obligation
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.records.backing import bringing, lines_behind
from waymark.records.listing import reading_of
from waymark.records.pages import RecordPage
from waymark.records.registers import Reading
from waymark.records.reviewing import year_after

_ROUTES: Final = {"all": _("from"), "annex_iii": _("for Annex III from"), "annex_i": _("for Annex I from")}


def _more(one: Obligation, reading: Reading) -> Mapping[str, Any]:
    name, slug = bringing(), reading.reader.organisation.slug
    query = urlencode({"for": f"obligation:{one.pk}", "back": reverse("obligation", args=[slug, one.number])})
    may_bring = bool(name) and one.is_in_force and reading.reader.can(Can.COLLECT)
    return {
        "is_due": one.is_review_due(reading.today),
        "proofs": lines_behind(reading.reader, [("context.obligation", one.pk)]),
        "bring": f"{reverse(name, args=[slug])}?{query}" if may_bring else "",
    }


PAGE: Final[RecordPage[Obligation]] = RecordPage(acts=ACTS, template="context/obligation.html", more=_more)


@require_safe
@needs(Can.READ)
def candidate(request: OrganisationRequest, candidate: str) -> HttpResponseBase:
    """Show one candidate, with the forms that take it on or decline it."""
    return _show(request, _found(request, candidate), DeclineCandidateForm())


@require_POST
@needs(Can.MANAGE_AIMS)
def declining(request: OrganisationRequest, candidate: str) -> HttpResponseBase:
    """Decline a candidate, with a reason."""
    found = _found(request, candidate)
    known, by = known_of(found.candidate), request.member
    return submit(
        request,
        DeclineCandidateForm(request.POST),
        lambda typed: Obligation.decline_candidate(
            request.organisation, candidate=found.candidate.id, by=by, **typed, **known
        ),
        on_refusal=lambda refused: _show(request, found, refused),
        done=lambda _one: see_other("obligation_candidates", request.organisation.slug),
    )


def _found(request: OrganisationRequest, key: str) -> CandidateRow:
    found = candidate_row(request.organisation, key)
    if found is None:
        raise Http404
    return found


def _show(request: OrganisationRequest, found: CandidateRow, decline: forms.Form) -> HttpResponseBase:
    reading = reading_of(request.member)
    proposed = {
        **known_of(found.candidate),
        "candidate": found.candidate.id,
        "owner": request.member.pk,
        "next_review_on": year_after(reading.today),
    }
    law = current_law()
    context = {
        "row": found,
        "take_on": NewObligationForm(initial=proposed, organisation=request.organisation, auto_id="take_on_%s"),
        "decline": decline,
        "may_decide": found.obligation is None and request.member.can(Can.MANAGE_AIMS),
        "law": law,
        "routes": _ROUTES,
        "duties": [one for key in found.candidate.duties if (one := law.duty(key)) is not None],
    }
    return respond(request, page="context/candidate.html", context=context, status=422 if decline.errors else 200)
