"""What counts on one point, as pictures show it. No data access."""

import datetime as dt
from typing import NamedTuple

from waymark.conformity.backing import UNBACKED, Backing
from waymark.conformity.rollup import grade
from waymark.conformity.scale import Carried, Verdict


class Found(NamedTuple):
    """What counts on one point: the newest judgement, or nothing yet (`revision` 0).

    A page makes hundreds, and a frozen dataclass takes five times as long to make.
    """

    verdict: str = Verdict.NOT_ASSESSED
    finding: str = ""
    evidence: str = ""
    severity: int | None = None
    action: str = ""
    target_on: dt.date | None = None
    revision: int = 0
    judgement_id: int = 0
    judged_on: dt.date | None = None
    assessment_id: int = 0
    reason_code: str | None = None
    carried: int | None = None
    judged_by: str = ""
    backing: Backing = UNBACKED
    is_lowered: bool = False

    @property
    def grade(self) -> str:
        """Return what in place rests on: `shown`, `named` or `claimed`; empty where it is not in place."""
        return grade(self.verdict, is_kept=bool(self.backing.pieces), is_named=bool(self.evidence))

    @property
    def looks_again(self) -> bool:
        """Return whether it came over from the edition before and waits for somebody to look at it again."""
        return self.carried == Carried.LOOK_AGAIN

    @property
    def is_claimed(self) -> bool:
        """Return whether it says in place without any evidence."""
        return self.verdict == Verdict.IN_PLACE and not (self.evidence or self.backing.pieces)

    def backed(self, backing: Backing, *, lowers: bool) -> "Found":
        """Return the same with the evidence behind it.

        Where evidence that no longer carries a claim `lowers`, what was in place shows as partial (path.md section 17).
        """
        lowered = lowers and self.verdict == Verdict.IN_PLACE and bool(backing.troubles)
        verdict = Verdict.PARTIAL if lowered else self.verdict
        return self._replace(verdict=verdict, backing=backing, is_lowered=lowered)


NOTHING = Found()
