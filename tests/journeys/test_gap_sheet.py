"""The gap sheet by keyboard and by pointer: six points at a glance, reasons, undoing, and no text lost on the way."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_gap_assessment import create_organisation, start_round

pytestmark = pytest.mark.journey

_WHOLE_ON_SCREEN = """() => [...document.querySelectorAll("[data-point]")]
    .map((point) => point.getBoundingClientRect())
    .filter((box) => box.top >= 0 && box.bottom <= innerHeight).length"""


def sheet(page: Page, name: str, ref: str) -> None:
    """Open one requirement of a fresh round."""
    page.set_viewport_size({"width": 1440, "height": 900})
    round_url = start_round(page, create_organisation(page, name))
    page.goto(f"{round_url}sheet/{ref}")
    page.wait_for_selector("gap-sheet:defined [data-point][aria-current]")


def test_shows_six_points_at_a_glance_with_boxes_on_the_current_one_only(sheet_page: Page) -> None:
    page = sheet_page
    sheet(page, "Six At Once", "6.1.2")
    assert page.evaluate(_WHOLE_ON_SCREEN) >= 6
    expect(page.locator("textarea[data-finding]:visible")).to_have_count(1)
    for key in ("1", "j", "2", "j", "3"):
        page.keyboard.press(key)
        if key in "123":
            expect(page.locator("[data-point][aria-current] .saved")).to_contain_text("Saved")
    expect(page.locator("[id='s-6.1.2-2']")).to_be_visible()
    expect(page.locator("[id='s-6.1.2-1']")).to_be_hidden()
    expect(page.locator("[data-point][aria-current]")).to_have_attribute("id", "6.1.2-3")
    expect(page.locator("textarea[data-finding]:visible")).to_have_count(1)
    assert page.evaluate(_WHOLE_ON_SCREEN) >= 6
    # The head stays, with the number, the title and how far the round is.
    page.mouse.wheel(0, 2000)
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    expect(page.locator("#rated")).to_be_in_viewport()


def test_says_its_acts_in_words_on_a_phone(sheet_page: Page) -> None:
    page = sheet_page
    sheet(page, "Small Screen", "A.6.2.4")
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        for words in ("Rate all", "Not applicable"):
            shown = page.locator(".sheet-head summary").get_by_text(words, exact=True).bounding_box()
            assert shown is not None
            assert shown["width"] > 40
        # The arrows have no room for the number, and keep their names.
        expect(page.get_by_role("link", name=re.compile("^Previous requirement: A"))).to_be_visible()
        expect(page.get_by_role("link", name=re.compile("^Next requirement: A"))).to_be_visible()
        boxes = [one.bounding_box() for one in page.locator(".sheet-head > .button, .sheet-head summary").all()]
        middles = [one["y"] + one["height"] / 2 for one in boxes if one is not None]
        assert max(middles) - min(middles) < 4


def test_keeps_a_text_of_a_point_that_folds(sheet_page: Page) -> None:
    page = sheet_page
    sheet(page, "Folded Notes", "6.1.4")
    page.keyboard.press("n")
    page.keyboard.type("Misuse is not considered.")
    # A point further down is pressed while the first one is open: what was meant is what is rated.
    with page.expect_response(lambda answer: "/6.1.4-4/judgements" in answer.url):
        page.locator("[id='6.1.4-4'] button[value=partial]").click()
    expect(page.locator("[id='6.1.4-4'] button[value=partial]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[id='6.1.4-1'] .point__gist")).to_have_text("Misuse is not considered.")
    page.locator("[id='d-6.1.4-4']").fill("2027-03-01")
    with page.expect_response(lambda answer: "/6.1.4-4/judgements" in answer.url):
        page.locator("[id='s-6.1.4-4']").select_option("1")
    page.wait_for_timeout(800)
    page.reload()
    expect(page.locator("[id='f-6.1.4-1']")).to_have_value("Misuse is not considered.")
    expect(page.locator("[id='d-6.1.4-4']")).to_have_value("2027-03-01")
    expect(page.locator("[id='s-6.1.4-4']")).to_have_value("1")


def test_asks_with_one_key_why_a_control_is_not_applicable(sheet_page: Page) -> None:
    page = sheet_page
    sheet(page, "Reasons Given", "A.6.2.4")
    page.keyboard.press("4")
    menu = page.locator("[data-exclusion]")
    expect(menu.locator("select")).to_be_focused()
    menu.locator("select").select_option("no_activity")
    menu.locator("textarea").fill("Not applicable.")
    menu.get_by_role("button", name="Exclude control").click()
    expect(page.locator("[data-exclusion] [role=alert]")).to_contain_text("at least 15 characters")
    expect(page.locator("[data-exclusion] textarea")).to_have_value("Not applicable.")
    page.locator("[data-exclusion] textarea").fill("Nothing is verified here, since nothing is built.")
    page.get_by_role("button", name="Exclude control").click()
    expect(page.locator("main")).to_contain_text("provisionally left out, no SoA yet")
    expect(page.locator("[data-point] .rate")).to_have_count(0)
    page.get_by_role("button", name="Include control").click()
    expect(page.locator("[data-point] .rate").first).to_be_visible()


def test_asks_before_it_rates_a_clause_and_undoes_it(sheet_page: Page) -> None:
    page = sheet_page
    sheet(page, "Rated And Undone", "4.1")
    page.get_by_text("Rate all", exact=True).click()
    page.locator("form:has-text('points of clause 4') button[value=missing]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Rate \d+ points as: Missing\?$"))
    page.get_by_role("button", name=re.compile(r"^Rate \d+ points$")).click()
    expect(page.locator("#rated")).not_to_contain_text(re.compile(r"^0 of"))
    page.get_by_role("button", name=re.compile("Undo all")).click()
    expect(page.locator("#rated")).to_contain_text("0 of 188 points rated")
    expect(page.get_by_text("points restored")).to_be_visible()


def test_says_that_the_disk_is_full_until_the_same_change_is_saved(sheet_page: Page) -> None:
    page = sheet_page
    sheet(page, "Full Disk", "6.1.4")
    refused = '<div id="flashes" hx-swap-oob="innerHTML"><div data-flash>The disk is full.</div></div>'
    page.route("**/judgements", lambda route: route.fulfill(status=503, headers={"HX-Reswap": "none"}, body=refused))
    page.keyboard.press("n")
    page.keyboard.type("Misuse is not considered.")
    page.locator("[id='v-6.1.4-1-partial']").click()
    expect(page.locator("#flashes")).to_have_text("The disk is full.")
    expect(page.locator("[id='f-6.1.4-1']")).to_have_value("Misuse is not considered.")
    page.unroute("**/judgements")
    page.locator("[id='v-6.1.4-2-partial']").click()
    expect(page.locator("[id='v-6.1.4-2-partial']")).to_have_attribute("aria-pressed", "true")
    # That another point was saved says nothing of this one.
    expect(page.locator("#flashes")).to_have_text("The disk is full.")
    page.locator("[id='v-6.1.4-1-missing']").click()
    expect(page.locator("#flashes")).to_be_empty()
    page.reload()
    expect(page.locator("[id='f-6.1.4-1']")).to_have_value("Misuse is not considered.")
