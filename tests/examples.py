"""One example of each kind of record that has a life cycle: how it is made, and how each of its acts is done.

Whoever adds a kind adds its `Example` here. From it follow the organisation that has one of everything, the walk over
its life cycle, and the tests of its register.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests import examples_signing
from tests.conformity.rating import a_round, rate, rating, tree
from tests.evidence import made
from tests.examples_competence import EXAMPLES as COMPETENCE
from tests.examples_context import CONTEXT, log_notice
from tests.examples_documents import DOCUMENTS
from tests.examples_external import EXTERNALS
from tests.examples_scope import SCOPE_ACTS, scope_version
from tests.examples_systems import (
    REQUEST_ACTS,
    SYSTEM_ACTS,
    TRIGGER_ACTS,
    UNIT_ACTS,
    inventory_unit,
    system,
    system_request,
    trigger,
)
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.rounds import close_round
from waymark.conformity.scale import Verdict
from waymark.context.models.inventory_unit import InventoryUnit
from waymark.context.models.scope_version import ScopeVersion
from waymark.context.models.supplier import Supplier
from waymark.context.models.system import AISystem
from waymark.context.models.system_request import SystemRequest
from waymark.context.models.trigger import SystemTrigger
from waymark.core.clock import day_in
from waymark.evidence.asking import RequestDraft, answer, ask
from waymark.evidence.checking import verify
from waymark.evidence.linking import link
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.request import EvidenceRequest
from waymark.exchange.gap import bring, preview, take_over
from waymark.exchange.models import SheetImport
from waymark.people.models.member import Member
from waymark.records.backing import together
from waymark.records.lifecycle import Lifecycle
from waymark.records.reviewed import Review, ReviewResult
from waymark.signing.models.request import SigningRequest
from waymark.tasks.checklist import steps_from
from waymark.tasks.choices import Priority
from waymark.tasks.models.task import Task
from waymark.tasks.repeats import Repeat
from waymark.tasks.work import TaskDraft, create, finish
from waymark.work.owners import give

REASON = "There is a reason for it."
Act = Callable[[Any, Member, Member], object]
"""Does an act on a record, by one member; the second one is a colleague who takes part."""


@dataclass(frozen=True, slots=True)
class Example:
    """A kind by example. `makes` is given who makes one and a number that makes it differ from the next.

    `argument` is what addresses call its number. `acts` has every act of the life cycle but the one that makes it.
    """

    model: type[Any]
    argument: str
    makes: Callable[[Member, int], Any]
    acts: Mapping[str, Act]

    def make(self, by: Member, number: int) -> Any:
        """Return a new record; what stands behind requirements because of it is added up once."""
        with together():
            return self.makes(by, number)

    @property
    def lifecycle(self) -> Lifecycle:
        """Return the table of the kind."""
        found: Lifecycle = self.model.lifecycle
        return found

    def paths(self) -> Iterator[tuple[str, ...]]:
        """Yield the shortest way from a new record to each of its states, as names of acts."""
        table = self.lifecycle
        begin = next(one.to for one in table.transitions if one.sources == ("",))
        ways: dict[str, tuple[str, ...]] = {begin: ()}
        waiting = [begin]
        while waiting:
            state = waiting.pop(0)
            for one in table.transitions:
                if state in one.sources and one.to not in {*ways, "="}:
                    ways[one.to] = (*ways[state], one.act)
                    waiting.append(one.to)
        yield from ways.values()

    def in_each_state(self, by: Member, other: Member) -> list[Any]:
        """Return a record in each state, the last with another owner where the kind has owners."""
        found = []
        with together():
            for number, way in enumerate(self.paths()):
                record = self.make(other if number % 2 else by, number)
                for act in way:
                    self.acts[act](record, by, other)
                    record.refresh_from_db()
                found.append(record)
        return found


def _today(one: Any) -> dt.date:
    return day_in(one.organisation.time_zone)


def _supplier(by: Member, number: int) -> Supplier:
    return Supplier.add(
        by.organisation,
        owner=by if number % 3 else None,
        by=by,
        name=f"Supplier {number}",
        supplies="Servers" if number % 2 else "Ein Sprachmodell",
        matters_to="Everybody",
        contract_ends_on=dt.date(2027, 1, 1 + number % 28) if number % 2 else None,
    )


def _review(one: Supplier, by: Member, _other: Member) -> None:
    last = _today(one) - dt.timedelta(days=400)
    one.review(Review(on=last, result=ReviewResult.CONDITIONAL, note="Seen", next_on=last + dt.timedelta(365)), by=by)


def _edit_supplier(one: Supplier, by: Member, _other: Member) -> None:
    one.edit(name=f"{one.name}!", supplies=one.supplies, matters_to="", by=by)


def _task(by: Member, number: int) -> Task:
    today = day_in(by.organisation.time_zone)
    draft = TaskDraft(
        title=f"Task {number}",
        owner=by if number % 3 else None,
        priority=Priority.values[number % len(Priority.values)],
        due_on=today + dt.timedelta(days=number * 3 - 4),
        checklist=steps_from("Draft\nSign"),
    )
    return create(by.organisation, draft, by=by)


def _tick(one: Task, by: Member, _other: Member) -> None:
    step = one.checklist[0]
    one.tick(0, step["text"], done=not step["done"], by=by)


def _edit_task(one: Task, by: Member, _other: Member) -> None:
    one.edit(
        title=f"{one.title}!",
        note="More",
        done_when="It is signed.",
        priority=one.priority,
        checklist=one.checklist,
        repeat=Repeat.NONE,
        repeat_months=None,
        by=by,
    )


def _evidence(by: Member, number: int) -> Evidence:
    return made.evidence(
        by,
        f"Evidence {number}",
        what=made.collected(collected_on=made.days_ago(200 * number), note=f"Seen {number}", role="Head"),
    )


def _edit_evidence(one: Evidence, by: Member, _other: Member) -> None:
    one.edit(
        title=f"{one.title}!",
        about="",
        kind=one.kind,
        confidentiality=one.confidentiality,
        fresh_months=one.fresh_months,
        by=by,
    )


def _link(one: Evidence, by: Member, _other: Member) -> None:
    link(one, "catalogue.point", tree().point("6.1.4-2").pk, by=by)


def _request(by: Member, number: int) -> EvidenceRequest:
    due = day_in(by.organisation.time_zone) + dt.timedelta(days=number * 5)
    return ask(by.organisation, RequestDraft(what=f"Request {number}", asked_of=by, due_on=due), by=by)


def _edit_request(one: EvidenceRequest, by: Member, _other: Member) -> None:
    one.edit(what=f"{one.what}!", details="As a file", due_on=one.due_on, by=by)


def _judge(one: GapAssessment, by: Member, _other: Member) -> None:
    rate(one, rating("6.1.4-1", Verdict.PARTIAL, finding="A draft"), by=by)


def _import(by: Member, number: int) -> SheetImport:
    sheet = "Reference,Verdict,Finding\n" + "".join(f"4.1-{point},no,Found\n" for point in (1, 2, 1, 2, 1, 2, 1, 2))
    return bring(a_round(by.organisation, by=by), [sheet.encode()], f"sheet {number}.csv", by=by)


EXAMPLES = (
    Example(
        Supplier,
        "supplier",
        _supplier,
        {
            "edit": _edit_supplier,
            "notice": log_notice,
            "give": lambda one, by, other: give(one, by if one.owner_id == other.pk else other, by=by),
            "review": _review,
            "retire": lambda one, by, _other: one.retire(reason=REASON, by=by),
            "reinstate": lambda one, by, _other: one.reinstate(reason=REASON, by=by),
        },
    ),
    Example(ScopeVersion, "scope", scope_version, SCOPE_ACTS),
    Example(AISystem, "system", system, SYSTEM_ACTS),
    Example(InventoryUnit, "inventory_unit", inventory_unit, UNIT_ACTS),
    Example(SystemTrigger, "trigger", trigger, TRIGGER_ACTS),
    Example(SystemRequest, "system_request", system_request, REQUEST_ACTS),
    Example(
        Task,
        "task",
        _task,
        {
            "start": lambda one, by, _other: one.start(by=by),
            "put_back": lambda one, by, _other: one.put_back(by=by),
            "tick": _tick,
            "edit": _edit_task,
            "give": lambda one, by, other: give(one, by if one.owner_id == other.pk else other, by=by),
            "reschedule": lambda one, by, _other: one.reschedule(
                (one.due_on or _today(one)) + dt.timedelta(days=1), by=by
            ),
            "finish": lambda one, by, _other: finish(one, by=by, finisher=None, note="Done", with_open_steps=True),
            "reopen": lambda one, by, _other: one.reopen(reason=REASON, by=by),
        },
    ),
    Example(
        Evidence,
        "item",
        _evidence,
        {
            "edit": _edit_evidence,
            "give": lambda one, by, other: give(one, by if one.owner_id == other.pk else other, by=by),
            "capture": lambda one, by, _other: made.capture(one, by),
            "check": lambda one, _by, other: verify(made.newest(one), by=other, statement="Seen"),
            "link": _link,
            "retire": lambda one, by, _other: one.retire(reason=REASON, by=by),
            "reinstate": lambda one, by, _other: one.reinstate(reason=REASON, by=by),
        },
    ),
    Example(
        EvidenceRequest,
        "evidence_request",
        _request,
        {
            "edit": _edit_request,
            "give": lambda one, by, other: give(one, by if one.owner_id == other.pk else other, by=by),
            "answer": lambda one, by, _other: answer(one, _evidence(by, 1), by=by),
            "withdraw": lambda one, by, _other: one.withdraw(reason=REASON, by=by),
        },
    ),
    Example(SigningRequest, "signing_request", examples_signing.make, examples_signing.ACTS),
    Example(
        SheetImport,
        "importing",
        _import,
        {
            "choose": lambda one, by, _other: one.choose(replace(one.choices, first_row=one.first_row + 1), by=by),
            "apply": lambda one, by, _other: take_over(one, by=by, digest=preview(one).digest),
            "discard": lambda one, by, _other: one.discard(by=by),
        },
    ),
    Example(
        GapAssessment,
        "number",
        lambda by, number: a_round(by.organisation, "A.6.2.4", by=by, title=f"Round {number}"),
        {
            "judge": _judge,
            "rename": lambda one, by, _other: one.rename(f"{one.title}!", by=by),
            "describe": lambda one, by, _other: one.describe({"objective": "To find out."}, by=by),
            "close": lambda one, by, _other: close_round(one, by=by, reason=REASON),
        },
    ),
    *(Example(*one) for one in CONTEXT),
    *(Example(*one) for one in COMPETENCE),
    *(Example(*one) for one in DOCUMENTS),
    *(Example(*one) for one in EXTERNALS),
)


def example_of(model: type[Any]) -> Example:
    """Return the example of a kind."""
    return next(one for one in EXAMPLES if one.model is model)
