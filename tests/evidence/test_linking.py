"""One piece of evidence serves many records; requests are answered with it."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from tests import factories
from tests.evidence import made
from waymark.catalogue.models.framework import Framework
from waymark.catalogue.outline import outline
from waymark.conformity.models.standing import Standing
from waymark.core.clock import day_in
from waymark.evidence.asking import RequestDraft, answer, ask
from waymark.evidence.forecasting import forecast
from waymark.evidence.freshness import LOWERING, Condition
from waymark.evidence.linking import end_link, link
from waymark.evidence.models.evidence import Evidence, is_in
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.queries import counts_of, support_for, with_content
from waymark.evidence.refusals import ReasonMissing, RequestSettled, UnknownRecord
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.records.backing import Asked
from waymark.records.kinds import line_for
from waymark.trail.history import history_of

pytestmark = pytest.mark.django_db
STANDING, POINT = "conformity.standing", "catalogue.point"


def standing(of: Member, ref: str = "6.1.2") -> int:
    return Standing.objects.of(of.organisation).get(requirement__ref=ref).pk


def point(ref: str = "6.1.2-1") -> int:
    return outline(Framework.objects.newest().get(is_shipped=True).pk, "en").point(ref).pk


@contextmanager
def _meanwhile(act: Callable[[], object]) -> Iterator[None]:
    """Let somebody else act at the moment when it was first asked which links there are."""
    acts = [act]

    def watch(execute: Any, sql: str, *rest: Any) -> Any:
        found = execute(sql, *rest)
        if sql.startswith("SELECT") and 'FROM "evidence_evidencelink"' in sql and acts:
            acts.pop()()
        return found

    with connection.execute_wrapper(watch):
        yield
    assert acts == []


def test_serves_requirements_and_points_alike(owner: Member) -> None:
    item = made.evidence(owner)
    link(item, STANDING, standing(owner), by=owner, why="It is the process itself")
    link(item, POINT, point(), by=owner)
    found = support_for(owner.organisation, Asked(frozenset((STANDING, POINT))))
    assert {kind for kind, _pk in found} == {STANDING, POINT}
    assert [one.reference for one in found[POINT, point()]] == ["EV-1"]


def test_links_the_same_record_once_and_keeps_the_newer_word(owner: Member) -> None:
    item = made.evidence(owner)
    first = link(item, POINT, point(), by=owner, why="First word")
    again = link(item, POINT, point(), by=owner, why="Better word")
    assert first == again
    assert EvidenceLink.objects.get().why == "Better word"


def test_keeps_the_word_of_who_links_a_moment_later(owner: Member, manager: Member) -> None:
    item = made.evidence(owner)
    with _meanwhile(lambda: link(item, POINT, point(), by=manager, why="First word")):
        link(item, POINT, point(), by=owner, why="Second word")
    made_once = EvidenceLink.objects.get()
    assert (made_once.why, made_once.version) == ("Second word", 2)


def test_refuses_a_record_that_is_not_ours(owner: Member, outsider: Member) -> None:
    item = made.evidence(owner)
    for kind, pk in ((STANDING, standing(outsider)), (POINT, 10**9), ("people.nobody", 1)):
        with pytest.raises(UnknownRecord):
            link(item, kind, pk, by=owner)
    assert line_for(owner, STANDING, standing(outsider)) is None


def test_points_in_its_history_at_what_it_serves_without_its_title(owner: Member) -> None:
    made_link = link(made.evidence(owner), POINT, point(), by=owner, why="The process itself")
    newest = history_of(made_link).newest
    assert newest is not None
    assert newest.note == ""
    assert {change.name for change in newest.changes} == {"evidence_id", "record_id", "why"}
    assert history_of(made_link).pointed_at == {(POINT, point())}


def test_keeps_an_ended_link_to_be_read(owner: Member) -> None:
    item = made.evidence(owner)
    made_link = link(item, POINT, point(), by=owner)
    with pytest.raises(ReasonMissing):
        end_link(made_link, by=owner, reason=" ")
    end_link(made_link, by=owner, reason="Belongs to 6.1.3")
    assert support_for(owner.organisation, Asked(frozenset((POINT,)))) == {}
    assert EvidenceLink.objects.get().ended_reason == "Belongs to 6.1.3"
    assert link(item, POINT, point(), by=owner) != made_link


def test_carries_nothing_once_it_is_retired(owner: Member) -> None:
    item = made.evidence(owner)
    link(item, POINT, point(), by=owner)
    item.retire(by=owner, reason="Replaced")
    assert support_for(owner.organisation, Asked(frozenset((POINT,)))) == {}


def test_is_found_by_the_content_it_holds(owner: Member, outsider: Member) -> None:
    same = made.given_file()
    item = made.evidence(owner, what=made.collected(files=(same,)))
    made.evidence(outsider, what=made.collected(files=(same,)))
    assert with_content(owner.organisation, [same.sha256], owner) == [item]
    assert with_content(owner.organisation, ["0" * 64], owner) == []


def test_hides_what_is_confidential_from_most(owner: Member, manager: Member, reader: Member) -> None:
    secret = made.evidence(owner, confidentiality="confidential", what=made.collected(files=(made.given_file(),)))
    colleague = factories.member(owner.organisation, Role.CONTRIBUTOR)
    for member, sees in ((owner, True), (manager, True), (reader, False), (colleague, False)):
        assert Evidence.objects.of(owner.organisation).visible_to(member).exists() is sees
    made.capture(secret, colleague)
    assert Evidence.objects.of(owner.organisation).visible_to(colleague).exists()
    assert with_content(owner.organisation, [made.given_file().sha256], reader) == []


def test_answers_a_request_and_links_what_it_was_about(owner: Member, manager: Member) -> None:
    draft = RequestDraft(
        what="The minutes", asked_of=owner, due_on=day_in("UTC"), kind=STANDING, record_id=standing(owner, "9.3.1")
    )
    asked = ask(owner.organisation, draft, by=manager)
    item = made.evidence(owner, "The minutes of March")
    answer(asked, item, by=owner)
    assert not asked.is_open
    assert EvidenceLink.objects.get().record_id == standing(owner, "9.3.1")
    with pytest.raises(RequestSettled):
        asked.withdraw(by=manager, reason="Too late")


def test_asks_about_nothing_of_others(owner: Member, manager: Member, outsider: Member) -> None:
    draft = RequestDraft(what="X", asked_of=owner, due_on=day_in("UTC"), kind=STANDING, record_id=standing(outsider))
    with pytest.raises(UnknownRecord):
        ask(owner.organisation, draft, by=manager)


def test_asks_the_database_the_same_question_as_the_rule(owner: Member, manager: Member) -> None:
    today = day_in("UTC")
    for ago in (0, 30, 334, 335, 336, 365, 366, 400, 2000):
        for valid in (None, today - dt.timedelta(days=1), today, today + dt.timedelta(days=31)):
            # What is collected today was not valid until yesterday only.
            if ago or valid != today - dt.timedelta(days=1):
                made.evidence(owner, what=made.collected(collected_on=made.days_ago(ago), valid_until=valid))
    made.named(owner)
    made.evidence(owner).note_check("rejected", by=manager)
    made.evidence(owner).retire(by=owner, reason="Gone")
    for day in (today, today + dt.timedelta(days=1), today + dt.timedelta(days=40)):
        for condition in Condition:
            asked = set(Evidence.objects.filter(is_in(condition, day)).values_list("pk", flat=True))
            ruled = {one.pk for one in Evidence.objects.all() if one.age.condition(day) == condition}
            assert asked == ruled, (condition, day)
        every = Evidence.objects.of(owner.organisation)
        lowered = {one.pk for one in every if one.age.condition(day) in LOWERING}
        assert set(every.going_stale_by(day).values_list("pk", flat=True)) == lowered
        assert counts_of(every, day)["lowered"] == len(lowered) > 0


def test_foretells_what_will_be_stale_by_owner(owner: Member, manager: Member) -> None:
    today = day_in("UTC")
    soon = made.evidence(owner, kind="monitoring", what=made.collected(collected_on=made.days_ago(60)))
    made.evidence(manager, kind="internal_audit")
    now, later = (forecast(owner.organisation, owner, today + dt.timedelta(days=n)) for n in (0, 60))
    assert now.ageing == ()
    assert now.good == 2
    foretold = [(who.pk, [one.number for one in items]) for who, items in later.by_owner]
    assert foretold == [(owner.pk, [soon.number])]
    assert later.months == [(soon.age.good_until.replace(day=1), 1)]


def test_foretells_the_stretches_nothing_covers(owner: Member) -> None:
    item = made.evidence(
        owner,
        "Monitoring",
        what=made.collected(covers_from=dt.date(2026, 3, 1), covers_until=dt.date(2026, 4, 30)),
    )
    made.capture(item, owner, note="August", covers_from=dt.date(2026, 8, 1), covers_until=dt.date(2026, 8, 31))
    (found,) = forecast(owner.organisation, owner, dt.date(2026, 8, 31)).uncovered
    assert found.number == item.number
    assert [(gap.since.month, gap.until.month) for gap in found.gaps] == [(5, 7)]
