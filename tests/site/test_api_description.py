"""What the API says of itself: every operation, every answer, and the page that shows them."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.docs.pages import ROOT
from waymark.records.acts import record_acts
from waymark.site.api import api

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only("the description is made from code")]


def test_shows_its_description_without_anything_from_elsewhere() -> None:
    page = Client().get("/api/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)
    assert "script-src 'self'" in page["Content-Security-Policy"]


def described() -> list[tuple[str, str, dict[str, Any]]]:
    paths = json.loads(json.dumps(api.get_openapi_schema()))["paths"]
    return [(method.upper(), path, one) for path, methods in paths.items() for method, one in methods.items()]


def test_describes_every_answer() -> None:
    for method, path, one in described():
        answers = set(one["responses"])
        assert answers >= {"401", "403", "404", "429"}, path
        assert ("200" in answers) is (method == "GET"), path
        if method == "POST":
            assert answers >= {"201", "400", "409", "413", "415", "422"}, path
            schema = one["requestBody"]["content"]["application/json"]["schema"]
            assert schema["additionalProperties"] is False
            assert set(schema["required"]) <= set(schema["properties"])


def test_asks_for_nothing_again_that_stays_as_it_is() -> None:
    bodies = {one["operationId"]: one["requestBody"] for method, _path, one in described() if method == "POST"}
    for acts in record_acts():
        for act in acts.acts:
            schema = bodies[f"{act.name}_{acts.word}"]["content"]["application/json"]["schema"]
            assert set(act.kept) <= set(schema["properties"])
            assert not set(act.kept) & set(schema["required"])
    evidence = bodies["edit_evidence"]["content"]["application/json"]["schema"]
    assert evidence["required"] == ["version"]


def test_describes_every_operation_once() -> None:
    names = [one["operationId"] for _method, _path, one in described()]
    assert len(set(names)) == len(names)
    assert Client().get(reverse("api:openapi-json")).json()["info"]["title"] == "Waymark"


def test_explains_every_status_it_answers_with() -> None:
    page = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    statuses = {status for _method, _path, one in described() for status in one["responses"]}
    assert statuses | {"405", "500"} == set(re.findall(r"^\| (\d{3}) \|", page, re.MULTILINE))
