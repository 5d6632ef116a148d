"""What can be done with a needed competence."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.competence.forms.competence import EditCompetenceForm, NewCompetenceForm, RoleChoice
from waymark.competence.models.competence import LIFECYCLE, Competence
from waymark.competence.registers.competence import COMPETENCES
from waymark.records import retiring
from waymark.records.acts import NewRecord, RecordAct, RecordActs

ACTS: Final[RecordActs[Competence]] = RecordActs(
    model=Competence,
    register=COMPETENCES,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        form=NewCompetenceForm,
        given=lambda reader: {"organisation": reader.organisation},
        make=lambda _organisation, typed, by: Competence.add(typed.pop("role"), by=by, **typed),
        described={"role": RoleChoice.described},
    ),
    acts=(
        RecordAct(
            name="edit",
            path="edit",
            form=EditCompetenceForm,
            kept=("title", "proofs", "needs_all", "renewal_months"),
            do=lambda one, typed, by: one.edit(by=by, **typed),
            button=_("Save"),
        ),
        *retiring.ACTS,
    ),
    # The right to manage the AIMS is asked for by each act; a competence belongs to its role.
    require=lambda record, _reader: record,
    may=lambda _record, _reader: True,
)
