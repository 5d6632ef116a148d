"""No secret of an address reaches the log, whoever writes the line."""

import base64
import io
import logging
import secrets
import sys

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from hypothesis import given
from hypothesis import strategies as st

from waymark.core.log_lines import CUT, SECONDS, Line, Seldom, without_secrets
from waymark.site import server


def _links() -> list[str]:
    # Each address that takes a secret, those to come too: their part is called `token` and is a text.
    found = []
    for name, entries in get_resolver().reverse_dict.lists():
        if isinstance(name, str):
            for possible, _pattern, _defaults, converters in entries:
                arguments = possible[0][1]
                if arguments == ["token"] and type(converters["token"]).__name__ == "StringConverter":
                    found.append(name)
    return sorted(found)


def test_knows_every_link_that_lets_somebody_in() -> None:
    assert {"first_start", "join", "new_password"} <= set(_links())


@given(st.binary(min_size=32, max_size=64))
def test_cuts_every_secret_out_of_every_address(random: bytes) -> None:
    token = base64.urlsafe_b64encode(random).rstrip(b"=").decode()
    for name in _links():
        line = without_secrets(f"Internal Server Error: {reverse(name, args=[token])}?x=1")
        assert token not in line
        assert CUT in line


def test_keeps_what_is_no_secret() -> None:
    line = "reference=1a2b path=/o/a-very-long-name-of-an-organisation-x/gap/GA-1/sheet/6.1.4"
    assert without_secrets(line) == line


def test_cuts_secrets_out_of_tracebacks() -> None:
    token = secrets.token_urlsafe(32)
    try:
        int(f"/join/{token}/")
    except ValueError:
        record = logging.LogRecord("django.request", logging.ERROR, "", 1, "%s", (f"/join/{token}/",), sys.exc_info())
    text = Line().format(record)
    assert "Traceback" in text
    assert token not in text


def record(name: str, level: int, words: str, moment: float = 1000.0) -> logging.LogRecord:
    made = logging.LogRecord(name, level, "", 1, "%s", (words,), None)
    made.created = moment
    return made


def test_lets_strangers_write_one_line_a_minute() -> None:
    seldom, host = Seldom(), "django.security.DisallowedHost"
    shown = [seldom.filter(record(host, logging.ERROR, "bad", 1000 + number / 100)) for number in range(1000)]
    assert shown == [True] + [False] * 999
    assert seldom.filter(record("django.security.SuspiciousFileOperation", logging.ERROR, "other"))
    later = record(host, logging.ERROR, "bad", 1000 + SECONDS)
    assert seldom.filter(later)
    assert later.getMessage() == "bad (and 999 more like it since)"
    assert seldom.filter(record(host, logging.ERROR, "bad", 10))


def test_lets_everything_else_through() -> None:
    seldom = Seldom()
    for _time in range(3):
        assert seldom.filter(record("django.request", logging.ERROR, "fault"))
        assert seldom.filter(record("gunicorn.error", logging.ERROR, "worker timeout"))
    first, *rest = [seldom.filter(record("gunicorn.error", logging.WARNING, "Invalid request")) for _time in range(3)]
    assert (first, any(rest)) == (True, False)


def test_writes_lines_of_the_web_server_in_the_same_form() -> None:
    assert server.logconfig_dict["formatters"]["line"] == {"()": "waymark.core.log_lines.Line"}
    assert server.logconfig_dict["loggers"]["gunicorn.error"]["propagate"] is False


@pytest.mark.django_db
def test_logs_a_fault_without_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    token = secrets.token_urlsafe(32)
    # logging keeps the stream it was set up with, so a handler of our own listens here.
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Line())
    logger = logging.getLogger("waymark.site.edge")
    logger.addHandler(handler)
    monkeypatch.setattr("waymark.people.models.access.digest", lambda _token: 1 / 0)
    try:
        answer = Client(raise_request_exception=False).get(reverse("join", args=[token]))
    finally:
        logger.removeHandler(handler)
    assert answer.status_code == 500
    assert "reference=" in stream.getvalue()
    assert token not in stream.getvalue()


@pytest.mark.parametrize(
    "line",
    [
        "GET /account/login/?next=%2Fjoin%2F{secret}",
        "/join/{secret}",
        "Authorization Bearer wmk_{secret}",
        "bearer {secret}",
    ],
)
def test_cuts_secrets_wherever_they_stand(line: str) -> None:
    secret = secrets.token_urlsafe(32)
    assert secret not in without_secrets(line.format(secret=secret))
