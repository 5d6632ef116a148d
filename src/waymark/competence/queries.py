"""What the pages of this package show, as frozen dataclasses."""

import datetime as dt
from dataclasses import dataclass

from waymark.competence.models.assignment import RoleAssignment
from waymark.competence.models.competence import Competence
from waymark.competence.models.role import AimsRole


@dataclass(frozen=True, slots=True)
class RoleShown:
    """One role in parts: who holds it today, who is deputy, who begins later, and who held it before."""

    holders: list[RoleAssignment]
    deputies: list[RoleAssignment]
    ahead: list[RoleAssignment]
    former: list[RoleAssignment]
    responsibilities: list[str]
    authorities: list[str]
    deputy_may: list[str]
    deputy_may_not: list[str]
    competences: list[Competence]

    @property
    def is_vacant(self) -> bool:
        """Return whether nobody holds it today."""
        return not self.holders


def role_shown(role: AimsRole, today: dt.date) -> RoleShown:
    """Return a role as its page shows it, from what was read with it and one query for its competences."""
    every = role.in_order()
    now = [one for one in every if one.holds_on(today)]
    ahead = [one for one in every if one.held_from > today and not one.has_ended_by(today)]
    return RoleShown(
        holders=[one for one in now if not one.is_deputy],
        deputies=[one for one in now if one.is_deputy],
        ahead=ahead,
        former=[one for one in reversed(every) if one not in now and one not in ahead],
        responsibilities=_lines(role.responsibilities),
        authorities=_lines(role.authorities),
        deputy_may=_lines(role.deputy_may),
        deputy_may_not=_lines(role.deputy_may_not),
        competences=list(Competence.objects.filter(role=role).active().order_by("number")),
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
