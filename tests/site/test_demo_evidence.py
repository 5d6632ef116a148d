"""The demo shows evidence that ages, a gap between captures, and nothing that moves the figures of its round."""

import csv
import datetime as dt
import io

import pytest
import time_machine

from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.queries import picture_of, picture_taken_up
from waymark.evidence.files.store import open_file
from waymark.evidence.forecasting import forecast
from waymark.evidence.models.capture import Capture, CaptureFile, Form
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.models.verification import Verification
from waymark.evidence.verifying import verify as check_files
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.site.demo.loading import load_demo
from waymark.site.demo.removal import remove_demo
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db
AS_OF = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)


@time_machine.travel(AS_OF, tick=False)
def test_keeps_what_the_scenario_tells_of_linked_and_verified() -> None:
    alpha = load_demo("alpha", by=CONSOLE)
    items = Evidence.objects.of(alpha)
    assert items.count() == 10
    assert not items.unused().exists()
    assert not items.unverified().exists()
    checks = Verification.objects.of(alpha).select_related("capture__evidence")
    assert {one.capture.evidence_id for one in checks} == set(items.values_list("pk", flat=True))
    for one in checks:
        assert one.outcome == "verified"
        assert one.checked_by_id != one.capture.collected_by_id
        assert one.capture.number == one.capture.evidence.newest_number
    ada = Member.objects.of(alpha).get(email="aims@alpha.example.com")
    found = forecast(alpha, ada, dt.date(2027, 3, 1))
    assert len(found.ageing) == 2
    gaps = found.uncovered[0].gaps
    assert (gaps[0].since, gaps[0].until) == (dt.date(2026, 6, 1), dt.date(2026, 8, 31))


def test_keeps_the_risk_register_of_the_scenario_as_a_file_that_is_whole() -> None:
    alpha = load_demo("alpha", by=CONSOLE)
    (file,) = CaptureFile.objects.of(alpha).filter(name="risk-register-v3.csv").select_related("file")
    assert (file.name, file.file.media_type) == ("risk-register-v3.csv", "text/csv")
    assert {one.fault for one in check_files(alpha)} == {None}
    with open_file(file.file.sha256) as kept:
        rows = list(csv.DictReader(io.TextIOWrapper(kept, "utf-8")))
    assert [row["Id"] for row in rows] == [*(f"RA-{number}" for number in range(1, 9)), "RO-1"]
    assert [row["Level"] for row in rows] == ["16", "20", "12", "12", "12", "9", "6", "16", "12"]
    assert all(int(row["Level"]) == int(row["Likelihood"]) * int(row["Consequence"]) for row in rows)


def test_holds_every_piece_as_a_file_that_is_marked_as_a_demo() -> None:
    alpha = load_demo("alpha", by=CONSOLE)
    assert {one.form for one in Capture.objects.of(alpha)} == {Form.FILES}
    for one in CaptureFile.objects.of(alpha).exclude(name="risk-register-v3.csv").select_related("file"):
        with open_file(one.file.sha256) as file:
            assert b"DEMO: " in file.read(), one.name


def test_never_moves_the_figures_of_the_gap_assessment() -> None:
    with time_machine.travel(AS_OF, tick=False):
        alpha = load_demo("alpha", by=CONSOLE)
        counts = figures_today(alpha)
    assert counts == (46, 50, 44)
    linked = EvidenceLink.objects.of(alpha).values("record_id")
    assert not Judgement.objects.of(alpha).filter(point__in=linked, verdict="in_place").exists()


def test_keeps_the_round_while_what_is_only_named_grows_old() -> None:
    with time_machine.travel(AS_OF + dt.timedelta(days=365 * 3), tick=False):
        alpha = load_demo("alpha", by=CONSOLE)
        first = GapAssessment.objects.of(alpha).closed().order_by("number")[0]
        kept = picture_of(first).clause_counts
        # 41 of the 46 name their evidence in words, which are older than a year; 5 are claimed without any, and behind
        # two of these (7.3-3, 7.5.2-2) stand the awareness module and the documents of 2026, out of date by then.
        assert figures_today(alpha) == (3, 93, 44)
    assert (kept.in_place, kept.partial, kept.missing) == (46, 50, 44)


def figures_today(organisation: Organisation) -> tuple[int, int, int]:
    picture = picture_taken_up(organisation)
    assert picture is not None
    counts = picture.clause_counts
    return counts.in_place, counts.partial, counts.missing


def test_keeps_nothing_from_the_future() -> None:
    with time_machine.travel(dt.datetime(2026, 3, 1, tzinfo=dt.UTC), tick=False):
        alpha = load_demo("alpha", by=CONSOLE)
    assert {one.title for one in Evidence.objects.of(alpha)} == {
        "The scope says what lies inside and outside",
        "The cloud host was reviewed",
    }
    # Of the scope only the first version is there, and what the scenario's people check is the second.
    assert [one.capture.evidence.title for one in Verification.objects.all()] == ["The cloud host was reviewed"]


def test_goes_with_the_demo() -> None:
    remove_demo(load_demo("alpha", by=CONSOLE), by=CONSOLE)
    assert not Evidence.objects.exists()
