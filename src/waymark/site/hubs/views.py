"""The page of a step, with everything that belongs to it, and what of it is pinned to the menu."""

from typing import Any

from django import forms
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from waymark.core.forms import PlainForm
from waymark.core.navigation import Hub
from waymark.core.redirects import see_other
from waymark.core.respond import respond
from waymark.people.models.user import MOST_PINS
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit
from waymark.site.menu import entries, hub_named, pins_of


class PinForm(PlainForm):
    """One entry, and whether it stands in the menu."""

    entry = forms.ChoiceField(choices=lambda: [(one.address, one.label) for one in entries()], label=_("Entry"))
    pin = forms.BooleanField(required=False, label=_("In the menu"))


@require_safe
@needs(Can.READ)
def hub_page(request: OrganisationRequest, hub: str) -> HttpResponseBase:
    """Show what belongs to a step."""
    return _show(request, _hub_or_404(hub))


@require_POST
@needs(Can.READ)
def pins(request: OrganisationRequest, hub: str) -> HttpResponseBase:
    """Pin an entry to the menu, or unpin it."""
    found, form = _hub_or_404(hub), PinForm(request.POST)
    return submit(
        request,
        form,
        lambda typed: _pin(request, **typed),
        on_refusal=lambda refused: _show(request, found, refused=refused),
        done=lambda _made: see_other(reverse("hub", args=[request.organisation.slug, found.name])),
    )


def _pin(request: OrganisationRequest, *, entry: str, pin: bool) -> None:
    pinned = [one.address for one in pins_of(request.user, [*Can]) if one.address != entry]
    request.user.pin([*pinned, entry] if pin else pinned, by=request.member)


def _show(request: OrganisationRequest, hub: Hub, *, refused: Any = None) -> HttpResponseBase:
    rights = request.member.rights
    pinned = {one.address for one in pins_of(request.user, [*Can])}
    context = {
        "hub": hub,
        "lines": [(one, one.address in pinned) for one in hub.entries if one.right in rights],
        "most": MOST_PINS,
        "refused": refused,
    }
    return respond(request, page="site/hub.html", context=context, status=200 if refused is None else 422)


def _hub_or_404(name: str) -> Hub:
    found = hub_named(name)
    if found is None:
        raise Http404
    return found
