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

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite_only("the console shows what pages show, which is asked on both"),
]
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


@pytest.fixture
def open_alpha(demos: Demos) -> Organisation:
    demo = demos["alpha"]
    framework = framework_of(demo)
    assert framework is not None
    open_round(demo, framework, title="Next", controls=["A.2.2"], by=CONSOLE)
    return demo


def _sheet(folder: Path, text: str) -> str:
    (folder / "own.csv").write_text(text, encoding="utf-8")
    return str(folder / "own.csv")


def test_chooses_columns_and_words_and_lists_the_rows_that_fail(tmp_path: Path, open_alpha: Organisation) -> None:
    file = _sheet(tmp_path, "Where,What,How\n4.1-1,Mostly done,Open\n4.1-2,Splendid,Done\n4.1-3,Yes,Open\n")
    options = ("--column", "verdict=What", "--word", "Mostly done=partial", "--heading-row", "1", "--sheet", "1")
    seen = answer("gap", "import", "--org", "alpha", file, *options)
    assert (seen["verdicts"], seen["rows"], seen["not_understood"], seen["unchanged_rows"]) == (2, 2, 1, 0)
    assert [(one["row"], one["column"], one["found"]) for one in seen["rows_that_fail"]] == [(3, "B", "Splendid")]
    shown = run("gap", "import", "--org", "alpha", file, *options)
    assert "This verdict is not on the scale." in shown.stdout
    assert "Points rated for the first time" in shown.stdout
    done = run("gap", "import", "--org", "alpha", file, *options, "--apply", "--leave-out")
    assert done.exit_code == 0, done.output
    given = GapAssessment.objects.of(open_alpha).numbered(2).get().judgements
    assert sorted(given.values_list("point__ref", "verdict")) == [("4.1-1", "partial"), ("4.1-3", "in_place")]


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("Colour,Shape\nred,round\n", (), "No column with references"),
        ("Ref,Signed by\n4.1-1,Yes\n4.1-2,No\n", (), "--column verdict=D"),
        ("Ref,Status\n4.1-1,Splendid\n", ("--apply", "--leave-out"), "Nothing in the sheet was understood"),
        ("ISO 9001 clause,Status\n4.1,Yes\n4.2,No\n", (), "seems to be about ISO 9001"),
        ("Ref,Status,Finding\nA.2.2,N/A,We develop no AI systems.\n", (), "--exclusion no_activity"),
        ("Ref,Status\n4.1-1,Yes\n", ("--sheet", "Gaps"), "reading-refused"),
        ("Ref,Status\n4.1-1,Yes\n", ("--column", "verdict=Q"), "no column “Q”"),
        ("Ref,Status\n4.1-1,Yes\n", ("--column", "mood=B"), "no field “mood”"),
        ("Ref,Status\n4.1-1,Yes\n", ("--word", "Yes=great"), "is no verdict"),
    ],
)
def test_ends_with_one_where_nothing_was_understood(
    text: str, words: tuple[str, ...], sentence: str, tmp_path: Path, open_alpha: Organisation
) -> None:
    result = run("gap", "import", "--org", "alpha", _sheet(tmp_path, text), *words)
    assert result.exit_code == 1, result.output
    assert sentence in result.stderr
    assert not GapAssessment.objects.of(open_alpha).numbered(2).get().judgements.exists()


def test_leaves_a_control_out_with_the_reason_code_that_was_named(tmp_path: Path, open_alpha: Organisation) -> None:
    file = _sheet(tmp_path, "Ref,Status,Finding\nA.2.2,N/A,We develop no AI systems.\n")
    done = run("gap", "import", "--org", "alpha", file, "--exclusion", "no_activity", "--apply")
    assert done.exit_code == 0, done.output
    given = GapAssessment.objects.of(open_alpha).numbered(2).get().judgements
    assert set(given.values_list("verdict", "reason_code")) == {("not_applicable", "no_activity")}


def test_follows_the_numbers_of_another_standard_when_told(tmp_path: Path, open_alpha: Organisation) -> None:
    file = _sheet(tmp_path, "ISO 9001 clause,Status\n4.1,Yes\n4.2,No\n")
    assert answer("gap", "import", "--org", "alpha", file, "--match", "numbers")["rows"] == 2
