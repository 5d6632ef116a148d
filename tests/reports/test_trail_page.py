import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
import time_machine
from django.test import Client

from tests import factories
from tests.conformity.rating import a_round, rate, rating
from tests.conformity.screens import HTMX, asked, at, text_of
from tests.factories import client_of
from tests.trail.tampering import chain_of, unguarded
from waymark.catalogue.models.framework import Requirement
from waymark.catalogue.models.wording import Wording
from waymark.conformity.models.standing import Standing
from waymark.conformity.scale import Verdict
from waymark.people.models.access import AccessLink, Purpose
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.readers import Reader
from waymark.people.rights import Role
from waymark.records import kinds
from waymark.records.kinds import RecordLine
from waymark.reports.trail.choice import Choice
from waymark.reports.trail.listing import A_PAGE, trail_page
from waymark.trail.actors import CONSOLE
from waymark.trail.models import Entry, Head

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script> & =1+1"


@pytest.fixture
def visitor(administrator: Member) -> Client:
    return client_of(administrator)


@pytest.fixture
def auditor(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.INTERNAL_AUDITOR, name="Ines Auditor")


def standing(organisation: Organisation, ref: str) -> Standing:
    return Standing.objects.of(organisation).with_refs([ref]).select_related("requirement").get()


def seqs(choice: Choice, member: Member) -> list[int]:
    return [line.entry.seq for line in trail_page(choice, member, size=200).lines]


@pytest.fixture
def hidden() -> Iterator[set[int]]:
    """Return the keys of standings nobody may read, as a kind with confidential records would say."""
    kept, secret = kinds._kinds["conformity.standing"], set[int]()  # noqa: SLF001 -- put back afterwards

    def look_up(reader: Reader, keys: Sequence[int]) -> Mapping[int, RecordLine]:
        return {pk: line for pk, line in kept.look_up(reader, keys).items() if pk not in secret}

    def choose(reader: Reader, text: str) -> list[RecordLine]:
        return [line for line in kept.choose(reader, text) if line.pk not in secret] if kept.choose else []

    kinds._kinds["conformity.standing"] = replace(  # noqa: SLF001 -- as above
        kept, look_up=look_up, choose=choose, together=None, hides=True
    )
    yield secret
    kinds._kinds["conformity.standing"] = kept  # noqa: SLF001 -- as above


class TestPage:
    def test_shows_what_happened_with_its_record_and_hashes(
        self, visitor: Client, organisation: Organisation, owner: Member
    ) -> None:
        standing(organisation, "A.7.2").leave_out(code="no_activity", reason=f"{HOSTILE} is no reason.", by=owner)
        shown = text_of(visitor.get(at("trail", organisation)))
        newest = Entry.objects.of(organisation).newest_first()[0]
        address = at("requirement", organisation, "A.7.2")
        for part in ("Control excluded", "Omar Owner", f'href="{address}"', newest.hash, newest.previous):
            assert part in shown, part
        assert "&lt;script&gt;" in shown
        assert "<script>alert" not in shown

    def test_answers_htmx_with_the_list_alone(self, visitor: Client, organisation: Organisation) -> None:
        answer = visitor.get(at("trail", organisation), headers=HTMX)
        assert text_of(answer).lstrip().startswith('<section class="card card--flush" id="trail">')

    def test_goes_on_from_page_to_page_and_back(self, organisation: Organisation, administrator: Member) -> None:
        last = Head.objects.get(pk=organisation.pk).seq
        found, before = [], None
        while True:
            page = trail_page(Choice(), administrator, before=before, size=20)
            found += [line.entry.seq for line in page.lines]
            before = page.older
            if before is None:
                break
        assert found == list(range(last, 0, -1))
        page = trail_page(Choice(), administrator, after=10, size=20)
        assert [line.entry.seq for line in page.lines] == list(range(30, 10, -1))
        assert (page.newer, page.older) == (30, 11)
        assert trail_page(Choice(), administrator, after=last - 5, size=20).newer is None
        assert trail_page(Choice(), administrator, before=last, size=20).newer == last - 1

    def test_never_shows_more_than_a_page(self, visitor: Client, organisation: Organisation) -> None:
        assert A_PAGE <= 200
        shown = text_of(visitor.get(at("trail", organisation)))
        assert shown.count("<tr>") == A_PAGE + 1

    def test_costs_a_query_for_each_kind_of_record_however_many_entries_there_are(
        self, visitor: Client, organisation: Organisation, owner: Member, administrator: Member
    ) -> None:
        assessment = a_round(organisation)
        rate(assessment, rating("6.1.2-1", Verdict.PARTIAL, finding="A draft"), by=owner)
        requirement = Requirement.objects.get(ref="A.7.2", framework__slug="iso-42001-2023-2")
        Wording.attach(organisation, requirement.pk, text="Text", source="Order", by=administrator)
        standing(organisation, "A.7.2").assign(owner, None, by=administrator)
        AccessLink.issue(Purpose.PASSWORD, by=owner, lasts=dt.timedelta(days=1), member=owner)
        asked(visitor, at("trail", organisation))
        # Who is there 3, the form 1, length and entries 2; five kinds of record, and three tables they name.
        assert asked(visitor, at("trail", organisation)) <= 14
        rate(assessment, rating("6.1.2-2", Verdict.PARTIAL), rating("6.1.3-1", Verdict.MISSING), by=owner)
        asked(visitor, at("trail", organisation))
        assert asked(visitor, at("trail", organisation)) <= 14

    def test_is_for_those_who_may_read_the_whole_trail(
        self, organisation: Organisation, auditor: Member, owner: Member, reader: Member
    ) -> None:
        assert client_of(auditor).get(at("trail", organisation)).status_code == 200
        for member in (owner, reader):
            browser = client_of(member)
            assert browser.get(at("trail", organisation)).status_code == 403
            assert at("trail", organisation) not in text_of(browser.get(at("members", organisation)))

    def test_says_that_there_is_nothing(self, visitor: Client, organisation: Organisation) -> None:
        assert "No entries match" in text_of(visitor.get(at("trail", organisation), {"reference": "zzz"}))


class TestFilters:
    def test_finds_by_person_and_also_what_they_did_as_a_user(
        self, organisation: Organisation, administrator: Member, owner: Member
    ) -> None:
        assert owner.user is not None
        standing(organisation, "4.1").assign(owner, None, by=owner)
        standing(organisation, "4.2").assign(owner, None, by=owner.user)
        last = Head.objects.get(pk=organisation.pk).seq
        assert seqs(Choice(who=f"member-{owner.pk}"), administrator) == [last, last - 1]
        assert seqs(Choice(who="outside"), administrator) == [last]
        assert last not in seqs(Choice(who="console"), administrator)

    def test_finds_by_event_kind_and_reference(
        self, organisation: Organisation, administrator: Member, owner: Member
    ) -> None:
        standing(organisation, "4.1").assign(owner, None, by=owner)
        assessment = a_round(organisation)
        last = Head.objects.get(pk=organisation.pk).seq
        assert seqs(Choice(event="standing.owned"), administrator) == [last - 1]
        assert seqs(Choice(kind="gap-assessment"), administrator) == [last]
        assert seqs(Choice(reference=assessment.reference.lower()), administrator) == [last]
        assert seqs(Choice(reference="4.1"), administrator)[0] == last - 1
        assert len(seqs(Choice(reference="4.1"), administrator)) == 2
        assert seqs(Choice(kind="member", reference="4.1"), administrator) == []
        assert len(seqs(Choice(reference="omar"), administrator)) == 1
        assert seqs(Choice(kind="judgement", reference="4.1"), administrator) == []

    def test_finds_by_days_where_the_organisation_is(self, organisation: Organisation, administrator: Member) -> None:
        organisation.describe(by=CONSOLE, name="Acme", about="", time_zone="Pacific/Auckland")
        administrator.organisation.refresh_from_db()
        with time_machine.travel("2027-03-01T12:30:00Z", tick=False):  # already the 2nd in Auckland
            standing(organisation, "4.1").assign(administrator, None, by=administrator)
        last = Head.objects.get(pk=organisation.pk).seq
        second = dt.date(2027, 3, 2)
        assert seqs(Choice(since=second, until=second), administrator) == [last]
        assert seqs(Choice(since=dt.date(2027, 3, 1), until=dt.date(2027, 3, 1)), administrator) == []

    def test_keeps_the_choice_from_page_to_page(self, visitor: Client, organisation: Organisation) -> None:
        shown = text_of(visitor.get(at("trail", organisation), {"event": "standing.adopted"}))
        assert "?event=standing.adopted&amp;before=" in shown
        assert f"{at('trail_export', organisation)}?event=standing.adopted" in shown

    @pytest.mark.parametrize(
        "typed",
        [
            {"who": "x"},
            {"who": "member-999999"},
            {"who": "member-" + "9" * 21},
            {"event": "no.such"},
            {"kind": "auth_user"},
            {"since": "0000-00-00"},
            {"since": "9999-12-31"},
            {"until": "2026-02-30"},
            {"since": "2026-03-02", "until": "2026-03-01"},
            {"reference": "x" * 81},
            {"reference": "a\u202eb"},
        ],
    )
    def test_says_what_is_wrong_with_a_filter(
        self, typed: dict[str, str], visitor: Client, organisation: Organisation
    ) -> None:
        for name in ("trail", "trail_export"):
            answer = visitor.get(at(name, organisation), typed)
            assert answer.status_code == 422
            assert "_error" in text_of(answer)

    @pytest.mark.parametrize("place", ["x", "-1", "9" * 21, "1.5", "1'", "٣٣٣x"])
    @pytest.mark.parametrize("name", ["before", "after"])
    def test_knows_no_place_that_is_none(
        self, name: str, place: str, visitor: Client, organisation: Organisation
    ) -> None:
        assert visitor.get(at("trail", organisation), {name: place}).status_code == 404

    @pytest.mark.parametrize(
        "typed", [{"before": "1"}, {"after": "999999"}, {"before": str(2**63 - 1)}, {"x": "y"}, {"reference": "%_'\\"}]
    )
    def test_goes_on_where_there_is_little_to_show(
        self, typed: dict[str, str], visitor: Client, organisation: Organisation
    ) -> None:
        assert visitor.get(at("trail", organisation), typed).status_code == 200

    def test_offers_nobody_of_another_organisation(
        self, visitor: Client, organisation: Organisation, outsider: Member
    ) -> None:
        assert "Otto Outsider" not in text_of(visitor.get(at("trail", organisation)))
        answer = visitor.get(at("trail", organisation), {"who": f"member-{outsider.pk}"})
        assert answer.status_code == 422


class TestEntry:
    def test_shows_its_changes_its_place_and_its_text(
        self, visitor: Client, organisation: Organisation, owner: Member
    ) -> None:
        standing(organisation, "4.1").assign(owner, dt.date(2026, 6, 1), by=owner)
        entry = Entry.objects.of(organisation).newest_first()[0]
        shown = text_of(visitor.get(at("trail_entry", organisation, entry.seq)))
        for part in (entry.hash, entry.previous, "1 Jun 2026", "The hash matches this entry", "It is linked"):
            assert part in shown, part
        assert at("trail_entry", organisation, entry.seq - 1) in shown
        assert at("trail_entry", organisation, entry.seq + 1) not in shown

    def test_says_so_where_the_chain_is_broken(self, visitor: Client, organisation: Organisation) -> None:
        unguarded()
        chain_of(organisation.pk).filter(seq=7).update(hash="0" * 64)
        assert "it was altered" in text_of(visitor.get(at("trail_entry", organisation, 7)))
        assert "the chain is broken here" in text_of(visitor.get(at("trail_entry", organisation, 8)))

    @pytest.mark.parametrize("seq", [0, 999_999, 10**21])
    def test_does_not_exist_where_the_chain_has_no_such_place(
        self, seq: int, visitor: Client, organisation: Organisation
    ) -> None:
        assert visitor.get(at("trail_entry", organisation, seq)).status_code == 404


class TestHidden:
    def test_shows_only_event_person_and_time(
        self, visitor: Client, organisation: Organisation, owner: Member, hidden: set[int]
    ) -> None:
        secret = standing(organisation, "A.7.2")
        secret.leave_out(code="no_activity", reason="Very confidential reason.", by=owner)
        hidden.add(secret.pk)
        seq = Head.objects.get(pk=organisation.pk).seq
        pages = [
            text_of(visitor.get(at("trail", organisation))),
            text_of(visitor.get(at("trail_entry", organisation, seq))),
            b"".join(visitor.get(at("trail_export", organisation))).decode(),
        ]
        for shown in pages:
            assert "Control excluded" in shown
            assert "Omar Owner" in shown
            assert "confidential reason" not in shown
            assert "A.7.2" not in shown
        assert "Hashed text" not in pages[1]

    def test_does_not_find_it_by_its_reference(
        self, organisation: Organisation, administrator: Member, hidden: set[int]
    ) -> None:
        hidden.add(standing(organisation, "A.7.2").pk)
        assert seqs(Choice(reference="A.7.2"), administrator) == []
