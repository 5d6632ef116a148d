"""The register of what each role needs."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.competence.models.competence import Competence
from waymark.competence.registers.choices import role_filter
from waymark.records import columns, filters, retiring
from waymark.records.registers import QuerySetRows, Register

COMPETENCES: Final[Register[Competence]] = Register(
    name="competences",
    path="competences",
    word="competence",
    label=_("Needed competences"),
    intro=_("What a holder of each AIMS role is able to do, and what shows it (7.2, A.4.6)."),
    source=QuerySetRows.of(Competence, prepare=lambda rows: rows.select_related("role")),
    columns=(
        columns.reference(),
        columns.text("title", _("Competence"), opens=True, width=44),
        columns.text("role", _("AIMS role"), of="role.title", sort=("role__title",), width=24),
        columns.text("proof_labels", _("Accepted proofs"), width=36),
        columns.yes_no("needs_all", _("All proofs needed"), only_in_files=True),
        columns.number("renewal_months", _("Months"), width=10),
        columns.text("starter", _("Adopted from proposal"), only_in_files=True),
        *retiring.COLUMNS,
    ),
    filters=(
        filters.words(lambda one: (one.title,)),
        role_filter(lambda one: one.role_id, "role_id"),
        retiring.STATE,
    ),
    address="competence",
    order="reference",
    new="competence_new",
    new_label=_("Add competence"),
    nothing=(
        _("No competences yet"),
        _("Adopting a proposed role brings the competences that are proposed for it. Add those of your own roles."),
    ),
)
