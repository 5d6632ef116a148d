"""A demo happens on the days of its scenario and by its people, and its time stays inside demo organisations."""

import ast
import datetime as dt

import pytest

from tests import factories
from tests.architecture.house import modules
from waymark.context.models.supplier import ReviewResult, Supplier
from waymark.core import clock
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.site.demo.loading import load_demo
from waymark.site.demo.reading import DEMOS
from waymark.tasks.work import TaskDraft, create
from waymark.trail.actors import CONSOLE
from waymark.trail.as_of import as_of
from waymark.trail.chain import ScenarioTimeEscaped
from waymark.trail.models import Entry
from waymark.trail.verification import verify

pytestmark = pytest.mark.django_db
PAST = dt.datetime(2026, 2, 1, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize("name", DEMOS)
def test_tells_its_acts_in_order_and_none_of_today(name: str) -> None:
    organisation = load_demo(name, by=CONSOLE)
    times = list(Entry.objects.of(organisation).order_by("seq").values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] < clock.now() - dt.timedelta(days=1)
    assert verify(organisation.pk).is_sound


def test_is_done_by_the_people_of_the_scenario() -> None:
    organisation = load_demo("alpha", by=CONSOLE)
    done = Entry.objects.of(organisation).filter(kind__in=["context.supplier", "evidence.evidence", "tasks.task"])
    assert set(done.values_list("actor_kind", flat=True)) == {"member"}
    supplier = Supplier.objects.of(organisation).get(name="Cloud host")
    entry = Entry.objects.of(organisation).filter(kind="context.supplier", record_id=supplier.pk).latest("seq")
    assert (entry.actor_name, entry.at.date()) == ("Head of engineering", dt.date(2026, 2, 11))


def test_knows_how_it_stood_on_a_day_of_the_scenario() -> None:
    organisation = load_demo("alpha", by=CONSOLE)
    supplier = Supplier.objects.of(organisation).get(name="Cloud host")
    then = as_of(organisation.pk, PAST, {"context.supplier": [supplier.pk]})
    assert then.then["context.supplier", supplier.pk].values["review_result"] == ReviewResult.NONE
    assert supplier.review_result == ReviewResult.SATISFACTORY


@pytest.mark.parametrize(("name", "count"), [("alpha", 3), ("beta", 4), ("gamma", 4)])
def test_has_the_suppliers_of_its_scenario(name: str, count: int) -> None:
    organisation = load_demo(name, by=CONSOLE)
    assert Supplier.objects.of(organisation).count() == count
    assert not Supplier.objects.of(organisation).review_due_by(dt.date(2026, 11, 26)).exists()


def test_writes_no_time_of_a_scenario_into_a_chain_that_is_not_a_demo(
    organisation: Organisation, administrator: Member
) -> None:
    before = Entry.objects.of(organisation).count()
    with pytest.raises(ScenarioTimeEscaped), clock.at(PAST):
        create(organisation, TaskDraft(title="x"), by=administrator)
    with pytest.raises(ScenarioTimeEscaped), clock.at(PAST):
        factories.user("Somebody")
    assert Entry.objects.of(organisation).count() == before
    create(organisation, TaskDraft(title="x"), by=administrator)
    assert not clock.is_scenario()


def test_tells_no_scenario_of_the_future() -> None:
    with clock.at(clock.now() + dt.timedelta(days=9)):
        assert clock.now() < dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1)


def test_is_told_by_nothing_but_the_demo() -> None:
    found = {
        module.name
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module == "waymark.core.clock"
        if "at" in {name.name for name in node.names}
    }
    assert found == {"site/demo/loading.py", "site/demo/scenes.py"}
