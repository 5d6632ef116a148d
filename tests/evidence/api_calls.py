"""Calls of the API as programs make them: a token of a member, JSON or parts, and nothing of a browser."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from waymark.people.models.member import Member
from waymark.people.models.token import Token
from waymark.people.rights import Can


class Program:
    """A program that acts for a member with a token."""

    def __init__(self, member: Member, rights: Iterable[Can] | None = None) -> None:
        """Issue the token, with every right of the member unless told otherwise."""
        chosen = member.rights if rights is None else rights
        self.token, self.secret = Token.issue(member, name="Program", rights=chosen, days=30, by=member)
        self.base = f"/api/v1/o/{member.organisation.slug}"
        self._client = Client(raise_request_exception=False)

    def get(self, path: str, **query: str) -> Any:
        """Ask, and return the answer."""
        return self._client.get(f"{self.base}{path}", query, **self._headers())

    def post(self, path: str, body: Mapping[str, Any], *, key: str = "") -> Any:
        """Send JSON, and return the answer."""
        return self.send(path, json.dumps(body).encode(), key=key)

    def send(self, path: str, body: bytes, content_type: str = "application/json", *, key: str = "") -> Any:
        """Send any bytes, and return the answer."""
        headers = self._headers(key)
        return self._client.post(f"{self.base}{path}", body, content_type=content_type, **headers)

    def upload(self, path: str, body: Mapping[str, Any], *files: tuple[str, bytes], key: str = "") -> Any:
        """Send parts with files, and return the answer."""
        parts = {**body, "files": [SimpleUploadedFile(name, content) for name, content in files]}
        return self._client.post(f"{self.base}{path}", parts, **self._headers(key))

    def _headers(self, key: str = "") -> dict[str, Any]:
        payload = {"Authorization": f"Bearer {self.secret}"}
        return {"headers": payload | ({"Idempotency-Key": key} if key else {})}


def error_of(response: Any, status: int) -> dict[str, Any]:
    """Return what a refusal says, which has this status and the one form of all refusals."""
    payload = json.loads(response.content)
    assert response.status_code == status, payload
    assert set(payload) == {"error"}
    error: dict[str, Any] = payload["error"]
    assert error["code"]
    assert error["message"]
    assert "way_out" in error
    return error
