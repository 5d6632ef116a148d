"""The file that shows an approval outside Waymark: by whom, when, and the file itself, added once."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.documents.signing import again, drafted, in_force
from tests.evidence.api_calls import Program, error_of
from tests.evidence.files import samples
from tests.factories import client_of
from waymark.core.clock import day_in
from waymark.documents import changing
from waymark.documents.models.version import DocumentVersion
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.reports.exports.document import document_markdown
from waymark.trail.models import Entry

pytestmark = pytest.mark.django_db
MINUTES = b"%PDF-1.4 minutes of the board"


@pytest.fixture
def author(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.AIMS_MANAGER, name="Author")


@pytest.fixture
def browser(author: Member) -> Client:
    return client_of(author)


@pytest.fixture
def version(author: Member) -> DocumentVersion:
    """Return a version that the board approved elsewhere."""
    one = drafted(author)
    today = day_in(author.organisation.time_zone)
    changing.approve_outside(
        one, outside_by="The board", on=today, effective_from=today, proof="minutes of today", by=author
    )
    return again(one)


def place(name: str, version: DocumentVersion) -> str:
    return reverse(name, args=[version.organisation.slug, version.number])


def add(browser: Client, version: DocumentVersion, content: bytes = MINUTES, name: str = "minutes.pdf") -> Any:
    sent = {"version": version.version, "file": SimpleUploadedFile(name, content)}
    return browser.post(place("document_version_approval_upload", version), sent)


def test_is_kept_with_who_approved_and_when(browser: Client, version: DocumentVersion) -> None:
    assert "Add file of approval" in browser.get(place("document_version", version)).content.decode()
    assert add(browser, version).status_code == 303
    page = browser.get(place("document_version", version)).content.decode()
    for words in ("The board", "minutes of today", "minutes.pdf"):
        assert words in page
    assert "Add file of approval" not in page
    assert browser.get(place("document_version_approval_file", version)).getvalue() == MINUTES
    assert Entry.objects.filter(event="document-version.approval-file-added").count() == 1
    assert "minutes.pdf" in document_markdown(again(version))
    assert (again(version).sha256, again(version).file) == (version.sha256, None)


def test_is_never_replaced(browser: Client, version: DocumentVersion) -> None:
    add(browser, version)
    refused = add(browser, again(version), b"%PDF-1.4 other minutes", "other.pdf")
    assert refused.status_code == 422
    assert "is there already" in refused.content.decode()
    assert again(version).outside_file_name == "minutes.pdf"


def test_is_for_an_approval_outside_alone(browser: Client, author: Member) -> None:
    head = factories.member(author.organisation, Role.TOP_MANAGEMENT, name="Head")
    for one in (in_force(author, head), drafted(author)):
        assert "Add file of approval" not in browser.get(place("document_version", one)).content.decode()
        assert add(browser, one).status_code == 422
        assert browser.get(place("document_version_approval_file", one)).status_code == 404


@pytest.mark.parametrize(("content", "name"), [(b"", "empty.pdf"), (samples.PROGRAM, "minutes.exe")])
def test_is_no_program_and_not_empty(content: bytes, name: str, browser: Client, version: DocumentVersion) -> None:
    assert add(browser, version, content, name).status_code == 422
    assert again(version).outside_file is None


def test_is_refused_to_who_read_an_older_version(browser: Client, version: DocumentVersion, author: Member) -> None:
    changing.edit_document(version.document, retention_months=72, by=author)
    changing.withdraw_version(again(version), reason="It was wrong.", by=author)
    assert add(browser, version).status_code == 409
    assert add(browser, again(version)).status_code == 303


def test_is_added_by_who_manages_the_aims(version: DocumentVersion) -> None:
    for role in (Role.CONTRIBUTOR, Role.READER, Role.TOP_MANAGEMENT):
        assert add(client_of(factories.member(version.organisation, role)), version).status_code == 403
    assert again(version).outside_file is None


def test_is_added_and_read_by_programs(version: DocumentVersion, author: Member) -> None:
    program, path = Program(author), f"/document-versions/{version.number}/approval-file"
    error_of(program.get(path), 404)
    sent = {"version": str(version.version)}
    assert program.upload(f"{path}/upload", sent, ("minutes.pdf", MINUTES)).status_code == 201
    assert program.get(path).getvalue() == MINUTES
    assert Program(factories.member(author.organisation, Role.READER)).get(path).status_code == 200
