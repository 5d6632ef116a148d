"""The life cycle of a trigger: entered, then settled with a sentence."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.context.system_choices import TriggerState
from waymark.core.errors import RuleBroken
from waymark.people.rights import Can
from waymark.records.lifecycle import BEGINNING, STAYS, Lifecycle, Transition


class TriggerSettled(RuleBroken):
    """A settled trigger is a record of what came of it."""

    code = "trigger-settled"


def _open(act: str, label: Any, sentence: Any, to: str = STAYS) -> Transition:
    return Transition(
        act=act,
        sources=(TriggerState.OPEN,),
        to=to,
        right=Can.WORK,
        label=label,
        sentence=sentence,
        refused=TriggerSettled,
        because=_("%(reference)s is already closed."),
        way_out=_("Enter a new trigger if something has changed."),
    )


LIFECYCLE: Final = Lifecycle(
    name="trigger",
    label=_("Trigger"),
    states=TriggerState,
    transitions=(
        Transition(
            act="fire",
            sources=(BEGINNING,),
            to=TriggerState.OPEN,
            right=Can.WORK,
            label=_("Enter trigger"),
            sentence=_("Something happened that makes assessments of an AI system due (6.1.4, 8.2, 8.4)."),
        ),
        _open("give", _("Change owner"), _("Another member settles the trigger, or none.")),
        _open("reschedule", _("Set due date"), _("The trigger gets another due date.")),
        _open("settle", _("Close"), _("What came of the trigger is recorded in a sentence."), TriggerState.SETTLED),
    ),
)
