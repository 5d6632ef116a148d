"""The gap assessment at the console, and how the console refuses."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.site.console import answer, run
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.queries import framework_of
from waymark.conformity.rounds import open_round
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import CONSOLE
from waymark.trail.models import Entry

pytestmark = pytest.mark.django_db
Demos = Mapping[str, Organisation]


def test_reports_the_figures_of_alpha(demos: Demos) -> None:
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
    assert figures["close_first"] == ["4.3", "5.2", "6.1.2", "6.1.3", "6.1.4", "9.3.1"]
    assert (figures["actions"], figures["last_due_on"]) == (44, "2026-05-29")


def test_reports_to_people_too(demos: Demos) -> None:
    result = run("gap", "report", "--org", "alpha", "--round", "ga-1")

    assert result.exit_code == 0
    assert "46 in place, 50 partial, 44 missing" in result.stdout
    assert "readiness (share of clause points, partial counts half): 50 %" in " ".join(result.stdout.split())
    assert "6.1.4-1" in result.stdout


def test_compares_two_rounds(demos: Demos) -> None:
    shown = answer("gap", "compare", "--org", "gamma", "--from", "GA-1", "--to", "GA-2")

    assert shown["readiness"] == [48, 98]
    assert {"point": "4.1-2", "before": "missing", "after": "in_place", "better": True} in shown["changes"]
    assert "4.1-2" in run("gap", "compare", "--org", "gamma", "--from", "1", "--to", "2").stdout


@pytest.mark.parametrize("form", ["xlsx", "csv", "json", "pdf", "docx"])
def test_exports_in_every_format(tmp_path: Path, form: str, demos: Demos) -> None:
    file = tmp_path / f"round.{form}"
    result = run("gap", "export", "--org", "alpha", "--format", form, "-o", str(file))

    assert (result.exit_code, result.stdout.strip()) == (0, str(file))
    assert file.stat().st_size > 1000


def test_imports_what_it_has_exported(tmp_path: Path, demos: Demos) -> None:
    demo = demos["alpha"]
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
    # The 140 points of the clauses, and the one of theirs that is guidance in edition 2 (6.1.4-5).
    assert GapAssessment.objects.of(demo).numbered(2).get().judgements.count() == 141


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
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
        (("user", "link", "nobody@example.org"), 3, "There is no user"),
        (("user", "add", "not an address", "--name", "X"), 1, "valid"),
        (("org", "archive", "alpha"), 2, "Missing option '--reason'"),
        (("catalogue", "show", "iso-0"), 3, "No edition 'iso-0'"),
        (("dance",), 2, "No such command 'dance'"),
    ],
)
def test_refuses_in_a_sentence(words: tuple[str, ...], code: int, sentence: str, demos: Demos) -> None:
    entries = Entry.objects.count()
    result = run(*words)

    assert result.exit_code == code, result.output
    assert sentence in result.stderr
    assert result.stdout == ""
    assert Entry.objects.count() == entries
