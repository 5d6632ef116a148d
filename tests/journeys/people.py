"""People in browsers of their own: an organisation that somebody begins, and whom they invite."""

import re

from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.conftest import PASSWORD, Product


def new_organisation(page: Page, name: str) -> str:
    """Begin an organisation and return where its addresses begin."""
    page.goto("/organisations/new")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/o/[a-z-]+/$"))
    return "/" + "/".join(page.url.split("/")[3:5])


def colleague(
    page: Page, browser: Browser, product: Product, base: str, name: str = "Kim Colleague", *, role: str = "Contributor"
) -> BrowserContext:
    """Invite somebody and return the browser in which they have come in."""
    page.goto(f"{base}/members/new")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Email address").fill(f"{name.split(maxsplit=1)[0].lower()}@example.com")
    page.get_by_role("group", name=re.compile("^Roles")).get_by_label(role).check()
    page.get_by_label("Create invitation link now").check()
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    link = re.search(r"http://\S+/join/[\w-]+/?", page.content())
    assert link is not None
    theirs = browser.new_context(base_url=product.address, accept_downloads=True)
    came = theirs.new_page()
    came.goto(link.group())
    came.get_by_label("Your name").fill(name)
    came.get_by_label("Password", exact=True).fill(PASSWORD)
    came.get_by_role("main").locator("form button[type=submit]").last.click()
    came.wait_for_url(re.compile(rf"{base}/"))
    came.close()
    return theirs
