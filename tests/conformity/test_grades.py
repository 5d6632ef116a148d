"""How well a verdict is backed: three grades, two clocks, and whether the evidence is current (path.md 2 and 17)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from tests.conformity.rating import a_round, closed, rate, rating, tree
from tests.conformity.test_backing import in_place, on_point, on_requirement, today
from tests.evidence import made
from tests.factories import client_of
from waymark.conformity.backing import Backing, currency_of, pieces_today
from waymark.conformity.found import Found
from waymark.conformity.keeping import keep_all, keep_missing, kept_rows
from waymark.conformity.models.backing import KeptBacking
from waymark.conformity.queries import picture_of
from waymark.conformity.scale import Verdict
from waymark.core.clock import day_in
from waymark.evidence.checking import reject, verify
from waymark.evidence.linking import end_link
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.refusals import DescribedOnly
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation

DAY = dt.date(2026, 3, 2)
ONE_DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


def first(organisation: Organisation) -> Found:
    return today(organisation).points[0].found


def page_of(member: Member, path: str = "requirements/4.4") -> str:
    return " ".join(client_of(member).get(f"/o/{member.organisation.slug}/{path}").content.decode().split())


class TestGrades:
    """Shown, named, claimed."""

    @pytest.mark.parametrize(
        ("what", "grade"),
        [
            ({"files": (made.given_file(),)}, "shown"),
            ({"link": "https://example.com/policy", "is_fixed": True}, "shown"),
            ({"note": "Showed me the log", "role": "Head of data"}, "shown"),
            ({"link": "https://example.com/policy"}, "named"),
            ({"note": "The policy is in the audit folder"}, "named"),
        ],
    )
    def test_follows_what_is_held(self, what: dict[str, Any], grade: str, owner: Member) -> None:
        in_place(owner.organisation)
        on_point(made.evidence(owner, what=made.collected(**what)))
        assert first(owner.organisation).grade == grade

    def test_takes_words_for_named_and_nothing_for_claimed(self) -> None:
        assert Found(Verdict.IN_PLACE, evidence="Audit folder", judged_on=DAY).grade == "named"
        assert Found(Verdict.IN_PLACE, judged_on=DAY).grade == "claimed"
        assert Found(Verdict.PARTIAL, evidence="Audit folder", judged_on=DAY).grade == ""

    def test_counts_nothing_that_was_rejected(self, owner: Member, manager: Member) -> None:
        assessment = a_round(owner.organisation)
        rate(assessment, rating("4.4-1", "in_place"))
        item = made.evidence(owner)
        on_point(item)
        assert picture_of(assessment).by_ref["4.4"].points[0].found.grade == "shown"
        reject(made.newest(item), by=manager, reason="The signature is missing")
        assert picture_of(assessment).by_ref["4.4"].points[0].found.grade == "claimed"
        assert first(owner.organisation).verdict == Verdict.PARTIAL

    def test_refuses_to_verify_a_description_where_a_document_is_asked_for(
        self, owner: Member, manager: Member
    ) -> None:
        item = made.evidence(owner, what=made.collected(note="It is in the audit folder"))
        on_point(item, "5.2-1")
        with pytest.raises(DescribedOnly):
            verify(made.newest(item), by=manager, statement="Looked at it")
        on_requirement(other := made.evidence(owner, what=made.collected(note="In the folder too")), "5.2")
        with pytest.raises(DescribedOnly):
            verify(made.newest(other), by=manager, statement="Looked at it")
        free = made.evidence(owner, what=made.collected(note="Somebody showed it"))
        verify(made.newest(free), by=manager, statement="It is not asked for as a document")
        assert "Described, not held" in page_of(owner, "evidence/1")

    def test_takes_a_verified_note_that_is_linked_later_for_a_description(self, owner: Member, manager: Member) -> None:
        assessment = a_round(owner.organisation)
        rate(assessment, rating("5.2-1", "in_place"))
        item = made.evidence(owner, what=made.collected(note="It is in the audit folder"))
        verify(made.newest(item), by=manager, statement="It was not asked for as a document")
        on_point(item, "5.2-1")
        found = picture_of(assessment).by_ref["5.2"].points[0].found
        assert (found.grade, found.backing.described, found.backing.held_since) == ("named", 1, None)
        assert "Described, not held" in page_of(owner, "evidence/1")


class TestTwoClocks:
    """Judged on, recorded at, and evidence that came later."""

    def test_lets_no_evidence_back_a_verdict_that_came_before_it(self, owner: Member) -> None:
        organisation = owner.organisation
        assessment = a_round(organisation)
        rate(assessment, rating("4.4-1", "in_place"), on=made.days_ago(30))
        on_point(made.evidence(owner))
        found = first(organisation)
        assert (found.grade, found.came_later, found.judge_again) == ("claimed", True, True)
        assert "Came later" in page_of(owner)
        assert "Newer evidence: rate again" in page_of(owner)
        rate(assessment, rating("4.4-1", "in_place", finding="Seen in the new log"))
        again = first(organisation)
        assert (again.grade, again.came_later, again.judge_again) == ("shown", False, False)

    def test_keeps_what_was_held_then_although_a_newer_version_came(self, owner: Member) -> None:
        item = made.evidence(owner, what=made.collected(collected_on=made.days_ago(40)))
        on_point(item)
        rate(a_round(owner.organisation), rating("4.4-1", "in_place"), on=made.days_ago(30))
        made.capture(item, owner)
        found = first(owner.organisation)
        assert (found.grade, found.came_later, found.judge_again) == ("shown", False, True)

    def test_asks_to_rate_a_gap_again_too(self, owner: Member) -> None:
        rate(a_round(owner.organisation), rating("4.4-1", "missing"), on=made.days_ago(3))
        assert not first(owner.organisation).judge_again
        on_point(made.evidence(owner))
        assert first(owner.organisation).judge_again

    def test_shows_both_days_once_they_lie_more_than_a_week_apart(self, owner: Member) -> None:
        points = [one.ref for one in tree().requirement("4.1").points]
        assessment = a_round(owner.organisation)
        rate(assessment, rating(points[0], "in_place"), on=made.days_ago(8))
        rate(assessment, rating(points[1], "in_place"), on=made.days_ago(7))
        late, soon = (one.found for one in today(owner.organisation, "4.1").points[:2])
        assert (late.recorded_late, soon.recorded_late) == (True, False)
        assert (late.recorded_on, late.age(day_in("UTC"))) == (day_in("UTC"), 8)
        assert page_of(owner, "requirements/4.1").count(">recorded ") == 1

    def test_freezes_what_backed_a_verdict_when_the_round_was_closed(self, owner: Member) -> None:
        assessment = a_round(owner.organisation)
        refs = [one.ref for one in tree().requirement("4.1").points]
        on_point(made.evidence(owner, what=made.collected(files=(made.given_file(),))), refs[0])
        rate(assessment, *(rating(one, "in_place") for one in refs))
        closed(assessment)
        on_requirement(made.evidence(owner), "4.1")
        grades = [one.found.grade for one in picture_of(assessment).by_ref["4.1"].points]
        assert grades == ["shown", *["claimed"] * (len(refs) - 1)]


class TestCurrency:
    """Whether evidence is current is another question than whether the requirement is met."""

    def test_lets_one_current_piece_stand_for_a_stale_one(self, owner: Member) -> None:
        in_place(owner.organisation)
        on_point(made.evidence(owner, what=made.collected(collected_on=made.days_ago(500))))
        assert first(owner.organisation).verdict == Verdict.PARTIAL
        on_point(made.evidence(owner))
        found = first(owner.organisation)
        assert (found.verdict, found.currency.state) == (Verdict.IN_PLACE, "current")
        assert "EV-1: newest" in page_of(owner), "the stale one is still shown"

    @pytest.mark.parametrize(
        ("until", "state"),
        [(DAY - ONE_DAY, "stale"), (DAY, "soon"), (DAY + 30 * ONE_DAY, "soon"), (DAY + 31 * ONE_DAY, "current")],
    )
    def test_is_a_matter_of_the_last_day(self, until: dt.date, state: str) -> None:
        backing = Backing(1, held_since=DAY, newest_on=DAY, good_until=until)
        assert currency_of(backing, DAY, DAY, is_named=False) == (state, until)

    def test_ages_words_from_the_day_of_the_verdict(self) -> None:
        last = dt.date(2027, 3, 2)
        for day, state in ((last, "soon"), (last + ONE_DAY, "stale"), (DAY, "current")):
            assert currency_of(Backing(), DAY, day, is_named=True) == (state, last)
        assert not currency_of(Backing(), DAY, last + ONE_DAY, is_named=False).state

    def test_shows_words_that_grew_old_as_partial(self, owner: Member) -> None:
        rate(a_round(owner.organisation), rating("4.4-1", "in_place", evidence="Folder"), on=made.days_ago(400))
        found = first(owner.organisation)
        assert (found.verdict, found.is_lowered) == (Verdict.PARTIAL, True)
        assert "the evidence named in words is no longer current" in page_of(owner)

    def test_never_reads_fresh_with_a_gap_in_its_period(self, owner: Member) -> None:
        in_place(owner.organisation)
        item = made.evidence(owner, what=_month(3))
        on_point(item)
        made.capture(item, owner, **_days(5))
        seen = Evidence.objects.get(pk=item.pk)
        assert (seen.gap_since, seen.age.condition(day_in("UTC"))) == (dt.date(2026, 4, 1), "gap")
        assert "nothing covers the period from 1 Apr 2026" in seen.age.because(day_in("UTC"))
        assert Evidence.objects.of(owner.organisation).in_condition("gap", day_in("UTC")).get() == item
        assert first(owner.organisation).verdict == Verdict.PARTIAL
        made.capture(item, owner, **_days(4))
        assert Evidence.objects.get(pk=item.pk).gap_since is None
        assert first(owner.organisation).verdict == Verdict.IN_PLACE


def _days(month: int) -> dict[str, Any]:
    after = dt.date(2026, month + 1, 1)
    return {"covers_from": dt.date(2026, month, 1), "covers_until": after - ONE_DAY}


def _month(month: int) -> Any:
    return made.collected(**_days(month))


class TestKept:
    """What is kept always equals the plain computation."""

    def test_equals_the_plain_computation_after_every_act(self, owner: Member, manager: Member) -> None:
        organisation = owner.organisation
        one, two = made.evidence(owner), made.evidence(owner, what=made.collected(note="In the folder"))

        def fresh() -> Evidence:
            return Evidence.objects.select_related("organisation").get(pk=one.pk)

        acts: list[Callable[[], object]] = [
            lambda: on_point(one),
            lambda: on_point(two, "5.2-1"),
            lambda: on_requirement(one, "5.2"),
            lambda: on_requirement(one),
            lambda: made.capture(two, owner, files=(made.given_file(),)),
            lambda: verify(made.newest(one), by=manager, statement="Compared"),
            lambda: reject(made.newest(two), by=manager, reason="Unsigned"),
            lambda: fresh().edit(
                by=owner, title=one.title, about="", kind="other", confidentiality="internal", fresh_months=1
            ),
            lambda: fresh().retire(by=owner, reason="Replaced"),
            lambda: fresh().reinstate(by=owner, reason="Needed"),
            lambda: end_link(EvidenceLink.objects.filter(evidence=one).order_by("pk")[1], by=owner, reason="No"),
        ]
        before = kept(organisation)
        for place, act in enumerate(acts):
            with time_machine.travel(dt.datetime(2027, 1, 1 + place, tzinfo=dt.UTC), tick=False):
                act()
            assert kept(organisation) == plain(organisation), place
            assert kept(organisation) != before, place
            before = kept(organisation)

    def test_can_be_worked_out_again_at_any_time(self, owner: Member) -> None:
        on_point(made.evidence(owner))
        before = kept(owner.organisation)
        KeptBacking.objects.all().delete()
        assert keep_missing() == 1
        assert kept(owner.organisation) == before
        assert keep_missing() == 0
        keep_all(owner.organisation)
        assert kept(owner.organisation) == before


_COLUMNS = ("requirement_id", "point_id", *Backing._fields)


def kept(organisation: Organisation) -> set[tuple[Any, ...]]:
    return set(KeptBacking.objects.of(organisation).values_list(*_COLUMNS))


def plain(organisation: Organisation) -> set[tuple[Any, ...]]:
    rows = kept_rows(organisation, tree().auditable, pieces_today(organisation, tree()))
    return {tuple(getattr(one, name) for name in _COLUMNS) for one in rows}
