"""What a work sheet would do, worked out from plain rows."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from waymark.conformity.found import Found
from waymark.exchange.columns import propose_sheet, propose_under
from waymark.exchange.preview import Preview, look
from waymark.exchange.readings import Choices, Ground, Place, visible
from waymark.exchange.sentences import COUNTS, accepted, summary, trouble
from waymark.exchange.tables.workbook import Cell, Row, Sheet

HEAD = ("Reference", "Verdict", "Finding", "Evidence", "Severity", "Action", "Target date", "Owner", "Key")
REASON = "We do not develop AI systems ourselves."


def _ground(**found: Found) -> Ground:
    """Return a round over 4.1, 4.2, 5.1, 10.1, 10.2, A.10.2 and A.10.3; A.4.2 was not chosen."""
    sizes = {"4.1": 2, "4.2": 1, "5.1": 1, "6.1.2": 2, "10.1": 1, "10.2": 2, "A.10.2": 2, "A.10.3": 2}
    points = {ref: tuple(f"{ref}-{number}" for number in range(1, size + 1)) for ref, size in sizes.items()}
    places = {
        point: Place(point, ref, f"Text of {point}", ref.startswith("A."), found.get(point, Found()), "Ada")
        for ref, refs in points.items()
        for point in refs
    }
    outside = frozenset({"A.4.2", "A.4.2-1"})
    return Ground("GA-1", places, points, outside, frozenset({"4", "5", "6", "6.1", "10", "A.4", "A.10"}))


def _sheet(*rows: tuple[Any, ...], head: tuple[str, ...] = HEAD) -> Sheet:
    cells = [tuple(cell if isinstance(cell, Cell) else Cell(str(cell)) for cell in row) for row in (head, *rows)]
    numbered = tuple(Row(number, row) for number, row in enumerate(cells, start=1))
    return Sheet("Gaps", hidden=False, rows=numbered, width=len(head))


def _look(
    *rows: tuple[Any, ...], ground: Ground | None = None, head: tuple[str, ...] = HEAD, **answers: Any
) -> Preview:
    ground = ground or _ground()
    sheet = _sheet(*rows, head=head)
    return look(sheet, replace(propose_sheet(sheet, 0, ground), **answers), ground)


def _codes(preview: Preview) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.code) for one in preview.troubles]


def test_says_what_is_new_and_what_changes() -> None:
    ground = _ground(**{"4.2-1": Found("partial", "Old", revision=1)})
    preview = _look(("4.1-1", "In place", "Good"), ("4.2-1", "Missing", "New"), ground=ground)
    assert [(one.place.ref, one.entered.verdict) for one in preview.new] == [("4.1-1", "in_place")]
    assert [(one.name, one.before, one.after) for one in preview.changed[0].differences] == [
        ("verdict", "partial", "missing"),
        ("finding", "Old", "New"),
    ]
    assert summary(preview) == "To import: 2 verdicts, 2 findings."
    assert preview.untouched == len(ground.places) - 2


def test_takes_a_finding_alone_for_no_rating() -> None:
    preview = _look(("4.1-1", "", "Still to be asked"), ("4.2-1", "Missing", ""))
    assert [one.place.ref for one in preview.first_ratings] == ["4.2-1"]
    assert [one.place.ref for one in preview.first_notes] == ["4.1-1"]
    counts = preview.counts()
    assert (counts["new"], counts["first_ratings"], counts["first_notes"]) == (2, 1, 1)
    # Each figure has a word, the same on the pages and in the console.
    assert list(COUNTS) == list(counts)


def test_keeps_what_is_there_where_a_cell_is_blank() -> None:
    found = Found("partial", "Finding", "Minutes", 2, "Do it", dt.date(2026, 5, 1), revision=3)
    preview = _look(("4.2-1", "", "", "", "", "Do that"), ground=_ground(**{"4.2-1": found}))
    entered = preview.changed[0].entered
    assert (entered.verdict, entered.finding, entered.evidence) == ("partial", "Finding", "Minutes")
    assert (entered.severity, entered.action, entered.target_on) == (2, "Do that", dt.date(2026, 5, 1))


def test_reads_severity_and_dates() -> None:
    preview = _look(("4.1-1", "missing", "", "", "High", "", Cell("2026-04-30", "date", 46142.0, "yyyy-mm-dd")))
    assert (preview.new[0].entered.severity, preview.new[0].entered.target_on) == (2, dt.date(2026, 4, 30))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("4.1-9", "Partial"), ("A", "reference_unknown")),
        (("Ω", "Partial"), ("A", "reference_unknown")),
        (("", "Partial"), ("A", "reference_missing")),
        (("A.4.2-1", "Partial"), ("A", "outside_round")),
        (("10", "Partial"), ("A", "heading_rated")),
        (("4.1-1", "Splendid"), ("B", "verdict_unknown")),
        (("4.1-1", Cell("3", "number", 3.0, "General")), ("B", "verdict_unknown")),
        (("4.1-1", "Not applicable", REASON), ("B", "not_applicable_clause")),
        (("A.10.2-1", "Not applicable"), ("B", "not_applicable_reason")),
        (("A.10.2-1", "Not applicable", "No."), ("B", "not_applicable_reason")),
        (("4.1-1", "Partial", "", "", "17"), ("E", "severity_unknown")),
        (("4.1-1", "Partial", Cell("#REF!", "unreadable", None, "", "error_value")), ("C", "unreadable")),
        (("4.1-1", "Partial", "report\u202efdp.exe"), ("C", "unwanted_character")),
        (("4.1-1", "Partial", "bell\x07"), ("C", "unwanted_character")),
        (("4.1-1", "Partial", "a" + "\u0301" * 12), ("C", "combining_marks")),
        (("4.1-1", "Partial", "x" * 8001), ("C", "text_too_long")),
        (("4.1-1", "Partial", "", "x" * 2001), ("D", "text_too_long")),
    ],
)
def test_does_not_understand(row: tuple[Any, ...], expected: tuple[str, str]) -> None:
    preview = _look(row, ("4.2-1", "In place"))
    assert _codes(preview) == [(2, *expected)]
    assert [one.place.ref for one in preview.new] == ["4.2-1"]
    assert trouble(preview.troubles[0])
    assert accepted(preview.troubles[0])
    assert preview.troubles[0].found == visible(preview.troubles[0].found)


@pytest.mark.parametrize("written", ["soon", "2026-02-30", Cell("#REF!", "unreadable", None, "", "error_value")])
def test_loses_only_the_date_that_cannot_be_read(written: Any) -> None:
    # The whole row was kept back once, and with it a verdict that was as plain as can be.
    preview = _look(("4.1-1", "Partial", "Half", "", "", "", written), ("4.2-1", "In place"))
    assert _codes(preview) == [(2, "G", "date_unknown")]
    assert (preview.misunderstood, preview.doubts) == ((), ())
    assert {one.place.ref: (one.entered.verdict, one.entered.target_on) for one in preview.new} == {
        "4.1-1": ("partial", None),
        "4.2-1": ("in_place", None),
    }
    assert "1 cell cannot be read and is left out" in summary(preview)


def test_says_by_row_and_column_what_would_be_understood() -> None:
    one = _look(("4.1-1", "Splendid")).troubles[0]
    assert (one.row, one.column, one.found) == (2, "B", "Splendid")
    assert accepted(one) == "In place, Partial, Missing, Not applicable, Not assessed"


def test_says_how_long_the_reason_of_not_applicable_is() -> None:
    one = _look(("A.10.2-1", "Not applicable", "Not for us")).troubles[0]
    assert trouble(one) == "Rating A.10.2 as not applicable needs a reason of at least 15 characters."


@pytest.mark.parametrize("ref", ["A.10.2-1", "A.10.2"])
def test_takes_not_applicable_for_the_whole_control(ref: str) -> None:
    ground = _ground(**{"A.10.2-2": Found("partial", "Half", "Contract", revision=1)})
    preview = _look((ref, "N/A", REASON), ground=ground, exclusion="other_party")
    every = {one.place.ref: one.entered for one in (*preview.new, *preview.changed)}
    assert list(every) == ["A.10.2-1", "A.10.2-2"]
    assert {(one.verdict, one.finding, one.reason_code) for one in every.values()} == {
        ("not_applicable", REASON, "other_party")
    }
    assert every["A.10.2-2"].evidence == "Contract"


def test_reads_the_reason_code_of_our_own_sheet() -> None:
    head = ("Reference", "Verdict", "Finding", "Reason code")
    ground = replace(_ground(), reason_codes={"no risk calls for it": "no_risk"})
    preview = _look(("A.10.2", "N/A", REASON, "No risk calls for it"), head=head, ground=ground)
    assert {one.entered.reason_code for one in preview.new} == {"no_risk"}
    assert _codes(_look(("A.10.2", "N/A", REASON, "Because"), head=head)) == [(2, "D", "reason_code_unknown")]


def test_asks_for_the_reason_code_that_a_sheet_does_not_say() -> None:
    preview = _look(("A.10.2-1", "N/A", REASON), ("4.1-1", "Partial"))
    assert _codes(preview) == [(2, "B", "not_applicable_code")]
    assert ([one.code for one in preview.doubts], preview.misunderstood) == (["not_applicable_code"], ())
    assert [one.place.ref for one in preview.new] == ["4.1-1"]


def test_leaves_no_control_out_in_part() -> None:
    preview = _look(("A.10.2-1", "N/A", REASON), ("A.10.2-2", "Partial"), exclusion="no_risk")
    assert _codes(preview) == [(2, "B", "not_applicable_mixed")]
    assert [one.place.ref for one in preview.new] == ["A.10.2-2"]


def test_includes_a_control_again_as_a_whole() -> None:
    out = Found("not_applicable", REASON, reason_code="no_risk", revision=1)
    preview = _look(("A.10.2-1", "Partial", "Half"), ground=_ground(**{"A.10.2-1": out, "A.10.2-2": out}))
    assert [(one.place.ref, one.entered.verdict, one.entered.reason_code) for one in preview.changed] == [
        ("A.10.2-2", "not_assessed", None),
        ("A.10.2-1", "partial", None),
    ]


def test_carries_formulas_and_markup_as_text() -> None:
    preview = _look(("4.1-1", "Partial", "=1+1", "<script>alert(1)</script>"))
    assert (preview.new[0].entered.finding, preview.new[0].entered.evidence) == ("=1+1", "<script>alert(1)</script>")


def test_refuses_rows_that_contradict_each_other_and_takes_repeated_ones_once() -> None:
    preview = _look(("4.1-1", "Partial"), ("4.1-1", "Missing"), ("4.2-1", "Partial"), ("4.2-1", "Partial"))
    assert _codes(preview) == [(2, "A", "duplicate"), (3, "A", "duplicate")]
    assert [(one.place.ref, one.row) for one in preview.new] == [("4.2-1", 4)]
    assert [(one.reason, one.rows) for one in preview.skipped] == [("repeated", (5,))]


def test_takes_a_row_about_a_requirement_for_each_of_its_points() -> None:
    preview = _look(("4.1", "Partial", "Half"))
    assert [(one.place.ref, one.whole) for one in preview.new] == [("4.1-1", "4.1"), ("4.1-2", "4.1")]
    assert [(one.reason, one.total) for one in preview.wholes] == [("4.1", 2)]


def test_lets_rows_about_points_decide_over_a_row_about_their_requirement() -> None:
    preview = _look(("4.1", "Missing"), ("4.1-1", "In place"))
    assert [(one.place.ref, one.entered.verdict) for one in preview.new] == [("4.1-1", "in_place")]
    assert [(one.reason, one.rows) for one in preview.skipped] == [("points_decide", (2,))]


def test_asks_once_about_a_row_that_does_not_apply_to_any_point_of_a_clause() -> None:
    assert _codes(_look(("4.1", "Not applicable", REASON))) == [(2, "B", "not_applicable_clause")]


def test_shows_a_conflict_where_somebody_judged_after_the_export() -> None:
    ground = _ground(**{"4.1-1": Found("partial", revision=2), "4.1-2": Found("partial", revision=2)})
    key = ("", "", "", "", "", "")
    preview = _look(
        ("4.1-1", "Missing", *key, "GA-1 4.1-1 1"),
        ("4.1-2", "Missing", *key, "GA-1 4.1-2 2"),
        ground=ground,
    )
    assert [one.place.ref for one in preview.conflicts] == ["4.1-1"]
    assert [one.place.ref for one in preview.changed] == ["4.1-2"]
    assert len(preview.taken(sheet_wins=False)) == 1
    assert len(preview.taken(sheet_wins=True)) == 2
    assert [one.base_revision for one in preview.taken(sheet_wins=True)] == [2, 2]


def test_finds_no_conflict_where_both_say_the_same() -> None:
    ground = _ground(**{"4.1-1": Found("missing", revision=2)})
    preview = _look(("4.1-1", "Missing", "", "", "", "", "", "", "GA-1 4.1-1 1"), ground=ground)
    assert (preview.conflicts, preview.unchanged) == ((), 1)


def test_follows_the_reference_and_tells_where_the_key_is_another_ones() -> None:
    preview = _look(
        ("4.1-1", "Missing", "", "", "", "", "", "", "GA-1 4.1-2 0"),
        ("4.1-2", "Missing", "", "", "", "", "", "", "GA-7 4.1-2 5"),
    )
    assert preview.misplaced == (2, 3)
    assert [one.place.ref for one in preview.new] == ["4.1-1", "4.1-2"]


def test_lists_what_it_does_not_take() -> None:
    head = (*HEAD, "Reviewer", "Team")
    preview = _look(("4.1-1", "Partial", "", "", "", "", "", "Eve", "", "Bo", ""), head=head)
    assert preview.unknown_columns == ("Reviewer",)
    assert [(one.ref, one.found, one.present) for one in preview.owners] == [("4.1-1", "Eve", "Ada")]


def test_skips_headings_notes_and_a_heading_that_comes_again() -> None:
    preview = _look(("4", ""), ("Notes for the reader", ""), HEAD, ("4.1-1", "Partial"))
    assert [(one.reason, one.rows) for one in preview.skipped] == [("heading", (2,)), ("no_content", (3,))]
    assert not preview.troubles


def test_never_confuses_10_1_with_10_10_nor_a_clause_with_a_control() -> None:
    ground = _ground()
    number = Cell("10.1", "number", 10.1, "General")
    again = _look((number, "Partial"), ("4.1-1", "Missing"), (number, "Missing"), ground=ground)
    assert {code for _row, _column, code in _codes(again)} == {"reference_uncertain"}
    assert not [one for one in again.new if one.place.requirement == "10.1"]
    once = _look((number, "Partial"), ground=ground)
    assert [one.place.ref for one in once.new] == ["10.1-1"]
    text = _look(("A.10.2", "Partial"), ("10.2", "Missing"))
    assert {one.place.ref: one.entered.verdict for one in text.new} == {
        "A.10.2-1": "partial",
        "A.10.2-2": "partial",
        "10.2-1": "missing",
        "10.2-2": "missing",
    }


def test_asks_about_a_reference_that_became_a_date_and_takes_the_answer() -> None:
    day = Cell("2026-02-04", "date", 46057.0, "d.m")
    asked = _look((Cell("2026-02-04", "date", 46057.0, "dd/mm/yyyy"), "Partial"))
    assert _codes(asked) == [(2, "A", "reference_uncertain")]
    assert "4.2" in asked.questions[0].candidates
    answered = _look((Cell("2026-02-04", "date", 46057.0, "dd/mm/yyyy"), "Partial"), references={2: "4.2"})
    assert [one.place.ref for one in answered.new] == ["4.2-1"]
    left = _look((Cell("2026-02-04", "date", 46057.0, "dd/mm/yyyy"), "Partial"), references={2: ""})
    assert [(one.reason, one.rows) for one in left.skipped] == [("left_out", (2,))]
    assert [one.place.ref for one in _look((day, "Partial")).new] == ["4.2-1"]


def test_offers_the_points_where_the_sheet_has_letters() -> None:
    preview = _look(("6.1.2 a", "Partial"))
    assert preview.questions[0].candidates == ("6.1.2", "6.1.2-1", "6.1.2-2")


def test_lets_a_person_say_what_a_verdict_word_and_a_slash_mean() -> None:
    row = ("4.1-1", "Splendid", "", "", "", "", "03/04/2026")
    word = _look(row).words[0]
    assert (word.found, word.count, word.meaning) == ("Splendid", 1, "")
    preview = _look(row, words={word.key: "in_place"}, slashes="mdy")
    assert (preview.new[0].entered.verdict, preview.new[0].entered.target_on) == ("in_place", dt.date(2026, 3, 4))


def test_leaves_out_only_the_cell_that_is_doubtful() -> None:
    # A date with two readings once kept its whole row back; now it waits for a choice, and the verdict does not.
    preview = _look(("4.1-1", "Partial", "", "", "", "", "3/4/2027"), ("4.1-2", "OK?", "Seen"), ("4.2-1", "OK"))
    assert _codes(preview) == [(2, "G", "date_ambiguous"), (3, "B", "verdict_doubtful")]
    assert not preview.misunderstood
    assert {one.place.ref: (one.entered.verdict, one.entered.finding) for one in preview.new} == {
        "4.1-1": ("partial", ""),
        "4.1-2": ("not_assessed", "Seen"),
        "4.2-1": ("in_place", ""),
    }
    assert summary(preview) == "To import: 2 verdicts, 1 finding; 2 cells are doubtful."
    assert [trouble(one) for one in preview.doubts] == [
        "The date can be read in two ways: 3 Apr 2027, 4 Mar 2027.",
        "The question mark makes this verdict doubtful.",
    ]


def test_takes_the_choice_about_each_doubtful_cell() -> None:
    rows = (
        ("4.1-1", "Partial", "", "", "", "", "3/4/2027"),
        ("4.1-2", "OK?", "", "", "", "", "5/6/2027"),
        ("4.2-1", "OK", "", "", "", "", "3/4/2027"),
    )
    asked = _look(*rows)
    dates = {one.found: one for one in asked.dates}
    assert (dates["3/4/2027"].count, dates["5/6/2027"].count) == (2, 1)
    doubtful = next(word for word in asked.words if word.is_doubtful)
    assert (doubtful.found, doubtful.meaning) == ("OK?", "")
    answered = _look(
        *rows, words={doubtful.key: "partial"}, dates={dates["3/4/2027"].key: "2027-04-03", dates["5/6/2027"].key: "-"}
    )
    assert not answered.troubles
    assert {one.place.ref: (one.entered.verdict, one.entered.target_on) for one in answered.new} == {
        "4.1-1": ("partial", dt.date(2027, 4, 3)),
        "4.1-2": ("partial", None),
        "4.2-1": ("in_place", dt.date(2027, 4, 3)),
    }


def test_refuses_a_day_that_the_date_cannot_mean() -> None:
    row = ("4.1-1", "Partial", "", "", "", "", "3/4/2027")
    preview = _look(row, dates={_look(row).dates[0].key: "2030-01-01"})
    assert _codes(preview) == [(2, "G", "date_ambiguous")]


@pytest.mark.parametrize("word", ["TBD", "t.b.d.", "tbd?", "Pending", "To be determined", "❓", "ausstehend"])
def test_takes_no_rating_from_a_word_that_says_there_is_none_yet(word: str) -> None:
    ground = _ground(**{"4.2-1": Found("partial", "Old", revision=1)})
    preview = _look(("4.1-1", word), ("4.2-1", word, "New"), ground=ground)
    assert (preview.new, preview.troubles, preview.unchanged) == ((), (), 1)
    assert [(one.name, one.after) for one in preview.changed[0].differences] == [("finding", "New")]


def test_understands_headings_and_words_in_german() -> None:
    head = ("Kapitel", "Anforderung", "Bewertung", "Feststellung", "Maßnahmen", "Termin", "Verantwortlich")
    preview = _look(
        ("4.1-1", "Kontext", "teilweise erfüllt", "Fehlt noch", "Schreiben", "30.04.2026", "Ada"), head=head
    )
    entered = preview.new[0].entered
    assert (entered.verdict, entered.finding, entered.action) == ("partial", "Fehlt noch", "Schreiben")
    assert entered.target_on == dt.date(2026, 4, 30)


def test_is_not_readable_without_a_column_of_references() -> None:
    preview = _look(("Blue", "Round"), head=("Colour", "Shape"))
    assert not preview.is_readable
    assert not preview.taken(sheet_wins=True)


def test_reads_under_a_heading_row_that_a_person_chose() -> None:
    sheet = _sheet(("Clause", "Outcome"), ("4.1-1", "Partial"), ("4.2-1", "Missing"), head=("Survey", "2026"))
    choices = propose_under(sheet, 0, 2, _ground())
    assert (choices.heading_row, choices.first_row) == (2, 3)
    assert choices.columns == {"reference": 0, "verdict": 1}


def test_has_another_digest_as_soon_as_anything_differs() -> None:
    first = _look(("4.1-1", "Partial"))
    assert first.digest == _look(("4.1-1", "Partial")).digest
    rated = _ground(**{"4.1-1": Found("missing", revision=1)})
    others = [
        _look(("4.1-1", "Missing")),
        _look(("4.1-1", "Partial", "x")),
        _look(("4.1-2", "Partial")),
        _look(("4.1-1", "Partial"), ground=rated),
        _look(("4.1-1", "Partial"), ("4.2-1", "??")),
    ]
    assert len({first.digest, *(one.digest for one in others)}) == len(others) + 1


def test_keeps_its_choices_through_json() -> None:
    choices = Choices(1, 2, 3, {"reference": 0}, {7: "4.2", 8: ""}, {"abc": "partial"}, "dmy")
    assert (
        Choices.from_answers(choices.answers(), sheet=1, heading_row=2, first_row=3, columns={"reference": 0})
        == choices
    )


def test_shows_what_cannot_be_shown() -> None:
    assert visible("a\x00b\u202ec\nd") == "a[U+0000]b[U+202E]c ↵ d"
    assert visible("\ud800") == "[U+D800]"
    assert len(visible("x" * 1000)) == 160
