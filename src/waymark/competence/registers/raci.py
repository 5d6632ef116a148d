"""The RACI table as a register: one activity a row, one role a column."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.competence.models.raci import COLUMNS, Part, RaciActivity
from waymark.competence.raci import proposed_activities
from waymark.competence.separations import find_separations
from waymark.people.rights import Can
from waymark.records import columns, filters, retiring
from waymark.records.registers import QuerySetRows, Reading, Register

_TONES: Final = {Part.ACCOUNTABLE: "pine", Part.BOTH: "pine", Part.RESPONSIBLE: "good"}


def _more(reading: Reading) -> dict[str, Any]:
    organisation = reading.reader.organisation
    found = find_separations(organisation, reading.today, by_roles_only=True)
    return {
        "proposed": proposed_activities(organisation),
        "may_adopt": reading.reader.can(Can.MANAGE_AIMS),
        "roles": COLUMNS,
        "separations": found,
    }


RACI: Final[Register[RaciActivity]] = Register(
    name="raci",
    path="raci",
    word="raci-activity",
    label=_("RACI table"),
    intro=_("Which role does what (5.3, A.3.2). R does the work, A is accountable, C is consulted, I is informed."),
    source=QuerySetRows.of(RaciActivity),
    columns=(
        columns.reference(),
        columns.text("title", _("Activity"), opens=True, width=34),
        *(columns.choice(one.value, one.label, Part, tones=_TONES, width=12) for one in COLUMNS),
        columns.text("clauses", _("Clauses"), only_in_files=True),
        columns.text("outside", _("Auditor of the certification body"), only_in_files=True),
        columns.text("remark", _("In words"), width=44, only_in_files=True),
        columns.text("starter", _("Adopted from proposal"), only_in_files=True),
        *retiring.COLUMNS,
    ),
    filters=(
        filters.words(lambda one: (one.title, one.clauses, one.remark)),
        retiring.STATE,
    ),
    address="raci_activity",
    order="reference",
    new="raci_activity_new",
    new_label=_("Add activity"),
    nothing=(_("No activities yet"), _("Adopt the proposed table, or add the activities of your AIMS one by one.")),
    page="competence/raci.html",
    page_size=100,
    more=_more,
)
