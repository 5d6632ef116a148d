"""Where a form leads after it was taken: always with status 303, never outside this installation."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

_NAMES = ("next", "back")


def see_other(to: str, *args: Any) -> HttpResponseRedirect:
    """Return a redirect with status 303 (RFC 9110, 15.4.4), so that loading the page again repeats nothing.

    `to` is an address of ours, or the name of one with what it carries.
    """
    return HttpResponseRedirect(to if to.startswith("/") else reverse(to, args=args), status=303)


def moved_to(address: str) -> HttpResponseRedirect:
    """Return a redirect with status 302 to the page of ours that shows what was asked for, where nothing was sent."""
    return HttpResponseRedirect(address)


def came_from(request: HttpRequest, otherwise: str, *, below: str = "/") -> str:
    """Return the page that a form names in `next` or `back`, if it is one of ours below a path; else another one.

    An address of another host, or one that a browser could take for such, is passed over.
    """
    for given in (request.POST, request.GET):
        for name in _NAMES:
            wanted = given.get(name, "")
            if _is_ours(wanted) and urlsplit(wanted).path.startswith(below):
                return wanted
    return otherwise


def page_before(request: HttpRequest, otherwise: str) -> str:
    """Return the page that a form was sent from, as the browser says it, if it is one of ours; else another one."""
    before = urlsplit(request.headers.get("Referer", ""))
    address = f"{before.path}?{before.query}" if before.query else before.path
    return address if before.netloc == request.get_host() and _is_ours(address) else otherwise


def _is_ours(address: str) -> bool:
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
