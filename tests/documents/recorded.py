"""An organisation with a few records of every register that documents are drafted from."""

from decimal import Decimal
from typing import Any

from tests import factories
from tests.examples_competence import EXAMPLES as COMPETENCE
from tests.examples_context import CONTEXT, LONG_AGO
from tests.examples_external import campaign, external, take_effect
from tests.examples_scope import put_in_force, scope_version
from tests.examples_systems import CREDIT, describe_section, system, trigger
from waymark.catalogue.edition import Kind
from waymark.competence.holding import AssignmentDraft, adopt, assign
from waymark.competence.models.competence import Competence
from waymark.competence.models.role import AimsRole
from waymark.competence.models.training import Training
from waymark.competence.starter import starter
from waymark.conformity.models.standing import Standing
from waymark.context.classifying_systems import classify_system
from waymark.context.describing import Details, describe
from waymark.context.inventory.words import SECTIONS
from waymark.context.measuring import set_metric
from waymark.context.models.factor import Climate, Factor
from waymark.context.models.planned_change import PlannedChange
from waymark.context.models.supplier import Supplier
from waymark.context.models.system import AISystem
from waymark.documents.changing import add_document
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.records.backing import together
from waymark.tasks.work import TaskDraft, create


def manager_of_nothing() -> Member:
    """Return the AIMS manager of an organisation that has recorded nothing yet."""
    return factories.member(factories.organisation("Alpha"), Role.AIMS_MANAGER, name="Mara Voss")


@together()
def record_everything(by: Member, count: int, *, first: int = 1) -> None:
    """Record some of everything: systems inside and outside the scope, what surrounds them, roles and trainings."""
    other = factories.member(by.organisation, Role.CONTRIBUTOR)
    for number in range(first, first + count):
        for _model, _argument, make, _acts in (*CONTEXT, *COMPETENCE):
            make(by, number)
        _record_systems(by, other, number)
        _record_work(by, other, number)
        _record_papers(by, number)
        trigger(by, number)
    decided = Factor.objects.of(by.organisation).order_by("number")[0]
    if not Factor.objects.of(by.organisation).on_climate().exists():
        decided.decide(climate=Climate.RELEVANT, reason="Computing takes energy.", by=by)
    if not AimsRole.objects.of(by.organisation).exclude(starter="").exists():
        adopt(by.organisation, [role.id for role in starter().roles], by=by)


def _record_systems(by: Member, other: Member, number: int) -> None:
    supplier = Supplier.add(
        by.organisation,
        owner=by,
        by=by,
        name=f"Supplier {number}",
        supplies="A model",
        responsibilities="Tests each release",
        must_notify="End of life",
    )
    inside, outside = system(by, number), system(by, number + 100)
    for one in (inside, outside):
        one.edit(name=f"{one.name} of {number}", purpose=one.purpose, supplier=supplier, roles=["ai_provider"], by=by)
    for section in SECTIONS:
        describe_section(section, inside, by, other)
    describe(inside, "resources", Details({"people_needed": "Two nurses"}), by=by)
    limits: dict[str, Any] = {"most": Decimal(6), "value": Decimal(4), "measured_on": LONG_AGO, "source": "Test set"}
    set_metric(inside, metric="outcome_gap", by=by, **limits)
    classify_system(inside, CREDIT, is_public=False, reason="", by=by)
    inside.include(reason="Customers rely on it.", by=by)
    outside.leave_out(reason="It is a trial.", by=by)


def _record_work(by: Member, other: Member, number: int) -> None:
    """Record what was planned and done: a change, a task, a training, and a competence that nobody has shown."""
    change = PlannedChange.propose(
        by.organisation,
        owner=by,
        by=by,
        title=f"Wider scope {number}",
        purpose="A new product",
        consequences="More systems",
        resources="A second auditor",
        due_on=LONG_AGO,
    )
    change.approve(by=by)
    change.complete(outcome="It was made.", by=by)
    create(by.organisation, TaskDraft(title=f"Write it {number}", owner=by, due_on=LONG_AGO), by=by)
    training = Training.objects.of(by.organisation).select_related("organisation").newest_first()[0]
    training.hold(LONG_AGO, [by, other], by=by)
    needed = Competence.objects.of(by.organisation).newest_first().select_related("role__organisation")[0]
    assign(needed.role, AssignmentDraft(member=other, held_from=LONG_AGO), by=by)


def _record_papers(by: Member, number: int) -> None:
    """Record papers of others, a policy of another management system, who was asked to read, and a scope in force."""
    external(by, number)
    known: dict[str, Any] = {
        "title": f"Security policy {number}",
        "other_standards": "ISO/IEC 27001 5.2",
        "aims_section": "Part 4",
    }
    document = add_document(by.organisation, owner=by, by=by, text="We keep it safe.", review_months=12, **known)
    take_effect(document, by)
    campaign(by, number)
    scope_version(by, number)
    put_in_force(by)
    standings = Standing.objects.of(by.organisation).chosen().filter(requirement__kind=Kind.CONTROL)
    control = standings.select_related("requirement", "organisation").order_by("requirement__order")[0]
    control.leave_out(code="no_activity", reason="We train no models of our own.", by=by)


def completed_change(by: Member) -> PlannedChange:
    """Return the last planned change, which was completed."""
    changes = PlannedChange.objects.of(by.organisation).select_related("owner", "approved_by")
    return changes.exclude(completed_on=None).newest_first()[0]


def system_in_scope(by: Member) -> AISystem:
    """Return the first AI system in scope."""
    return AISystem.objects.of(by.organisation).in_scope().select_related("organisation", "owner", "supplier")[0]
