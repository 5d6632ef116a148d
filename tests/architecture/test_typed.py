"""On every form of every page: what was typed when the session ended comes back after the sign-in, in the same form."""

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from tests.architecture import filled as ground
from tests.architecture.filled import Filled
from tests.architecture.house import inside_organisations
from tests.factories import client_of
from tests.ground import Once, once_per_module
from waymark.people.interrupted import RESTORED
from waymark.trail.models import Head

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only("forms are read and shown in Python")]
_TYPED = frozenset({"text", "search", "email", "url", ""})
# What is typed there is looked for and found again by its own page, and is lost to nobody.
LOOKED_FOR = frozenset({"find"})
filled_once = once_per_module(ground.filled)


@pytest.fixture
def filled(filled_once: Once[Filled], db: None) -> Filled:
    return filled_once.copy()


@dataclass
class Form:
    """One form of a page: where it leads, what can be typed in it, and what it carries besides."""

    action: str
    typed: dict[str, str] = field(default_factory=dict)
    carried: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page that send something."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.found, self._open = address, list[Form](), False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = given.get("method", "").lower() == "post"
            if self._open:
                self.found.append(Form(given.get("action") or self.address))
        name = given.get("name", "")
        if not self._open or not name or name == "csrfmiddlewaretoken":
            return
        if (tag == "input" and given.get("type", "") in _TYPED) or tag == "textarea":
            self.found[-1].typed[name] = f"Words of an hour in {name}"
        elif tag == "input" and given.get("type") == "hidden":
            self.found[-1].carried[name] = given.get("value", "")
        elif tag == "button" and given.get("type") == "submit":
            # Enter presses the first one.
            self.found[-1].carried.setdefault(name, given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "form"


def forms_of(filled: Filled, browser: Client) -> Iterator[Form]:
    """Yield every form in which something can be typed, of every page, once."""
    seen = set()
    for one in inside_organisations():
        address = filled.address(one)
        cache.clear()
        answer = browser.get(address)
        if answer.status_code != 200 or answer.streaming:
            continue
        page = Forms(address)
        page.feed(answer.content.decode("utf-8", "replace"))
        for form in page.found:
            form.typed = {name: words for name, words in form.typed.items() if name not in LOOKED_FOR}
            if form.typed and (form.action, *form.typed) not in seen:
                seen.add((form.action, *form.typed))
                yield form


def test_loses_nothing_that_was_typed_when_the_session_ended(filled: Filled) -> None:
    def sent(browser: Client, form: Form) -> Client:
        Session.objects.all().delete()
        assert browser.post(form.action, {**form.carried, **form.typed}).status_code == 302, form.action
        return browser

    _loses_nothing(filled, sent)


def test_loses_nothing_that_was_typed_when_all_cookies_are_gone(filled: Filled) -> None:
    def sent(_browser: Client, form: Form) -> Client:
        # The check of the token is on, and there is none: only the form itself says whose page it stood on.
        bare = Client(enforce_csrf_checks=True, headers={"Origin": "http://testserver"})
        assert bare.post(form.action, {**form.carried, **form.typed}).status_code == 302, form.action
        return bare

    _loses_nothing(filled, sent)


def _loses_nothing(filled: Filled, send: Callable[[Client, Form], Client]) -> None:
    browser, user = client_of(filled.administrator), filled.administrator.user
    assert user is not None
    found = list(forms_of(filled, browser))
    before, lost = Head.objects.get(pk=filled.organisation.pk).seq, {}
    for form in found:
        browser = send(browser, form)
        browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        cache.clear()
        shown = browser.get(f"{form.action.partition('?')[0]}?{RESTORED}", follow=True)
        page = html.unescape(shown.content.decode("utf-8", "replace"))
        missing = [words for words in form.typed.values() if words not in page]
        if missing or "You were signed out" not in page:
            lost[form.action] = missing or "says nothing"
    assert lost == {}
    assert len(found) > 25
    assert Head.objects.get(pk=filled.organisation.pk).seq == before
