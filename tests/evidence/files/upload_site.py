"""A very small site with the product's own middleware for bodies and its upload handler, for a real server."""

import datetime as dt
import os
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path

from waymark.core import dates
from waymark.core.errors import RuleBroken
from waymark.evidence.files.store import content_store, keep
from waymark.evidence.files.uploads import evidence_limit, takes_evidence

HERE = "tests.evidence.files.upload_site"


class Door:
    """Takes a header for a sign-in: who comes in is not what this site is about."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = cast("Any", SimpleNamespace(is_authenticated="Signed-In" in request.headers))
        return self.get_response(request)


@takes_evidence
def evidence(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        _forget_peak()
        return JsonResponse({"token": get_token(request), "memory": _memory("VmRSS"), "process": os.getpid()})
    try:
        kept = [keep(file, limit=evidence_limit()).sha256 for file in request.FILES.getlist("file")]
    except RuleBroken as broken:
        return JsonResponse({"refused": broken.code, "note": request.POST.get("note", "")}, status=422)
    return JsonResponse({"kept": kept, "peak": _memory("VmHWM"), "note": request.POST.get("note", "")})


def form(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"files": sorted(request.FILES)})


def unfinished(_request: HttpRequest) -> HttpResponse:
    folder = content_store().incoming
    return JsonResponse({"unfinished": [path.stat().st_size for path in folder.glob("*")]})


def frame(_request: HttpRequest) -> dict[str, Any]:
    """Give a page of refusal what it needs without a database."""
    bare: dict[str, Any] = {
        "user": None,
        "organisation": None,
        "member": None,
        "organisations": [],
        "navigation": [],
        "messages": [],
    }
    return {**bare, "locale": dates.DEFAULT, "theme": "auto", "today": dt.date(2026, 5, 4)}


def _memory(name: str) -> int:
    """Return one figure of this process, in bytes."""
    found = re.search(rf"^{name}:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


urlpatterns = [path("evidence", evidence), path("form", form), path("unfinished", unfinished)]

# Only a server of its own is set up here; a test that imports this module for its names is left alone.
if os.environ.get("UPLOAD_SITE"):
    django.setup()
    settings.ROOT_URLCONF = HERE
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.MIDDLEWARE = [
        f"{HERE}.Door",
        "waymark.site.bodies.BodyLimitMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ]
    settings.TEMPLATES[0]["OPTIONS"]["context_processors"] = [f"{HERE}.frame"]
    application = WSGIHandler()
