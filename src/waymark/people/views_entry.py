"""The ways in that need no mail server: the first start, an invitation, a new password."""

from typing import Any

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from waymark.core.forms import PlainForm
from waymark.core.redirects import see_other
from waymark.people import inviting, passwords, starting
from waymark.people.forms import AcceptForm, FirstStartForm, NewAccountForm, NewPasswordForm
from waymark.people.models.access import AccessLink, Purpose
from waymark.people.models.user import User
from waymark.people.policy import open_to_all
from waymark.people.submit import submit


@open_to_all("the one-time link of the first start is the right")
@sensitive_post_parameters("password")
@never_cache
def first_start(request: HttpRequest, token: str) -> HttpResponseBase:
    """Make the first person who runs the installation, and sign them in."""
    link = starting.open_link(token, settings.START_ID)
    form = FirstStartForm(request.POST if request.method == "POST" else None)
    return submit(
        request,
        form,
        lambda typed: starting.begin(link, **typed),
        on_refusal=lambda shown: render(
            request, "people/first_start.html", {"form": shown}, status=422 if shown.errors else 200
        ),
        done=lambda user: _enter(request, user, reverse("home")),
    )


@open_to_all("the invitation is the right; somebody with an account signs in first")
@sensitive_post_parameters("password")
@never_cache
def join(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show who invites whom to what; make the account, or connect the one that exists."""
    link = AccessLink.find(token, Purpose.INVITATION)
    account = inviting.invited_account(link)
    form = _join_form(request, link, account)

    def page(shown: PlainForm) -> HttpResponseBase:
        context = {"form": shown, "invitation": link, "invited": link.member, "account": account}
        return render(request, "people/join.html", context, status=422 if shown.errors else 200)

    return submit(
        request,
        form,
        lambda typed: _let_in(request, link, account, typed),
        on_refusal=page,
        done=lambda answer: answer,
    )


def _join_form(request: HttpRequest, link: AccessLink, account: User | None) -> PlainForm:
    typed = request.POST if request.method == "POST" else None
    if account is not None:
        return AcceptForm(typed)
    member = link.member
    return NewAccountForm(typed, initial={"name": member.name, "email": member.email} if member else {})


def _let_in(request: HttpRequest, link: AccessLink, account: User | None, typed: dict[str, Any]) -> HttpResponseBase:
    if account is None:
        user = inviting.welcome(link, **typed)
        return _enter(request, user, reverse("home"))
    if not isinstance(request.user, User):
        return see_other("account_login")
    inviting.accept(link, request.user)
    return see_other("home")


@open_to_all("the link an administrator handed over is the right")
@sensitive_post_parameters("password")
@never_cache
def new_password(request: HttpRequest, token: str) -> HttpResponseBase:
    """Set a new password; signing in with it comes next, second step included."""
    link = AccessLink.find(token, Purpose.PASSWORD)
    user = link.user or User()
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=user)

    def chosen(_result: object) -> HttpResponseBase:
        messages.success(request, _("Your new password is set. Sign in with it."))
        return see_other("account_login")

    return submit(
        request,
        form,
        lambda typed: passwords.choose(link, **typed),
        on_refusal=lambda shown: render(
            request, "people/new_password.html", {"form": shown, "person": user}, status=422 if shown.errors else 200
        ),
        done=chosen,
    )


@open_to_all("somebody who cannot sign in reads here what to do")
def forgotten_password(request: HttpRequest) -> HttpResponseBase:
    """Say who can make a new password; the same words for everybody."""
    return render(request, "account/password_reset.html", {})


def _enter(request: HttpRequest, user: User, to: str) -> HttpResponseBase:
    response: HttpResponseBase = perform_login(request, user, redirect_url=to)
    response.status_code = 303
    return response
