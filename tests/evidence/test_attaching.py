"""New evidence is used for everything it serves in the act that keeps it."""

from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.evidence import made
from tests.evidence.api_calls import Program
from tests.evidence.screens import a_file, at, form
from tests.factories import client_of
from waymark.catalogue.models.framework import Framework
from waymark.catalogue.outline import outline
from waymark.conformity.models.standing import Standing
from waymark.evidence.collecting import EvidenceDraft, collect_for
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.refusals import UnknownRecord
from waymark.people.models.member import Member
from waymark.records.kinds import RecordLine
from waymark.records.picking import MOST_RECORDS
from waymark.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(owner: Member) -> Client:
    return client_of(owner)


def requirement(of: Member, ref: str = "5.2") -> str:
    return f"requirement:{Standing.objects.of(of.organisation).get(requirement__ref=ref).pk}"


def point(ref: str = "5.2-1") -> str:
    return f"point:{outline(Framework.objects.newest().get(is_shipped=True).pk, 'en').point(ref).pk}"


def from_the_page(owner: Member, **typed: Any) -> dict[str, Any]:
    """Return what the form of the page sends: the box of the search travels with it."""
    return form(owner, target="", **typed)


def linked() -> set[str]:
    words = {"conformity.standing": "requirement", "catalogue.point": "point"}
    return {f"{words[one.kind]}:{one.record_id}" for one in EvidenceLink.objects.all()}


class TestSeveral:
    def test_links_to_every_record_that_was_chosen_each_with_its_entry(self, browser: Client, owner: Member) -> None:
        records = [requirement(owner), point("6.1.2-1"), point("6.1.2-2")]
        answer = browser.post(at(owner, "new"), from_the_page(owner, note="Seen", records=records), follow=True)
        assert "EV-1 was saved and linked to 5.2, 6.1.2-1, 6.1.2-2." in answer.content.decode()
        assert linked() == set(records)
        assert Entry.objects.filter(event="evidence-link.made").count() == 3

    def test_proposes_the_record_it_was_opened_for_and_links_to_nothing_that_was_unticked(
        self, browser: Client, owner: Member
    ) -> None:
        page = browser.get(at(owner, "new"), {"for": point()}).content.decode()
        assert f'name="records" value="{point()}" checked' in page
        typed = from_the_page(owner, note="Seen", records=[requirement(owner, "4.1")], **{"for": point()})
        answer = browser.post(at(owner, "new"), typed)
        assert answer["Location"].endswith("/requirements/5.2#5.2-1")
        assert linked() == {requirement(owner, "4.1")}

    def test_makes_one_piece_with_its_links_of_the_same_sending(self, browser: Client, owner: Member) -> None:
        typed = from_the_page(owner, note="Seen", records=[requirement(owner), point()])
        for _ in range(3):
            assert browser.post(at(owner, "new"), typed).status_code == 303
        assert (Evidence.objects.count(), EvidenceLink.objects.count()) == (1, 2)

    @pytest.mark.parametrize("named", ["requirement:999999", "nobody:1", "requirement:x", "point:" + "9" * 40, "x\x00"])
    def test_keeps_nothing_where_one_record_is_not_there(self, named: str, browser: Client, owner: Member) -> None:
        before = Entry.objects.count()
        typed = from_the_page(owner, note="Seen and heard", records=[requirement(owner), named])
        page = browser.post(at(owner, "new"), typed)
        text = page.content.decode()
        assert (page.status_code, "One of the records does not exist." in text) == (422, True)
        assert "Seen and heard" in text
        assert f'value="{requirement(owner)}" checked' in text
        assert (Evidence.objects.count(), Entry.objects.count()) == (0, before)

    def test_takes_no_record_of_another_organisation(self, browser: Client, owner: Member) -> None:
        other = factories.member(factories.organisation("Other"))
        typed = from_the_page(owner, note="Seen", records=[requirement(other)])
        assert browser.post(at(owner, "new"), typed).status_code == 422
        assert not Evidence.objects.exists()

    def test_refuses_more_records_than_one_act_links(self, browser: Client, owner: Member) -> None:
        points = [f"point:{one.pk}" for one in outline(Framework.objects.newest().get(is_shipped=True).pk, "en").points]
        page = browser.post(at(owner, "new"), from_the_page(owner, note="Seen", records=points[: MOST_RECORDS + 1]))
        assert (page.status_code, "At most 50 records can be linked at once" in page.content.decode()) == (422, True)
        assert not Evidence.objects.exists()
        assert (
            browser.post(at(owner, "new"), from_the_page(owner, note="Seen", records=points[:MOST_RECORDS])).status_code
            == 303
        )
        assert EvidenceLink.objects.count() == MOST_RECORDS

    def test_keeps_all_of_it_or_nothing(self, owner: Member) -> None:
        before = Entry.objects.count()
        there = Standing.objects.of(owner.organisation).get(requirement__ref="5.2").pk
        records = [RecordLine("conformity.standing", pk, "", "", "") for pk in (there, 999_999)]
        draft = EvidenceDraft(title="The policy", owner=owner)
        with pytest.raises(UnknownRecord):
            collect_for(owner.organisation, draft, made.collected(), records, by=owner)
        assert (Evidence.objects.count(), EvidenceLink.objects.count(), Entry.objects.count()) == (0, 0, before)


class TestFinding:
    def test_finds_records_beside_those_that_are_chosen(self, browser: Client, owner: Member) -> None:
        query = {"target": "6.1.2", "records": [point("6.1.2-1"), requirement(owner)]}
        part = browser.get(at(owner, "targets"), query, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part
        assert part.count(" checked") == 2
        assert f'value="{requirement(owner, "6.1.2")}">' in part
        assert part.count(f'value="{point("6.1.2-1")}"') == 1

    def test_brings_what_was_typed_along_where_there_is_no_script(self, browser: Client, owner: Member) -> None:
        query = {"target": "5.2", "title": "The policy & more", "note": "Heard", "records": [point("6.1.2-1")]}
        page = browser.get(at(owner, "new"), query).content.decode()
        assert "The policy &amp; more" in page
        assert ">\nHeard</textarea>" in page
        assert f'value="{point("6.1.2-1")}" checked' in page
        assert f'value="{requirement(owner)}">' in page

    @pytest.mark.parametrize("words", ["", "zzz", "\x00", "x" * 3000, "<b>"])
    def test_says_that_nothing_is_found(self, words: str, browser: Client, owner: Member) -> None:
        part = browser.get(at(owner, "targets"), {"target": words})
        assert part.status_code == 200
        assert "<b>" not in part.content.decode()

    def test_offers_nothing_to_those_who_may_not_collect(self, owner: Member, reader: Member) -> None:
        assert client_of(reader).get(at(owner, "targets"), {"target": "5.2"}).status_code == 403


class TestTitle:
    def test_is_proposed_from_the_name_of_the_file_and_kept_once_it_was_seen(
        self, browser: Client, owner: Member
    ) -> None:
        given = {"files": [a_file(name="ai_policy-signed 2026-03-01.txt")], "title": ""}
        page = browser.post(at(owner, "new"), from_the_page(owner, **given))
        text = page.content.decode()
        assert page.status_code == 422
        assert 'value="Ai policy signed 2026-03-01"' in text
        assert "the file name is suggested" in text
        assert 'name="kept"' in text
        assert not Evidence.objects.exists()

    def test_is_asked_for_where_there_is_no_file(self, browser: Client, owner: Member) -> None:
        page = browser.post(at(owner, "new"), from_the_page(owner, title=" ", note="Seen"))
        assert (page.status_code, "This field is required." in page.content.decode()) == (422, True)

    def test_is_not_insisted_on_by_the_browser(self, browser: Client, owner: Member) -> None:
        page = browser.get(at(owner, "new")).content.decode()
        (title,) = [line for line in page.split("<input") if 'name="title"' in line]
        assert "data-proposed" in title
        assert "required" not in title.split(">")[0]


class TestProgram:
    def test_links_to_several_records_too(self, owner: Member) -> None:
        program = Program(owner)
        body = {"title": "The policy", "note": "Seen", "records": [requirement(owner), point()]}
        assert program.post("/evidence", body).status_code == 201
        assert linked() == {requirement(owner), point()}
        parts = {"title": "By parts", "records": f"{requirement(owner)}, {point()}"}
        assert program.upload("/evidence", parts, ("policy.txt", b"words")).status_code == 201
        assert EvidenceLink.objects.count() == 4
        wrong = program.post("/evidence", {**body, "records": ["point:0"]})
        assert wrong.status_code == 422
        assert wrong.json()["error"]["fields"]["records"][0]["code"] == "unknown-record"
        assert Evidence.objects.count() == 2
