"""Comments on single blocks of the text of a version: where they show, and what becomes of them when it changes."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.documents.signing import again, drafted, in_force
from tests.evidence.api_calls import Program, error_of
from tests.factories import client_of
from tests.people.test_interrupted import browser_of, end_session, sign_in
from waymark.core.clock import now
from waymark.core.markdown_blocks import blocks_of
from waymark.documents import changing
from waymark.documents.models.version import DocumentVersion
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.trail.models import Entry
from waymark.work.models.comment import Comment
from waymark.work.models.notice import Notice

pytestmark = pytest.mark.django_db
TEXT = "# Purpose\n\nWe use AI.\n\n| Role | Duty |\n| --- | --- |\n| Owner | reads |\n\nWe answer letters."
_PURPOSE, USE, TABLE, LETTERS = (one.anchor for one in blocks_of(TEXT))
GONE = "This part of the text was changed or removed while you were writing."


@pytest.fixture
def author(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.AIMS_MANAGER, name="Author")


@pytest.fixture
def head(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.TOP_MANAGEMENT, name="Head")


@pytest.fixture
def version(author: Member) -> DocumentVersion:
    return drafted(author, TEXT)


@pytest.fixture
def browser(author: Member) -> Client:
    return client_of(author)


def address(version: DocumentVersion) -> str:
    return reverse("comments", args=[version.organisation.slug, "document-version", version.pk])


def send(browser: Client, version: DocumentVersion, text: str, block: str = USE, key: str = "once") -> Any:
    return browser.post(address(version), {"text": text, "block": block, "key": key})


def page_of(browser: Client, version: DocumentVersion) -> str:
    return browser.get(reverse("document_version", args=[version.organisation.slug, version.number])).content.decode()


def under(page: str, anchor: str) -> str:
    """Return what the page shows of one block and what belongs to it."""
    return page.partition(f'id="{anchor}"')[2].partition('class="commented__block"')[0].partition("</section>")[0]


def listed(page: str) -> str:
    return page.partition('id="comments"')[2].partition("</section>")[0]


def test_offers_a_comment_on_each_block_in_words_that_tell_them_apart(
    browser: Client, version: DocumentVersion
) -> None:
    page = page_of(browser, version)
    assert page.count("?block=t-") == 4
    assert "Comment on “We use AI.”" in under(page, USE)
    assert "“Role | Duty”" in under(page, TABLE)


def test_shows_the_block_beside_the_form(browser: Client, version: DocumentVersion) -> None:
    page = browser.get(address(version), {"block": USE}).content.decode()
    assert "<p>We use AI.</p>" in page.partition("<blockquote")[2].partition("</blockquote>")[0]
    assert f'name="block" value="{USE}"' in page
    gone = browser.get(address(version), {"block": "t-0000000000"})
    assert gone.status_code == 200
    assert "This part is no longer in the text." in gone.content.decode()
    assert "t-0000000000" not in gone.content.decode()


def test_stands_under_its_block_and_in_the_list(browser: Client, version: DocumentVersion) -> None:
    answer = send(browser, version, "Which **AI**?")
    assert answer.status_code == 303
    assert answer["Location"].endswith(f"/document-versions/{version.number}#{USE}")
    page = page_of(browser, version)
    assert "Which <strong>AI</strong>?" in under(page, USE)
    assert "Which <strong>AI</strong>?" not in under(page, LETTERS)
    assert f'<a href="#{USE}"><q>We use AI.</q></a>' in listed(page)
    beside = browser.get(address(version), {"block": USE}).content.decode()
    assert "Which <strong>AI</strong>?" in beside
    assert "Which <strong>AI</strong>?" not in browser.get(address(version), {"block": TABLE}).content.decode()
    every = browser.get(address(version)).content.decode()
    assert f'document-versions/{version.number}#{USE}"><q>We use AI.</q>' in every


def test_notifies_who_is_mentioned_and_is_told_by_the_trail(
    browser: Client, version: DocumentVersion, head: Member
) -> None:
    send(browser, version, "@Head, is this so?")
    (notice,) = Notice.objects.filter(what__contains="mentioned")
    assert (notice.member, notice.about_id) == (head, version.pk)
    entry = Entry.objects.get(event="comment.written")
    assert USE in entry.body
    assert "We use AI." not in entry.body


def test_is_listed_with_the_beginning_of_a_block_that_is_gone(
    browser: Client, version: DocumentVersion, author: Member
) -> None:
    send(browser, version, "Which AI?")
    changing.edit_draft(again(version), text=TEXT.replace("We use AI.", "We use models."), by=author)
    page = page_of(browser, version)
    assert page.count("Which AI?") == 1
    assert "<q>We use AI.</q> <span" in listed(page)
    assert "no longer in the text" in listed(page)


def test_stays_with_its_version_and_shows_beside_the_newer_one_in_the_comparison(
    browser: Client, author: Member, head: Member
) -> None:
    first = in_force(author, head, text=TEXT)
    send(browser, first, "Which AI?")
    second = again(changing.draft_version(first.document, reason="Clearer", by=author))
    changing.edit_draft(second, text=TEXT.replace("We use AI.", "We use models."), by=author)
    assert "Which AI?" not in page_of(browser, second)
    shown = browser.get(reverse("document_comparison", args=[author.organisation.slug, second.number]))
    page = shown.content.decode()
    assert "Which AI?" in page.partition("compared__row--changed")[2].partition("compared__after")[0]
    assert f"{address(first)}?block={USE}" in page
    assert f"{address(again(second))}?block={LETTERS}" in page


class TestTwoAtOnce:
    def test_loses_nothing_when_the_block_is_changed_meanwhile(
        self, browser: Client, version: DocumentVersion, author: Member
    ) -> None:
        changing.edit_draft(version, text="# Purpose\n\nWe use models.", by=author)
        refused = send(browser, version, "An hour of work")
        page = refused.content.decode()
        assert refused.status_code == 422
        assert GONE in page
        assert "An hour of work" in page
        assert USE not in page
        assert not Comment.objects.exists()
        assert send(browser, version, "An hour of work", block="").status_code == 303
        assert Comment.objects.get().text == "An hour of work"

    def test_keeps_both_on_one_block(self, browser: Client, version: DocumentVersion, head: Member) -> None:
        send(browser, version, "First")
        send(client_of(head), version, "Second", key="other")
        page = under(page_of(browser, version), USE)
        assert page.index("First") < page.index("Second")
        assert "2 comments" in page

    def test_brings_a_comment_back_whose_session_has_ended(self, version: DocumentVersion, author: Member) -> None:
        browser = browser_of(author)
        end_session(browser)
        assert send(browser, version, "An hour of work").status_code == 302
        sign_in(browser, author)
        page = browser.get(f"{address(version)}?restored").content.decode()
        assert "An hour of work" in page
        assert f'name="block" value="{USE}"' in page
        assert "<p>We use AI.</p>" in page
        assert not Comment.objects.exists()


def test_hides_comments_and_their_links_from_readers(browser: Client, version: DocumentVersion) -> None:
    send(browser, version, "Between ourselves")
    reader = client_of(factories.member(version.organisation, Role.READER, name="Rita"))
    page = page_of(reader, version)
    assert "We use AI." in page
    assert "?block=" not in page
    assert "Between ourselves" not in page
    assert send(reader, version, "Hello").status_code == 403


@pytest.mark.parametrize("block", ["t-0000000000", "x" * 25, "<b>", "'; --"])
def test_takes_no_block_that_is_not_there(block: str, browser: Client, version: DocumentVersion) -> None:
    assert send(browser, version, "On what?", block=block).status_code == 422
    assert not Comment.objects.exists()


def test_shows_no_markup_of_a_text_or_a_quote(browser: Client, author: Member) -> None:
    text = '<script>alert(1)</script> "quoted" <img src=x onerror=alert(1)>'
    version = drafted(author, text)
    (block,) = blocks_of(text)
    send(browser, version, "Look", block=block.anchor)
    changing.edit_draft(again(version), text="Another", by=author)
    for page in (page_of(browser, version), browser.get(address(version)).content.decode()):
        assert "<script>alert" not in page
        assert "<img" not in listed(page)


def test_quotes_nothing_of_a_text_that_was_disposed_of(browser: Client, author: Member, head: Member) -> None:
    version = in_force(author, head, text=TEXT, retention_months=12)
    send(browser, version, "Which one?")
    changing.withdraw_version(again(version), reason="It is wrong.", by=author)
    with time_machine.travel(now() + dt.timedelta(days=370), tick=False):
        changing.dispose(again(version), by=author)
    kept = Comment.objects.get()
    assert (kept.anchor, kept.quoted, kept.text) == (USE, "", "Which one?")
    assert Entry.objects.filter(event="comment.quote-removed").count() == 1
    assert "We use AI." not in page_of(client_of(author), version)


def test_asks_no_more_queries_for_many_comments(
    browser: Client, version: DocumentVersion, django_assert_num_queries: Any
) -> None:
    send(browser, version, "One", key="first")
    page_of(browser, version)
    path = reverse("document_version", args=[version.organisation.slug, version.number])
    with django_assert_num_queries(10):
        browser.get(path)
    for number in range(12):
        send(browser, version, f"Comment {number}", block=(USE, LETTERS)[number % 2], key=f"key-{number}")
    with django_assert_num_queries(10):
        browser.get(path)


class TestPrograms:
    def test_write_list_and_edit(self, version: DocumentVersion, author: Member) -> None:
        program, path = Program(author), f"/comments/on/document-version/{version.pk}"
        made = program.post(path, {"text": "Which AI?", "block": USE}, key="one")
        assert made.status_code == 201, made.content
        assert (made.json()["block"], made.json()["quoted"]) == (USE, "We use AI.")
        assert made.json()["is_in_text"] is True
        assert program.post(path, {"text": "Which AI?", "block": USE}, key="one").json() == made.json()
        edited = program.post(f"/comments/{made.json()['id']}", {"version": 1, "text": "Which models?"})
        assert (edited.status_code, edited.json()["text"], edited.json()["quoted"]) == (
            201,
            "Which models?",
            "We use AI.",
        )
        changing.edit_draft(again(version), text="Another text", by=author)
        program.post(path, {"text": "On all of it"})
        first, second = program.get(path).json()["items"]
        assert (first["quoted"], first["is_in_text"], second["block"]) == ("We use AI.", False, "")

    def test_are_refused_as_the_page_refuses(self, version: DocumentVersion, author: Member) -> None:
        program, path = Program(author), f"/comments/on/document-version/{version.pk}"
        fields = error_of(program.post(path, {"text": "x", "block": "t-0000000000"}), 422)["fields"]
        assert fields["block"][0]["code"] == "block-gone"
        assert "text" in error_of(program.post(path, {"block": USE}), 422)["fields"]
        assert "text" in error_of(program.post(path, {"text": "@Nobody Known, look"}), 422)["fields"]
        reader = Program(factories.member(version.organisation, Role.READER, name="Rita"))
        error_of(reader.get(path), 403)
        error_of(reader.post(path, {"text": "x"}), 403)
        elsewhere = factories.organisation("Elsewhere", administrator=factories.user("Otto Other"))
        stranger = Program(Member.objects.of(elsewhere).get())
        error_of(stranger.post(path, {"text": "x"}), 404)
        assert not Comment.objects.exists()
