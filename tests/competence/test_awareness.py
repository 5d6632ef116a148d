"""Awareness by topic and member: from trainings, roles and the months of a topic; on My work, listed, and reminded."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests import factories
from tests.factories import client_of
from tests.site.console import answer as console_answer
from tests.site.console import run
from waymark.competence.awareness import awareness_lines, topics_in_use
from waymark.competence.expiring import endings
from waymark.competence.holding import AssignmentDraft, adopt, assign
from waymark.competence.models.awareness import TopicInterval
from waymark.competence.models.training import EffectCheck, Training
from waymark.competence.starter import starter
from waymark.core.clock import day_in
from waymark.evidence.freshness import add_months
from waymark.people.models.member import Member
from waymark.people.models.token import Token
from waymark.people.rights import Role
from waymark.work.daily import remind
from waymark.work.models.notice import Notice
from waymark.work.owed import owed_by

pytestmark = pytest.mark.django_db
DAYS = dt.timedelta


def today(member: Member) -> dt.date:
    return day_in(member.organisation.time_zone)


def came(member: Member, *, days: int) -> Member:
    """Return the member as one who came so many days ago, behind the verbs."""
    then = member.created_at - DAYS(days)
    Member.objects.filter(pk=member.pk).update(created_at=then)
    return Member.objects.select_related("organisation").get(pk=member.pk)


def planned(by: Member, *topics: str) -> Training:
    return Training.add(by.organisation, owner=by, by=by, title="AI policy", kind="awareness", topics=topics)


def trained(by: Member, *topics: str, ago: int = 0, who: Member | None = None) -> Training:
    """Return a training that was held so many days ago."""
    made = planned(by, *topics)
    made.hold(today(by) - DAYS(ago), [who or by], by=by)
    return made


def due(member: Member) -> dict[str, tuple[Any, str]]:
    """Return of each topic that concerns a member when the next training is due, and how they are."""
    lines = awareness_lines(member.organisation, today(member), member)
    return {one.topic.id: (one.due_on, one.state.value) for one in lines}


def test_reads_audiences_and_intervals_of_the_file() -> None:
    months = {one.id: one.interval_months for one in starter().topics}
    assert (months["AW-01"], months["AW-06"], months["AW-10"], months["AW-14"]) == (12, None, 24, 6)
    owners = starter().audience("owners")
    assert owners is not None
    assert owners.roles == {"ai_system_owner", "risk_manager"}


def test_owes_no_topic_before_a_training_names_it(owner: Member) -> None:
    owner = came(owner, days=400)
    assert topics_in_use(owner.organisation) == []
    assert due(owner) == {}
    planned(owner, "AW-01").cancel(reason="Too early", by=owner)
    assert due(owner) == {}
    planned(owner, "AW-01")
    assert due(owner) == {"AW-01": (today(owner), "soon")}


@pytest.mark.parametrize(("topic", "months"), [("AW-01", 12), ("AW-04", 12)])
def test_comes_again_after_the_months_of_its_topic(topic: str, months: int, owner: Member) -> None:
    trained(owner, topic, ago=10)
    assert due(owner) == {topic: (add_months(today(owner) - DAYS(10), months), "current")}


@pytest.mark.parametrize(("ago", "state"), [(300, "current"), (345, "soon"), (370, "overdue")])
def test_says_how_a_member_is_about_a_topic(ago: int, state: str, owner: Member) -> None:
    trained(owner, "AW-02", ago=ago)
    assert due(owner)["AW-02"][1] == state


def test_counts_the_last_training_and_none_whose_check_found_no_effect(owner: Member) -> None:
    trained(owner, "AW-02", ago=300)
    newer = trained(owner, "AW-02", "AW-03", ago=20)
    day = today(owner)
    assert due(owner)["AW-02"][0] == add_months(day - DAYS(20), 12)
    newer.check_effect(EffectCheck(on=day, method="Three questions", result="not"), by=owner)
    assert due(owner)["AW-02"][0] == add_months(day - DAYS(300), 12)
    assert due(came(owner, days=400))["AW-03"] == (day - DAYS(20), "overdue")


def test_gives_who_came_or_got_a_role_lately_thirty_days(owner: Member, administrator: Member) -> None:
    trained(administrator, "AW-01", "AW-09", ago=100)
    came_on = today(owner)
    assert due(owner) == {"AW-01": (came_on + DAYS(30), "soon")}
    (role,) = adopt(owner.organisation, ["ai_system_owner"], by=administrator)
    assign(role, AssignmentDraft(member=owner, held_from=came_on - DAYS(12), is_deputy=True), by=administrator)
    assert due(owner)["AW-09"] == (came_on + DAYS(18), "soon")
    role.assignments.update(held_from=came_on - DAYS(90))
    assert due(owner)["AW-09"] == (came_on - DAYS(60), "overdue")


def test_asks_newcomers_once_and_for_a_year_only(owner: Member, administrator: Member) -> None:
    trained(administrator, "AW-06", ago=500)
    assert due(owner)["AW-06"] == (today(owner) + DAYS(30), "soon")
    assert due(came(owner, days=40))["AW-06"][1] == "overdue"
    trained(administrator, "AW-06", who=owner)
    assert due(owner)["AW-06"] == (None, "current")
    assert due(came(factories.member(owner.organisation, Role.READER, name="Old"), days=400)) == {}


def test_concerns_no_member_where_the_audience_is_contractors(owner: Member) -> None:
    planned(owner, "AW-24")
    assert due(owner) == {}


def test_follows_the_months_that_the_organisation_sets(owner: Member, administrator: Member) -> None:
    trained(owner, "AW-01", ago=100)
    TopicInterval.objects.in_force(owner.organisation, "AW-01").set_months(months=3, by=administrator)
    assert due(owner)["AW-01"][1] == "overdue"
    TopicInterval.objects.in_force(owner.organisation, "AW-01").set_months(months=None, by=administrator)
    assert due(owner)["AW-01"] == (None, "current")
    assert TopicInterval.objects.of(owner.organisation).count() == 1
    with pytest.raises(ValidationError):
        TopicInterval.objects.in_force(owner.organisation, "AW-99").set_months(months=3, by=administrator)


def test_owes_one_line_on_my_work_ninety_days_ahead(owner: Member, django_assert_max_num_queries: Any) -> None:
    trained(owner, "AW-01", "AW-02", ago=200)
    assert "awareness" not in {row.source for row in owed_by(owner, today(owner))}
    trained(owner, "AW-01", "AW-02", "AW-03", ago=190)
    TopicInterval.objects.in_force(owner.organisation, "AW-03").set_months(months=6, by=owner)
    TopicInterval.objects.in_force(owner.organisation, "AW-02").set_months(months=9, by=owner)
    found = owed_by(owner, today(owner))
    (row,) = [one for one in found if one.source == "awareness"]
    assert row.what == "Awareness training on 2 topics"
    assert row.due_on == add_months(today(owner) - DAYS(190), 6)
    (shown,) = [one for one in found.shown() if one.what == row.what]
    browser = client_of(owner)
    with django_assert_max_num_queries(12):
        page = browser.get(reverse("my_work", args=[owner.organisation.slug])).content.decode()
    assert row.what in page
    assert shown.url == f"{reverse('awareness', args=[owner.organisation.slug])}?member={owner.pk}"


def test_reminds_each_member_once(owner: Member, run_jobs: Any) -> None:
    trained(owner, "AW-01", ago=362)
    for _ in range(2):
        remind.enqueue()
        run_jobs()
    sentences = [one.what for one in Notice.objects.of(owner.organisation).to(owner)]
    assert sum("Awareness training is due by" in one for one in sentences) == 1


def test_stands_among_what_is_about_to_expire_once_it_was_there(owner: Member, administrator: Member) -> None:
    trained(owner, "AW-01", ago=300)
    kinds = [(one.kind.value, one.member) for one in endings(owner.organisation, today(owner))]
    assert kinds == [("awareness", owner)]


def test_shows_and_sets_the_interval_on_the_page_of_a_topic(
    owner: Member, administrator: Member, reader: Member, django_assert_max_num_queries: Any
) -> None:
    trained(owner, "AW-01", ago=100)
    address = reverse("awareness_topic", args=[owner.organisation.slug, "AW-01"])
    browser = client_of(administrator)
    with django_assert_max_num_queries(12):
        page = browser.get(address).content.decode()
    assert owner.name in page
    assert "12 months" in page
    assert client_of(reader).post(address, {"months": "6"}).status_code == 403
    assert browser.post(address, {"months": "0"}).status_code == 422
    assert "Interval of awareness topic set" in browser.post(address, {"months": "6"}, follow=True).content.decode()
    assert browser.get(address.replace("AW-01", "AW-99")).status_code == 404
    listed = reverse("awareness", args=[owner.organisation.slug])
    with django_assert_max_num_queries(12):
        page = browser.get(listed).content.decode()
    assert "not in use" in page


def test_lists_and_sets_at_the_console_and_in_the_api(owner: Member, administrator: Member, client: Any) -> None:
    trained(owner, "AW-01", ago=400)
    words = ("--org", owner.organisation.slug)
    assert run("awareness-line", "interval", "AW-01", *words, "--months", "24").output == "AW-01: 24\n"
    assert run("awareness-line", "interval", "AW-99", *words, "--months", "24").exit_code == 1
    rows = console_answer("awareness-line", "list", *words, "--topic", "AW-01")
    assert {row["member"]["name"]: row["months"] for row in rows}[owner.name] == 24
    secret = Token.issue(administrator, name="Any", rights=tuple(administrator.rights), days=1, by=administrator)[1]
    address = reverse("api:awareness_interval", args=[owner.organisation.slug, "AW-01"])
    answer = client.post(
        address, {"months": 6}, content_type="application/json", headers={"Authorization": f"Bearer {secret}"}
    )
    assert (answer.status_code, answer.json()) == (201, {"topic": "AW-01", "months": 6})
