"""What can be done with a factor: its forms, its verbs, and what each form proposes."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.context.forms.factor import ClimateForm, EditFactorForm, NewFactorForm
from waymark.context.models.factor import LIFECYCLE, Factor
from waymark.context.registers.factor import FACTORS
from waymark.records import retiring
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.records.reviewing import REVIEW, year_after
from waymark.work.owners import OWNER, giving

ACTS: Final[RecordActs[Factor]] = RecordActs(
    model=Factor,
    register=FACTORS,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        form=NewFactorForm,
        given=lambda reader: {"organisation": reader.organisation},
        first=lambda reading: {"owner": reading.reader.pk or None, "next_review_on": year_after(reading.today)},
        make=lambda organisation, typed, by: Factor.add(organisation, by=by, **typed),
        described={"owner": OWNER},
    ),
    acts=(
        RecordAct(
            name="edit",
            path="edit",
            form=EditFactorForm,
            kept=("title", "origin", "effect", "response", "next_review_on"),
            do=lambda one, typed, by: one.edit(by=by, **typed),
            button=_("Save"),
        ),
        RecordAct(
            name="decide",
            path="climate",
            form=ClimateForm,
            kept=("climate",),
            first=lambda one, _reading: {"reason": one.effect if one.is_on_climate else ""},
            do=lambda one, typed, by: one.decide(by=by, **typed),
            button=_("Save"),
        ),
        REVIEW,
        giving(),
        *retiring.ACTS,
    ),
)
