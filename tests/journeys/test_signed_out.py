"""The promise that nothing typed is ever lost: the session ends in the middle of a finding, and of a full form."""

import html
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import PASSWORD, Product
from tests.journeys.test_every_page import make_empty

pytestmark = pytest.mark.journey
WORDS = "Nobody has decided this yet, and I have written about it for an hour."


@pytest.fixture
def writer(browser: Browser, product: Product, desk: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Return a page of somebody of their own, whose way to sign in no other journey changes."""
    address = f"{request.node.originalname.replace('_', '-')}@example.com"
    page = desk.new_page()
    make_empty(page)
    page.goto("/o/still-empty/members/new")
    page.get_by_label("Name", exact=True).fill("Bea Writer")
    page.get_by_label("Email address").fill(address)
    page.get_by_label("AIMS manager").first.check()
    page.get_by_label("Create invitation link now").check()
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_load_state()
    found = re.search(r"https?://[^\s\"'<]+/join/[^\s\"'<]+", html.unescape(page.content()))
    assert found
    context = browser.new_context(base_url=product.address, viewport={"width": 1440, "height": 900})
    own = context.new_page()
    own.goto(found[0])
    own.get_by_label("Password", exact=True).fill(PASSWORD)
    own.get_by_role("main").locator("form button[type=submit]").last.click()
    own.wait_for_url(re.compile(r"/(?!join)"))
    own.goto("/you")
    yield own
    context.close()


def end_session(page: Page, *, all_cookies: bool = False) -> None:
    """Let the server forget who this is, as it does when a session has lasted its hours; or let the browser forget."""
    if all_cookies:
        page.context.clear_cookies()
    else:
        page.context.clear_cookies(name="sessionid")


def sign_in(page: Page, address: str) -> None:
    page.get_by_label("Email address").fill(address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def test_saves_a_finding_after_signing_in_beside_it(writer: Page) -> None:
    _loses_its_session(writer, "test-saves-a-finding-after-signing-in-beside-it@example.com")


def test_saves_a_finding_after_all_cookies_are_gone(writer: Page) -> None:
    _loses_its_session(writer, "test-saves-a-finding-after-all-cookies-are-gone@example.com", all_cookies=True)


def _loses_its_session(page: Page, address: str, *, all_cookies: bool = False) -> None:
    page.goto("/o/still-empty/gap/GA-1/sheet/7.3")
    point = page.locator("section[data-point]").first
    point.locator("[data-finding]").fill("First words.")
    point.locator("[data-finding]").blur()
    expect(point.locator(".saved")).to_have_text("Saved")
    end_session(page, all_cookies=all_cookies)
    point.locator("[data-finding]").fill(WORDS)
    point.locator("[data-finding]").blur()
    dialog = page.get_by_role("dialog", name="You were signed out")
    expect(dialog).to_be_visible()
    expect(point.locator(".saved")).to_have_text("Not saved yet")
    expect(point.locator("[data-finding]")).to_have_value(WORDS)
    expect(dialog.get_by_role("link", name="Sign in")).to_be_focused()
    with page.context.expect_page() as opened:
        dialog.get_by_role("link", name="Sign in").click()
    beside = opened.value
    sign_in(beside, address)
    expect(beside.get_by_role("heading", name="You are signed in again")).to_be_visible()
    expect(dialog).to_be_hidden()
    expect(point.locator(".saved")).to_have_text("Saved")
    page.reload()
    expect(page.locator("section[data-point]").first.locator("[data-finding]")).to_have_value(WORDS)


def test_brings_back_a_full_form_after_signing_in(writer: Page) -> None:
    _sends_a_full_form(writer, "test-brings-back-a-full-form-after-signing-in@example.com")


def test_brings_back_a_full_form_after_all_cookies_are_gone(writer: Page) -> None:
    _sends_a_full_form(writer, "test-brings-back-a-full-form-after-all-cookies-are-gone@example.com", all_cookies=True)


def _sends_a_full_form(page: Page, address: str, *, all_cookies: bool = False) -> None:
    page.goto("/o/still-empty/suppliers/new")
    end_session(page, all_cookies=all_cookies)
    page.get_by_label("Name", exact=True).fill("Voice host")
    page.get_by_label("What it supplies").fill(WORDS)
    page.get_by_role("main").get_by_role("button", name="Add supplier").click()
    sign_in(page, address)
    expect(page.get_by_text("The form was kept and is filled in again below")).to_be_visible()
    expect(page.get_by_label("What it supplies")).to_have_value(WORDS)
    page.get_by_role("main").get_by_role("button", name="Add supplier").click()
    expect(page.get_by_role("heading", name="Voice host")).to_be_visible()
    expect(page.get_by_text(WORDS).first).to_be_visible()


def test_says_why_a_save_was_refused(writer: Page) -> None:
    page = writer
    page.goto("/o/still-empty/gap/GA-1/sheet/7.4")
    page.context.clear_cookies(name=re.compile("csrf"))
    box = page.locator("section[data-point]").first.locator("[data-finding]")
    box.fill(WORDS)
    box.blur()
    expect(page.locator("#flashes")).to_contain_text("This page was open for too long")
    expect(box).to_have_value(WORDS)
