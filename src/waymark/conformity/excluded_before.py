"""Controls that the round before excluded: proposed for the next round with their reasons, and decided by a person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from waymark.catalogue.outline import OutlineRequirement
from waymark.conformity.exclusions import in_words
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.queries import picture_of
from waymark.conformity.ratings import Rating, RatingInput
from waymark.conformity.scale import Verdict
from waymark.people.models.organisation import Organisation


@dataclass(frozen=True, slots=True)
class ExcludedBefore:
    """A control that the newest round excluded, with its reason code and its reason."""

    control: OutlineRequirement
    code: str
    reason: str

    @property
    def because(self) -> str:
        """Return the reason in words."""
        return in_words(self.code, self.reason)

    def ratings(self) -> list[Rating]:
        """Return the opinions that exclude it again, for the same reason."""
        entered = RatingInput(Verdict.NOT_APPLICABLE, self.reason, reason_code=self.code)
        return [Rating(point, entered) for point in self.control.points]


def newest_round(organisation: Organisation, framework_id: int) -> GapAssessment | None:
    """Return the round before the one that is started now."""
    rounds = GapAssessment.objects.of(organisation).filter(framework_id=framework_id)
    return rounds.select_related("organisation").newest_first().first()


def excluded_in(assessment: GapAssessment | None) -> list[ExcludedBefore]:
    """Return the controls that a round excluded. What was excluded before there were codes has to be decided again."""
    if assessment is None:
        return []
    excluded = ((one.requirement, one.excluded) for one in picture_of(assessment).requirements)
    return [
        ExcludedBefore(control, found.reason_code, found.finding)
        for control, found in excluded
        if found is not None and found.reason_code
    ]


def ratings_again(before: Sequence[ExcludedBefore], chosen: Collection[str]) -> list[Rating]:
    """Return the opinions that exclude again those of the controls that were chosen."""
    return [rating for one in before if one.control.ref in chosen for rating in one.ratings()]
