"""API tokens: a member issues and revokes their own, an administrator revokes anybody's."""

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
    _revoke(request, own)
    return see_other("tokens", request.organisation.slug)


@require_POST
@needs(Can.MANAGE_PEOPLE)
def ending(request: OrganisationRequest, token: int) -> HttpResponseBase:
    """Revoke a token of any member."""
    theirs = Token.objects.of(request.organisation).filter(pk=token).first()
    if theirs is None:
        raise Http404
    _revoke(request, theirs)
    return see_other("member", request.organisation.slug, theirs.member_id)


def _revoke(request: OrganisationRequest, token: Token) -> None:
    if AcceptForm(request.POST).is_valid():
        token.revoke(by=request.member)
        messages.success(request, _("“%(name)s” is revoked.") % {"name": token.name})


def _page(request: OrganisationRequest, form: forms.Form) -> HttpResponseBase:
    own = Token.objects.of_member(request.member).newest_first()
    context = {"tokens": own, "form": form}
    return render(request, "people/tokens.html", context, status=422 if form.errors else 200)
