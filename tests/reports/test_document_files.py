"""Documents as files: PDF, Word and Markdown with head, text, history and signatures that anybody can verify."""

import datetime as dt
import hashlib
import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client
from docx import Document as Word
from pypdf import PdfReader

from tests import factories
from tests.signing import subjects
from waymark.core.clock import day_in
from waymark.documents.changing import add_document, submit
from waymark.documents.items import proposed_for
from waymark.documents.models.version import DocumentVersion
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.reports.documents import version_called, version_file
from waymark.signing.models.request import SigningRequest
from waymark.signing.models.signature import Signature
from waymark.site.console.app import console

pytestmark = pytest.mark.django_db
TEXT = """## Why we use AI

We **decide** with care, see [[6.1.2]].

> Only for people.

- first
- second

| System | Use |
| --- | --- |
| Triage \\| one | \\*Ranks\\* tickets |
"""


@pytest.fixture
def by(db: None) -> Member:
    return factories.member(factories.organisation("Alpha"), Role.AIMS_MANAGER, name="Mara Voss")


def made(by: Member, text: str = TEXT) -> DocumentVersion:
    known = {**proposed_for(["M-03"]), "title": "AI policy", "classification": "internal"}
    document = add_document(by.organisation, owner=by, by=by, text=text, **known)
    return named(by, document.reference)


def named(by: Member, reference: str) -> DocumentVersion:
    found = version_called(by, reference)
    assert found is not None
    return found


def signed(by: Member) -> DocumentVersion:
    """Return a version that was reviewed and approved by signing."""
    version = made(by)
    boss = factories.member(by.organisation, Role.TOP_MANAGEMENT, name="Nil Ost")
    submit(version, reviewer=by, approver=boss, due_on=day_in("UTC") + dt.timedelta(days=7), by=by)
    for request in SigningRequest.objects.of(by.organisation).select_related("owner").order_by("pk"):
        subjects.signed(request)
    return named(by, version.document.reference)


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def browser_of(by: Member) -> Client:
    return factories.client_of(by)


def test_verifies_every_sentence_printed_on_a_signed_pdf_from_its_bytes(by: Member) -> None:
    version = signed(by)
    printed = re.sub(r"\s+", " ", pdf_text(version_file(version, "pdf")[0])).replace("\u200b", "")
    hashes = re.findall(r"has the SHA-256 ([0-9a-f]{64})", printed)
    addresses = re.findall(r"The signed text is at (/o/[a-z0-9/-]+)", printed)
    assert len(hashes) == len(addresses) == 2 == Signature.objects.of(by.organisation).count()
    for sha256, address in zip(hashes, addresses, strict=True):
        content = browser_of(by).get(address).content
        assert hashlib.sha256(content).hexdigest() == sha256
        assert b"We **decide** with care" in content
    assert "Reviewed by Mara Voss" in printed
    assert "Approved by Nil Ost" in printed


@pytest.mark.parametrize("form", ["pdf", "docx", "md"])
def test_has_head_text_table_and_history_in_each_form(by: Member, form: str) -> None:
    version = signed(by)
    answer = browser_of(by).get(f"/o/{by.organisation.slug}/reports/documents/{version.reference}.{form}")
    assert answer["Content-Disposition"].endswith(f'-{version.document.reference}-v1.{form}"')
    text = words_of(answer.content, form)
    for words in (
        "Alpha",
        "AI policy",
        "DOC-1",
        "Mara Voss",
        "Nil Ost",
        "Effective",
        "5.2",
        "M-03 AI policy",
        "Change history",
    ):
        assert words in text, words
    assert "Why we use AI" in text
    assert "Triage" in text


def words_of(content: bytes, form: str) -> str:
    if form == "md":
        return content.decode()
    if form == "pdf":
        return pdf_text(content)
    word = Word(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in word.paragraphs), *cells])


def test_keeps_headings_and_tables_and_names_organisation_and_version_on_each_page(by: Member) -> None:
    version = made(by, TEXT + "\n\n".join(f"## Part {n}\n\n" + "Words of a policy. " * 120 for n in range(12)))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(version_file(version, "pdf")[0])).pages]
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert "Alpha" in page
        assert "Version 1" in page
        assert f"Page {number} of {len(pages)}" in page
    word = Word(io.BytesIO(version_file(version, "docx")[0]))
    assert "Part 3" in [
        one.text for one in word.paragraphs if one.style is not None and str(one.style.name).startswith("Heading")
    ]
    cells = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    assert ["Triage | one", "*Ranks* tickets"] in cells
    assert "AI policy · Version 1" in word.sections[0].header._element.xpath("string(.)")  # noqa: SLF001


def test_says_that_a_draft_is_not_in_force(by: Member) -> None:
    assert "This version is not in force: Draft." in pdf_text(version_file(made(by), "pdf")[0])


def test_hands_out_nothing_of_others_and_no_other_form(by: Member) -> None:
    version = made(by)
    stranger = factories.member(factories.organisation("Beta"), Role.AIMS_MANAGER)
    address = f"/o/{by.organisation.slug}/reports/documents/{version.reference}"
    assert browser_of(stranger).get(f"{address}.pdf").status_code == 404
    assert browser_of(by).get(f"{address}.exe").status_code == 404
    assert version_called(stranger, "DOC-1") is None
    assert version_called(by, "DOC-99") is None
    assert version_called(by, "nonsense") is None


def test_exports_a_document_at_the_console(by: Member, tmp_path: Path) -> None:
    made(by)
    target = tmp_path / "policy.md"
    done = CliRunner().invoke(
        console, ["document", "export", "DOC-1", "--org", by.organisation.slug, "--format", "md", "-o", str(target)]
    )
    assert done.exit_code == 0, done.output
    assert "We **decide** with care" in target.read_text(encoding="utf-8")
    missing = CliRunner().invoke(console, ["document", "export", "DOC-9", "--org", by.organisation.slug])
    assert missing.exit_code == 3
