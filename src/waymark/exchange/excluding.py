"""Rows that leave a control out, or rate one again that was left out: always the control as a whole. No data access."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from waymark.conformity.exclusions import is_reason
from waymark.conformity.found import Found
from waymark.conformity.ratings import RatingInput
from waymark.conformity.scale import Verdict
from waymark.exchange.changes import with_given
from waymark.exchange.readings import Choices, Ground, Place, RowRead

_OUT = Verdict.NOT_APPLICABLE


@dataclass
class WholeControls:
    """What rows say of whole controls: ratings point by point, what keeps a row back, and the references settled.

    A rating has its place, the row that says it, the opinion, and the control where another row speaks for the point.
    A trouble has its row, code and control.
    """

    ratings: list[tuple[Place, RowRead, RatingInput, str]] = field(default_factory=list)
    troubles: list[tuple[RowRead, str, str]] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Control:
    """A control with its points, the rows that give a verdict on it or on a point, and all rows about a point.

    `is_unclear`: a row about one of the points has a verdict that was not understood, or waits for a choice.
    """

    ref: str
    places: tuple[Place, ...]
    rated: Mapping[str, RowRead]
    by_point: Mapping[str, RowRead]
    is_unclear: bool

    @property
    def out(self) -> Mapping[str, RowRead]:
        """Return the rows that say not applicable, by what they are about."""
        return {one: row for one, row in self.rated.items() if row.given["verdict"] == _OUT}

    @property
    def codes(self) -> list[str]:
        """Return the reason codes that rows give, those first that are not what stands on the point."""
        stored = {one.ref: one.found.reason_code for one in self.places}
        given = [(row.given["reason_code"], one) for one, row in self.out.items() if row.given.get("reason_code")]
        return [code for code, _one in sorted(given, key=lambda found: stored.get(found[1]) == found[0])]

    @property
    def is_news(self) -> bool:
        """Return whether rows leave out what is included now, or change the reason code."""
        new = [one for one in self.places if one.found.verdict != _OUT]
        recoded = any(code != one.found.reason_code for code in self.codes[:1] for one in self.places)
        return bool(self.out) and (recoded or any(one.ref in self.out or self.ref in self.out for one in new))

    @property
    def reason(self) -> str:
        """Return the first reason that a row gives, or that stands already."""
        texts = [row.given.get("finding", "") for row in self.out.values()]
        texts += [one.found.finding for one in self.places if one.found.verdict == _OUT]
        return next((text for text in texts if is_reason(text)), "")


def whole_controls(
    clear: Mapping[str, RowRead], read: Iterable[RowRead], ground: Ground, choices: Choices
) -> WholeControls:
    """Return what the rows of a sheet say of whole controls.

    `clear` has the one row that speaks for each reference, `read` are all rows, also those in trouble.
    """
    found = WholeControls()
    by_points = {one.ref for one in read if one.ref is not None and one.ref in ground.places}
    for ref, points in ground.requirements.items():
        if not ground.is_control(ref):
            continue
        by_point = {one: clear[one] for one in points if one in clear}
        rated = {one: row for one, row in by_point.items() if "verdict" in row.given}
        # A row about the whole control gives way to rows about its points.
        if not by_points & set(points) and ref in clear and "verdict" in clear[ref].given:
            rated = {ref: clear[ref]}
        unrated = (clear.get(one) for one in points if one in by_points and one not in rated)
        is_unclear = any(row is None or bool(row.doubts) for row in unrated)
        control = _Control(ref, tuple(ground.places[one] for one in points), rated, by_point, is_unclear)
        if control.is_news:
            _leave_out(found, control, choices)
        else:
            _include(found, control)
    return found


def _leave_out(found: WholeControls, control: _Control, choices: Choices) -> None:
    out, reason = control.out, control.reason
    found.settled |= out.keys()
    first = next(iter(out.values()))
    code = next(iter(control.codes), choices.exclusion)
    if len(out) < len(control.rated) or control.is_unclear:
        found.troubles += [(row, "not_applicable_mixed", control.ref) for row in out.values()]
    elif not reason:
        found.troubles.append((first, "not_applicable_reason", control.ref))
    elif not code:
        found.troubles.append((first, "not_applicable_code", control.ref))
    else:
        found.settled |= control.by_point.keys()
        for place in control.places:
            row = control.by_point.get(place.ref, first)
            entered = _left_out(place.found, row, reason, code)
            found.ratings.append((place, row, entered, "" if row.ref == place.ref else control.ref))


def _left_out(before: Found, row: RowRead, reason: str, code: str) -> RatingInput:
    texts = (row.given.get("finding", ""), before.finding if before.verdict == _OUT else "")
    text = next((one for one in texts if is_reason(one)), reason)
    return RatingInput(_OUT, text, row.given.get("evidence") or before.evidence, reason_code=code)


def _include(found: WholeControls, control: _Control) -> None:
    """Clear the points that no row rates, where others of a control that was left out are rated.

    Rows that leave the control out as before hold against it: then the others are kept back.
    """
    rated = {ref: row for ref, row in control.rated.items() if row.given["verdict"] != _OUT}
    if not rated or control.ref in rated or any(one.found.verdict != _OUT for one in control.places):
        return
    if control.out:
        found.settled |= rated.keys()
        found.troubles += [(row, "not_applicable_mixed", control.ref) for row in rated.values()]
        return
    first = next(iter(rated.values()))
    for place in control.places:
        if place.ref not in control.rated:
            row = control.by_point.get(place.ref)
            cleared = with_given(Found(), row.given) if row else RatingInput(Verdict.NOT_ASSESSED)
            found.settled |= {place.ref} if row else set()
            found.ratings.append((place, row or first, cleared, "" if row else control.ref))
