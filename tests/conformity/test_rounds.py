"""Opening a round, judging points in it, and closing it for ever."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests import factories
from tests.conformity.rating import (
    REASON,
    a_round,
    closed,
    exclusion_of,
    framework,
    judgements,
    rate,
    rate_all,
    rate_one,
    rating,
    tree,
)
from waymark.conformity.events import ConformityEvent
from waymark.conformity.models.assessment import GapAssessment, PointsUnrated, RoundClosed
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.models.standing import Standing
from waymark.conformity.queries import picture_of
from waymark.conformity.ratings import Rating, RatingInput
from waymark.conformity.rounds import UnknownControl, UnknownPoint, close_round, judge, judge_many
from waymark.conformity.scale import Verdict
from waymark.conformity.whole_controls import NotApplicableRefused
from waymark.core.errors import RuleBroken
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import CONSOLE
from waymark.trail.door import StaleRecord
from waymark.trail.models import Entry

pytestmark = pytest.mark.django_db
HALF = RatingInput(Verdict.PARTIAL)
WHY_NOT = "We train no models of our own."


def count_of(organisation: Organisation, event: str) -> int:
    return Entry.objects.of(organisation).filter(event=event).count()


class TestOpening:
    def test_numbers_rounds_within_the_organisation(self, organisation: Organisation, outsider: Member) -> None:
        assert [a_round(organisation).reference for _n in range(3)] == ["GA-1", "GA-2", "GA-3"]
        assert a_round(outsider.organisation).reference == "GA-1"

    def test_covers_every_clause_and_the_chosen_controls(self, organisation: Organisation) -> None:
        assessment = a_round(organisation, "A.7.2", "A.2.2", "A.2.2")
        assert assessment.controls == ["A.2.2", "A.7.2"]
        covered = [one.ref for one in tree().auditable if assessment.covers(one)]
        assert len(covered) == 34
        assert covered[-2:] == ["A.2.2", "A.7.2"]

    @pytest.mark.parametrize("ref", ["A.99", "6.1.4", "A.2", ""])
    def test_refuses_what_is_no_control(self, organisation: Organisation, ref: str) -> None:
        with pytest.raises(UnknownControl, match="no control"):
            a_round(organisation, ref)
        assert a_round(organisation).number == 1

    def test_begins_on_the_day_of_the_organisation(self, organisation: Organisation) -> None:
        assert a_round(organisation, started_on=dt.date(2026, 1, 23)).started_on == dt.date(2026, 1, 23)
        assert a_round(organisation).started_on is not None

    @pytest.mark.parametrize("title", ["", "a\u202eb", "a\nb", "x" * 121])
    def test_refuses_a_title_nobody_could_read(self, organisation: Organisation, title: str) -> None:
        with pytest.raises(ValidationError):
            a_round(organisation, title=title)
        assert not GapAssessment.objects.of(organisation).exists()


class TestJudging:
    def test_keeps_what_was_found(self, organisation: Organisation, owner: Member) -> None:
        assessment = a_round(organisation, by=owner)
        given = rate_one(
            assessment,
            "6.1.4-2",
            Verdict.PARTIAL,
            by=owner,
            finding="Drafted",
            evidence="https://wiki.example/6",
            severity=2,
            action="Finish it",
            target_on=dt.date(2026, 6, 1),
        )
        stored = Judgement.objects.of(organisation).get(pk=given.pk)
        assert (stored.revision, stored.verdict, stored.judged_by, stored.source) == (1, "partial", owner, "")
        found = picture_of(assessment).by_ref["6.1.4"].points[1].found
        assert (found.finding, found.evidence, found.action) == ("Drafted", "https://wiki.example/6", "Finish it")
        assert (found.severity, found.target_on, found.judged_by) == (2, dt.date(2026, 6, 1), "Omar Owner")

    def test_lets_the_newest_turn_count(self, organisation: Organisation) -> None:
        assessment = a_round(organisation)
        for verdict in (Verdict.MISSING, Verdict.PARTIAL, Verdict.IN_PLACE):
            rate_one(assessment, "4.1-1", verdict)
        assert [one.revision for one in judgements(assessment)] == [1, 2, 3]
        assert picture_of(assessment).by_ref["4.1"].points[0].found.verdict == "in_place"

    def test_changes_nothing_when_the_same_is_said_again(self, organisation: Organisation) -> None:
        assessment = a_round(organisation)
        rate_one(assessment, "4.1-1", Verdict.PARTIAL, finding="Half")
        assert rate_one(assessment, "4.1-1", Verdict.PARTIAL, finding="Half") is None
        assert rate_one(assessment, "4.1-2", Verdict.NOT_ASSESSED) is None
        assert len(judgements(assessment)) == count_of(organisation, "judgement.given") == 1

    def test_accepts_a_repeat_even_from_an_old_screen(self, organisation: Organisation, owner: Member) -> None:
        assessment = a_round(organisation)
        rate(assessment, rating("4.1-1", Verdict.PARTIAL, base_revision=0), by=owner)
        rate(assessment, rating("4.1-1", Verdict.PARTIAL, base_revision=0), by=owner)
        assert len(judgements(assessment)) == 1

    def test_refuses_to_overrule_somebody_unseen(
        self, organisation: Organisation, owner: Member, manager: Member
    ) -> None:
        assessment = a_round(organisation)
        theirs = judge(assessment, rating("4.1-1", Verdict.MISSING, base_revision=0, finding="None"), by=manager)
        with pytest.raises(StaleRecord) as stale:
            judge(assessment, rating("4.1-1", Verdict.IN_PLACE, base_revision=0), by=owner)
        assert stale.value.theirs == theirs
        assert (stale.value.theirs.finding, stale.value.theirs.judged_by) == ("None", manager)
        assert len(judgements(assessment)) == 1

    def test_refuses_an_old_screen_of_the_same_person_too(self, organisation: Organisation, owner: Member) -> None:
        """Two tabs of one person are two screens: the older one knows less."""
        assessment = a_round(organisation)
        judge(assessment, rating("4.1-1", Verdict.MISSING, base_revision=0), by=owner)
        with pytest.raises(StaleRecord):
            judge(assessment, rating("4.1-1", Verdict.IN_PLACE, base_revision=0), by=owner)
        assert judge(assessment, rating("4.1-1", Verdict.IN_PLACE, base_revision=1), by=owner) is not None

    def test_follows_the_newest_where_no_screen_was_involved(self, organisation: Organisation) -> None:
        assessment = a_round(organisation)
        rate_one(assessment, "4.1-1", Verdict.MISSING)
        assert rate_one(assessment, "4.1-1", Verdict.PARTIAL).revision == 2

    def test_saves_all_or_nothing(self, organisation: Organisation) -> None:
        assessment = a_round(organisation)
        rate_one(assessment, "4.1-2", Verdict.MISSING)
        with pytest.raises(StaleRecord):
            rate(
                assessment,
                rating("4.1-1", Verdict.PARTIAL, base_revision=0),
                rating("4.1-2", Verdict.PARTIAL, base_revision=0),
            )
        with pytest.raises(RuleBroken):
            rate(assessment, rating("4.1-1", Verdict.PARTIAL), rating("4.1-2", "excellent"))
        assert len(judgements(assessment)) == 1

    def test_refuses_a_control_that_was_not_chosen(self, organisation: Organisation) -> None:
        assessment = a_round(organisation, "A.2.2")
        with pytest.raises(UnknownPoint, match="does not belong to this round"):
            rate_one(assessment, tree().requirement("A.7.2").points[0].ref, Verdict.MISSING)

    @pytest.mark.parametrize("verdict", ["", "excellent", "IN_PLACE", "claimed"])
    def test_refuses_a_verdict_outside_the_scale(self, organisation: Organisation, verdict: str) -> None:
        assessment = a_round(organisation)
        with pytest.raises(RuleBroken) as broken:
            rate_one(assessment, "4.1-1", verdict)
        assert broken.value.code == "verdict-outside-scale"
        assert judgements(assessment) == []

    @pytest.mark.parametrize("severity", [0, 5, -1])
    def test_refuses_a_severity_outside_the_scale(self, organisation: Organisation, severity: int) -> None:
        with pytest.raises(RuleBroken) as broken:
            rate_one(a_round(organisation), "4.1-1", Verdict.MISSING, severity=severity)
        assert broken.value.code == "severity-outside-scale"

    def test_refuses_not_applicable_for_a_clause(self, organisation: Organisation) -> None:
        with pytest.raises(NotApplicableRefused, match="always apply"):
            rate_one(a_round(organisation), "4.1-1", Verdict.NOT_APPLICABLE, finding=WHY_NOT)

    @pytest.mark.parametrize(
        "reason",
        ["", "   ", "no", "not applicable", "Not applicable.", "N/A, not applicable.", "n. a. – n. a. – n. a."],
    )
    def test_refuses_not_applicable_without_a_sentence(self, organisation: Organisation, reason: str) -> None:
        with pytest.raises(NotApplicableRefused, match="at least 15 characters"):
            rate(a_round(organisation, "A.2.2"), *exclusion_of("A.2.2", reason=reason))

    @pytest.mark.parametrize("code", ["", None, "because", "NO_RISK"])
    def test_refuses_not_applicable_without_a_reason_code(self, organisation: Organisation, code: Any) -> None:
        with pytest.raises(NotApplicableRefused, match="needs a reason code"):
            rate(a_round(organisation, "A.2.2"), *exclusion_of("A.2.2", code=code))

    def test_refuses_not_applicable_for_one_point_of_a_control(self, organisation: Organisation) -> None:
        assessment, (first, *others) = a_round(organisation, "A.2.2"), exclusion_of("A.2.2")
        for some in ([first], others):
            with pytest.raises(NotApplicableRefused, match=r"for the whole of A[.]2[.]2, not for one of its points"):
                rate(assessment, *some)
        with pytest.raises(NotApplicableRefused, match=r"for the whole of A[.]2[.]2"):
            rate(assessment, *exclusion_of("A.2.2", code="no_risk")[:1], *others)
        assert judgements(assessment) == []

    def test_refuses_to_rate_one_point_of_a_control_that_is_not_applicable(self, organisation: Organisation) -> None:
        assessment = a_round(organisation, "A.2.2")
        rate(assessment, *exclusion_of("A.2.2"))
        first = tree().requirement("A.2.2").points[0].ref
        with pytest.raises(NotApplicableRefused, match="not applicable as a whole in this round"):
            rate_one(assessment, first, Verdict.PARTIAL)
        rate(assessment, *(rating(one.ref, Verdict.PARTIAL) for one in tree().requirement("A.2.2").points))
        assert picture_of(assessment).by_ref["A.2.2"].status.verdict is Verdict.PARTIAL

    def test_leaves_what_was_left_out_point_by_point_as_it_was(self, organisation: Organisation) -> None:
        assessment, point = a_round(organisation, "A.2.2"), tree().requirement("A.2.2").points[0]
        old = Judgement(
            organisation=organisation,
            assessment=assessment,
            point_id=point.pk,
            revision=1,
            verdict=Verdict.NOT_APPLICABLE,
            finding=WHY_NOT,
            judged_on=assessment.started_on,
        )
        old.commit(ConformityEvent.JUDGED, by=CONSOLE)
        rate_one(assessment, point.ref, Verdict.NOT_APPLICABLE, finding="Still no models of our own.")
        rate_one(assessment, tree().requirement("A.2.2").points[1].ref, Verdict.PARTIAL)
        shown = picture_of(assessment).by_ref["A.2.2"]
        assert shown.excluded is not None
        assert (shown.excluded.reason_code, shown.excluded.finding) == (None, "Still no models of our own.")
        assert [one.reason_code for one in judgements(assessment)] == [None, None, None]

    def test_takes_not_applicable_with_its_reason(self, organisation: Organisation) -> None:
        assessment = a_round(organisation, "A.2.2")
        rate(assessment, *exclusion_of("A.2.2", reason=WHY_NOT, code="no_risk"))
        picture = picture_of(assessment)
        why = picture.by_ref["A.2.2"].excluded
        assert why is not None
        assert (why.reason_code, why.finding) == ("no_risk", WHY_NOT)
        assert picture.by_ref["A.2.2"].because == "–"
        group = next(one for one in picture.groups if one.ref == "A.2")
        assert (group.counts.readiness, group.counts.completion) == (None, None)
        assert picture.by_ref["A.2.2"].status.verdict is Verdict.NOT_APPLICABLE
        assert picture.control_point_counts.applicable == 0

    @pytest.mark.parametrize("field", ["finding", "evidence", "action"])
    def test_refuses_characters_that_deceive(self, organisation: Organisation, field: str) -> None:
        assessment = a_round(organisation)
        count_of: Any
        for text in ("a\u202eb", "a\x00b", "a\x07b", "a\u2028b"):
            count_of = {field: text}
            with pytest.raises(ValidationError):
                judge(assessment, Rating(tree().point("4.1-1"), replace(HALF, **count_of)), by=CONSOLE)
        assert judgements(assessment) == []

    def test_tells_an_import_from_a_person(self, organisation: Organisation) -> None:
        assessment = a_round(organisation)
        judge_many(assessment, [rating("4.1-1", Verdict.PARTIAL)], by=CONSOLE, source="import: sheet.csv")
        assert judgements(assessment)[0].source == "import: sheet.csv"
        assert count_of(organisation, "judgement.imported") == 1


class TestClosing:
    def test_needs_a_reason_while_points_are_unrated(self, organisation: Organisation) -> None:
        assessment = a_round(organisation)
        rate_all(assessment, but=frozenset({"4.1-1", "10.2-1"}))
        for reason in ("", "   ", "too short"):
            with pytest.raises(PointsUnrated, match="2 points"):
                close_round(assessment, by=CONSOLE, reason=reason)
        assert GapAssessment.objects.of(organisation).get().is_open

    def test_keeps_the_reason_for_ever(self, organisation: Organisation) -> None:
        assessment = closed(a_round(organisation))
        assert GapAssessment.objects.of(organisation).get(pk=assessment.pk).incomplete_reason == REASON

    def test_needs_no_reason_when_everything_is_rated(self, organisation: Organisation, manager: Member) -> None:
        assessment = a_round(organisation)
        rate_all(assessment)
        close_round(assessment, by=manager)
        stored = GapAssessment.objects.of(organisation).get()
        assert (stored.state, stored.closed_by, stored.incomplete_reason) == ("closed", manager, "")
        assert stored.closed_on is not None
        assert stored.figures["completion"] == stored.figures["readiness"] == 100

    def test_needs_no_reason_where_only_guidance_is_unrated(self, organisation: Organisation) -> None:
        # It asked for guidance too, before path.md put guidance outside completion.
        control = next(one for one in tree().controls if any(point.is_guidance for point in one.points))
        assessment = a_round(organisation, control.ref)
        rate_all(assessment, but=frozenset(point.ref for point in control.points if point.is_guidance))
        close_round(assessment, by=CONSOLE)
        stored = GapAssessment.objects.of(organisation).get()
        assert (stored.incomplete_reason, stored.figures["completion"]) == ("", 100)

    def test_needs_no_reason_where_only_a_definition_is_unrated(self, organisation: Organisation) -> None:
        assessment = a_round(organisation)
        rate_all(assessment, but=frozenset({"6.1.3-12"}))
        close_round(assessment, by=CONSOLE)
        assert GapAssessment.objects.of(organisation).get().figures["readiness"] == 100

    def test_refuses_to_judge_or_close_it_again(self, organisation: Organisation) -> None:
        assessment = closed(a_round(organisation))
        with pytest.raises(RoundClosed, match="cannot be changed"):
            rate_one(assessment, "4.1-1", Verdict.MISSING)
        with pytest.raises(RoundClosed):
            close_round(assessment, by=CONSOLE, reason=REASON)
        with pytest.raises(RoundClosed):
            assessment.rename("Other", by=CONSOLE)

    def test_sees_the_closing_somebody_else_did_meanwhile(self, organisation: Organisation) -> None:
        assessment = a_round(organisation)
        mine = GapAssessment.objects.of(organisation).get(pk=assessment.pk)
        closed(assessment)
        with pytest.raises(RoundClosed):
            rate_one(mine, "4.1-1", Verdict.MISSING)
        with pytest.raises(StaleRecord):
            close_round(mine, by=CONSOLE, reason=REASON)

    def test_is_kept_closed_by_the_database(self, organisation: Organisation) -> None:
        assessment = a_round(organisation)
        rate_one(assessment, "4.1-1", Verdict.MISSING)
        closed(assessment)
        table, mine = "conformity_gapassessment", f"id = {assessment.pk}"
        for change in ("title = 'x'", "state = 'open'", "closed_on = NULL", "frozen = '{}'"):
            refused(f"UPDATE {table} SET {change} WHERE {mine}", "never changes")  # noqa: S608 -- our own names
        late = Judgement(
            organisation=organisation,
            assessment=assessment,
            point_id=tree().point("4.1-2").pk,
            revision=1,
            verdict="missing",
            judged_on=dt.date(2026, 1, 1),
            created_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
            changed_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        )
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            late.save(force_insert=True)

    def test_keeps_judgements_append_only_even_while_it_is_open(self, organisation: Organisation) -> None:
        rate_one(a_round(organisation), "4.1-1", Verdict.MISSING)
        refused("UPDATE conformity_judgement SET verdict = 'in_place'", "append-only")
        refused("DELETE FROM conformity_judgement", "append-only")

    @pytest.mark.usefixtures("organisation")
    def test_lets_the_judgements_of_a_demo_go(self) -> None:
        demo = factories.organisation("Demo", sample=True)
        assessment = a_round(demo)
        rate_one(assessment, "4.1-1", Verdict.MISSING)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM conformity_judgement WHERE organisation_id = %s", [demo.pk])
        assert judgements(assessment) == []

    def test_keeps_the_owners_of_its_last_day(self, organisation: Organisation, owner: Member, manager: Member) -> None:
        standing = Standing.objects.of(organisation).with_refs(["4.1"]).select_related("requirement").get()
        standing.assign(owner, dt.date(2026, 4, 1), by=CONSOLE)
        assessment = closed(a_round(organisation))
        standing.assign(manager, None, by=CONSOLE)
        owner.describe(by=CONSOLE, name="Omar Renamed", post="", email="", owner_roles=[])
        kept = picture_of(GapAssessment.objects.of(organisation).get(pk=assessment.pk)).by_ref["4.1"].assignment
        assert (kept.owner, kept.due_on) == ("Omar Owner", dt.date(2026, 4, 1))
        assert picture_of(a_round(organisation)).by_ref["4.1"].assignment.owner == "Mia Manager"

    def test_keeps_its_figures(self, organisation: Organisation) -> None:
        assessment = a_round(organisation, "A.2.2")
        rate_one(assessment, "4.1-1", Verdict.IN_PLACE)
        rate_one(assessment, "4.1-2", Verdict.PARTIAL, finding="Half")
        closed(assessment)
        stored = GapAssessment.objects.of(organisation).get(pk=assessment.pk)
        assert stored.figures["points"]["in_place"] == stored.figures["points"]["partial"] == 1
        assert stored.figures["claimed"] == 1
        assert (stored.figures["readiness"], stored.figures["completion"]) == (1, 1)


def refused(statement: str, match: str) -> None:
    with pytest.raises(DatabaseError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_says_what_it_is_about(organisation: Organisation) -> None:
    assessment = a_round(organisation, title="Spring")
    given = rate_one(assessment, "4.1-1", Verdict.MISSING)
    assert (str(assessment), str(given), str(framework())) == ("Spring", "4.1-1: missing", framework().title)
    assert RatingInput(Verdict.MISSING) == RatingInput("missing")
