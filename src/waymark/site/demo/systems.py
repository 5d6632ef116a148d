"""The AI systems of a demo organisation, through the verbs that people use."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from waymark.context.describing import Details, describe
from waymark.context.inventory.reading import inventory
from waymark.context.models.supplier import Supplier
from waymark.context.models.system import AISystem
from waymark.context.models.system_request import SystemRequest
from waymark.context.taking_in import take_in
from waymark.site.demo.scenes import Scene, Stage, read
from waymark.work.owners import give

_FACTS = ("unit", "origin", "roles", "act_roles", "personal_data", "decision_effect", "stage")


def systems(stage: Stage) -> Iterator[Scene]:
    """Yield how each system came into the inventory, and what was decided about it since."""
    for one in read(stage.folder / "systems.yaml"):
        yield from _scenes(stage, one, {})


def _scenes(stage: Stage, one: dict[str, Any], made: dict[str, AISystem]) -> Iterator[Scene]:
    by, manager = stage.members[one["owner"]], stage.members["aims"]

    def add() -> None:
        called = {"name": one["name"], "purpose": one["purpose"]}
        known = called | {name: one[name] for name in _FACTS if name in one}
        if "proposed" in one:
            request = SystemRequest.propose(stage.organisation, by=by, **called, **one["proposed"])
            made["it"] = take_in(request, **called, by=manager)
            made["it"].edit(**known, by=manager)
        else:
            supplier = Supplier.objects.of(stage.organisation).filter(name=one.get("supplier", "")).first()
            made["it"] = AISystem.add(stage.organisation, owner=None, by=manager, supplier=supplier, **known)
        give(made["it"], by, by=manager)
        for section, answers in _by_section(one.get("details", {})).items():
            describe(made["it"], section, Details(answers), by=by)

    def decide(decision: dict[str, Any]) -> None:
        verb = made["it"].include if decision["in"] else made["it"].leave_out
        verb(reason=decision["reason"], by=manager)

    yield Scene(one["added"], add)
    if "live" in one:
        since: dt.date = one["live"]
        yield Scene(max(since, one["added"]), lambda: made["it"].go_live(on=since, by=by))
    for decision in one.get("scope", ()):
        yield Scene(decision["day"], lambda found=decision: decide(found))  # type: ignore[misc]  # bound now


def _by_section(details: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name, answer in details.items():
        field = inventory().field(name)
        if field is None:
            message = f"{name} is no detail of an AI system"
            raise ValueError(message)
        found.setdefault(field.group, {})[name] = answer
    return found
