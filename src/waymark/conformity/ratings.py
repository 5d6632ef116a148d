"""What somebody says about points, before it is stored. No data access."""

import datetime as dt
from dataclasses import dataclass

from waymark.catalogue.outline import OutlinePoint


@dataclass(frozen=True, slots=True)
class RatingInput:
    """What somebody says about a point. `evidence` is a link or a note; `severity` None takes the suggested one.

    `reason_code` goes with not applicable, which is said of all points of a control at once.
    """

    verdict: str
    finding: str = ""
    evidence: str = ""
    severity: int | None = None
    action: str = ""
    target_on: dt.date | None = None
    reason_code: str | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """An opinion on one point. `base_revision` is the one on the screen, or None to follow whatever is newest.

    It `confirms` a verdict of the edition before that waits to be looked at again, where it says the same.
    """

    point: OutlinePoint
    entered: RatingInput
    base_revision: int | None = None
    confirms: bool = False
