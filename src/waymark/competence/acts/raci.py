"""What can be done with a line of the RACI table."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.competence.forms.raci import PARTS, EditRaciForm, NewRaciForm
from waymark.competence.models.raci import COLUMNS, LIFECYCLE, RaciActivity
from waymark.competence.raci_columns import columns_of
from waymark.competence.registers.raci import RACI
from waymark.records import retiring
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.records.registers import Reading


def _letters(one: RaciActivity, _reading: Reading) -> dict[str, Any]:
    """Return the letters that a line has; one that a program leaves out stays as it is."""
    return {role: one.part(role) for role in {*COLUMNS, *(str(pair).partition("=")[0] for pair in one.further)}}


ACTS: Final[RecordActs[RaciActivity]] = RecordActs(
    model=RaciActivity,
    register=RACI,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        form=NewRaciForm,
        given=lambda reader: {"columns": columns_of(reader.organisation)},
        make=lambda organisation, typed, by: RaciActivity.add(organisation, by=by, **typed),
        described=PARTS,
    ),
    acts=(
        RecordAct(
            name="edit",
            path="edit",
            form=EditRaciForm,
            given=lambda one, _reader: {"columns": columns_of(one.organisation)},
            kept=("title", "clauses", "outside", "remark"),
            first=_letters,
            do=lambda one, typed, by: one.edit(by=by, **typed),
            described=PARTS,
            button=_("Save"),
        ),
        *retiring.ACTS,
    ),
    # The right to manage the AIMS is asked for by each act; the table has no owner beside it.
    require=lambda record, _reader: record,
    may=lambda _record, _reader: True,
)
