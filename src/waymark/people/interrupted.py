"""Forms that meet the sign-in: what was typed comes back after it, to whoever typed it and to nobody else.

A page may be open for longer than its session lives. A form that is sent then is kept in the session of the visitor who
is about to sign in, without files and passwords, under the person whose page it was: a signed field of the form names
them, or else a signed cookie of the browser. After the sign-in the form is laid before its own view once more, in a
transaction that is undone, and shown as it was typed.
"""

import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.core.forms import SIGNED_IN_AS
from waymark.core.redirects import moved_to, page_before
from waymark.core.respond import wants_part
from waymark.people.models.user import User

RESTORED: Final = "restored"
"""What the address of a restored form asks for."""
_KEPT: Final = "interrupted"
_MARK: Final = "waymark_reader"
_SALT: Final = "waymark.people.interrupted"
_FIELD_SALT: Final = "waymark.people.interrupted.form"
_DAYS: Final = 90
_PATIENCE: Final = 12 * 3600  # seconds; who comes back later begins anew
_LONGEST: Final = 1_000_000  # characters of one form; a session is no store
_REFUSED: Final = 400  # the lowest status that says that something cannot be shown
_NEVER: Final = ("csrfmiddlewaretoken", SIGNED_IN_AS, "password")


def ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Lead to the sign-in and back; keep a form that was sent, and tell a part of a page that it is asked for in vain.

    A part is answered with 401, which moves nothing on the page: its script asks to sign in beside what was typed.
    """
    if wants_part(request):
        response = render(request, "core/_signed_out.html", status=401)
        response["HX-Reswap"] = "none"
        return response
    if request.method in {"GET", "HEAD"}:
        return _sign_in_and_go_to(request.get_full_path())
    if _keep(request):
        return _sign_in_and_go_to(f"{request.path}?{RESTORED}")
    return _sign_in_and_go_to(page_before(request, otherwise="/"))


def lost_all_cookies(request: HttpRequest, reason: str) -> bool:
    """Return whether a form that was refused for want of a token is one of ours, from a browser without any cookie.

    What is asked for stands in no request that another site can make: the browser says that the form was sent from a
    page of this installation (Django has compared the origin before it looks for a cookie), and the form carries the
    signed name of the person whose page it was. Such a form is kept, and nothing is done with it.
    """
    return (
        reason == REASON_NO_CSRF_COOKIE
        and not request.user.is_authenticated
        and "Origin" in request.headers
        and _named_in_form(request) is not None
    )


def name_in_form(user: User) -> str:
    """Return what a form of a page of a person carries, so that it finds back to them without any cookie."""
    return signing.dumps(user.pk, salt=_FIELD_SALT)


class InterruptedMiddleware:
    """Knows whose browser it is, and lays a form that met the sign-in before its view again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Restore what is to be restored, and mark the browser of whoever is signed in."""
        kept = _kept_for(request)
        response = self._restored(request, kept) if kept is not None else self.get_response(request)
        if isinstance(request.user, User) and _marked(request) != request.user.pk:
            response.set_cookie(
                _MARK,
                signing.dumps(request.user.pk, salt=_SALT),
                max_age=_DAYS * 24 * 3600,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    def _restored(self, request: HttpRequest, kept: dict[str, Any]) -> HttpResponse:
        sent: Any = request
        sent.method, sent.is_restored, sent.was_shown = "POST", True, False
        typed = QueryDict(mutable=True)
        for name, values in kept["fields"]:
            typed.setlist(name, values)
        # As Django's own test client lays a form before a view.
        sent._post, sent._files = typed, MultiValueDict()  # noqa: SLF001 -- as above
        # The form was sent from a page of ours, as was checked when it was kept; now nothing is changed by it.
        sent._dont_enforce_csrf_checks = True  # noqa: SLF001 -- as above
        messages.warning(
            request,
            _(
                "You were signed out before this was saved. The form was kept and is filled in again below: "
                "check it, then save it."
            ),
        )
        if kept["files"]:
            names = ", ".join(kept["files"])
            text = ngettext(
                "Choose this file again: %(names)s", "Choose these files again: %(names)s", len(kept["files"])
            )
            messages.warning(request, text % {"names": names})
        with transaction.atomic():
            response = self.get_response(request)
            transaction.set_rollback(True)
        if sent.was_shown or response.status_code >= _REFUSED:
            return response
        # An act without a form of its own was not done, and there is nothing to show.
        list(messages.get_messages(request))
        messages.warning(request, _("You were signed out before this was done. Nothing was changed. Please try again."))
        return moved_to(kept["page"])


def is_restored(request: HttpRequest) -> bool:
    """Return whether a form is shown again as it was typed; whoever asks shows it, and changes nothing."""
    restored = bool(getattr(request, "is_restored", False))
    if restored:
        request.was_shown = True  # type: ignore[attr-defined]  # read by the middleware
    return restored


def _sign_in_and_go_to(address: str) -> HttpResponse:
    query = QueryDict(mutable=True)
    query["next"] = address
    return moved_to(f"{reverse(settings.LOGIN_URL)}?{query.urlencode(safe='/')}")


def _keep(request: HttpRequest) -> bool:
    user = _named_in_form(request) or _marked(request)
    fields = [(name, values) for name, values in request.POST.lists() if not any(one in name for one in _NEVER)]
    if user is None or sum(len(value) for _name, values in fields for value in values) > _LONGEST:
        return False
    # What nobody can come back to is not kept: the mark of a browser outlives the account.
    if not User.objects.filter(pk=user, is_active=True).exists():
        return False
    request.session[_KEPT] = {
        "user": user,
        "path": request.path,
        "page": page_before(request, otherwise="/"),
        "at": int(time.time()),
        "fields": fields,
        "files": [file.name for _name, files in request.FILES.lists() for file in files],
    }
    return True


def _kept_for(request: HttpRequest) -> dict[str, Any] | None:
    """Return what is to be restored now, once; what somebody else typed is forgotten unseen."""
    if request.method != "GET" or RESTORED not in request.GET or not isinstance(request.user, User):
        return None
    kept: dict[str, Any] | None = request.session.pop(_KEPT, None)
    if kept is None or kept["user"] != request.user.pk or time.time() - kept["at"] > _PATIENCE:
        return None
    return kept if kept["path"] == request.path else None


def _marked(request: HttpRequest) -> int | None:
    return _signed_user(request.COOKIES.get(_MARK, ""), _SALT)


def _named_in_form(request: HttpRequest) -> int | None:
    return _signed_user(request.POST.get(SIGNED_IN_AS, ""), _FIELD_SALT)


def _signed_user(text: str, salt: str) -> int | None:
    try:
        return int(signing.loads(text, salt=salt, max_age=_DAYS * 24 * 3600))
    except (signing.BadSignature, ValueError, TypeError):
        return None
