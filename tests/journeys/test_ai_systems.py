"""A use of AI that somebody proposes becomes a system of the inventory, with its scope and its legal class."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.journeys.test_every_page import violations

pytestmark = pytest.mark.journey


def test_goes_from_a_proposal_to_a_system_in_scope(desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto("/o/alpha/system-requests/new")
    page.get_by_label("What is it called?").fill("Letter translator")
    page.get_by_label("What is it, or should it be, used for?").fill("Translates letters for the front desk")
    page.get_by_label("Who works with it?").fill("Front desk")
    for question, answer in (
        ("Who makes or supplies it?", "A supplier"),
        ("Do data about people go in or come out?", "Not known"),
        ("Does the result matter to people outside the team?", "It informs them"),
        ("Where does it stand?", "In use, without approval"),
    ):
        page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()
    page.get_by_role("button", name="Propose AI system").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Letter translator")
    page.goto("/o/alpha/systems/")
    expect(page.get_by_role("link", name="Letter translator")).to_have_count(0)
    page.go_back()
    page.locator("summary", has_text="Add to inventory").click()
    page.locator("form[action$='/inclusion']").get_by_role("button").click()
    expect(page.get_by_text("In the inventory", exact=False).first).to_be_visible()
    page.get_by_role("link", name="Letter translator").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Letter translator")
    page.locator("summary", has_text="Take into scope").click()
    page.locator("form[action$='/inclusion']").get_by_label("Reason").fill("Used every day")
    page.locator("form[action$='/inclusion']").get_by_role("button").click()
    expect(page.get_by_text("Used every day").first).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("part", ["facts", "oversight", "classification", "metrics"])
def test_is_edited_part_by_part(part: str, desk: BrowserContext) -> None:
    page = desk.new_page()
    page.goto(f"/o/alpha/systems/1?edit={part}")
    expect(page.locator(f"#{part} form").first).to_be_visible()
    assert violations(page) == []
