"""Items of the master list whose content lives in records: each is present, drafted or missing as its records are."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.conformity.rating import a_round, closed
from tests.documents.campaigns import sign, started
from tests.documents.recorded import record_everything
from tests.documents.signing import in_force
from tests.examples_competence import COMPETENCE, PROOF, RACI, TRAINING, role
from tests.examples_context import LONG_AGO
from tests.examples_external import external
from tests.examples_scope import put_in_force, scope_version
from tests.examples_systems import describe_section, system, system_request
from waymark.competence.holding import AssignmentDraft, assign
from waymark.competence.models.proof import Proof
from waymark.context.describing import Details, describe
from waymark.context.measuring import set_metric
from waymark.context.models.factor import Climate, Factor
from waymark.context.models.need import Need
from waymark.context.models.obligation import Obligation
from waymark.context.models.party import Party
from waymark.context.models.planned_change import PlannedChange
from waymark.context.models.scope_version import ScopeVersion
from waymark.context.models.supplier import Supplier
from waymark.core.clock import day_in
from waymark.documents.external_choices import CheckResult
from waymark.documents.item_records import item_records
from waymark.documents.master_list import MasterRow, Standing, master_rows
from waymark.documents.models.external_document import Check
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.records.reviewed import Review, ReviewResult
from waymark.tasks.repeats import Repeat
from waymark.tasks.work import TaskDraft, create

pytestmark = pytest.mark.django_db
Make = Callable[[Member], object]
_RESOURCES = ("data_sets", "tooling", "computing", "people_needed")


@pytest.fixture
def by(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.AIMS_MANAGER, name="Mara Voss")


def today(by: Member) -> dt.date:
    return day_in(by.organisation.time_zone)


def row_of(by: Member, item: str) -> MasterRow:
    return next(one for one in master_rows(by.organisation) if one.item.id == item)


def _scope(by: Member) -> None:
    scope_version(by, 1)
    put_in_force(by)


def _change(by: Member, *verbs: str) -> PlannedChange:
    known = {"title": "Wider scope", "purpose": "A product", "consequences": "Systems", "resources": "Days"}
    change = PlannedChange.propose(by.organisation, owner=by, by=by, due_on=LONG_AGO, **known)
    for verb in verbs:
        getattr(change, verb)(by=by, **({"outcome": "It was made."} if verb == "complete" else {}))
    return change


def _measured(by: Member, **known: Any) -> None:
    set_metric(system(by, 1), metric="outcome_gap", by=by, **known)


def _value(by: Member) -> None:
    _measured(by, value=Decimal(4), measured_on=today(by))


def _answer(by: Member, section: str, *fields: str) -> None:
    describe(system(by, 1), section, Details(dict.fromkeys(fields, "Known")), by=by)


def _resources(by: Member) -> None:
    one = system(by, 1)
    describe(one, "resources", Details(dict.fromkeys(_RESOURCES[1:], "Known")), by=by)
    describe(one, "data", Details({"data_sets": "Tickets"}), by=by)


def _obligation(by: Member, met_by: str = "A.8.5") -> Obligation:
    known = {"title": "Reports", "origin": "eu_ai_act", "duty": "Report it", "reference_text": "AI Act"}
    return Obligation.add(by.organisation, owner=by, by=by, met_by=met_by, **known)


def _supplier(by: Member, **known: Any) -> Supplier:
    return Supplier.add(by.organisation, owner=by, by=by, name="Host", supplies="Servers", **known)


def _reviewed(by: Member) -> None:
    review = Review(on=today(by), result=ReviewResult.SATISFACTORY, next_on=today(by) + dt.timedelta(days=300))
    _supplier(by).review(review, by=by)


def _party(by: Member, kind: str = "customers") -> Party:
    return Party.add(by.organisation, owner=by, by=by, name="Shops", kind=kind)


def _need(by: Member) -> Need:
    return Need.add(_party(by), owner=by, by=by, text="Explain a result", binding="wish")


def _decided_need(by: Member) -> None:
    _need(by).take_on(met_by="A.10.4", by=by)


def _factor(by: Member) -> Factor:
    return Factor.add(
        by.organisation, owner=by, by=by, title="Law", origin="external", effect="Duties", response="Plan"
    )


def _context(by: Member) -> None:
    _factor(by).decide(climate=Climate.NOT_RELEVANT, reason="Little computing.", by=by)
    system(by, 1)


def _parties_and_obligations(by: Member) -> None:
    _party(by)
    _obligation(by, "")


def _held(by: Member) -> None:
    assign(role(by, 1), AssignmentDraft(member=by, held_from=LONG_AGO), by=by)


def _held_with_table(by: Member) -> None:
    _held(by)
    RACI[2](by, 1)


def _awareness(by: Member) -> None:
    TRAINING[2](by, 1).hold(LONG_AGO, [by], by=by)


def _round(by: Member, *, is_closed: bool = True) -> None:
    one = a_round(by.organisation)
    if is_closed:
        closed(one)


def _task(by: Member) -> None:
    create(by.organisation, TaskDraft(title="Ask all owners", owner=by, due_on=today(by), repeat=Repeat.YEARLY), by=by)


def _campaign(by: Member) -> None:
    sign(started(by), by)


def _own_document(by: Member) -> None:
    in_force(by, factories.member(by.organisation, Role.TOP_MANAGEMENT), items=[], title="How we label")


PRESENT: dict[str, Make] = {
    "M-01": _scope,
    "M-12": lambda by: PROOF[2](by, 1),
    "M-13": _own_document,
    "M-14": lambda by: external(by, 1),
    "M-19": _value,
    "C-02": _held,
    "C-04": _resources,
    "C-24": _obligation,
    "C-28": lambda by: _supplier(by, responsibilities="Tests each release"),
    "C-30": _decided_need,
    "X-01": _context,
    "X-02": _parties_and_obligations,
    "X-03": _held_with_table,
    "X-04": lambda by: system(by, 1),
    "X-05": lambda by: _change(by, "approve"),
    "X-07": _awareness,
    "X-15": _round,
    "X-16": _task,
}
"""Items that records make present, with what does it."""
DRAFTED: dict[str, Make] = {
    "M-01": lambda by: scope_version(by, 1),
    "M-15": lambda by: _change(by, "approve", "complete"),
    "C-02": lambda by: role(by, 1),
    "C-04": lambda by: _answer(by, "resources", "computing"),
    "C-13": lambda by: _measured(by, most=Decimal(6)),
    "C-17": lambda by: _answer(by, "data", "data_sets", "data_preparation"),
    "C-18": lambda by: _answer(by, "data", "data_quality"),
    "C-27": lambda by: _answer(by, "purpose", "intended_uses"),
    "C-29": _reviewed,
    "X-01": _factor,
    "X-02": _party,
    "X-03": _held,
    "X-04": lambda by: system_request(by, 1),
    "X-05": _change,
    "X-07": _campaign,
    "X-09": _own_document,
    "X-10": lambda by: _measured(by, least=Decimal(1)),
    "X-15": lambda by: _round(by, is_closed=False),
}
"""Items of which records are only a draft or a part, with what makes them."""
NOT_ENOUGH: dict[str, Make] = {
    "M-12": lambda by: COMPETENCE[2](by, 1),
    "M-13": lambda by: in_force(by, factories.member(by.organisation, Role.TOP_MANAGEMENT)),
    "M-14": lambda by: _superseded(external(by, 1), by),
    "M-15": lambda by: _change(by, "approve"),
    "M-19": lambda by: _measured(by, most=Decimal(6)),
    "C-24": lambda by: _obligation(by, "A.10.3"),
    "C-28": _supplier,
    "C-29": _supplier,
    "C-30": _need,
    "X-16": lambda by: create(by.organisation, TaskDraft(title="Once", owner=by, due_on=today(by)), by=by),
}
"""Records that do not count, for the item each of them is nearest to."""


def _superseded(one: Any, by: Member) -> None:
    ahead = today(by) + dt.timedelta(days=100)
    one.review(Check(on=today(by), result=CheckResult.SUPERSEDED, next_on=ahead, note="Gone"), by=by)


def test_names_every_item_that_some_register_holds() -> None:
    whole = Counter(item for one in item_records() if one.is_whole for item in one.items)
    part = {item for one in item_records() if not one.is_whole for item in one.items}
    assert whole.keys() == PRESENT.keys()
    assert part | {item for item, kinds in whole.items() if kinds > 1} == DRAFTED.keys()


def test_says_that_everything_is_missing_where_nothing_is_recorded(by: Member) -> None:
    rows = master_rows(by.organisation)
    assert {one.standing for one in rows} == {Standing.MISSING}
    assert {(one.records, one.newest_on) for one in rows} == {("", None)}


@pytest.mark.parametrize("item", PRESENT)
def test_is_present_once_its_records_are_in_force(by: Member, item: str) -> None:
    assert row_of(by, item).standing == Standing.MISSING
    PRESENT[item](by)
    row = row_of(by, item)
    assert row.standing == Standing.PRESENT
    assert row.records
    assert row.newest_on is not None
    assert row.newest_on <= today(by)


@pytest.mark.parametrize("item", DRAFTED)
def test_is_drafted_while_records_are_only_a_part(by: Member, item: str) -> None:
    assert row_of(by, item).standing == Standing.MISSING
    DRAFTED[item](by)
    assert row_of(by, item).standing == Standing.DRAFTED


@pytest.mark.parametrize("item", NOT_ENOUGH)
def test_stays_missing_where_records_do_not_show_it(by: Member, item: str) -> None:
    NOT_ENOUGH[item](by)
    assert row_of(by, item).standing == Standing.MISSING


def test_is_missing_again_once_the_last_record_is_gone(by: Member) -> None:
    _scope(by)
    one = ScopeVersion.objects.of(by.organisation).get()
    one.withdraw(reason="It was wrong.", by=by)
    assert row_of(by, "M-01").standing == Standing.MISSING


def test_counts_no_proof_that_has_ended(by: Member) -> None:
    proof = PROOF[2](by, 1)
    assert isinstance(proof, Proof)
    known = {"kind": "test", "title": "Test", "shown_on": proof.shown_on, "confirmed_by": "The examiner"}
    proof.edit(**known, valid_until=today(by) - dt.timedelta(days=1), by=by)
    assert row_of(by, "M-12").standing == Standing.MISSING


def test_counts_the_records_of_one_organisation(by: Member) -> None:
    other = factories.member(factories.organisation("Other"), Role.AIMS_MANAGER)
    _scope(other)
    assert row_of(by, "M-01").standing == Standing.MISSING
    assert row_of(other, "M-01").standing == Standing.PRESENT


def test_names_the_only_record_and_counts_many(by: Member) -> None:
    _scope(by)
    for number in (1, 2):
        system(by, number)
    assert row_of(by, "M-01").records == "SCP-1"
    assert row_of(by, "X-04").records == "2 AI systems"
    assert row_of(by, "M-01").newest_on == today(by)


def test_asks_as_often_however_much_is_recorded(by: Member) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            master_rows(by.organisation)
        return len(caught)

    _own_document(by)
    before = asked()
    describe_section("resources", system(by, 1), by, by)
    record_everything(by, 2)
    assert asked() == before


def test_shows_the_records_of_an_item_with_their_register(
    by: Member, organisation: Organisation, client: Client
) -> None:
    _scope(by)
    assert by.user is not None
    client.force_login(by.user)
    shown = client.get(f"/o/{organisation.slug}/documents/master-list/M-01").content.decode()
    assert f'href="/o/{organisation.slug}/scope/?state=effective"' in shown
    assert "SCP-1" in shown
    assert "needs no document of its own" in shown
    assert "SCP-1" in client.get(f"/o/{organisation.slug}/documents/master-list").content.decode()
