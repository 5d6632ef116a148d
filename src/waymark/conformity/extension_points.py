"""Where packages above add to the pages of rounds."""

from collections.abc import Callable
from typing import Final

from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.picture import Picture

# Each returns a sentence that a person should know before they download a round, or nothing.
before_download: Final[list[Callable[[GapAssessment, Picture], str]]] = []


def download_notes(assessment: GapAssessment, picture: Picture) -> list[str]:
    """Return what a person should know before they download a round."""
    return [note for one in before_download if (note := one(assessment, picture))]
