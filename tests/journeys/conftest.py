"""The real product in a real browser: the server people start, on a data folder of its own."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.rows import SLUG, make_rows
from tests.template import DATABASE, sqlite_template

_LINK = re.compile(r"http://127\.0\.0\.1:\d+/start/\S+")
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # A page lives for a second: code made fast by V8's last compiler, beside it, is made for the next page again.
    "--js-flags=--single-threaded --no-opt",
]
EMAIL = "ada@example.com"
PASSWORD = "four brown horses walk"


@dataclass
class Product:
    """A running server: its address, the one-time link it printed, and what it has said."""

    process: "subprocess.Popen[str]"
    settings: dict[str, str]
    link: str = ""
    output: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Return the address of the site."""
        return self.link.split("/start/")[0]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the Chromium of this machine; nothing is downloaded."""
    path = (
        os.environ.get("CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if path is None:
        pytest.skip("no Chromium on this machine")
    return {**browser_type_launch_args, "executable_path": path, "args": _FLAGS}


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Start the product as `./run` does, with the demo, and stop it as Ctrl-C does; the first tables are there."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("WAYMARK_", "DATABASE_"))}
    settings |= {"WAYMARK_DATA": str(tmp_path_factory.mktemp("data")), "WAYMARK_PORT": "8629"}
    shutil.copy(sqlite_template(), Path(settings["WAYMARK_DATA"]) / DATABASE)
    process = subprocess.Popen(
        [sys.executable, "-m", "waymark.site.supervisor"],
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=Path(__file__).parent,
    )
    running = Product(process, settings)
    _wait_for_link(running)
    yield running
    process.terminate()
    assert process.wait(30) == 0, "".join(running.output)


def _wait_for_link(running: Product) -> None:
    assert running.process.stdout is not None
    for line in running.process.stdout:
        running.output.append(line)
        found = _LINK.search(line)
        if found:
            running.link = found.group()
            break
    else:
        pytest.fail("The server ended without a link:\n" + "".join(running.output))
    # The pipe must be drained, or the server would block once it is full.
    threading.Thread(target=lambda: running.output.extend(running.process.stdout or []), daemon=True).start()


@pytest.fixture(scope="session")
def first_administrator(product: Product, browser: Browser) -> dict[str, Any]:
    """Open the printed link, become the first administrator, and return the signed-in state of that browser."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(product.link)
    page.get_by_label("Your name").fill("Ada Lindqvist")
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").last.click()
    page.wait_for_url(re.compile(rf"{re.escape(product.address)}/(?!start)"))
    state: Any = context.storage_state()
    context.close()
    return dict(state)


@pytest.fixture(scope="session")
def rows(product: Product, first_administrator: dict[str, Any]) -> str:
    """Return the short name of an organisation of the first administrator with some rows in every list."""
    assert first_administrator
    make_rows(product.settings, EMAIL)
    return SLUG


@pytest.fixture
def desk(browser: Browser, product: Product, first_administrator: dict[str, Any]) -> Iterator[BrowserContext]:
    """Return a browser in which the first administrator is signed in."""
    context = browser.new_context(
        base_url=product.address,
        storage_state=first_administrator,  # type: ignore[arg-type]  # what storage_state() returned
        viewport={"width": 1440, "height": 900},
        accept_downloads=True,
    )
    yield context
    context.close()


@pytest.fixture
def sheet_page(desk: BrowserContext) -> Page:
    """Return an empty page of the signed-in browser."""
    return desk.new_page()
