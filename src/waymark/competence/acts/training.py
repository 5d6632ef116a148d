"""What can be done with a training."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.competence.forms.training import (
    EditTrainingForm,
    EffectForm,
    HoldForm,
    MembersField,
    NewTrainingForm,
)
from waymark.competence.models.training import LIFECYCLE, EffectCheck, Training
from waymark.competence.registers.training import TRAININGS
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.records.forms import ReasonForm
from waymark.records.registers import Reading
from waymark.work.owners import OWNER, giving


def _proposed_check(one: Training, reading: Reading) -> dict[str, Any]:
    return {"on": reading.today, "method": one.effect_plan}


ACTS: Final[RecordActs[Training]] = RecordActs(
    model=Training,
    register=TRAININGS,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        form=NewTrainingForm,
        given=lambda reader: {"organisation": reader.organisation},
        first=lambda reading: {"owner": reading.reader.pk or None},
        make=lambda organisation, typed, by: Training.add(organisation, by=by, **typed),
        described={"owner": OWNER},
    ),
    acts=(
        RecordAct(
            name="hold",
            path="holding",
            form=HoldForm,
            given=lambda _one, reader: {"reader": reader},
            first=lambda one, reading: {"held_on": min(one.due_on or reading.today, reading.today)},
            do=lambda one, typed, by: one.hold(typed.pop("held_on"), typed.pop("members"), by=by, **typed),
            described={"members": MembersField.described},
        ),
        RecordAct(
            name="check",
            path="effect",
            form=EffectForm,
            first=_proposed_check,
            do=lambda one, typed, by: one.check_effect(EffectCheck(**typed), by=by),
        ),
        RecordAct(
            name="check_again",
            path="later-effect",
            form=EffectForm,
            first=_proposed_check,
            do=lambda one, typed, by: one.check_effect_again(EffectCheck(**typed), by=by),
        ),
        RecordAct(
            name="edit",
            path="edit",
            form=EditTrainingForm,
            kept=("title", "kind", "due_on", "topics", "audiences", "about", "effect_plan"),
            do=lambda one, typed, by: one.edit(by=by, **typed),
            button=_("Save"),
        ),
        giving(),
        RecordAct(
            name="cancel",
            path="cancellation",
            form=ReasonForm,
            do=lambda one, typed, by: one.cancel(by=by, **typed),
        ),
    ),
)
