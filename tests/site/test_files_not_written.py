"""A real server whose processes that write files get too little memory, or are killed: a sentence, and pages go on."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site.served import Site, environ_of, served, set_up

pytestmark = [
    pytest.mark.programs,
    pytest.mark.skipif("DATABASE_URL" in os.environ, reason="asked once: no database takes part"),
    pytest.mark.skipif(sys.platform != "linux", reason="limits of another process are a matter of Linux"),
]
_PEOPLE = """
import django
django.setup()
from django.conf import settings
from django.test import Client
from tests import factories
from tests.conformity.rating import a_round
settings.ALLOWED_HOSTS = ["*"]
user = factories.user("Ada", runs=True)
acme = factories.organisation("Acme", administrator=user)
a_round(acme)
client = Client()
client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
print(client.cookies["sessionid"].value)
"""
_REPORT = "/o/acme/reports/gap/GA-1.pdf"
_MIB = 1024 * 1024


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("written")
    set_up(data)
    return data


@pytest.fixture(scope="module")
def cookie(data: Path) -> str:
    environ = environ_of(data) | {"DJANGO_SETTINGS_MODULE": "waymark.site.settings"}
    made = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", _PEOPLE], env=environ, check=True, capture_output=True, text=True
    )
    return f"sessionid={made.stdout.strip()}"


@pytest.fixture
def site(data: Path, cookie: str) -> Iterator[Site]:
    assert cookie
    with served(data) as running:
        until = time.monotonic() + 20
        while len(_helpers()) < 2 and time.monotonic() < until:
            time.sleep(0.05)
        yield running


def _children(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(one) for one in found.split()]


def _helpers() -> list[int]:
    """Return the helpers of the workers of the server that this process started."""
    servers = [one for one in _children(os.getpid()) if b"gunicorn" in Path(f"/proc/{one}/cmdline").read_bytes()]
    return [helper for server in servers for worker in _children(server) for helper in _children(worker)]


def test_says_that_memory_did_not_suffice_and_goes_on(site: Site, cookie: str) -> None:
    for helper in _helpers():
        used = int(Path(f"/proc/{helper}/statm").read_text().split()[0]) * resource.getpagesize()
        resource.prlimit(helper, resource.RLIMIT_AS, (used + 4 * _MIB, resource.RLIM_INFINITY))
    status, page = site.page(_REPORT, cookie=cookie)
    assert (status, "file-not-written" in page) == (503, True)
    assert "The file could not be written" in page
    assert site.page("/o/acme/", cookie=cookie)[0] == 200
    for helper in _helpers():
        resource.prlimit(helper, resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert site.page(_REPORT.replace("pdf", "docx"), cookie=cookie)[0] == 200


def test_says_that_the_process_was_killed_and_leaves_none(site: Site, cookie: str) -> None:
    killed: list[int] = []
    answers: list[tuple[int, str]] = []
    asking = threading.Thread(target=lambda: answers.append(site.page(_REPORT, cookie=cookie)))
    helpers = _helpers()
    asking.start()
    until = time.monotonic() + 20
    while not killed and time.monotonic() < until:
        for child in [child for helper in helpers for child in _children(helper)]:
            os.kill(child, signal.SIGKILL)
            killed.append(child)
    asking.join()
    status, page = answers[0]
    assert (status, "file-not-written" in page, len(killed)) == (503, True, 1)
    assert [child for helper in helpers for child in _children(helper)] == []
    assert site.page("/o/acme/", cookie=cookie)[0] == 200


def test_needs_no_room_on_a_disk(site: Site, cookie: str) -> None:
    for helper in _helpers():
        resource.prlimit(helper, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    for form in ("pdf", "docx"):
        assert site.page(_REPORT.replace("pdf", form), cookie=cookie)[0] == 200


def test_answers_pages_while_forty_ask_for_a_file(site: Site, cookie: str) -> None:
    answers: list[tuple[int, str]] = []
    asking = [threading.Thread(target=lambda: answers.append(site.page(_REPORT, cookie=cookie))) for _ in range(40)]
    for one in asking:
        one.start()
    most, meanwhile = 0, 0
    while any(one.is_alive() for one in asking):
        assert site.page("/o/acme/", cookie=cookie)[0] == 200
        meanwhile += any(one.is_alive() for one in asking)
        most = max(most, sum(len(_children(helper)) for helper in _helpers()))
    for one in asking:
        one.join()
    statuses = [status for status, _page in answers]
    assert set(statuses) <= {200, 503}
    assert statuses.count(200) >= 2
    assert all("other-files-first" in page for status, page in answers if status == 503)
    # Two of the four threads of each of two workers.
    assert most <= 4
    assert meanwhile, "no page was answered before the files were there"
    assert site.page(_REPORT, cookie=cookie)[0] == 200
