"""The columns of the RACI table: which roles an organisation can choose, what they are called, and choosing them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.competence.models.raci import RaciActivity
from waymark.competence.models.raci_columns import RaciColumns, role_name
from waymark.competence.models.role import AimsRole
from waymark.competence.starter import starter
from waymark.core.errors import RuleBroken
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain

_NAMED = 12
"""References that a refusal names at most."""


class RaciColumnUnknown(RuleBroken):
    """A column is a proposed role, or a role in use of the organisation."""

    code = "raci-column-unknown"


class RaciColumnNeeded(RuleBroken):
    """Every activity in use keeps its one accountable role, and one that does it, among the columns."""

    code = "raci-column-needed"


@dataclass(frozen=True, slots=True)
class RaciColumn:
    """One column: the role by its key, and the role of the organisation where it has adopted or added it."""

    key: str
    role: AimsRole | None = None

    @property
    def title(self) -> str:
        """Return its head: what the organisation calls the role, or what the proposal does."""
        return self.role.title if self.role is not None else role_name(self.key)


def columns_of(organisation: Organisation, roles: Iterable[AimsRole] | None = None) -> list[RaciColumn]:
    """Return the columns in their order; one query, and one for the roles unless these are given."""
    there = {key_of(one): one for one in (_roles(organisation) if roles is None else roles)}
    return [RaciColumn(key, there.get(key)) for key in RaciColumns.objects.in_force(organisation).roles]


def offered_columns(organisation: Organisation) -> list[RaciColumn]:
    """Return every role that can have a column: the proposed ones, those in use, and what is a column already."""
    roles = list(_roles(organisation))
    there = {key_of(one): one for one in roles}
    own = [key for key, one in there.items() if not one.starter and not one.is_retired]
    kept = RaciColumns.objects.in_force(organisation).roles
    keys = dict.fromkeys([*kept, *(one.id for one in starter().roles), *own])
    return [RaciColumn(key, there.get(key)) for key in keys]


def key_of(role: AimsRole) -> str:
    """Return the key of a role as a column: the id of its proposal, or its reference."""
    return role.starter or role.reference


def arrange_columns(organisation: Organisation, keys: Sequence[str], *, by: Acts) -> RaciColumns:
    """Choose the columns and their order; letters of a role without a column stay, and come back with it.

    Raises RaciColumnUnknown for what is no role to choose, and RaciColumnNeeded where an activity in use would be left
    without its one accountable role, or without one that does it.
    """
    with transaction.atomic():
        lock_chain(organisation.pk)
        offered = {one.key for one in offered_columns(organisation)}
        unknown = [key for key in keys if key not in offered]
        if unknown:
            raise RaciColumnUnknown(
                _("%(names)s cannot be a column.") % {"names": ", ".join(unknown)[:200]},
                way_out=_("Choose a proposed role, or a role in use such as ROLE-18."),
            )
        activities = RaciActivity.objects.of(organisation).active().order_by("number")
        broken = [one.reference for one in activities if not one.is_complete(keys)]
        if broken:
            raise RaciColumnNeeded(
                _("These activities would have no accountable role, or none that does the work: %(references)s")
                % {"references": ", ".join(broken[:_NAMED])},
                way_out=_("Give their A and R to roles that stay columns first."),
            )
        kept = RaciColumns.objects.in_force(organisation)
        kept.set_roles(keys, by=by)
    return kept


def _roles(organisation: Organisation) -> Iterable[AimsRole]:
    return AimsRole.objects.of(organisation).order_by("title", "number")
