"""What can be done with a planned change: its forms, its verbs, and what each form proposes."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.context.forms.planned_change import (
    ApprovalForm,
    EditPlannedChangeForm,
    NewPlannedChangeForm,
    OutcomeForm,
)
from waymark.context.models.planned_change import LIFECYCLE, PlannedChange
from waymark.context.registers.planned_change import PLANNED_CHANGES
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.records.forms import ReasonForm
from waymark.work.owners import OWNER, giving

ACTS: Final[RecordActs[PlannedChange]] = RecordActs(
    model=PlannedChange,
    register=PLANNED_CHANGES,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        name="propose",
        form=NewPlannedChangeForm,
        given=lambda reader: {"organisation": reader.organisation},
        first=lambda reading: {"owner": reading.reader.pk or None},
        make=lambda organisation, typed, by: PlannedChange.propose(organisation, by=by, **typed),
        described={"owner": OWNER},
    ),
    acts=(
        RecordAct(
            name="approve", path="approval", form=ApprovalForm, do=lambda one, typed, by: one.approve(by=by, **typed)
        ),
        RecordAct(
            name="complete", path="completion", form=OutcomeForm, do=lambda one, typed, by: one.complete(by=by, **typed)
        ),
        giving(),
        RecordAct(
            name="edit",
            path="edit",
            form=EditPlannedChangeForm,
            kept=("title", "purpose", "consequences", "resources", "due_on"),
            do=lambda one, typed, by: one.edit(by=by, **typed),
            button=_("Save"),
        ),
        RecordAct(name="drop", path="dropping", form=ReasonForm, do=lambda one, typed, by: one.drop(by=by, **typed)),
    ),
)
