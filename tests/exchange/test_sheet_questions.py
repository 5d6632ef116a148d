"""Question lists: many answers about one requirement become one verdict, and nothing that is missing improves it."""

from typing import Any

import pytest

from tests.exchange.sheets import REASON, by_requirement, codes, preview_of, sheet
from waymark.exchange.preview import Preview

_HEAD = "Clause|Requirement|Question|Answer|Comment|Due date"


def _asked(
    *answers: Any, ref: str = "6.1.2", head: str = _HEAD, merged: tuple[str, ...] = (), exclusion: str = ""
) -> Preview:
    """One requirement with a question for each answer; its number stands at the first one only."""
    rows = [
        (ref if at == 0 else "", "AI risk assessment" if at == 0 and ref == "6.1.2" else "", f"Question {at}?", *answer)
        for at, answer in enumerate(answers)
    ]
    read = sheet(*rows, ("4.1", "Context", "Is it known?", "Yes"), head=head, merged=merged)
    return preview_of(read, exclusion=exclusion)


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        (("Yes", "Yes", "Yes"), "in_place"),
        (("No", "No"), "missing"),
        (("Yes", "No"), "partial"),
        (("Yes", "Partly", "Yes"), "partial"),
        (("Partly", "Partly"), "partial"),
        (("Yes", "No", "No idea"), "partial"),
        (("ja", "Yes"), "in_place"),
        (("No", "Yes", "TBD"), "partial"),
        (("No", "Yes", ""), "partial"),
    ],
)
def test_rolls_the_answers_of_one_requirement_up(answers: tuple[str, ...], verdict: str) -> None:
    preview = _asked(*((answer,) for answer in answers))
    assert by_requirement(preview) == {"6.1.2": verdict, "4.1": "in_place"}
    assert {one.rows for one in preview.new if one.whole == "6.1.2"} == {tuple(range(2, 2 + len(answers)))}
    assert [(one.ref, one.verdict, one.open_rows) for one in preview.rolled] == [("6.1.2", verdict, ())]


@pytest.mark.parametrize("open_answer", ["No idea", "", "TBD", "OK?", "Not assessed", "N/A"])
@pytest.mark.parametrize("answer", ["Yes", "No"])
def test_rates_nothing_where_an_open_answer_could_change_the_verdict(answer: str, open_answer: str) -> None:
    # Leaving a row out once made "yes, yes, no idea" in place.
    preview = _asked((answer,), (answer,), (open_answer,))
    assert by_requirement(preview) == {"4.1": "in_place"}
    assert (4, "answers_open") in codes(preview)
    assert (preview.unchanged, preview.unchanged_rows) == (0, ())
    assert [(one.ref, one.verdict, one.open_rows) for one in preview.rolled] == [("6.1.2", "", (4,))]


def test_joins_the_notes_and_takes_the_earliest_date() -> None:
    preview = _asked(
        ("Yes", "Method 2.1", "2027-03-01"), ("No", "No criteria", "2027-01-15"), ("No", "Method 2.1", "soon")
    )
    entered = {one.entered for one in preview.new if one.whole == "6.1.2"}
    assert {(one.verdict, one.finding, str(one.target_on)) for one in entered} == {
        ("partial", "Method 2.1\nNo criteria", "2027-01-15")
    }
    assert codes(preview) == [(4, "date_unknown")]


@pytest.mark.parametrize("merged", [(), ("A2:A4", "B2:B4")])
def test_carries_a_reference_down_over_blank_and_merged_cells(merged: tuple[str, ...]) -> None:
    preview = _asked(("Yes",), ("No",), ("Yes",), merged=merged)
    assert preview.carried == (3, 4)
    assert by_requirement(preview) == {"6.1.2": "partial", "4.1": "in_place"}


def test_carries_no_reference_over_a_row_of_another_title_or_an_unknown_one() -> None:
    head = "Clause|Title|Status|Comment"
    preview = preview_of(
        sheet(
            ("4.1", "Context", "Yes", ""),
            ("", "Penguins", "No", ""),
            ("", "", "No", ""),
            ("99.9", "Whales", "No", ""),
            ("", "", "No", ""),
            head=head,
        )
    )
    assert by_requirement(preview) == {"4.1": "in_place"}
    assert codes(preview) == [
        (3, "reference_missing"),
        (4, "reference_missing"),
        (5, "reference_unknown"),
        (6, "reference_missing"),
    ]


def test_rolls_up_rows_that_each_have_their_number() -> None:
    rows = [("9.1", "Monitoring", f"Question {at}?", answer) for at, answer in enumerate(("Yes", "Yes", "No"))]
    preview = preview_of(sheet(*rows, head="Clause|Requirement|Question|Answer"))
    assert by_requirement(preview) == {"9.1": "partial"}
    assert preview.rolled[0].answers == (("in_place", 2), ("missing", 1))


def test_improves_no_verdict_by_leaving_a_row_out() -> None:
    read = sheet(
        ("4.1", "", "Is it known?", "Yes"),
        ("4.1-9", "", "Is it new?", "No"),
        ("9.1", "", "Is it measured?", "Yes"),
        ("9.1-1", "", "", "Splendid"),
        head="Clause|Requirement|Question|Answer",
    )
    preview = preview_of(read)
    assert not preview.new
    assert {row for row, _code in codes(preview)} >= {3, 5}


def test_leaves_out_a_question_that_does_not_apply_to_a_control_only() -> None:
    preview = _asked(("Yes", ""), ("N/A", REASON), ref="A.6.2.4")
    assert by_requirement(preview) == {"A.6.2.4": "in_place", "4.1": "in_place"}


def test_excludes_a_control_all_of_whose_questions_do_not_apply() -> None:
    preview = _asked(("N/A", REASON), ("N/A", "None at all"), ref="A.6.2.4", exclusion="no_activity")
    assert by_requirement(preview) == {"A.6.2.4": "not_applicable", "4.1": "in_place"}


def test_keeps_two_rows_about_one_point_apart() -> None:
    preview = preview_of(
        sheet(("4.1-1", "", "Yes"), ("4.1-1", "", "No"), ("4.1-2", "", "Yes"), head="Ref|Title|Status")
    )
    assert codes(preview) == [(2, "duplicate"), (3, "duplicate")]
    assert by_requirement(preview) == {"4.1-2": "in_place"}


def test_counts_verdicts_findings_dates_and_unchanged_rows() -> None:
    preview = _asked(("Yes", "Seen", "2027-01-15"), ("No", "", ""))
    points = len([one for one in preview.new if one.whole == "6.1.2"])
    counts = preview.counts()
    assert counts["verdicts"] == counts["new"]
    assert (counts["findings"], counts["target_dates"], counts["rows"]) == (points, points, 3)
    assert counts["unchanged_rows"] == 0
