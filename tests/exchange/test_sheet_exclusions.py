"""Sheets that leave controls out: always the whole control, with a reason and one reason code, or a question."""

from dataclasses import replace
from typing import Any

from tests.exchange.sheets import REASON, by_requirement, codes, preview_of, sheet, whole_standard
from waymark.conformity.found import Found
from waymark.exchange.columns import propose_sheet
from waymark.exchange.forms import ReadingForm
from waymark.exchange.preview import Preview, look
from waymark.exchange.readings import Choices, Ground
from waymark.exchange.tables.workbook import Workbook

_HEAD = "Ref|Title|Status|Finding|Reason code"
_SOA = "Control|Control title|Applicable|Justification for exclusion|Status"
_POLICY = ("A.2.2", "AI policy", "Yes", "", "Partial")
_EXCLUDED = ("A.7.3", "Acquisition of data", "No", REASON, "")


def _ground(**found: Found) -> Ground:
    """The whole standard with what stands on some points."""
    ground = replace(whole_standard(), reason_codes={"no risk": "no_risk", "no activity": "no_activity"})
    changed = {ref: replace(ground.places[ref], found=standing) for ref, standing in found.items()}
    return replace(ground, places={**ground.places, **changed})


def _seen(*rows: tuple[str, ...], ground: Ground, **answers: Any) -> Preview:
    read = sheet(*rows, head=_HEAD)
    return look(read, replace(propose_sheet(read, 0, ground), **answers), ground)


def _points(ref: str) -> tuple[str, ...]:
    return whole_standard().requirements[ref]


def test_asks_for_the_reason_code_of_a_reasoned_exclusion_and_imports_the_rest() -> None:
    preview = preview_of(sheet(_POLICY, _EXCLUDED, head=_SOA))
    assert codes(preview) == [(3, "not_applicable_code")]
    assert ([one.code for one in preview.doubts], preview.misunderstood) == (["not_applicable_code"], ())
    assert by_requirement(preview) == {"A.2.2": "partial"}


def test_asks_for_the_reason_code_once_and_first() -> None:
    read = sheet(_POLICY, _EXCLUDED, ("A.7.4", "", "No", REASON), ("4.1", "", "", "", "OK?"), head=_SOA)
    choices = propose_sheet(read, 0, whole_standard())
    asked = _form_of(read, choices)
    assert asked.doubtful[0] == "exclusion"
    assert [name for name in asked.fields if "exclusion" in name] == ["exclusion"]
    answered = _form_of(read, replace(choices, exclusion="no_risk"))
    assert ("exclusion" in answered.doubtful, "exclusion" in answered.settled) == (False, True)


def _form_of(read: Any, choices: Choices) -> ReadingForm:
    preview = look(read, choices, whole_standard())
    return ReadingForm(workbook=Workbook("xlsx", (read,)), choices=choices, preview=preview)


def test_carries_the_reason_code_over_answers_and_back() -> None:
    choices = Choices(exclusion="no_risk", slashes="dmy")
    assert Choices.from_answers(choices.answers()) == choices


def test_leaves_no_control_out_while_a_row_about_it_is_not_understood() -> None:
    one, other, *_rest = _points("A.6.2.4")
    for verdict in ("Splendid", "OK?"):
        rows = ((one, "", "N/A", REASON, ""), (other, "", verdict, "", ""))
        preview = _seen(*rows, ground=_ground(), exclusion="no_risk")
        assert not preview.new
        assert (2, "not_applicable_mixed") in codes(preview)


def test_leaves_out_points_that_have_a_row_without_a_verdict() -> None:
    one, other, *_rest = _points("A.6.2.4")
    own = "Our supplier measures, see the contract."
    rows = ((one, "", "N/A", REASON, ""), (other, "", "", own, ""))
    preview = _seen(*rows, ground=_ground(), exclusion="other_party")
    assert len({one.place.ref for one in preview.new}) == len(preview.new) == len(_points("A.6.2.4"))
    assert {one.entered.verdict for one in preview.new} == {"not_applicable"}
    assert [one.entered.finding for one in preview.new if one.place.ref == other] == [own]


def test_rates_a_control_again_beside_a_row_without_a_verdict() -> None:
    one, other, *_rest = _points("A.6.2.4")
    out = Found("not_applicable", REASON, reason_code="no_risk", revision=1)
    rows = ((one, "", "Partial", "Half", ""), (other, "", "", "To be measured", ""))
    preview = _seen(*rows, ground=_ground(**dict.fromkeys(_points("A.6.2.4"), out)))
    entered = {change.place.ref: change.entered for change in preview.changed}
    assert len(entered) == len(preview.changed) == len(_points("A.6.2.4"))
    assert (entered[one].verdict, entered[other].verdict) == ("partial", "not_assessed")
    assert (entered[other].finding, entered[other].reason_code) == ("To be measured", None)


def test_changes_the_reason_code_of_the_whole_control() -> None:
    one, other, *_rest = _points("A.6.2.4")
    out = Found("not_applicable", REASON, reason_code="no_risk", revision=1)
    rows = ((one, "", "N/A", "", "no_risk"), (other, "", "N/A", "", "no_activity"))
    preview = _seen(*rows, ground=_ground(**dict.fromkeys(_points("A.6.2.4"), out)))
    assert [change.place.ref for change in preview.changed] == list(_points("A.6.2.4"))
    assert {(one.entered.finding, one.entered.reason_code) for one in preview.changed} == {(REASON, "no_activity")}
    assert not preview.troubles


def test_takes_the_reason_code_of_questions_that_do_not_apply() -> None:
    rows = (("A.6.2.4", "", "N/A", REASON, "no_risk"), ("A.6.2.4", "", "N/A", "No such system", ""))
    preview = _seen(*rows, ground=_ground())
    assert {(one.entered.verdict, one.entered.reason_code) for one in preview.new} == {("not_applicable", "no_risk")}
    assert not preview.troubles
