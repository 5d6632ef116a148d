"""Who answers for a requirement, by when, and whether it applies."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests import factories
from tests.conformity.rating import framework, tree
from waymark.conformity.adoption import adopt, set_due
from waymark.conformity.models.standing import ClausesAlwaysApply, ReasonCodeNeeded, ReasonNeeded, Standing
from waymark.conformity.owners import owners_by_group, suggestions
from waymark.conformity.queries import picture_today
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import CONSOLE
from waymark.trail.door import StaleRecord
from waymark.trail.models import Entry
from waymark.work.owners import assign_owner

pytestmark = pytest.mark.django_db
REASON = "We train no models of our own."


def standing(organisation: Organisation, ref: str) -> Standing:
    return Standing.objects.of(organisation).with_refs([ref]).select_related("requirement").get()


def entries(organisation: Organisation, event: str) -> list[Entry]:
    return list(Entry.objects.of(organisation).filter(event=event))


def test_takes_up_every_auditable_requirement_once(organisation: Organisation) -> None:
    assert Standing.objects.of(organisation).count() == len(tree().auditable) == 70
    assert adopt(framework(), organisation, by=CONSOLE) == 0
    assert len(entries(organisation, "standing.adopted")) == 70


def test_starts_without_owners(organisation: Organisation, owner: Member) -> None:
    assert Standing.objects.of(organisation).unowned().count() == 70
    standing(organisation, "4.1").assign(owner, None, by=CONSOLE)
    assert Standing.objects.of(organisation).unowned().count() == 69


def test_names_an_owner_and_takes_the_name_away_again(organisation: Organisation, owner: Member) -> None:
    one = standing(organisation, "6.1.2")
    one.assign(owner, dt.date(2026, 4, 30), by=CONSOLE)
    one.assign(None, dt.date(2026, 4, 30), by=CONSOLE)
    one.assign(None, None, by=CONSOLE)
    assert (standing(organisation, "6.1.2").owner, standing(organisation, "6.1.2").due_on) == (None, None)
    events = [entry.event for entry in Entry.objects.of(organisation).about(one).order_by("seq")]
    assert events == ["standing.adopted", "standing.owned", "standing.owned", "standing.dated"]


def test_assigns_many_at_once_and_leaves_alone_what_is_right_already(organisation: Organisation, owner: Member) -> None:
    some = list(Standing.objects.of(organisation).with_refs(["4.1", "4.2", "4.3"]))
    standing(organisation, "4.1").assign(owner, None, by=CONSOLE)
    some = list(Standing.objects.of(organisation).with_refs(["4.1", "4.2", "4.3"]))
    assert len(assign_owner(some, {one.pk: owner for one in some}, by=CONSOLE)) == 2
    assert assign_owner(some, {one.pk: owner for one in some}, by=CONSOLE) == []
    assert len(entries(organisation, "standing.owned")) == 3


def test_assigns_nobody_when_one_of_them_is_stale(organisation: Organisation, owner: Member) -> None:
    some = list(Standing.objects.of(organisation).with_refs(["4.1", "4.2"]))
    standing(organisation, "4.2").assign(None, dt.date(2026, 4, 1), by=CONSOLE)
    with pytest.raises(StaleRecord):
        assign_owner(some, {one.pk: owner for one in some}, by=CONSOLE)
    assert Standing.objects.of(organisation).unowned().count() == 70


def test_dates_many_at_once(organisation: Organisation) -> None:
    some = list(Standing.objects.of(organisation).with_refs(["4.1", "4.2"]))
    assert set_due(some, dt.date(2026, 4, 1), by=CONSOLE) == 2
    assert set_due(some, dt.date(2026, 4, 1), by=CONSOLE) == 0
    assert set_due(some, None, by=CONSOLE) == 2


@pytest.mark.parametrize("reason", ["", "    ", "not needed", "Not applicable.", "n/a: not applicable"])
def test_leaves_a_control_out_only_with_a_sentence(organisation: Organisation, reason: str) -> None:
    with pytest.raises(ReasonNeeded, match="at least 15 characters"):
        standing(organisation, "A.7.2").leave_out(code="no_activity", reason=reason, by=CONSOLE)
    assert not standing(organisation, "A.7.2").left_out


@pytest.mark.parametrize("code", ["", "no activity", "other"])
def test_leaves_a_control_out_only_with_a_reason_code(organisation: Organisation, code: str) -> None:
    with pytest.raises(ReasonCodeNeeded, match="Choose a reason code"):
        standing(organisation, "A.7.2").leave_out(code=code, reason=REASON, by=CONSOLE)


def test_never_leaves_a_clause_out(organisation: Organisation) -> None:
    for one in tree().clauses:
        with pytest.raises(ClausesAlwaysApply, match="cannot be excluded"):
            standing(organisation, one.ref).leave_out(code="no_activity", reason=REASON, by=CONSOLE)
    assert Standing.objects.of(organisation).chosen().count() == 70


def test_leaves_a_control_out_and_takes_it_up_again(organisation: Organisation) -> None:
    one = standing(organisation, "A.7.2")
    one.leave_out(code="no_activity", reason=f"  {REASON} ", by=CONSOLE)
    assert (standing(organisation, "A.7.2").left_out_reason, Standing.objects.of(organisation).chosen().count()) == (
        REASON,
        69,
    )
    one.take_up(by=CONSOLE)
    assert (one.left_out, one.left_out_reason, one.left_out_code) == (False, "", None)
    assert [entry.event for entry in entries(organisation, "standing.left-out")] == ["standing.left-out"]


def test_refuses_a_reason_that_deceives(organisation: Organisation) -> None:
    with pytest.raises(ValidationError, match="cannot be stored"):
        standing(organisation, "A.7.2").leave_out(code="no_activity", reason="We train no \u202e models", by=CONSOLE)


def test_is_kept_sound_by_the_database(organisation: Organisation) -> None:
    one = standing(organisation, "A.7.2")
    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.of(organisation).filter(pk=one.pk).update(left_out=True)
    one.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save(force_insert=True)


class TestOwnersByClause:
    def test_suggests_who_fills_the_typical_role(self, organisation: Organisation) -> None:
        members = [
            factories.member(organisation, name=role, signs_in=False, owner_roles=[role])
            for role in ("top_management", "aims_manager", "risk_manager", "internal_auditor")
        ]
        picture = picture_today(organisation, framework().pk)
        suggested = suggestions(picture, members)
        assert suggested["5"].name == "top_management"
        assert set(suggested) <= {group.ref for group in picture.groups}
        for ref, member in suggested.items():
            assert member.name in {one.owner_role for one in tree().under(ref)}

    def test_suggests_nobody_where_nobody_fills_a_role(self, organisation: Organisation, owner: Member) -> None:
        assert suggestions(picture_today(organisation, framework().pk), [owner]) == {}
        assert suggestions(picture_today(organisation, framework().pk), []) == {}

    def test_keeps_owners_unless_asked(self, organisation: Organisation, owner: Member, manager: Member) -> None:
        standing(organisation, "4.1").assign(manager, None, by=CONSOLE)
        picture = picture_today(organisation, framework().pk)
        kept = owners_by_group(picture, {"4": owner}, also_owned=False)
        taken = owners_by_group(picture, {"4": owner}, also_owned=True)
        assert (len(kept), len(taken)) == (3, 4)
        assert set(kept.values()) == {owner}
        assert standing(organisation, "4.1").pk not in kept
