"""The RACI table as a register: one activity a row, one role a column, as the organisation has chosen the columns."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from waymark.competence.models.raci import COLUMNS, Part, RaciActivity
from waymark.competence.models.role import AimsRole
from waymark.competence.raci import proposed_activities
from waymark.competence.raci_columns import RaciColumn, columns_of
from waymark.competence.separations import find_separations
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records import columns, filters, retiring
from waymark.records.cells import Choice, Kind
from waymark.records.registers import Column, QuerySetRows, Reading, Register

_TONES: Final = {Part.ACCOUNTABLE: "pine", Part.BOTH: "pine", Part.RESPONSIBLE: "good"}
_CELLS: Final = {one: Choice(one.value, one.label, _TONES.get(one, "")) for one in Part}
_FIRST: Final[tuple[Column[RaciActivity], ...]] = (
    columns.reference(),
    columns.text("title", _("Activity"), opens=True, width=34),
)
_LAST: Final[tuple[Column[RaciActivity], ...]] = (
    columns.text("further", _("Letters of further roles"), of="further_letters", only_in_files=True),
    columns.text("clauses", _("Clauses"), only_in_files=True),
    columns.text("outside", _("Auditor of the certification body"), only_in_files=True),
    columns.text("remark", _("In words"), width=44, only_in_files=True),
    columns.text("starter", _("Adopted from proposal"), only_in_files=True),
    *retiring.COLUMNS,
)


def _arranged(reader: Reader) -> tuple[Column[RaciActivity], ...]:
    return (*_FIRST, *(_column(one) for one in columns_of(reader.organisation)), *_LAST)


def _column(one: RaciColumn) -> Column[RaciActivity]:
    return Column(
        name=one.key, label=one.title, value=lambda row: _CELLS[row.part(one.key)], kind=Kind.CHOICE, width=12
    )


def _more(reading: Reading) -> dict[str, Any]:
    organisation = reading.reader.organisation
    roles = list(AimsRole.objects.of(organisation).with_holders())
    for role in roles:
        role.organisation = organisation
    held = [(role, one) for role in roles for one in role.assignments.all() if one.member.left_on is None]
    for role, one in held:
        one.role = role
    return {
        "proposed": proposed_activities(organisation),
        "may_adopt": reading.reader.can(Can.MANAGE_AIMS),
        "roles": columns_of(organisation, roles),
        "separations": find_separations(
            organisation, reading.today, known=[one for _role, one in held], by_roles_only=True
        ),
    }


RACI: Final[Register[RaciActivity]] = Register(
    name="raci",
    path="raci",
    word="raci-activity",
    label=_("RACI table"),
    intro=_("Which role does what (5.3, A.3.2). R does the work, A is accountable, C is consulted, I is informed."),
    source=QuerySetRows.of(RaciActivity),
    columns=(*_FIRST, *(columns.choice(one.value, one.label, Part, tones=_TONES, width=12) for one in COLUMNS), *_LAST),
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
    arrange=_arranged,
)
