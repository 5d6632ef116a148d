"""Who answers for a requirement and by when, and whether it was left out, as names and dates. No data access."""

import datetime as dt
from dataclasses import dataclass

from waymark.conformity.exclusions import in_words


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who answers for a requirement and by when, as names and dates."""

    owner: str = ""
    owner_id: int | None = None
    due_on: dt.date | None = None
    standing_id: int | None = None
    version: int = 0
    left_out: bool = False
    left_out_reason: str = ""
    left_out_code: str | None = None

    @property
    def exclusion(self) -> str:
        """Return the code and the reason in words, for what was left out."""
        return in_words(self.left_out_code, self.left_out_reason)


NOBODY = Assignment()
