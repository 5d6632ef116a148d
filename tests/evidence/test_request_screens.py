"""Evidence is asked for and answered; the forecast says what will be stale."""

import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.evidence import made
from tests.evidence.screens import a_file, at
from tests.factories import client_of
from waymark.conformity.models.standing import Standing
from waymark.core.clock import day_in
from waymark.evidence.asking import RequestDraft, ask
from waymark.evidence.models.capture import Capture
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.models.request import EvidenceRequest
from waymark.people.models.member import Member
from waymark.people.rights import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(owner: Member) -> Client:
    return client_of(owner)


class TestRequests:
    def test_is_asked_and_answered_in_two_forms(self, owner: Member, manager: Member) -> None:
        standing = Standing.objects.of(owner.organisation).get(requirement__ref="9.3.1")
        typed = {
            "what": "The minutes",
            "details": "",
            "asked_of": owner.pk,
            "due_on": (day_in("UTC") + dt.timedelta(days=7)).isoformat(),
            "for": f"requirement:{standing.pk}",
        }
        asked = client_of(manager).post(at(owner, "requests/new"), typed)
        assert asked["Location"].endswith("/requirements/9.3.1")
        page = client_of(owner).get(at(owner, "requests?owner=me")).content.decode()
        assert "The minutes" in page
        answer = client_of(owner).post(
            at(owner, "requests/1"), {"files": [a_file()], "key": "answer", "title": "Minutes"}
        )
        assert answer.status_code == 303
        request = EvidenceRequest.objects.get()
        assert not request.is_open
        assert EvidenceLink.objects.get().record_id == standing.pk
        assert "Answered on" in client_of(manager).get(at(owner, "requests/1")).content.decode()

    def test_takes_the_same_answer_twice_for_one(self, owner: Member, manager: Member) -> None:
        _asked(owner, manager)
        answers = {
            client_of(owner).post(at(owner, "requests/1"), {"note": "Here", "key": "answer"})["Location"]
            for _ in range(3)
        }
        assert answers == {at(owner, "requests/1")}
        assert Capture.objects.count() == 1
        other = client_of(owner).post(at(owner, "requests/1"), {"note": "More", "key": "another"})
        assert other.status_code == 422
        assert "already closed" in other.content.decode()

    def test_is_answered_with_evidence_that_is_there(self, owner: Member, manager: Member) -> None:
        item = made.evidence(owner)
        _asked(owner, manager)
        answer = client_of(owner).post(at(owner, "requests/1"), {"evidence": item.pk, "key": "answer"})
        assert answer.status_code == 303
        assert EvidenceRequest.objects.get().evidence == item
        assert Capture.objects.count() == 1

    def test_is_not_answered_with_nothing_nor_with_others_evidence(
        self, owner: Member, manager: Member, outsider: Member
    ) -> None:
        theirs = made.evidence(outsider)
        hidden = made.evidence(manager, confidentiality="confidential")
        _asked(owner, manager)
        for typed in ({}, {"evidence": theirs.pk}, {"evidence": hidden.pk}):
            answer = client_of(owner).post(at(owner, "requests/1"), {"key": "answer", **typed})
            assert answer.status_code == 422
        assert EvidenceRequest.objects.get().is_open

    def test_is_answered_by_who_was_asked_only(self, owner: Member, manager: Member) -> None:
        _asked(owner, manager)
        colleague = factories.member(owner.organisation, Role.CONTRIBUTOR)
        answer = client_of(colleague).post(at(owner, "requests/1"), {"note": "x", "key": "answer"})
        assert answer.status_code == 422
        assert "not from you" in answer.content.decode()

    def test_is_given_only_to_somebody_who_can_answer(self, owner: Member, manager: Member) -> None:
        _asked(owner, manager)
        reader = factories.member(owner.organisation, Role.READER, name="Rita Reader")
        absent = factories.member(owner.organisation, name="Not Yet Here", signs_in=False)
        browser, version = client_of(manager), EvidenceRequest.objects.get().version
        page = browser.get(at(owner, "requests/1")).content.decode()
        assert "Not Yet Here" in page
        assert "Rita Reader" not in page
        given = browser.post(at(owner, "requests/1/owner"), {"owner": reader.pk, "version": version})
        many = {"act": "owner", "chosen": f"1:{version}"}
        assert given.status_code == 422
        assert browser.post(at(owner, "requests/changes"), {**many, "owner": reader.pk}).status_code == 422
        assert EvidenceRequest.objects.get().owner == owner
        assert browser.post(at(owner, "requests/changes"), {**many, "owner": absent.pk}).status_code == 303

    def test_is_taken_back_with_a_reason(self, owner: Member, manager: Member) -> None:
        _asked(owner, manager)
        boss = client_of(manager)
        assert boss.post(at(owner, "requests/1/withdrawal"), {"reason": "", "version": 1}).status_code == 422
        assert boss.post(at(owner, "requests/1/withdrawal"), {"reason": "Found it", "version": 1}).status_code == 303
        late = client_of(owner).post(at(owner, "requests/1"), {"note": "Here", "key": "late"})
        assert late.status_code == 422

    @pytest.mark.parametrize("day", ["2020-01-01", "2199-13-01", "", "9999-01-01"])
    def test_asks_by_a_day_to_come(self, day: str, owner: Member, manager: Member) -> None:
        typed = {"what": "X", "asked_of": owner.pk, "due_on": day}
        assert client_of(manager).post(at(owner, "requests/new"), typed).status_code == 422
        assert not EvidenceRequest.objects.exists()


class TestForecast:
    def test_tells_what_will_be_stale_by_a_day(self, browser: Client, owner: Member) -> None:
        made.evidence(owner, "Monthly figures", kind="monitoring")
        page = browser.get(at(owner, "forecast"), {"on": (day_in("UTC") + dt.timedelta(days=120)).isoformat()})
        assert "Monthly figures" in page.content.decode()
        assert "1 piece of evidence will no longer count" in page.content.decode()

    def test_shows_the_first_of_each_owner_and_all_of_one_page_by_page(
        self, browser: Client, owner: Member, manager: Member, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for number in range(60):
            made.evidence(owner, f"Thing {number}", kind="monitoring")
        made.evidence(manager, "Another thing", kind="monitoring")
        day = {"on": (day_in("UTC") + dt.timedelta(days=120)).isoformat()}
        with django_assert_max_num_queries(8):
            page = browser.get(at(owner, "forecast"), day).content.decode()
        assert page.count('<th scope="row"><span') == 11
        assert "Show all 60" in page
        second = browser.get(at(owner, "forecast"), {**day, "owner": str(owner.pk), "page": "2"}).content.decode()
        assert second.count('<th scope="row"><span') == 10
        assert "Another thing" not in second
        for typed in ("x", "0", "9" * 30, str(manager.pk + 1000)):
            assert "Another thing" in browser.get(at(owner, "forecast"), {**day, "owner": typed}).content.decode()

    @pytest.mark.parametrize("day", ["", "x", "0000-00-00", "9999-12-31", "2199-12-31", "1990-01-01"])
    def test_answers_every_day_that_can_be_typed(self, day: str, browser: Client, owner: Member) -> None:
        made.evidence(owner, what=made.collected(covers_from=dt.date(2026, 1, 1), covers_until=dt.date(2026, 1, 31)))
        assert browser.get(at(owner, "forecast"), {"on": day}).status_code == 200


def _asked(owner: Member, manager: Member) -> None:
    draft = RequestDraft(what="The minutes", asked_of=owner, due_on=day_in("UTC") + dt.timedelta(days=7))
    ask(owner.organisation, draft, by=manager)
