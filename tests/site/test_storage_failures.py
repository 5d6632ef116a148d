"""A real server whose database is held by somebody, or damaged: it shows what can be shown and says what is wrong."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.site.served import Site, environ_of, served, set_up

pytestmark = [
    pytest.mark.programs,
    pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the faults are those of a file of SQLite"),
]
_PEOPLE = """
import django
django.setup()
from django.conf import settings
from django.test import Client
from tests import factories
from waymark.people.models.member import Member
from waymark.people.models.token import Token
settings.ALLOWED_HOSTS = ["*"]
user = factories.user("Ada", runs=True)
acme = factories.organisation("Acme", administrator=user)
client = Client()
client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
member = Member.objects.of(acme).get()
print(client.cookies["sessionid"].value, Token.issue(member, name="Any", rights=["read"], days=1, by=member)[1])
"""


@dataclass(frozen=True)
class Known:
    """What an administrator signs in with, by browser and by program."""

    cookie: str
    secret: str


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("stored")
    set_up(data)
    return data


@pytest.fixture(scope="module")
def known(data: Path) -> Known:
    environ = environ_of(data) | {"DJANGO_SETTINGS_MODULE": "waymark.site.settings"}
    made = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", _PEOPLE], env=environ, check=True, capture_output=True, text=True
    )
    session, secret = made.stdout.split()
    return Known(f"sessionid={session}", secret)


@pytest.fixture(scope="module")
def site(data: Path, known: Known) -> Iterator[Site]:
    with served(data) as running:
        yield running


def _console(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "waymark", *words]
    return subprocess.run(command, env=environ_of(data), capture_output=True, text=True, check=False, timeout=60)  # noqa: S603


def test_shows_pages_while_somebody_writes(site: Site, known: Known) -> None:
    holder = sqlite3.connect(site.data / "waymark.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        # Whoever waited for the lock would be refused in the end: nobody lets go of it.
        assert [site.page("/o/acme/", cookie=known.cookie)[0] for _time in range(4)] == [200] * 4
        assert site.page()[0] == 200
        # Its first use is to be noted, which is left out rather than waited for.
        assert site.page("/api/v1/o/acme/evidence", secret=known.secret)[0] == 200
        found = json.loads(_console(site.data, "doctor", "--json").stdout)
        assert any("Another program is using the database" in one["problem"] for one in found)
    finally:
        holder.execute("ROLLBACK")
        holder.close()


def test_says_that_the_database_is_damaged(site: Site, known: Known) -> None:
    with sqlite3.connect(site.data / "waymark.sqlite3") as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.close()
    path = site.data / "waymark.sqlite3"
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))
    status, page = site.page("/o/acme/", cookie=known.cookie)
    assert (status, "database-damaged" in page) == (503, True)
    refused = _console(site.data, "trail", "verify")
    assert refused.returncode == 1
    assert "The database is damaged." in refused.stderr
    assert "Traceback" not in refused.stderr
    checked = _console(site.data, "doctor")
    assert checked.returncode == 1
    assert "damaged" in checked.stdout
