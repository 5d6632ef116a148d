import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests import factories
from tests.conformity.screens import asked, at, text_of
from tests.evidence import made
from tests.factories import client_of
from waymark.catalogue.models.framework import Requirement
from waymark.catalogue.models.wording import Wording
from waymark.conformity.models.standing import Standing
from waymark.evidence.checking import verify
from waymark.evidence.linking import end_link, link
from waymark.evidence.models.evidence import Evidence
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.token import Token
from waymark.people.rights import Role
from waymark.reports.trail.past import PastPage, past_page, record_called
from waymark.tasks.models.task import Task
from waymark.tasks.work import TaskDraft, create, finish
from waymark.trail.models import Entry
from waymark.work.owners import give

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script> & =1+1"


def on(day: int) -> Any:
    """Let it be the morning of a day of March 2027."""
    return time_machine.travel(f"2027-03-{day:02}T09:00:00Z", tick=False)


def standing(organisation: Organisation, ref: str) -> Standing:
    return Standing.objects.of(organisation).with_refs([ref]).get()


def page_of(member: Member, word: str, pk: int, day: int) -> PastPage:
    found = record_called(member, word, pk)
    assert found is not None
    return past_page(member, *found, dt.date(2027, 3, day))


@pytest.fixture
def task(organisation: Organisation, owner: Member, manager: Member) -> Task:
    """Return a task made on the 1st, handed over on the 5th and finished on the 9th."""
    about = ("conformity.standing", standing(organisation, "4.1").pk)
    with on(1):
        made_task = create(organisation, TaskDraft(title=HOSTILE, about=about, owner=owner), by=owner)
    with on(5):
        give(made_task, manager, by=owner, note="Over to you")
    with on(9):
        finish(made_task, by=manager, finisher=manager, note="Written", evidence=None)
    return made_task


@pytest.fixture
def proof(owner: Member, manager: Member) -> Evidence:
    """Return evidence with a capture on the 1st, checked on the 3rd, and captured anew on the 8th; two links."""
    organisation = owner.organisation
    with on(1):
        item = made.evidence(owner, "The policy is published", what=made.collected(files=(made.kept_file(b"one"),)))
        link(item, "conformity.standing", standing(organisation, "5.2").pk, by=owner, why="It is the policy")
        ended = link(item, "conformity.standing", standing(organisation, "4.1").pk, by=owner)
    with on(3):
        verify(made.newest(item), by=manager, statement="I read all of it.")
        end_link(ended, by=owner, reason="It shows nothing there.")
    with on(8):
        made.capture(Evidence.objects.get(pk=item.pk), owner, note="Read out in the meeting")
        link(item, "conformity.standing", standing(organisation, "7.4").pk, by=owner)
    return item


class TestRecord:
    def test_shows_what_it_said_beside_what_it_says_today(self, task: Task, reader: Member) -> None:
        with on(20):
            shown = text_of(client_of(reader).get(at("record_as_of", task.organisation, "task", task.pk), as_of(6)))
        section = as_of_section(shown)
        assert "As of the end of 6 Mar 2027" in shown
        assert f'href="{at("task", task.organisation, task.number)}"' in shown
        assert "Last changed by Omar Owner, 5 Mar 2027" in section
        for part in ("To do", "Mia Manager", "4.1 Understanding", "&lt;script&gt;"):
            assert part in section, part
        assert "4 fields differ today" in section
        assert re.search(r'To do</bdi><p class="today"><span class="today__word">today</span> <bdi>Done', section)
        assert "<script>alert" not in shown

    def test_is_told_in_a_pure_page_of_words(self, task: Task, reader: Member) -> None:
        then = page_of(reader, "task", task.pk, 2)
        assert (then.line.reference, then.record.value("owner_id").text) == (task.reference, "Omar Owner")
        assert [line.name for line in then.record.changed] == [
            "owner_id",
            "state",
            "finished_on",
            "finished_by_id",
            "finished_note",
        ]
        assert {line.name for line in then.record.empty} >= {"checklist", "follows_id", "finished_with_id"}
        assert then.lines[("conformity.standing", standing(task.organisation, "4.1").pk)].reference == "4.1"

    def test_steps_to_the_change_before_and_the_next(self, task: Task, reader: Member) -> None:
        address = at("record_as_of", task.organisation, "task", task.pk)
        with on(20):
            shown = text_of(client_of(reader).get(address, as_of(6)))
            first = text_of(client_of(reader).get(address, as_of(1)))
            last = text_of(client_of(reader).get(address, as_of(19)))
        assert f'rel="prev" href="{address}?as_of=2027-03-01"' in shown
        assert f'rel="next" href="{address}?as_of=2027-03-09"' in shown
        assert ('rel="prev"' in first, 'rel="next"' in first) == (False, True)
        assert ('rel="prev"' in last, 'rel="next"' in last) == (True, False)
        assert "the same as today" in last

    def test_did_not_exist_before_it_was_made(self, task: Task, reader: Member) -> None:
        answer = client_of(reader).get(at("record_as_of", task.organisation, "task", task.pk), {"as_of": "2001-01-01"})
        assert answer.status_code == 200
        assert "It did not exist yet at the end of 1 Jan 2001." in text_of(answer)
        assert 'rel="next"' in text_of(answer)

    def test_shows_the_record_of_today_with_its_history_where_no_day_is_asked_for(
        self, organisation: Organisation, owner: Member
    ) -> None:
        token = Token.issue(owner, name="Nightly export", rights=["read"], days=30, by=owner)[0]
        shown = text_of(client_of(owner).get(at("record_as_of", organisation, "token", token.pk)))
        for part in ("Contents of the record", 'id="history"', "API token issued", "Nightly export"):
            assert part in shown, part
        assert token.token_hash not in shown
        assert "As of the end" not in shown
        assert at("record_as_of", organisation, "token", token.pk) in text_of(
            client_of(owner).get(at("tokens", organisation))
        )

    def test_is_led_to_from_an_entry_of_the_trail(self, task: Task, administrator: Member) -> None:
        handed = Entry.objects.of(task.organisation).about(task).order_by("seq")[1]
        shown = text_of(client_of(administrator).get(at("trail_entry", task.organisation, handed.seq)))
        assert f'href="{at("record_as_of", task.organisation, "task", task.pk)}?as_of=2027-03-05"' in shown

    def test_leads_to_the_richer_page_of_a_requirement(self, organisation: Organisation, reader: Member) -> None:
        address = at("record_as_of", organisation, "requirement", standing(organisation, "5.2").pk)
        home = at("requirement", organisation, "5.2")
        answers = [
            client_of(reader).get(address, asked_for) for asked_for in ({"as_of": "2026-01-01"}, {}, {"as_of": "&x=1"})
        ]
        assert [one.headers["Location"] for one in answers] == [
            f"{home}?as_of=2026-01-01",
            home,
            f"{home}?as_of=%26x%3D1",
        ]


class TestParts:
    def test_shows_what_was_captured_checked_and_linked_by_then(self, proof: Evidence, reader: Member) -> None:
        then = page_of(reader, "evidence", proof.pk, 5)
        captures, files, checks, links = then.parts
        assert [str(one.label) for one in then.parts] == ["Versions", "Files", "Checks", "Links"]
        assert [one.value("number").text for one in captures.there] == ["1"]
        assert [one.value("name").text for one in files.there] == ["proof.txt"]
        assert [one.value("statement").text for one in checks.there] == ["I read all of it."]
        assert [one.value("capture_id").text for one in checks.there] == [f"{proof.reference}/1"]
        assert [one.value("why").text for one in links.there] == ["It is the policy"]  # the other link had ended
        assert [one.later for one in then.parts] == [1, 0, 0, 1]

    def test_shows_a_link_that_was_ended_later(self, proof: Evidence, reader: Member) -> None:
        first = page_of(reader, "evidence", proof.pk, 2)
        assert [len(one.there) for one in first.parts] == [1, 1, 0, 2]
        pointed = [line.value.record for one in first.parts[3].there for line in one.lines if line.name == "record_id"]
        assert [first.lines[one].reference for one in pointed if one] == ["5.2", "4.1"]

    def test_shows_no_parts_of_what_did_not_exist_yet(self, proof: Evidence, reader: Member) -> None:
        found = record_called(reader, "evidence", proof.pk)
        assert found is not None
        then = past_page(reader, *found, dt.date(2027, 2, 28))
        assert (then.record.past, then.parts, then.steps.after) == (None, (), dt.date(2027, 3, 1))

    def test_says_of_none_that_it_is_part_of_the_whole(self, proof: Evidence, reader: Member) -> None:
        then = page_of(reader, "evidence", proof.pk, 5)
        assert [
            line for group in then.parts for one in group.there for line in one.lines if line.name == "evidence_id"
        ] == []

    def test_shows_them_on_the_page(self, proof: Evidence, reader: Member) -> None:
        with on(20):
            answer = client_of(reader).get(at("record_as_of", proof.organisation, "evidence", proof.pk), as_of(5))
        shown = text_of(answer)
        for part in ("Versions", "1 came later", "I read all of it.", at("requirement", proof.organisation, "5.2")):
            assert part in shown, part
        assert "Read out in the meeting" not in shown
        assert "It shows nothing there" not in shown

    def test_costs_the_same_however_much_there_is(self, proof: Evidence, owner: Member, manager: Member) -> None:
        # Who is there 3; the record, as far as it is readable, 1; its parts 4; the entries 1; members, captures and
        # stored files by name 3; what links lead to 1.
        assert queries(owner, "evidence", proof.pk, day=10) == 13
        with on(11):
            for turn, ref in enumerate(("6.2", "8.2", "8.3", "9.1")):
                captured = made.capture(Evidence.objects.get(pk=proof.pk), owner, files=(made.kept_file(b"%d" % turn),))
                verify(captured, by=manager, statement="Read as well")
                link(proof, "conformity.standing", standing(proof.organisation, ref).pk, by=owner)
        assert queries(owner, "evidence", proof.pk, day=12) == 13

    def test_costs_a_record_without_parts_little(self, task: Task, owner: Member) -> None:
        # Who is there 3, the record 1, the entries 1, members 1, the record it is about 1.
        assert queries(owner, "task", task.pk, day=6) == 7


def queries(member: Member, word: str, pk: int, *, day: int) -> int:
    address = f"{at('record_as_of', member.organisation, word, pk)}?as_of=2027-03-{day:02}"
    with on(20):
        browser = client_of(member)
        asked(browser, address)
        return asked(browser, address)


class TestSecrets:
    def test_shows_of_what_is_concealed_that_it_is(
        self, organisation: Organisation, manager: Member, reader: Member
    ) -> None:
        requirement = Requirement.objects.get(ref="6.1.2", framework__slug="iso-42001-2023-2")
        wording = Wording.attach(organisation, requirement.pk, text="Licensed words", source="Order 1", by=manager)
        wording.replace(text="Licensed anew", source="Order 2", by=manager)
        shown = text_of(client_of(reader).get(at("record_as_of", organisation, "wording", wording.pk)))
        assert "not shown" in shown
        assert "Licensed" not in shown

    def test_names_nothing_that_is_hidden_where_a_record_points_at_it(
        self, owner: Member, manager: Member, reader: Member
    ) -> None:
        secret = made.named(owner, "Salaries of the board", confidentiality="confidential")
        about = create(
            owner.organisation, TaskDraft(title="Show preview", about=("evidence.evidence", secret.pk)), by=owner
        )
        address = at("record_as_of", owner.organisation, "task", about.pk)
        assert "Salaries of the board" in text_of(client_of(manager).get(address))
        shown = text_of(client_of(reader).get(address))
        assert "Salaries" not in shown
        assert "an unknown record" in shown

    def test_hides_tokens_of_others(self, organisation: Organisation, owner: Member, reader: Member) -> None:
        token = Token.issue(owner, name="Nightly export", rights=["read"], days=30, by=owner)[0]
        auditor = factories.member(organisation, Role.INTERNAL_AUDITOR)
        address = at("record_as_of", organisation, "token", token.pk)
        assert [client_of(who).get(address).status_code for who in (owner, auditor, reader)] == [200, 200, 404]


@pytest.fixture
def visitor(reader: Member) -> Client:
    return client_of(reader)


class TestHostile:
    @pytest.mark.parametrize(
        "day",
        ["0000-00-00", "9999-12-31", "2199-12-31", "1815-06-18", "", "x", "2026-02-30", "9" * 40, "\0", "2026-01-01\0"],
    )
    def test_answers_a_day_that_cannot_be_with_a_sentence(self, day: str, visitor: Client, reader: Member) -> None:
        answer = visitor.get(at("record_as_of", reader.organisation, "member", reader.pk), {"as_of": day})
        assert answer.status_code == 422
        assert "field__error" in text_of(answer)
        assert 'id="history"' in text_of(answer)

    def test_says_that_a_day_is_still_to_come(self, reader: Member) -> None:
        address = at("record_as_of", reader.organisation, "member", reader.pk)
        with on(1):
            visitor = client_of(reader)
            assert "This day is in the future." in text_of(visitor.get(address, as_of(2)))
            assert visitor.get(address, as_of(1)).status_code == 200

    def test_takes_the_last_of_several_days_and_refuses_what_nobody_asks_for(
        self, visitor: Client, reader: Member
    ) -> None:
        address = at("record_as_of", reader.organisation, "member", reader.pk)
        assert visitor.get(f"{address}?as_of=x&as_of=2026-01-01").status_code == 200
        assert visitor.get(f"{address}?as_of=2026-01-01&other=1").status_code == 422
        assert visitor.post(address).status_code == 405

    @pytest.mark.parametrize(
        "path",
        [
            "member/999999",
            "member/0",
            "member/" + "9" * 40,
            "member/" + str(2**63 - 1),
            "member/" + str(2**63),
            "member/-1",
            "member/x",
            "nothing/1",
            "point/1",
            "people.member/1",
            "member%00/1",
            "m" * 300 + "/1",
            "user/1",
            "as-of/1",
        ],
    )
    @pytest.mark.parametrize("query", ["", "?as_of=2026-01-01", "?as_of=x", "?as_of=%00"])
    def test_does_not_exist_for_what_is_no_record(self, path: str, query: str, visitor: Client, reader: Member) -> None:
        assert visitor.get(f"{at('trail', reader.organisation)}as-of/{path}{query}").status_code == 404


def as_of(day: int) -> dict[str, str]:
    return {"as_of": f"2027-03-{day:02}"}


def as_of_section(shown: str) -> str:
    section = re.search(r'<section class="card" id="as-of">.*?</section>', shown, re.DOTALL)
    assert section, shown
    return section[0]
