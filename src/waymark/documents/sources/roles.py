"""Sources about AIMS roles: what they are, who holds them, the RACI table, and what may not be in one hand (5.3)."""

from collections import defaultdict
from typing import Final

from django.utils.translation import gettext as _

from waymark.competence.models.assignment import RoleAssignment
from waymark.competence.models.competence import Competence
from waymark.competence.models.raci import Part, RaciActivity
from waymark.competence.models.role import AimsRole
from waymark.competence.raci_columns import RaciColumn, columns_of
from waymark.competence.starter import starter
from waymark.core.clock import day_in
from waymark.documents.filled import FilledRow
from waymark.documents.items import is_part
from waymark.documents.rows import DocumentRow
from waymark.documents.sources.asking import Asking, Drawn, Sources, drawn, on, row_of
from waymark.documents.sources.papers import documents_in_use

_DOES: Final = frozenset({Part.RESPONSIBLE, Part.BOTH})
_ANSWERS: Final = frozenset({Part.ACCOUNTABLE, Part.BOTH})


def _in_use(asking: Asking) -> list[AimsRole]:
    """Return the roles in use with everybody who held each; two queries."""
    return list(AimsRole.objects.of(asking.organisation).active().with_holders().order_by("number"))


def _roles(asking: Asking) -> Drawn:
    needed: dict[int, list[str]] = defaultdict(list)
    for one in Competence.objects.of(asking.organisation).active().order_by("number"):
        needed[one.role_id].append(one.title)
    return drawn(
        row_of(
            role,
            role.title,
            role=role.title,
            purpose=role.purpose,
            responsibilities=role.responsibilities,
            authorities=role.authorities,
            competence="\n".join(needed[role.pk]),
        )
        for role in _in_use(asking)
    )


def _assignments(asking: Asking) -> Drawn:
    return drawn(
        FilledRow(
            f"{role.reference}/{one.member_id}",
            f"{role.title}: {one.member.name}",
            one.version,
            {
                "role": role.title,
                "holder": one.member.name,
                "since": on(one.held_from),
                "told_on": on(day_in(asking.organisation.time_zone, one.created_at)),
                "deputy": ", ".join(each.member.name for each in role.deputies_on(asking.day)),
            },
        )
        for role in _in_use(asking)
        for one in role.holders_on(asking.day)
    )


def _contacts(asking: Asking) -> Drawn:
    return drawn(
        row_of(
            role,
            role.title,
            role=role.title,
            holder=", ".join(one.member.name for one in role.holders_on(asking.day)),
            deputy=", ".join(one.member.name for one in role.deputies_on(asking.day)),
        )
        for role in _in_use(asking)
        if role.holders_on(asking.day)
    )


def _raci(asking: Asking) -> Drawn:
    columns = columns_of(asking.organisation)
    return drawn(
        row_of(
            one,
            one.title,
            activity=one.title,
            does=_having(one, columns, _DOES),
            answers=_having(one, columns, _ANSWERS),
            is_asked=_having(one, columns, {Part.CONSULTED}),
            is_told=_having(one, columns, {Part.INFORMED}),
        )
        for one in RaciActivity.objects.of(asking.organisation).active().order_by("number")
    )


def _processes(asking: Asking) -> Drawn:
    """Return the activities of the RACI table as processes; what nobody records of one stays empty."""
    in_force = [one for one in documents_in_use(asking) if one.effective is not None]
    columns = columns_of(asking.organisation)
    return drawn(
        row_of(
            one,
            one.title,
            process=one.title,
            owner=_having(one, columns, _ANSWERS),
            input="",
            output="",
            measure="",
            document=", ".join(each.title for each in in_force if _is_about(each, one)),
        )
        for one in RaciActivity.objects.of(asking.organisation).active().order_by("number")
    )


def _is_about(document: DocumentRow, activity: RaciActivity) -> bool:
    clauses = [one for one in activity.clauses.split(", ") if one]
    return any(is_part(ref, clause) for ref in document.refs for clause in clauses)


def _having(activity: RaciActivity, columns: list[RaciColumn], parts: frozenset[Part] | set[Part]) -> str:
    return ", ".join(one.title for one in columns if activity.part(one.key) in parts)


def _separations(asking: Asking) -> Drawn:
    """Return the rules between two roles that the organisation has both, with what it does instead."""
    titles = {role.starter: role.title for role in _in_use(asking) if role.starter}
    instead: dict[str, list[str]] = defaultdict(list)
    for one in RoleAssignment.objects.of(asking.organisation).running_on(asking.day).order_by("pk"):
        for key in one.conflicts:
            instead[str(key)] += [one.mitigation] if one.mitigation else []
    return drawn(
        FilledRow(
            one.id,
            " / ".join(sorted(titles[role] for role in one.roles)),
            cells={
                "act": " / ".join(sorted(titles[role] for role in one.roles)),
                "rule": _("Never in one hand: %(why)s") % {"why": one.why}
                if one.is_never
                else _("To be avoided: %(why)s") % {"why": one.why},
                "instead": "\n".join(dict.fromkeys(instead[one.id])),
            },
        )
        for one in starter().conflicts
        if one.roles <= titles.keys()
    )


ROLES: Final[Sources] = {
    "roles[]": _roles,
    "assignments[]": _assignments,
    "contacts[]": _contacts,
    "raci[]": _raci,
    "separations[]": _separations,
    "processes[]": _processes,
}
