"""The requirements a member answers for, for whoever takes over when they leave."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from waymark.conformity.adoption import assign
from waymark.conformity.models.standing import Standing
from waymark.conformity.record_kinds import owned_by
from waymark.people.leaving import Holding
from waymark.people.models.member import Member
from waymark.trail.actors import Acts


def _hand_over(member: Member, owners: Mapping[int, Member], by: Acts) -> None:
    assign(list(Standing.objects.of(member.organisation).filter(pk__in=owners).order_by("pk")), owners, by=by)


REQUIREMENTS = Holding("requirements", _("Requirements"), owned_by, _hand_over)
