"""The promise to an auditor: every claim opens down to a file, a hash, a day, and somebody else who looked at it."""

import hashlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from tests.evidence.files import samples
from tests.journeys.conftest import Product
from tests.journeys.people import colleague, new_organisation
from tests.journeys.test_every_page import complaints_about

pytestmark = pytest.mark.journey
WORDS = "The steering committee approved the policy on the first of March. Reference blueheron."


def _ask(page: Page, base: str) -> None:
    page.goto(f"{base}/requirements/5.2")
    page.get_by_role("link", name="Request evidence").click()
    page.get_by_label("What you need").fill("The approved AI policy")
    page.get_by_label("From").select_option(label="Kim Colleague")
    page.get_by_role("main").get_by_role("button", name="Request evidence").click()
    expect(page.get_by_role("link", name="The approved AI policy")).to_be_visible()


def _answer(other: BrowserContext, base: str, file: Path) -> None:
    page = other.new_page()
    page.goto(f"{base}/work")
    page.get_by_role("main").get_by_role("link", name="The approved AI policy").first.click()
    page.get_by_label("Files").set_input_files(file)
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_text("Answered with EV-1")).to_be_visible()
    page.close()


def test_leads_from_a_question_to_a_verified_file(
    sheet_page: Page, browser: Browser, product: Product, tmp_path: Path
) -> None:
    page, file = sheet_page, tmp_path / "policy.txt"
    file.write_text(WORDS)
    base = new_organisation(page, "Proof Works")
    other = colleague(page, browser, product, base)
    _ask(page, base)
    _answer(other, base, file)

    # Back at the requirement: the answer stands there, and nobody but its collector has looked at it.
    page.goto(f"{base}/requirements/5.2")
    expect(page.locator("#evidence").get_by_text("Unverified")).to_be_visible()
    page.locator("#evidence").get_by_role("link", name="The approved AI policy").click()
    sha256 = hashlib.sha256(WORDS.encode()).hexdigest()
    # The hash stands under More (issue 9).
    page.get_by_text("More", exact=True).click()
    expect(page.get_by_text(sha256)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="policy.txt", exact=True).click()
    assert hashlib.sha256(Path(download.value.path()).read_bytes()).hexdigest() == sha256

    page.get_by_label("Verified: it shows").check()
    page.get_by_label("What you checked").fill("Compared with the signed minutes")
    page.get_by_role("button", name="Save check").click()
    expect(page.get_by_text("Compared with the signed minutes").first).to_be_visible()

    # The worker has read the file by now, or will in a moment; then a word inside it finds the evidence.
    def found() -> int:
        page.goto(f"{base}/evidence/?q=blueheron")
        return page.get_by_role("link", name="The approved AI policy").count()

    for _try in range(40):
        if found():
            break
        page.wait_for_timeout(500)
    expect(page.locator("mark", has_text="blueheron")).to_be_visible()
    other.close()


def test_shows_beside_the_form_what_was_attached_to_two_points_at_once(
    sheet_page: Page, browser: Browser, product: Product, tmp_path: Path
) -> None:
    page, file = sheet_page, tmp_path / "ai_policy-signed.pdf"
    file.write_bytes(samples.pdf("The AI policy, as signed", pages=5))
    base = new_organisation(page, "Preview Works")
    other = colleague(page, browser, product, base, "Lou Checker")

    page.goto(f"{base}/requirements/5.2")
    page.locator("#evidence").get_by_role("link", name="Add").click()
    page.get_by_label("Files").set_input_files(file)
    expect(page.get_by_label("What it shows")).to_have_value("Ai policy signed")
    page.get_by_label("What it shows").fill("The AI policy is signed")
    expect(page.get_by_role("checkbox", name=re.compile("^5.2 "))).to_be_checked()
    for point in ("5.2-1", "6.1.2-1"):
        page.get_by_label("Evidence for").fill(point)
        page.get_by_role("checkbox", name=re.compile(f"^{re.escape(point)} ")).check()
    page.get_by_role("button", name="Save evidence").click()
    expect(page.get_by_text("EV-1 was saved and linked to 5.2, 5.2-1, 6.1.2-1.")).to_be_visible()

    # Whoever checks reads the file beside the form, page by page.
    theirs = other.new_page()
    forbidden: list[str] = []
    theirs.on("console", lambda line: forbidden.append(line.text) if "Content Security Policy" in line.text else None)
    assert complaints_about(theirs, f"{base}/evidence/1") == []
    theirs.set_viewport_size({"width": 1440, "height": 900})
    frame = theirs.frame_locator("iframe")
    expect(frame.get_by_role("img", name="Page 1")).to_be_visible()
    assert frame.get_by_role("img", name="Page 1").evaluate("one => one.naturalWidth") > 500
    frame.get_by_role("link", name="Next pages").first.click()
    expect(frame.get_by_text("Pages 4 to 5 of 5").first).to_be_visible()
    preview, form = (theirs.locator(one).bounding_box() for one in ("#preview", ".acts__now"))
    assert preview is not None
    assert form is not None
    assert form["x"] > preview["x"] + preview["width"]
    assert max(preview["y"], form["y"]) < 900
    theirs.get_by_label("Verified: it shows").check()
    theirs.get_by_label("What you checked").fill("Compared with the signed original")
    theirs.get_by_role("button", name="Save check").click()
    expect(theirs.get_by_text("Compared with the signed original").first).to_be_visible()
    assert forbidden == []
    other.close()


@pytest.mark.parametrize(
    ("name", "content"),
    [("photo.jpg", samples.jpeg()), ("drawing.svg", samples.SVG)],
    ids=["broken", "svg with script"],
)
def test_says_of_a_picture_that_cannot_be_drawn_that_it_is_to_download(
    name: str, content: bytes, sheet_page: Page
) -> None:
    page = sheet_page
    base = new_organisation(page, f"Broken {name.partition('.')[0].title()}")
    acted: list[str] = []

    def note(dialog: Dialog) -> None:
        acted.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    page.goto(f"{base}/evidence/new")
    page.get_by_label("Files").set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": content})
    page.get_by_role("button", name="Save evidence").click()
    page.wait_for_url(f"**{base}/evidence/1")
    expect(page.locator("#preview").get_by_text("This file cannot be shown here. Download it.")).to_be_visible()
    expect(page.locator("#preview img")).to_be_hidden()
    assert acted == []


def test_shows_a_picture_that_can_be_drawn(sheet_page: Page) -> None:
    page = sheet_page
    base = new_organisation(page, "Whole Picture")
    page.goto(f"{base}/evidence/new")
    page.get_by_label("Files").set_input_files(
        {"name": "photo.png", "mimeType": "image/png", "buffer": samples.png(300, 200)}
    )
    page.get_by_role("button", name="Save evidence").click()
    page.wait_for_url(f"**{base}/evidence/1")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#preview").get_by_role("img", name="photo.png")).to_be_visible()
    expect(page.get_by_text("This file cannot be shown here.")).to_be_hidden()


def test_attaches_what_was_pasted_at_a_point_of_the_gap_sheet(sheet_page: Page) -> None:
    page = sheet_page
    base = new_organisation(page, "Paste Works")
    page.goto(f"{base}/gap/new")
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/gap/GA-1/"))
    page.goto(f"{base}/gap/GA-1/sheet/4.1")
    page.keyboard.press("a")
    page.get_by_label("What it shows").fill("The context was discussed")
    # What a browser gives a page when somebody pastes a screenshot.
    page.evaluate(
        """() => {
          const canvas = document.createElement("canvas");
          canvas.width = canvas.height = 8;
          return new Promise((done) => canvas.toBlob((blob) => {
            const given = new DataTransfer();
            given.items.add(new File([blob], "image.png", { type: "image/png" }));
            document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: given, bubbles: true }));
            done();
          }));
        }"""
    )
    expect(page.get_by_text("image.png · 1 KiB")).to_be_visible()
    # What somebody typed stays; no name of a file takes its place.
    expect(page.get_by_label("What it shows")).to_have_value("The context was discussed")
    page.get_by_role("button", name="Save evidence").click()
    page.wait_for_url(re.compile(r"/gap/GA-1/sheet/4\.1#4\.1-1$"))
    expect(page.locator("[id='4.1-1']").get_by_role("link", name=re.compile(r"EV-\d+"))).to_be_visible()
