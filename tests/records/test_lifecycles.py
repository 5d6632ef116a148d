"""Every life cycle is walked: what its table allows leads where it says, the rest changes nothing."""

import contextlib
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import EXAMPLES, Example
from tests.template import is_postgresql
from waymark.core.errors import RuleBroken
from waymark.people.models.member import Member
from waymark.people.rights import Can, Role
from waymark.records.lifecycle import BEGINNING, STAYS, Lifecycle, Transition, lifecycles
from waymark.trail.models import Head

pytestmark = pytest.mark.django_db
BY_NAME = {one.lifecycle.name: one for one in EXAMPLES}
ANYONE = {("system-request", "answer"): "who filed a request answers what is asked about it, whatever their role"}
"""Acts for which reading is right enough, each with the reason; the record itself says who may."""


class _Undone(Exception):
    """Takes back what one walk did."""


def newest_entry(member: Member) -> int:
    return Head.objects.get(pk=member.organisation_id).seq


def test_has_an_example_of_every_life_cycle_with_every_act() -> None:
    tables = {one.name: set(one.acts()) for one in lifecycles()}
    begins = {one.name: {row.act for row in one.transitions if row.sources == (BEGINNING,)} for one in lifecycles()}
    # Whoever opens a page that makes a record names it there too.
    assert {name: set(one.acts) for name, one in BY_NAME.items()} == {
        name: acts - begins[name] for name, acts in tables.items()
    }


@pytest.mark.parametrize("table", lifecycles(), ids=lambda one: one.name)
def test_leads_to_every_state(table: Lifecycle) -> None:
    reached = {one.to for one in table.transitions} - {STAYS}
    assert reached == {str(value) for value in table.states.values}


@pytest.mark.parametrize("table", lifecycles(), ids=lambda one: one.name)
def test_says_what_each_act_means_and_why_it_is_refused(table: Lifecycle) -> None:
    for one in table.transitions:
        assert str(one.label).strip()
        assert str(one.sentence).endswith(".")
        assert str(one.because).endswith(".")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.lifecycle.name)
@settings(
    max_examples=4 if is_postgresql() else 12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_does_what_its_table_allows_and_nothing_else(
    example: Example, administrator: Member, owner: Member, data: st.DataObject
) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(example.acts)), min_size=1, max_size=6), label="acts")
    with contextlib.suppress(_Undone), transaction.atomic():
        walk(example, names, administrator, owner)
        raise _Undone


def walk(example: Example, names: list[str], by: Member, other: Member) -> None:
    """Do acts one after the other on a new record."""
    record = example.make(by, 1)
    for name in names:
        step(example, record, name, by, other)


def step(example: Example, record: Any, act: str, by: Member, other: Member) -> None:
    """Do one act, and hold what happened against the table."""
    table = example.lifecycle
    record.refresh_from_db()
    before, version, entry = table.state_of(record), record.version, newest_entry(by)
    row = table.transition(act, before)
    why_not = table.why_not(record, act)
    assert bool(why_not) is (row is None) or (row is not None and row.guard is not None)
    if why_not:
        with pytest.raises(RuleBroken) as refused, transaction.atomic():
            example.acts[act](record, by, other)
        kept = type(record).objects.get(pk=record.pk)
        assert str(refused.value.message) == why_not
        assert (table.state_of(kept), kept.version, newest_entry(by)) == (before, version, entry)
        return
    assert row is not None
    example.acts[act](record, by, other)
    after = table.state_of(type(record).objects.get(pk=record.pk))
    assert after in expected(row, before, act, example)


def expected(row: Transition, before: str, act: str, example: Example) -> set[str]:
    """Return the states an act may lead to."""
    to = before if row.to == STAYS else row.to
    # The first tick of a checklist begins the work: the sentence of the act says so.
    return {to, "in_progress"} if (example.lifecycle.name, act) == ("task", "tick") else {to}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.lifecycle.name)
def test_offers_a_reader_only_what_the_right_allows(example: Example, administrator: Member, reader: Member) -> None:
    record = example.make(administrator, 1)
    offered = {(example.lifecycle.name, one.transition.act) for one in example.lifecycle.offers(record, reader)}
    assert offered <= set(ANYONE)
    # Approving is the right of top management, which no other role brings along.
    administrator.grant([*administrator.roles, Role.TOP_MANAGEMENT], by=administrator)
    offers = example.lifecycle.offers(record, administrator)
    assert {one.transition.act for one in offers} == set(example.acts)
    assert all(one.is_possible is not bool(one.why_not) for one in offers)
    named = {one.transition.right for one in offers if (example.lifecycle.name, one.transition.act) not in ANYONE}
    assert Can.READ not in named
