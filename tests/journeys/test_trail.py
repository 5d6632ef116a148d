"""An auditor's way: who changed it and why, what it said on a day, and a checkpoint to take home."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.journey
REASON = "We give this system to nobody outside the house."


def test_shows_who_changed_what_and_proves_it(sheet_page: Page, tmp_path: Path) -> None:
    page = sheet_page
    page.goto("/organisations/new")
    page.get_by_label("Name", exact=True).fill("Audited House")
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/o/audited-house/$"))

    # A change, and its history on the record.
    page.goto("/o/audited-house/requirements/A.8.3")
    _applicability(page)
    page.get_by_label("Excluded").check()
    page.get_by_label("Reason code").select_option(index=1)
    page.get_by_label("Reason for exclusion").fill(REASON)
    page.locator("form[action$='/applicability'] button[type=submit]").click()
    page.goto("/o/audited-house/requirements/A.8.3")
    history = page.locator("#history")
    _open(history)
    # Made within a second of the organisation, it may be named once more among the entries of that moment.
    expect(history.get_by_text("Control excluded", exact=True).first).to_be_visible()
    expect(history.get_by_text(REASON)).to_be_visible()
    expect(history.locator("li").first).to_contain_text("Ada Lindqvist")

    # As it stood on a day, and before there was anything.
    page.get_by_label("As of").fill("2001-01-01")
    history.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Nothing was recorded about A.8.3 yet")).to_be_visible()
    page.get_by_role("link", name="Back to today").click()

    # The whole trail, narrowed down without loading the page anew.
    page.get_by_role("link", name="Organisation", exact=True).click()
    page.get_by_role("link", name="Trail", exact=True).click()
    with page.expect_response(lambda answer: "event=standing.left-out" in answer.url):
        page.get_by_label("What").select_option(label="Control excluded")
    rows = page.locator("#trail tbody tr")
    expect(rows).to_have_count(1)
    rows.first.locator("summary").click()
    expect(rows.first.get_by_text(REASON).first).to_be_visible()
    with page.expect_download() as caught:
        page.get_by_role("link", name="CSV").click()
    caught.value.save_as(tmp_path / "trail.csv")
    assert len((tmp_path / "trail.csv").read_text(encoding="utf-8-sig").splitlines()) >= 2

    # A checkpoint taken home, and held against the trail after another change.
    page.goto("/o/audited-house/trail/checks")
    with page.expect_download() as caught:
        page.get_by_role("link", name="Download checkpoint").click()
    handed_out = tmp_path / "checkpoint.txt"
    caught.value.save_as(handed_out)
    page.goto("/o/audited-house/requirements/A.8.3")
    _applicability(page)
    page.get_by_label("Included").check()
    page.locator("form[action$='/applicability'] button[type=submit]").click()
    page.goto("/o/audited-house/trail/checks")
    _check(page, handed_out)
    expect(page.get_by_text("has changed since")).to_be_visible()
    name, size, rest = handed_out.read_text(encoding="utf-8").split("\n", 2)
    handed_out.write_text(f"{name}\n{int(size) - 1}\n{rest}", encoding="utf-8")
    _check(page, handed_out)
    expect(page.get_by_text("the signature is invalid")).to_be_visible()


def test_shows_any_record_on_a_day_and_from_change_to_change(sheet_page: Page) -> None:
    page = sheet_page
    page.goto("/organisations/new")
    page.get_by_label("Name", exact=True).fill("Remembered House")
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/o/remembered-house/$"))
    page.get_by_role("link", name="Organisation", exact=True).click()
    page.get_by_role("link", name="Settings", exact=True).click()
    page.get_by_label("What it does").fill("Listens to engines.")
    page.get_by_role("main").locator("form button[type=submit]").first.click()
    history = page.locator("#history")
    _open(history)
    expect(history.get_by_text("Listens to engines.")).to_be_visible()
    history.get_by_label("As of").fill("2001-01-01")
    history.get_by_role("button", name="Show").click()
    expect(page.get_by_text("It did not exist yet")).to_be_visible()
    page.get_by_role("link", name="Next change").click()
    section = page.locator("#as-of")
    expect(section).to_contain_text("Listens to engines.")
    expect(section).to_contain_text("the same as today")
    page.get_by_role("link", name="Back to today").click()
    page.wait_for_url(re.compile(r"/o/remembered-house/$"))


def _open(history: Locator) -> None:
    """Open a history, which is closed at first, and the fields of its newest act."""
    history.locator("summary").first.click()
    history.locator("li summary").first.click()


def _applicability(page: Page) -> None:
    """Open the act that decides on a control, one line on the right of its page."""
    page.locator("summary", has_text="Applicability").click()


def _check(page: Page, path: Path) -> None:
    page.get_by_label("Checkpoint").set_input_files(path)
    page.get_by_role("button", name="Verify").click()
