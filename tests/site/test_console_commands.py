"""The console does what the pages do, answers programs in JSON, and refuses in sentences."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests import factories
from tests.core.numbered_jobs import full
from tests.site.console import answer, run
from waymark.conformity.queries import framework_of
from waymark.conformity.rounds import open_round
from waymark.core.clock import now
from waymark.core.models import Heartbeat
from waymark.core.worker import Worker
from waymark.people.models.access import AccessLink, Purpose
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.people.rights import Role
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db


def test_takes_texts_of_people_literally(organisation: Organisation) -> None:
    framework = framework_of(organisation)
    assert framework is not None
    open_round(organisation, framework, title="[red]=1+1[/] \\[x]", controls=[], by=CONSOLE)

    assert "[red]=1+1[/] \\[x]" in run("gap", "report", "--org", organisation.slug).stdout


def test_tells_the_way_out_of_a_refusal(organisation: Organisation) -> None:
    result = run("demo", "--remove", organisation.slug)

    assert result.exit_code == 1
    assert "[not-a-demo]" in result.stderr
    assert "Archive it instead." in result.stderr
    assert Organisation.objects.filter(pk=organisation.pk).exists()


def test_loads_lists_and_removes_demos() -> None:
    assert run("demo", "beta").stdout.strip() == "beta"
    assert answer("demo", "--list") == [
        {"name": "alpha", "loaded": False},
        {"name": "beta", "loaded": True},
        {"name": "gamma", "loaded": False},
    ]
    assert run("demo", "--remove", "beta").exit_code == 0
    assert not Organisation.objects.filter(slug="beta").exists()


def test_registers_a_person_and_prints_a_link_that_works_once() -> None:
    result = run("user", "add", "Ada@Example.org", "--name", "Ada", "--runs-installation")
    token = result.stdout.strip().rstrip("/").rpartition("/")[2]

    assert AccessLink.find(token, Purpose.PASSWORD).user == User.objects.get(email="ada@example.org")
    newer = run("user", "link", "ada@example.org").stdout.strip().rstrip("/").rpartition("/")[2]
    assert newer != token
    assert not AccessLink.objects.unused().for_token(token).exists()
    assert [one["runs_installation"] for one in answer("user", "list")] == [True]


def test_refuses_the_same_address_twice() -> None:
    run("user", "add", "ada@example.org", "--name", "Ada")
    result = run("user", "add", "ADA@example.org", "--name", "Ada too")

    assert result.exit_code == 1
    assert User.objects.count() == 1


def test_lets_nobody_in_who_was_deactivated() -> None:
    person = factories.user(email="ada@example.org")

    run("user", "deactivate", "ada@example.org", "--reason", "Left the house.")
    person.refresh_from_db()
    assert not person.is_active
    run("user", "reactivate", "ada@example.org", "--reason", "Came back.")
    person.refresh_from_db()
    assert person.is_active


def test_makes_archives_and_restores_an_organisation() -> None:
    factories.user(email="ada@example.org")
    assert (
        run("org", "add", "Acme", "--administrator", "ada@example.org", "--time-zone", "Europe/Vilnius").exit_code == 0
    )

    made = Organisation.objects.get(slug="acme")
    assert (made.time_zone, made.sample) == ("Europe/Vilnius", False)
    assert Role.ADMINISTRATOR in Member.objects.of(made).get().roles
    run("org", "archive", "acme", "--reason", "No longer needed.")
    assert [one["archived_at"] is None for one in answer("org", "list")] == [False]
    run("org", "restore", "acme", "--reason", "Needed after all.")
    assert [one["archived_at"] is None for one in answer("org", "list")] == [True]
    assert {"Acme"} < set(run("org", "list").stdout.split())


def test_shows_and_checks_catalogues(tmp_path: Path) -> None:
    assert [one["id"] for one in answer("catalogue", "list")] == ["iso-42001-2023", "iso-42001-2023-2"]
    shown = answer("catalogue", "show")
    assert sum(one["points"] for one in shown["requirements"]) == 261
    first = answer("catalogue", "show", "iso-42001-2023")
    assert sum(one["points"] for one in first["requirements"]) == 225
    assert "6.1.4" in run("catalogue", "show").stdout

    result = run("catalogue", "validate", str(tmp_path), "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)


def test_names_each_fault_and_how_to_mend_it() -> None:
    result = run("doctor", "--json")
    found = json.loads(result.stdout)

    assert result.exit_code == 1
    assert {"what", "problem", "mend"} == set(found[0])
    assert "people" in {one["what"] for one in found}
    factories.user(runs=True)
    assert "people" not in {one["what"] for one in json.loads(run("doctor", "--json").stdout)}


def test_lists_makes_and_finishes_tasks(organisation: Organisation, owner: Member, outsider: Member) -> None:
    org = ("--org", organisation.slug)
    due = ("--due", "2020-01-31", "--priority", "high", "--about", "requirement:5.2")
    made = run("task", "add", "Review the policy", "--owner", owner.email, *due, *org)
    assert made.stdout.strip() == "TASK-1"
    late = answer("task", "list", "--state", "overdue", *org)
    assert [(one["title"], one["about"]["reference"]) for one in late] == [("Review the policy", "5.2")]
    assert "TASK-1" in run("task", "list", "--owner", owner.name, *org).stdout
    assert "is done" in run("task", "finish", "task-1", "--note", "Reviewed.", *org).stdout
    assert answer("task", "list", *org) == []
    assert [one["reference"] for one in answer("task", "list", "--state", "done", *org)] == ["TASK-1"]
    again = run("task", "finish", "TASK-1", "--note", "Again.", *org)
    assert (again.exit_code, "[task-done]" in again.stderr) == (1, True)
    for words in (("--owner", outsider.email), ("--about", "requirement:99"), ("--about", "x")):
        assert run("task", "add", "x", *words, *org).exit_code == 3
    assert run("task", "finish", "TASK-9", "--note", "x", *org).exit_code == 3


def test_tells_of_background_work_and_tries_again() -> None:
    full.enqueue(7)
    Worker().step()
    shown = answer("jobs")
    assert shown["attended"] is False
    line = shown["jobs"][0]
    assert (line["job"], line["about"], line["state"], line["reason"]) == (
        "Full disk",
        "7",
        "failed",
        "OSError: No space left on device",
    )
    assert "No worker is running" in run("jobs").stdout
    assert run("jobs", "retry", line["id"]).exit_code == 0
    Worker().step()
    assert run("jobs", "dismiss", line["id"]).exit_code == 0
    assert answer("jobs")["jobs"] == []
    assert run("jobs", "retry", line["id"]).exit_code == 1
    assert run("jobs", "retry", "x").exit_code == 2


def test_names_a_worker_that_vanished() -> None:
    assert "background work" not in {one["what"] for one in json.loads(run("doctor", "--json").stdout)}
    Worker().keep_up()
    Heartbeat.objects.update(at=now() - timedelta(minutes=5))
    assert "background work" in {one["what"] for one in json.loads(run("doctor", "--json").stdout)}


def test_says_when_the_scanner_does_not_answer(settings: Any) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, clamd="unix:/nowhere/clamd.ctl")
    found = {one["what"]: one["problem"] for one in json.loads(run("doctor", "--json").stdout)}
    assert found["scanner"] == "It cannot be reached: No such file or directory."


def test_says_when_the_search_has_no_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE evidence_search")
    assert "search" in {one["what"] for one in json.loads(run("doctor", "--json").stdout)}
