"""Reading writes nothing: every page and operation is shown while nothing can be written."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client

from tests.architecture import filled as ground
from tests.architecture.filled import Filled
from tests.architecture.house import inside_organisations, operations
from tests.factories import PASSWORD, client_of
from tests.ground import Once, once_per_module
from waymark.people.models.token import Token
from waymark.trail.actors import CONSOLE

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite_only("PostgreSQL has no such switch for one connection"),
]

filled_once = once_per_module(ground.filled)


@pytest.fixture
def filled(filled_once: Once[Filled]) -> Filled:
    return filled_once.copy()


@contextmanager
def nothing_written() -> Iterator[None]:
    """Let the database refuse every write, as a disk does that is full or may only be read."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        try:
            yield
        finally:
            cursor.execute("PRAGMA query_only = OFF")


def program(filled: Filled) -> tuple[Token, Client]:
    by = filled.administrator
    token, secret = Token.issue(by, name="Any", rights=sorted(by.rights), days=1, by=CONSOLE)
    return token, Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False)


def test_shows_every_page(filled: Filled) -> None:
    browser = client_of(filled.administrator)
    browser.raise_request_exception = False
    pages = [filled.address(one) for one in inside_organisations()] + ["/", "/account/login/", "/account/sessions/"]
    before = {page: browser.get(page).status_code for page in pages}
    with nothing_written():
        after = {page: browser.get(page).status_code for page in pages}
    assert after == before
    assert list(before.values()).count(200) > 60


def test_takes_no_method_that_no_page_is_made_for(filled: Filled) -> None:
    browser = client_of(filled.administrator)
    pages = [filled.address(one) for one in inside_organisations()]
    answers = {page: (browser.put(page).status_code, browser.delete(page).status_code) for page in pages}
    assert {page: found for page, found in answers.items() if not set(found) <= {404, 405}} == {}


def test_answers_every_operation(filled: Filled) -> None:
    token, browser = program(filled)
    addresses = [filled.address(one) for one in operations()]
    with nothing_written():
        after = {address: browser.get(address).status_code for address in addresses}
    assert max(after.values()) < 500
    assert list(after.values()).count(200) > 5
    token.refresh_from_db()
    assert token.last_used_at is None


def test_says_what_keeps_it_from_writing(filled: Filled) -> None:
    browser = client_of(filled.administrator)
    browser.raise_request_exception = False
    address = f"/o/{filled.organisation.slug}/tasks/new"
    user = filled.administrator.user
    assert user is not None
    task = {"title": "Anything", "priority": 2, "repeat": "none"}
    with nothing_written():
        page = browser.post(address, task)
        part = browser.post(address, task, headers={"HX-Request": "true"})
        sign_in = Client(raise_request_exception=False).post(
            "/account/login/", {"login": user.email, "password": PASSWORD}
        )
    assert [one.status_code for one in (page, part, sign_in)] == [503, 503, 503]
    assert "storage-read-only" in page.content.decode()
    assert "can be read but not written" in part.content.decode()
    assert (part["HX-Reswap"], page["Retry-After"]) == ("none", "60")
    assert "storage-read-only" in sign_in.content.decode()


def test_says_it_to_programs(filled: Filled) -> None:
    _token, browser = program(filled)
    with nothing_written():
        answer = browser.post(
            f"/api/v1/o/{filled.organisation.slug}/tasks", {"title": "Anything"}, content_type="application/json"
        )
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "storage-read-only")
