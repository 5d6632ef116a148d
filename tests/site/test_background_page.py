"""The page about background work: for those who run the installation, with reasons and no secrets."""

import uuid

import pytest

from tests import factories
from tests.core import numbered_jobs
from tests.factories import client_of
from waymark.core.backlog import backlog
from waymark.core.worker import Worker

pytestmark = pytest.mark.django_db


def test_shows_what_failed_and_why_and_lets_it_be_tried_again_or_dismissed() -> None:
    numbered_jobs.refused.enqueue(5)
    numbered_jobs.notes.enqueue(6)
    Worker().step()
    visitor = client_of(factories.user(runs=True))
    page = visitor.get("/background").content.decode()
    for words in ("One job failed", "This file is not a document.", "No worker is running.", "Noting a number"):
        assert words in page
    assert numbered_jobs.HIDDEN not in page
    key = backlog().failed[0].id
    assert visitor.post(f"/background/{key}/retry").status_code == 303
    assert backlog().failed == []
    while Worker().step():
        pass
    assert visitor.post(f"/background/{key}/dismissal").status_code == 303
    assert visitor.post(f"/background/{key}/dismissal").status_code == 422


def test_is_closed_to_everybody_else() -> None:
    visitor = client_of(factories.user())
    assert "/background" not in visitor.get("/you").content.decode()
    assert visitor.get("/background").status_code == 403
    for act in ("retry", "dismissal"):
        assert visitor.post(f"/background/{uuid.uuid4()}/{act}").status_code == 403


def test_is_reached_from_the_menu_of_who_runs_the_installation() -> None:
    assert "/background" in client_of(factories.user(runs=True)).get("/you").content.decode()


def test_is_calm_when_nothing_waits() -> None:
    Worker().keep_up()
    page = client_of(factories.user(runs=True)).get("/background").content.decode()
    assert "No jobs waiting or failed" in page or "Waiting" in page
    assert "No worker is running." not in page
