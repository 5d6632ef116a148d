"""What can be done with a line of the RACI table."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.competence.forms.raci import EditRaciForm, NewRaciForm
from waymark.competence.models.raci import COLUMNS, LIFECYCLE, RaciActivity
from waymark.competence.registers.raci import RACI
from waymark.records import retiring
from waymark.records.acts import NewRecord, RecordAct, RecordActs

ACTS: Final[RecordActs[RaciActivity]] = RecordActs(
    model=RaciActivity,
    register=RACI,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        form=NewRaciForm,
        make=lambda organisation, typed, by: RaciActivity.add(organisation, by=by, **typed),
    ),
    acts=(
        RecordAct(
            name="edit",
            path="edit",
            form=EditRaciForm,
            kept=("title", "clauses", *(one.value for one in COLUMNS), "outside", "remark"),
            do=lambda one, typed, by: one.edit(by=by, **typed),
            button=_("Save"),
        ),
        *retiring.ACTS,
    ),
    # The right to manage the AIMS is asked for by each act; the table has no owner beside it.
    require=lambda record, _reader: record,
    may=lambda _record, _reader: True,
)
