"""Who takes which part in an activity of the AIMS: does it, is accountable, is consulted, is informed (5.3, A.3.2)."""

from typing import Any, ClassVar, Final

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from waymark.competence.events import CompetenceEvent
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
"""The roles that have a column, in the order of the table; each is a field of its own, called by its id."""
_ACCOUNTABLE: Final = frozenset({Part.ACCOUNTABLE, Part.BOTH})
_DOING: Final = frozenset({Part.RESPONSIBLE, Part.BOTH})


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
    outside = LineField(blank=True, default="", verbose_name=_("auditor of the certification body"))
    remark = ProseField(max_length=1000, blank=True, default="", verbose_name=_("in words"))

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
        """Put a retired line into the table again. Raises RaciInUse."""
        LIFECYCLE.require(self, "reinstate")
        self.state, self.retired_reason = UseState.ACTIVE, ""
        self.commit(CompetenceEvent.RACI_REINSTATED, by=by, note=normal(reason))

    def part_of(self, role: OwnerRole) -> str:
        """Return the letter of a role."""
        return str(Part(getattr(self, role.value)).label)

    def describe(self, *, title: str, clauses: str = "", outside: str = "", remark: str = "", **parts: str) -> None:
        """Take over what a line says, with the part of each role by its id; the verb commits."""
        known = {one.value: parts.pop(one.value, Part.NONE) for one in COLUMNS}
        if parts:
            message = f"no column for {', '.join(sorted(parts))}"
            raise TypeError(message)
        accountable = [one for one in known.values() if one in _ACCOUNTABLE]
        if len(accountable) != 1 or not any(one in _DOING for one in known.values()):
            raise RaciLettersWrong(
                _("Exactly one role is accountable (A), and at least one does the work (R)."),
                way_out=_("Correct the letters: A/R is one role that does both."),
            )
        self.title, self.clauses = normal(title), normal(clauses)
        self.outside, self.remark = normal(outside), normal(remark)
        for name, part in known.items():
            setattr(self, name, part)
