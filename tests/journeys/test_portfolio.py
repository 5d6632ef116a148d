"""The promise that somebody who looks after several organisations finds each figure, and comes back to it."""

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.journeys.test_every_page import make_empty
from tests.journeys.test_palette import chosen

pytestmark = pytest.mark.journey


def test_takes_a_consultant_through_portfolio_palette_and_a_saved_view(desk: BrowserContext) -> None:
    page = desk.new_page()
    make_empty(page)
    page.goto("/")
    page.wait_for_url("**/portfolio")
    alpha = page.get_by_role("row", name=re.compile("^Alpha"))
    expect(alpha).to_contain_text("Step 2: implement the AIMS")
    expect(page.get_by_role("row", name=re.compile("^Still Empty"))).to_contain_text("Step 1: gap assessment")

    # Each figure leads to its list.
    alpha.get_by_role("link", name=re.compile(r"^\d+ tasks?$")).click()
    page.wait_for_url("**/o/alpha/tasks/?state=overdue")
    page.go_back()
    page.get_by_role("searchbox", name="Search organisations").fill("alph")
    page.keyboard.press("Enter")
    page.wait_for_url("**/portfolio?q=alph")
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/alpha/")

    # The palette leads to a list, and one's own view of it is kept under a name.
    page.keyboard.press("Control+k")
    expect(chosen(page)).to_contain_text("Path")
    page.keyboard.type("requirements")
    expect(chosen(page)).to_contain_text("Requirements")
    page.keyboard.press("Enter")
    page.wait_for_url("**/o/alpha/requirements/")
    page.goto("/o/alpha/requirements/?status=missing&kind=clause")
    views = page.get_by_role("main").locator("details").filter(has_text="Views")
    views.locator("summary").first.click()
    page.get_by_label("Name of this view").fill("What is missing")
    page.get_by_role("button", name="Save view").click()
    page.goto("/o/alpha/requirements/")
    views.locator("summary").first.click()
    page.get_by_role("link", name="What is missing").click()
    page.wait_for_url("**/requirements/?*status=missing*")

    # And back to all of them.
    page.keyboard.press("Control+k")
    expect(chosen(page)).to_contain_text("Path")
    page.keyboard.type("portfolio")
    expect(chosen(page)).to_contain_text("Your organisations")
    page.keyboard.press("Enter")
    page.wait_for_url("**/portfolio")
