"""Sheets with the columns people have: what is the verdict, what looks like one, and what is asked about."""

from typing import Any

import pytest

from tests.exchange.sheets import REASON, by_requirement, codes, preview_of, sheet
from waymark.exchange.tables.workbook import Cell, Sheet

_ROWS = (("4.1", "Context"), ("4.2", "Interested parties"), ("4.3", "Scope"), ("A.2.2", "AI policy"))


def _with(*values: str, head: str) -> Sheet:
    """The four rows above, each with one more value, or several divided by bars."""
    rows = [(*row, *value.split("|")) for row, value in zip(_ROWS, values, strict=True)]
    return sheet(*rows, head=f"Clause|Title|{head}")


@pytest.mark.parametrize(
    ("head", "values"),
    [
        ("Applicable", ("Yes", "Yes", "Yes", "Yes")),
        ("Applicability", ("Applicable", "Applicable", "Applicable", "Applicable")),
        ("In scope", ("Y", "Y", "Y", "Y")),
        ("Anwendbar", ("ja", "ja", "ja", "ja")),
        ("Applicabilité", ("oui", "oui", "oui", "oui")),
        ("Aplicable", ("sí", "sí", "sí", "sí")),
        ("Action status", ("Open", "Closed", "In progress", "Done")),
        ("Statut de l'action", ("terminé", "en cours", "terminé", "en cours")),
        ("Score", ("3", "2", "0", "5")),
        ("Confidence", ("High", "Low", "Medium", "High")),
        ("Konfidenz", ("hoch", "mittel", "hoch", "niedrig")),
        ("Documented", ("Yes", "No", "Yes", "No")),
        ("Likelihood", ("High", "Low", "Medium", "High")),
        ("Last reviewed", ("2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05")),
    ],
)
def test_takes_no_verdict_from_what_is_no_conformity(head: str, values: tuple[str, ...]) -> None:
    # A guess from the contents once made "Applicable: Yes" a requirement in place.
    preview = preview_of(_with(*values, head=head))
    assert preview.is_readable
    assert (preview.new, preview.troubles, preview.rivals) == ((), (), ())


@pytest.mark.parametrize(
    ("head", "values", "expected"),
    [
        (
            "Status",
            ("3 - Fully implemented", "0 - Not done", "2: Partially", "(3) Implemented"),
            "yes no part yes",
        ),
        ("Status", ("Implemented (100 %)", "Partial (50%)", "Missing (0 %)", "Level 2 – Partial"), "yes part no part"),
        ("Applicable|Status", ("Yes|No", "Yes|Yes", "Yes|Partial", "Yes|Yes"), "no yes part yes"),
        ("Score|Compliance|Confidence", ("1|Yes|High", "2|No|Low", "3|No|Low", "4|Partly|Low"), "yes no no part"),
        (
            "Compliance|Action|Who|Action status",
            ("Yes|||", "No|x|Bo|Done", "No|y|Bo|Open", "Yes|||"),
            "yes no no yes",
        ),
        ("Maturity level|Conformity", ("5|no", "1|yes", "1|yes", "1|no"), "no yes yes no"),
        ("In place|Partial|Missing", ("x||", "|X|", "||x", "✓||"), "yes part no yes"),
        ("Yes|No|Partly", ("1||", "|1|", "||1", "||1"), "yes no part part"),
        ("Erfüllt|Teilweise|Nicht erfüllt", ("x||", "|x|", "||x", "x|-|-"), "yes part no yes"),
        ("Conforme|Partiellement conforme|Non conforme", ("x||", "|x|", "||x", "||x"), "yes part no no"),
        ("ISO 42001 conformity|ISO 27001 conformity", ("Yes|No", "No|Yes", "No|Yes", "Yes|No"), "yes no no yes"),
    ],
)
def test_takes_the_verdict_from_where_it_stands(head: str, values: tuple[str, ...], expected: str) -> None:
    words = {"yes": "in_place", "part": "partial", "no": "missing"}
    preview = preview_of(_with(*values, head=head))
    assert list(by_requirement(preview).values()) == [words[word] for word in expected.split()]
    assert not preview.troubles


@pytest.mark.parametrize(
    ("head", "values", "rivals"),
    [
        ("Status|Compliance", ("Open|Yes", "Closed|No", "Open|Yes", "Done|Partial"), (2, 3)),
        ("Documentation status|Implementation status|Result", ("x|Yes|No", "x|No|No", "x|No|No", "x|Yes|Yes"), (3, 4)),
        ("Approved by Bo", ("Yes", "No", "Yes", "No"), (2,)),
        ("Action|Status", ("Write it|Done", "Ask|Open", "Find|In progress", "Buy|Not started"), (3,)),
        ("2025|2026", ("Yes|Yes", "No|Yes", "No|Yes", "No|No"), (2, 3)),
    ],
)
def test_asks_which_column_is_the_verdict(head: str, values: tuple[str, ...], rivals: tuple[int, ...]) -> None:
    preview = preview_of(_with(*values, head=head))
    assert preview.rivals == rivals
    assert {one.code for one in preview.doubts} == {"verdict_rivals"}
    assert not [one for change in preview.new for one in change.differences if one.name == "verdict"]


def test_takes_the_column_a_person_chose_for_the_verdict() -> None:
    read = _with("Open|Yes", "Closed|No", "Open|Yes", "Done|Partial", head="Status|Compliance")
    preview = preview_of(read, columns={"reference": 0, "title": 1, "verdict": 3}, rivals=())
    assert list(by_requirement(preview).values()) == ["in_place", "missing", "in_place", "partial"]


_SOA = "Control|Control title|Applicable|Justification for exclusion|Status|Notes"


@pytest.mark.parametrize(
    ("row", "verdict", "finding", "code"),
    [
        (("A.7.3", "Acquisition of data", "No", REASON, "", ""), "not_applicable", REASON, ""),
        (("A.7.3", "Acquisition of data", "Excluded", REASON, "n/a", ""), "not_applicable", REASON, ""),
        (("A.7.3", "Acquisition of data", "No", REASON, "-", ""), "not_applicable", REASON, ""),
        (("A.7.3", "Acquisition of data", "No", REASON, "Not implemented", ""), "not_applicable", REASON, ""),
        (("A.7.3", "Acquisition of data", "No", "", "", REASON), "not_applicable", REASON, ""),
        (("A.7.3", "Acquisition of data", "No", REASON, "", "See IT"), "not_applicable", f"{REASON}\nSee IT", ""),
        (("A.7.3", "Acquisition of data", "Yes", "", "Implemented", "See IT"), "in_place", "See IT", ""),
        (("A.7.3", "Acquisition of data", "No", "", "", ""), "", "", "not_applicable_reason"),
        (("A.7.3", "", "No", REASON, "Implemented", "IT"), "not_assessed", "IT", "excluded_but_rated"),
        (("7.2", "Competence", "No", REASON, "", ""), "", "", "not_applicable_clause"),
    ],
)  # fmt: skip
def test_makes_a_reasoned_exclusion_not_applicable(row: tuple[str, ...], verdict: str, finding: str, code: str) -> None:
    read = sheet(("A.2.2", "AI policy", "Yes", "", "Partial", ""), row, head=_SOA)
    preview = preview_of(read, exclusion="no_activity")
    found = [one.entered for one in preview.new if one.row == 3]
    assert {(one.verdict, one.finding) for one in found} == ({(verdict, finding)} if verdict else set())
    assert codes(preview) == ([(3, code)] if code else [])


def test_excludes_a_control_with_all_its_points() -> None:
    read = sheet(("A.2.2", "AI policy", "Yes", "", "No", ""), ("A.7.3", "", "No", REASON), head=_SOA)
    preview = preview_of(read, exclusion="no_activity")
    points = [one.place.ref for one in preview.new if one.entered.verdict == "not_applicable"]
    assert points
    assert {one.whole for one in preview.new if one.place.ref in points} == {"A.7.3"}


def test_says_where_two_verdicts_are_marked() -> None:
    preview = preview_of(_with("x|x|", "x||", "|x|", "||x", head="In place|Partial|Missing"))
    assert codes(preview) == [(2, "marks_contradict")]
    assert list(by_requirement(preview)) == ["4.2", "4.3", "A.2.2"]


def test_reads_an_export_of_another_tool() -> None:
    head = "urn|ref_id|name|description|compliance_result|requirement_progress|score|observations"
    preview = preview_of(
        sheet(
            ("urn:1", "4.1", "Context", "", "compliant", "done", "3", "Seen"),
            ("urn:2", "4.2", "Interested parties", "", "partially_compliant", "in_progress", "1", ""),
            ("urn:3", "A.2.2", "AI policy", "", "non_compliant", "to_do", "0", ""),
            ("urn:4", "A.2.3", "Alignment", "", "not_assessed", "to_do", "", ""),
            head=head,
        )
    )
    assert by_requirement(preview) == {"4.1": "in_place", "4.2": "partial", "A.2.2": "missing"}
    assert not preview.troubles


@pytest.mark.parametrize(
    ("head", "row", "expected"),
    [
        ("ID|Clause|Requirement|Status", ("R-1", "4.1", "Context", "Yes"), "4.1"),
        ("Control ID|Control|Status|Owner", ("A.2.2", "AI policy", "Yes", "Bo"), "A.2.2"),
        ("Requirement|Result|Owner", ("4.1 Context", "Yes", "Bo"), "4.1"),
        ("ISO 27001|ISO 42001|Title|Status", ("A.5.1", "A.2.2", "AI policy", "Yes"), "A.2.2"),
        ("No.|ISO/IEC 42001:2023 clause|Title|Status", ("1", "6.3", "Planning of changes", "Yes"), "6.3"),
    ],
)
def test_finds_the_column_of_the_references(head: str, row: tuple[Any, ...], expected: str) -> None:
    rest = {"4.1": ("4.2", "Needs and expectations"), "A.2.2": ("A.2.3", "Alignment"), "6.3": ("7.1", "Resources")}
    second = [Cell(rest[expected][0] if cell == expected else cell) for cell in row]
    second = [
        Cell(one.text.replace("4.1 Context", "4.2 Needs and expectations").replace("A.5.1", "A.5.2")) for one in second
    ]
    title = 2 if "Title" in head or "Requirement|Status" in head else 1
    if title < len(second) and second[title].text in {"Context", "AI policy", "Planning of changes"}:
        second[title] = Cell(rest[expected][1])
    preview = preview_of(sheet(row, tuple(second), head=head))
    assert expected in by_requirement(preview)
    assert not preview.troubles
