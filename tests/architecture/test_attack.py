"""Who comes from where, at every address, by every method, with what no form of ours would send.

Nothing fails, and nobody outside finds a word of the organisation. Each actor tries each address in one way, in turn,
so that every way meets every address and every actor; `ATTACK=all` tries them all, which takes minutes. What each role
may do is asked elsewhere (`test_roles`, `test_operations`, `test_isolation`, `test_confidential`); here is what those
do not send.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client

from tests.architecture import filled as ground
from tests.architecture.filled import NEVER, SHARED, Filled
from tests.architecture.house import Address, addresses
from tests.factories import client_of, user
from tests.ground import Once, once_per_module
from waymark.core.clock import now
from waymark.people.models.member import Member
from waymark.people.models.token import Token
from waymark.people.rights import Role
from waymark.trail.actors import CONSOLE

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only("what is sent is taken apart in Python")]
TABLE = addresses()
WHOLE = os.environ.get("ATTACK") == "all"
# Names and texts that stand in the organisation alone.
MARKERS = re.compile(r"Somebody Named|A draft|more of filled|first\.csv|Round 2|Evidence 1|Request 1|Any words inside")
SELDOM = ("head", "put", "patch", "delete", "options", "trace")
HOSTILE = {
    "page": "9" * 30, "sort": "-__class__", "q": "\x00'\"<%\u202e", "cursor": "eyJ", "as_of": "0000-13-99", "day": "-1",
    "owner": "٣", "state": ["a", "b"], "chosen": ["1", "1:1", "x:y", "9" * 30], "version": "-1", "verdict": "never",
    "next": "//evil.example", "title": "\ufffd\u200b", "about": "people.member:0", "file": "not a file",
    "due_on": "31.02.2026", "act": "__init__", "number": "1e9", "after": "None", "until": "now",
}  # fmt: skip
"""What a stranger might write into any field or query."""


@dataclass(frozen=True)
class Actor:
    """Somebody with a browser or a program, and whether they belong to the organisation."""

    name: str
    client: Client
    is_inside: bool = False


filled_once = once_per_module(ground.filled)


@pytest.fixture
def filled(filled_once: Once[Filled]) -> Filled:
    return filled_once.copy()


def _program(member: Member, *, expired: bool = False, revoked: bool = False) -> Client:
    token, secret = Token.issue(member, name="Any", rights=sorted(member.rights), days=1, by=CONSOLE)
    if revoked:
        token.revoke(by=CONSOLE)
    if expired:
        Token.objects.filter(pk=token.pk).update(expires_at=now())
    return Client(headers={"Authorization": f"Bearer {secret}"})


def _outside(filled: Filled) -> Iterator[Actor]:
    elsewhere = ground.bare("Elsewhere").administrator
    former = ground.colleague(filled, Role.ADMINISTRATOR)
    program_of_former = _program(former)
    browser_of_former = client_of(former)
    former.leave(by=filled.administrator, reason="Moved on")
    nowhere = Client()
    nowhere.force_login(user("Nobody's Member"), backend="allauth.account.auth_backends.AuthenticationBackend")
    yield Actor("a stranger", Client())
    yield Actor("somebody without an organisation", nowhere)
    yield Actor("a member of another organisation", client_of(elsewhere))
    yield Actor("a program of another organisation", _program(elsewhere))
    yield Actor("a former member", browser_of_former)
    yield Actor("a program of a former member", program_of_former)
    yield Actor("an expired token", _program(filled.administrator, expired=True))
    yield Actor("a revoked token", _program(filled.administrator, revoked=True))
    yield Actor("a made-up token", Client(headers={"Authorization": "Bearer wmk_\xff never"}))
    yield Actor("a made-up session", Client(headers={"Cookie": "sessionid=" + "a" * 32}))


def _inside(filled: Filled) -> Iterator[Actor]:
    for role in (Role.READER, Role.CONTRIBUTOR, Role.INTERNAL_AUDITOR):
        yield Actor(str(role), client_of(ground.colleague(filled, role)), is_inside=True)
    yield Actor("the administrator", client_of(filled.administrator), is_inside=True)
    yield Actor("a program of the administrator", _program(filled.administrator), is_inside=True)


def _address(one: Address, filled: Filled) -> str:
    if "slug" in one.arguments:
        return filled.address(one)
    given: dict[str, Any] = {"pk": 1, "key": UUID(int=1), "token": "a" * 43, **SHARED}
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(given[found[1]]), one.route)


def _asked(actor: Actor, method: str, address: str, data: Any = None, **more: Any) -> tuple[int, str]:
    if address.startswith("/api/"):
        # A program may ask so often in a minute.
        cache.clear()
    actor.client.raise_request_exception = False
    send = getattr(actor.client, method)
    answer = send(address, **({} if data is None else {"data": data}), **more)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, content.decode("utf-8", "replace") + str(answer.headers)


def _wrong(actor: Actor, answered: tuple[int, str]) -> str:
    status, text = answered
    if status >= 500:
        return str(status)
    hit = None if actor.is_inside else MARKERS.search(text)
    return f"{status} shows {hit[0]}" if hit else ""


def _tried(actor: Actor, one: Address, filled: Filled, turn: int) -> Iterator[tuple[str, str]]:
    """Try an address in the ways whose turn it is, and yield what goes wrong."""
    address = _address(one, filled)
    # Signing out would end the session of all that follows.
    if one.name == "account_logout":
        return
    tried = {
        "a query": partial(_asked, actor, "get", address, HOSTILE),
        "a part": partial(_asked, actor, "get", address, headers={"HX-Request": "true"}),
        "a form": partial(_asked, actor, "post", address, HOSTILE),
        "JSON": partial(_asked, actor, "post", address, b'{"title": [{}], "a": 1e9}', content_type="application/json"),
    }
    if not actor.is_inside:
        tried |= {method: partial(_asked, actor, method, address) for method in SELDOM}
    step = 1 if WHOLE else len(tried)
    for way, ask in list(tried.items())[0 if WHOLE else turn % step :: step]:
        if wrong := _wrong(actor, ask()):
            yield f"{actor.name}, {way}, {one}", wrong


def _all_tried(actors: Iterator[Actor], filled: Filled) -> dict[str, str]:
    return dict(
        found
        for place, actor in enumerate(actors)
        for number, one in enumerate(TABLE)
        for found in _tried(actor, one, filled, number + place)
    )


def test_shows_nothing_to_anybody_outside(filled: Filled) -> None:
    assert _all_tried(_outside(filled), filled) == {}


def test_fails_for_nobody_inside(filled: Filled) -> None:
    assert _all_tried(_inside(filled), filled) == {}


def test_would_see_the_words_of_the_organisation(filled: Filled) -> None:
    """The markers are there to be found: an administrator meets each of them somewhere."""
    client = client_of(filled.administrator)
    actor = Actor("the administrator", client, is_inside=True)
    seen = " ".join(_asked(actor, "get", filled.address(one))[1] for one in TABLE if "slug" in one.arguments)
    assert {"Somebody Named", "A draft", "Round 2", "Evidence 1", "Request 1"} <= set(MARKERS.findall(seen))
    assert NEVER not in seen
