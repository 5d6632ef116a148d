"""Files are handed out so that nothing in them acts in a browser."""

import io
import re
from collections.abc import Iterable
from typing import cast
from urllib.parse import unquote

import pytest
from django.http import FileResponse
from django.test import RequestFactory
from hypothesis import example, given
from hypothesis import strategies as st

from tests.evidence.files import samples
from waymark.evidence.files.kinds import BYTES, KINDS
from waymark.evidence.files.refusals import FileMissing
from waymark.evidence.files.serving import LOCKED, answer, disposition
from waymark.evidence.files.store import keep

LIMIT = 1024 * 1024


def _answer(content: bytes, media_type: str, *, inline: bool) -> FileResponse:
    kept = keep(io.BytesIO(content), limit=LIMIT)
    return cast("FileResponse", answer(kept.sha256, "x.html", media_type, inline=inline))


def _shut(response: object) -> None:
    # Closing the answer itself would tell Django that a request of this process has ended.
    cast("io.BytesIO", cast("FileResponse", response).file_to_stream).close()


def _body(response: FileResponse) -> bytes:
    content = b"".join(cast("Iterable[bytes]", response.streaming_content))
    _shut(response)
    return content


def test_hands_out_the_same_bytes() -> None:
    assert _body(_answer(samples.PLAIN, "text/plain", inline=False)) == samples.PLAIN


@pytest.mark.parametrize("media_type", sorted(KINDS))
@pytest.mark.parametrize("inline", [True, False])
def test_locks_every_file_up(media_type: str, inline: bool) -> None:  # noqa: FBT001 -- a column of the table
    response = _answer(samples.HTML, media_type, inline=inline)
    _shut(response)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == LOCKED
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Length"] == str(len(samples.HTML))


def test_shows_only_what_browsers_show_safely() -> None:
    shown = set()
    for media_type in KINDS:
        response = _answer(samples.HTML, media_type, inline=True)
        _shut(response)
        if response["Content-Disposition"].startswith("inline"):
            shown.add(response["Content-Type"])
    assert shown == {
        "application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain; charset=utf-8",
    }  # fmt: skip


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "text/x-script", "x/y\r\nSet-Cookie: a=b", ""])
@pytest.mark.parametrize("inline", [True, False])
def test_never_says_a_type_that_a_browser_would_run(media_type: str, inline: bool) -> None:  # noqa: FBT001 -- a column
    response = _answer(samples.HTML, media_type, inline=inline)
    _shut(response)
    assert response["Content-Type"] == BYTES
    assert response["Content-Disposition"].startswith("attachment;")


def test_does_not_send_what_the_browser_has() -> None:
    kept = keep(io.BytesIO(samples.PLAIN), limit=LIMIT)
    request = RequestFactory().get("/", headers={"If-None-Match": f'"{kept.sha256}"'})
    response = answer(kept.sha256, "x.txt", kept.media_type, request=request)
    assert response.status_code == 304
    assert response["ETag"] == f'"{kept.sha256}"'
    again = answer(kept.sha256, "x.txt", kept.media_type, request=RequestFactory().get("/"))
    assert again.status_code == 200
    _shut(again)


@pytest.mark.parametrize("sha256", ["../../secret.key", "", "A" * 64, "0" * 64, "0" * 63 + "/"])
def test_finds_nothing_by_what_is_no_hash(sha256: str) -> None:
    with pytest.raises(FileMissing):
        answer(sha256, "x", BYTES)


def test_names_a_file_for_new_and_old_programs() -> None:
    header = disposition("Prüfung “A”.pdf", inline=False)
    assert header == ("attachment; filename=\"Prufung A.pdf\"; filename*=UTF-8''Pr%C3%BCfung%20%E2%80%9CA%E2%80%9D.pdf")
    assert disposition("plain.pdf", inline=True) == 'inline; filename="plain.pdf"'


@given(st.text(max_size=400))
@example('0."')
@example('x.a; filename="b')
def test_lets_no_name_out_of_its_header(name: str) -> None:
    header = disposition(name, inline=False)
    assert header.isascii()
    assert header.isprintable()
    found = re.fullmatch(r"attachment; filename=\"[^\"\\]+\"(?:; filename\*=UTF-8''([A-Za-z0-9%._~-]+))?", header)
    assert found
    assert not set(unquote(found[1] or "")) & set("\r\n\x00")
