"""Refuses what is larger than the page takes, before it is read: Django would store a body to find its form token."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from waymark.core.bodies import ADMISSION, UNASKED, Admission, body_limits_of
from waymark.core.errors import RuleBroken
from waymark.core.sizes import size_in_words
from waymark.people.token_auth import token_of
from waymark.site.edge import refusal, speaks_json

_KIB: Final = 1024
FORM: Final = 3 * _KIB * _KIB
"""What a page takes that takes no files; Django's own limit for fields lies below."""


class BodyTooLarge(RuleBroken):
    """The request holds more than the page takes; none of it was read."""

    code = "request-too-large"


class BodyLimitMiddleware:
    """Compares the announced length with what the view takes. It stands before the middleware that reads forms.

    A long body is announced first: the web server asks with the head alone and receives the rest only where it is told
    to (waymark.site.web). A body without an announced length is empty to Django, or short, so nobody gets past this by
    announcing nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Answer 413 where too much is announced, and grant what is not too much where that is asked."""
        announced = _announced(request)
        if announced <= UNASKED:
            return None
        limit = _limit(request, view)
        if announced <= limit:
            return _granted(request)
        broken = BodyTooLarge(
            _("At most %(limit)s can be sent at once. Nothing was saved.") % {"limit": size_in_words(limit)},
            way_out=_("Send less at once, or a smaller file."),
        )
        return refusal(request, broken, status=413)


def _limit(request: HttpRequest, view: Callable[..., Any]) -> int:
    if not _is_known(request):
        return UNASKED
    limits = body_limits_of(view)
    if limits is None:
        return FORM
    # The form around the files needs a little room of its own.
    return limits.at_once * limits.limit() + FORM


def _is_known(request: HttpRequest) -> bool:
    # Operations of the API know people by their token and by nothing else.
    return token_of(request) is not None if speaks_json(request) else request.user.is_authenticated


def _granted(request: HttpRequest) -> HttpResponse | None:
    admission = request.META.get(ADMISSION)
    if not isinstance(admission, Admission):
        return None
    admission.is_granted = True
    # Nobody reads this; the request comes again with its body.
    return HttpResponse(status=202)


def _announced(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
