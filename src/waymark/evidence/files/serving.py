"""Hands files out so that nothing in them acts in a browser, whatever they are and whatever they are called."""

from typing import Final
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control

from waymark.evidence.files.kinds import TEXT, Kind, kind_of
from waymark.evidence.files.names import ascii_name, shown_name
from waymark.evidence.files.store import open_file

LOCKED: Final = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""The policy of a file: a page of its own kind, without scripts, without forms, without anything from elsewhere.

Styles are those the browser itself puts round a picture; nothing that brings its own is ever shown.
"""

FRAMED: Final = (
    "sandbox allow-same-origin; default-src 'none'; style-src 'self'; font-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""The policy of a page of ours that shows what is in a file, in a frame of the page of evidence.

It may run no script and send no form. Of the same origin it has to be, or a link to the next pages would not bring the
reader's sign-in along.
"""


def frame(response: HttpResponse) -> HttpResponse:
    """Let only pages of ours show an answer in a frame, and nothing in it act."""
    response["Content-Security-Policy"] = FRAMED
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def answer(
    sha256: str, name: str, media_type: str, *, inline: bool = False, request: HttpRequest | None = None
) -> HttpResponseBase:
    """Return a file of the store as an answer: to be saved, or shown where its kind may be shown.

    `inline` is the caller's wish and what was detected (`may_show_inline`); the kind has the last word. With `request`
    a browser that has the file already is told so. Raises FileMissing.
    """
    etag = f'"{sha256}"'
    known = get_conditional_response(request, etag=etag) if request is not None else None
    response = known or _file(sha256, name, kind_of(media_type), inline=inline)
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_store=True)
    return response


def disposition(name: str, *, inline: bool) -> str:
    """Return the header of RFC 6266: the name in ASCII for old programs, and as it is in the form of RFC 8187."""
    plain = ascii_name(name)
    shown = shown_name(name)
    header = f'{"inline" if inline else "attachment"}; filename="{plain}"'
    # A lone half of a character cannot be written in UTF-8; shown_name has spelt it out by its number.
    return header if shown == plain else f"{header}; filename*=UTF-8''{quote(shown, safe='')}"


def _file(sha256: str, name: str, kind: Kind, *, inline: bool) -> FileResponse:
    shown = inline and bool(kind.shown_as)
    response = FileResponse(open_file(sha256), content_type=_content_type(kind.shown_as if shown else kind.saved_as))
    response["Content-Disposition"] = disposition(name, inline=shown)
    response["X-Content-Type-Options"] = "nosniff"
    # django-csp leaves a policy alone that is there already.
    response["Content-Security-Policy"] = LOCKED
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _content_type(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type in (TEXT, "text/csv", "text/markdown") else media_type
