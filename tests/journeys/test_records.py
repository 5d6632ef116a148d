"""The page of a record: the thing itself left, what one does with it right, and its comments."""

import itertools
import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.test_every_page import violations

pytestmark = pytest.mark.journey

RECORDS = [
    "/o/alpha/suppliers/1",
    "/o/alpha/tasks/TASK-3",
    "/o/alpha/evidence/5",
    "/o/alpha/requirements/5.2",
    "/o/alpha/members/1",
    "/o/alpha/gap/GA-1/",
]
_WHERE = """
() => Object.fromEntries(["head", "acts", "body"].map((part) => {
  const { left, top, right, bottom } = document.querySelector(`.record__${part}`).getBoundingClientRect();
  return [part, { left, top: top + scrollY, right, bottom: bottom + scrollY }];
}))
"""
_HEADINGS = "[...document.querySelectorAll('main :is(h1, h2, h3, h4)')].map((one) => Number(one.tagName[1]))"


@pytest.mark.parametrize("address", RECORDS)
def test_stands_left_and_what_one_does_with_it_right(address: str, desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto(address)
    wide = page.evaluate(_WHERE)
    assert wide["acts"]["left"] > wide["body"]["right"]
    assert wide["acts"]["left"] > wide["head"]["right"]
    assert wide["acts"]["top"] < wide["body"]["top"]
    assert wide["body"]["top"] - wide["head"]["bottom"] < 60
    page.set_viewport_size({"width": 390, "height": 844})
    narrow = page.evaluate(_WHERE)
    assert narrow["head"]["bottom"] <= narrow["acts"]["top"] < narrow["acts"]["bottom"] <= narrow["body"]["top"]
    levels = page.evaluate(_HEADINGS)
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    # The acts are the first stops behind the head.
    stops = page.evaluate("document.querySelectorAll('.record__head :is(a, button, summary)').length")
    page.evaluate("document.querySelector('main').focus()")
    for _press in range(page.evaluate("document.querySelectorAll('main > .crumbs a').length") + stops + 1):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.record__acts') !== null")


def _comment(page: Page) -> None:
    page.goto("/o/alpha/suppliers/1")
    page.get_by_label("Comment", exact=True).click()
    page.get_by_label("Comment", exact=True).press_sequentially("Please look, @head of d")


def test_offers_whom_a_comment_can_mention(desk: BrowserContext) -> None:
    page = desk.new_page()
    text, listed = page.get_by_label("Comment", exact=True), page.get_by_role("listbox")
    _comment(page)
    expect(listed.get_by_role("option")).to_have_text([re.compile("^Head of data")])
    expect(text).to_have_attribute("aria-activedescendant", "mention-" + _key(page))
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
        expect(text).to_have_attribute("aria-activedescendant", "mention-" + _key(page))
        expect(listed.locator("[aria-selected=true]")).to_have_count(1)
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    page.keyboard.type("a")
    expect(listed.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(text).to_have_value("Please look, @Head of data ")
    expect(listed).to_be_hidden()
    page.keyboard.type("and @legal")
    expect(listed.get_by_role("option").first).to_be_visible()
    listed.get_by_role("option").first.click()
    expect(text).to_have_value("Please look, @Head of data and @Legal counsel ")
    # Without a line that is chosen, Enter begins another line, as in any text.
    page.keyboard.press("Enter")
    expect(text).to_have_value("Please look, @Head of data and @Legal counsel \n")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#comments li").last).to_contain_text("Please look, @Head of data and @Legal counsel")


def test_offers_on_a_narrow_screen_within_the_page(desk: BrowserContext) -> None:
    page = desk.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    _comment(page)
    expect(page.get_by_role("listbox")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def _key(page: Page) -> str:
    return (page.get_by_role("listbox").get_by_role("option").first.get_attribute("id") or "").removeprefix("mention-")
