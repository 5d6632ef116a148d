"""A Word document that was uploaded, taken over as text through the pages: seen first, losses listed, original kept."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.documents.signing import again, drafted, in_force, submitted
from tests.documents.test_from_word import REFUSED, policy
from tests.evidence.api_calls import Program, error_of
from tests.evidence.files import samples
from tests.factories import client_of
from tests.people.test_interrupted import browser_of, end_session, sign_in
from tests.site.console import run
from waymark.documents import changing
from waymark.documents.choices import Content, VersionState
from waymark.documents.models.version import DocumentVersion
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.signing.models.item import Outcome, SigningItem
from waymark.trail.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.programs]


@pytest.fixture
def author(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.AIMS_MANAGER, name="Author")


@pytest.fixture
def head(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.TOP_MANAGEMENT, name="Head")


@pytest.fixture
def browser(author: Member) -> Client:
    return client_of(author)


@pytest.fixture
def version(author: Member) -> DocumentVersion:
    return drafted(author, "Written before")


def place(name: str, version: DocumentVersion) -> str:
    return reverse(name, args=[version.organisation.slug, version.number])


def upload(browser: Client, version: DocumentVersion, content: bytes, name: str = "policy.docx") -> DocumentVersion:
    """Upload a file on the page of a version, and return the version as it is then."""
    sent = {"version": again(version).version, "file": SimpleUploadedFile(name, content)}
    answer = browser.post(place("document_version_upload", version), sent)
    assert answer.status_code == 303, answer.content
    return again(version)


def import_text(browser: Client, version: DocumentVersion, **more: Any) -> Any:
    sent = {"version": version.version, **more}
    return browser.post(place("document_version_text-import", version), sent)


def test_uploads_a_file_that_is_handed_out_as_it_was_given(browser: Client, version: DocumentVersion) -> None:
    kept = upload(browser, version, b"%PDF-1.4 a policy", "policy.pdf")
    assert (kept.content, kept.file_name, kept.text) == (Content.FILE, "policy.pdf", "Written before")
    page = browser.get(place("document_version", version)).content.decode()
    assert "policy.pdf" in page
    assert "Import as text" not in page
    assert browser.get(place("document_version_file", version)).getvalue() == b"%PDF-1.4 a policy"


def test_uses_the_text_from_before_an_upload_again(browser: Client, version: DocumentVersion) -> None:
    kept = upload(browser, version, b"%PDF-1.4 the wrong file", "wrong.pdf")
    page = browser.get(place("document_version", version)).content.decode()
    assert "Edit details" in page
    editing = browser.get(place("document_version", version), {"edit": "text"}).content.decode()
    assert "The content of this version is the file wrong.pdf, not a text." in editing
    sent = {"version": kept.version, "text": "Written before", "reason": "Clearer", "summary": "", "planned_from": ""}
    assert browser.post(place("document_version_edit", version), sent).status_code == 303
    again_there = browser.post(place("document_version_text-use", version), {"version": again(version).version})
    assert again_there.status_code == 303
    after = again(version)
    assert (after.content, after.text, after.file, after.file_name) == (Content.TEXT, "Written before", None, "")
    refused = browser.post(place("document_version_text-use", version), {"version": after.version})
    assert refused.status_code == 422
    assert "is not a file" in refused.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("policy.docx", b"", "is empty"), ("policy.exe", samples.PROGRAM, "is not accepted"), ("", b"", "required")],
)
def test_refuses_a_file_in_words(
    name: str, content: bytes, words: str, browser: Client, version: DocumentVersion
) -> None:
    sent: dict[str, Any] = {"version": version.version}
    if name:
        sent["file"] = SimpleUploadedFile(name, content)
    answer = browser.post(place("document_version_upload", version), sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert again(version).content == Content.TEXT


def test_shows_the_text_and_what_is_lost_and_changes_nothing(browser: Client, version: DocumentVersion) -> None:
    kept = upload(browser, version, policy(picture=True))
    assert place("document_word_text", version) in browser.get(place("document_version", version)).content.decode()
    page = browser.get(place("document_word_text", version)).content.decode()
    assert "<li>1 picture</li>" in page
    assert "<td>AIMS manager</td>" in page
    assert "<p>Written before</p>" in page
    assert "<script>alert" not in page
    assert again(version).version == kept.version


def test_takes_the_text_over_and_keeps_the_original(browser: Client, version: DocumentVersion) -> None:
    content = policy(picture=True)
    kept = upload(browser, version, content)
    answer = import_text(browser, kept)
    assert answer.status_code == 303, answer.content
    page = browser.get(place("document_version", version)).content.decode()
    assert "Not imported: 1 picture." in page
    assert "We use AI to answer letters." in page
    assert "Imported from" in page
    taken = again(version)
    assert (taken.content, taken.file_name) == (Content.TEXT, "policy.docx")
    assert taken.text.startswith("# AI policy")
    assert browser.get(place("document_version_file", version)).getvalue() == content
    assert Entry.objects.filter(event="document-version.text-imported").count() == 1
    changing.edit_draft(taken, text=f"{taken.text}\n\nMore.", by=Member.objects.get(name="Author"))
    assert "More." in browser.get(place("document_version", version)).content.decode()


@pytest.mark.parametrize(
    "name", ["macros", "controls", "an entity", "an external entity", "declared in UTF-16", "deep"]
)
def test_keeps_a_hostile_document_a_file(name: str, browser: Client, version: DocumentVersion) -> None:
    made, sentence = REFUSED[name]
    kept = upload(browser, version, made())
    seen = browser.get(place("document_word_text", version))
    assert seen.status_code == 422
    assert sentence in seen.content.decode()
    refused = import_text(browser, kept)
    assert refused.status_code == 422
    assert sentence in refused.content.decode()
    after = again(version)
    assert (after.content, after.version, after.text) == (Content.FILE, kept.version, "Written before")


def test_makes_a_version_in_review_a_draft_again(browser: Client, author: Member, head: Member) -> None:
    version = drafted(author)
    asked = submitted(upload(browser, version, policy()), head, by=author)
    assert "is in review" in browser.get(place("document_word_text", version)).content.decode()
    assert import_text(browser, asked).status_code == 303
    assert again(version).state == VersionState.DRAFT
    assert SigningItem.objects.get().outcome == Outcome.VOID


def test_refuses_what_is_approved_or_no_word_document(browser: Client, author: Member, head: Member) -> None:
    fixed = in_force(author, head)
    draft = drafted(author)
    for one, code in ((fixed, "version-fixed"), (draft, "not-a-word-file")):
        assert code in browser.get(place("document_word_text", one)).content.decode()
        assert import_text(browser, one).status_code == 422


class TestTwoAtOnce:
    def test_takes_nothing_over_from_a_file_that_was_replaced_meanwhile(
        self, browser: Client, version: DocumentVersion
    ) -> None:
        seen = upload(browser, version, policy())
        upload(browser, version, samples.word("Another text"), "other.docx")
        assert import_text(browser, seen).status_code == 409
        assert again(version).content == Content.FILE

    def test_brings_the_page_back_whose_session_has_ended(self, author: Member, version: DocumentVersion) -> None:
        browser = browser_of(author)
        kept = upload(browser, version, policy())
        end_session(browser)
        assert import_text(browser, kept).status_code == 302
        sign_in(browser, author)
        page = browser.get(f"{place('document_version_text-import', version)}?restored").content.decode()
        assert "We use AI to answer letters." in page
        assert "You were signed out before this was saved." in page
        assert again(version).content == Content.FILE


def test_is_not_for_those_who_may_not_change_the_document(version: DocumentVersion, browser: Client) -> None:
    kept = upload(browser, version, policy())
    for role in (Role.CONTRIBUTOR, Role.READER):
        other = client_of(factories.member(version.organisation, role))
        assert other.get(place("document_word_text", version)).status_code in {403, 422}
        assert import_text(other, kept).status_code in {403, 422}
    assert again(version).content == Content.FILE


def test_is_an_operation_and_a_command(version: DocumentVersion, browser: Client, author: Member) -> None:
    kept = upload(browser, version, samples.word("x", parts={"word/vbaProject.bin": b"x"}))
    path = f"/document-versions/{version.number}/text-import"
    assert error_of(Program(author).post(path, {"version": kept.version}), 422)["code"] == "word-not-taken-over"
    kept = upload(browser, version, policy())
    assert Program(author).post(path, {"version": kept.version}).status_code == 201
    assert again(version).text.startswith("# AI policy")
    upload(browser, version, samples.word("Typed at a console"))
    answer = run("document-version", "import_text", kept.reference, "--org", version.organisation.slug)
    assert answer.exit_code == 0, answer.output
    assert again(version).text == "Typed at a console"
