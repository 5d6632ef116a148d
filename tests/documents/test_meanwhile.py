"""What somebody else did since a record was read counts: a document closed meanwhile gets no draft, and no circle."""

import datetime as dt

import pytest

from tests import factories
from tests.evidence import made as evidence_made
from tests.evidence.api_calls import Program
from tests.examples_documents import document, version
from tests.examples_external import effective
from tests.examples_systems import system_request
from tests.signing.subjects import supplier as example_supplier
from waymark.context.models.headcount import Headcount
from waymark.context.models.site import Site
from waymark.context.models.supplier_notice import SupplierNotice
from waymark.context.models.system import AISystem
from waymark.context.models.system_request import SystemRequest
from waymark.context.request_life import RequestClosed
from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken
from waymark.documents import changing
from waymark.documents.approving import found
from waymark.documents.models.document import Document
from waymark.documents.models.version import DocumentVersion
from waymark.documents.refusals import MarksLeft, OnlyAuthorApproves
from waymark.people.models.member import Member
from waymark.signing.models.rules import SigningRules

pytestmark = pytest.mark.django_db


def again(one: Document) -> Document:
    return Document.objects.select_related("organisation", "owner").get(pk=one.pk)


def current(by: Member) -> Document:
    return again(effective(by, 1).document)


def test_drafts_nothing_of_a_document_that_was_withdrawn_meanwhile(administrator: Member) -> None:
    stale = current(administrator)
    changing.withdraw_document(again(stale), reason="Not needed", by=administrator)
    with pytest.raises(RuleBroken):
        changing.draft_version(stale, reason="Too late", by=administrator)


def test_replaces_no_document_by_one_that_it_has_replaced_meanwhile(administrator: Member) -> None:
    first, second = document(administrator, 1), document(administrator, 2)
    stale = again(first)
    changing.replace_document(again(first), again(second), reason="One is enough", by=administrator)
    with pytest.raises(RuleBroken):
        changing.replace_document(again(second), stale, reason="One is enough", by=administrator)


def test_merges_no_request_into_one_that_was_merged_meanwhile(administrator: Member) -> None:
    asked = [system_request(administrator, number) for number in (1, 2)]
    stale = SystemRequest.objects.select_related("organisation").get(pk=asked[0].pk)
    asked[0].merge(system=None, request=asked[1], by=administrator)
    with pytest.raises(RequestClosed):
        asked[1].merge(system=None, request=stale, by=administrator)


def test_counts_nobody_at_a_site_that_was_retired_meanwhile(administrator: Member) -> None:
    known = {"name": "Mill", "address": "Mill Lane 1", "functions": "Support"}
    site = Site.add(administrator.organisation, owner=None, by=administrator, **known)
    stale = Site.objects.select_related("organisation").get(pk=site.pk)
    site.retire(reason="Sold", by=administrator)
    with pytest.raises(RuleBroken):
        Headcount.record(
            stale, role="ai_customer", employment="employed", people=3, counted_on=day_in("UTC"), by=administrator
        )


def test_logs_no_notice_of_a_supplier_that_was_retired_meanwhile(administrator: Member) -> None:
    kept = example_supplier(administrator)
    stale = type(kept).objects.select_related("organisation").get(pk=kept.pk)
    kept.retire(reason="Ended", by=administrator)
    with pytest.raises(RuleBroken):
        SupplierNotice.log(
            stale,
            owner=None,
            by=administrator,
            title="New version",
            kind="new_version",
            details="",
            arrived_on=day_in("UTC"),
            effective_on=None,
        )


def outside(one: DocumentVersion, by: Member, name: str) -> None:
    kept = found(by.organisation, one.pk)
    assert kept is not None
    day = day_in("UTC")
    changing.approve_outside(kept, outside_by=name, on=day, effective_from=day, by=by)


def test_takes_no_approval_elsewhere_of_a_text_with_open_marks(administrator: Member) -> None:
    one = version(administrator, 1)
    changing.edit_draft(one, text="# Purpose\n\n{{purpose}} *What it is for*", by=administrator)
    with pytest.raises(MarksLeft):
        outside(one, administrator, "The board")


def test_names_everybody_who_wrote_as_an_author(administrator: Member, owner: Member) -> None:
    one = version(owner, 1)
    changing.edit_draft(one, text="Written by somebody else.", by=administrator)
    one.refresh_from_db()
    assert one.authors == [owner.pk, administrator.pk]
    assert one.author_names == f"{owner.name}, {administrator.name}"


@pytest.mark.parametrize("written", ["text", "file"])
def test_takes_who_began_an_empty_draft_for_no_author(written: str, administrator: Member, owner: Member) -> None:
    made = changing.add_document(administrator.organisation, owner=owner, by=owner, title="Policy", review_months=12)
    draft = found(administrator.organisation, made.open_version.pk)
    assert draft is not None
    if written == "file":
        changing.attach_file(draft, evidence_made.kept_file(b"All of it.", "policy.txt"), by=administrator)
    else:
        changing.edit_draft(draft, text="All of it.", by=administrator)
    assert draft.is_only_author(administrator)


def test_takes_no_approval_elsewhere_by_the_only_author_where_that_is_separated(administrator: Member) -> None:
    one = version(administrator, 1)
    SigningRules.objects.in_force(administrator.organisation).set_rules(
        separates_approval=True, managers_approve=False, by=administrator
    )
    with pytest.raises(OnlyAuthorApproves):
        outside(one, administrator, administrator.name.upper())
    outside(one, administrator, "The board")


def test_answers_a_program_that_starts_a_campaign(administrator: Member) -> None:
    kept = effective(administrator, 1)
    due_on = day_in("UTC") + dt.timedelta(days=9)
    typed = {"document_version": kept.number, "audience": "chosen", "chosen": [str(administrator.pk)]}
    answer = Program(administrator).post("/campaigns", {**typed, "due_on": due_on.isoformat()}, key="once")
    assert answer.status_code == 201, answer.content
    assert answer.json()["key"] == "1"


def test_takes_the_number_of_a_record_that_lists_show_and_no_key_of_the_database(administrator: Member) -> None:
    elsewhere = factories.organisation("Elsewhere", administrator=factories.user("Else Where"))
    other = Member.objects.of(elsewhere).get()
    for number in range(3):
        AISystem.add(elsewhere, owner=None, by=other, name=f"Foreign {number}", purpose="Sorts")
    ours = [
        AISystem.add(administrator.organisation, owner=None, by=administrator, name=f"Ours {number}", purpose="Sorts")
        for number in range(2)
    ]
    assert [one.number for one in ours] != [one.pk for one in ours]
    program = Program(administrator)
    made = program.post("/triggers", {"system": 2, "kind": "new_users", "title": "More users"})
    assert made.status_code == 201, made.content
    assert made.json()["system"]["reference"] == "SYS-2"
    refused = program.post("/triggers", {"system": ours[1].pk, "kind": "new_users", "title": "More users"})
    assert refused.status_code == 422
