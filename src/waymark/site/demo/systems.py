"""The AI systems of a demo organisation, through the verbs that people use."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from waymark.context.classifying_systems import classify_system
from waymark.context.describing import Details, describe
from waymark.context.firing import fire_change
from waymark.context.inventory.reading import inventory
from waymark.context.law.classifying import NONE, YES
from waymark.context.models.supplier import Supplier
from waymark.context.models.system import AISystem
from waymark.context.models.system_request import SystemRequest
from waymark.context.models.trigger import SystemTrigger
from waymark.context.taking_in import take_in
from waymark.people.models.member import Member
from waymark.site.demo.scenes import Scene, Stage, read
from waymark.work.owners import give

_PLAIN = ("q-ai-system", "q-eu-link")
_LISTS = ("q-exclusion", "q-prohibited", "q-annex-i-act", "q-annex-iii", "q-transparency")
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

    def classify() -> None:
        decided = one["law"]
        answers = {question: [NONE] for question in _LISTS} | {question: [YES] for question in _PLAIN}
        given = answers | {question: list(picked) for question, picked in decided["answers"].items()}
        public = decided.get("public", False)
        classify_system(made["it"], given, is_public=public, reason=decided.get("reason", ""), by=manager)

    yield Scene(one["added"], add)
    yield from _supplied(stage, one, made)
    if "live" in one:
        since: dt.date = one["live"]
        yield Scene(max(since, one["added"]), lambda: made["it"].go_live(on=since, by=by))
    for entered in one.get("triggers", ()):
        yield from _trigger(made, entered, by, {})
    if "law" in one:
        yield Scene(one["law"]["day"], classify)
    for decision in one.get("scope", ()):
        yield Scene(decision["day"], lambda found=decision: decide(found))  # type: ignore[misc]  # bound now


def _supplied(stage: Stage, one: dict[str, Any], made: dict[str, AISystem]) -> Iterator[Scene]:
    """Yield the naming of a supplier whose register was begun after the inventory: no news, and so no trigger."""

    def name() -> None:
        supplier = Supplier.objects.of(stage.organisation).get(name=one["supplier"])
        facts = {fact: getattr(made["it"], fact) for fact in ("name", "purpose", *_FACTS)}
        made["it"].edit(**facts, supplier=supplier, by=stage.members["aims"])

    if "supplier_named" in one:
        yield Scene(one["supplier_named"], name)


def _trigger(
    made: dict[str, AISystem], one: dict[str, Any], by: Member, fired: dict[str, SystemTrigger]
) -> Iterator[Scene]:
    def enter() -> None:
        known = {name: one[name] for name in ("source", "happened_on") if name in one}
        fired["it"] = fire_change(made["it"], one["change"], one["title"], by=by, **known)

    yield Scene(one["entered"], enter)
    if "settled" in one:
        yield Scene(one["settled"], lambda: fired["it"].settle(outcome=one["outcome"], by=by))


def _by_section(details: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name, answer in details.items():
        field = inventory().field(name)
        if field is None:
            message = f"{name} is no detail of an AI system"
            raise ValueError(message)
        found.setdefault(field.group, {})[name] = answer
    return found
