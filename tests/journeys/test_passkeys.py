"""The promise of passkeys: one is added in the account, and then signs its owner in without a password."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PASSWORD, Product

pytestmark = pytest.mark.journey

# A key built into the machine, such as a fingerprint reader, whose owner has just touched it.
_KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def _sign_in(page: Page) -> None:
    page.goto("/account/login/")
    page.get_by_label("Email address").fill("ada@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile(r"/(?!account)"))


def _add_passkey(page: Page) -> None:
    page.goto("/account/2fa/")
    page.get_by_role("link", name="Add passkey").click()
    # A way to sign in is added only by somebody who has just proved once more who they are.
    page.wait_for_url("**/account/reauthenticate/**")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url("**/passkeys/add/")
    page.get_by_label("Name").fill("Desk")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url(re.compile(r"/2fa/(?!passkeys/add)"))


@pytest.mark.usefixtures("first_administrator")
def test_signs_in_with_a_passkey(browser: Browser, product: Product) -> None:
    # Browsers keep passkeys for names only, not for addresses made of numbers.
    context = browser.new_context(base_url=product.address.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    keys = context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": _KEY})

    _sign_in(page)
    _add_passkey(page)
    page.goto("/account/2fa/passkeys/")
    expect(page.get_by_role("row", name="Desk")).to_contain_text("Passkey")
    expect(page.get_by_role("row", name="Desk")).to_contain_text("never")

    context.clear_cookies()
    page.goto("/you")
    expect(page).to_have_url(re.compile(r"/account/login/\?next="))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/you")
    expect(page.get_by_role("main")).to_contain_text("ada@example.com")
    page.goto("/account/2fa/passkeys/")
    expect(page.get_by_role("row", name="Desk")).not_to_contain_text("never")
    context.close()
