"""The promise to an administrator: paste the people of the company, look, add them all, hand out their links."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Product
from tests.journeys.test_every_page import complaints_about

pytestmark = pytest.mark.journey
LIST = """Name;E-mail;Job title;Roles
Ada Lovelace;ada@pasted.example;Head of data;Contributor
Grace Hopper;grace@pasted.example;Engineering lead;
Grace Again;grace@pasted.example;;
{long};bob@;;
"""


def test_adds_a_pasted_list_and_hands_out_links(sheet_page: Page, browser: Browser, product: Product) -> None:
    page = sheet_page
    page.goto("/organisations/new")
    page.get_by_label("Name", exact=True).fill("Pasted Works")
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_url("**/o/pasted-works/")
    page.goto("/o/pasted-works/members")
    page.get_by_role("link", name="Add several").click()
    page.get_by_label("One person per line").fill(LIST.format(long="W" * 80))
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="2 members will be added")).to_be_visible()
    expect(page.get_by_text("The same address is already in line 2.")).to_be_visible()
    complaints = complaints_about(page, page.url)

    page.get_by_label("Create invitation links now").check()
    page.get_by_role("button", name="Add 2 members").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 members added")
    complaints += complaints_about(page, page.url)
    join = page.get_by_label("Link for Ada Lovelace", exact=True).input_value()
    expect(page.get_by_label("All links, one per line")).to_have_value(re.compile(re.escape(join)))
    expect(page.get_by_label("Correct them here")).to_have_value(
        re.compile(r"^Name;E-mail.*\nGrace Again;.*\nW{80};bob@;;$")
    )

    guest = browser.new_context(base_url=product.address).new_page()
    guest.goto(join)
    guest.get_by_label("Password", exact=True).fill("six green boats sail")
    guest.get_by_role("main").get_by_role("button").last.click()
    guest.wait_for_url("**/o/pasted-works/work")
    guest.context.close()

    page.get_by_label("Correct them here").fill("Bob Byron, bob@pasted.example")
    page.get_by_label("Create invitation links now").uncheck()
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Add member").click()
    page.wait_for_url("**/o/pasted-works/members")
    expect(page.get_by_role("link", name="Bob Byron")).to_be_visible()
    page.get_by_role("link", name="Invite", exact=True).click()
    expect(page.get_by_role("link", name="Ada Lovelace")).to_have_count(0)
    page.get_by_role("link", name="Select everyone").click()
    complaints += complaints_about(page, page.url)
    page.get_by_role("button", name="Create invitation links").click()
    expect(page.get_by_label("Link for Bob Byron", exact=True)).to_be_visible()
    assert complaints == []


def test_proposes_the_time_zone_of_the_browser(browser: Browser, product: Product, first_administrator: Any) -> None:
    context = browser.new_context(
        base_url=product.address, storage_state=first_administrator, timezone_id="America/Buenos_Aires"
    )
    page = context.new_page()
    page.goto("/organisations/new")
    field = page.get_by_label("Time zone")
    before = field.input_value()
    expect(page.get_by_text("Your browser’s time zone: America/Buenos Aires")).to_be_visible()
    expect(field).to_have_value(before)
    page.get_by_role("button", name="Use time zone").click()
    expect(field).to_have_value("America/Buenos_Aires")
    expect(field).to_be_focused()
    expect(page.get_by_text("Your browser’s time zone")).to_be_hidden()
    field.select_option("UTC")
    expect(page.get_by_role("button", name="Use time zone")).to_be_visible()
    complaints = complaints_about(page, page.url)
    context.close()
    assert complaints == []
