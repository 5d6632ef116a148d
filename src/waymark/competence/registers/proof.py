"""The register of proofs of competence."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.competence.models.competence import ProofKind
from waymark.competence.models.proof import Proof
from waymark.competence.registers.choices import member_filter
from waymark.competence.standing import SOON
from waymark.people.rights import Can
from waymark.records import columns, filters, retiring
from waymark.records.registers import QuerySetRows, Register
from waymark.work.owners import owner_act

PROOFS: Final[Register[Proof]] = Register(
    name="competence_proofs",
    path="competence-proofs",
    word="competence-proof",
    label=_("Proofs of competence"),
    intro=_("What shows that members are able to do what their roles need: documented evidence of competence (7.2)."),
    source=QuerySetRows.of(
        Proof, prepare=lambda rows: rows.select_related("owner", "person", "competence__role", "organisation")
    ),
    columns=(
        columns.reference(),
        columns.text("title", _("What it is"), opens=True, width=36),
        columns.person("person", _("Member"), sort=("person__name",)),
        columns.text("competence", _("Competence"), of="competence.title", width=40),
        columns.choice("kind", _("Kind of proof"), ProofKind, width=18),
        columns.day("shown_on", _("Shown on")),
        columns.day(
            "valid_until",
            _("Valid until"),
            is_late=lambda one, reading: not one.is_retired and one.valid_until < reading.today,
        ),
        columns.text("confirmed_by", _("Confirmed by"), only_in_files=True),
        columns.owner(),
        *retiring.COLUMNS,
    ),
    filters=(
        filters.words(lambda one: (one.title, one.confirmed_by)),
        member_filter(lambda one: one.person_id, "person_id"),
        filters.field_choice("kind", ProofKind.choices, label=_("Kind of proof")),
        filters.owner(lambda one: one.owner_id),
        filters.tick(
            "ending",
            label=_("Ends within 30 days"),
            narrow=lambda rows, reading: rows.filter(valid_until__lte=reading.today + SOON),
            keeps=lambda one, reading: one.valid_until is not None and one.valid_until <= reading.today + SOON,
        ),
        retiring.STATE,
    ),
    acts=(owner_act(Can.WORK),),
    address="competence_proof",
    changes="competence_proof_changes",
    new="competence_proof_new",
    new_label=_("Add proof"),
    new_right=Can.WORK,
    nothing=(
        _("No proofs yet"),
        _("Adopt roles with their competences first, then record what shows that their holders have them."),
    ),
)
