"""The promise to people who use no mouse: every menu and every act of step 1 by keyboard alone.

That the focus is seen at every stop of every page is asked in `test_every_page.py`, which has each of them open.
"""

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.journey


def _reach(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is on an element."""
    expect(wanted).to_be_visible()
    for _press in range(150):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never comes to {wanted}")


def _press(page: Page, wanted: Locator) -> None:
    """Reach a link or a button and press Enter on it."""
    _reach(page, wanted)
    page.keyboard.press("Enter")


def _follow(page: Page, wanted: Locator, address: str) -> None:
    """Reach a link or a button, press Enter, and wait for the page it leads to."""
    _press(page, wanted)
    page.wait_for_url(address)


def _write(page: Page, label: str, text: str) -> None:
    _reach(page, page.get_by_label(label, exact=True))
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def test_opens_and_closes_menus(desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto("/o/alpha/")
    for name, first in (("Organisation:", "Alpha"), ("Ada Lindqvist", "You")):
        head = page.locator("summary", has_text=name)
        item = page.locator("details[data-menu]", has=head).get_by_role("link", name=first).first
        _press(page, head)
        expect(item).to_be_visible()
        page.keyboard.press("Tab")
        expect(item).to_be_focused()
        page.keyboard.press("Escape")
        expect(item).to_be_hidden()
        expect(head).to_be_focused()
    # On a narrow screen the way to every page is behind one more menu.
    page.set_viewport_size({"width": 390, "height": 844})
    step = page.get_by_role("link", name="Organisation", exact=True)
    expect(step).to_be_hidden()
    _press(page, page.locator("summary", has_text="Menu"))
    _press(page, step)
    expect(page.get_by_role("heading", level=1)).to_have_text("Organisation")


def test_takes_step_1_by_keyboard_alone(desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto("/organisations/new")
    _write(page, "Name", "No Mouse")
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/no-mouse/")

    # From the top of a page to what it is about in two keys.
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")

    _follow(page, page.get_by_role("link", name="Organisation", exact=True), "**/steps/organisation")
    _follow(page, page.get_by_role("link", name="Members", exact=True), "**/members")
    _follow(page, page.get_by_role("link", name="Add member"), "**/members/new")
    _write(page, "Name", "Mia Berg")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name="Mia Berg")).to_be_visible()

    _follow(page, page.get_by_role("link", name="Requirements", exact=True), "**/requirements/")
    owners = page.get_by_role("main").get_by_role("link", name=re.compile("owners", re.IGNORECASE)).first
    _follow(page, owners, "**/requirements/owners")
    for choice in page.locator("select[name^=group-]").all():
        _reach(page, choice)
        page.keyboard.type("Mia")
    _press(page, page.get_by_role("button", name="Name owners"))
    expect(page.get_by_role("heading", level=1)).to_have_text("All 70 requirements have an owner")

    _follow(page, page.get_by_role("link", name="Assessments", exact=True), "**/gap/")
    _follow(page, page.get_by_role("link", name="Begin the gap assessment"), "**/gap/new")
    _follow(page, page.get_by_role("button", name="Begin"), "**/gap/GA-1/")
    _follow(page, page.get_by_role("link", name="Close", exact=True), "**/closing")
    _write(page, "Why it closes with unrated points", "Only to see how a round is closed.")
    _follow(page, page.get_by_role("button", name="Close round permanently"), "**/result")
    expect(page.get_by_text("Closed with unrated points").first).to_be_visible()
