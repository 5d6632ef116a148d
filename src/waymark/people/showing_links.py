"""The page that shows a link once."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from waymark.core.clock import now
from waymark.people.models.member import Member


def link_address(name: str, token: str) -> str:
    """Return the whole address of a link; its host is the configured one, never one a request claims."""
    return str(settings.CONFIGURATION.base_url).rstrip("/") + reverse(name, args=[token])


def show_link(request: HttpRequest, member: Member, *, address: str, lasts: dt.timedelta, is_new: bool) -> HttpResponse:
    """Show a fresh link, this once: only its hash is stored. `is_new` tells an invitation from a new password."""
    context = {"about": member, "address": address, "until": now() + lasts, "is_invitation": is_new}
    response = render(request, "people/link.html", context, status=201)
    add_never_cache_headers(response)
    return response
