"""Judging a whole requirement or clause at once: a first stroke, to be refined point by point."""

from collections.abc import Iterable

from waymark.conformity.found import Found
from waymark.conformity.picture import RequirementView
from waymark.conformity.ratings import Rating, RatingInput
from waymark.conformity.scale import Verdict
from waymark.trail.door import StaleRecord


def ratings_for_whole(
    requirements: Iterable[RequirementView], *, verdict: str, finding: str, rated_too: bool, newest_known: int
) -> list[Rating]:
    """Return one opinion per point; points with a rating are left alone unless `rated_too`.

    What was found before stays with the new verdict unless another finding is given. `newest_known` is the newest
    judgement on the screen: raises StaleRecord when a point that has a rating was judged after it, so that nobody is
    overruled unseen.
    """
    ratings = []
    for one in requirements:
        for view in one.points:
            found = view.found
            if found.verdict != Verdict.NOT_ASSESSED and not rated_too:
                continue
            if rated_too and found.judgement_id > newest_known:
                raise StaleRecord
            ratings.append(Rating(view.point, _rating_input(found, verdict, finding), found.revision))
    return ratings


def _rating_input(found: Found, verdict: str, finding: str) -> RatingInput:
    # The reason why a control did not apply says nothing about it once it does.
    kept = "" if found.verdict == Verdict.NOT_APPLICABLE else found.finding
    return RatingInput(verdict, finding or kept, found.evidence, None, found.action, found.target_on)
