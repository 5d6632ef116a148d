"""Rows that leave a control out, or rate one again that was left out: always the control as a whole. No data access."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from waymark.conformity.exclusions import is_reason
from waymark.conformity.ratings import RatingInput
from waymark.conformity.scale import Verdict
from waymark.exchange.sheet_rows import Choices, Ground, Place, RowRead

_OUT = Verdict.NOT_APPLICABLE


@dataclass
class WholeControls:
    """What rows say of whole controls: ratings point by point, what keeps a row back, and the references settled.

    A rating has its place, the row that says it, the opinion, and the control where another row speaks for the point.
    A trouble has its row, code, field and detail.
    """

    ratings: list[tuple[Place, RowRead, RatingInput, str]] = field(default_factory=list)
    troubles: list[tuple[RowRead, str, str, str]] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)


def whole_controls(read: Mapping[str, RowRead], ground: Ground, choices: Choices) -> WholeControls:
    """Return what the rows of a sheet, one for each reference, say of whole controls."""
    found = WholeControls()
    for ref, points in ground.requirements.items():
        places = [ground.places[one] for one in points]
        if places and places[0].is_control:
            rows = {one: read[one] for one in points if one in read and "verdict" in read[one].given}
            # A row about the whole control gives way to rows about its points.
            if not rows and ref in read and "verdict" in read[ref].given:
                rows = {ref: read[ref]}
            _leave_out(found, ref, places, rows, choices)
            _include(found, ref, places, rows)
    return found


def _leave_out(
    found: WholeControls, ref: str, places: list[Place], rows: Mapping[str, RowRead], choices: Choices
) -> None:
    out = {one: row for one, row in rows.items() if row.given["verdict"] == _OUT}
    new = [one for one in places if one.found.verdict != _OUT]
    if not out or not any(one.ref in out or ref in out for one in new):
        return
    found.settled |= out.keys()
    first = next(iter(out.values()))
    texts = [row.given.get("finding", "") for row in out.values()]
    reason = next((text for text in texts if is_reason(text)), "")
    codes = [row.given["reason_code"] for row in out.values() if row.given.get("reason_code")]
    code = next(iter(codes), choices.exclusion)
    if len(out) < len(rows):
        found.troubles += [(row, "not_applicable_mixed", "verdict", ref) for row in out.values()]
    elif not reason:
        found.troubles.append((first, "not_applicable_reason", "verdict", ref))
    elif not code:
        found.troubles.append((first, "not_applicable_code", "verdict", ref))
    else:
        for place in places:
            row = out.get(place.ref, first)
            text = row.given.get("finding", "")
            evidence = row.given.get("evidence") or place.found.evidence
            entered = RatingInput(_OUT, text if is_reason(text) else reason, evidence, reason_code=code)
            found.ratings.append((place, row, entered, "" if place.ref in out else ref))


def _include(found: WholeControls, ref: str, places: list[Place], rows: Mapping[str, RowRead]) -> None:
    """Clear the points that no row is about, where others of a control that was left out are rated."""
    rated = [row for row in rows.values() if row.given["verdict"] != _OUT]
    if not rated or ref in rows or any(one.found.verdict != _OUT for one in places):
        return
    cleared = RatingInput(Verdict.NOT_ASSESSED)
    found.ratings += [(one, rated[0], cleared, ref) for one in places if one.ref not in rows]
