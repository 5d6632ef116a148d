"""Junk at the addresses of passkeys: a page that says so, never a fault of ours."""

import base64
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.factories import client_of
from tests.people.test_sign_in import sign_in
from waymark.people.models.member import Member

pytestmark = pytest.mark.django_db


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


_CLIENT = _b64(json.dumps({"type": "webauthn.get", "challenge": "AAAA", "origin": "http://testserver"}).encode())


def _proof(**response: Any) -> dict[str, Any]:
    return {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response}


JUNK: list[str] = [
    "",
    "null",
    "[]",
    "1",
    '"x"',
    "{}",
    "NaN",
    "{" * 5000,
    "[" * 100_000,
    json.dumps({"id": 1}),
    json.dumps({"response": None}),
    json.dumps({"response": []}),
    json.dumps({"response": {"userHandle": 7}}),
    json.dumps(_proof()),
    json.dumps(_proof(clientDataJSON="!", authenticatorData="!", signature="!", userHandle="!")),
    json.dumps(_proof(clientDataJSON=_CLIENT, authenticatorData="AA", signature="AA", userHandle="MQ")),
    json.dumps(_proof(clientDataJSON=_CLIENT, authenticatorData=_b64(b"\0" * 37), signature="", userHandle="MQ")),
    json.dumps(_proof(clientDataJSON=_CLIENT, authenticatorData=_b64(b"\xff" * 37), signature="", userHandle=None)),
    json.dumps(_proof(clientDataJSON=_b64(b"\xff\xfe"), authenticatorData="AAAA", signature="", userHandle="__")),
    json.dumps(_proof(clientDataJSON=_b64(b"[]"), attestationObject=_b64(b"\xa0"))),
    json.dumps(_proof(clientDataJSON=_CLIENT, attestationObject=_b64(b"\xbf\xff\x1f"))),
    json.dumps(_proof(clientDataJSON=_CLIENT, authenticatorData="AAAA", signature="", userHandle=_b64(b"9" * 40))),
]


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_refuses_junk_instead_of_a_passkey(junk: str, administrator: Member) -> None:
    client = client_of(administrator)
    sign_in(client, administrator.email)
    stranger = Client()
    for browser, name in (
        (stranger, "mfa_login_webauthn"),
        (client, "mfa_add_webauthn"),
        (client, "mfa_reauthenticate_webauthn"),
    ):
        # The challenge of the page comes first, so that the proof itself is looked at.
        browser.get(reverse(name), headers={"accept": "application/json"})
        answer = browser.post(reverse(name), {"credential": junk, "name": "Key"})
        assert answer.status_code < 500, name
    assert not stranger.session.get("_auth_user_id")


def test_counts_known_browsers_apart_from_others_behind_their_address(administrator: Member) -> None:
    known = Client(REMOTE_ADDR="192.0.2.1")
    sign_in(known, administrator.email)
    known.post(reverse("account_logout"))
    guesser = Client(REMOTE_ADDR="192.0.2.1")
    for number in range(40):
        address = f"nobody{number}@example.org"
        guesser.post(reverse("account_login"), {"login": address, "password": "wrong"})
    for number in range(15):
        guesser.post(reverse("mfa_login_webauthn"), {"credential": f"{number}"})
    refused = guesser.post(reverse("account_login"), {"login": administrator.email, "password": factories.PASSWORD})
    assert "Too many wrong passwords" in refused.content.decode()
    sign_in(known, administrator.email)
    assert known.session.get("_auth_user_id") == str(administrator.user_id)
    assert known.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).status_code == 200
