"""Sources from the inventory: all AI systems in scope, those left outside, and their data."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from waymark.context.models.system import AISystem
from waymark.context.models.system_answer import SystemAnswer
from waymark.documents.filled import VALUE, FilledRow
from waymark.documents.sources.asking import Asking, Drawn, Sources, chosen, drawn, on, owner_of, row_of

Answers = Mapping[str, str]
"""What is known of the details of one system, by the id of the field; what nobody knows yet is not there."""


def in_scope(asking: Asking) -> list[AISystem]:
    """Return the AI systems that the AIMS covers, retired ones left out; one query."""
    rows = AISystem.objects.of(asking.organisation).in_scope().select_related("owner", "supplier")
    return list(rows.order_by("number"))


def answers_of(systems: Iterable[AISystem]) -> dict[int, dict[str, str]]:
    """Return what is known of the details of some systems, by the key of the system; one query."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for one in SystemAnswer.objects.filter(system__in=[system.pk for system in systems]):
        if one.is_answered:
            found[one.system_id][one.field] = one.text or ", ".join(one.picked_in_words)
    return found


def joined(answers: Answers, *fields: str) -> str:
    """Return what is known of some details, one below the other."""
    return "\n".join(filter(None, (answers.get(field, "") for field in fields)))


def stated(system: AISystem, answers: Answers) -> dict[str, str]:
    """Return every column of the list of systems for one of them; what is not known stays empty."""
    return {
        "reference": system.reference,
        "name": system.name,
        "purpose": system.purpose,
        "roles": ", ".join(system.roles_in_words),
        "owner": owner_of(system),
        "stage": str(system.get_stage_display()),
        "supplier": system.supplier.name if system.supplier is not None else "",
        "model": answers.get("model_name", ""),
        "version": answers.get("model_version", ""),
        "users": answers.get("users", ""),
        "affected": joined(answers, "affected_direct", "affected_indirect", "affected_vulnerable"),
        "oversight": joined(answers, "human_involvement", "oversight_measures", "stop_role"),
        "jurisdictions": answers.get("jurisdictions", ""),
        "legal_class": chosen(system, "legal_class"),
        "live_since": on(system.live_on),
        "intended_use": answers.get("intended_uses", ""),
        "not_intended": answers.get("unintended_uses", ""),
        "next_risk": "",
        "next_impact": "",
    }


def data_of(answers: Answers) -> dict[str, str]:
    """Return what is known of the data of one system, as the columns of a table."""
    return {
        "name": answers.get("data_sets", ""),
        "category": answers.get("data_categories", ""),
        "source": answers.get("data_preparation", ""),
        "rights": answers.get("data_sharing", ""),
        "quality": answers.get("data_quality", ""),
    }


def _systems(asking: Asking) -> Drawn:
    systems = in_scope(asking)
    known = answers_of(systems)
    return drawn(row_of(one, one.name, **stated(one, known[one.pk])) for one in systems)


def _outside(asking: Asking) -> Drawn:
    rows: Any = AISystem.objects.of(asking.organisation).out_of_scope().order_by("number")
    return drawn(row_of(one, one.name, reference=one.reference, name=one.name, reason=one.scope_reason) for one in rows)


def _roles(asking: Asking) -> Drawn:
    names: dict[str, str] = {}
    for system in in_scope(asking):
        names.update(zip(system.roles, system.roles_in_words, strict=True))
    return drawn(FilledRow(key, name, cells={VALUE: name}) for key, name in sorted(names.items()))


def _data_sets(asking: Asking) -> Drawn:
    systems = in_scope(asking)
    known = answers_of(systems)
    rows = ((one, data_of(known[one.pk])) for one in systems)
    return drawn(
        row_of(one, cells["name"] or one.name, systems=one.name, steward="", **cells)
        for one, cells in rows
        if any(cells.values())
    )


SYSTEMS: Final[Sources] = {
    "systems[]": _systems,
    "systems.outside[]": _outside,
    "organisation.ai_roles": _roles,
    "data_sets[]": _data_sets,
}
