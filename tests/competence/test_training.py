"""Training and awareness: planned, held with people, and checked for its effect, which is owed after thirty days."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import client_of
from tests.site.console import answer as console_answer
from tests.site.console import run
from waymark.competence.models.training import (
    Effect,
    EffectCheck,
    NobodyTookPart,
    Training,
    TrainingDatesWrong,
    TrainingNotNow,
    TrainingState,
)
from waymark.competence.starter import starter
from waymark.core.clock import day_in
from waymark.people.active import OwnerHasLeft
from waymark.people.models.member import Member
from waymark.trail.models import Head
from waymark.work.owed import owed_by
from waymark.work.owned import owned_records

pytestmark = pytest.mark.django_db
DAYS = dt.timedelta


def today(member: Member) -> dt.date:
    return day_in(member.organisation.time_zone)


@pytest.fixture
def training(owner: Member) -> Training:
    return Training.add(
        owner.organisation,
        owner=owner,
        by=owner,
        title="Limits of the model",
        topics=["AW-16"],
        audiences=["overseers"],
    )


def check(member: Member, **known: Any) -> EffectCheck:
    given: dict[str, Any] = {"on": today(member), "method": "A test", "result": Effect.EFFECTIVE}
    return EffectCheck(**given | known)


def test_offers_the_topics_and_audiences_of_the_package() -> None:
    assert (len(starter().topics), len(starter().audiences)) == (24, 11)
    assert {one.audience for one in starter().topics} == set(starter().audience_ids)


def test_owes_the_check_thirty_days_after_it_was_held(training: Training, owner: Member) -> None:
    assert list(owed_by(owner, today(owner))) == []
    training.hold(today(owner) - DAYS(24), [owner], by=owner)
    (row,) = owed_by(owner, today(owner))
    assert (row.what, row.due_on) == (training.title, today(owner) + DAYS(6))
    training.check_effect(check(owner), by=owner)
    assert list(owed_by(owner, today(owner))) == []
    assert (training.state, training.effect) == (TrainingState.CHECKED, Effect.EFFECTIVE)


def test_owes_a_planned_one_in_its_week(training: Training, owner: Member) -> None:
    training.edit(title=training.title, due_on=today(owner) + DAYS(30), by=owner)
    assert list(owed_by(owner, today(owner))) == []
    training.edit(title=training.title, due_on=today(owner) + DAYS(3), by=owner)
    assert [row.due_on for row in owed_by(owner, today(owner))] == [today(owner) + DAYS(3)]


def test_keeps_who_took_part_once_each(training: Training, owner: Member, administrator: Member) -> None:
    training.hold(today(owner), [owner, administrator, owner], others="Night shift", others_count=7, by=owner)
    kept = Training.objects.with_people().get(pk=training.pk)
    assert set(kept.people) == {owner, administrator}
    assert kept.participants == 9


def test_refuses_a_training_with_nobody_and_one_of_tomorrow(training: Training, owner: Member) -> None:
    before = Head.objects.get(pk=owner.organisation_id).seq
    with pytest.raises(NobodyTookPart):
        training.hold(today(owner), [], by=owner)
    with pytest.raises(TrainingDatesWrong):
        training.hold(today(owner) + DAYS(1), [owner], by=owner)
    assert Head.objects.get(pk=owner.organisation_id).seq == before


def test_refuses_a_check_before_the_training_or_in_the_future(training: Training, owner: Member) -> None:
    with pytest.raises(TrainingNotNow):
        training.check_effect(check(owner), by=owner)
    training.hold(today(owner) - DAYS(3), [owner], by=owner)
    for on in (today(owner) - DAYS(4), today(owner) + DAYS(1)):
        with pytest.raises(TrainingDatesWrong):
            training.check_effect(check(owner, on=on), by=owner)


def test_checks_the_effect_again_later(training: Training, owner: Member) -> None:
    training.hold(today(owner) - DAYS(90), [owner], by=owner)
    training.check_effect(check(owner, on=today(owner) - DAYS(60), result=Effect.NOT), by=owner)
    training.check_effect_again(check(owner), by=owner)
    assert (training.effect, training.effect_checked_on) == (Effect.EFFECTIVE, today(owner))


def test_calls_off_only_what_was_not_held(training: Training, owner: Member) -> None:
    training.hold(today(owner), [owner], by=owner)
    with pytest.raises(TrainingNotNow):
        training.cancel(reason="The room was taken", by=owner)


def test_gives_no_training_to_somebody_who_has_left(owner: Member, administrator: Member) -> None:
    owner.leave(by=administrator, reason="Moved on")
    with pytest.raises(OwnerHasLeft):
        Training.add(owner.organisation, owner=owner, by=administrator, title="Late")


def test_hands_over_only_what_waits(training: Training, owner: Member) -> None:
    assert [one.kind.name for one in owned_records(owner)] == ["trainings"]
    training.cancel(reason="Nobody needs it", by=owner)
    assert owned_records(owner) == []


def test_goes_from_plan_to_check_on_the_page(
    training: Training, owner: Member, administrator: Member, django_assert_max_num_queries: Any
) -> None:
    slug, browser = owner.organisation.slug, client_of(administrator)
    page = reverse("training", args=[slug, training.number])
    held = {"held_on": today(owner).isoformat(), "members": [str(owner.pk)], "others_count": "", "version": 1}
    assert browser.post(reverse("training_holding", args=[slug, training.number]), held).status_code == 303
    with django_assert_max_num_queries(12):
        shown = browser.get(page).content.decode()
    assert "No check yet." in shown
    effect = {"on": today(owner).isoformat(), "method": "A test", "result": "partly", "note": "Half", "version": 2}
    assert browser.post(reverse("training_effect", args=[slug, training.number]), effect).status_code == 303
    shown = browser.get(page).content.decode()
    assert "Partly effective" in shown
    assert "No check yet." not in shown
    with django_assert_max_num_queries(12):
        assert training.title in browser.get(reverse("trainings", args=[slug])).content.decode()


def test_lists_at_the_console_what_was_not_checked(training: Training, owner: Member) -> None:
    training.hold(today(owner) - DAYS(40), [owner], by=owner)
    words = ("--org", owner.organisation.slug)
    (line,) = console_answer("training", "list", *words, "--due", "--json")
    assert (line["reference"], line["effect"]) == ("TRN-1", "none")
    effect = ("--on", today(owner).isoformat(), "--method", "A test", "--result", "effective")
    assert run("training", "check", "TRN-1", *words, *effect).output == "TRN-1: Saved.\n"
