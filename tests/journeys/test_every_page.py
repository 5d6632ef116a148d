"""Every page in both themes, wide, narrow and by keyboard: accessible, nothing sideways, nothing from elsewhere."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import reverse
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import Product
from tests.journeys.walking import complaints_of_a_walk
from waymark.records.acts import record_acts
from waymark.records.registers import registers

pytestmark = pytest.mark.journey

# It is never later where the demo organisation is.
TODAY = dt.datetime.now(ZoneInfo("Pacific/Honolulu")).date()
REFUSED = ["/portfolio?color=red"]
"""Pages that begin with a refusal: the focus starts at it, not at the top."""
PAGES = [
    "/",
    "/portfolio",
    "/portfolio?q=nobody",
    "/you",
    "/organisations/new",
    "/account/2fa/",
    "/account/sessions/",
    "/account/password/change/",
    "/o/alpha/",
    "/o/alpha/gap/",
    "/o/alpha/gap/new",
    "/o/alpha/gap/comparison",
    "/o/alpha/gap/GA-1/",
    "/o/alpha/points?round=1",
    "/o/alpha/points?verdict=missing",
    "/o/alpha/gap/GA-1/result",
    "/o/alpha/gap/GA-1/sheet/6.1.4",
    "/o/alpha/gap/GA-1/sheet/A.6.2.4",
    "/o/alpha/gap/GA-1/tasks",
    "/o/alpha/work",
    "/o/alpha/work?of=6",
    "/o/alpha/work?of=6&kind=tasks",
    "/o/alpha/tasks/?display=board",
    "/o/alpha/tasks/?display=calendar&month=2026-03",
    "/o/alpha/tasks/TASK-3",
    "/o/alpha/tasks/new?find=6.1.4",
    "/o/alpha/notices",
    "/o/alpha/members/3/departure",
    "/background",
    "/o/alpha/evidence/?q=draft",
    "/o/alpha/evidence/new",
    "/o/alpha/evidence/5",
    "/o/alpha/evidence/1/description",
    "/o/alpha/evidence/1/captures/new",
    "/o/alpha/evidence/forecast?on=2028-01-01",
    "/o/alpha/evidence/requests/new",
    "/o/alpha/requirements/owners",
    "/o/alpha/requirements/5.2",
    "/o/alpha/requirements/A.8.3",
    "/o/alpha/wording/5.2",
    "/o/alpha/members",
    "/o/alpha/members/new",
    "/o/alpha/members/several",
    "/o/alpha/members/invitations",
    "/o/alpha/tokens",
    "/o/alpha/settings",
    "/o/alpha/trail/",
    "/o/alpha/trail/?since=9999-12-31",
    "/o/alpha/trail/1",
    "/o/alpha/trail/checks",
    "/o/alpha/requirements/5.2?as_of=2001-01-01",
    f"/o/alpha/requirements/A.8.3?as_of={TODAY}",
    f"/o/alpha/trail/as-of/evidence/5?as_of={TODAY}",
    "/o/alpha/trail/as-of/task/1?as_of=2001-01-01",
    "/o/alpha/trail/as-of/member/1",
    "/o/alpha/members/1",
    "/o/alpha/steps/aims",
    "/o/alpha/systems/?display=picture",
    "/o/alpha/documents/?display=picture",
    "/o/alpha/documents/master-list/M-01",
    "/o/alpha/document-versions/6",
    "/o/alpha/document-versions/7?edit=text",
    "/o/alpha/document-versions/5/comparison",
    "/o/alpha/comments/on/document-version/6?block=t-3a5581f5bf",
    "/o/alpha/documents/outlines",
    "/o/alpha/documents/outlines/D-03",
    "/o/alpha/systems/5",
    "/o/alpha/systems/1/extracts/nl_algoritmeregister",
    "/o/alpha/raci/columns",
    "/o/alpha/awareness/topics/AW-01",
    "/o/alpha/members/3/ownership",
    "/search",
    "/o/alpha/search",
    "/o/alpha/search?q=risk",
    "/o/alpha/not-a-page",
    *(reverse(one.name, args=["alpha"]) for one in registers()),
    *(reverse(one.register.new, args=["alpha"]) for one in record_acts() if one.new is not None),
    *(reverse(one.register.address, args=["alpha", 1]) for one in record_acts() if one.new is not None),
]
OPEN_ROUND = [
    "/o/still-empty/",
    "/o/still-empty/gap/",
    "/o/still-empty/gap/GA-1/",
    "/o/still-empty/gap/GA-1/sheet/4.1",
    "/o/still-empty/gap/GA-1/sheet/A.2.2",
    "/o/still-empty/gap/GA-1/closing",
    "/o/still-empty/gap/GA-1/import",
    "/o/still-empty/members",
    "/o/still-empty/work",
    "/o/still-empty/evidence/forecast",
    "/o/still-empty/notices",
    "/o/still-empty/trail/",
    *(reverse(one.name, args=["still-empty"]) for one in registers()),
]
LOOKS = [("light", 1440), ("dark", 360)]
PARTS = 4
SIGNED_OUT = ["/account/login/", "/account/password/reset/"]


def complaints_about(page: Page, address: str) -> list[str]:
    """Return what is wrong with a page, wide and light, then narrow and dark."""
    complaints = []
    for scheme, width in LOOKS:
        # Without motion, or axe may measure a colour halfway between the two themes.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # light or dark
        page.set_viewport_size({"width": width, "height": 900})
        if page.url != address:
            page.goto(address)
            address = page.url
        moving = page.evaluate("document.getAnimations().length")
        if moving:
            complaints.append(f"{address} {scheme} {width}: {moving} things move for a reader who wants none to")
        found = violations(page)
        complaints += [f"{address} {scheme} {width}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            complaints.append(f"{address} {scheme} {width}: scrolls sideways")
    return complaints


def complaints_in_all(page: Page, address: str) -> list[str]:
    """Return also what is wrong for a keyboard alone: the page is opened once for all, as opening it takes long."""
    complaints = complaints_about(page, address)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size({"width": 1280, "height": 720})
    return complaints + complaints_of_a_walk(page)


def violations(page: Page) -> list[dict[str, Any]]:
    """Return what axe finds; a page that is looked at again knows axe already, which is half a megabyte."""
    if page.evaluate("window.axe === undefined"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate("axe.run({resultTypes: ['violations']}).then(one => one.violations)")
    return found


def _eye(browser: Browser, product: Product, state: Any = None) -> tuple[Page, list[str]]:
    context = browser.new_context(base_url=product.address, storage_state=state)
    page, trouble = context.new_page(), []
    page.on(
        "request", lambda sent: None if sent.url.startswith((product.address, "data:")) else trouble.append(sent.url)
    )
    page.on(
        "console", lambda message: trouble.append(message.text) if "Content Security Policy" in message.text else None
    )
    return page, trouble


# In parts, which several processes can take at once.
@pytest.mark.parametrize("part", range(PARTS))
def test_is_accessible_fits_and_shows_the_focus_at_every_stop(
    part: int, browser: Browser, product: Product, first_administrator: dict[str, Any]
) -> None:
    page, trouble = _eye(browser, product, first_administrator)
    complaints = [line for address in PAGES[part::PARTS] for line in complaints_in_all(page, address)]
    complaints += [line for address in REFUSED[part::PARTS] for line in complaints_about(page, address)]
    page.context.close()
    assert complaints + trouble == []


def test_is_accessible_fits_and_shows_the_focus_where_little_is_there(
    browser: Browser, product: Product, first_administrator: dict[str, Any]
) -> None:
    page, trouble = _eye(browser, product, first_administrator)
    make_empty(page)
    complaints = [line for address in OPEN_ROUND for line in complaints_in_all(page, address)]
    page.goto(upload_sheet(page))
    complaints += complaints_in_all(page, page.url)
    page.get_by_role("button", name="Discard").click()
    complaints += complaints_about(page, page.url)
    page.context.close()
    page, more = _eye(browser, product)
    complaints += [line for address in SIGNED_OUT for line in complaints_in_all(page, address)]
    page.context.close()
    assert complaints + trouble + more == []


def test_is_not_widened_by_one_long_word(browser: Browser, product: Product, first_administrator: Any) -> None:
    page, trouble = _eye(browser, product, first_administrator)
    make_empty(page)
    page.set_viewport_size({"width": 390, "height": 900})
    slug = "/o/still-empty"
    page.goto(f"{slug}/suppliers/new")
    for label in ("Name", "What it supplies", "Who depends on it"):
        page.get_by_label(label).fill("W" * 80)
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_url(f"**{slug}/suppliers/*")
    supplier = page.url
    page.goto(f"{slug}/tasks/new?title={'W' * 80}")
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_url(f"**{slug}/tasks/TASK-*")
    wide = []
    for address in (page.url, supplier, f"{slug}/suppliers/", f"{slug}/suppliers/?{'W' * 80}=1", f"{slug}/work"):
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(address)
    page.context.close()
    assert wide + trouble == []


def make_empty(page: Page) -> None:
    if page.goto("/o/still-empty/").status == 200:  # type: ignore[union-attr]  # goto answers for http addresses
        return
    page.goto("/organisations/new")
    page.get_by_label("Name", exact=True).fill("Still Empty")
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_url("**/o/still-empty/")
    page.goto("/o/still-empty/gap/new")
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/gap/GA-1/")


def upload_sheet(page: Page) -> str:
    """Bring a work sheet with a change, a line that says nothing new and one that is not understood."""
    page.goto("/o/still-empty/gap/GA-1/import")
    rows = "Reference,Verdict,Finding,Reviewer\r\n4.1-1,Partial,Half done,Bo\r\n4.1-2,,,Bo\r\n4.1-3,Splendid,,Bo\r\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "gap.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_url("**/import/*")
    return page.url
