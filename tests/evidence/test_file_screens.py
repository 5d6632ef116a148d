"""Files on the pages of evidence: what is taken, what is said of it, and how it is handed out."""

import hashlib
import re
from pathlib import Path

import pytest
from django.test import Client

from tests import factories
from tests.evidence.files import samples
from tests.evidence.screens import a_file, at, form
from tests.factories import client_of
from waymark.evidence.files.store import content_store
from waymark.evidence.models.capture import CaptureFile
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.file import FileText, StoredFile
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(owner: Member) -> Client:
    return client_of(owner)


class TestGiven:
    def test_says_where_a_name_promises_another_kind_than_the_content_is(self, browser: Client, owner: Member) -> None:
        differs = "The file name does not match the type of the content."
        page = browser.post(at(owner, "new"), form(owner, files=[a_file(samples.png(), "photo.jpg")]), follow=True)
        assert f"photo.jpg (PNG image): {differs}" in page.content.decode()
        stored = StoredFile.objects.get()
        assert (stored.remarks, stored.is_active, stored.opens_inline) == ([], False, True)
        for visitor in (browser, client_of(factories.member(owner.organisation, Role.READER))):
            assert visitor.get(at(owner, "1")).content.decode().count(differs) == 1
        typed = form(owner, key="2", anyway="yes", files=[a_file(samples.png(), "photo.png")])
        page = browser.post(at(owner, "new"), typed, follow=True)
        assert differs not in page.content.decode()
        assert StoredFile.objects.count() == 1

    @pytest.mark.parametrize("content", [samples.PROGRAM, samples.SHORTCUT], ids=["program", "shortcut"])
    def test_refuses_a_program_and_keeps_what_was_typed(self, content: bytes, browser: Client, owner: Member) -> None:
        entries, before = Entry.objects.count(), set(Path(content_store().location).rglob("*"))
        files = [a_file(b"A good one"), a_file(content, "policy.pdf")]
        page = browser.post(at(owner, "new"), form(owner, title="The policy & more", files=files))
        shown = page.content.decode()
        assert page.status_code == 422
        assert "“policy.pdf” is not accepted: it is an executable file" in shown
        assert "put it in a ZIP archive" in shown
        assert 'value="The policy &amp; more"' in shown
        assert (Evidence.objects.count(), StoredFile.objects.count(), Entry.objects.count()) == (0, 0, entries)
        made = {one.name for one in set(Path(content_store().location).rglob("*")) - before if one.is_file()}
        assert made <= {hashlib.sha256(b"A good one").hexdigest()}

    def test_takes_the_other_files_of_a_form_in_which_one_was_refused(self, browser: Client, owner: Member) -> None:
        files = [a_file(b"First", "1.txt"), a_file(samples.PROGRAM, "2.pdf"), a_file(b"Third", "3.txt")]
        page = browser.post(at(owner, "new"), form(owner, files=files)).content.decode()
        tokens = re.findall(r'name="kept" value="([^"]+)"', page)
        assert len(tokens) == 2
        assert browser.post(at(owner, "new"), form(owner, kept=tokens)).status_code == 303
        assert list(CaptureFile.objects.order_by("position").values_list("name", flat=True)) == ["1.txt", "3.txt"]


class TestFile:
    def test_is_saved_not_shown_unless_it_is_harmless_and_asked_for(self, browser: Client, owner: Member) -> None:
        files = [a_file(), a_file(b"<script>alert(1)</script>", "page.html")]
        browser.post(at(owner, "new"), form(owner, files=files))
        saved = browser.get(at(owner, "1/captures/1/files/1"))
        assert saved["Content-Disposition"].startswith("attachment")
        assert saved["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in saved["Content-Security-Policy"]
        assert browser.get(at(owner, "1/captures/1/files/1?inline=1"))["Content-Disposition"].startswith("inline")
        page = browser.get(at(owner, "1/captures/1/files/2?inline=1"))
        assert page["Content-Disposition"].startswith("attachment")

    @pytest.mark.parametrize(
        ("state", "trouble", "words"),
        [
            ("waiting", "", "Waiting to be read"),
            ("unreadable", "encrypted", "protected by a password"),
            ("unreadable", "kind-not-read", ""),
            ("read", "", ""),
        ],
    )
    def test_says_why_its_text_cannot_be_searched(
        self, state: str, trouble: str, words: str, browser: Client, owner: Member
    ) -> None:
        browser.post(at(owner, "new"), form(owner, files=[a_file()]))
        FileText.objects.update(state=state, trouble=trouble)
        page = browser.get(at(owner, "1")).content.decode()
        assert words in page
        assert ("of this kind" in page) is False

    def test_is_handed_to_nobody_once_a_scanner_found_something(self, browser: Client, owner: Member) -> None:
        browser.post(at(owner, "new"), form(owner, files=[a_file()]))
        StoredFile.objects.get().note_scan("infected", "Eicar-Test", by=owner)
        answer = browser.get(at(owner, "1/captures/1/files/1"))
        assert answer.status_code == 422
        assert b"Eicar-Test" in answer.content
        assert "Malware found" in browser.get(at(owner, "1")).content.decode()

    def test_does_not_exist_for_those_who_may_not_open_the_evidence(self, owner: Member, reader: Member) -> None:
        client_of(owner).post(at(owner, "new"), form(owner, files=[a_file()], confidentiality="confidential"))
        assert client_of(reader).get(at(owner, "1/captures/1/files/1")).status_code == 404
        assert client_of(reader).get(at(owner, "1")).status_code == 404
