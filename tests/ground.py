"""Ground that is laid once for all tests of a module, because building it takes longer than asking it.

A module says which ground it stands on, and hands every test a copy of its own:

    filled_once = once_per_module(build_filled)

    @pytest.fixture
    def filled(filled_once: Once[Filled], db: None) -> Filled:
        return filled_once.copy()

The rows are built inside one transaction that is undone at the end of the module. Each test runs inside it, in the
savepoint that pytest-django opens for it, so that whatever the test writes is undone before the next one begins.
What was built is copied for each test (as Django's setUpTestData does), so that no test can spoil it in memory either.
Tests that commit (`transactional_db`, `live_server`) empty the database afterwards, and may not stand on such ground.
The organisation of the cast stands on it by itself in every module whose tests can bear it: `all_stand_on`.
"""

import copy
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from waymark.core.backlog import backlog
from waymark.core.worker import Worker
from waymark.records.backing import together

Built = TypeVar("Built")
_COMMITTING = frozenset({"transactional_db", "live_server"})


@dataclass(frozen=True)
class Once(Generic[Built]):
    """What was built once, of which every test gets a copy."""

    original: Built

    def copy(self) -> Built:
        """Return it as it was built; what belongs together in it still does."""
        return copy.deepcopy(self.original)


def plain_settings() -> dict[str, Any]:
    """Return settings that hash passwords quickly and serve static files by their plain names."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return {
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "STORAGES": {**settings.STORAGES, "staticfiles": plain},
    }


def once_per_module(build: Callable[..., Built], *, params: Sequence[Any] | None = None) -> Any:
    """Return a module's fixture that builds rows once and undoes them after the module's last test.

    With `params` every test is done on the ground of each, one ground after the other; `build` is given it.
    """
    return once_per("module", build, params=params)


def once_per(
    scope: Literal["module", "package"], build: Callable[..., Built], *, params: Sequence[Any] | None = None
) -> Any:
    """Return the same for a module or for a whole folder."""

    @pytest.fixture(scope=scope, params=params, ids=str)
    def once(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Once[Built]]:
        _refuse_commits(request.node, request.session.items)
        with undone(build if params is None else lambda: build(request.param), django_db_blocker) as built:
            yield built

    return once


@contextmanager
def undone(build: Callable[[], Built], blocker: Any) -> Iterator[Once[Built]]:
    """Build rows inside a transaction of their own, and undo them in the end."""
    with blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        try:
            with override_settings(**plain_settings()), together():
                built = Once(build())
        except BaseException:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)
            raise
    yield built
    with blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


def all_stand_on(fixture: str, module: pytest.Module, items: list[pytest.Item]) -> bool:
    """Tell whether every test of a module that meets the database asks for this fixture, and none commits.

    Only then may its rows be there for the whole module: nobody finds them who did not ask.
    """
    mine = [item for item in items if item.getparent(pytest.Module) is module]
    return not any(commits(item) or (_meets_database(item) and fixture not in _fixtures(item)) for item in mine)


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


def _meets_database(item: pytest.Item) -> bool:
    return "db" in _fixtures(item) or item.get_closest_marker("django_db") is not None


def _refuse_commits(module: pytest.Collector, items: list[pytest.Item]) -> None:
    for item in items:
        if module in item.listchain() and commits(item):
            pytest.fail(f"{item.name} commits, and would undo or keep the ground of its whole module")


def commits(item: pytest.Item) -> bool:
    """Tell whether a test commits what it writes, instead of undoing it."""
    marker = item.get_closest_marker("django_db")
    asks = marker is not None and (marker.kwargs.get("transaction") is True or marker.args[:1] == (True,))
    return asks or bool(_COMMITTING & _fixtures(item))


def sqlite_only(item: pytest.Item, vendor: str) -> pytest.MarkDecorator | None:
    """Return why a test marked `sqlite_only` is skipped on another database. The mark always carries its reason."""
    marker = item.get_closest_marker("sqlite_only")
    if marker is None:
        return None
    (reason,) = marker.args
    return None if vendor == "sqlite" else pytest.mark.skip(reason=f"asked once, on SQLite: {reason}")


def do_jobs() -> int:
    """Do the background work that is due, now and here, and return how much there was; a failing job fails the test."""
    worker, done = Worker(), 0
    while worker.step():
        done += 1
    assert [(line.label, line.reason) for line in backlog().failed] == []
    return done
