"""What a page costs a browser that was never here: at most 10 requests and 120 kB, by what the page names.

`bench.cold` measures the same in a browser.
"""

import gzip
import html
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from bench.cold import BYTES, PAGES, REQUESTS
from tests import factories
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only("what a page names does not depend on the database")]

_HEAD = 450  # bytes of the head of an answer, which a browser counts too
_OTHERS = {"the login page": "/account/login/"}
_WHOLE = {"all points of a round", "result of a round"}
"""They hold every sentence of a round, so they are as long as it is; what they load beside it is asserted alone."""


@cache
def size_of(static: str) -> int:
    content = Path(str(finders.find(static))).read_bytes()
    return len(content if static.endswith(".woff2") else gzip.compress(content, 9)) + _HEAD


def statics_of(page: str) -> set[str]:
    """Return the static files that a browser loads with a page; the palette loads its own when it opens."""
    return set(re.findall(r'\s(?:src|href)="/static/([^"#]+)', page))


def frames_in(page: str, client: Client) -> list[str]:
    """Return the pages in frames of a page."""
    return [client.get(html.unescape(one)).content.decode() for one in re.findall(r'<iframe[^>]* src="([^"]+)"', page)]


@pytest.mark.parametrize("what", [*PAGES, *_OTHERS])
def test_stays_light(what: str, demos: Mapping[str, Organisation]) -> None:
    member = factories.member(demos["alpha"], Role.AIMS_MANAGER)
    client = factories.client_of(member) if what in PAGES else Client()
    answer = client.get((PAGES | _OTHERS)[what], headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert answer["Content-Encoding"] == "gzip"
    page = gzip.decompress(answer.content).decode()
    frames = frames_in(page, client)
    assert bool(frames) == (what in {"a piece of evidence", "evidence with a preview"})
    statics = statics_of("".join([page, *frames]))
    assert {"core/css/waymark.css", "core/js/waymark.js", "core/icons.svg"} <= statics
    assert len(statics) + 1 + len(frames) <= REQUESTS
    pages = 25_000 if what in _WHOLE else len(answer.content) + 3 * _HEAD + sum(map(len, frames))
    assert sum(map(size_of, statics)) + pages <= BYTES


def test_names_no_picture_in_a_style_sheet() -> None:
    """Beside fonts, which come with what is written in them; those of the Latin script come with each page."""
    sheet = Path(str(finders.find("core/css/waymark.css"))).read_text(encoding="utf-8")
    named = re.findall(r'url\("([^"]+)', sheet)
    assert [one for one in named if not one.startswith(("../fonts/", "data:"))] == []


def test_compresses_pages_and_nothing_else(demos: Mapping[str, Organisation]) -> None:
    client = factories.client_of(factories.member(demos["alpha"], Role.AIMS_MANAGER))
    accepts = {"Accept-Encoding": "gzip"}
    assert "Accept-Encoding" in client.get("/o/alpha/tasks/", headers=accepts)["Vary"]
    assert "Content-Encoding" not in client.get("/o/alpha/tasks/")
    for path in (reverse("trail_export", args=["alpha"]), reverse("api:openapi-json")):
        answer = client.get(path, headers=accepts)
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer


def test_never_gives_a_page_the_same_length_twice() -> None:
    """What is on a page cannot be guessed from how well it is compressed with what one sends (BREACH)."""
    lengths = {len(Client().get("/account/login/", headers={"Accept-Encoding": "gzip"}).content) for _ in range(8)}
    assert len(lengths) > 1
