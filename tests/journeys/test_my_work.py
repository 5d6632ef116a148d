"""The promise to an owner: open My work, finish three things, be done."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey


def _organisation_with_work(page: Page) -> str:
    page.goto("/organisations/new")
    page.get_by_label("Name", exact=True).fill("Harbour Robotics")
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/o/harbour-robotics/$"))
    for title, priority in (("Read the policy", "4"), ("Approve the scope", "1"), ("Name the roles", "2")):
        page.goto("/o/harbour-robotics/tasks/new")
        page.get_by_label("What to do").fill(title)
        page.get_by_label("Priority").select_option(priority)
        page.get_by_label("Due").fill("2026-01-31")
        page.get_by_role("button", name="Create task").click()
        page.wait_for_url(re.compile(r"/tasks/TASK-\d+$"))
    return "harbour-robotics"


def test_lets_an_owner_finish_three_things(sheet_page: Page) -> None:
    page = sheet_page
    slug = _organisation_with_work(page)
    page.goto(f"/o/{slug}/work")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 items overdue")
    owed = page.locator(".owed__what")
    expect(owed).to_have_text(["Approve the scope", "Name the roles", "Read the policy"])

    for left, note in (
        (2, "Version 1.0 is signed."),
        (1, "Roles are in the handbook."),
        (0, "Read, nothing to change."),
    ):
        page.locator(".owed > li").first.locator("summary").click()
        page.get_by_label("What was done").first.fill(note)
        page.locator(".finish[open]").get_by_role("button", name="Done").click()
        expect(page.locator(".owed__what")).to_have_count(left)
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing to do right now")

    page.goto(f"/o/{slug}/tasks/?state=done")
    expect(page.get_by_role("link", name="Approve the scope")).to_be_visible()


def test_finds_what_a_task_is_about_while_typing(sheet_page: Page) -> None:
    page = sheet_page
    page.goto("/o/alpha/tasks/new")
    page.get_by_label("What to do").fill("Look at the impacts")
    page.get_by_role("searchbox").fill("6.1.4")
    page.get_by_role("radio", name="6.1.4 AI system impact assessment").check()
    page.get_by_role("button", name="Create task").click()
    page.wait_for_url(re.compile(r"/tasks/TASK-\d+$"))
    page.get_by_role("link", name="6.1.4 AI system impact assessment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("6.1.4 AI system impact assessment")
    expect(page.get_by_role("link", name="Look at the impacts")).to_be_visible()
