"""Undoing what was rated at once: the ratings from before are given once more, and the trail says so."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from waymark.catalogue.outline import outline
from waymark.conformity.events import ConformityEvent
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.ratings import Rating, RatingInput
from waymark.conformity.rounds import judge_many, rating_input_of
from waymark.conformity.scale import Verdict
from waymark.core.errors import RuleBroken
from waymark.people.models.member import Member
from waymark.trail.chain import lock_chain

_NEVER_RATED = RatingInput(Verdict.NOT_ASSESSED)


class UndoRefused(RuleBroken):
    """There is nothing of this member's to undo, or a point was rated again since."""

    code = "undo-refused"


def rated_at_once(assessment: GapAssessment, judgement_id: int, *, by: Member) -> list[Judgement]:
    """Return all that one act of a member rated, by any one of its judgements; nothing where it is not theirs."""
    theirs = Judgement.objects.of(assessment.organisation).filter(assessment=assessment, judged_by=by)
    # What is committed in one act carries one moment, and a chain has one writer at a time.
    moment = theirs.filter(pk=judgement_id).values("created_at")
    return list(theirs.filter(created_at__in=moment).order_by("point_id", "revision"))


def undo(assessment: GapAssessment, judgement_id: int, *, by: Member) -> list[Judgement]:
    """Give each point the rating it had before one act of a member; done already, it changes nothing.

    Raises UndoRefused, and RoundClosed where nothing can be rated any more.
    """
    with transaction.atomic():
        lock_chain(assessment.organisation_id)
        given = rated_at_once(assessment, judgement_id, by=by)
        if not given:
            raise UndoRefused(_("You have nothing to undo here."), way_out=_("Change single points on the sheet."))
        return judge_many(assessment, _ratings_before(assessment, given), by=by, event=ConformityEvent.UNDONE)


def _ratings_before(assessment: GapAssessment, given: Sequence[Judgement]) -> list[Rating]:
    tree = outline(assessment.framework_id, assessment.organisation.language)
    by_point: dict[int, list[Judgement]] = {}
    for one in Judgement.objects.of(assessment.organisation).by_revision(assessment):
        by_point.setdefault(one.point_id, []).append(one)
    ratings = []
    for one in given:
        history = by_point[one.point_id]
        earlier = [rating_input_of(other) for other in history if other.revision < one.revision]
        before = earlier[-1] if earlier else _NEVER_RATED
        newest, point = history[-1], tree.point_with(one.point_id)
        if newest.pk != one.pk and rating_input_of(newest) != before:
            raise UndoRefused(
                _("%(ref)s has been rated again, so nothing was undone.") % {"ref": point.ref},
                way_out=_("Change single points on the sheet."),
            )
        ratings.append(Rating(point, before, newest.revision))
    return ratings
