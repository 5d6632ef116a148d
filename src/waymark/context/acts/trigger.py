"""What can be done with a trigger, and entering a change of one system."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.context.firing import fire, fire_change
from waymark.context.forms.system_request import SYSTEM
from waymark.context.forms.trigger import ChangeForm, NewTriggerForm, RescheduleForm, SettleForm
from waymark.context.models.system import AISystem
from waymark.context.models.trigger import SystemTrigger
from waymark.context.registers.trigger import TRIGGERS
from waymark.context.trigger_life import LIFECYCLE
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.work.owners import giving


def _fired(made: SystemTrigger | None) -> str:
    """Return what came of a firing, in a sentence."""
    if made is None:
        return ""
    if made.covered_by is not None and not made.is_open:
        return _("%(reference)s is covered by %(other)s.") % {
            "reference": made.reference,
            "other": made.covered_by.reference,
        }
    return _("%(reference)s was added.") % {"reference": made.reference}


CHANGE: Final[RecordAct[AISystem]] = RecordAct(
    name="change",
    path="change",
    form=ChangeForm,
    do=lambda one, typed, by: fire_change(one, by=by, **typed),
    done=lambda _one, made, _reader: _fired(made),
    button=gettext_lazy("Save"),
)
ACTS: Final[RecordActs[SystemTrigger]] = RecordActs(
    model=SystemTrigger,
    register=TRIGGERS,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        name="fire",
        form=NewTriggerForm,
        given=lambda reader: {"organisation": reader.organisation},
        make=lambda _organisation, typed, by: fire(by=by, **typed),
        described={"system": SYSTEM},
    ),
    acts=(
        RecordAct(name="settle", path="closing", form=SettleForm, do=lambda one, typed, by: one.settle(by=by, **typed)),
        RecordAct(
            name="reschedule",
            path="due-date",
            form=RescheduleForm,
            kept=("due_on",),
            do=lambda one, typed, by: one.reschedule(by=by, **typed),
        ),
        giving(),
    ),
)
