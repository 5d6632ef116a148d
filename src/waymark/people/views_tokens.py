"""The API tokens of the reader: issued and revoked here; those of others are revoked on the page of the member."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waymark.core.redirects import see_other
from waymark.people.forms import AcceptForm, TokenForm
from waymark.people.models.token import Token
from waymark.people.policy import OrganisationRequest, needs
from waymark.people.rights import Can
from waymark.people.submit import submit


@require_http_methods(["GET", "POST"])
@needs(Can.READ)
def tokens(request: OrganisationRequest) -> HttpResponseBase:
    """List the reader's own tokens, and issue one, whose secret is shown this once."""
    form = TokenForm(request.POST if request.method == "POST" else None, member=request.member)

    def issued(made: tuple[Token, str]) -> HttpResponseBase:
        token, secret = made
        response = render(request, "people/token.html", {"token": token, "secret": secret}, status=201)
        add_never_cache_headers(response)
        return response

    return submit(
        request,
        form,
        lambda typed: Token.issue(request.member, by=request.member, **typed),
        on_refusal=lambda shown: _page(request, shown),
        done=issued,
    )


@require_POST
@needs(Can.READ)
def revocation(request: OrganisationRequest, token: int) -> HttpResponseBase:
    """Revoke one of the reader's own tokens."""
    own = Token.objects.of_member(request.member).filter(pk=token).first()
    if own is None:
        raise Http404

    def done(_result: object) -> HttpResponseBase:
        messages.success(request, _("“%(name)s” was revoked.") % {"name": own.name})
        return see_other("tokens", request.organisation.slug)

    return submit(
        request,
        AcceptForm(request.POST),
        lambda _typed: own.revoke(by=request.member),
        on_refusal=lambda shown: _page(request, TokenForm(member=request.member), refused=shown),
        done=done,
    )


def _page(request: OrganisationRequest, form: forms.Form, refused: forms.Form | None = None) -> HttpResponseBase:
    own = Token.objects.of_member(request.member).newest_first()
    context = {"tokens": own, "form": form, "refused": refused}
    return render(request, "people/tokens.html", context, status=422 if form.errors or refused else 200)
