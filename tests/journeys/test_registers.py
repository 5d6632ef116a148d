"""Every list: its keys, its cards on a phone, and more columns than fit."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.test_every_page import make_empty, violations
from waymark.records.registers import Register, registers

pytestmark = pytest.mark.journey

LONG = "W" * 80
FEW = 6
"""Columns that may all fit beside the menu."""
_OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# What a column says, and where its head and its cells stand in the list.
_PINNED = """
() => {
  const frame = document.querySelector(".table-scroll");
  const rows = [...frame.querySelectorAll("tbody tr")];
  const first = (row) => row.querySelector("td:not(.table__tick)").getBoundingClientRect();
  const before = first(rows.at(-1)).left;
  frame.scrollTo(frame.scrollWidth, frame.scrollHeight);
  const head = frame.querySelector("thead th:last-child").getBoundingClientRect();
  const box = frame.getBoundingClientRect();
  return {
    scrolled: frame.scrollLeft > 0,
    wider: frame.scrollWidth > frame.clientWidth,
    moved: Math.abs(first(rows.at(-1)).left - before),
    headAbove: Math.abs(head.top - box.top),
    lastSeen: head.right <= box.right + 1,
  };
}
"""


def open_list(page: Page, register: Register[Any], rows: str) -> str:
    """Open a list of the demo, or where that has no two rows the one of `rows`; return its address."""
    for organisation in ("alpha", rows):
        address = reverse(register.name, args=[organisation])
        page.goto(address)
        if page.locator("[data-lines] tbody tr").count() > 1:
            return address
    pytest.fail(f"nowhere are two rows of {register.name}")


@pytest.mark.parametrize("register", registers(), ids=lambda one: one.name)
def test_is_walked_selected_and_opened_by_keys(register: Register[Any], desk: BrowserContext, rows: str) -> None:
    page = desk.new_page()
    address = open_list(page, register, rows)
    current = page.locator("tr[aria-current]")
    page.keyboard.press("j")
    first = current.inner_text()
    page.keyboard.press("j")
    assert current.inner_text() != first
    page.keyboard.press("k")
    assert current.inner_text() == first
    if register.acts:
        page.keyboard.press("x")
        expect(current.get_by_role("checkbox")).to_be_checked()
        expect(page.get_by_text("1 selected")).to_be_visible()
        page.keyboard.press("x")
        expect(page.locator(".bulk")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog").get_by_text("Next row")).to_be_visible()
    page.keyboard.press("Escape")
    opened = current.get_by_role("link").first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{opened}")
    assert opened != address
    expect(page.locator(".record, main .page-head").first).to_be_visible()


@pytest.mark.parametrize("register", registers(), ids=lambda one: one.name)
def test_scrolls_its_columns_below_the_head_and_beside_the_first(
    register: Register[Any], desk: BrowserContext, rows: str
) -> None:
    page = desk.new_page()
    open_list(page, register, rows)
    every = urlencode([("column", one.name) for one in register.columns])
    page.set_viewport_size({"width": 1024, "height": 700})
    page.goto(f"{page.url}?{every}")
    found = page.evaluate(_PINNED)
    assert found["scrolled"] == found["wider"]
    assert found["wider"] or len(register.columns) <= FEW
    assert found["moved"] < 1
    assert found["headAbove"] < 2
    assert found["lastSeen"]
    assert not page.evaluate(_OVERFLOWS)
    assert violations(page) == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_holds_one_long_word(width: int, scheme: Any, desk: BrowserContext) -> None:
    page = desk.new_page()
    make_empty(page)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto("/o/still-empty/suppliers/new")
    for label in ("Name", "What it supplies", "Who depends on it"):
        page.get_by_label(label).fill(LONG)
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_url("**/suppliers/*")
    page.goto(f"/o/still-empty/suppliers/?q={LONG}")
    page.locator("summary", has_text="Views").click()
    page.get_by_label("Name of this view").fill("V" * 60)
    page.get_by_role("button", name="Save view").click()
    page.locator("summary", has_text="Views").click()
    expect(page.get_by_role("link", name="V" * 60)).to_be_visible()
    assert not page.evaluate(_OVERFLOWS)
    card = page.locator("[data-lines] tbody tr").first
    frame = page.locator(".card--flush").bounding_box()
    inside = card.locator("td").evaluate_all("cells => cells.map((one) => one.getBoundingClientRect().right)")
    assert frame is not None
    assert max(inside) <= frame["x"] + frame["width"] + 1
    assert violations(page) == []


def test_keeps_its_display_where_nothing_fits(desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto("/o/alpha/tasks/?q=nothing+like+that")
    expect(page.get_by_text("No results")).to_be_visible()
    page.locator("summary", has_text="Display").click()
    page.get_by_label("Note").check()
    page.get_by_role("button", name="Show", exact=True).last.click()
    page.get_by_role("link", name="Show the whole list").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
