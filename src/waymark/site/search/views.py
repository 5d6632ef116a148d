"""The search page, and the part of it that the palette shows over any page."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from waymark.core.forms import PlainForm
from waymark.core.respond import respond, wants_part
from waymark.core.text import without_unwanted
from waymark.people.models.member import Member
from waymark.people.policy import OrganisationRequest, UserRequest, needs, signed_in
from waymark.people.rights import Can
from waymark.site.search.finding import Section, found_inside, found_outside

LONGEST: Final = 200


class SearchText(forms.CharField):
    """What is searched for, taken literally; characters that no text may hold are blanks."""

    def to_python(self, value: Any) -> str:
        """Return the text in normal form; of what is too long just enough to be refused for that alone."""
        text = str(super().to_python(value) or "")
        return without_unwanted(text) if len(text) <= LONGEST else "-" * (LONGEST + 1)


class SearchForm(PlainForm):
    """What is searched for."""

    q = SearchText(
        required=False,
        max_length=LONGEST,
        label=_("Search"),
        error_messages={"max_length": _("Search for at most %(limit_value)d characters.")},
    )


@require_safe
@needs(Can.READ)
def search_inside(request: OrganisationRequest) -> HttpResponse:
    """Find pages, acts, records, requirements and people of an organisation."""
    user, member, memberships, for_palette = request.user, request.member, request.memberships, wants_part(request)
    return _answer(
        request,
        lambda text: found_inside(user, member, memberships, text, for_palette=for_palette),
        reverse("organisation_search", args=[request.organisation.slug]),
    )


@require_safe
@signed_in
def search_outside(request: UserRequest) -> HttpResponse:
    """Find a person's own pages, their organisations and the records in them, where no organisation is open."""
    # The frame of the page names the organisations too, and asks no second time.
    request.memberships = memberships = list(Member.objects.for_user(request.user))
    user, for_palette = request.user, wants_part(request)
    return _answer(
        request, lambda text: found_outside(user, memberships, text, for_palette=for_palette), reverse("search")
    )


def _answer(request: HttpRequest, find: Callable[[str], list[Section]], address: str) -> HttpResponse:
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    context = {
        "form": form,
        "text": text,
        "sections": find(text) if form.is_valid() else [],
        "address": address,
        "longest": LONGEST,
    }
    status = 200 if form.is_valid() else 422
    return respond(request, page="site/search.html", part="site/_palette_lines.html", context=context, status=status)
