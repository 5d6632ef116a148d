"""The demo shows evidence that ages, a gap between captures, and nothing that moves the figures of its round."""

import datetime as dt

import pytest
import time_machine

from waymark.conformity.models.judgement import Judgement
from waymark.conformity.queries import picture_taken_up
from waymark.evidence.forecasting import forecast
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.models.verification import Verification
from waymark.people.models.member import Member
from waymark.site.demo.loading import load_demo
from waymark.site.demo.removal import remove_demo
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db
AS_OF = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


@time_machine.travel(AS_OF, tick=False)
def test_keeps_what_the_scenario_tells_of_and_nobody_has_verified() -> None:
    alpha = load_demo("alpha", by=CONSOLE)
    assert Evidence.objects.of(alpha).count() == 10
    assert not Verification.objects.exists()
    ada = Member.objects.of(alpha).get(email="aims@alpha.example.com")
    found = forecast(alpha, ada, dt.date(2027, 3, 1))
    assert len(found.ageing) == 2
    gaps = found.uncovered[0].gaps
    assert (gaps[0].since, gaps[0].until) == (dt.date(2026, 6, 1), dt.date(2026, 8, 31))


@pytest.mark.parametrize("years", [0, 3])
def test_never_moves_the_figures_of_the_gap_assessment(years: int) -> None:
    with time_machine.travel(AS_OF + dt.timedelta(days=365 * years), tick=False):
        alpha = load_demo("alpha", by=CONSOLE)
        picture = picture_taken_up(alpha)
    assert picture is not None
    counts = picture.clause_counts
    assert (counts.in_place, counts.partial, counts.missing) == (46, 50, 44)
    linked = EvidenceLink.objects.of(alpha).values("record_id")
    assert not Judgement.objects.of(alpha).filter(point__in=linked, verdict="in_place").exists()


def test_keeps_nothing_from_the_future() -> None:
    with time_machine.travel(dt.datetime(2026, 3, 1, tzinfo=dt.UTC), tick=False):
        alpha = load_demo("alpha", by=CONSOLE)
    assert {one.title for one in Evidence.objects.of(alpha)} == {
        "The scope says what lies inside and outside",
        "The cloud host was reviewed",
    }


def test_goes_with_the_demo() -> None:
    remove_demo(load_demo("alpha", by=CONSOLE), by=CONSOLE)
    assert not Evidence.objects.exists()
