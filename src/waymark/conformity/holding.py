"""The requirements a member answers for, for whoever takes over when they leave."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from waymark.conformity.adoption import assign
from waymark.conformity.models.standing import Standing
from waymark.conformity.record_kinds import requirement_line, trees
from waymark.people.leaving import Holding
from waymark.people.models.member import Member
from waymark.people.records import RecordLine
from waymark.trail.actors import Acts


def _records(member: Member) -> Sequence[RecordLine]:
    owned = dict(Standing.objects.of(member.organisation).owned_by(member).values_list("requirement_id", "pk"))
    if not owned:
        return []
    lines = {
        one.pk: requirement_line(member.organisation, one)
        for tree in trees(member.organisation)
        for one in tree.auditable
        if one.pk in owned
    }
    # What is handed over is the standing; what people read is the requirement.
    return [
        RecordLine("conformity.standing", owned[pk], line.reference, line.title, line.url) for pk, line in lines.items()
    ]


def _hand_over(member: Member, owners: Mapping[int, Member], by: Acts) -> None:
    standings = list(Standing.objects.of(member.organisation).filter(pk__in=owners).order_by("pk"))
    assign(standings, owners, by=by)


REQUIREMENTS = Holding("requirements", _("Requirements"), _records, _hand_over)
