"""What can be done with a proof of competence."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.competence.acts.role import MEMBER
from waymark.competence.forms.proof import CompetenceChoice, EditProofForm, NewProofForm
from waymark.competence.models.proof import LIFECYCLE, Proof
from waymark.competence.registers.proof import PROOFS
from waymark.records import retiring
from waymark.records.acts import NewRecord, RecordAct, RecordActs
from waymark.work.owners import OWNER, giving

ACTS: Final[RecordActs[Proof]] = RecordActs(
    model=Proof,
    register=PROOFS,
    lifecycle=LIFECYCLE,
    new=NewRecord(
        form=NewProofForm,
        given=lambda reader: {"organisation": reader.organisation},
        first=lambda reading: {"owner": reading.reader.pk or None, "shown_on": reading.today},
        make=lambda _organisation, typed, by: Proof.add(typed.pop("competence"), typed.pop("person"), by=by, **typed),
        described={"person": MEMBER, "competence": CompetenceChoice.described, "owner": OWNER},
    ),
    acts=(
        RecordAct(
            name="edit",
            path="edit",
            form=EditProofForm,
            kept=("kind", "title", "shown_on", "valid_until", "confirmed_by"),
            do=lambda one, typed, by: one.edit(by=by, **typed),
            button=_("Save"),
        ),
        giving(),
        *retiring.ACTS,
    ),
)
