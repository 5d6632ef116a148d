"""The one act that takes an organisation over to the next edition of its framework."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.catalogue.models.framework import Framework
from waymark.catalogue.models.wording import Wording
from waymark.conformity.backing import POINT, STANDING
from waymark.conformity.carrying.editions import Way, edition_named, way_to
from waymark.conformity.carrying.standings import carry_standings
from waymark.conformity.events import ConformityEvent
from waymark.conformity.keeping import keep_all
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.models.standing import Standing
from waymark.conformity.rounds import close_round, open_round
from waymark.conformity.scale import Carried
from waymark.evidence.carrying import carry_links, carry_requests
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.tasks.work import carry_tasks
from waymark.trail.actors import Actor
from waymark.trail.chain import lock_chain
from waymark.trail.door import commit_all

_TITLE = 120


def carry_over(organisation: Organisation, edition: Framework, *, by: Member | Actor) -> GapAssessment:
    """Take owners, applicability, evidence, tasks and verdicts along to the next edition, all of it or nothing.

    Open rounds of the edition before are closed; the verdicts stand in a new round, which is returned. Raises
    CarriedAlready, NotNextEdition and NotCovered, and then nothing has changed.
    """
    with transaction.atomic():
        # Whoever sends it twice, or at the same moment, comes second and is refused.
        lock_chain(organisation.pk)
        way = way_to(organisation, edition)
        note = _("Carried over to %(edition)s") % {"edition": way.name}
        for one in GapAssessment.objects.of(organisation).open().filter(framework=way.current):
            close_round(one, by=by, reason=note)
        given = _verdicts(organisation, way)
        ended = carry_standings(organisation, way, by=by, note=note)
        _carry_records(organisation, way, ended, by=by, note=note)
        assessment = open_round(
            organisation,
            edition,
            title=note[:_TITLE],
            controls=_controls(organisation, way, given),
            by=by,
            event=ConformityEvent.CARRIED_OVER,
        )
        _carry_verdicts(assessment, way, given, by=by, note=note)
        # Requirements of the new edition have taken the place of others, with what is linked to them.
        keep_all(organisation)
    return assessment


def carry_over_to(organisation: Organisation, edition_id: str, *, by: Member | Actor) -> GapAssessment:
    """Do the same for the edition with this id; one that is not loaded replaces nothing."""
    return carry_over(organisation, edition_named(edition_id), by=by)


def _verdicts(organisation: Organisation, way: Way) -> dict[str, Judgement]:
    """Return the judgement that counts on each point before, by its reference."""
    newest = Judgement.objects.of(organisation).newest_on(way.current.pk, organisation.pk)
    return {way.before.point_with(one.point_id).ref: one for one in newest}


def _carry_records(
    organisation: Organisation, way: Way, ended: Mapping[int, int], *, by: Member | Actor, note: str
) -> None:
    points = way.points
    first = {pk: targets[0] for pk, targets in points.items()}
    carry_links(organisation, POINT, points, by=by)
    carry_links(organisation, STANDING, {pk: (target,) for pk, target in ended.items()}, by=by)
    for kind, targets in ((POINT, first), (STANDING, ended)):
        carry_tasks(organisation, kind, targets, by=by, note=note)
        carry_requests(organisation, kind, targets, by=by, note=note)
    wording = {way.before.requirement(old).pk: way.after.requirement(new).pk for new, old in way.heirs.items()}
    Wording.carry(organisation, wording, by=by, note=note)


def _controls(organisation: Organisation, way: Way, given: Mapping[str, Judgement]) -> list[str]:
    """Return the controls the new round is over: those that apply, and those that bring a verdict along."""
    chosen = Standing.objects.of(organisation).on(way.edition).chosen()
    applies = set(chosen.values_list("requirement__ref", flat=True))
    rated = {way.after.point(fate.ref).requirement for fate in way.plan.fates if fate.source in given}
    return [one.ref for one in way.after.controls if one.ref in applies | rated]


def _carry_verdicts(
    assessment: GapAssessment, way: Way, given: Mapping[str, Judgement], *, by: Member | Actor, note: str
) -> None:
    carried = [
        Judgement(
            organisation=assessment.organisation,
            assessment=assessment,
            point_id=way.after.point(fate.ref).pk,
            revision=1,
            verdict=found.verdict,
            finding=found.finding,
            evidence=found.evidence,
            severity=found.severity,
            action=found.action,
            target_on=found.target_on,
            judged_by_id=found.judged_by_id,
            judged_on=found.judged_on,
            source=found.source,
            reason_code=found.reason_code,
            carried=_mark(found, looks_again=fate.looks_again),
        )
        for fate in way.plan.fates
        if (found := given.get(fate.source)) is not None
    ]
    commit_all(carried, ConformityEvent.CARRIED, by=by, note=note)


def _mark(found: Judgement, *, looks_again: bool) -> Carried:
    # What nobody has looked at since the last time still waits.
    waits = looks_again or found.carried == Carried.LOOK_AGAIN
    return Carried.LOOK_AGAIN if waits else Carried.AS_IT_IS
