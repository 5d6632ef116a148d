"""The edge of the API: who is let in, what cannot be read, and what is too much."""

import datetime as dt
import json
import logging
from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from time_machine import travel

from tests.evidence import made
from tests.evidence.api_calls import Program, error_of
from tests.factories import client_of
from waymark.core.bodies import UNASKED
from waymark.core.clock import now
from waymark.evidence.models.evidence import Evidence
from waymark.people.models.member import Member
from waymark.people.rights import Can, Role
from waymark.site.bodies import FORM
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db
NOTE = {"title": "The policy is published", "note": "Seen"}
DEEP = 100_000
READ_IN_PYTHON = pytest.mark.sqlite_only("bodies are read in Python")


@pytest.fixture(autouse=True)
def _uncounted() -> None:
    cache.clear()


@pytest.fixture
def program(owner: Member) -> Program:
    return Program(owner)


HEADERS = [
    {},
    {"Authorization": ""},
    {"Authorization": "Bearer"},
    {"Authorization": "Bearer "},
    {"Authorization": "Bearer wmk_nobody"},
    {"Authorization": "Bearer \udcff"},
    {"Authorization": "Basic dXNlcjpwYXNz"},
    {"Authorization": "Bearer " + "x" * 5000},
]


@pytest.mark.parametrize("headers", HEADERS, ids=str)
def test_lets_nobody_in_without_a_token(headers: dict[str, str], program: Program) -> None:
    response = Client().get(f"{program.base}/evidence", headers=headers)
    assert error_of(response, 401)["code"] == "token-refused"
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_takes_no_session_for_a_token(administrator: Member) -> None:
    base = f"/api/v1/o/{administrator.organisation.slug}"
    browser = client_of(administrator)
    error_of(browser.get(f"{base}/evidence"), 401)
    error_of(browser.post(f"{base}/evidence", json.dumps(NOTE), content_type="application/json"), 401)
    assert not Evidence.objects.exists()


def test_takes_no_token_for_a_session(program: Program, owner: Member) -> None:
    response = Client().get(f"/o/{owner.organisation.slug}/", headers={"Authorization": f"Bearer {program.secret}"})
    assert response.status_code == 302


def test_takes_the_token_out_of_service_at_once(program: Program, owner: Member) -> None:
    assert program.get("/evidence").status_code == 200
    program.token.revoke(by=owner)
    error_of(program.get("/evidence"), 401)


def test_ends_with_the_right_of_the_member(program: Program, owner: Member) -> None:
    assert program.post("/evidence", NOTE).status_code == 201
    owner.grant([Role.READER], by=CONSOLE)
    assert error_of(program.post("/evidence", NOTE), 403)["code"] == "not-your-role"
    assert program.get("/evidence").status_code == 200


def test_refuses_what_the_token_was_not_given(owner: Member) -> None:
    program = Program(owner, [Can.READ])
    assert error_of(program.post("/evidence", NOTE), 403)["code"] == "token-lacks-right"
    assert program.get("/evidence").status_code == 200


def test_notes_when_a_token_was_used(program: Program) -> None:
    program.get("/evidence")
    program.token.refresh_from_db()
    assert program.token.last_used_at is not None


def test_says_the_same_of_what_never_was_and_of_what_is_not_yours(program: Program, outsider: Member) -> None:
    made.evidence(outsider)
    headers = {"Authorization": f"Bearer {program.secret}"}
    paths = [f"/api/v1/o/{outsider.organisation.slug}/evidence", "/api/v1/o/never/evidence"]
    paths += ["/api/v1/x", "/api/", "/api/x"]
    paths += [f"{program.base}/evidence/{number}" for number in ("1", "9" * 30, "9" * 5000)]
    bodies = {Client().get(path, headers=headers).content for path in paths}
    assert len(bodies) == 1
    assert json.loads(bodies.pop())["error"]["code"] == "not-found"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "head", "trace"])
def test_answers_other_methods_in_its_own_form(method: str, program: Program) -> None:
    response = getattr(Client(), method)(f"{program.base}/evidence")
    assert response.status_code == 405
    assert response["Allow"] == "GET, POST"
    if method != "head":
        assert error_of(response, 405)["code"] == "method-not-allowed"


TEXT = '{"title": "x", "note": "y"}'
UNREADABLE: dict[str, bytes] = {
    "nothing": b" ",
    "no JSON": b"title=x",
    "cut off": b'{"title": "x',
    "trailing garbage": TEXT.encode() + b"}",
    "two objects": TEXT.encode() * 2,
    "a list": b"[1]",
    "a text": b'"x"',
    "null": b"null",
    "deep lists": b"[" * DEEP + b"]" * DEEP,
    "deep lists inside": b'{"title": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "a little too deep": b'{"title": ' + b"[" * 70 + b"]" * 70 + b"}",
    "huge integer": b'{"title": ' + b"9" * 5000 + b"}",
    "huge float": b'{"title": 1e400}',
    "NaN": b'{"title": NaN}',
    "Infinity": b'{"title": -Infinity}',
    "lone surrogate": rb'{"title": "\ud800"}',
    "lone surrogate in a name": rb'{"\udfff": "x"}',
    "duplicate names": b'{"title": "x", "title": "y"}',
    "duplicate surrogate names": rb'{"\ud800": 1, "\ud800": 2}',
    "BOM": b"\xef\xbb\xbf" + TEXT.encode(),
    "UTF-16": TEXT.encode("utf-16"),
    "UTF-16 without BOM": TEXT.encode("utf-16-le"),
    "UTF-32": TEXT.encode("utf-32-le"),
    "Latin-1": '{"title": "ä"}'.encode("latin-1"),
    "over-long UTF-8": b'{"title": "\xc0\xaf"}',
    "single quotes": b"{'title': 'x'}",
    "comment": b'{"title": "x" /* y */}',
    "trailing comma": b'{"title": "x",}',
    "control character": b'{"title": "a\x01b"}',
}


@READ_IN_PYTHON
@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_refuses_json_that_cannot_mean_one_thing(body: bytes, program: Program) -> None:
    error = error_of(program.send("/evidence", body), 400)
    assert error["code"] == "unreadable-request"
    assert not Evidence.objects.exists()


def test_tells_where_json_breaks(program: Program) -> None:
    message = error_of(program.send("/evidence", b'{"title":\n  oops}'), 400)["message"]
    assert "line 2, column 3" in message


@READ_IN_PYTHON
@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "application/xml", "", "application/json; charset=utf-16", "*"],
)
def test_refuses_other_types(content_type: str, program: Program) -> None:
    assert error_of(program.send("/evidence", b"{}", content_type), 415)["code"] == "wrong-content-type"


def test_takes_parts_only_where_files_belong(program: Program, manager: Member) -> None:
    refused = program.upload("/evidence/requests", {"what": "x", "asked_of": str(manager.pk)})
    assert error_of(refused, 415)["code"] == "wrong-content-type"


@READ_IN_PYTHON
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=", b"x"),
        ("multipart/form-data; boundary=\xe4".encode("latin-1").decode("latin-1"), b"x"),
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nx'),
        ("multipart/form-data; boundary=b", b"--b--\r\n"),
    ],
)
def test_refuses_parts_that_are_not_well_formed(content_type: str, body: bytes, program: Program) -> None:
    response = program.send("/evidence", body, content_type)
    assert response.status_code in {400, 415, 422}, response.content
    error_of(response, response.status_code)
    assert not Evidence.objects.exists()


@READ_IN_PYTHON
def test_refuses_a_part_that_is_sent_twice_and_one_in_the_wrong_place(program: Program) -> None:
    twice = {"title": ["One", "Two"], "note": "x"}
    assert error_of(program.upload("/evidence", twice), 400)["code"] == "unreadable-request"
    boundary = b'--b\r\nContent-Disposition: form-data; name="sha256"; filename="a"\r\n\r\nx\r\n--b--\r\n'
    other = program.send("/evidence", boundary, "multipart/form-data; boundary=b")
    assert error_of(other, 422)["code"] == "unknown-field"


@READ_IN_PYTHON
def test_refuses_too_many_parts_and_too_much_json(program: Program, settings: Any) -> None:
    many = {f"n{number}": "x" for number in range(3000)}
    refused = error_of(program.upload("/evidence", many), 422)
    assert refused["code"] == "unknown-field"
    assert len(refused["message"]) < 300
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS == 100_000
    # So many parts take seconds to send; what counts them is the same for any limit.
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = len(many) - 1
    error_of(program.upload("/evidence", many), 400)
    big = json.dumps({"title": "x", "note": "y" * (FORM - 1024)}).encode()
    error_of(program.send("/evidence", big), 400)


def test_refuses_unread_what_is_announced_too_large(program: Program, settings: Any) -> None:
    over = program.send("/evidence/1/links", b"x" * (FORM + 1))
    assert error_of(over, 413)["code"] == "request-too-large"
    stranger = Client().post(f"{program.base}/evidence", b"x" * (UNASKED + 1), content_type="application/json")
    assert error_of(stranger, 413)["code"] == "request-too-large"


def test_refuses_a_file_that_is_too_large_or_empty(program: Program, settings: Any) -> None:
    assert error_of(program.upload("/evidence", {"title": "x"}, ("a.txt", b"")), 422)["code"] == "file-empty"
    settings.CONFIGURATION = replace(settings.CONFIGURATION, evidence_limit=300_000)
    refused = program.upload("/evidence", {"title": "x"}, ("a.txt", b"x" * 300_001))
    assert error_of(refused, 422)["code"] == "evidence-too-large"
    assert not Evidence.objects.exists()


def test_slows_a_token_that_asks_too_often(program: Program, manager: Member) -> None:
    with travel(now(), tick=False):
        for _number in range(120):
            assert program.get("/evidence/requests").status_code == 200
        refused = program.get("/evidence/requests")
        assert error_of(refused, 429)["code"] == "too-many-requests"
        assert int(refused["Retry-After"]) > 0
        assert Program(manager).get("/evidence/requests").status_code == 200
    with travel(now() + dt.timedelta(seconds=61)):
        assert program.get("/evidence/requests").status_code == 200


def test_hides_what_went_wrong_behind_a_reference(
    program: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: Any, **_known: Any) -> None:
        message = "secret of the machine"
        raise RuntimeError(message)

    monkeypatch.setattr("waymark.records.api.slice_of", broken)
    with caplog.at_level(logging.ERROR):
        error = error_of(program.get("/evidence"), 500)
    assert error["code"] == "fault"
    assert "secret" not in str(error)
    assert f"reference={error['reference']}" in caplog.text
