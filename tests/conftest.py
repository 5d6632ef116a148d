"""The ground every test stands on: no network, a plain ground, and a fixed cast."""

import gc
import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.template.base import Template
from django.test import utils as test_utils

from tests import factories
from tests.ground import Once, all_stand_on, do_jobs, plain_settings, sqlite_only, undone
from tests.own_database import migrated as migrated  # noqa: PLC0414 -- fixtures for every test that asks
from tests.own_database import surroundings as surroundings  # noqa: PLC0414 -- as above
from tests.template import copy_into_memory, postgresql_template, sqlite_template
from waymark.catalogue.loading import load
from waymark.catalogue.reading.folder import read_edition, shipped_folders
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.trail.actors import CONSOLE


def _forbid_network() -> None:
    """Let sockets reach this machine only, whatever the code under test tries."""

    def guarded(act: Any) -> Any:
        def reach(self: socket.socket, address: Any) -> Any:
            if self.family != socket.AF_UNIX and not _is_here(str(address[0])):
                message = f"The network is off in tests: {address!r}"
                raise RuntimeError(message)
            return act(self, address)

        return reach

    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, guarded(getattr(socket.socket, name)))


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


_forbid_network()


_SLOW_GROUND = frozenset({"db", "transactional_db", "live_server", "surroundings"})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Call a test `unit` that needs neither database, browser nor programs; skip on PostgreSQL what says so."""
    for item in items:
        fixtures = _SLOW_GROUND & set(getattr(item, "fixturenames", ()))
        if not fixtures and not any(item.get_closest_marker(name) for name in ("django_db", "journey", "programs")):
            item.add_marker("unit")
        if skip := sqlite_only(item, connection.vendor):
            item.add_marker(skip)


def pytest_collection_finish() -> None:
    """Set aside what was collected, and look for garbage from now on (tests/apart.py says why).

    Every 700 new objects, as Python does by itself, was a sixth of all the time that tests take.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)
    gc.enable()


class LongFilesFirst:
    """Puts files that start programs first, so that no process works at them alone while the others have ended."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Move whole files; within a file the order stays."""
        programs = {item.path for item in items if _starts_programs(item)}
        items.sort(key=lambda item: item.path not in programs)


def _starts_programs(item: pytest.Item) -> bool:
    fixtures = {"surroundings", "migrated"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("programs") is not None


def pytest_configure(config: pytest.Config) -> None:
    """Let the order be set after everybody else had their say."""
    config.pluginmanager.register(LongFilesFirst())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker: Any) -> None:
    """Begin with the tables of the template instead of running every migration once more."""
    settings = connection.settings_dict["TEST"]
    settings["MIGRATE"] = False
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            settings["TEMPLATE"] = postgresql_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Load the shipped edition once, so that every organisation of the tests has its requirements."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            copy_into_memory(sqlite_template())
        for folder in shipped_folders():
            load(read_edition(folder), by=CONSOLE, is_shipped=True)


@pytest.fixture(scope="session")
def django_test_environment(django_test_environment: None) -> None:
    """Render templates as the product does: Django would copy each context for tests that look into it; none does."""
    Template._render = test_utils._TestState.saved_data.template_render  # type: ignore[attr-defined]  # noqa: SLF001 -- it has no other door


@pytest.fixture(autouse=True)
def _plain_ground(settings: Any) -> None:
    """Hash passwords quickly and serve static files by their plain names."""
    for name, value in plain_settings().items():
        setattr(settings, name, value)


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    """Begin each test with no guesses counted: on SQLite the cache is a file, which no transaction undoes."""
    if connection.vendor == "sqlite":
        cache.clear()


@pytest.fixture
def data_folder() -> Path:
    """Return the data folder of this run."""
    return Path(os.environ["WAYMARK_DATA"])


@pytest.fixture
def run_jobs(db: None) -> Callable[[], int]:
    """Return a way to do the background work that is due, now and here; a job that fails, fails the test.

    Nothing else runs jobs in tests: what a test does not ask for stays in the queue.
    """

    return do_jobs


def _acme() -> Organisation:
    return factories.organisation("Acme", administrator=factories.user("Ada Administrator"))


@pytest.fixture(scope="module")
def organisation_once(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Once[Organisation] | None]:
    """Found the organisation of the cast once for a module whose tests all ask for it; founding takes longest."""
    if not all_stand_on("organisation", request.node, request.session.items):
        yield None
        return
    with undone(_acme, django_db_blocker) as built:
        yield built


@pytest.fixture
def organisation(organisation_once: Once[Organisation] | None, db: None) -> Organisation:
    """Return the organisation of the cast."""
    return _acme() if organisation_once is None else organisation_once.copy()


@pytest.fixture
def administrator(organisation: Organisation) -> Member:
    """Return who made the organisation: administrator and AIMS manager."""
    return Member.objects.of(organisation).get(name="Ada Administrator")


@pytest.fixture
def manager(organisation: Organisation) -> Member:
    """Return the AIMS manager, who is no administrator."""
    return factories.member(organisation, Role.AIMS_MANAGER, name="Mia Manager")


@pytest.fixture
def owner(organisation: Organisation) -> Member:
    """Return somebody who owns things and may rate."""
    return factories.member(organisation, Role.CONTRIBUTOR, name="Omar Owner")


@pytest.fixture
def reader(organisation: Organisation) -> Member:
    """Return somebody who may only read."""
    return factories.member(organisation, Role.READER, name="Rita Reader")


@pytest.fixture
def outsider(db: None) -> Member:
    """Return the administrator of another organisation, who is always refused."""
    theirs = factories.organisation("Elsewhere", administrator=factories.user("Otto Outsider"))
    return Member.objects.of(theirs).get(name="Otto Outsider")
