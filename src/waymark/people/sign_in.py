"""Sign-in through allauth, kept inside our house: no open registration, passwords go through the write door.

Guessing is slowed per account and per source (the numbers are in settings). A stranger's guesses must not keep the
rightful person out, so a browser that has signed in to the account before is counted apart from all others.
"""

import hashlib
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from waymark.people.models.user import User

KNOWN_BROWSER = "waymark-known"
_KNOWN_FOR = 180 * 24 * 3600


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """People come in by invitation only."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The email address or password is wrong."),
        "too_many_login_attempts": _(
            "Too many wrong passwords. Wait ten minutes, or use a passkey or a browser you have used before."
        ),
        "too_many_sign_ins": _("This account has signed in very often from here. Wait ten minutes and try again."),
        "rate_limited": _("Too many attempts. Wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        """Refuse open registration."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Set a password through the write door."""
        user.choose_password(password, by=user)

    def is_safe_url(self, url: str) -> bool:
        """Follow only paths of this installation, never an address with a host."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """Remember that this browser has signed in to this account."""
        response: HttpResponse = super().post_login(request, user, **options)
        response.set_signed_cookie(
            KNOWN_BROWSER,
            f"{_account(user.email)}:{secrets.token_hex(8)}",
            max_age=_KNOWN_FOR,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
        return response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try before the password is looked at; raises ValidationError when there were too many."""
        account = _account(str(credentials.get("email", "")))
        known = _known_browser(request, account)
        # Not by its address: others behind the same one may be guessing, for accounts that exist or not.
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed_known" if known else "login_failed",
            key=known or account,
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")
        # A right password is taken back from the count above, and each costs as much to check as a wrong one. Known
        # browsers count here too: each sign-in makes one.
        place = f"{account}:{self.get_client_ip(request)}"
        if not ratelimit.consume(request, app="allauth.account", action="login_tried", key=place):
            self._login_failed_rl_usage.rollback()
            raise self.validation_error("too_many_sign_ins")


def _known_browser(request: HttpRequest, account: str) -> str:
    try:
        known = request.get_signed_cookie(KNOWN_BROWSER, default="", max_age=_KNOWN_FOR) or ""
    except BadSignature:
        return ""
    return known if known.startswith(f"{account}:") else ""


def _account(email: str) -> str:
    return hashlib.sha256(email.lower().encode("utf-8", "replace")).hexdigest()[:32]
