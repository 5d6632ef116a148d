"""How AI systems are made in the examples, and how each of their acts is done."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from waymark.context.describing import Details, describe
from waymark.context.inventory.words import SECTIONS, choices_of, fields_of
from waymark.context.models.system import AISystem
from waymark.context.models.system_answer import SystemAnswer
from waymark.context.models.system_request import SystemRequest
from waymark.context.request_choices import AboutPeople, Maker, Matters, Stands
from waymark.context.system_choices import Effect, LifeStage, Origin, PersonalData
from waymark.context.taking_in import take_in
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.work.owners import give

REASON = "There is a reason for it."
ANSWER_EVENTS = ("system-answer.given", "system-answer.open", "system-answer.owned")
ROLES: tuple[list[str], ...] = (["ai_customer", "ai_customer.user"], ["ai_provider"], [])


def system(by: Member, number: int) -> AISystem:
    """Return a system with one answered detail; one differs from the next."""
    made = AISystem.add(
        by.organisation,
        owner=by if number % 3 else None,
        by=by,
        name=f"System {number}",
        purpose="Ranks tickets" if number % 2 else "Liest Rechnungen",
        unit="Support" if number % 2 else "",
        origin=Origin.values[number % len(Origin.values)],
        roles=ROLES[number % 3],
        act_roles=["deployer"] if number % 2 else [],
        personal_data=PersonalData.values[number % 3],
        decision_effect=Effect.values[number % len(Effect.values)],
    )
    describe(made, "output", Details({"output_description": f"Output {number}"}), by=by)
    return made


def edit_system(one: AISystem, by: Member, _other: Member) -> None:
    """Give a system another name."""
    stage = LifeStage.CONTINUOUS_VALIDATION if one.state == "live" else LifeStage.DEPLOYMENT
    one.edit(name=f"{one.name}!", purpose=one.purpose, roles=["ai_partner"], stage=stage, by=by)


def describe_section(section: str, one: AISystem, by: Member, other: Member) -> None:
    """Answer the details of a section, the last of which nobody knows yet."""
    *fields, last = fields_of(section)
    answers: dict[str, Any] = {
        field.id: [choices_of(field)[0][0]] if choices_of(field) else f"About {field.label}" for field in fields
    }
    answers[last.id] = [] if choices_of(last) else ""
    due = day_in(one.organisation.time_zone) + dt.timedelta(days=20)
    describe(one, section, Details(answers, [last.id], other, due), by=by)


def open_detail(by: Member, other: Member) -> None:
    """Leave a detail of a new system open, and hand it over."""
    one = system(by, 1)
    describe_section("purpose", one, by, other)
    give(SystemAnswer.objects.about(one).exclude(owner=None).get(), by, by=by)


def _today(one: AISystem) -> dt.date:
    return day_in(one.organisation.time_zone)


SYSTEM_ACTS: dict[str, Callable[[Any, Member, Member], object]] = {
    "edit": edit_system,
    "give": lambda one, by, other: give(one, by if one.owner_id == other.pk else other, by=by),
    **{f"describe_{section}": partial(describe_section, section) for section in SECTIONS},
    "include": lambda one, by, _other: one.include(reason=REASON, by=by),
    "leave_out": lambda one, by, _other: one.leave_out(reason=REASON, by=by),
    "go_live": lambda one, by, _other: one.go_live(on=_today(one), by=by),
    "retire": lambda one, by, _other: one.retire(on=_today(one), reason=REASON, by=by),
    "reinstate": lambda one, by, _other: one.reinstate(reason=REASON, by=by),
}


def system_request(by: Member, number: int) -> SystemRequest:
    """Return a request; one differs from the next."""
    return SystemRequest.propose(
        by.organisation,
        by=by,
        name=f"Proposal {number}",
        purpose="Translates letters",
        users="The front desk",
        maker=Maker.values[number % len(Maker.values)],
        about_people=AboutPeople.values[number % 3],
        matters=Matters.values[number % len(Matters.values)],
        stands=Stands.values[number % len(Stands.values)],
        found_by="" if number % 2 else "List of licences",
    )


REQUEST_ACTS: dict[str, Callable[[Any, Member, Member], object]] = {
    "ask": lambda one, by, _other: one.ask(question="Which languages?", by=by),
    "answer": lambda one, by, _other: one.answer(answer="Two of them", by=by),
    "give": lambda one, by, other: give(one, by if one.owner_id == other.pk else other, by=by),
    "take_in": lambda one, by, _other: take_in(one, name=one.name, purpose=one.purpose, users="Staff", by=by),
    "merge": lambda one, by, _other: one.merge(system=None, request=system_request(by, 9), reason=REASON, by=by),
    "decline": lambda one, by, _other: one.decline(reason=REASON, by=by),
}
