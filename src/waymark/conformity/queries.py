"""What the pages show, read in few queries however many rounds there are."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists

from waymark.catalogue.changes import PointChange
from waymark.catalogue.models.framework import Framework
from waymark.catalogue.outline import Outline, OutlineRequirement, outline
from waymark.catalogue.queries import changes_of
from waymark.conformity.assignment import NOBODY, Assignment
from waymark.conformity.backing import backing_today, frozen_backing
from waymark.conformity.found import Found
from waymark.conformity.models.assessment import GapAssessment, GapAssessmentQuerySet
from waymark.conformity.models.judgement import Judgement, JudgementQuerySet
from waymark.conformity.models.standing import Standing
from waymark.conformity.picture import Picture, draw
from waymark.conformity.rollup import count
from waymark.conformity.scale import Verdict
from waymark.conformity.totals import Total
from waymark.core.charts import Progress, Reading, progress_lines
from waymark.people.models.organisation import Organisation

_KINDS = ("in_place", "partial", "missing", "not_assessed")
_BETTER = (Verdict.MISSING, Verdict.PARTIAL, Verdict.IN_PLACE)
JUDGEMENTS_SHOWN = 20
"""So many judgements the page of a requirement shows first."""
_DRAWN = 24  # two years of monthly rounds; more would be a smear
_COLUMNS = (
    "point_id",
    "verdict",
    "finding",
    "evidence",
    "severity",
    "action",
    "target_on",
    "revision",
    "pk",
    "judged_on",
    "assessment_id",
    "reason_code",
    "carried",
    "judged_by__name",
    "created_at",
)


def found(judgements: JudgementQuerySet) -> dict[int, Found]:
    """Return what was found by point id, the last one read on a point; one query."""
    rows: Iterable[tuple[Any, ...]] = judgements.values_list(*_COLUMNS)
    return {row[0]: Found(*(*row[1:13], row[13] or "", row[14])) for row in rows}


_ASSIGNED = (
    "requirement__ref",
    "owner__name",
    "owner_id",
    "due_on",
    "pk",
    "version",
    "left_out",
    "left_out_reason",
    "left_out_code",
)


def assignments(organisation: Organisation, framework_id: int) -> dict[str, Assignment]:
    """Return who answers for each requirement today, by reference; one query."""
    rows = Standing.objects.of(organisation).on(framework_id).values_list(*_ASSIGNED)
    return {row[0]: Assignment(row[1] or "", *row[2:]) for row in rows}


def assignments_taken_up(organisation: Organisation) -> tuple[int, dict[str, Assignment]] | None:
    """Return the framework the organisation has taken up, as `framework_of`, with its assignments; one query."""
    edition = ("is_shipped", "id", "replaces_id")
    which = tuple(f"requirement__framework__{name}" for name in edition)
    rows = list(Standing.objects.of(organisation).values_list(*which, *_ASSIGNED))
    if not rows:
        return None
    replaced = {before for _is_shipped, _key, before, *_row in rows}
    first = min((not is_shipped, key) for is_shipped, key, *_row in rows if key not in replaced)[1]
    return first, {row[3]: Assignment(row[4] or "", *row[5:]) for row in rows if row[1] == first}


def frozen_assignments(assessment: GapAssessment) -> dict[str, Assignment]:
    """Return who answered for each requirement when the round was closed."""
    return {
        ref: Assignment(
            owner=kept["owner"] or "",
            due_on=dt.date.fromisoformat(kept["due_on"]) if kept["due_on"] else None,
        )
        for ref, kept in assessment.frozen.items()
    }


def tree_of(organisation: Organisation, framework_id: int) -> Outline:
    """Return the outline of a framework in the organisation's language."""
    return outline(framework_id, organisation.language)


def picture_of(assessment: GapAssessment) -> Picture:
    """Return the picture of one round; a closed one with owners and evidence of its last day. At most three queries."""
    organisation = assessment.organisation
    tree = tree_of(organisation, assessment.framework_id)
    answer = (
        frozen_assignments(assessment) if assessment.is_closed else assignments(organisation, assessment.framework_id)
    )
    covered = [one for one in tree.auditable if assessment.covers(one)]
    judgements = Judgement.objects.of(organisation).by_revision(assessment)
    given = found(judgements)
    if assessment.is_closed:
        behind = frozen_backing(assessment.backing, tree)
        return draw(tree, given, assignments=answer, requirements=covered, behind=behind)
    behind = backing_today(organisation)
    return draw(tree, given, assignments=answer, requirements=covered, behind=behind)


def picture_of_section(assessment: GapAssessment, section: str) -> tuple[Picture, Total]:
    """Return the picture of one clause or area of an open round, without owners, and `progress_of`; three queries.

    Two smaller queries would take longer to build than this one to read.
    """
    tree = tree_of(assessment.organisation, assessment.framework_id)
    covered = [one for one in tree.under(section) if assessment.covers(one)]
    given = found(Judgement.objects.of(assessment.organisation).by_revision(assessment))
    progress = _progress(assessment, tree, {pk: one.verdict for pk, one in given.items()})
    behind = backing_today(assessment.organisation, covered)
    return draw(tree, given, assignments={}, requirements=covered, behind=behind), progress


def progress_of(assessment: GapAssessment) -> Total:
    """Return how many points of a round are rated, and how many there are to rate; one query."""
    organisation = assessment.organisation
    tree = tree_of(organisation, assessment.framework_id)
    given = dict(Judgement.objects.of(organisation).by_revision(assessment).values_list("point_id", "verdict"))
    return _progress(assessment, tree, given)


def _progress(assessment: GapAssessment, tree: Outline, given: Mapping[int, str]) -> Total:
    covered = [one for one in tree.auditable if assessment.covers(one)]
    verdicts = [given.get(point.pk, Verdict.NOT_ASSESSED) for one in covered for point in one.points if point.counts]
    return count(verdicts).rated_total


def picture_today(organisation: Organisation, framework_id: int, *, with_left_out: bool = False) -> Picture:
    """Return the picture of today: the newest verdict on each point over all rounds. Three queries.

    Controls that were left out stay out, unless a list wants to show them too.
    """
    answer = assignments(organisation, framework_id)
    return _picture_now(organisation, framework_id, answer, with_left_out=with_left_out)


def picture_taken_up(organisation: Organisation, *, with_left_out: bool = False) -> Picture | None:
    """Return the same for the framework the organisation has taken up, without asking for it first."""
    taken_up = assignments_taken_up(organisation)
    return _picture_now(organisation, *taken_up, with_left_out=with_left_out) if taken_up else None


def _picture_now(
    organisation: Organisation, framework_id: int, answer: dict[str, Assignment], *, with_left_out: bool
) -> Picture:
    tree = tree_of(organisation, framework_id)
    judgements = Judgement.objects.of(organisation).newest_on(framework_id, organisation.pk)
    chosen = [one for one in tree.auditable if with_left_out or not answer.get(one.ref, NOBODY).left_out]
    behind = backing_today(organisation, lowers=True)
    return draw(tree, found(judgements), assignments=answer, requirements=chosen, behind=behind)


@dataclass(frozen=True, slots=True)
class Change:
    """One point whose verdict differs between two rounds."""

    ref: str
    text: str
    basis: str
    before: Found
    after: Found

    @property
    def movement(self) -> str:
        """Return `better`, `worse`, `unrated` where one of the rounds has no rating, or `other`.

        Other is what moved in or out of what applies.
        """
        verdicts = (self.before.verdict, self.after.verdict)
        if Verdict.NOT_ASSESSED in verdicts:
            return "unrated"
        if not all(one in _BETTER for one in verdicts):
            return "other"
        return "better" if _BETTER.index(self.after.verdict) > _BETTER.index(self.before.verdict) else "worse"

    @property
    def is_better(self) -> bool:
        """Return whether it moved towards in place."""
        return self.movement == "better"


@dataclass(frozen=True)
class Comparison:
    """Two rounds side by side."""

    before: GapAssessment
    after: GapAssessment
    picture_before: Picture
    picture_after: Picture
    changes: tuple[Change, ...]
    can_compare: bool = True

    @property
    def better(self) -> tuple[Change, ...]:
        """Return the points that moved towards in place."""
        return self._moved("better")

    @property
    def worse(self) -> tuple[Change, ...]:
        """Return the points that moved away from in place."""
        return self._moved("worse")

    @property
    def unrated(self) -> tuple[Change, ...]:
        """Return the points that only one of the rounds has rated: nothing can be said of how they moved."""
        return self._moved("unrated")

    @property
    def other(self) -> tuple[Change, ...]:
        """Return the points that moved in or out of what applies."""
        return self._moved("other")

    def _moved(self, movement: str) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.movement == movement)


def compare(before: GapAssessment, after: GapAssessment) -> Comparison:
    """Compare two rounds over the points that both cover; across editions by the lists of changes between them.

    Where no list leads from one edition to the other, nothing can be compared, and the comparison says so.
    """
    first, second = picture_of(before), picture_of(after)
    origins = _origins(before.framework_id, after.framework_id)
    olds = {view.point.ref: view for one in first.requirements for view in one.points}
    changes = [
        Change(new.point.ref, new.point.text, new.point.basis, old.found, new.found)
        for one in second.requirements
        for new in one.points
        if origins is not None and (old := olds.get(origins.get(new.point.ref, new.point.ref))) is not None
        if old.found.verdict != new.found.verdict
    ]
    return Comparison(before, after, first, second, tuple(changes), can_compare=origins is not None)


def _origins(before: int, after: int) -> dict[str, str] | None:
    """Return which point of one edition each changed point of a later one comes from; "" for none, None for no way.

    No query within an edition, one for each edition in between.
    """
    origins: dict[str, str] = {}
    edition = after
    while edition != before:
        framework = Framework.objects.get(pk=edition)
        if framework.replaces_id is None:
            return None
        rows = changes_of(framework).by_id
        known = set(origins) | set(rows)
        origins = {ref: _first_source(rows, origins.get(ref, ref)) for ref in known}
        edition = framework.replaces_id
    return origins


def _first_source(rows: Mapping[str, PointChange], ref: str) -> str:
    if ref not in rows:
        return ref
    return rows[ref].sources[0] if rows[ref].sources else ""


@dataclass(frozen=True)
class Rounds:
    """Every round, the newest first; those of closed rounds keep their figures, so nothing is added up again."""

    rounds: GapAssessmentQuerySet

    @property
    def progress(self) -> Progress | None:
        """Return the last closed rounds over time, or None where there is nothing to compare yet; one query."""
        closed = reversed(self.rounds.closed()[:_DRAWN])
        readings = [Reading(one.reference, one.closed_on or one.started_on, one.figures["points"]) for one in closed]
        return progress_lines(readings, _KINDS) if len(readings) > 1 else None


def rounds_of(organisation: Organisation) -> Rounds:
    """Return every round of an organisation; no query until they are looked at."""
    return Rounds(GapAssessment.objects.of(organisation).light().newest_first())


def newest_round(organisation: Organisation, *, closed: bool | None = None) -> GapAssessment | None:
    """Return the newest round, or the newest closed or open one, without what was frozen; one query."""
    rounds = _without_frozen(organisation)
    if closed is not None:
        rounds = rounds.closed() if closed else rounds.open()
    newest = rounds.newest_first().first()
    if newest is not None:
        newest.organisation = organisation
    return newest


def last_closed(organisation: Organisation) -> tuple[GapAssessment | None, int]:
    """Return the newest closed round, and how many points it left unrated, 0 if any round rated all; one query."""
    is_settled = Exists(GapAssessment.objects.of(organisation).complete())
    found = _without_frozen(organisation).closed().newest_first().annotate(is_settled=is_settled).first()
    if found is None:
        return None, 0
    found.organisation = organisation
    if vars(found)["is_settled"]:
        return found, 0
    return found, int(found.figures.get("all_points", {}).get("not_assessed", 0)) or 1


def _without_frozen(organisation: Organisation) -> GapAssessmentQuerySet:
    """Return the rounds to read one of; what a closed one kept of its evidence may be most of its row by far."""
    return GapAssessment.objects.of(organisation).defer("frozen", "backing", "evidence")


def framework_of(organisation: Organisation) -> Framework | None:
    """Return the framework the organisation has taken up (the shipped one before all others, the newest edition)."""
    taken = Standing.objects.of(organisation).values("requirement__framework")
    replaced = Framework.objects.filter(pk__in=taken, replaces__isnull=False).values("replaces")
    # The supplement is a large text that only a few pages read.
    in_use = Framework.objects.filter(pk__in=taken).exclude(pk__in=replaced)
    return in_use.defer("supplement").order_by("-is_shipped", "pk").first()


def next_edition(organisation: Organisation) -> Framework | None:
    """Return the edition that replaces the one in use, if one is loaded; two queries."""
    current = framework_of(organisation)
    if current is None:
        return None
    return Framework.objects.filter(replaces=current).defer("supplement").order_by("-is_shipped", "pk").first()


def judgements_on(
    organisation: Organisation, requirement: OutlineRequirement, *, most: int | None = None
) -> list[Judgement]:
    """Return the judgements on a requirement, the newest first: so many at most, or every one."""
    # Only what the list shows: what each closed round froze would be read again for each of its judgements.
    shown = ("verdict", "finding", "source", "judged_on", "assessment__number", "judged_by__name", "point__ref")
    found = (
        Judgement.objects.of(organisation)
        .filter(point__in=[point.pk for point in requirement.points])
        .select_related("assessment", "judged_by", "point")
        .only(*shown)
        .order_by("-judged_on", "-pk")
    )
    return list(found[:most])
