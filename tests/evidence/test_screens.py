"""Each page of evidence once: what it shows, what it takes, and what it refuses in words."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import factories
from tests.evidence import made
from tests.evidence.screens import a_file, at, form
from tests.factories import client_of
from waymark.conformity.models.standing import Standing
from waymark.core.clock import day_in
from waymark.evidence.asking import RequestDraft, answer, ask
from waymark.evidence.checking import verify
from waymark.evidence.indexing import index_outdated
from waymark.evidence.models.capture import Capture
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.file import StoredFile
from waymark.evidence.models.link import EvidenceLink
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.trail.models import Entry

pytestmark = pytest.mark.django_db
HOSTILE = ["<img src=x onerror=alert(1)>", "=1+1", "{{7*7}}", "\u202eevil", "a\x00b", "x" * 5000]


@pytest.fixture
def browser(owner: Member) -> Client:
    return client_of(owner)


class TestList:
    def test_says_what_belongs_here_while_it_is_empty(self, browser: Client, owner: Member) -> None:
        page = browser.get(at(owner)).content.decode()
        assert "No evidence yet" in page
        assert at(owner, "new") in page

    def test_shows_condition_owner_and_use(self, browser: Client, owner: Member) -> None:
        made.evidence(owner, "Stale thing", what=made.collected(collected_on=made.days_ago(400)))
        page = browser.get(at(owner)).content.decode()
        assert "Stale thing" in page
        assert "newest version stale for" in page
        assert "The one piece of evidence no longer counts" in page
        made.evidence(owner, "Fresh thing")
        assert "1 of 2 pieces of evidence no longer counts" in browser.get(at(owner)).content.decode()

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("condition=stale", {"Old"}),
            ("condition=lowering", {"Old"}),
            ("condition=unverified", {"Old", "New"}),
            ("condition=retired", {"Gone"}),
            ("kind=monitoring", {"New"}),
            ("unused=on", {"Old", "New"}),
        ],
    )
    def test_shows_what_a_filter_asks_for(self, query: str, titles: set[str], browser: Client, owner: Member) -> None:
        made.evidence(owner, "Old", what=made.collected(collected_on=made.days_ago(400)))
        made.evidence(owner, "New", kind="monitoring")
        made.evidence(owner, "Gone").retire(by=owner, reason="Replaced")
        page = browser.get(f"{at(owner)}?{query}").content.decode()
        assert {one for one in ("Old", "New", "Gone") if f"<bdi>{one}</bdi>" in page} == titles

    def test_finds_words_of_titles_and_notes_with_what_stands_around_them(self, browser: Client, owner: Member) -> None:
        made.evidence(owner, "Steering group", what=made.collected(note="They decided to postpone the launch"))
        made.evidence(owner, "Another thing")
        index_outdated()
        page = browser.get(at(owner), {"q": "postpone"}).content.decode()
        assert "Steering group" in page
        assert "<mark>postpone</mark>" in page
        assert "Another thing" not in page

    def test_finds_nothing_confidential_for_those_who_may_not_open_it(self, owner: Member, reader: Member) -> None:
        made.evidence(owner, "Merger plans", confidentiality="confidential")
        index_outdated()
        assert "Merger plans" in client_of(owner).get(at(owner), {"q": "merger"}).content.decode()
        page = client_of(reader).get(at(owner), {"q": "merger"}).content.decode()
        assert "Merger plans" not in page
        assert "No results" in page

    def test_asks_the_database_little_however_much_there_is(
        self, browser: Client, owner: Member, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for number in range(60):
            made.evidence(owner, f"Thing {number}")
        with django_assert_max_num_queries(12):
            assert b"Thing 59" in browser.get(at(owner)).content


class TestNew:
    def test_keeps_files_under_their_own_hash_and_type(self, browser: Client, owner: Member) -> None:
        answer = browser.post(at(owner, "new"), form(owner, files=[a_file(), a_file(b"%PDF-1.4\n%%EOF\n", "b.pdf")]))
        assert answer.status_code == 303
        assert answer["Location"] == at(owner, "1")
        kept = {one.media_type for one in StoredFile.objects.of(owner.organisation)}
        assert kept == {"text/plain", "application/pdf"}
        page = browser.get(at(owner, "1")).content.decode()
        assert StoredFile.objects.first().sha256 in page  # type: ignore[union-attr]  # just made
        assert "Unverified" in page

    @pytest.mark.parametrize("where", ["new", "1/captures/new", "requests/1"])
    def test_takes_a_large_file_wherever_files_are_taken(
        self, where: str, browser: Client, owner: Member, manager: Member
    ) -> None:
        made.evidence(owner)
        ask(owner.organisation, RequestDraft(what="Minutes", asked_of=owner, due_on=day_in("UTC")), by=manager)
        large = a_file(bytes(range(256)) * 32 * 1024, "large.bin")
        common = {"files": [large], "key": "large", "collected_on": day_in("UTC").isoformat()}
        typed = {"new": form(owner, **common), "1/captures/new": common, "requests/1": {**common, "title": "Minutes"}}
        assert browser.post(at(owner, where), typed[where]).status_code == 303
        assert StoredFile.objects.get().size == 8 * 2**20

    def test_links_to_the_record_it_was_opened_for(self, browser: Client, owner: Member) -> None:
        standing = Standing.objects.of(owner.organisation).get(requirement__ref="5.2")
        answer = browser.post(at(owner, "new"), form(owner, note="Seen", **{"for": f"requirement:{standing.pk}"}))
        assert answer["Location"].endswith("/requirements/5.2")
        assert EvidenceLink.objects.get().record_id == standing.pk

    @pytest.mark.parametrize(
        "named", ["requirement:999999", "nobody:1", "requirement:x", "requirement:" + "9" * 30, ":"]
    )
    def test_links_to_nothing_that_is_not_ours(self, named: str, browser: Client, owner: Member) -> None:
        assert browser.get(at(owner, "new"), {"for": named}).status_code == 200
        # Refused in a sentence, not saved for no record: what was named is not there, or hidden by now (issue 8).
        answer = browser.post(at(owner, "new"), form(owner, note="Seen", **{"for": named}))
        assert (answer.status_code, "There is no such record" in answer.content.decode()) == (422, True)
        assert not EvidenceLink.objects.exists()
        assert not Evidence.objects.exists()

    @pytest.mark.parametrize("back", ["//evil.example", "https://evil.example/", "/\\evil.example", "/o/other/"])
    def test_goes_back_to_pages_of_the_organisation_only(self, back: str, browser: Client, owner: Member) -> None:
        answer = browser.post(at(owner, "new"), form(owner, note="Seen", back=back))
        assert answer["Location"] == at(owner, "1")

    def test_makes_one_piece_of_the_same_sending(self, browser: Client, owner: Member) -> None:
        answers = {browser.post(at(owner, "new"), form(owner, note="Seen"))["Location"] for _ in range(3)}
        assert answers == {at(owner, "1")}
        assert Evidence.objects.count() == Capture.objects.count() == 1

    def test_offers_what_holds_the_same_file_already(self, browser: Client, owner: Member) -> None:
        browser.post(at(owner, "new"), form(owner, files=[a_file()]))
        again = form(owner, files=[a_file()], key="another-sending", title="The same file again")
        page = browser.post(at(owner, "new"), again)
        assert page.status_code == 422
        text = page.content.decode()
        assert "already stored" in text
        assert "EV-1" in text
        assert Evidence.objects.count() == 1
        # What was received need not be sent again: its signed name comes with the form.
        (token,) = re.findall(r'name="kept" value="([^"]+)"', text)
        anyway = form(owner, key="third-sending", title="The same file again", kept=token, anyway="yes")
        assert browser.post(at(owner, "new"), anyway).status_code == 303
        assert Evidence.objects.count() == 2
        assert StoredFile.objects.count() == 1

    def test_uses_what_is_there_for_the_record_instead(self, browser: Client, owner: Member) -> None:
        made.evidence(owner)
        standing = Standing.objects.of(owner.organisation).get(requirement__ref="5.2")
        answer = browser.post(at(owner, "1/uses"), {"for": f"requirement:{standing.pk}"})
        assert answer["Location"].endswith("/requirements/5.2")
        assert EvidenceLink.objects.get().record_id == standing.pk

    @pytest.mark.parametrize(
        ("passage", "why"),
        [("Chapter 4, on models", "Chapter 4, on models"), (" ", "Related elsewhere, AIMS passage not named")],
    )
    def test_asks_related_evidence_for_its_aims_passage(
        self, browser: Client, owner: Member, passage: str, why: str
    ) -> None:
        made.evidence(owner)
        standing = Standing.objects.of(owner.organisation).get(requirement__ref="5.2")
        sent = {"for": f"requirement:{standing.pk}", "related": "1", "why": passage}
        assert browser.post(at(owner, "1/uses"), sent).status_code == 303
        assert EvidenceLink.objects.get().why == why

    def test_finds_what_is_there_for_the_record_it_was_opened_for(self, browser: Client, owner: Member) -> None:
        made.evidence(owner, "The steering minutes")
        made.evidence(owner, "Something else")
        standing = Standing.objects.of(owner.organisation).get(requirement__ref="5.2")
        asked = {"for": f"requirement:{standing.pk}", "find": "steering"}
        page = browser.get(at(owner, "new"), asked).content.decode()
        assert "Use EV-1" in page
        assert "Use EV-2" not in page
        assert "Use EV" not in browser.get(at(owner, "new"), {**asked, "find": "a\0b"}).content.decode()

    def test_keeps_the_files_of_a_form_that_was_refused(self, browser: Client, owner: Member) -> None:
        page = browser.post(at(owner, "new"), form(owner, title="", files=[a_file()]))
        assert page.status_code == 422
        (token,) = re.findall(r'name="kept" value="([^"]+)"', page.content.decode())
        assert browser.post(at(owner, "new"), form(owner, kept=token)).status_code == 303
        assert StoredFile.objects.count() == 1

    def test_takes_a_signed_name_from_nobody_else(self, browser: Client, owner: Member, manager: Member) -> None:
        page = browser.post(at(owner, "new"), form(owner, title="", files=[a_file()]))
        (token,) = re.findall(r'name="kept" value="([^"]+)"', page.content.decode())
        stolen = client_of(manager).post(at(owner, "new"), form(manager, kept=token))
        assert stolen.status_code == 422
        assert not Evidence.objects.exists()

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({}, "A version has files, a link or a note"),
            ({"files": "empty"}, "empty"),
            ({"link": "javascript:alert(1)"}, "start with https://"),
            (
                {"note": "x", "covers_from": "2026-05-02", "covers_until": "2026-05-01"},
                "first day and a later last day",
            ),
            ({"note": "x", "collected_on": "2199-01-01"}, "cannot be in the future"),
            ({"note": "x", "collected_on": "0000-00-00"}, "Enter a date such as"),
            ({"note": "x", "valid_until": "9999-12-31"}, "between 1990 and 2199"),
            ({"note": "x", "fresh_months": "0"}, "not less than 1"),
            ({"note": "x", "fresh_months": "1e308"}, "whole number"),
            ({"note": "x", "kind": "verdict"}, "is not one of the choices"),
            ({"note": "x", "sha256": "0" * 64}, "Unknown field: sha256"),
            ({"note": "x", "key": "<script>"}, "Reload the page"),
        ],
    )
    def test_says_what_is_wrong_and_leaves_nothing_behind(
        self, wrong: dict[str, Any], words: str, browser: Client, owner: Member
    ) -> None:
        if wrong.get("files") == "empty":
            wrong = {"files": [a_file(b"")]}
        entries = Entry.objects.count()
        page = browser.post(at(owner, "new"), form(owner, **wrong))
        assert page.status_code == 422
        assert words in page.content.decode()
        assert (Evidence.objects.count(), Capture.objects.count(), Entry.objects.count()) == (0, 0, entries)

    @pytest.mark.parametrize("text", HOSTILE, ids=["tag", "formula", "braces", "override", "null", "long"])
    @pytest.mark.parametrize("field", ["title", "note", "role", "about", "link"])
    def test_shows_hostile_text_as_text_or_refuses_it(
        self, field: str, text: str, browser: Client, owner: Member
    ) -> None:
        page = browser.post(at(owner, "new"), form(owner, **{"note": "x", field: text}), follow=True)
        assert page.status_code in {200, 422}
        assert "<img src=x" not in page.content.decode()
        assert "49" not in re.findall(r"<bdi>([^<]*)</bdi>", page.content.decode())

    @pytest.mark.parametrize("name", ["../../etc/passwd", "a/b\\c.txt", "CON", "x" * 400 + ".txt", "e\u202excod.txt"])
    def test_shows_a_hostile_file_name_as_a_name(self, name: str, browser: Client, owner: Member) -> None:
        upload = a_file()
        upload.name = name
        assert browser.post(at(owner, "new"), form(owner, files=[upload])).status_code == 303
        answer = browser.get(at(owner, "1/captures/1/files/1"))
        assert answer.getvalue() == b"Approved on 1 March\n"
        assert "/" not in answer["Content-Disposition"].replace("; filename", "")
        assert "\u202e" not in answer["Content-Disposition"]

    def test_refuses_an_owner_of_another_organisation(self, browser: Client, owner: Member, outsider: Member) -> None:
        assert browser.post(at(owner, "new"), form(outsider, note="x")).status_code == 422


class TestItem:
    def test_says_once_until_when_it_is_good(self, browser: Client, owner: Member) -> None:
        made.evidence(owner, "Policy")
        page = browser.get(at(owner, "1")).content.decode().casefold()
        # The history has the fields on demand, this one among them.
        assert (page.count("good until"), page.count("fresh until")) == (1, 1)
        assert "its own end date" not in page
        made.capture(Evidence.objects.get(), owner, note="Seen", valid_until=made.days_ago(-3))
        page = browser.get(at(owner, "1")).content.decode()
        assert page.count("Good until") == 1
        assert "its own end date" in page

    def test_is_checked_under_a_name(self, owner: Member, manager: Member) -> None:
        made.evidence(owner)
        address = at(owner, "1/captures/1/verifications")
        typed = {"outcome": "verified", "statement": "Compared with the original"}
        assert client_of(manager).post(address, typed).status_code == 303
        page = client_of(owner).get(at(owner, "1")).content.decode()
        assert "Compared with the original" in page
        assert "Mia Manager" in page

    def test_refuses_its_own_collector(self, owner: Member) -> None:
        made.evidence(owner)
        typed = {"outcome": "verified", "statement": "Fine"}
        answer = client_of(owner).post(at(owner, "1/captures/1/verifications"), typed)
        assert answer.status_code == 422
        assert "someone else has to check it" in answer.content.decode()

    def test_is_linked_by_a_number_or_offers_what_fits(self, browser: Client, owner: Member) -> None:
        made.evidence(owner)
        exact = browser.post(at(owner, "1/links"), {"kind": "requirement", "text": "6.1.2", "why": "The process"})
        assert exact.status_code == 303
        several = browser.post(at(owner, "1/links"), {"kind": "requirement", "text": "risk", "why": ""})
        assert several.status_code == 422
        assert "There are several results" in several.content.decode()
        assert browser.post(at(owner, "1/links"), {"kind": "requirement", "text": "zzz"}).status_code == 422
        assert browser.post(at(owner, "1/links"), {"kind": "nonsense", "text": "6.1.2"}).status_code == 422

    def test_ends_a_link_with_its_reason(self, browser: Client, owner: Member) -> None:
        made.evidence(owner)
        browser.post(at(owner, "1/links"), {"kind": "point", "text": "6.1.2-1"})
        link = EvidenceLink.objects.get()
        address = at(owner, f"1/links/{link.pk}/ending")
        assert browser.post(address, {"version": 1, "reason": ""}).status_code == 422
        assert browser.post(address, {"version": 1, "reason": "Belongs elsewhere"}).status_code == 303
        assert browser.post(address, {"version": 2, "reason": "Again"}).status_code == 404

    def test_shows_both_versions_to_whoever_saves_second(self, owner: Member, manager: Member) -> None:
        made.evidence(owner, "First title")
        version = Evidence.objects.get().version
        typed = {"kind": "other", "confidentiality": "internal", "fresh_months": 12, "about": "", "version": version}
        address = at(owner, "1/description")
        assert client_of(manager).post(address, {**typed, "title": "Their title"}).status_code == 303
        second = client_of(owner).post(address, {**typed, "title": "My title"})
        assert second.status_code == 409
        assert "Their title" in second.content.decode()
        assert "My title" in second.content.decode()
        assert Evidence.objects.get().title == "Their title"

    def test_is_described_by_its_owner_or_a_manager_only(self, owner: Member, manager: Member) -> None:
        made.evidence(owner)
        colleague = factories.member(owner.organisation, Role.CONTRIBUTOR)
        assert client_of(colleague).get(at(owner, "1/description")).status_code == 422
        for member in (owner, manager):
            assert client_of(member).get(at(owner, "1/description")).status_code == 200

    def test_is_given_to_another_owner_retired_and_taken_up(
        self, browser: Client, owner: Member, manager: Member
    ) -> None:
        made.evidence(owner)
        boss = client_of(manager)
        version = Evidence.objects.get().version
        assert boss.post(at(owner, "1/owner"), {"owner": manager.pk, "version": version}).status_code == 303
        assert boss.post(at(owner, "1/retirement"), {"reason": "Replaced", "version": version + 1}).status_code == 303
        assert "Retired on" in browser.get(at(owner, "1")).content.decode()
        assert browser.get(at(owner, "1/captures/new")).status_code == 422
        assert boss.post(at(owner, "1/reinstatement"), {"reason": "Needed", "version": version + 2}).status_code == 303

    def test_leads_from_a_refusal_to_the_field_of_its_own_form(self, browser: Client, owner: Member) -> None:
        made.evidence(owner)
        page = browser.post(at(owner, "1/retirement"), {"version": "1", "reason": ""})
        shown = page.content.decode()
        assert page.status_code == 422
        assert 'href="#retire_reason"' in shown
        ids = re.findall(r' id="([^"]+)"', shown)
        assert sorted(ids) == sorted(set(ids))

    def test_keeps_two_captures_that_were_begun_at_once(self, owner: Member, manager: Member) -> None:
        made.evidence(owner)
        for number, member in enumerate((owner, manager)):
            typed = {"note": f"Note {number}", "collected_on": day_in("UTC").isoformat(), "key": f"sending-{number}"}
            assert client_of(member).post(at(owner, "1/captures/new"), typed).status_code == 303
        assert Capture.objects.count() == 3

    def test_asks_the_database_little_however_much_there_is_to_show(
        self, browser: Client, owner: Member, manager: Member, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        item = made.evidence(owner, what=made.collected(files=(made.kept_file(b"1"),)))
        for number in range(20):
            made.capture(item, owner, files=(made.kept_file(b"n%d" % number),))
        draft = RequestDraft(what="The register", asked_of=owner, due_on=day_in("UTC"))
        answer(ask(owner.organisation, draft, by=manager), item, by=owner)
        verify(made.newest(item), by=manager, statement="Compared with the register")
        for kind, text in (("requirement", "6.1.2"), ("point", "6.1.2-1"), ("point", "8.2-1")):
            browser.post(at(owner, "1/links"), {"kind": kind, "text": text})
        # One of them asks for what members said about it.
        with django_assert_max_num_queries(13):
            page = browser.get(at(owner, "1")).content.decode()
        assert all(part in page for part in ("EV-1/21", "proof.txt", "ER-1", "Compared", "6.1.2-1", "8.2-1"))
