"""A demo happens on the days of its scenario and by its people, and its time stays inside demo organisations."""

import datetime as dt
from collections.abc import Mapping

import pytest

from waymark.conformity.models.standing import Standing
from waymark.context.models.supplier import Supplier
from waymark.context.models.supplier_notice import SupplierNotice
from waymark.context.models.system import AISystem
from waymark.context.models.trigger import SystemTrigger
from waymark.core import clock
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Can
from waymark.records.reviewed import ReviewResult
from waymark.site.demo.reading import DEMOS
from waymark.trail.as_of import as_of
from waymark.trail.models import Entry
from waymark.trail.verification import verify

pytestmark = pytest.mark.django_db
Demos = Mapping[str, Organisation]
PAST = dt.datetime(2026, 2, 1, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize("name", DEMOS)
def test_tells_its_acts_in_order_and_none_of_today(name: str, demos: Demos) -> None:
    organisation = demos[name]
    times = list(Entry.objects.of(organisation).order_by("seq").values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] < clock.now() - dt.timedelta(days=1)
    assert verify(organisation.pk).is_sound


def test_is_done_by_the_people_of_the_scenario(demos: Demos) -> None:
    organisation = demos["alpha"]
    done = Entry.objects.of(organisation).filter(kind__in=["context.supplier", "evidence.evidence", "tasks.task"])
    assert set(done.values_list("actor_kind", flat=True)) == {"member"}
    supplier = Supplier.objects.of(organisation).get(name="Cloud host")
    entry = Entry.objects.of(organisation).filter(kind="context.supplier", record_id=supplier.pk).latest("seq")
    assert (entry.actor_name, entry.at.date()) == ("Head of engineering", dt.date(2026, 2, 11))


def test_knows_how_it_stood_on_a_day_of_the_scenario(demos: Demos) -> None:
    organisation = demos["alpha"]
    supplier = Supplier.objects.of(organisation).get(name="Cloud host")
    then = as_of(organisation.pk, PAST, {"context.supplier": [supplier.pk]})
    assert then.then["context.supplier", supplier.pk].values["review_result"] == ReviewResult.NONE
    assert supplier.review_result == ReviewResult.SATISFACTORY


@pytest.mark.parametrize(("name", "count"), [("alpha", 3), ("beta", 4), ("gamma", 4)])
def test_has_the_suppliers_of_its_scenario(name: str, count: int, demos: Demos) -> None:
    organisation = demos[name]
    assert Supplier.objects.of(organisation).count() == count
    assert not Supplier.objects.of(organisation).review_due_by(dt.date(2026, 11, 26)).exists()


def test_enters_what_notices_of_suppliers_make_due_once(demos: Demos) -> None:
    (alpha,) = SystemTrigger.objects.of(demos["alpha"]).filter(source__startswith=SupplierNotice.prefix)
    assert (alpha.system.name, alpha.is_open, alpha.settled_on) == ("Reply Assistant", False, dt.date(2026, 5, 12))
    (beta,) = SystemTrigger.objects.of(demos["beta"]).filter(source__startswith=SupplierNotice.prefix)
    assert beta.covered_by is not None
    assert beta.covered_by.source == "Stage 2, NC-B-1"
    assert not beta.is_open


def test_names_who_supplies_the_systems_of_gamma_without_a_trigger(demos: Demos) -> None:
    supplied = AISystem.objects.of(demos["gamma"]).filter(supplier__isnull=False)
    assert supplied.count() == 3
    assert not SystemTrigger.objects.of(demos["gamma"]).filter(system__in=supplied).exists()


@pytest.mark.parametrize(("name", "day"), [("alpha", "2026-01-09"), ("beta", "2025-09-05"), ("gamma", "2023-11-17")])
def test_is_founded_by_who_loads_it_and_built_by_its_aims_manager(name: str, day: str, demos: Demos) -> None:
    organisation = demos[name]
    entries = Entry.objects.of(organisation).order_by("seq")
    console = entries.filter(actor_kind="console")
    # Before the first member there is nobody else: the organisation, its requirements, and that member.
    assert set(console.values_list("event", flat=True)) == {
        "organisation.founded",
        "standing.adopted",
        "member.named",
    }
    assert {one.isoformat() for one in console.values_list("at__date", flat=True)} == {day}
    manager = Member.objects.of(organisation).get(name="AIMS manager")
    assert [one.record_id for one in console.filter(event="member.named")] == [manager.pk]
    named = entries.filter(event="member.named").exclude(actor_kind="console")
    owned = entries.filter(event="standing.owned")
    assert {(one.actor_id, one.at.date().isoformat()) for one in [*named, *owned]} == {(manager.pk, day)}
    assert named.count() == Member.objects.of(organisation).count() - 1
    assert manager.can(Can.MANAGE_PEOPLE)


LEFT_OUT = {
    "alpha": {},
    "beta": dict.fromkeys(
        ["A.4.4", "A.6.1.2", "A.6.1.3", "A.6.2.3", "A.6.2.7", "A.7.5", "A.7.6"], dt.date(2025, 12, 15)
    ),
    "gamma": {"A.10.4": dt.date(2026, 1, 20)},
}


@pytest.mark.parametrize("name", DEMOS)
def test_leaves_out_the_controls_of_its_statement_of_applicability(name: str, demos: Demos) -> None:
    organisation = demos[name]
    standings = Standing.objects.of(organisation).filter(left_out=True).select_related("requirement")
    decided = {one.record_id: one for one in Entry.objects.of(organisation).filter(event="standing.left-out")}
    assert {one.reference: decided[one.pk].at.date() for one in standings} == LEFT_OUT[name]
    assert {one.actor_name for one in decided.values()} <= {"AIMS manager"}
