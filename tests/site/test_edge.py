"""What every answer has in common."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.people.models.user import User
from waymark.people.rights import Role
from waymark.tasks.work import TaskDraft, create, create_all
from waymark.trail.actors import CONSOLE
from waymark.trail.models import Entry

pytestmark = pytest.mark.django_db


def test_lets_no_answer_be_stored(administrator: Member) -> None:
    visitor = factories.client_of(administrator)
    slug = administrator.organisation.slug
    for client, address in (
        (visitor, reverse("path", args=[slug])),
        (visitor, reverse("tasks", args=[slug])),
        (visitor, "/"),
        (visitor, "/no/such/page"),
        (Client(), reverse("account_login")),
        (Client(), "/api/docs"),
    ):
        assert client.get(address).headers["Cache-Control"] == "private, no-store", address


def test_leads_from_the_address_of_a_form_to_its_page(administrator: Member) -> None:
    slug = administrator.organisation.slug
    task = create(administrator.organisation, TaskDraft(title="Write"), by=CONSOLE)
    page = reverse("task", args=[slug, task.number])
    answer = factories.client_of(administrator).get(reverse("task_finish", args=[slug, task.number]))
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    shown = answer.content.decode()
    assert "Nothing was changed" in shown
    assert f'href="{page}">Open the page it belongs to' in shown


def test_cuts_off_nothing_that_is_pasted(administrator: Member) -> None:
    slug = administrator.organisation.slug
    browser = factories.client_of(administrator)
    page = browser.get(reverse("system_request_new", args=[slug])).content.decode()
    assert "maxlength" not in page.split("<main", 1)[1].split("</main", 1)[0]
    answer = browser.post(reverse("system_request_new", args=[slug]), {"name": "x" * 10_000, "key": "once"})
    assert answer.status_code == 422
    assert "x" * 10_000 in answer.content.decode()
    assert "at most 200" in answer.content.decode()


def test_uses_the_zone_of_the_organisation_for_days_and_times_whoever_reads(administrator: Member) -> None:
    # What was overdue by the organisation's day was due "tomorrow" by that of a reader on the other side of the world.
    of, user = administrator.organisation, administrator.user
    assert user is not None
    of.describe(by=administrator, name=of.name, about=of.about, time_zone="Pacific/Kiritimati")
    User.objects.filter(pk=user.pk).update(time_zone="Pacific/Niue")
    today = day_in("Pacific/Kiritimati")
    assert today > day_in("Pacific/Niue")
    due = {1: "tomorrow", 0: "today", -1: "yesterday"}
    for days, words in due.items():
        task = create(of, TaskDraft(title="Write", due_on=today + dt.timedelta(days=days)), by=CONSOLE)
        page = factories.client_of(administrator).get(reverse("task", args=[of.slug, task.number])).content.decode()
        assert words in page
        assert ("Overdue" in page) == (days < 0)
    moment = Entry.objects.latest("pk").at.astimezone(ZoneInfo("Pacific/Kiritimati"))
    page = factories.client_of(administrator).get(reverse("trail", args=[of.slug])).content.decode()
    assert f", {moment:%H:%M:%S}</time>" in page


def test_shows_times_of_the_organisation_to_who_chose_no_zone(administrator: Member) -> None:
    of = administrator.organisation
    of.describe(by=administrator, name=of.name, about=of.about, time_zone="Asia/Tokyo")
    moment = Entry.objects.latest("pk").at.astimezone(ZoneInfo("Asia/Tokyo"))
    page = factories.client_of(administrator).get(reverse("trail", args=[of.slug])).content.decode()
    assert f", {moment:%H:%M:%S}</time>" in page


def test_says_what_is_refused_and_names_the_code_below(administrator: Member) -> None:
    reader = factories.member(administrator.organisation, Role.READER)
    visitor = factories.client_of(reader)
    answer = visitor.get(reverse("new_members", args=[administrator.organisation.slug]))
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "403 ·" not in page
    places = [page.index(words) for words in ("t have permission</h1>", "Back to the path", "Code 403, not-your-role")]
    assert places == sorted(places)
    missing = visitor.get("/no/such/page").content.decode()
    assert missing.index("<h1>") < missing.index("Code 404")


def test_says_of_my_work_what_is_open_and_what_a_filter_leaves(administrator: Member) -> None:
    of = administrator.organisation
    visitor, address = factories.client_of(administrator), reverse("my_work", args=[of.slug])
    create_all(of, [TaskDraft(title="Later", owner=administrator, due_on=dt.date(2190, 1, 1))], by=administrator)
    assert "<h1>One open item, nothing due within a week</h1>" in visitor.get(address).content.decode()
    assert "Nothing is overdue." in visitor.get(address, {"show": "overdue"}).content.decode()
    assert "Nothing is due within a week." in visitor.get(address, {"show": "soon"}).content.decode()


def test_says_in_a_part_of_a_page_that_what_it_belongs_to_is_gone(administrator: Member) -> None:
    # As where a demo is removed while somebody writes in it: the page stays with what was typed, and has the words.
    visitor = factories.client_of(administrator)
    address = reverse("gap_judgements", args=["never-was", 1, "4.1", "4.1-1"])
    answer = visitor.post(address, {"finding": "Typed."}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Reswap"]) == (404, "none")
    assert "Not found, or you no longer have access." in answer.content.decode()
    assert 'id="flashes"' in answer.content.decode()
