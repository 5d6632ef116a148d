"""What counts on one point, as pictures show it. No data access."""

import datetime as dt
from typing import NamedTuple

from django.utils.timezone import localdate

from waymark.conformity.backing import NO_CURRENCY, UNBACKED, Backing, Currency, currency_of
from waymark.conformity.rollup import grade
from waymark.conformity.scale import Carried, Verdict

RECORDED_WITHIN = dt.timedelta(days=7)
"""A verdict that was recorded later than this after the day it was judged on shows both days."""


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
    recorded_at: dt.datetime | None = None
    backing: Backing = UNBACKED
    currency: Currency = NO_CURRENCY
    is_lowered: bool = False

    @property
    def grade(self) -> str:
        """Return what in place rests on (path.md section 2); empty where it is not in place.

        `shown`: something is held that was there on the day of the verdict; `named`: words, a note or a link that may
        change; `claimed`: nothing, or only what came later.
        """
        is_named = bool(self.evidence or self.backing.described)
        return grade(self.verdict, is_kept=self.backing.holds_on(self.judged_on), is_named=is_named)

    @property
    def looks_again(self) -> bool:
        """Return whether it came over from the edition before and waits for somebody to look at it again."""
        return self.carried == Carried.LOOK_AGAIN

    @property
    def judge_again(self) -> bool:
        """Return whether evidence is newer than the verdict, so that somebody should judge again."""
        return self.verdict not in _OPEN and self.backing.is_newer_than(self.judged_on)

    @property
    def came_later(self) -> bool:
        """Return whether all evidence held came after the verdict, which it therefore does not back."""
        return self.verdict not in _OPEN and self.backing.came_later(self.judged_on)

    @property
    def is_claimed(self) -> bool:
        """Return whether it says in place without any evidence."""
        return self.grade == "claimed"

    @property
    def recorded_on(self) -> dt.date | None:
        """Return the day on which the verdict was recorded, in the time zone of the page."""
        return localdate(self.recorded_at) if self.recorded_at else None

    @property
    def recorded_late(self) -> bool:
        """Return whether more than a week lies between the day it was judged on and the moment it was recorded."""
        if self.recorded_on is None or self.judged_on is None:
            return False
        return abs(self.recorded_on - self.judged_on) > RECORDED_WITHIN

    def age(self, day: dt.date) -> int | None:
        """Return how many days old the verdict is on a day; None without one."""
        return None if self.judged_on is None or not self.judgement_id else max((day - self.judged_on).days, 0)

    def backed(self, backing: Backing, day: dt.date | None, *, lowers: bool) -> "Found":
        """Return the same with the evidence behind it, and with whether that is current on a day.

        Where nothing that is current backs it any more and that `lowers`, what was in place shows as partial
        (path.md section 17).
        """
        if day is None:
            return self._replace(backing=backing)
        currency = currency_of(backing, self.judged_on, day, is_named=bool(self.evidence))
        lowered = lowers and self.verdict == Verdict.IN_PLACE and currency.state == "stale"
        verdict = Verdict.PARTIAL if lowered else self.verdict
        return self._replace(verdict=verdict, backing=backing, currency=currency, is_lowered=lowered)


_OPEN = frozenset({Verdict.NOT_ASSESSED, Verdict.NOT_APPLICABLE})
NOTHING = Found()
