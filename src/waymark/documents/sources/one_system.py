"""Sources about the one AI system that a document is for."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from waymark.context.models.classification import Classification
from waymark.context.models.system import AISystem
from waymark.context.models.system_metric import SystemMetric
from waymark.documents.filled import FilledRow
from waymark.documents.sources.asking import Asking, Draw, Drawn, Sources, drawn, on, owner_of, row_of, value_of
from waymark.documents.sources.measures import limit_of
from waymark.documents.sources.systems import Answers, answers_of, data_of, joined


def _about(asking: Asking) -> AISystem | None:
    return asking.about if isinstance(asking.about, AISystem) else None


def _answers(system: AISystem) -> Answers:
    return answers_of([system])[system.pk]


def _own(field: str) -> Draw:
    """Return a source for what the system itself holds."""

    def draw(asking: Asking) -> Drawn:
        system = _about(asking)
        if system is None:
            return Drawn()
        known = {
            "reference": system.reference,
            "name": system.name,
            "owner": owner_of(system),
            "roles": ", ".join(system.roles_in_words),
            "stage": str(system.get_stage_display()),
            "purpose": system.purpose,
        }
        return value_of(system, system.name, known[field])

    return draw


def _detail(*fields: str) -> Draw:
    """Return a source for some details of the system, one below the other."""

    def draw(asking: Asking) -> Drawn:
        system = _about(asking)
        return value_of(system, system.name, joined(_answers(system), *fields)) if system is not None else Drawn()

    return draw


def _legal_class(asking: Asking) -> Drawn:
    system = _about(asking)
    newest = Classification.objects.about(system).select_related("judged_by").first() if system is not None else None
    if system is None or newest is None:
        return Drawn()
    classes = ", ".join(newest.classes_in_words) or str(system.get_legal_class_display())
    named = {"classes": classes, "name": newest.judged_by.name if newest.judged_by else _("Console")}
    words = _("%(classes)s. Classified by %(name)s on %(day)s.") % {**named, "day": on(newest.judged_on)}
    return value_of(system, system.name, words)


def _data_sets(asking: Asking) -> Drawn:
    system = _about(asking)
    cells = data_of(_answers(system)) if system is not None else {}
    return drawn([row_of(system, cells["name"] or system.name, **cells)]) if system and any(cells.values()) else Drawn()


def _models(asking: Asking) -> Drawn:
    system = _about(asking)
    return drawn(_parts(system, _answers(system))) if system is not None else Drawn()


def _parts(system: AISystem, answers: Answers) -> Iterator[FilledRow]:
    model = {
        "name": answers.get("model_name", ""),
        "type": answers.get("model_kind", ""),
        "version": answers.get("model_version", ""),
        "pinned": answers.get("version_pinning", ""),
    }
    if any(model.values()):
        supplier = system.supplier.name if system.supplier is not None else ""
        cells = {**model, "supplier": supplier, "licence": ""}
        yield FilledRow(f"{system.reference}/model", model["name"] or system.name, system.version, cells)
    if tooling := answers.get("tooling", ""):
        cells = {"name": tooling, "type": "", "version": "", "pinned": "", "supplier": "", "licence": ""}
        yield FilledRow(f"{system.reference}/tooling", tooling, system.version, cells)


def _one_row(field: str, column: str, *others: str) -> Draw:
    """Return a source of one row, whose first cell is a detail and whose others nobody records yet."""

    def draw(asking: Asking) -> Drawn:
        system = _about(asking)
        words = _answers(system).get(field, "") if system is not None else ""
        cells = {column: words, **dict.fromkeys(others, "")}
        return drawn([row_of(system, words, **cells)]) if words else Drawn()

    return draw


def _measures(asking: Asking) -> Drawn:
    system = _about(asking)
    found = SystemMetric.objects.about(system) if system is not None else ()
    reference = system.reference if system is not None else ""
    return drawn(FilledRow(f"{reference}/{one.metric}", str(one), one.version, _measured(one)) for one in found)


def _measured(one: SystemMetric) -> dict[str, str]:
    reading = f"{one.value_shown} {one.unit}, {on(one.measured_on)}" if one.value is not None else ""
    return {"measure": str(one), "limit": limit_of(one), "interval": "", "last_reading": reading}


def _dependencies(asking: Asking) -> Drawn:
    system = _about(asking)
    supplier = system.supplier if system is not None else None
    if supplier is None:
        return Drawn()
    return drawn([row_of(supplier, supplier.name, on=supplier.name, what_if_missing="")])


def _assessments(asking: Asking) -> Drawn:
    system = _about(asking)
    newest = Classification.objects.about(system).first() if system is not None else None
    if system is None or newest is None:
        return Drawn()
    cells = {
        "kind": _("Legal classification"),
        "last": on(newest.judged_on),
        "result": ", ".join(newest.classes_in_words) or str(system.get_legal_class_display()),
        "next": "",
    }
    return drawn([FilledRow(f"{system.reference}/law-{newest.number}", cells["kind"], newest.version, cells)])


ONE_SYSTEM: Final[Sources] = {
    "system.reference": _own("reference"),
    "system.name": _own("name"),
    "system.version": _detail("model_version"),
    "system.owner": _own("owner"),
    "system.roles": _own("roles"),
    "system.stage": _own("stage"),
    "system.purpose": _own("purpose"),
    "system.intended_use": _detail("intended_uses"),
    "system.foreseeable_misuse": _detail("unintended_uses"),
    "system.users": _detail("users"),
    "system.oversight": _detail("human_involvement", "oversight_measures", "stop_role"),
    "system.stop_tested": _detail("stop_role"),
    "system.jurisdictions": _detail("jurisdictions"),
    "system.legal_class": _legal_class,
    "system.data_sets[]": _data_sets,
    "system.models[]": _models,
    "system.computing[]": _one_row("computing", "place", "needs", "limits", "energy"),
    "system.people[]": _one_row("people_needed", "skill", "number", "task"),
    "system.measures[]": _measures,
    "system.dependencies[]": _dependencies,
    "system.assessments[]": _assessments,
}
