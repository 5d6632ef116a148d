"""What is in a file stands beside the form that checks it, and nothing in it acts."""

import tracemalloc
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.evidence import made
from tests.evidence.files import samples
from tests.evidence.screens import a_file, at, form
from tests.factories import client_of
from waymark.evidence.collecting import GivenFile
from waymark.evidence.files.serving import FRAMED
from waymark.evidence.files.store import content_store
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.file import MOST_SHOWN, StoredFile
from waymark.evidence.previewing import MOST_TEXT, preview_of
from waymark.people.models.member import Member
from waymark.people.rights import Role

pytestmark = pytest.mark.django_db
CANNOT = "This file cannot be shown here. Download it."
FRAME = "1/captures/1/files/1/preview"


@pytest.fixture
def browser(owner: Member) -> Client:
    return client_of(owner)


def bring(owner: Member, content: bytes, name: str = "file.bin", **typed: Any) -> None:
    answer = client_of(owner).post(at(owner, "new"), form(owner, files=[a_file(content, name)], **typed))
    assert answer.status_code == 303


class TestPage:
    @pytest.mark.parametrize(
        ("content", "shown"),
        [
            (samples.png(), "<img"),
            (samples.jpeg(), "<img"),
            (samples.gif(), "<img"),
            (samples.webp(), "<img"),
            (samples.PLAIN, "<iframe"),
            (samples.TABLE, "<iframe"),
            (samples.MARKDOWN, "<iframe"),
            (samples.DATA, "<iframe"),
            (samples.pdf(), "<iframe"),
        ],
        ids=["png", "jpeg", "gif", "webp", "text", "csv", "markdown", "json", "pdf"],
    )
    def test_shows_pictures_as_pictures_and_texts_and_pages_in_a_frame(
        self, content: bytes, shown: str, browser: Client, owner: Member
    ) -> None:
        bring(owner, content)
        page = browser.get(at(owner, "1")).content.decode()
        assert shown in page
        assert CANNOT not in page.replace(f'<p class="note" hidden>{CANNOT}', "")
        assert ('sandbox="allow-same-origin"' in page) is (shown == "<iframe")

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (samples.SVG, "drawing.svg"),
            (samples.HTML, "page.html"),
            (samples.HTML, "photo.png"),
            (samples.png(after=b"<script>alert(1)</script>"), "photo.png"),
            (samples.png()[:40], "broken.png"),
            (samples.png(20_000, 20_000), "huge.png"),
            (samples.pdf(catalog=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "acting.pdf"),
            (samples.word("Policy"), "policy.docx"),
            (b"Gr\xfc\xdfe aus dem Werk", "old.txt"),
        ],
        ids=["svg", "html", "html called png", "png with script", "broken", "huge", "script in pdf", "word", "latin-1"],
    )
    def test_offers_everything_else_as_a_download_in_one_sentence(
        self, content: bytes, name: str, browser: Client, owner: Member
    ) -> None:
        bring(owner, content, name)
        page = browser.get(at(owner, "1")).content.decode()
        assert f'<p class="note">{CANNOT}</p>' in page
        assert "<iframe" not in page
        assert "?inline=1" not in page
        frame = browser.get(at(owner, FRAME))
        assert frame.status_code == 422
        assert CANNOT in frame.content.decode()
        assert b"alert(1)" not in frame.content

    def test_keeps_what_one_does_beside_the_file_and_the_rest_under_more(self, owner: Member, manager: Member) -> None:
        bring(owner, samples.PLAIN)
        page = client_of(manager).get(at(owner, "1")).content.decode()
        # What one does with a record follows its head, so that it comes first on a phone and at the keyboard.
        acts, preview = (page.index(one) for one in ('class="record__acts"', 'id="preview"'))
        check, more = (page.index(one) for one in ("Does it show what it says?", "<summary>More"))
        assert page.index("</h1>") < acts < check < more < preview
        assert more < page.index(StoredFile.objects.get().sha256) < preview
        assert more < page.index("<h3>Retire</h3>") < preview
        assert '<details class="act act--more"><summary>More' in page

    def test_opens_more_where_retiring_was_refused(self, browser: Client, owner: Member) -> None:
        bring(owner, samples.PLAIN)
        page = browser.post(at(owner, "1/retirement"), {"reason": "", "version": Evidence.objects.get().version})
        assert page.status_code == 422
        assert '<details class="act act--more" open><summary>More' in page.content.decode()

    def test_shows_the_file_that_was_asked_for(self, browser: Client, owner: Member) -> None:
        files = [a_file(samples.SVG, "first.svg"), a_file(samples.PLAIN, "second.txt"), a_file(samples.png(), "x.png")]
        browser.post(at(owner, "new"), form(owner, files=files))
        assert "1/captures/1/files/2/preview" in browser.get(at(owner, "1")).content.decode()
        assert "files/3?inline=1" in browser.get(at(owner, "1?capture=1&file=3")).content.decode()
        made.capture(Evidence.objects.get(), owner, note="Seen")
        older = browser.get(at(owner, "1?capture=1&file=3")).content.decode()
        assert "superseded by a newer version" in older
        assert 'id="preview"' not in browser.get(at(owner, "1")).content.decode()

    @pytest.mark.parametrize("query", ["capture=x&file=1", "capture=9&file=9", "file=-1", "capture=1&file=" + "9" * 40])
    def test_shows_the_first_one_where_nonsense_was_asked_for(self, query: str, browser: Client, owner: Member) -> None:
        bring(owner, samples.PLAIN)
        page = browser.get(at(owner, f"1?{query}"))
        assert page.status_code == 200
        assert FRAME in page.content.decode()

    def test_shows_nothing_a_scanner_found_something_in(self, browser: Client, owner: Member) -> None:
        bring(owner, samples.PLAIN)
        StoredFile.objects.get().note_scan("infected", "Eicar-Test", by=owner)
        page = browser.get(at(owner, "1")).content.decode()
        assert "The scanner found malware in this file" in page
        assert "<iframe" not in page
        assert browser.get(at(owner, FRAME)).status_code == 422


class TestFrame:
    @pytest.mark.parametrize("content", [samples.PLAIN, samples.pdf(), samples.SVG], ids=["text", "pdf", "svg"])
    def test_lets_nothing_act_and_nobody_else_frame_it(self, content: bytes, browser: Client, owner: Member) -> None:
        bring(owner, content)
        frame = browser.get(at(owner, FRAME))
        assert frame["Content-Security-Policy"] == FRAMED
        policy = dict(part.strip().split(" ", 1) for part in FRAMED.split(";"))
        assert policy["frame-ancestors"] == "'self'"
        assert policy["default-src"] == policy["form-action"] == policy["base-uri"] == "'none'"
        assert policy["sandbox"] == "allow-same-origin"
        assert "script-src" not in policy
        assert frame["X-Frame-Options"] == "SAMEORIGIN"
        assert frame["X-Content-Type-Options"] == "nosniff"
        assert frame["Content-Disposition"] == "inline"
        assert frame["Cache-Control"] == "private, no-store"
        assert b"<script" not in frame.content

    def test_leaves_every_other_answer_as_locked_as_it_was(self, browser: Client, owner: Member) -> None:
        bring(owner, samples.PLAIN)
        page, file = browser.get(at(owner, "1")), browser.get(at(owner, "1/captures/1/files/1?inline=1"))
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in file["Content-Security-Policy"]
        assert page["X-Frame-Options"] == file["X-Frame-Options"] == "DENY"
        assert browser.get(at(owner, "1/captures/1/files/1"))["Content-Disposition"].startswith("attachment")

    def test_shows_a_text_and_nothing_of_it_as_markup(self, browser: Client, owner: Member) -> None:
        bring(owner, b"a < b\r\nand <b onclick=alert(1)>{{ 7 * 7 }}</b> &amp;\x07 \xe2\x80\xae end\n")
        frame = browser.get(at(owner, FRAME)).content.decode()
        assert "a &lt; b\nand &lt;b onclick=alert(1)&gt;{{ 7 * 7 }}&lt;/b&gt; &amp;amp;\ufffd" in frame
        assert "This is the start" not in frame

    def test_shows_the_beginning_of_a_long_text_and_says_so(self, browser: Client, owner: Member) -> None:
        # A character of three bytes lies across the end of what is read.
        bring(owner, "€".encode() * MOST_TEXT)
        frame = browser.get(at(owner, FRAME)).content.decode()
        assert "This is the start of the file." in frame
        assert frame.count("€") == MOST_TEXT // 3
        assert "\ufffd" not in frame

    def test_reads_no_more_of_half_a_gigabyte_than_it_shows(self, owner: Member) -> None:
        size, sha256 = 500 * 2**20, "ab" * 32
        place = content_store().place(sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as file:
            file.write(b"One line\n" * 20_000)
            file.truncate(size)
        given = GivenFile("log.txt", sha256, size, "text/plain", may_show_inline=True)
        made.evidence(owner, what=made.collected(files=(given,)))
        stored = StoredFile.objects.get()
        tracemalloc.start()
        shown = preview_of(stored)
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        place.unlink()
        assert shown.beginning is not None
        assert (shown.beginning.was_cut, len(shown.beginning.text)) == (True, MOST_TEXT)
        assert most < 2 * 2**20

    def test_goes_through_the_pages_of_a_document(self, browser: Client, owner: Member) -> None:
        bring(owner, samples.pdf("Report", pages=200))
        first = browser.get(at(owner, FRAME)).content.decode()
        assert first.count("data:image/png;base64,") == 3
        assert "Pages 1 to 3 of 200" in first
        assert 'href="?page=4"' in first
        assert "Pages 199 to 200 of 200" in browser.get(at(owner, f"{FRAME}?page=199")).content.decode()
        for nonsense in ("0", "x", "٣", "9" * 30, "201"):
            assert "Pages 1 to 3 of 200" in browser.get(at(owner, FRAME), {"page": nonsense}).content.decode()

    def test_says_so_of_a_document_that_cannot_be_drawn(self, browser: Client, owner: Member) -> None:
        bring(owner, b"%PDF-1.4\n%%EOF\n")
        frame = browser.get(at(owner, FRAME))
        assert (frame.status_code, CANNOT in frame.content.decode()) == (422, True)

    def test_says_so_of_a_file_that_is_gone(self, browser: Client, owner: Member) -> None:
        bring(owner, b"Only here, and then nowhere\n")
        content_store().discard(StoredFile.objects.get().sha256)
        frame = browser.get(at(owner, FRAME))
        assert (frame.status_code, CANNOT in frame.content.decode()) == (422, True)

    def test_shows_no_picture_or_document_that_is_too_large(self) -> None:
        stored = StoredFile(media_type="application/pdf", may_show_inline=True, size=MOST_SHOWN)
        assert stored.is_shown
        for media_type in ("application/pdf", "image/png"):
            stored = StoredFile(media_type=media_type, may_show_inline=True, size=MOST_SHOWN + 1)
            assert not stored.is_shown

    def test_asks_for_rights_each_time(self, owner: Member, reader: Member) -> None:
        bring(owner, samples.PLAIN)
        theirs = client_of(reader)
        assert theirs.get(at(owner, FRAME)).status_code == 200
        item = Evidence.objects.select_related("organisation").get()
        item.edit(by=owner, title=item.title, about="", kind=item.kind, confidentiality="confidential", fresh_months=12)
        assert theirs.get(at(owner, FRAME)).status_code == 404
        assert client_of(owner).get(at(owner, FRAME)).status_code == 200
        auditor = factories.member(owner.organisation, Role.INTERNAL_AUDITOR)
        assert client_of(auditor).get(at(owner, FRAME)).status_code == 200
