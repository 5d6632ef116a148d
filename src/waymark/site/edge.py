"""The edge of the product: expected refusals become pages, everything else an opaque page with a reference."""

import logging
import secrets
import sys
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from waymark.core.conflict import conflict_of
from waymark.core.errors import RuleBroken
from waymark.core.respond import wants_part
from waymark.core.storage import StorageTrouble, trouble_of
from waymark.core.wire.refused import ServerFault, UnreadableRequest, as_json, nothing_here
from waymark.people.interrupted import ask_to_sign_in, lost_all_cookies
from waymark.people.models.member import Member
from waymark.people.policy import MembershipEnded, NotYourRole, asks_to_sign_in, open_to_all
from waymark.records.kinds import line_for
from waymark.reports.writers.formats import NotWritten, OthersWritten
from waymark.trail.door import StaleRecord

logger = logging.getLogger(__name__)
# Anybody can make these as often as they like while the disk is full, so one line a minute is enough (core.log_lines).
storage = logging.getLogger("waymark.storage")
STATUS: dict[type[Exception], int] = {
    NotYourRole: 403,
    MembershipEnded: 404,
    StaleRecord: 409,
    NotWritten: 503,
    OthersWritten: 503,
}


def refusal(request: HttpRequest, broken: RuleBroken, *, status: int = 422) -> HttpResponse:
    """Show an expected refusal: its sentence, its code and the way out; for htmx as a message that moves nothing."""
    if speaks_json(request):
        return as_json(broken, status=status)
    context = {"broken": broken, "status": status, "up": ""}
    if wants_part(request):
        response = render(request, "core/_refusal.html", context, status=status)
        response["HX-Reswap"] = "none"
        return response
    return render(request, "core/refusal.html", context, status=status)


def speaks_json(request: HttpRequest) -> bool:
    """Return whether a program asks: everything below /api/ answers in JSON, also where no operation is reached."""
    return request.path.startswith("/api/")


class RefusalMiddleware:
    """Turns a refusal no view caught into its page; a view that knows better shows it in its own form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; an address that only takes a form says so, as a browser alone shows an empty page."""
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content and not speaks_json(request):
            return _only_a_form(request, response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer refusals; let everything else rise to `server_error`."""
        if isinstance(error, StaleRecord) and request.method == "POST" and not wants_part(request):
            return _conflict(request, error)
        if isinstance(error, RuleBroken):
            return refusal(request, error, status=_status_of(error))
        if isinstance(error, ValidationError):
            broken = RuleBroken(" ".join(error.messages), code=str(getattr(error, "code", "") or "invalid"))
            return refusal(request, broken)
        if isinstance(error, Http404 | SuspiciousOperation):
            return None
        return fault(request, error)


def _only_a_form(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    broken = RuleBroken(
        _("Pages are sent to this address, none is shown here. Nothing was changed."),
        code="form-only",
        way_out=_("A form that was refused leaves its address behind when you load it again."),
    )
    shown = render(
        request, "core/refusal.html", {"broken": broken, "status": 405, "up": _page_above(request.path)}, status=405
    )
    shown.headers["Allow"] = response.headers.get("Allow", "")
    return shown


def _page_above(path: str) -> str:
    """Return the nearest address above one that shows something; empty where there is none."""
    while path := path.rstrip("/").rpartition("/")[0]:
        for address in (path, f"{path}/"):
            with suppress(Resolver404):
                resolve(address)
                return address
    return ""


class PrivateMiddleware:
    """Keeps every answer out of every store: pages and files are of one person, and of one moment of their rights."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say so (RFC 9111, section 5.2.2)."""
        response = self.get_response(request)
        response.headers["Cache-Control"] = "private, no-store"
        return response


def _status_of(broken: RuleBroken) -> int:
    return next((status for kind, status in STATUS.items() if isinstance(broken, kind)), 422)


def fault(request: HttpRequest, error: Exception) -> HttpResponse:
    """Log once what went wrong on our side, and tell only where in the log it stands; a full disk is named."""
    trouble = trouble_of(error)
    if trouble is not None:
        return _not_stored(request, trouble, error)
    reference = secrets.token_hex(4)
    # By its ASCII form, so that no address can begin a line of its own.
    logger.error("reference=%s path=%s", reference, ascii(request.path)[1:-1], exc_info=error)
    return _opaque(request, reference)


@open_to_all("an error page")
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Explain a form whose token no longer fits; a browser without cookies is led to sign in, where nobody is.

    A browser that has lost all its cookies has lost the token with the session. Only a sign-in brings a new one: a part
    of a page is then sent again, and a form comes back as it was typed.
    """
    if wants_part(request) and not request.user.is_authenticated:
        return ask_to_sign_in(request)
    match = request.resolver_match
    if match is not None and asks_to_sign_in(match.func) and lost_all_cookies(request, reason):
        return ask_to_sign_in(request)
    broken = RuleBroken(
        _("This page was open for too long, or the request came from another site. Nothing was saved."),
        code="form-expired",
        way_out=_("Go back, reload the page and try again."),
    )
    return refusal(request, broken, status=403)


@open_to_all("an error page")
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Say that there is nothing here, in the same words for what never was and for what is not yours."""
    if speaks_json(request):
        return as_json(nothing_here(), status=404)
    if wants_part(request):
        return refusal(request, nothing_here(), status=404)
    return render(request, "core/404.html", {}, status=404)


@open_to_all("an error page")
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Say that the request could not be read."""
    if speaks_json(request):
        return as_json(UnreadableRequest(_("The request cannot be read. Nothing was saved.")), status=400)
    return render(request, "core/400.html", {}, status=400)


@open_to_all("an error page")
def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong on our side: an error of middleware, which Django has logged."""
    error = sys.exc_info()[1]
    trouble = trouble_of(error)
    if trouble is not None:
        return _not_stored(request, trouble, error)
    return _opaque(request, secrets.token_hex(4))


def _conflict(request: HttpRequest, stale: StaleRecord) -> HttpResponse:
    member: Member | None = getattr(request, "member", None)

    def named(kind: str, key: int) -> str:
        line = line_for(member, kind, key) if member is not None else None
        return str(line) if line is not None else ""

    conflict = conflict_of(request.POST, stale.theirs, named)
    context = {"broken": stale, "conflict": conflict, "back": _page_before(request)}
    return render(request, "core/conflict.html", context, status=409)


def _page_before(request: HttpRequest) -> str:
    before = urlsplit(request.headers.get("Referer", ""))
    return before.path if before.netloc == request.get_host() and before.path.startswith("/") else "/"


def _not_stored(request: HttpRequest, trouble: StorageTrouble, error: BaseException | None) -> HttpResponse:
    storage.error("problem=%s path=%s error=%s", trouble.code, ascii(request.path)[1:-1], error)
    if speaks_json(request):
        response: HttpResponse = as_json(trouble, status=503)
    else:
        # Without the request, as below.
        name = "core/_refusal.html" if wants_part(request) else "core/503.html"
        response = HttpResponse(render_to_string(name, {"broken": trouble, "status": 503}), status=503)
        if wants_part(request):
            response["HX-Reswap"] = "none"
    response["Retry-After"] = "60"
    # Django would write a line of its own for each.
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 -- as Django's own handler marks it
    return response


def _opaque(request: HttpRequest, reference: str) -> HttpResponse:
    if speaks_json(request):
        broken = ServerFault(
            _("Something went wrong on our side."),
            way_out=_("Give the reference to the people who run this installation."),
        )
        return as_json(broken, status=500, reference=reference)
    # Without the request: the frame asks the database for the reader, and the database may be what failed.
    return HttpResponse(render_to_string("core/500.html", {"reference": reference}), status=500)
