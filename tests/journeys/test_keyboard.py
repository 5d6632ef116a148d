"""The promise to people who use no mouse: every page, every menu and every act of step 1 by keyboard alone."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.conftest import Product
from tests.journeys.test_every_page import OPEN_ROUND, PAGES, SIGNED_OUT, make_empty, upload_sheet

pytestmark = pytest.mark.journey

# Notes each element the focus comes to: its mark-up, and whether it is on the screen and shows that it has the focus.
_WATCH = """
() => {
  window.walked = new Map();
  document.addEventListener("focusin", ({ target }) => {
    const style = getComputedStyle(target);
    const box = target.getBoundingClientRect();
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const shown = box.width > 1 && box.height > 1 && style.visibility === "visible";
    const before = window.walked.get(target) ?? { seen: true };
    window.walked.set(target, { html: target.outerHTML.slice(0, 120), seen: before.seen && outlined && shown });
  });
}
"""
# What Tab must come to, counted as browsers do: of a group of radio buttons one, nothing inside what is closed.
_STOPS = """
() => {
  const groups = new Set();
  const kinds = "a[href], button, input, select, textarea, summary, [tabindex]";
  return [...document.querySelectorAll(kinds)].filter((one) => {
    if (one.tabIndex < 0 || one.disabled || !one.checkVisibility({ visibilityProperty: true })) return false;
    if (one.type !== "radio") return true;
    return !groups.has(one.name) && groups.add(one.name);
  }).length;
}
"""
# Day, month and year of a date and its calendar are stops inside one element.
_INNER = "3 * document.querySelectorAll('input[type=date]').length"


def _walk(page: Page, address: str) -> list[str]:
    """Return what is wrong with a page for somebody who goes through it with Tab alone, once around."""
    page.goto(address)
    page.evaluate(_WATCH)
    stops = page.evaluate(_STOPS)
    for _press in range(stops + page.evaluate(_INNER)):
        page.keyboard.press("Tab")
    walked: list[dict[str, Any]] = page.evaluate("[...window.walked.values()]")
    complaints = [f"{address}: the focus is not seen on {one['html']}" for one in walked if not one["seen"]]
    if "skip-link" not in walked[0]["html"]:
        complaints.append(f"{address}: the first stop is {walked[0]['html']}")
    if len(walked) < stops:
        complaints.append(f"{address}: only {len(walked)} of {stops} stops are reached")
    return complaints


def test_shows_the_focus_at_every_stop_of_every_page(
    browser: Browser, product: Product, first_administrator: dict[str, Any]
) -> None:
    signed_in: Any = first_administrator
    complaints: list[str] = []
    for state, addresses in ((signed_in, PAGES + OPEN_ROUND), (None, SIGNED_OUT)):
        context = browser.new_context(base_url=product.address, storage_state=state, reduced_motion="reduce")
        page = context.new_page()
        if state:
            make_empty(page)
            complaints += _walk(page, upload_sheet(page))
        complaints += [line for address in addresses for line in _walk(page, address)]
        context.close()
    assert complaints == []


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
    for name, first in (("Organisation:", "Alpha"), ("Ada Lindqvist", "Your account")):
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
    _press(page, page.get_by_role("button", name="Assign owners"))
    expect(page.get_by_role("heading", level=1)).to_have_text("All 70 requirements have an owner")

    _follow(page, page.get_by_role("link", name="Assessments", exact=True), "**/gap/")
    _follow(page, page.get_by_role("link", name="Start gap assessment"), "**/gap/new")
    _follow(page, page.get_by_role("button", name="Start"), "**/gap/GA-1/")
    _follow(page, page.get_by_role("link", name="Close", exact=True), "**/closing")
    _write(page, "Reason for unrated points", "Only to see how a round is closed.")
    _follow(page, page.get_by_role("button", name="Close round permanently"), "**/result")
    expect(page.get_by_text("Closed with unrated points").first).to_be_visible()
