"""The promise about gaps: one becomes a task that says what to do, and finishing it leads back to the point."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.journey
SLUG = "quay-analytics"


def _organisation_with_a_gap(page: Page) -> None:
    page.goto("/organisations/new")
    page.get_by_label("Name", exact=True).fill("Quay Analytics")
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_url(re.compile(rf"/o/{SLUG}/$"))
    page.goto(f"/o/{SLUG}/gap/new")
    page.get_by_role("button", name="Start").click()
    page.wait_for_url(re.compile(r"/gap/GA-\d+/$"))
    page.goto(f"/o/{SLUG}/gap/GA-1/sheet/4.1")
    page.wait_for_selector("gap-sheet:defined [data-point][aria-current]")
    for key in ("1", "j", "3"):
        page.keyboard.press(key)
    expect(page.locator("[id='4.1-2'] .point__state")).to_contain_text("Saved")


def _lane(page: Page, state: str) -> Locator:
    return page.locator(f"[data-lane={state}]")


def test_leads_from_a_gap_over_its_task_back_to_the_point(sheet_page: Page) -> None:
    page = sheet_page
    _organisation_with_a_gap(page)
    page.goto(f"/o/{SLUG}/gap/GA-1/tasks")
    page.get_by_label("Owner").first.select_option(index=1)
    expect(page.locator("input[name=chosen]:checked")).to_have_count(0)
    page.get_by_label("Select all on this page").check()
    page.get_by_role("button", name="Add 1 task").click()
    page.wait_for_url(re.compile(rf"/o/{SLUG}/tasks/"))
    page.get_by_role("link", name="Decide whether climate change is a factor for the AIMS").click()
    expect(page.locator(".lines").get_by_text("You can give a clear yes or no on climate change")).to_be_visible()

    page.get_by_label("What was done").fill("The board decided on 3 June.")
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_text("Finishing a task does not change a rating.")).to_be_visible()
    page.get_by_role("link", name="Rate it again").click()
    page.wait_for_url(re.compile(r"/gap/GA-1/sheet/4\.1#4\.1-2$"))
    page.wait_for_selector("gap-sheet:defined [data-point]")
    expect(page.locator("[id='v-4.1-2-missing']")).to_have_attribute("aria-pressed", "true")


def test_moves_cards_on_the_board_by_button_key_and_mouse(sheet_page: Page) -> None:
    page = sheet_page
    page.goto("/organisations/new")
    page.get_by_label("Name", exact=True).fill("Pier Labs")
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/o/pier-labs/$"))
    for title in ("Draft the policy", "Ask the lawyers", "Order the books"):
        page.goto("/o/pier-labs/tasks/new")
        page.get_by_label("What to do").fill(title)
        page.get_by_role("button", name="Create task").click()
        page.wait_for_url(re.compile(r"/tasks/TASK-\d+$"))
    page.goto("/o/pier-labs/tasks/")
    page.get_by_role("link", name="Board").click()
    page.wait_for_selector("task-board:defined")

    # By its button.
    _lane(page, "to_do").locator("#TASK-1").get_by_role("button", name="Start").click()
    expect(_lane(page, "in_progress").locator("#TASK-1")).to_be_visible()
    # By keys: the card that was moved has the focus; one lane back, then on again.
    page.wait_for_selector("#TASK-1[aria-current]")
    page.keyboard.press(",")
    expect(_lane(page, "to_do").locator("#TASK-1")).to_be_visible()
    page.wait_for_selector("#TASK-1[aria-current]")
    page.keyboard.press(".")
    expect(_lane(page, "in_progress").locator("#TASK-1")).to_be_visible()
    # By the mouse.
    page.locator("#TASK-2 .id").drag_to(_lane(page, "in_progress").locator("h2"))
    expect(_lane(page, "in_progress").locator("#TASK-2")).to_be_visible()
    # To Done leads over what was done.
    page.locator("#TASK-2 .id").drag_to(_lane(page, "done").locator("h2"))
    page.locator("#TASK-2").get_by_label("What was done").fill("They answered.")
    page.locator("#TASK-2 .finish[open]").get_by_role("button", name="Done").click()
    expect(_lane(page, "done").locator("#TASK-2")).to_be_visible()

    page.get_by_role("link", name="Calendar").click()
    expect(page.get_by_text("One has no date.").or_(page.get_by_text("2 have no date."))).to_be_visible()
