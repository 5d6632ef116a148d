"""What a browser loads that was never here before: requests and bytes of each page, fonts and pictures counted.

`python -m bench.cold` starts the product as `./run` does, with the demo, signs somebody in, and opens each page in a
Chromium whose cache is empty. The budget is 10 requests and 120 kB (of a thousand bytes) as they go over the wire.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright

from bench.callers import Browser
from bench.product import Product
from bench.racing import apart

REQUESTS, BYTES = 10, 120_000
PAGES: Final = {
    "home": "/o/alpha/",
    "gap sheet of one clause": "/o/alpha/gap/GA-1/sheet/6.1.4",
    "a requirement": "/o/alpha/requirements/6.1.4",
    "requirements": "/o/alpha/requirements/",
    "evidence": "/o/alpha/evidence/",
    "a piece of evidence": "/o/alpha/evidence/5",
    "evidence with a preview": "/o/alpha/evidence/9",
    "new evidence": "/o/alpha/evidence/new",
    "My work": "/o/alpha/work",
    "tasks": "/o/alpha/tasks/",
    "tasks as a board": "/o/alpha/tasks/?display=board",
    "a task": "/o/alpha/tasks/TASK-3",
    "all points of a round": "/o/alpha/points?round=1",
    "result of a round": "/o/alpha/gap/GA-1/result",
    "the trail": "/o/alpha/trail/",
    "the portfolio": "/portfolio",
}
_MAIL, _PASSWORD = "cold@example.org", "a-password-for-the-bench"


@dataclass(frozen=True)
class Load:
    """One page opened with an empty cache: the bytes of each request over the wire, heads included."""

    what: str
    sizes: tuple[int, ...]

    @property
    def is_over(self) -> bool:
        """Return whether it is more than the budget."""
        return len(self.sizes) > REQUESTS or sum(self.sizes) > BYTES


def main() -> int:
    """Measure, print; 1 if a page is over its budget."""
    with tempfile.TemporaryDirectory(prefix="waymark-bench-") as folder:
        product = Product(apart(Path(folder)), demo=True)
        try:
            product.start()
            loads = list(_loads(product, _signed_in(product)))
            product.stop()
        finally:
            product.kill()
    print(f"{'what':34}{'requests':>9}{'kB':>9}{'budget':>12}")
    for one in loads:
        mark = "  over" if one.is_over else ""
        print(f"{one.what:34}{len(one.sizes):9}{sum(one.sizes) / 1000:9.1f}{f'{REQUESTS}, {BYTES // 1000}':>12}{mark}")
    return 1 if any(one.is_over for one in loads) else 0


def _signed_in(product: Product) -> dict[str, str]:
    # Whoever is the first runs the demo.
    browser = Browser(product)
    browser.must(product.first_link, name="Cleo Cold", email=_MAIL, password=_PASSWORD)
    return browser.cookies


def _loads(product: Product, cookies: dict[str, str]) -> Iterator[Load]:
    address = f"http://127.0.0.1:{product.port}"
    known: Any = [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox", "--disable-gpu"])
        for what, path in PAGES.items():
            yield Load(what, _sizes(chromium, known, address + path))
        chromium.close()


def _sizes(chromium: Chromium, cookies: Any, address: str) -> tuple[int, ...]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies(cookies)
    page = context.new_page()
    sizes = _noted(page)
    answer = page.goto(address)
    assert answer is not None  # noqa: S101 -- goto answers for http addresses
    assert answer.ok, (address, answer.status)  # noqa: S101 -- a figure of an error page is none
    page.wait_for_load_state("networkidle")
    context.close()
    return tuple(sizes.values())


def _noted(page: Page) -> dict[str, int]:
    # Chromium alone knows what went over the wire; a picture inside a sheet (data:) is no request.
    session, sizes = page.context.new_cdp_session(page), dict[str, int]()

    def sent(event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            sizes[event["requestId"]] = 0

    def loaded(event: dict[str, Any]) -> None:
        if event["requestId"] in sizes:
            sizes[event["requestId"]] = round(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", sent)
    session.on("Network.loadingFinished", loaded)
    session.send("Network.enable")
    return sizes


def _chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next((path for name in names if (path := shutil.which(name))), None)


if __name__ == "__main__":
    sys.exit(main())
