"""The promise that anything is three keys away, on every page, without a mouse, and without a script."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.conftest import Product
from tests.journeys.test_every_page import LOOKS, make_empty, violations
from tests.journeys.test_signed_out import end_session

pytestmark = pytest.mark.journey


def palette_of(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Search and go to")


def field_of(page: Page) -> Locator:
    return palette_of(page).get_by_role("combobox")


def chosen(page: Page) -> Locator:
    return palette_of(page).get_by_role("option", selected=True)


def test_leads_from_words_to_a_record_by_keys(desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto("/o/alpha/suppliers/")
    page.get_by_role("main").get_by_role("searchbox").first.focus()
    page.keyboard.press("Control+k")
    expect(field_of(page)).to_be_focused()
    expect(chosen(page)).to_contain_text("Path")
    page.keyboard.type("risk treat")
    expect(palette_of(page).get_by_role("group", name="Requirements")).to_contain_text("AI risk treatment")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(chosen(page)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(palette_of(page)).to_be_hidden()
    expect(page.get_by_role("main").get_by_role("searchbox").first).to_be_focused()

    page.keyboard.press("Control+k")
    page.keyboard.type("a.2.2")
    expect(chosen(page)).to_contain_text("AI policy")
    page.keyboard.press("Enter")
    page.wait_for_url("**/requirements/A.2.2")


def test_waits_for_what_a_quick_enter_asks_for(desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto("/o/alpha/")
    page.keyboard.press("/")
    expect(chosen(page)).to_contain_text("Path")
    page.keyboard.type("task-3")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/TASK-3")
    # A slash that is typed is a slash.
    page.goto("/o/alpha/suppliers/new")
    name = page.get_by_label("Name", exact=True)
    name.press_sequentially("a/b")
    expect(name).to_have_value("a/b")
    expect(palette_of(page)).to_be_hidden()


def test_begins_something_and_works_outside_organisations(desk: BrowserContext) -> None:
    page = desk.new_page()
    for address in ("/you", "/organisations/new", "/o/alpha/not-a-page"):
        page.goto(address)
        page.keyboard.press("Control+k")
        expect(palette_of(page).get_by_role("option").first).to_be_visible()
        page.keyboard.press("Control+k")
        expect(palette_of(page)).to_be_hidden()
    page.goto("/you")
    page.keyboard.press("/")
    page.keyboard.type("alph")
    expect(chosen(page)).to_contain_text("Alpha")
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/alpha/")
    page.keyboard.press("/")
    page.keyboard.type("new supplier")
    expect(chosen(page)).to_contain_text("Add supplier")
    page.keyboard.press("Enter")
    page.wait_for_url("**/suppliers/new")


def test_says_what_is_too_long_and_leads_to_all_results(desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto("/o/alpha/")
    page.keyboard.press("/")
    field_of(page).fill("\N{ARABIC-INDIC DIGIT ONE}" * 3000)
    expect(palette_of(page)).to_contain_text("Search for at most 200 characters.")
    page.keyboard.press("Enter")
    expect(palette_of(page)).to_be_visible()
    page.get_by_label("Search, or go to a page").fill("zwiebelturm")
    expect(chosen(page)).to_contain_text("All results for “zwiebelturm”")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")
    expect(page.get_by_text("matches “zwiebelturm”")).to_be_visible()


def test_asks_to_sign_in_over_the_palette(browser: Browser, product: Product, first_administrator: Any) -> None:
    context = browser.new_context(base_url=product.address, storage_state=first_administrator)
    page = context.new_page()
    page.goto("/o/alpha/")
    page.keyboard.press("/")
    expect(chosen(page)).to_contain_text("Path")
    end_session(page)
    field_of(page).fill("risk")
    dialog = page.get_by_role("dialog", name="You were signed out")
    expect(dialog.get_by_text("Everything on this page is as you left it.")).to_be_visible()
    expect(dialog.get_by_role("link", name="Sign in")).to_be_focused()
    page.keyboard.press("Escape")
    expect(field_of(page)).to_have_value("risk")
    context.close()


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_is_accessible_while_it_is_open(scheme: Any, width: int, desk: BrowserContext) -> None:
    page = desk.new_page()
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/o/alpha/")
    page.get_by_role("link", name="Search").locator("visible=true").click()
    for text in ("", "risk", "x" * 201):
        field_of(page).or_(page.get_by_label("Search, or go to a page")).fill(text)
        wanted = palette_of(page).locator("[role=option], .palette__note").first
        expect(wanted).to_be_visible()
        page.wait_for_timeout(300)
        assert [f"{one['id']} {one['nodes'][0]['html'][:120]}" for one in violations(page)] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_is_a_page_without_a_script(browser: Browser, product: Product, first_administrator: Any) -> None:
    context = browser.new_context(
        base_url=product.address, storage_state=first_administrator, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/o/alpha/")
    page.get_by_role("link", name=re.compile("^Search")).locator("visible=true").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")
    page.get_by_role("main").get_by_role("searchbox").fill("a.2.2")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("main").get_by_role("link", name="AI policy").first.click()
    page.wait_for_url("**/requirements/A.2.2")
    context.close()


def test_finds_records_of_every_organisation_from_the_portfolio(desk: BrowserContext) -> None:
    page = desk.new_page()
    make_empty(page)
    page.goto("/portfolio")
    page.keyboard.press("Control+k")
    expect(chosen(page)).to_be_visible()
    # By its words: each organisation that another journey made may have a TASK-1 of its own.
    page.keyboard.type("decide the boundary")
    expect(chosen(page)).to_contain_text("TASK-1")
    expect(chosen(page)).to_contain_text("Alpha")
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/alpha/tasks/TASK-1")
