"""Not applicable is said of a whole control, with a reason code and a reason, and never of a single point.

What was left out before there were codes, point by point, stays as it is until somebody rates it again. No data access.
"""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from waymark.catalogue.outline import Outline, OutlineRequirement
from waymark.conformity.exclusions import is_reason
from waymark.conformity.picture import RequirementView
from waymark.conformity.ratings import Rating, RatingInput
from waymark.conformity.scale import REASON_LEAST, Exclusion, Verdict
from waymark.core.errors import RuleBroken
from waymark.trail.door import StaleRecord

_OUT = Verdict.NOT_APPLICABLE
Out = str | None
"""The reason code of a point that is not applicable; None on those from before there were codes."""


class NotApplicableRefused(RuleBroken):
    """Clauses always apply, and a control that does not apply is left out as a whole, with its reason."""

    code = "not-applicable-refused"


def ratings_for_exclusion(view: RequirementView, *, code: str, reason: str, newest_known: int) -> list[Rating]:
    """Return one opinion for each point of a control: not applicable, for one reason.

    `newest_known` is the newest judgement on the screen: raises StaleRecord when a point was judged after it.
    """
    if any(one.found.judgement_id > newest_known for one in view.points):
        raise StaleRecord
    return [
        Rating(one.point, RatingInput(_OUT, reason, one.found.evidence, reason_code=code), one.found.revision)
        for one in view.points
    ]


def require_whole_controls(tree: Outline, ratings: Sequence[Rating], before: Mapping[int, Out]) -> None:
    """Raise NotApplicableRefused where a control would be left out in part, or without code or reason.

    `before` has the reason code of each point that is not applicable now, None where it has none.
    """
    by_control: dict[str, dict[int, Rating]] = {}
    for one in ratings:
        by_control.setdefault(one.point.requirement, {})[one.point.pk] = one
    for ref, given in by_control.items():
        requirement = tree.requirement(ref)
        if requirement.is_control:
            _require_whole(requirement, given, before)


def _require_whole(requirement: OutlineRequirement, given: Mapping[int, Rating], before: Mapping[int, Out]) -> None:
    points = {point.pk for point in requirement.points}
    was_out = points & before.keys()
    entered = {pk: one.entered.reason_code for pk, one in given.items() if one.entered.verdict == _OUT}
    codes = {pk: before[pk] for pk in was_out - given.keys()} | entered
    newly_out = [given[pk].entered for pk, code in entered.items() if pk not in was_out or before[pk] != code]
    if newly_out and (codes.keys() != points or len(set(codes.values())) > 1):
        raise NotApplicableRefused(
            _("Not applicable is decided for the whole of %(ref)s, not for one of its points.")
            % {"ref": requirement.ref},
            way_out=_("Choose Not applicable for the control, with a reason code and a reason."),
        )
    if was_out == points and codes and codes.keys() != points:
        raise NotApplicableRefused(
            _("%(ref)s is not applicable as a whole in this round.") % {"ref": requirement.ref},
            way_out=_("Include the control in the round again, then rate its points."),
        )
    for one in newly_out:
        _require_reason(requirement.ref, one)


def _require_reason(ref: str, entered: RatingInput) -> None:
    if entered.reason_code not in Exclusion.values:
        raise NotApplicableRefused(
            _("Rating %(ref)s as not applicable needs a reason code.") % {"ref": ref},
            way_out=_("Choose one of the four reason codes."),
        )
    if not is_reason(entered.finding):
        raise NotApplicableRefused(
            _("Rating %(ref)s as not applicable needs a reason of at least %(least)d characters.")
            % {"ref": ref, "least": REASON_LEAST},
            way_out=_("Explain which activity does not exist, who else does it, or why no risk requires the control."),
        )
