"""Ratings that members owe: points of their own requirements that nobody has rated in an open round yet.

Whoever may rate may rate any point. But the owner of a requirement is who knows it, and who is asked for it.
"""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.models.standing import Standing
from waymark.conformity.queries import tree_of
from waymark.conformity.scale import Verdict
from waymark.people.models.member import Member
from waymark.people.rights import Can
from waymark.tasks.owing import Consequence, Due, Owed


def ratings_owed(member: Member, _today: dt.date) -> Iterator[Due]:
    """Yield each open round in which points of a member's requirements have no rating; at most two queries.

    A round has no date by which it shall be rated, so neither have these.
    """
    if not member.can(Can.RATE):
        return
    organisation = member.organisation
    rounds = list(GapAssessment.objects.of(organisation).open().defer("frozen", "figures").newest_first())
    rows = _verdicts(member, rounds) if rounds else []
    for place, one in enumerate(rounds):
        tree = tree_of(organisation, one.framework_id)
        unrated = sum(
            verdicts[place] in {None, Verdict.NOT_ASSESSED}
            for framework_id, ref, _point, *verdicts in rows
            if framework_id == one.framework_id and one.covers(tree.requirement(ref))
        )
        if unrated:
            yield Due(Consequence.MINOR, None, one.reference, partial(_owed, member, one), unrated)


def _verdicts(member: Member, rounds: list[GapAssessment]) -> list[tuple[int, str, int, *tuple[str | None, ...]]]:
    """Return each point of what a member owns, with the verdict that counts on it in each of the rounds."""
    judged = Judgement.objects.of(member.organisation).filter(point=OuterRef("requirement__points"))
    newest = {
        f"in_{one.number}": Subquery(judged.filter(assessment=one).order_by("-turn").values("verdict")[:1])
        for one in rounds
    }
    owned = Standing.objects.of(member.organisation).owned_by(member).annotate(**newest)
    return list(owned.values_list("requirement__framework_id", "requirement__ref", "requirement__points", *newest))


def _owed(member: Member, assessment: GapAssessment, unrated: int) -> Owed:
    points = reverse("gap_points", args=[member.organisation.slug, assessment.number])
    words = ngettext("Rate %(n)d point in %(title)s", "Rate %(n)d points in %(title)s", unrated)
    return Owed(
        kind=_("Gap assessment"),
        what=words % {"n": unrated, "title": assessment.title},
        reference=assessment.reference,
        url=f"{points}?{urlencode({'verdict': Verdict.NOT_ASSESSED.value, 'owner': member.name})}",
    )
