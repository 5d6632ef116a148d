"""What a requirement needs from its owner: ratings in the open round, a gap closed, evidence, or a first look."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.models.standing import Standing
from waymark.conformity.picture import RequirementView
from waymark.conformity.queries import picture_today, tree_of
from waymark.conformity.scale import Verdict
from waymark.people.models.member import Member
from waymark.people.rights import Can
from waymark.work.owned import Need

_COLUMNS = ("pk", "requirement__ref", "requirement__framework", "due_on")


def needs_of_requirements(member: Member, keys: Sequence[int]) -> Mapping[int, Need]:
    """Return what some requirements of a member need, by the key of their standing.

    At most three queries, and three for each framework.
    """
    organisation = member.organisation
    standings = list(Standing.objects.of(organisation).filter(pk__in=keys).values_list(*_COLUMNS))
    assessment = _open_round(member)
    unrated = _unrated(assessment) if assessment is not None else Counter[str]()
    frameworks = {framework for _pk, _ref, framework, _due_on in standings}
    views = {one: picture_today(organisation, one, with_left_out=True).by_ref for one in frameworks}
    needs = {}
    for pk, ref, framework, due_on in standings:
        if assessment is not None and assessment.framework_id == framework and unrated[ref]:
            sheet = reverse("gap_sheet", args=[organisation.slug, assessment.number, ref])
            needs[pk] = Need(what=_rate(unrated[ref]), url=sheet, due_on=due_on, is_waiting=True)
        else:
            what, is_waiting = _today(views[framework][ref])
            if not member.can(Can.COLLECT):
                # Whoever only reads is not sent to a page that refuses them.
                what = f"{what} {_('Your role only reads: ask the AIMS manager for the role Contributor to do this.')}"
            needs[pk] = Need(what=what, due_on=due_on, is_waiting=is_waiting or due_on is not None)
    return needs


def _open_round(member: Member) -> GapAssessment | None:
    if not member.can(Can.RATE):
        return None
    return GapAssessment.objects.of(member.organisation).open().defer("frozen", "figures").newest_first().first()


def _unrated(assessment: GapAssessment) -> Counter[str]:
    """Return how many points of each requirement of a round have no rating yet; one query."""
    given = dict(Judgement.objects.of(assessment.organisation).by_revision(assessment).values_list("point", "verdict"))
    tree = tree_of(assessment.organisation, assessment.framework_id)
    return Counter(
        {
            one.ref: sum(given.get(point.pk, Verdict.NOT_ASSESSED) == Verdict.NOT_ASSESSED for point in one.points)
            for one in tree.auditable
            if assessment.covers(one)
        }
    )


def _rate(count: int) -> str:
    words = ngettext(
        "Rate %(n)d point: is it in place, and what shows it?",
        "Rate %(n)d points: are they in place, and what shows it?",
        count,
    )
    return words % {"n": count}


def _today(view: RequirementView) -> tuple[str, bool]:
    """Return what a requirement needs as it stands today, and whether it waits for somebody."""
    if gaps := len(view.gaps):
        words = ngettext(
            "Close %(n)d gap: read the finding and do what is missing.",
            "Close %(n)d gaps: read the findings and do what is missing.",
            gaps,
        )
        return words % {"n": gaps}, True
    if claimed := sum(one.found.is_claimed for one in view.points):
        words = ngettext(
            "Add evidence for %(n)d point in place without evidence.",
            "Add evidence for %(n)d points in place without evidence.",
            claimed,
        )
        return words % {"n": claimed}, True
    if any(one.found.verdict != Verdict.NOT_ASSESSED for one in view.deciding):
        return _("Keep it in place and its evidence up to date."), False
    return _("Read what it requires, and collect evidence that it is done."), False
