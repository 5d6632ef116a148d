"""Requests for signatures: their list, the page on which a member signs, and the text that was signed."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.records.listing import reading_of
from waymark.records.pages import RecordPage, shown_acts
from waymark.signing.acts import ACTS
from waymark.signing.answering import answer, role_of
from waymark.signing.forms import AnswerForm, RulesForm
from waymark.signing.meanings import Means
from waymark.signing.models.request import SigningRequest
from waymark.signing.models.rules import SigningRules
from waymark.signing.models.signature import Signature
from waymark.signing.presence import Presence
from waymark.signing.queries import shown_items
from waymark.signing.signables import subject_of
from waymark.trail.history import history_of

_MEANS: Final = {"totp": Means.CODE, "recovery_codes": Means.RECOVERY_CODE, "webauthn": Means.PASSKEY}
_USED: Final = "signed_on_a_proof_of"
_FLOWS: Final = {"reauthenticate": "account_reauthenticate", "mfa_reauthenticate": "mfa_reauthenticate"}


def presence_of(request: OrganisationRequest) -> Presence | None:
    """Return the last proof, in this session, that it is them: a sign-in alone is none."""
    proofs = [one for one in get_authentication_records(request, request.user) if one.get("reauthenticated")]
    if not proofs:
        return None
    newest = proofs[-1]
    if newest["at"] <= request.session.get(_USED, 0):
        return None
    means = Means.PASSWORD if newest["method"] == "password" else _MEANS.get(str(newest.get("type")), Means.CODE)
    return Presence(means, dt.datetime.fromtimestamp(newest["at"], dt.UTC))


def _confirming(request: OrganisationRequest, here: str) -> str:
    """Return where a member confirms that it is them, and comes back from."""
    flows = [_FLOWS[one["id"]] for one in get_reauthentication_flows(request.user) if one["id"] in _FLOWS]
    return f"{reverse(next(iter(flows), 'account_reauthenticate'))}?{urlencode({'next': here})}"


def _page(
    request: OrganisationRequest,
    one: SigningRequest,
    refused: Mapping[str, forms.Form],
    form: AnswerForm | None = None,
) -> HttpResponseBase:
    presence = presence_of(request)
    items = shown_items(one)
    here = reverse("signing_request", args=[request.organisation.slug, one.number])
    is_mine = one.is_open and one.owner_id == request.member.pk
    context: dict[str, Any] = {
        "asked": one,
        "items": items,
        "form": form or AnswerForm(items=[shown.item for shown in items], initial={"version": one.version}),
        "is_mine": is_mine,
        "is_present": presence is not None and presence.is_fresh(),
        "confirming": _confirming(request, here) if is_mine else "",
        "role": role_of(request.member),
        "acts_on": shown_acts(ACTS, one, reading_of(request.member), refused),
        "is_overdue": one.is_overdue(reading_of(request.member).today),
        "history": history_of(one),
    }
    status = 422 if refused or (form is not None and form.errors) else 200
    return respond(request, page="signing/request.html", context=context, status=status)


PAGE: Final = RecordPage(acts=ACTS, template="signing/request.html", show=_page)


@require_POST
@needs(Can.READ)
def signing(request: OrganisationRequest, signing_request: int) -> HttpResponseBase:
    """Sign each version of a request, or request changes to it; by the member who was asked."""
    one = _found(request, signing_request)
    form = AnswerForm(request.POST, items=[shown.item for shown in shown_items(one)])

    def signed(given: list[Signature] | None) -> HttpResponseBase:
        # A proof counts for one request: the next one asks again.
        request.session[_USED] = max(one["at"] for one in get_authentication_records(request, request.user))
        number = len(given or ())
        messages.success(
            request,
            ngettext("%(n)d version signed.", "%(n)d versions signed.", number) % {"n": number}
            if number
            else _("Changes requested."),
        )
        return see_other("signing_request", request.organisation.slug, one.number)

    return submit(
        request,
        form,
        lambda _typed: answer(one, form.decisions(), by=request.member, presence=presence_of(request)),
        record=one,
        on_refusal=lambda shown: _page(request, _found(request, signing_request), {}, shown),
        done=signed,
    )


@require_safe
@needs(Can.READ)
def signed_text(request: OrganisationRequest, signing_request: int, place: int) -> HttpResponse:
    """Hand out the canonical text of a version, whose SHA-256 was signed."""
    one = _found(request, signing_request)
    item = one.items.filter(position=place).first()
    subject = subject_of(request.organisation, item.kind, item.record_id) if item is not None else None
    if item is None or subject is None or subject.sha256 != item.sha256:
        raise Http404
    response = HttpResponse(subject.content, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{one.reference}-{place}.txt"'
    return response


@require_http_methods(["GET", "POST"])
@needs(Can.READ, write=Can.MANAGE_PEOPLE)
def rules(request: OrganisationRequest) -> HttpResponseBase:
    """Show and set who may approve, and whether the only author of a version may."""
    kept = SigningRules.objects.in_force(request.organisation)
    known = {"separates_approval": kept.separates_approval, "managers_approve": kept.managers_approve}
    form = RulesForm(request.POST if request.method == "POST" else None, initial=known)

    def page(shown: RulesForm) -> HttpResponseBase:
        context = {"form": shown, "history": history_of(kept) if kept.pk else None, "kept": kept}
        return respond(request, page="signing/rules.html", context=context, status=422 if shown.errors else 200)

    def saved(_result: object) -> HttpResponseBase:
        messages.success(request, _("Saved."))
        return see_other("signing_rules", request.organisation.slug)

    return submit(request, form, lambda typed: kept.set_rules(by=request.member, **typed), on_refusal=page, done=saved)


def _found(request: OrganisationRequest, number: int) -> SigningRequest:
    one = ACTS.find(request.member, number)
    if one is None:
        raise Http404
    return one
