"""Where a finished task about a point leads: to the point in the open round, to be rated again by a person."""

from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.standing import Standing
from waymark.conformity.queries import tree_of
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.tasks.next_steps import NextStep


def rate_again(reader: Reader, point_id: int) -> NextStep | None:
    """Return the way to a point in the newest open round that covers it, or to its requirement where none does.

    At most two queries.
    """
    organisation = reader.organisation
    if reader.can(Can.RATE):
        for one in GapAssessment.objects.of(organisation).open().defer("frozen", "figures").newest_first():
            tree = tree_of(organisation, one.framework_id)
            if not tree.has_point_with(point_id):
                continue
            point = tree.point_with(point_id)
            if one.covers(tree.requirement(point.requirement)):
                sheet = reverse("gap_sheet", args=[organisation.slug, one.number, point.requirement])
                note = _("Review %(point)s in %(title)s and rate it again.")
                return NextStep(
                    _("Rate it again"), f"{sheet}#{point.ref}", note % {"point": point.ref, "title": one.title}
                )
    return _to_requirement(organisation, point_id, may_rate=reader.can(Can.RATE))


def _to_requirement(organisation: Organisation, point_id: int, *, may_rate: bool) -> NextStep | None:
    taken_up = Standing.objects.of(organisation).values_list("requirement__framework", flat=True)
    for framework in taken_up.order_by("requirement__framework").distinct():
        tree = tree_of(organisation, framework)
        if tree.has_point_with(point_id):
            point = tree.point_with(point_id)
            address = reverse("requirement", args=[organisation.slug, point.requirement])
            if may_rate:
                note = _("No round is open. %(point)s will be rated again in the next one.") % {"point": point.ref}
            else:
                note = _("Someone with the right to rate reviews %(point)s again.") % {"point": point.ref}
            return NextStep(_("Show requirement"), f"{address}#{point.ref}", note)
    return None
