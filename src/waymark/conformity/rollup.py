"""From points to requirements, clauses and the whole: the roll-up of path.md section 2, without data access."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from waymark.conformity.scale import Severity, Verdict
from waymark.conformity.totals import Total

GUIDANCE, DEFINITION = "guidance", "definition"
COUNTING = frozenset({"clause", "control"})
_FIELDS = ("in_place", "partial", "missing", "not_assessed", "not_applicable")
# Missing as a whole, these are closed first (path.md section 2, severity 1).
CLOSE_FIRST_WHOLES = frozenset({"6.1.2", "6.1.3", "6.1.4", "8.2", "8.3", "8.4", "9.2.1", "9.2.2", "9.3.1"})


@dataclass(frozen=True, slots=True)
class Status:
    """The status of a requirement; `incomplete` while a point that counts has no rating."""

    verdict: Verdict
    incomplete: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of something have each verdict."""

    in_place: int = 0
    partial: int = 0
    missing: int = 0
    not_assessed: int = 0
    not_applicable: int = 0

    @property
    def total(self) -> int:
        """Return how many there are in all."""
        return self.applicable + self.not_applicable

    @property
    def applicable(self) -> int:
        """Return how many stay in the denominator: not applicable leaves it, not assessed stays."""
        return self.in_place + self.partial + self.missing + self.not_assessed

    @property
    def rated(self) -> int:
        """Return how many have a rating."""
        return self.in_place + self.partial + self.missing

    @property
    def rated_total(self) -> Total:
        """Return how many of those that apply have a rating, as every page says it."""
        return Total(self.rated, self.applicable, self.not_applicable)

    @property
    def in_place_total(self) -> Total:
        """Return how many of those that apply are in place, as every page says it."""
        return Total(self.in_place, self.applicable, self.not_applicable)

    @property
    def completion(self) -> int | None:
        """Return the percentage rated, floored: 99.6 is 99. None where nothing applies: a dash, never 100."""
        return 100 * self.rated // self.applicable if self.applicable else None

    @property
    def readiness(self) -> int | None:
        """Return the percentage ready, floored: in place counts one, partial half, everything else nothing.

        None where nothing applies: a dash, never 100.
        """
        return 50 * (2 * self.in_place + self.partial) // self.applicable if self.applicable else None

    def of(self, verdict: str) -> int:
        """Return the count of one verdict."""
        return int(getattr(self, verdict))


@dataclass(frozen=True, slots=True)
class Grades:
    """What the points in place rest on (path.md section 2): together they are all of them."""

    shown: int = 0
    named: int = 0
    claimed: int = 0

    @property
    def total(self) -> int:
        """Return how many points are in place."""
        return self.shown + self.named + self.claimed


def grade(verdict: str, *, is_kept: bool, is_named: bool) -> str:
    """Return what a verdict in place rests on: evidence that is kept, words about some, or nothing; else no word."""
    if verdict != Verdict.IN_PLACE:
        return ""
    if is_kept:
        return "shown"
    return "named" if is_named else "claimed"


def count_grades(grades: Iterable[str]) -> Grades:
    """Count what points in place rest on; the others, with no word, are left out."""
    tally = {"shown": 0, "named": 0, "claimed": 0, "": 0}
    for one in grades:
        tally[one] += 1
    return Grades(tally["shown"], tally["named"], tally["claimed"])


def count(verdicts: Iterable[str]) -> Counts:
    """Count verdicts."""
    # Runs some three hundred times a page: plain text in a plain dict is five times faster than the enumeration.
    tally = dict.fromkeys(_FIELDS, 0)
    for verdict in verdicts:
        tally[verdict] += 1
    return Counts(*tally.values())


def add_up(every: Iterable[Counts]) -> Counts:
    """Return the sum of several counts."""
    given = list(every)
    return Counts(*(sum(getattr(one, name) for one in given) for name in _FIELDS))


def roll_up(verdicts: Sequence[str]) -> Status:
    """Return the status of a requirement from the verdicts of the points that count.

    Points that are not applicable drop out; when all are, so is the requirement. No points at all is not assessed.
    """
    return status_of(count(verdicts))


def status_of(counts: Counts) -> Status:
    """Return the same from the counts of those points."""
    if not counts.applicable:
        nothing = Verdict.NOT_APPLICABLE if counts.not_applicable else Verdict.NOT_ASSESSED
        return Status(nothing, incomplete=nothing is Verdict.NOT_ASSESSED)
    incomplete = counts.not_assessed > 0
    if not counts.rated:
        return Status(Verdict.NOT_ASSESSED, incomplete=True)
    if counts.in_place == counts.applicable:
        return Status(Verdict.IN_PLACE, incomplete=False)
    if counts.missing == counts.rated:
        return Status(Verdict.MISSING, incomplete)
    return Status(Verdict.PARTIAL, incomplete)


def that_count(points: Iterable[tuple[str, str]]) -> list[str]:
    """Return the verdicts that count for figures from (basis, verdict) pairs: those on clause and control points."""
    return [verdict for basis, verdict in points if basis in COUNTING]


def with_definitions(status: Status, definitions: Iterable[str]) -> Status:
    """Return the status once points of basis definition have their say.

    One that is not met takes in place to partial, and nothing further; one that nobody rated changes nothing.
    """
    unmet = any(verdict in {Verdict.PARTIAL, Verdict.MISSING} for verdict in definitions)
    if unmet and status.verdict is Verdict.IN_PLACE:
        return Status(Verdict.PARTIAL, status.incomplete)
    return status


def suggested_severity(
    verdict: str, *, basis: str, whole_is_missing: bool, whole_comes_first: bool, document_is_explicit: bool
) -> Severity | None:
    """Return the severity of a gap on one point, or None where there is no gap.

    `whole_is_missing`: the requirement is missing as a whole; `whole_comes_first`: it is one of CLOSE_FIRST_WHOLES;
    `document_is_explicit`: the standard names a document or record.
    """
    if verdict not in {Verdict.PARTIAL, Verdict.MISSING}:
        return None
    if basis == GUIDANCE:
        return Severity.LOW
    if basis == DEFINITION:
        return Severity.MEDIUM
    if verdict == Verdict.MISSING and whole_is_missing and (whole_comes_first or document_is_explicit):
        return Severity.CLOSE_FIRST
    return Severity.HIGH if verdict == Verdict.MISSING else Severity.MEDIUM
