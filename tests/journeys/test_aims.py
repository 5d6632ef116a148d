"""The promise of the second step: from an empty organisation to a policy and a scope in force that people have read.

Nothing here is prepared: two people, a browser each, and one AI system that came in by intake.
"""

import datetime as dt
import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.conftest import PASSWORD, Product
from tests.journeys.people import colleague, new_organisation
from tests.journeys.test_every_page import violations
from waymark.core import clock

pytestmark = pytest.mark.journey
SOON, NEXT_YEAR = ((clock.now() + dt.timedelta(days)).date().isoformat() for days in (14, 365))
_MARK = re.compile(r"\{\{[^}]*\}\}( \*[^*\n]*\*)?")


def _send(form: Locator) -> None:
    form.locator("button[type=submit]:not(.visually-hidden)").first.click()


def _open(page: Page, words: str, action: str) -> Locator:
    """Open an act of a record and return its form."""
    page.locator("summary", has_text=words).click()
    return page.locator(f"form[action$='/{action}']")


def _sign(page: Page, base: str, words: str) -> None:
    """Sign what My work leads to, with the password where it is asked for."""
    page.goto(f"{base}/work")
    page.get_by_role("main").get_by_role("link", name=words).first.click()
    confirm = page.get_by_role("link", name="Confirm identity")
    if confirm.count():
        confirm.click()
        page.get_by_label("Password").fill(PASSWORD)
        _send(page.get_by_role("main").locator("form").last)
    page.get_by_label("Sign", exact=True).check()
    page.get_by_role("button", name="Save decision").click()
    expect(page.locator("dl.facts").first).to_contain_text("Answered")


def _policy_in_force(page: Page, theirs: Page, base: str) -> None:
    page.goto(f"{base}/documents/outlines/D-03")
    page.get_by_role("button", name="Start document").click()
    # The acts of a draft, and nothing filled in that nobody has said.
    expect(page.get_by_text(re.compile("marks are still to be filled"))).to_be_visible()
    draft = page.url
    submission = _open(page, "Submit for approval", "submission")
    submission.get_by_label("Approver").select_option(label="Tess Top")
    _send(submission)
    expect(page.get_by_role("alert")).to_contain_text("marks")
    page.goto(f"{draft}?edit=text")
    text = page.locator("textarea[name=text]")
    text.fill(_MARK.sub("We use AI where a person can say why.", text.input_value()))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#content")).to_contain_text("We use AI where a person can say why.")
    # What was said to who writes is gone.
    expect(page.locator("#content blockquote")).to_have_count(0)
    submission = _open(page, "Submit for approval", "submission")
    submission.get_by_label("Approver").select_option(label="Tess Top")
    submission.get_by_label("Due").fill(SOON)
    _send(submission)
    _sign(theirs, base, "Approved: AI policy")
    page.goto(draft)
    expect(page.locator(".page-head")).to_contain_text("Effective")


def _policy_read(page: Page, theirs: Page, base: str) -> None:
    page.goto(f"{base}/campaigns/new")
    page.get_by_label("Version").select_option(index=1)
    page.get_by_label("Read by").fill(SOON)
    page.get_by_role("main").get_by_role("button", name="Start campaign").click()
    campaign = page.url
    for reader in (page, theirs):
        _sign(reader, base, "Read and understood: AI policy")
    page.goto(campaign)
    expect(page.get_by_text("2 of 2 members have signed.")).to_be_visible()


def _system_by_intake(page: Page, theirs: Page, base: str) -> None:
    theirs.goto(f"{base}/system-requests/new")
    theirs.get_by_label("What is it called?").fill("Letter helper")
    theirs.get_by_label("What is it, or should it be, used for?").fill("Drafts letters to customers")
    theirs.get_by_label("Who works with it?").fill("Front desk")
    for question, answer in (
        ("Who makes or supplies it?", "A supplier"),
        ("Do data about people go in or come out?", "Not known"),
        ("Does the result matter to people outside the team?", "It informs them"),
        ("Where does it stand?", "In use, without approval"),
    ):
        theirs.get_by_role("group", name=question).get_by_label(answer, exact=True).check()
    theirs.get_by_role("button", name="Propose AI system").click()
    page.goto(f"{base}/work")
    page.get_by_role("main").get_by_role("link", name="Letter helper").click()
    _send(_open(page, "Add to inventory", "inclusion"))
    page.get_by_role("link", name="Letter helper").last.click()
    inclusion = _open(page, "Take into scope", "inclusion")
    inclusion.get_by_label("Reason").fill("The front desk works with it every day.")
    _send(inclusion)
    expect(page.get_by_text("In scope").first).to_be_visible()


def _scope_in_force(page: Page, theirs: Page, base: str) -> None:
    page.goto(f"{base}/sites/new")
    page.get_by_label("Name", exact=True).fill("Head office")
    page.get_by_label("What is done there").fill("Everything")
    page.get_by_role("main").get_by_role("button", name="Add site").click()
    page.goto(f"{base}/scope/new")
    page.get_by_role("main").get_by_role("button", name="Draft version").click()
    scope = page.url

    def part(name: str, edit: str) -> Locator:
        page.goto(f"{scope}?edit={edit}")
        return page.locator(f"#{name}")

    wording = part("wording", "edit")
    wording.get_by_label("Sentence for the certificate").fill("Letters to customers, drafted with AI.")
    _send(wording)
    coverage = part("coverage", "cover")
    coverage.get_by_label(re.compile("Head office")).check()
    coverage.get_by_label(re.compile("Letter helper")).check()
    _send(coverage)
    for name, fields in (
        ("activities", {"Activity": "Writing letters"}),
        ("outside", {"What lies outside": "Canteen", "Reason": "It uses no AI."}),
        ("interfaces", {"With whom": "Host", "What passes": "Servers"}),
    ):
        row = part(name, name)
        for label, words in fields.items():
            row.get_by_label(label, exact=True).fill(words)
        _send(row)
    considered = part("considered", "consider")
    considered.get_by_label("How context and parties were considered").fill("We rely on one supplier.")
    _send(considered)
    asked = _open(page, "Request approval", "approval-request")
    asked.get_by_label("Approver", exact=True).select_option(label="Tess Top")
    asked.get_by_label("Due").fill(SOON)
    asked.get_by_label("Next review").fill(NEXT_YEAR)
    _send(asked)
    _sign(theirs, base, "Scope of the AIMS")
    page.goto(scope)
    expect(page.locator("dl.facts").first).to_contain_text("Effective")


def test_goes_from_nothing_to_a_policy_and_a_scope_in_force(
    desk: BrowserContext, browser: Browser, product: Product
) -> None:
    page = desk.new_page()
    base = new_organisation(page, "First Steps")
    manager = colleague(page, browser, product, base, "Tess Top", role="Top management")
    theirs = manager.new_page()
    _policy_in_force(page, theirs, base)
    _policy_read(page, theirs, base)
    _system_by_intake(page, theirs, base)
    _scope_in_force(page, theirs, base)
    # Both stand behind their requirements by themselves, and no verdict came of it.
    for number, shown in (("5.2", "AI policy"), ("4.3", "Scope")):
        page.goto(f"{base}/requirements/{number}")
        expect(page.locator("#evidence")).to_contain_text(shown)
        expect(page.get_by_role("main")).to_contain_text("Not assessed")
        assert violations(page) == []
    manager.close()
