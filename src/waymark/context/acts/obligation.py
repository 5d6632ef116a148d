"""What can be done with an obligation: its forms, its verbs, and what each form proposes."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.context.forms.obligation import EditObligationForm, NewObligationForm
from waymark.context.models.obligation import LIFECYCLE, Obligation
from waymark.context.registers.obligation import OBLIGATIONS
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.records.forms import ReasonForm
from waymark.records.reviewing import REVIEW, year_after
from waymark.work.owners import OWNER, giving

ACTS: Final[RecordActs[Obligation]] = RecordActs(
    model=Obligation,
    register=OBLIGATIONS,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        form=NewObligationForm,
        given=lambda reader: {"organisation": reader.organisation},
        first=lambda reading: {"owner": reading.reader.pk or None, "next_review_on": year_after(reading.today)},
        make=lambda organisation, typed, by: Obligation.add(organisation, by=by, **typed),
        described={"owner": OWNER},
    ),
    acts=(
        REVIEW,
        giving(),
        RecordAct(
            name="edit",
            path="edit",
            form=EditObligationForm,
            kept=("title", "duty", "origin", "reference_text", "clause", "direction", "met_by", "next_review_on"),
            do=lambda one, typed, by: one.edit(by=by, **typed),
            button=_("Save"),
        ),
        RecordAct(
            name="retire",
            path="retirement",
            form=ReasonForm,
            do=lambda one, typed, by: one.retire(by=by, **typed),
        ),
        RecordAct(
            name="take_on",
            path="taking-on",
            form=ReasonForm,
            do=lambda one, typed, by: one.take_on(by=by, **typed),
        ),
    ),
)
