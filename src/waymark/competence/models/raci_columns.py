"""Which roles are the columns of the RACI table of an organisation, and in which order (5.3, A.3.2)."""

from collections.abc import Sequence
from typing import ClassVar, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.competence.events import CompetenceEvent
from waymark.competence.models.role import AimsRole
from waymark.competence.starter import starter
from waymark.core.references import number_in
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import Acts
from waymark.trail.door import Recorded

MOST_COLUMNS: Final = 24


def is_role_key(key: str) -> bool:
    """Return whether a text can name a column: the id of a proposed role, or the reference of a role of one's own."""
    return starter().role(key) is not None or key == f"{AimsRole.prefix}-{number_in(key, AimsRole.prefix)}"


def role_name(key: object) -> str:
    """Return what a column is called where no role of the organisation is at hand."""
    found = starter().role(str(key))
    return found.title if found is not None else str(key)


def known_columns(value: object) -> None:
    """Refuse anything but a list of different roles, at least one and not more than a table can show."""
    is_list = isinstance(value, list) and all(isinstance(one, str) and is_role_key(one) for one in value)
    if not is_list or not isinstance(value, list) or len(set(value)) != len(value):
        raise ValidationError(_("Choose different roles from the list."), code="raci-columns")
    if not 1 <= len(value) <= MOST_COLUMNS:
        raise ValidationError(_("A table has at least one column, and at most 24."), code="raci-columns")


class RaciColumnsQuerySet(InOrganisationQuerySet["RaciColumns"]):
    """Questions about columns."""

    def in_force(self, organisation: Organisation) -> "RaciColumns":
        """Return the columns of an organisation; as long as it has chosen none, those that are proposed."""
        kept = self.of(organisation).first()
        return kept or RaciColumns(organisation=organisation, roles=list(starter().raci_columns))


class RaciColumns(InOrganisation, Recorded):
    """The roles that have a column, from left to right: ids of proposed roles, or references such as ROLE-18."""

    roles = models.JSONField(default=list, validators=[known_columns], verbose_name=_("columns"))

    vocabulary: ClassVar = {"roles": role_name}
    objects = RaciColumnsQuerySet.as_manager()

    class Meta:
        verbose_name = _("columns of the RACI table")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation"], name="competence_raci_columns_once"),
        ]

    def __str__(self) -> str:
        """Return what they are called."""
        return str(_("Columns of the RACI table"))

    def set_roles(self, roles: Sequence[str], *, by: Acts) -> None:
        """Say which roles have a column, in order; whether the table can do with these, the act asks."""
        self.roles = list(roles)
        self.commit(CompetenceEvent.RACI_COLUMNS_SET, by=by)
