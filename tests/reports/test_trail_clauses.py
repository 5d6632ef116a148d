"""The trail by clause: everything about it, of all below it, and nothing about another."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conformity.rating import a_round, rate, rating, tree
from tests.conformity.screens import at, text_of
from tests.evidence import made
from tests.factories import client_of
from waymark.catalogue.models.framework import Requirement
from waymark.catalogue.models.wording import Wording
from waymark.conformity.models.standing import Standing
from waymark.conformity.scale import Verdict
from waymark.evidence.asking import RequestDraft, ask
from waymark.evidence.checking import verify
from waymark.evidence.linking import end_link, link
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.reports.trail.choice import Choice
from waymark.reports.trail.listing import trail_page
from waymark.tasks.work import TaskDraft, create, finish
from waymark.trail.models import Head
from waymark.work.models.comment import Comment

pytestmark = pytest.mark.django_db


def standing(organisation: Organisation, ref: str) -> Standing:
    return Standing.objects.of(organisation).with_refs([ref]).get()


def events(reference: str, member: Member, since: int, *, event: str = "", kind: str = "") -> list[str]:
    lines = trail_page(Choice(reference=reference, event=event, kind=kind), member, after=since, size=200).lines
    return sorted(line.entry.event for line in lines)


@pytest.fixture
def since(organisation: Organisation) -> int:
    """Return where the chain ends before a test begins."""
    return Head.objects.get(pk=organisation.pk).seq


def make_all(organisation: Organisation, owner: Member, manager: Member) -> None:
    """Let everything happen to 6.1.3 and its points that can, and as much to another clause."""
    assessment = a_round(organisation)
    for ref in ("6.1.3", "8.3"):
        requirement = standing(organisation, ref)
        about, point = ("conformity.standing", requirement.pk), ("catalogue.point", tree().point(f"{ref}-2").pk)
        requirement.assign(owner, None, by=manager)
        rate(assessment, rating(f"{ref}-1", Verdict.PARTIAL, finding="A draft"), by=owner)
        task = create(organisation, TaskDraft(title="Write it", about=point, owner=owner), by=manager)
        ask(
            organisation,
            RequestDraft(what="The draft", asked_of=owner, due_on=made.days_ago(-3), kind=about[0], record_id=about[1]),
            by=manager,
        )
        item = made.evidence(owner, f"What {ref} asks for")
        used = link(item, *about, by=owner)
        verify(made.newest(item), by=manager, statement="Seen")
        link(item, *point, by=owner)
        end_link(used, by=owner, reason="It serves the point")
        finish(task, by=owner, finisher=owner, evidence=("evidence.evidence", item.pk))
        Comment.write(about, "Who writes it?", [], by=owner)
        shipped = Requirement.objects.get(ref=ref, framework__slug="iso-42001-2023-2")
        Wording.attach(organisation, shipped.pk, text="Text", source="Order", by=manager)


ALL = [
    *("capture.added", "comment.written", "evidence-link.ended", "evidence-link.made", "evidence-link.made"),
    *("evidence-request.made", "evidence.begun", "evidence.checked", "evidence.renewed", "judgement.given"),
    *("standing.owned", "task.finished", "task.made", "verification.given", "wording.attached"),
]


def test_finds_everything_about_a_clause_and_nothing_about_another(
    organisation: Organisation, owner: Member, manager: Member, since: int
) -> None:
    make_all(organisation, owner, manager)
    assert events("6.1.3", manager, since) == events("8.3", manager, since) == ALL
    everything = Head.objects.get(pk=organisation.pk).seq - since
    assert 2 * len(ALL) + 1 == everything, "all but the opening of the round is about one of the two"


def test_finds_what_is_below_a_clause_and_the_controls_of_an_area(
    organisation: Organisation, manager: Member, since: int
) -> None:
    assessment = a_round(organisation, "A.6.2.4", "A.8.3")
    refs = ("6.1.2-1", "6.1.4-1", "6.2-1", "A.6.2.4-1", "A.8.3-1")
    rate(assessment, *(rating(ref, Verdict.PARTIAL, finding="A draft") for ref in refs), by=manager)
    found = {
        ref: len(events(ref, manager, since, event="judgement.given")) for ref in ("6.1", "6", "A.6", "a.6.2.4", "A")
    }
    assert found == {"6.1": 2, "6": 3, "A.6": 1, "a.6.2.4": 1, "A": 2}


def test_finds_what_is_about_one_point_alone(
    organisation: Organisation, owner: Member, manager: Member, since: int
) -> None:
    make_all(organisation, owner, manager)
    rest = {"comment.written", "evidence-link.ended", "evidence-request.made", "standing.owned", "wording.attached"}
    assert events("6.1.3-1", manager, since) == ["judgement.given"]
    expected = [one for one in ALL if one not in rest | {"judgement.given"}]
    expected.remove("evidence-link.made")
    assert events("6.1.3-2", manager, since) == expected


def test_still_goes_by_the_kind_of_record(
    organisation: Organisation, owner: Member, manager: Member, since: int
) -> None:
    make_all(organisation, owner, manager)
    assert events("6.1.3", manager, since, kind="task") == ["task.finished", "task.made"]
    assert events("6.1.3", manager, since, kind="requirement") == ["standing.owned"]


def test_finds_no_evidence_that_the_reader_may_not_open(
    organisation: Organisation, owner: Member, manager: Member, reader: Member, since: int
) -> None:
    item = made.evidence(manager, "A secret draft", confidentiality="confidential")
    link(item, "conformity.standing", standing(organisation, "6.1.3").pk, by=manager)
    assert events("6.1.3", manager, since) == [
        *("capture.added", "evidence-link.made", "evidence.begun", "evidence.renewed")
    ]
    assert events("6.1.3", reader, since) == []


@pytest.mark.parametrize("text", ["4.9", "A.99", "6.1.3-99", "a.2.2.2.2", "99.1-1"])
def test_says_that_there_is_no_such_clause(text: str, organisation: Organisation, administrator: Member) -> None:
    for name in ("trail", "trail_export"):
        answer = client_of(administrator).get(at(name, organisation), {"reference": text})
        assert answer.status_code == 422
        assert f"There is no clause, control or point {text} here." in text_of(answer)


# Longer than the numbers in the addresses of the cast, which are found as words.
@pytest.mark.parametrize("text", ["GA-1", "1200012", "3.5 tonnes", "v1.2-rc", "\u0666.\u0661"])
def test_takes_what_is_not_written_as_a_clause_for_words(
    text: str, organisation: Organisation, administrator: Member
) -> None:
    answer = client_of(administrator).get(at("trail", organisation), {"reference": text})
    assert answer.status_code == 200
    assert "No entries match" in text_of(answer)


def test_asks_no_more_where_there_is_more_about_it(organisation: Organisation, owner: Member, manager: Member) -> None:
    make_all(organisation, owner, manager)
    about, visitor, counts = ("conformity.standing", standing(organisation, "6.1.3").pk), client_of(manager), []
    for _turn in range(2):
        visitor.get(at("trail", organisation), {"reference": "6.1.3"})
        with CaptureQueriesContext(connection) as asked:
            shown = text_of(visitor.get(at("trail", organisation), {"reference": "6.1.3"}))
        counts.append((len(asked), shown.count("<tr>")))
        for number in range(4):
            item = made.evidence(owner, f"More of it, {number}")
            link(item, *about, by=owner)
            create(organisation, TaskDraft(title=f"More of it, {number}", about=about, owner=owner), by=manager)
            Comment.write(about, "More of it", [], by=owner)
    assert counts[0][0] == counts[1][0] <= 36
    assert counts[1][1] == counts[0][1] + 4 * 6
