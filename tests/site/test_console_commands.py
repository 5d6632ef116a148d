"""The console does what the pages do, answers programs in JSON, and refuses in sentences."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import OperationalError
from django.db.models.query import QuerySet

from tests import factories
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.queries import framework_of
from waymark.conformity.rounds import open_round
from waymark.people.models.access import AccessLink, Purpose
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.people.rights import Role
from waymark.site.console.app import console
from waymark.site.demo.loading import load_demo
from waymark.trail.actors import CONSOLE
from waymark.trail.models import Entry

pytestmark = pytest.mark.django_db


def run(*words: str) -> Result:
    """Run a command as typed; anything but an orderly end is a failure of the test."""
    result = CliRunner().invoke(console, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def answer(*words: str) -> Any:
    """Return the JSON that a command prints."""
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_reports_the_figures_of_alpha() -> None:
    load_demo("alpha", by=CONSOLE)
    figures = answer("gap", "report", "--org", "alpha")

    assert (figures["reference"], figures["title"], figures["state"]) == ("GA-1", "Gap assessment GA-A-1", "closed")
    assert (figures["started_on"], figures["closed_on"]) == ("2026-01-12", "2026-01-23")
    assert (figures["readiness"], figures["completion"], figures["demo"]) == (50, 100, True)
    assert [figures["points"][one] for one in ("in_place", "partial", "missing", "total")] == [46, 50, 44, 140]
    assert [figures["controls"][one] for one in ("in_place", "partial", "missing", "total")] == [9, 14, 15, 38]
    assert [(one["in_place"], one["partial"], one["missing"]) for one in figures["groups"][:3]] == [
        (4, 6, 4),
        (6, 8, 3),
        (4, 12, 24),
    ]
    assert {"5.2-4", "4.3-4", "6.1.2-1", "6.1.3-6", "6.1.4-1"} <= set(figures["blockers"])
    assert (figures["actions"], figures["last_due_on"]) == (44, "2026-05-29")


def test_reports_to_people_too() -> None:
    load_demo("alpha", by=CONSOLE)
    result = run("gap", "report", "--org", "alpha", "--round", "ga-1")

    assert result.exit_code == 0
    assert "46 in place, 50 partial, 44 missing" in result.stdout
    assert "readiness 50 %" in result.stdout
    assert "6.1.4-1" in result.stdout


def test_takes_texts_of_people_literally(organisation: Organisation) -> None:
    framework = framework_of(organisation)
    assert framework is not None
    open_round(organisation, framework, title="[red]=1+1[/] \\[x]", controls=[], by=CONSOLE)

    assert "[red]=1+1[/] \\[x]" in run("gap", "report", "--org", organisation.slug).stdout


def test_compares_two_rounds() -> None:
    load_demo("gamma", by=CONSOLE)
    told = answer("gap", "compare", "--org", "gamma", "--from", "GA-1", "--to", "GA-2")

    assert told["readiness"] == [48, 98]
    assert {"point": "4.1-2", "before": "missing", "after": "in_place", "better": True} in told["changes"]
    assert "4.1-2" in run("gap", "compare", "--org", "gamma", "--from", "1", "--to", "2").stdout


@pytest.mark.parametrize("form", ["xlsx", "csv", "json", "pdf", "docx"])
def test_exports_in_every_format(tmp_path: Path, form: str) -> None:
    load_demo("alpha", by=CONSOLE)
    file = tmp_path / f"round.{form}"
    result = run("gap", "export", "--org", "alpha", "--format", form, "-o", str(file))

    assert (result.exit_code, result.stdout.strip()) == (0, str(file))
    assert file.stat().st_size > 1000


def test_imports_what_it_has_exported(tmp_path: Path) -> None:
    demo = load_demo("alpha", by=CONSOLE)
    file = tmp_path / "sheet.csv"
    run("gap", "export", "--org", "alpha", "--format", "csv", "-o", str(file))
    framework = framework_of(demo)
    assert framework is not None
    open_round(demo, framework, title="Next", controls=["A.2.2"], by=CONSOLE)
    text = file.read_text(encoding="utf-8-sig")
    sheet = tmp_path / "edited.csv"
    rows = [row for row in text.splitlines() if not row.startswith(("A.", '"A.'))]
    sheet.write_text("\n".join(rows).replace("GA-1 ", "GA-2 "), encoding="utf-8")

    seen = answer("gap", "import", "--org", "alpha", str(sheet))
    assert seen["applied"] is False
    assert GapAssessment.objects.of(demo).numbered(2).get().judgements.count() == 0

    done = run("gap", "import", "--org", "alpha", "--apply", "--leave-out", str(sheet), "--json")
    assert done.exit_code == 0, done.output
    assert GapAssessment.objects.of(demo).numbered(2).get().judgements.count() == 140


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("gap", "report", "--org", "nobody"), 3, "no organisation 'nobody'"),
        (("gap", "report", "--org", "alpha", "--round", "GA-9"), 3, "no gap assessment 'GA-9'"),
        (("gap", "report", "--org", "alpha", "--round", "GA-٣"), 3, "no gap assessment"),
        (("gap", "compare", "--org", "alpha", "--from", "1", "--to", "2"), 3, "no gap assessment '2'"),
        (("gap", "report"), 2, "Missing option '--org'"),
        (("gap", "export", "--org", "alpha", "--format", "odt"), 2, "'odt' is not one of"),
        (("gap", "export", "--org", "alpha", "-o", "/nowhere/at/all.xlsx"), 1, "No such file"),
        (("gap", "import", "--org", "alpha", "/nowhere.xlsx"), 2, "does not exist"),
        (("gap", "import", "--org", "alpha", __file__), 3, "no open gap assessment"),
        (("gap", "import", "--org", "alpha", "--round", "1", __file__), 1, "round-closed"),
        (("demo", "delta"), 2, "'delta' is not one of"),
        (("demo", "--remove", "nobody"), 3, "no organisation 'nobody'"),
        (("user", "link", "nobody@example.org"), 3, "Nobody signs in"),
        (("user", "add", "not an address", "--name", "X"), 1, "valid"),
        (("org", "archive", "alpha"), 2, "Missing option '--reason'"),
        (("catalogue", "show", "iso-0"), 3, "No edition 'iso-0'"),
        (("dance",), 2, "No such command 'dance'"),
    ],
)
def test_refuses_in_a_sentence(words: tuple[str, ...], code: int, says: str) -> None:
    load_demo("alpha", by=CONSOLE)
    entries = Entry.objects.count()
    result = run(*words)

    assert result.exit_code == code, result.output
    assert says in result.stderr
    assert result.stdout == ""
    assert Entry.objects.count() == entries


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
    assert [one["id"] for one in answer("catalogue", "list")] == ["iso-42001-2023"]
    shown = answer("catalogue", "show")
    assert sum(one["points"] for one in shown["requirements"]) == 225
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


def test_says_that_the_database_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_rows: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(QuerySet, "_fetch_all", absent)
    result = run("user", "list")

    assert result.exit_code == 4
    assert "The database cannot be used: connection refused" in result.stderr
    assert "waymark init" in result.stderr
