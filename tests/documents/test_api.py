"""Versions of documents for programs: a file in, the text with its blocks, and the version as a file out."""

import io

import docx
import pytest

from tests import factories
from tests.documents.signing import again, drafted, in_force, submitted
from tests.evidence.api_calls import Program, error_of
from tests.evidence.files import samples
from waymark.core.markdown_blocks import blocks_of
from waymark.documents.choices import Content, VersionState
from waymark.documents.models.version import DocumentVersion
from waymark.evidence.models.file import StoredFile
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Can, Role
from waymark.signing.models.item import Outcome, SigningItem

pytestmark = pytest.mark.django_db
PDF = ("policy.pdf", b"%PDF-1.4 a policy")


@pytest.fixture
def author(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.AIMS_MANAGER, name="Author")


@pytest.fixture
def head(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.TOP_MANAGEMENT, name="Head")


@pytest.fixture
def program(author: Member) -> Program:
    return Program(author)


@pytest.fixture
def version(author: Member) -> DocumentVersion:
    return drafted(author)


def upload_to(version: DocumentVersion) -> str:
    return f"/document-versions/{version.number}/upload"


class TestUpload:
    def test_makes_the_file_the_content_of_a_draft(self, program: Program, version: DocumentVersion) -> None:
        answer = program.upload(upload_to(version), {"version": str(version.version)}, PDF)
        assert answer.status_code == 201, answer.content
        assert (answer.json()["state"], answer.json()["version"]) == ("draft", version.version + 1)
        kept = again(version)
        assert (kept.content, kept.file_name) == (Content.FILE, "policy.pdf")
        assert program.get(f"/document-versions/{version.number}/file").getvalue() == PDF[1]

    def test_has_one_effect_however_often_it_is_sent_with_one_key(
        self, program: Program, version: DocumentVersion
    ) -> None:
        sent = {"version": str(version.version)}
        first, second = (program.upload(upload_to(version), sent, PDF, key="nightly") for _ in range(2))
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json() == second.json()
        other = program.upload(upload_to(version), sent, ("other.pdf", b"%PDF-1.4 other"), key="nightly")
        assert error_of(other, 422)["code"] == "key-reused"

    def test_is_refused_to_who_read_an_older_version(self, program: Program, version: DocumentVersion) -> None:
        sent = {"version": str(version.version)}
        program.upload(upload_to(version), sent, PDF)
        stale = error_of(program.upload(upload_to(version), sent, ("other.pdf", b"%PDF-1.4 other")), 409)
        assert (stale["code"], stale["version"]) == ("stale-record", version.version + 1)
        assert again(version).file_name == "policy.pdf"

    def test_makes_a_version_in_review_a_draft_again(self, program: Program, author: Member, head: Member) -> None:
        version = submitted(drafted(author), head, by=author)
        assert program.upload(upload_to(version), {"version": str(version.version)}, PDF).status_code == 201
        assert again(version).state == VersionState.DRAFT
        assert SigningItem.objects.get().outcome == Outcome.VOID

    def test_takes_exactly_one_file_of_a_kind_that_is_accepted(
        self, program: Program, version: DocumentVersion
    ) -> None:
        path, sent = upload_to(version), {"version": str(version.version)}
        assert error_of(program.upload(path, sent), 422)["code"] == "not-one-file"
        assert error_of(program.upload(path, sent, PDF, ("b.pdf", b"%PDF-1.4 b")), 422)["code"] == "not-one-file"
        assert error_of(program.post(path, {"version": version.version}), 422)["code"] == "not-one-file"
        assert error_of(program.upload(path, {}, PDF), 422)["fields"].keys() == {"version"}
        assert error_of(program.upload(path, {**sent, "state": "effective"}, PDF), 422)["code"] == "unknown-field"
        assert error_of(program.upload(path, sent, ("a.exe", samples.PROGRAM)), 422)["code"] == "evidence-wrong-type"
        assert error_of(program.upload(path, sent, ("a.pdf", b"")), 422)["code"] == "file-empty"
        assert not StoredFile.objects.exists()
        assert again(version).version == version.version

    def test_is_refused_for_what_is_approved(self, program: Program, author: Member, head: Member) -> None:
        version = in_force(author, head)
        refused = program.upload(upload_to(version), {"version": str(version.version)}, PDF)
        assert error_of(refused, 422)["code"] == "version-fixed"

    def test_is_for_those_who_may_change_the_document(self, author: Member, version: DocumentVersion) -> None:
        path, sent = upload_to(version), {"version": str(version.version)}
        reader = Program(factories.member(author.organisation, Role.READER))
        assert error_of(reader.upload(path, sent, PDF), 403)["code"] == "not-your-role"
        other = Program(factories.member(author.organisation, Role.CONTRIBUTOR))
        assert error_of(other.upload(path, sent, PDF), 422)["code"] == "not-yours"
        narrow = Program(author, [Can.READ])
        assert error_of(narrow.upload(path, sent, PDF), 403)["code"] == "token-lacks-right"
        elsewhere = factories.organisation("Elsewhere", administrator=factories.user("Otto Other"))
        stranger = Program(Member.objects.of(elsewhere).get())
        error_of(stranger.upload(path, sent, PDF), 404)
        assert again(version).content == Content.TEXT


def test_shows_the_text_with_the_anchors_that_comments_name(program: Program, version: DocumentVersion) -> None:
    shown = program.get(f"/document-versions/{version.number}/text").json()
    assert shown["text"] == version.text
    assert [one["anchor"] for one in shown["blocks"]] == [one.anchor for one in blocks_of(version.text)]
    assert (shown["record"], shown["id"], shown["version"]) == ("document-version", version.pk, version.version)
    made = program.post(
        f"/comments/on/{shown['record']}/{shown['id']}", {"text": "Which?", "block": shown["blocks"][1]["anchor"]}
    )
    assert made.json()["quoted"] == "We use AI."
    program.upload(upload_to(version), {"version": str(version.version)}, PDF)
    shown = program.get(f"/document-versions/{version.number}/text").json()
    assert (shown["text"], shown["blocks"]) == ("", [])


class TestExport:
    def test_gives_a_version_in_each_form(self, program: Program, author: Member, head: Member) -> None:
        version = in_force(author, head)
        path = f"/document-versions/{version.number}/export"
        pdf, word, markdown = (program.get(f"{path}/{form}") for form in ("pdf", "docx", "md"))
        assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
        assert f'filename="acme-{version.document.reference}-v1.pdf"' in pdf["Content-Disposition"]
        assert "We use AI." in "\n".join(one.text for one in docx.Document(io.BytesIO(word.content)).paragraphs)
        assert "We use AI." in markdown.content.decode()
        assert version.sha256 in markdown.content.decode()

    def test_finds_no_other_form_and_no_other_version(self, program: Program, version: DocumentVersion) -> None:
        error_of(program.get(f"/document-versions/{version.number}/export/exe"), 404)
        error_of(program.get("/document-versions/999/export/pdf"), 404)
        error_of(program.get(f"/document-versions/{version.number}/file"), 404)

    def test_is_for_those_who_read(self, author: Member, version: DocumentVersion) -> None:
        path = f"/document-versions/{version.number}/export/md"
        reader = Program(factories.member(author.organisation, Role.READER))
        assert reader.get(path).status_code == 200
        elsewhere = factories.organisation("Elsewhere", administrator=factories.user("Otto Other"))
        error_of(Program(Member.objects.of(elsewhere).get()).get(path), 404)
