"""Who takes which part in an activity of the AIMS: does it, is accountable, is consulted, is informed (5.3, A.3.2)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from waymark.competence.events import CompetenceEvent
from waymark.competence.models.raci_columns import RaciColumns, is_role_key, role_name
from waymark.core.errors import RuleBroken
from waymark.core.fields import LineField, ProseField
from waymark.core.text import normal
from waymark.people.models.organisation import Organisation, next_number
from waymark.people.owner_roles import OwnerRole
from waymark.people.rights import Can
from waymark.records.governed import Governed
from waymark.records.lifecycle import Lifecycle
from waymark.records.retirable import Retirable, RetirableQuerySet, UseState, added, retirement, while_in_use
from waymark.trail.actors import Acts


class RaciRetired(RuleBroken):
    """A retired activity is kept to be read; nothing is changed on it."""

    code = "raci-retired"


class RaciInUse(RuleBroken):
    """Only a retired activity can be used again."""

    code = "raci-in-use"


class RaciLettersWrong(RuleBroken):
    """Each activity has exactly one role that is accountable, and at least one that does it."""

    code = "raci-letters"


class Part(models.TextChoices):
    """The part that a role takes in an activity."""

    NONE = "none", _("–")
    RESPONSIBLE = "r", _("R")
    ACCOUNTABLE = "a", _("A")
    BOTH = "ar", _("A/R")
    CONSULTED = "c", _("C")
    INFORMED = "i", _("I")


COLUMNS: Final = (
    OwnerRole.TOP_MANAGEMENT,
    OwnerRole.AIMS_MANAGER,
    OwnerRole.PROCESS_OWNER,
    OwnerRole.AI_SYSTEM_OWNER,
    OwnerRole.RISK_MANAGER,
    OwnerRole.INTERNAL_AUDITOR,
)
"""The roles that have a field of their own, called by their ids; the letters of all others are in `further`."""
_LETTERS: Final = frozenset(Part.values) - {Part.NONE}
_ACCOUNTABLE: Final = frozenset({Part.ACCOUNTABLE, Part.BOTH})
_DOING: Final = frozenset({Part.RESPONSIBLE, Part.BOTH})


def known_further(value: object) -> None:
    """Refuse anything but different roles without a field of their own, each with a letter, as data_steward=c."""
    pairs = [str(one).partition("=") for one in value] if isinstance(value, list) else []
    keys = [key for key, _sign, _part in pairs]
    is_known = all(is_role_key(key) and key not in {*COLUMNS} and part in _LETTERS for key, _sign, part in pairs)
    if not isinstance(value, list) or len(set(keys)) != len(keys) or not is_known:
        raise ValidationError(_("Give a role and its letter, such as data_steward=c."), code="raci-further")


def further_words(pair: object) -> str:
    """Return a role without a field of its own and its letter, in words."""
    key, _sign, part = str(pair).partition("=")
    return f"{role_name(key)}: {Part(part).label if part in _LETTERS else part}"


def part_field(role: OwnerRole) -> models.CharField[str, str]:
    """Return the column that keeps the part of a role."""
    return models.CharField(max_length=4, choices=Part, default=Part.NONE, verbose_name=role.label)


LIFECYCLE: Final = Lifecycle(
    name="raci-activity",
    label=_("Activity of the RACI table"),
    states=UseState,
    transitions=(
        added(_("Add activity"), _("An activity is added with the part that each role takes in it.")),
        *while_in_use(
            RaciRetired,
            ("edit", _("Edit"), _("The parts of the roles, or the wording, are changed.")),
            right=Can.MANAGE_AIMS,
        ),
        *retirement(
            RaciRetired,
            RaciInUse,
            retire=_("The activity leaves the table; it can still be read."),
            reinstate=_("A retired activity comes back into the table, with a reason."),
            right=Can.MANAGE_AIMS,
        ),
    ),
)


class RaciQuerySet(RetirableQuerySet["RaciActivity"]):
    """Questions about activities of the table."""


class RaciActivity(Governed, Retirable):
    """One line of the table. `outside` says in words what an auditor of the certification body does there."""

    title = LineField(verbose_name=_("activity"))
    starter = models.CharField(
        max_length=40, blank=True, default="", editable=False, verbose_name=_("adopted from proposal")
    )
    clauses = LineField(max_length=200, blank=True, default="", verbose_name=_("clauses"))
    top_management = part_field(OwnerRole.TOP_MANAGEMENT)
    aims_manager = part_field(OwnerRole.AIMS_MANAGER)
    process_owner = part_field(OwnerRole.PROCESS_OWNER)
    ai_system_owner = part_field(OwnerRole.AI_SYSTEM_OWNER)
    risk_manager = part_field(OwnerRole.RISK_MANAGER)
    internal_auditor = part_field(OwnerRole.INTERNAL_AUDITOR)
    further = models.JSONField(
        default=list, blank=True, validators=[known_further], verbose_name=_("letters of further roles")
    )
    outside = LineField(blank=True, default="", verbose_name=_("auditor of the certification body"))
    remark = ProseField(max_length=1000, blank=True, default="", verbose_name=_("in words"))

    vocabulary: ClassVar = {"further": further_words}
    prefix = "RACI"
    searched = ("title", "clauses", "remark")
    lifecycle: ClassVar = LIFECYCLE
    objects = RaciQuerySet.as_manager()

    class Meta(Governed.Meta):
        verbose_name = _("RACI activity")
        verbose_name_plural = _("RACI activities")
        constraints: ClassVar = [
            *Governed.Meta.constraints,
            *Retirable.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(title=""), name="competence_raci_titled"),
            models.UniqueConstraint(
                fields=["organisation", "starter"], condition=~models.Q(starter=""), name="competence_raci_adopted_once"
            ),
        ]

    @classmethod
    def add(cls, organisation: Organisation, *, by: Acts, **known: Any) -> "RaciActivity":
        """Return a new activity; `known` is what `edit` takes. Raises RaciLettersWrong."""
        with transaction.atomic():
            one = cls(organisation=organisation, number=next_number(organisation, cls.prefix))
            one.describe(**known)
            one.commit(CompetenceEvent.RACI_ADDED, by=by)
        return one

    def edit(self, *, by: Acts, **known: Any) -> None:
        """Change the line, as `describe` lists it. Raises RaciRetired and RaciLettersWrong."""
        LIFECYCLE.require(self, "edit")
        self.describe(**known)
        self.commit(CompetenceEvent.RACI_EDITED, by=by)

    def retire(self, *, reason: str, by: Acts) -> None:
        """Take the line out of the table; it stays to be read. Raises RaciRetired."""
        LIFECYCLE.require(self, "retire")
        self.state, self.retired_reason = UseState.RETIRED, normal(reason)
        self.commit(CompetenceEvent.RACI_RETIRED, by=by, note=self.retired_reason)

    def reinstate(self, *, reason: str, by: Acts) -> None:
        """Put a retired line into the table again. Raises RaciInUse, and RaciLettersWrong where columns are gone."""
        LIFECYCLE.require(self, "reinstate")
        self.require_letters(RaciColumns.objects.in_force(self.organisation).roles)
        self.state, self.retired_reason = UseState.ACTIVE, ""
        self.commit(CompetenceEvent.RACI_REINSTATED, by=by, note=normal(reason))

    def part(self, role: str) -> Part:
        """Return the part of a role, by its key."""
        if role in {*COLUMNS}:
            return Part(getattr(self, str(role)))
        found = dict(str(one).split("=", 1) for one in self.further)
        return Part(found.get(role, Part.NONE))

    def part_of(self, role: str) -> str:
        """Return the letter of a role, by its key."""
        return str(self.part(role).label)

    @property
    def further_letters(self) -> str:
        """Return the letters of roles without a field of their own, as programs send them."""
        return ", ".join(str(one) for one in self.further)

    def is_complete(self, columns: Iterable[str]) -> bool:
        """Return whether exactly one of some roles is accountable, and at least one does the work."""
        parts = [self.part(one) for one in columns]
        return sum(one in _ACCOUNTABLE for one in parts) == 1 and any(one in _DOING for one in parts)

    def require_letters(self, columns: Iterable[str]) -> None:
        """Refuse letters that leave an activity without its one accountable role. Raises RaciLettersWrong."""
        if not self.is_complete(columns):
            raise RaciLettersWrong(
                _("Exactly one role is accountable (A), and at least one does the work (R)."),
                way_out=_("Correct the letters: A/R is one role that does both. Only roles with a column count."),
            )

    def describe(
        self,
        *,
        title: str,
        clauses: str = "",
        outside: str = "",
        remark: str = "",
        columns: Sequence[str] | None = None,
        **parts: str,
    ) -> None:
        """Take over what a line says, with the part of each role by its key; the verb commits.

        A role with a column has no part unless it is named; the letters of a role without one stay as they are.
        `columns` are those of the organisation, where the caller knows them.
        """
        there = list(RaciColumns.objects.in_force(self.organisation).roles if columns is None else columns)
        if set(parts) - set(there):
            message = f"no column for {', '.join(sorted(set(parts) - set(there)))}"
            raise TypeError(message)
        self._place({one: parts.get(one, Part.NONE) for one in there})
        self.require_letters(there)
        self.title, self.clauses = normal(title), normal(clauses)
        self.outside, self.remark = normal(outside), normal(remark)

    def _place(self, parts: Mapping[str, str]) -> None:
        further = dict(str(one).split("=", 1) for one in self.further)
        for role, part in parts.items():
            if role in {*COLUMNS}:
                setattr(self, str(role), part)
            else:
                further[role] = part
        self.further = [f"{role}={part}" for role, part in sorted(further.items()) if part != Part.NONE]
