"""Acts on a round: open, judge one or many points, close. Pages, imports, console and demo data call these."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from waymark.catalogue.models.framework import Framework
from waymark.catalogue.outline import Outline, outline
from waymark.conformity.backing import backing_to_freeze, backing_today, to_freeze
from waymark.conformity.events import ConformityEvent
from waymark.conformity.found import Found
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.models.standing import Standing
from waymark.conformity.picture import draw, figures_of
from waymark.conformity.ratings import Rating, RatingInput
from waymark.conformity.scale import Carried, Severity, Verdict
from waymark.conformity.whole_controls import NotApplicableRefused, require_whole_controls
from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, next_number
from waymark.trail.actors import Actor
from waymark.trail.chain import lock_chain
from waymark.trail.door import AlreadyThere, StaleRecord, commit_all


class UnknownPoint(RuleBroken):
    """The point does not exist, or does not belong to this round."""

    code = "unknown-point"


class UnknownControl(RuleBroken):
    """The control is not in the framework."""

    code = "unknown-control"


def open_round(  # noqa: PLR0913 -- what a round begins with
    organisation: Organisation,
    framework: Framework,
    *,
    title: str,
    controls: Sequence[str],
    by: Member | Actor,
    started_on: dt.date | None = None,
    event: ConformityEvent = ConformityEvent.OPENED,
    excluded: Sequence[Rating] = (),
) -> GapAssessment:
    """Open a round over all clauses and the given controls. Raises UnknownControl for a reference not in Annex A.

    `excluded` are opinions that exclude controls again as the round before did; those not covered are left out.
    """
    known = {requirement.ref for requirement in outline(framework.pk, organisation.language).controls}
    strange = sorted(set(controls) - known)
    if strange:
        raise UnknownControl(_("There is no control %(ref)s in this framework.") % {"ref": ", ".join(strange)[:80]})
    with transaction.atomic():
        assessment = GapAssessment(
            organisation=organisation,
            framework=framework,
            number=next_number(organisation, "GA"),
            title=title,
            controls=sorted(set(controls)),
            started_on=started_on or day_in(organisation.time_zone),
        )
        assessment.commit(event, by=by)
        again = [one for one in excluded if one.point.requirement in assessment.controls]
        if again:
            judge_many(assessment, again, by=by)
    return assessment


def judge(
    assessment: GapAssessment, rating: Rating, *, by: Member | Actor, on: dt.date | None = None
) -> Judgement | None:
    """Judge one point; see `judge_many`. Returns None where the same was said already."""
    given = judge_many(assessment, [rating], by=by, on=on)
    return given[0] if given else None


def judge_many(
    assessment: GapAssessment,
    ratings: Sequence[Rating],
    *,
    by: Member | Actor,
    on: dt.date | None = None,
    source: str = "",
    event: ConformityEvent = ConformityEvent.JUDGED,
) -> list[Judgement]:
    """Judge points in one transaction: all of them or none. Saying again what stands already changes nothing.

    What comes from a `source` is recorded as imported, the rest as `event`.
    Undoing gives back what stood there before, and may so leave out single points as an older act did.
    Raises RoundClosed, UnknownPoint, NotApplicableRefused, and StaleRecord (its `theirs` the newer judgement) where
    somebody judged a point after the caller saw it.
    """
    tree = outline(assessment.framework_id, assessment.organisation.language)
    for rating in ratings:
        _check(assessment, tree, rating)
    with transaction.atomic():
        # Judges and the person who closes the round take turns.
        lock_chain(assessment.organisation_id)
        rounds = GapAssessment.objects.of(assessment.organisation)
        assessment.state = rounds.values_list("state", flat=True).get(pk=assessment.pk)
        assessment.require_open()
        newest = _newest(assessment, _points_asked(tree, ratings))
        if event is not ConformityEvent.UNDONE:
            require_whole_controls(tree, ratings, _left_out(newest))
        fresh = [
            judgement
            for rating in ratings
            if (judgement := _next(assessment, rating, newest.get(rating.point.pk), by, on)) is not None
        ]
        for judgement in fresh:
            judgement.source = source
        try:
            commit_all(fresh, ConformityEvent.IMPORTED if source else event, by=by, note=source)
        except AlreadyThere as race:
            raise StaleRecord from race
    return fresh


def close_round(assessment: GapAssessment, *, by: Member | Actor, reason: str = "", on: dt.date | None = None) -> None:
    """Freeze a round with owners and due dates as they are now. Raises PointsUnrated and RoundClosed."""
    organisation = assessment.organisation
    tree = outline(assessment.framework_id, organisation.language)
    with transaction.atomic():
        lock_chain(organisation.pk)
        GapAssessment.objects.of(organisation).get(pk=assessment.pk).read_at(assessment.version)
        given = (
            Judgement.objects.of(organisation)
            .by_revision(assessment)
            .values_list("point_id", "verdict", "evidence", "judged_on")
        )
        found = {point: Found(verdict, evidence=words, judged_on=day) for point, verdict, words, day in given}
        covered = [one for one in tree.auditable if assessment.covers(one)]
        behind = backing_today(organisation)
        picture = draw(tree, found, assignments={}, requirements=covered, behind=behind)
        assessment.close(
            unrated=picture.all_points.not_assessed,
            frozen=_frozen(assessment),
            backing=backing_to_freeze(behind, covered),
            evidence=to_freeze(organisation, tree, covered),
            figures=figures_of(picture),
            by=by,
            closer=by if isinstance(by, Member) else None,
            reason=reason,
            on=on,
        )


def _check(assessment: GapAssessment, tree: Outline, rating: Rating) -> None:
    requirement = tree.requirement(rating.point.requirement)
    if not assessment.covers(requirement):
        raise UnknownPoint(
            _("%(ref)s does not belong to this round.") % {"ref": rating.point.ref},
            way_out=_("Only clauses and the controls selected at the start can be rated here."),
        )
    if rating.entered.verdict not in Verdict.values:
        raise RuleBroken(_("Choose a verdict from the scale."), code="verdict-outside-scale")
    if rating.entered.severity is not None and rating.entered.severity not in Severity.values:
        raise RuleBroken(_("Choose a severity from the scale."), code="severity-outside-scale")
    if rating.entered.verdict == Verdict.NOT_APPLICABLE and not requirement.is_control:
        raise NotApplicableRefused(
            _("%(ref)s belongs to a clause: clauses 4 to 10 always apply.") % {"ref": rating.point.ref},
            way_out=_("If nothing is done about it yet, rate it as missing."),
        )


def _points_asked(tree: Outline, ratings: Sequence[Rating]) -> list[int]:
    """Return the points that are rated, and those that decide with them whether a control applies."""
    wholes = {rating.point.requirement for rating in ratings}
    controls = [one for one in map(tree.requirement, wholes) if one.is_control]
    return list({rating.point.pk for rating in ratings} | {point.pk for one in controls for point in one.points})


def _newest(assessment: GapAssessment, point_ids: list[int]) -> Mapping[int, Judgement]:
    given = Judgement.objects.of(assessment.organisation).filter(assessment=assessment)
    if len(point_ids) == 1:
        return {one.point_id: one for one in given.filter(point_id=point_ids[0]).order_by("-revision")[:1]}
    if len(point_ids) < 50:  # noqa: PLR2004 -- beyond that, reading the whole round is cheaper than a long list
        given = given.filter(point_id__in=point_ids)
    return {judgement.point_id: judgement for judgement in given.order_by("revision")}


def _left_out(newest: Mapping[int, Judgement]) -> dict[int, str | None]:
    return {pk: one.reason_code for pk, one in newest.items() if one.verdict == Verdict.NOT_APPLICABLE}


def _next(
    assessment: GapAssessment, rating: Rating, newest: Judgement | None, by: Member | Actor, on: dt.date | None
) -> Judgement | None:
    entered = rating.entered
    if newest is None and entered == RatingInput(Verdict.NOT_ASSESSED):
        return None
    waits = newest is not None and newest.carried == Carried.LOOK_AGAIN
    if newest is not None and entered == rating_input_of(newest) and not (rating.confirms and waits):
        return None
    revision = newest.revision if newest else 0
    if rating.base_revision is not None and rating.base_revision != revision:
        raise StaleRecord(newest)
    return Judgement(
        organisation=assessment.organisation,
        assessment=assessment,
        point_id=rating.point.pk,
        revision=revision + 1,
        verdict=entered.verdict,
        finding=entered.finding,
        evidence=entered.evidence,
        severity=entered.severity,
        action=entered.action,
        target_on=entered.target_on,
        reason_code=entered.reason_code,
        judged_by=by if isinstance(by, Member) else None,
        judged_on=on or day_in(assessment.organisation.time_zone),
    )


def rating_input_of(judgement: Judgement) -> RatingInput:
    """Return what a stored judgement says."""
    return RatingInput(
        judgement.verdict,
        judgement.finding,
        judgement.evidence,
        judgement.severity,
        judgement.action,
        judgement.target_on,
        judgement.reason_code,
    )


def _frozen(assessment: GapAssessment) -> dict[str, dict[str, Any]]:
    standings = Standing.objects.of(assessment.organisation).on(assessment.framework_id)
    return {
        standing.requirement.ref: {
            "owner": standing.owner.name if standing.owner else None,
            "due_on": standing.due_on.isoformat() if standing.due_on else None,
        }
        for standing in standings.select_related("owner", "requirement")
    }
