"""The promise of step 1: from the printed link to the gap list in hand."""

import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from tests.journeys.conftest import Product

pytestmark = pytest.mark.journey


def create_organisation(page: Page, name: str) -> str:
    page.goto("/organisations/new")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Time zone").select_option("Europe/Stockholm")
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/o/[a-z0-9-]+/$"))
    return page.url.rstrip("/").split("/")[-1]


def _add_member(page: Page, slug: str, name: str, post: str) -> None:
    page.goto(f"/o/{slug}/members/new")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Job title").fill(post)
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_url(re.compile(rf"/o/{slug}/members(?!/new)"))


def start_round(page: Page, slug: str) -> str:
    page.goto(f"/o/{slug}/gap/new")
    page.get_by_role("button", name="Start").click()
    page.wait_for_url(re.compile(r"/gap/GA-\d+/$"))
    return page.url


def test_leads_from_the_printed_link_to_the_gap_list(sheet_page: Page, tmp_path: Path) -> None:
    page = sheet_page
    slug = create_organisation(page, "Northwind Care")
    _add_member(page, slug, "Mia Berg", "AIMS manager")

    # Owners by clause, in one go.
    page.goto(f"/o/{slug}/requirements/owners")
    for choice in page.locator("select[name^=group-]").all():
        choice.select_option(label="Mia Berg · AIMS manager")
    page.get_by_role("button", name="Assign owners").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All 70 requirements have an owner")

    # The first clause by keyboard alone.
    round_url = start_round(page, slug)
    page.get_by_role("link", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("4.1")
    page.wait_for_selector("gap-sheet:defined [data-point][aria-current]")
    for key in ("1", "j", "2", "j", "3", "j", "1"):
        page.keyboard.press(key)
        if key in "123":
            expect(page.locator("[data-point][aria-current] [aria-pressed=true]")).to_have_count(1)
            expect(page.locator("[data-point][aria-current] .saved")).to_contain_text("Saved")
    expect(page.locator("#rated")).to_contain_text("4 of 188 points rated")
    page.keyboard.press("n")
    page.keyboard.type("The inventory has no purpose column.")
    with page.expect_response(lambda answer: answer.url.endswith("/judgements")):
        page.keyboard.press("Escape")
    page.reload()
    expect(page.locator(".point__gist", has_text="The inventory has no purpose column.")).to_be_visible()

    # A whole clause at once, then close with a reason for the rest.
    page.get_by_text("Rate all").click()
    page.locator("form:has-text('points of clause 4') button[value=partial]").click()
    # It says how many points that are, and asks.
    page.get_by_role("button", name=re.compile(r"^Rate \d+ points$")).click()
    expect(page.get_by_text(re.compile(r"\d+ points rated\."))).to_be_visible()
    page.goto(f"{round_url}closing")
    page.get_by_label("Reason for unrated points").fill("Only the context was looked at in this first week.")
    page.get_by_role("button", name="Close round permanently").click()
    page.wait_for_url(re.compile(r"/result$"))
    expect(page.get_by_text("Closed with unrated points").first).to_be_visible()

    # The list in hand.
    page.get_by_text("Download").first.click()
    for extension, marker in (("xlsx", b"PK"), ("pdf", b"%PDF")):
        with page.expect_download() as caught:
            page.locator(f"a[href$='.{extension}']").click()
        path = tmp_path / f"gap.{extension}"
        caught.value.save_as(path)
        assert path.read_bytes().startswith(marker)
    sheet = openpyxl.load_workbook(tmp_path / "gap.xlsx").worksheets[0]
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    assert rows["4.1-1"][3] == "In place"
    assert rows["4.1-3"][3] == "Missing"
    assert rows["4.2-1"][3] == "Partial"
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO((tmp_path / "gap.pdf").read_bytes())).pages)
    assert "accredited certification body" in " ".join(text.split())


def test_keeps_a_text_left_unsaved_on_the_way_out(sheet_page: Page) -> None:
    page = sheet_page
    slug = create_organisation(page, "Quick Exit")
    round_url = start_round(page, slug)
    page.goto(f"{round_url}sheet/4.3")
    page.wait_for_selector("gap-sheet:defined [data-point][aria-current]")
    page.locator("[id='f-4.3-1']").fill("The boundary leaves out the support desk.")
    page.get_by_role("link", name="4.4").first.click()
    page.wait_for_url(re.compile(r"/4\.4$"))
    # The text is sent while the next page loads; a look or two later it is there.
    looks = (page.goto(f"{round_url}sheet/4.3") and page.locator("[id='f-4.3-1']").input_value() for _look in range(5))
    assert "The boundary leaves out the support desk." in looks


def test_lets_two_people_see_and_not_overwrite_each_other(desk: BrowserContext) -> None:
    page = desk.new_page()
    slug = create_organisation(page, "Two Desks")
    round_url = start_round(page, slug)
    other = desk.new_page()
    for one in (page, other):
        one.goto(f"{round_url}sheet/4.2")
    page.locator("[id='4.2-1'] button[value=in_place]").click()
    expect(page.locator("[id='4.2-1'] .saved")).to_contain_text("Saved")
    # The other desk hears of it within ten seconds, without losing what it writes elsewhere.
    other.locator("[id='t-4.2-2']").click()
    other.locator("[id='f-4.2-2']").fill("half a sen")
    expect(other.locator("[id='4.2-1'] button[value=in_place]")).to_have_attribute(
        "aria-pressed", "true", timeout=15_000
    )
    assert other.locator("[id='f-4.2-2']").input_value() == "half a sen"


def test_works_without_javascript(desk: BrowserContext, product: Product) -> None:
    page = desk.new_page()
    slug = create_organisation(page, "Plain Pages")
    round_url = start_round(page, slug)
    assert desk.browser is not None
    plain = desk.browser.new_context(
        base_url=product.address, java_script_enabled=False, storage_state=desk.storage_state()
    )
    page = plain.new_page()
    page.goto(f"{round_url}sheet/6.1.4")
    page.locator("[id='f-6.1.4-2']").fill("Misuse is not considered.")
    page.locator("[id='6.1.4-2'] button[value=missing]").click()
    assert page.url.endswith("#6.1.4-2")
    assert page.locator("[id='6.1.4-2'] button[value=missing]").get_attribute("aria-pressed") == "true"
    assert page.locator("[id='f-6.1.4-2']").input_value() == "Misuse is not considered."
    plain.close()


def test_shows_the_demo_with_its_figures(sheet_page: Page) -> None:
    answer = sheet_page.request.get("/o/alpha/reports/gap/GA-1.json")
    figures = json.loads(answer.text())
    assert (figures["points"]["in_place"], figures["points"]["partial"], figures["points"]["missing"]) == (46, 50, 44)
    sheet_page.goto("/o/alpha/")
    expect(sheet_page.get_by_role("complementary", name="Demo")).to_be_visible()
