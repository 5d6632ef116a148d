"""What a browser calls itself, in words."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from waymark.people.browsers import browser_of

WINDOWS, MAC, LINUX = "(Windows NT 10.0; Win64; x64)", "(Macintosh; Intel Mac OS X 10_15_7)", "(X11; Linux x86_64)"
PHONE, ANDROID = "(iPhone; CPU iPhone OS 18_1 like Mac OS X)", "(Linux; Android 15; K)"
KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (f"Mozilla/5.0 {WINDOWS[:-1]}; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Windows"),
        (f"Mozilla/5.0 {LINUX} {KIT} Chrome/142.0.0.0 Safari/537.36", "Chrome on Linux"),
        (f"Mozilla/5.0 {WINDOWS} {KIT} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0", "Edge on Windows"),
        (f"Mozilla/5.0 {MAC} {KIT} Chrome/142.0.0.0 Safari/537.36 OPR/120.0", "Opera on macOS"),
        (f"Mozilla/5.0 {MAC} {KIT} Version/18.1 Safari/605.1.15", "Safari on macOS"),
        (f"Mozilla/5.0 {PHONE} {KIT} CriOS/142.0 Mobile/15E148 Safari/604.1", "Chrome on iPhone"),
        (f"Mozilla/5.0 {ANDROID} {KIT} SamsungBrowser/28.0 Chrome/130.0", "Samsung Internet on Android"),
        ("curl/8.5.0 (X11)", "A browser on Linux"),
        ("", "Unknown browser"),
        ("<script>alert(1)</script>", "Unknown browser"),
    ],
)  # fmt: skip
def test_calls_a_browser_by_its_name_and_system(user_agent: str, words: str) -> None:
    assert browser_of(user_agent) == words


@pytest.mark.django_db
def test_lists_sessions_in_words_and_without_seconds() -> None:
    user_agent = f"Mozilla/5.0 {LINUX[:-1]}; rv:145.0) Gecko/20100101 Firefox/145.0"
    user, client = factories.user(), Client(headers={"User-Agent": user_agent})
    client.post(reverse("account_login"), {"login": user.email, "password": factories.PASSWORD})
    page = client.get(reverse("usersessions_list")).content.decode()
    assert "Firefox on Linux" in page
    assert "Gecko" not in page
    assert not re.search(r"\d:\d\d:\d\d", page)
