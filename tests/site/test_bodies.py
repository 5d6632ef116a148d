"""What is too large for its page is refused before it is read, in a sentence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve

from waymark.core.bodies import BodyLimits, body_limits_of, takes_files
from waymark.evidence.files.uploads import FILES_AT_ONCE, evidence_limit, takes_evidence
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation

MIB = 1024 * 1024


def _file(size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("sheet.xlsx", b"x" * size)


def test_takes_little_from_a_stranger(db: None) -> None:
    response = Client().post("/account/login/", {"login": "a@b.example", "file": _file(300_000)})
    assert response.status_code == 413
    assert "At most 256 KiB" in response.content.decode()
    assert "request-too-large" in response.content.decode()


def test_takes_a_form_but_no_file_where_none_is_asked_for(organisation: Organisation, administrator: Member) -> None:
    client = Client()
    assert administrator.user is not None
    client.force_login(administrator.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"/o/{organisation.slug}/"
    assert client.post(address, {"file": _file(4 * MIB)}).status_code == 413
    assert client.post(address, {"file": _file(2 * MIB)}).status_code == 405
    part = client.post(address, {"file": _file(4 * MIB)}, headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Reswap"]) == (413, "none")


def test_knows_what_the_import_of_sheets_takes() -> None:
    limits = body_limits_of(resolve("/o/acme/gap/GA-1/import").func)
    assert limits is not None
    assert (limits.limit(), limits.at_once) == (16 * MIB, 1)


def test_knows_what_a_view_of_evidence_takes() -> None:
    @takes_evidence
    def view() -> None: ...

    assert body_limits_of(view) == BodyLimits(evidence_limit, FILES_AT_ONCE)
    assert evidence_limit() == 50 * MIB


def test_declares_nothing_for_other_views() -> None:
    def view() -> None: ...

    assert body_limits_of(view) is None
    assert body_limits_of(takes_files(lambda: 1)(view)) is not None


@pytest.mark.parametrize("length", ["", "many", "-1"])
def test_is_not_confused_by_a_length_that_is_none(length: str, db: None) -> None:
    response = Client().get("/account/login/", CONTENT_LENGTH=length)
    assert response.status_code == 200
