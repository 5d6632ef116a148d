"""The page of the next edition, and where what came along shows afterwards."""

import datetime as dt
import re
from html import unescape

import pytest
from django.urls import reverse
from time_machine import travel

from tests.conformity.carried import manager_of, organisation_on, rate, round_on, shipped
from tests.conformity.screens import points_in
from tests.factories import client_of
from waymark.conformity.carrying.acts import carry_over
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.models.standing import Standing
from waymark.conformity.queries import compare
from waymark.conformity.rounds import close_round
from waymark.conformity.scale import Verdict
from waymark.core.clock import now
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.work.owed import owed_by

pytestmark = pytest.mark.django_db
REASON = "Nobody had the time for the rest."
EDITION = {"edition": "iso-42001-2023-2"}


@pytest.fixture
def organisation() -> Organisation:
    return organisation_on(shipped()[0])


@pytest.fixture
def manager(organisation: Organisation) -> Member:
    return manager_of(organisation)


@pytest.fixture
def before(organisation: Organisation, manager: Member) -> GapAssessment:
    assessment = round_on(organisation, shipped()[0], by=manager)
    rate(assessment, "4.1-1", Verdict.IN_PLACE, by=manager, evidence="The list")
    rate(assessment, "6.1.4-3", Verdict.PARTIAL, by=manager, finding="Half of it")
    return assessment


def text_of(html: bytes) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode())))


def address(organisation: Organisation) -> str:
    return reverse("carry_over", args=[organisation.slug])


@pytest.mark.usefixtures("before")
def test_shows_what_the_next_edition_changes(organisation: Organisation, manager: Member) -> None:
    answer = client_of(manager).get(address(organisation))
    shown = text_of(answer.content)
    assert answer.status_code == 200
    assert "Points: 142 unchanged, 82 reworded, 36 from other points, 1 new, 0 gone." in shown
    assert "Verdicts: 0 carried over as they are, 3 carried over for a second look, 0 not carried." in shown
    assert "It joined the setting of the deployment and the jurisdictions" not in shown
    assert "First of the two separate things that 6.1.4-3 joined" in shown


@pytest.mark.usefixtures("before")
def test_takes_it_over_once_however_often_it_is_sent(organisation: Organisation, manager: Member) -> None:
    client = client_of(manager)
    first = client.post(address(organisation), EDITION)
    again = client.post(address(organisation), EDITION)
    assert (first.status_code, first["Location"]) == (303, reverse("gap_round", args=[organisation.slug, 2]))
    assert again.status_code == 422
    assert "already uses first edition, December 2023; catalogue edition 2" in text_of(again.content)
    assert GapAssessment.objects.of(organisation).count() == 2


def test_says_that_there_is_no_newer_edition(organisation: Organisation, manager: Member) -> None:
    carry_over(organisation, shipped()[1], by=manager)
    assert "No newer edition is loaded" in text_of(client_of(manager).get(address(organisation)).content)


def test_refuses_an_edition_that_does_not_follow(organisation: Organisation, manager: Member) -> None:
    answer = client_of(manager).post(address(organisation), {"edition": "never-was"})
    assert answer.status_code == 422
    assert "There is no edition never-was" in text_of(answer.content)


class TestAfterwards:
    @pytest.fixture
    def after(self, organisation: Organisation, manager: Member, before: GapAssessment) -> GapAssessment:
        assert before.is_open
        standing = Standing.objects.of(organisation).with_refs(["6.1.4"]).get()
        standing.assign(manager, None, by=manager)
        return carry_over(organisation, shipped()[1], by=manager)

    def test_marks_what_wants_another_look_on_the_sheet(
        self, organisation: Organisation, manager: Member, after: GapAssessment
    ) -> None:
        client = client_of(manager)
        sheet = reverse("gap_sheet", args=[organisation.slug, after.number, "6.1.4"])
        assert text_of(client.get(sheet).content).count("look again") == 2
        door = reverse("gap_judgements", args=[organisation.slug, after.number, "6.1.4", "6.1.4-7"])
        sent = {"verdict": "partial", "finding": "Half of it", "base_revision": "1", "confirms": "on"}
        assert client.post(door, sent).status_code == 303
        assert text_of(client.get(sheet).content).count("look again") == 1
        newest = Judgement.objects.of(organisation).filter(point__ref="6.1.4-7").order_by("-revision")[0]
        assert (newest.revision, newest.verdict, newest.carried, newest.judged_by) == (2, "partial", None, manager)

    def test_counts_it_on_the_round_and_lists_it(
        self, organisation: Organisation, manager: Member, after: GapAssessment
    ) -> None:
        client = client_of(manager)
        shown = text_of(client.get(reverse("gap_round", args=[organisation.slug, after.number])).content)
        assert "3 verdicts came over from the edition before and want another look" in shown
        points = text_of(client.get(points_in(after, verdict="look_again")).content)
        assert "1 to 3 of 3" in points

    @pytest.mark.usefixtures("after")
    def test_asks_the_owner_for_it(self, manager: Member) -> None:
        found = owed_by(manager, dt.date(2026, 11, 27))
        (one,) = found.shown([row for row in found if row.source == "ratings"])
        assert "Look again at 2 verdicts from the edition before" in one.what

    def test_compares_the_rounds_by_the_list_of_changes(
        self, organisation: Organisation, manager: Member, after: GapAssessment, before: GapAssessment
    ) -> None:
        rate(after, "6.1.4-8", Verdict.IN_PLACE, by=manager, evidence="The table")
        old = GapAssessment.objects.of(organisation).get(pk=before.pk)
        both = compare(old, after)
        assert both.can_compare
        assert [(one.ref, one.before.verdict, one.after.verdict) for one in both.changes] == [
            ("6.1.4-8", "partial", "in_place")
        ]
        backwards = compare(after, old)
        assert (backwards.can_compare, backwards.changes) == (False, ())
        page = reverse("gap_comparison", args=[organisation.slug])
        shown = text_of(client_of(manager).get(page, {"from": "2", "to": "1"}).content)
        assert "no list of changes leads" in shown

    def test_gives_every_figure_of_the_new_edition(
        self, organisation: Organisation, manager: Member, after: GapAssessment
    ) -> None:
        close_round(after, by=manager, reason=REASON)
        requirement = reverse("requirement", args=[organisation.slug, "6.1.4"])
        shown = text_of(client_of(manager).get(requirement).content)
        assert "6.1.4-7" in shown
        assert "1 guidance point, not counted" in shown
        stored = GapAssessment.objects.of(organisation).get(pk=after.pk)
        assert (stored.figures["points"]["in_place"], stored.figures["points"]["partial"]) == (1, 2)


def test_shows_a_day_before_by_the_edition_that_was_in_use(organisation: Organisation, manager: Member) -> None:
    rate(round_on(organisation, shipped()[0], by=manager), "6.1.4-3", Verdict.PARTIAL, by=manager, finding="Half of it")
    today = now()
    with travel(today + dt.timedelta(days=9), tick=False):
        carry_over(organisation, shipped()[1], by=manager)
        page = reverse("requirement", args=[organisation.slug, "6.1.4"])
        shown = text_of(client_of(manager).get(page, {"as_of": today.date().isoformat()}).content)
    assert "6.1.4-3" in shown
    assert "Half of it" in shown


def test_shows_good_practice_and_the_basis_of_each_point(organisation: Organisation, manager: Member) -> None:
    after = carry_over(organisation, shipped()[1], by=manager)
    client = client_of(manager)
    for name, args in (("requirement", ["4.1"]), ("gap_sheet", [after.number, "4.1"])):
        shown = text_of(client.get(reverse(name, args=[organisation.slug, *args])).content)
        assert "Good practice (not required)" in shown
        assert "List the factors in writing" in shown
    shown = text_of(client.get(reverse("gap_sheet", args=[organisation.slug, after.number, "6.1.3"])).content)
    assert "Definition: lowers the status to partial at worst" in shown
    points = text_of(client.get(points_in(after, basis="guidance")).content)
    assert "1 to 72 of 72" in points
