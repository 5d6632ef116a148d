"""Ratings that members owe: points of their own requirements that nobody has rated in an open round yet.

Whoever may rate may rate any point. But the owner of a requirement is who knows it, and who is asked for it.
"""

import datetime as dt
from typing import Any, Final

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.backing import KeptBacking
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.models.standing import Standing
from waymark.conformity.queries import tree_of
from waymark.conformity.scale import Carried, Verdict
from waymark.people.models.member import Member
from waymark.people.rights import Can
from waymark.records.backing import settle
from waymark.work.owed import Consequence, Owed, OwedRow, OwedSource, by_value, owed_rows


def _rows(member: Member, _today: dt.date) -> Any:
    """Return the open rounds in which points of a member's requirements have no rating, or wait for another look.

    Counting them costs at most two queries. A round has no date by which it shall be rated, so neither have these.
    """
    if not member.can(Can.RATE):
        return None
    organisation = member.organisation
    rounds = list(GapAssessment.objects.of(organisation).open().defer("frozen", "figures").newest_first())
    rows = _verdicts(member, rounds) if rounds else []
    words = {}
    for place, one in enumerate(rounds):
        tree = tree_of(organisation, one.framework_id)
        given = [
            (tree.point_with(point).counts, newest_on, *verdicts[3 * place : 3 * place + 3])
            for framework_id, ref, point, newest_on, *verdicts in rows
            if framework_id == one.framework_id and one.covers(tree.requirement(ref))
        ]
        owed = (
            sum(counts and verdict in {None, Verdict.NOT_ASSESSED} for counts, _newest, verdict, *_rest in given),
            sum(carried == Carried.LOOK_AGAIN for *_rest, carried, _judged_on in given),
            sum(_is_older(*rating) for rating in given),
        )
        if any(owed):
            words[one.pk] = _in_words(*owed, one.title)
    if not words:
        return None
    found = GapAssessment.objects.of(organisation).filter(pk__in=words)
    return owed_rows(found, consequence=Consequence.MINOR, what=by_value("pk", words, ""))


def _is_older(
    _counts: bool,  # noqa: FBT001 -- the columns of one row
    newest_on: dt.date | None,
    verdict: str | None,
    _carried: int | None,
    judged_on: dt.date | None,
) -> bool:
    """Return whether a verdict is older than the newest evidence behind its point."""
    rated = verdict not in {None, Verdict.NOT_ASSESSED, Verdict.NOT_APPLICABLE}
    return rated and newest_on is not None and judged_on is not None and newest_on > judged_on


def _in_words(unrated: int, again: int, older: int, title: str) -> str:
    parts = []
    if unrated:
        sentence = ngettext("Rate %(n)d point in %(title)s", "Rate %(n)d points in %(title)s", unrated)
        parts.append(sentence % {"n": unrated, "title": title})
    if again:
        sentence = ngettext(
            "Look again at %(n)d verdict from the edition before, in %(title)s",
            "Look again at %(n)d verdicts from the edition before, in %(title)s",
            again,
        )
        parts.append(sentence % {"n": again, "title": title})
    if older:
        sentence = ngettext(
            "Rate %(n)d point again, its evidence is newer, in %(title)s",
            "Rate %(n)d points again, their evidence is newer, in %(title)s",
            older,
        )
        parts.append(sentence % {"n": older, "title": title})
    return "; ".join(parts)


def _verdicts(member: Member, rounds: list[GapAssessment]) -> list[tuple[int, str, int, *tuple[Any, ...]]]:
    """Return each point of what a member owns, with its newest evidence and what counts on it in each round."""
    judged = Judgement.objects.of(member.organisation).filter(point=OuterRef("requirement__points"))
    newest = {
        f"{column}_in_{one.number}": Subquery(judged.filter(assessment=one).order_by("-revision").values(column)[:1])
        for one in rounds
        for column in ("verdict", "carried", "judged_on")
    }
    settle()
    kept = KeptBacking.objects.of(member.organisation).filter(point=OuterRef("requirement__points"))
    owned = Standing.objects.of(member.organisation).owned_by(member)
    asked = owned.annotate(newest_on=Subquery(kept.values("newest_on")[:1]), **newest)
    columns = ("requirement__framework_id", "requirement__ref", "requirement__points", "newest_on", *newest)
    return list(asked.values_list(*columns))


def _show(member: Member, row: OwedRow) -> Owed:
    points = reverse("points", args=[member.organisation.slug])
    return Owed(
        kind=_("Gap assessment"),
        what=row.what,
        reference=f"{GapAssessment.prefix}-{row.number}",
        url=f"{points}?{urlencode({'round': str(row.number), 'verdict': 'to_rate', 'owner': str(member.pk)})}",
    )


RATINGS: Final = OwedSource(name="ratings", label=_("Ratings"), rows=_rows, show=_show)
