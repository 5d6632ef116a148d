"""The life cycle of an AI system: its states, the acts between them, and what they refuse."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.context.inventory.words import SECTIONS
from waymark.context.system_choices import LifeStage, SystemState
from waymark.core.errors import RuleBroken
from waymark.people.rights import Can
from waymark.records.lifecycle import BEGINNING, STAYS, Lifecycle, Transition

BEFORE_USE: Final = frozenset(
    {LifeStage.INCEPTION, LifeStage.DESIGN_DEVELOPMENT, LifeStage.VERIFICATION_VALIDATION, LifeStage.DEPLOYMENT}
)
"""Stages of a system that is planned."""
IN_USE: Final = frozenset({LifeStage.OPERATION_MONITORING, LifeStage.CONTINUOUS_VALIDATION})
"""Stages of a system that is in use; looked at anew is one of both."""
CURRENT: Final = (SystemState.PLANNED, SystemState.LIVE)


class SystemRetired(RuleBroken):
    """A retired system is kept to be read; nothing is changed on it."""

    code = "system-retired"


class SystemNotRetired(RuleBroken):
    """Only a retired system can be used again."""

    code = "system-not-retired"


class SystemIsLive(RuleBroken):
    """A system goes live once."""

    code = "system-live"


class StageWrong(RuleBroken):
    """The stage of a system agrees with whether it is in use."""

    code = "stage-wrong"
    field = "stage"


class SubRoleWrong(RuleBroken):
    """A sub-role belongs to one role and is held with it."""

    code = "sub-role-wrong"
    field = "roles"


class DayAhead(RuleBroken):
    """What has been done was done today or before."""

    code = "day-ahead"
    field = "on"


class SupplierNotInUse(RuleBroken):
    """A system names a supplier that is in use."""

    code = "supplier-not-in-use"
    field = "supplier"


def _current(act: str, label: Any, sentence: Any, to: str = STAYS, right: Can = Can.WORK) -> Transition:
    return Transition(
        act=act,
        sources=CURRENT,
        to=to,
        right=right,
        label=label,
        sentence=sentence,
        refused=SystemRetired,
        because=_("%(reference)s is retired and cannot be changed."),
        way_out=_("Choose Use again first, with a reason."),
    )


LIFECYCLE: Final = Lifecycle(
    name="system",
    label=_("AI system"),
    states=SystemState,
    transitions=(
        Transition(
            act="add",
            sources=(BEGINNING,),
            to=SystemState.PLANNED,
            right=Can.MANAGE_AIMS,
            label=_("Add AI system"),
            sentence=_("An AI system is added to the inventory with its purpose and its owner."),
        ),
        _current("edit", _("Edit"), _("The main facts of the AI system are changed.")),
        _current("give", _("Change owner"), _("The AI system gets another owner, or none.")),
        *(
            _current(f"describe_{name}", label, _("Details of the AI system are answered, or marked as not known yet."))
            for name, label in SECTIONS.items()
        ),
        _current(
            "include",
            _("Take into scope"),
            _("The AIMS covers the AI system, with the reason (4.3)."),
            right=Can.MANAGE_AIMS,
        ),
        _current(
            "leave_out",
            _("Leave out of scope"),
            _("The AIMS does not cover the AI system, with the reason (4.3)."),
            right=Can.MANAGE_AIMS,
        ),
        Transition(
            act="go_live",
            sources=(SystemState.PLANNED,),
            to=SystemState.LIVE,
            right=Can.WORK,
            label=_("Put into use"),
            sentence=_("The AI system is used on real cases from a day on."),
            refused=SystemIsLive,
            because=_("%(reference)s is not planned."),
        ),
        _current("retire", _("Retire"), _("The AI system is taken out of use, with a reason."), SystemState.RETIRED),
        Transition(
            act="reinstate",
            sources=(SystemState.RETIRED,),
            to=SystemState.PLANNED,
            right=Can.WORK,
            label=_("Use again"),
            sentence=_("A retired AI system is planned again, with a reason."),
            refused=SystemNotRetired,
            because=_("%(reference)s is not retired."),
        ),
    ),
)
