"""Adopting the proposed RACI table."""

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.competence.events import CompetenceEvent
from waymark.competence.models.raci import Part, RaciActivity
from waymark.competence.models.raci_columns import RaciColumns, role_name
from waymark.competence.starter import StarterActivity, starter
from waymark.core.errors import RuleBroken
from waymark.people.models.organisation import Organisation, next_number
from waymark.trail.actors import Acts
from waymark.trail.chain import lock_chain
from waymark.trail.door import commit_all

_PARTS = {
    frozenset("R"): Part.RESPONSIBLE,
    frozenset("A"): Part.ACCOUNTABLE,
    frozenset("AR"): Part.BOTH,
    frozenset("C"): Part.CONSULTED,
    frozenset("I"): Part.INFORMED,
}


class RaciAdopted(RuleBroken):
    """Each proposed activity is adopted once."""

    code = "raci-adopted"


def proposed_activities(organisation: Organisation) -> list[RaciActivity]:
    """Return the proposed activities that the organisation has not adopted, as lines that are stored nowhere."""
    rows = RaciActivity.objects.of(organisation).exclude(starter="")
    adopted = set(rows.values_list("starter", flat=True))
    return [_line(organisation, one) for one in starter().activities if one.id not in adopted]


def adopt_activities(organisation: Organisation, *, by: Acts) -> list[RaciActivity]:
    """Adopt every proposed activity that is left, in one act.

    Raises RaciAdopted where none is, and RaciLettersWrong where a role that is accountable has no column.
    """
    with transaction.atomic():
        lock_chain(organisation.pk)
        lines = proposed_activities(organisation)
        if not lines:
            raise RaciAdopted(
                _("Every proposed activity has been adopted already."), way_out=_("Edit the table, or add activities.")
            )
        columns = RaciColumns.objects.in_force(organisation).roles
        for one in lines:
            one.require_letters(columns)
            one.number = next_number(organisation, RaciActivity.prefix)
        commit_all(lines, CompetenceEvent.RACI_ADOPTED, by=by)
    return lines


def _line(organisation: Organisation, one: StarterActivity) -> RaciActivity:
    columns = starter().raci_columns
    line = RaciActivity(organisation=organisation, starter=one.id)
    line.describe(
        title=one.title,
        clauses=", ".join(one.clauses),
        outside=next((words for role, words in one.words if role not in columns), ""),
        remark="\n".join(f"{role_name(role)}: {words}" for role, words in one.words if role in columns),
        columns=columns,
        **{role: _PARTS[letters] for role, letters in one.letters if letters and role in columns},
    )
    return line
