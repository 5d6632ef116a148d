"""What can be done with a need: its forms, its verbs, and what each form proposes."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.context.forms.need import EditNeedForm, TakeOnForm
from waymark.context.models.need import LIFECYCLE, Need
from waymark.context.registers.need import NEEDS
from waymark.records.acts import RecordAct, RecordActs
from waymark.records.forms import ReasonForm
from waymark.work.owners import giving

ACTS: Final[RecordActs[Need]] = RecordActs(
    model=Need,
    register=NEEDS,
    lifecycle=LIFECYCLE,
    acts=(
        RecordAct(
            name="take_on",
            path="taking-on",
            form=TakeOnForm,
            kept=("met_by",),
            do=lambda one, typed, by: one.take_on(by=by, **typed),
        ),
        RecordAct(
            name="decline",
            path="declining",
            form=ReasonForm,
            do=lambda one, typed, by: one.decline(by=by, **typed),
        ),
        giving(),
        RecordAct(
            name="edit",
            path="edit",
            form=EditNeedForm,
            kept=("text", "binding", "source", "met_by"),
            do=lambda one, typed, by: one.edit(by=by, **typed),
            button=_("Save"),
        ),
    ),
)
